"""What each command does that looks things up: show, find, queries, query, path."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from kg import present
from kg.commands import FOR_PROGRAMS, chosen_knowledge, given_pairs, opened
from kg.exhibits import chains
from kg.faults import UsageFault
from kg.names import short
from kg.progress import note


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
    graph = opened(options)
    text = " ".join(options.text)
    found = graph.find(text)
    if not found:
        near = ", ".join(str(thing) for thing in graph.directory.nearest(text))
        note(f"kg: nothing is called {text!r}{'; the nearest are ' + near if near else ''}")
    if found or options.format in FOR_PROGRAMS:
        print(present.table(["thing", "kind", "name"], ([short(t.iri), t.kind, t.name] for t in found), options.format))
    return 0


def queries(options: Namespace) -> int:
    """Print the question catalogue."""
    from kg.files import knowledge_root
    from kg.sparql import catalogue

    rows = [
        [query.stem, query.header["asks"], " ".join(f"{p.name}=({p.type})" for p in query.parameters)]
        for query in catalogue((chosen_knowledge(options) or knowledge_root()).resolve()).values()
    ]
    print(present.table(["question", "asks", "given"], rows, options.format))
    return 0


def query(options: Namespace) -> int:
    """Print the answer to a question of the catalogue, or to SPARQL from a file or stdin."""
    given = given_pairs(options.given)
    graph = opened(options)
    typed = _typed(options)
    if typed is not None and given:
        raise UsageFault("--given goes with a question of the catalogue; write the values into your own SPARQL")
    answer = graph.ask(options.query, **given) if typed is None else graph.query(typed)
    if answer.triples:
        from kg.layout import turtle

        print(turtle(answer.triples), end="")
        return 0
    if not answer.rows or answer.rows == [["false"]]:
        note("kg: no; the graph holds nothing that matches" if answer.rows else "kg: no row")
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
    from kg.guard import check as refuse_outside
    from kg.sparql import with_prefixes

    text = sys.stdin.read() if options.query == "-" else read_text(path)
    refuse_outside(text)
    return with_prefixes(text)


def path(options: Namespace) -> int:
    """Print the shortest chains of statements between two things."""
    graph = opened(options)
    found = graph.path(options.start, options.end, kinds=options.kind or (), on=options.on, limit=options.limit)
    if not found.chains:
        note(f"kg: no chain of at most {found.furthest} statements joins them{_narrowed(options)}")
    if found.chains or options.format in FOR_PROGRAMS:
        print(chains(found, graph.wording, options.format))
    if found.more:
        note(f"kg: {found.more} more chain{'s are' if found.more > 1 else ' is'} as short; --limit shows more")
    return 0


def _narrowed(options: Namespace) -> str:
    through = f" through things of kind {' or '.join(options.kind)}" if options.kind else ""
    return through + (f" with what was so by {options.on}" if options.on else "")
