"""Positions as the store records them, as plain values."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from kg.names import kind, stem, thing
from kg.oxigraph import EVERYTHING, A, NamedNode, Store, op
from kg.questions import Cell

Row = list[Cell]
"""A position as plain values: the fields of Position without the international side, days in ISO form."""
_LABEL, _RULE, _PROVISION = 3, 6, 8


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

    def named(self, row: Row) -> Row:
        """Return such plain values with what this reader calls the subject and the provision."""
        named, rule = list(row), row[_RULE]
        named[_LABEL] = self._called(str(row[-1]))
        named[_PROVISION] = None if rule is None else self._provision(thing("rule", str(rule)))
        return named


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
