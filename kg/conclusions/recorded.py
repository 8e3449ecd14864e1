"""Positions as the store records them, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path

from kg.conclusions.positions import Positions, Row, Span
from kg.names import kind, stem, thing
from kg.oxigraph import EVERYTHING, A, NamedNode, Store, op
from kg.queries.questions import Cell, ask
from kg.queries.sparql import Term
from kg.queries.things import Directory


def _name(cell: object) -> str | None:
    return stem(cell) if isinstance(cell, str) else None


class Reader:
    """Makes plain values of rows; what rows share (a rule's provision, a subject's kind) is looked up once."""

    def __init__(self, store: Store, name: Callable[[str], str]) -> None:
        """Look things up in a built store; ``name`` tells what one is called."""
        self._called = name
        # Of functions, not of methods: a store that a cycle of references holds stays open for as long as it pleases.
        self._provision = cache(partial(_provision, store, name))
        self._effect = cache(partial(_effect, store))
        self._kind = cache(partial(kind_of_subject, store))

    def read(self, row: dict[str, Cell]) -> Row:
        """Return a row of the questions ``positions`` and ``positions-on`` as plain values."""
        subject, rule = str(row["subject"]), row["rule"]
        effect, provision = (None, None) if rule is None else (self._effect(str(rule)), self._provision(str(rule)))
        return [
            stem(str(row["state"])), stem(subject), self._kind(subject), self._called(subject),
            stem(str(row["verdict"])), effect, _name(rule), _name(row["reading"]), provision,
            row["from"], row["until"], row["knownTo"], row["unconfirmed"], row["position"], subject,
        ]  # fmt: skip

    def renamed(self, positions: Positions) -> Positions:
        """Return positions with what this reader calls their subjects and provisions."""
        return positions.renamed(self._called, lambda rule: self._provision(thing("rule", rule)))


def _first(store: Store, iri: str, predicate: NamedNode) -> str | None:
    values = [
        getattr(quad.object, "value", "")
        for quad in store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING)
    ]
    return min(values, default=None)


def _provision(store: Store, name: Callable[[str], str], rule: str) -> str | None:
    article = _first(store, rule, op("setBy"))
    return None if article is None else name(article)


def _effect(store: Store, rule: str) -> str | None:
    return _name(_first(store, rule, op("effect")))


def kind_of_subject(store: Store, subject: str) -> str:
    """Return body, situation, case or ruling."""
    of_things = kind(subject) or ""
    if of_things != "proceeding":
        return of_things
    situations = store.quads_for_pattern(NamedNode(subject), A, op("Situation"), EVERYTHING)
    return "situation" if any(situations) else "case"


def _international(rows: Iterable[dict[str, Cell]]) -> dict[tuple[str, str], list[Span]]:
    spans: dict[tuple[str, str], list[Span]] = {}
    for row in rows:
        pair = str(row["state"]), str(row["subject"])
        until = None if row["until"] is None else str(row["until"])
        spans.setdefault(pair, []).append((str(row["from"]), until, stem(str(row["verdict"]))))
    return spans


def of_state(store: Store, root: Path, directory: Directory, state: str) -> Positions:
    """Return the positions of a state."""
    return _asked(store, root, directory, "", {"state": NamedNode(state)})


def on_subject(store: Store, root: Path, directory: Directory, subject: str) -> Positions:
    """Return every state's positions on a body, proceeding or ruling."""
    return _asked(store, root, directory, "-on", {"subject": NamedNode(subject)})


def _asked(store: Store, root: Path, directory: Directory, suffix: str, given: dict[str, Term]) -> Positions:
    spans = _international(ask(store, root, f"international-positions{suffix}", given).dicts())
    reader = Reader(store, directory.name)
    rows = [reader.read(row) for row in ask(store, root, f"positions{suffix}", given).dicts()]
    return Positions.of(rows, spans)
