"""What each command does that looks things up: show, find, queries, query, path."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from kg.commands.opening import FOR_PROGRAMS, chosen_knowledge, opened
from kg.commands.progress import note
from kg.faults import UsageFault
from kg.interfaces.parameters import pairs
from kg.names import short
from kg.presenting import present
from kg.presenting.exhibits import chains


def show(options: Namespace) -> int:
    """Print one thing with all that the graph says of it and of what refers to it."""
    graph = opened(options)
    thing, facts = graph.show(options.thing)
    if options.format in ("table", "md"):
        print(f"{thing.name}  {short(thing.iri)}\n")
    print(present.dossier(facts, options.format))
    return 0


def find(options: Namespace) -> int:
    """Print the things whose names hold all words of a text."""
    from kg.answers import find as asked

    graph = opened(options)
    text = " ".join(options.text)
    found = graph.find(text)
    if not found:
        note(f"kg: {asked.silence(graph, text)}")
    if found or options.format in FOR_PROGRAMS:
        print(asked.listing(found, options.format))
    return 0


def queries(options: Namespace) -> int:
    """Print the question catalogue."""
    from kg.answers import queries as asked
    from kg.files import knowledge_root

    print(asked.listing((chosen_knowledge(options) or knowledge_root()).resolve(), options.format))
    return 0


def query(options: Namespace) -> int:
    """Print the answer to a question of the catalogue, or to SPARQL from a file or stdin."""
    from kg.answers import query as asked

    given = pairs(options.given)
    graph = opened(options)
    typed = _typed(options)
    if typed is not None and given:
        raise UsageFault("--given goes with a question of the catalogue; write the values into your own SPARQL")
    answer = graph.ask(options.query, **given) if typed is None else graph.query(typed)
    if answer.triples:
        from kg.exporting.layout import turtle

        print(turtle(answer.triples), end="")
        return 0
    if asked.fruitless(answer):
        note(f"kg: {asked.silence(answer)}")
        for sentence in graph.why_empty(options.query, **given) if typed is None else graph.why_empty_query(typed):
            note(f"kg: {sentence}")
    if answer.triples is None:
        print(present.answer(answer, options.format))
    return 0


def _typed(options: Namespace) -> str | None:
    """Return SPARQL that a file or stdin holds; None where a question of the catalogue is named."""
    path = Path(options.query)
    if options.query != "-" and path.suffix not in (".rq", ".sparql"):
        return None
    from kg.files import read_text
    from kg.queries.guard import check as refuse_outside
    from kg.queries.sparql import with_prefixes

    text = sys.stdin.read() if options.query == "-" else read_text(path)
    refuse_outside(text)
    return with_prefixes(text)


def path(options: Namespace) -> int:
    """Print the shortest chains of statements between two things."""
    from kg.answers import path as asked

    graph = opened(options)
    found = asked.found(graph, vars(options))
    if not found.chains:
        note(f"kg: {asked.silence(found, vars(options))}")
    if found.chains or options.format in FOR_PROGRAMS:
        print(chains(found, graph.wording, options.format))
    if found.more:
        note(f"kg: {asked.left_off(found)}")
    return 0
