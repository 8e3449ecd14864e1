"""Writes generated graphs as N-Triples, and makes their choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from math import sqrt
from random import Random
from typing import TextIO

from kg.names import ONTOLOGY, RDF, SKOS, XSD, thing


@dataclass(frozen=True)
class Size:
    """How many things a graph has."""

    states: int
    treaties: int
    bodies: int
    proceedings: int
    rulings: int
    rules: int
    resolutions: int


def size(times: float) -> Size:
    """Return the size in which pairs of things are so many times as many as in x1.

    Positions are about pairs of a rule and a subject, duties of a state and a warrant, acts of a state and a treaty:
    what there is to derive grows with pairs, and each kind of thing with the root of them.
    """
    each = sqrt(times)
    return Size(*(max(2, round(number * each)) for number in (200, 60, 100, 123, 500, 20, 24)))


@dataclass
class World:
    """Writes a graph as N-Triples."""

    size: Size
    file: TextIO
    above: dict[str, list[str]]
    random: Random
    rulings: list[str] = field(default_factory=list)

    def day(self, first: int, last: int) -> str:
        """Choose a day between two years."""
        return date.fromordinal(
            self.random.randrange(date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal())
        ).isoformat()

    def kind(self, kinds: tuple[tuple[str, int], ...]) -> str:
        """Choose a class or matter, each as often as the real graph has it."""
        return self.random.choices([name for name, _ in kinds], [weight for _, weight in kinds])[0]

    def some(self, things: list[str], number: int) -> list[str]:
        """Choose some different things."""
        return self.random.sample(things, min(number, len(things)))

    def chance(self, share: float) -> bool:
        """Say yes in this share of cases."""
        return self.random.random() < share

    def make(self, kind: str, stem: str, cls: str, **values: str | list[str] | None) -> str:
        """Write a thing with its classes, its name and what is said of it; return its IRI."""
        iri = thing(kind, stem)
        lines = [f"<{iri}> <{RDF}type> <{ONTOLOGY}{one}> .\n" for one in (cls, *self.above.get(cls, ()))]
        if kind != "action":
            lines.append(f'<{iri}> <{SKOS}prefLabel> "{stem}"@en .\n')
        for name, value in values.items():
            several = [value] if isinstance(value, str) else value or ()
            lines += [f"<{iri}> <{ONTOLOGY}{name}> {_term(one)} .\n" for one in several]
        self.file.writelines(lines)
        return iri

    def close(self, about: str, cls: str) -> None:
        """State that a list about a thing is complete."""
        stem = f"{about.rsplit('/', 1)[1]}-{cls.lower()}"
        self.make("completeness", stem, "CompletenessStatement", about=about, closes=cls, asOf="2026-11-25")


def _term(value: str) -> str:
    if value.startswith("https:"):
        return f"<{value}>"
    if value in ("true", "false"):
        return f'"{value}"^^<{XSD}boolean>'
    return f'"{value}"^^<{XSD}date>' if value[0].isdigit() else f"<{ONTOLOGY}{value}>"
