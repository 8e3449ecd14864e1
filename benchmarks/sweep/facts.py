"""Asserted facts, read from N-Triples into dictionaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kg.names import ONTOLOGY, RDF, XSD
from kg.oxigraph import Literal, NamedNode, Quad, RdfFormat, parse

DAWN, INF = 0, 9_999_999
"""Before and after all days."""
Span = tuple[int, int]
"""A half-open interval of days."""


class Facts:
    """The facts by property and subject, and the members of each class; terms of the ontology by their local names."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Index facts in which each thing has all its classes."""
        self.things: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.days: dict[str, dict[str, int]] = defaultdict(dict)
        self.members: dict[str, set[str]] = defaultdict(set)
        self.true: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            if not isinstance(subject := quad.subject, NamedNode):
                continue
            if quad.predicate.value == RDF + "type" and isinstance(quad.object, NamedNode):
                self.members[quad.object.value.removeprefix(ONTOLOGY)].add(subject.value)
            elif quad.predicate.value.startswith(ONTOLOGY):
                self._state(quad.predicate.value.removeprefix(ONTOLOGY), subject.value, quad.object)
        self.disputed = self._disputed()
        self.closed: dict[str, set[str]] = defaultdict(set)
        for statement, closes in self.things["closes"].items():
            for cls in closes:
                self.closed[cls].update(self.things["about"].get(statement, ()))

    @classmethod
    def read(cls, path: Path) -> Facts:
        """Return the facts of a file of N-Triples."""
        return cls(parse(path=str(path), format=RdfFormat.N_TRIPLES))

    def _state(self, name: str, subject: str, value: object) -> None:
        if isinstance(value, NamedNode):
            self.things[name][subject].append(value.value.removeprefix(ONTOLOGY))
        elif isinstance(value, Literal) and value.datatype.value == XSD + "date":
            self.days[name][subject] = date.fromisoformat(value.value).toordinal()
        elif isinstance(value, Literal) and value.datatype.value == XSD + "boolean" and value.value in ("true", "1"):
            self.true[name].add(subject)

    def _disputed(self) -> set[str]:
        found = {
            thing
            for claim, things in self.things["concerns"].items()
            if "open" in self.things["claimStatus"].get(claim, ()) and claim not in self.things["onProperty"]
            for thing in things
        }
        rescinded = (
            act for rescission in self.members["WithdrawalRescission"] & found for act in self.all("undoes", rescission)
        )
        return found | set(rescinded)

    def all(self, name: str, subject: str) -> list[str]:
        """Return the things that a property of a thing names."""
        return self.things[name].get(subject, [])

    def one(self, name: str, subject: str) -> str | None:
        """Return the thing that a property of a thing names, or None."""
        found = self.things[name].get(subject)
        return found[0] if found else None

    def day(self, name: str, subject: str) -> int | None:
        """Return the day that a property of a thing gives, or None."""
        return self.days[name].get(subject)

    def life(self, treaty: str) -> Span:
        """Return the days on which a treaty was in force."""
        return self.days["inForceFrom"].get(treaty, DAWN), self.days["inForceUntil"].get(treaty, INF)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the union of intervals as intervals that do not touch, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def common(first: Iterable[Span], second: list[Span]) -> list[Span]:
    """Return the days that are in both."""
    return [(max(a, c), min(b, d)) for a, b in first for c, d in second if max(a, c) < min(b, d)]


def covers(spans: Iterable[Span], day: int) -> bool:
    """Return whether a day is in one of the intervals."""
    return any(start <= day < end for start, end in spans)
