"""What the graph holds of one state and one treaty: acts, party status, complete lists and disputes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.language.wording import Wording
from kg.names import ONTOLOGY, stem
from kg.oxigraph import Store, op
from kg.prose.datings import Dating, last_day
from kg.queries.questions import run

Days = tuple[date, date]
"""The first and the last day that a date can mean."""


def days_of(wording: Wording, iri: str, local: str) -> Days | None:
    """Return the days that a dated property of a fact can mean."""
    found = wording.value(iri, local)
    if found is None:
        return None
    first = date.fromisoformat(found)
    return first, last_day(first, wording.value(iri, "datePrecision") or "day")


def meets(days: Days, said: Dating, relation: str) -> bool | None:
    """Return whether a dated fact is as a text says; None where the fact is known less exactly than the text says."""
    first, last = days
    if relation == "after":
        return True if first > said.last else False if last <= said.last else None
    if relation == "before":
        return True if last < said.first else False if first >= said.first else None
    if relation == "by":
        return True if last <= said.last else False if first > said.last else None
    if said.first <= first and last <= said.last:
        return True
    return False if last < said.first or said.last < first else None


@dataclass(frozen=True)
class Act:
    """An act of a state towards a treaty, with the days of the act and of its effect."""

    iri: str
    kinds: frozenset[str]
    acted: Days | None
    effect: Days | None
    undone: bool
    unconfirmed: bool


@dataclass(frozen=True)
class Span:
    """A time in which a state had a status under a treaty."""

    status: str
    start: date
    end: date | None

    def covers(self, day: date) -> bool:
        """Return whether a day lies in it."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Claim:
    """What a source says otherwise: its IRI, status, sentences, reason, the property it is about and the value."""

    iri: str
    status: str
    words: tuple[str, ...]
    because: str
    concerns: tuple[str, ...]
    about: str | None
    value: str | None


class Ledger:
    """Reads acts, status, complete lists and claims of the graph."""

    def __init__(self, store: Store, wording: Wording) -> None:
        """Read from a built store, with what words its facts."""
        self._store = store
        self.wording = wording

    def acts(self, state: str, treaty: str) -> list[Act]:
        """Return a state's acts towards a treaty."""
        wording, found = self.wording, self.wording.acts_towards(state, treaty)
        undone = {undoes for iri in found if (undoes := wording.value(iri, "undoes"))}
        return [
            Act(
                iri, frozenset(wording.classes(iri)), days_of(wording, iri, "actDate"),
                days_of(wording, iri, "effectiveDate"), iri in undone, wording.unconfirmed(iri),
            )
            for iri in found
        ]  # fmt: skip

    def spans(self, state: str, treaty: str) -> list[Span]:
        """Return the times in which a state had a status under a treaty, sorted."""
        rows = run(
            self._store,
            f"SELECT DISTINCT ?status ?from ?until WHERE {{ ?span a <{ONTOLOGY}Participation> ;"
            f" <{ONTOLOGY}state> <{state}> ; <{ONTOLOGY}treaty> <{treaty}> ;"
            f" <{ONTOLOGY}status> ?status ; <{ONTOLOGY}from> ?from ."
            f" OPTIONAL {{ ?span <{ONTOLOGY}until> ?until }} }} ORDER BY ?from",
        ).rows
        return [
            Span(stem(str(status)), date.fromisoformat(str(start)), date.fromisoformat(str(end)) if end else None)
            for status, start, end in rows
        ]

    @cached_property
    def _complete(self) -> dict[tuple[str, str], tuple[date, str]]:
        rows = run(
            self._store,
            f"SELECT ?statement ?about ?closes ?asOf WHERE {{ ?statement <{ONTOLOGY}about> ?about ;"
            f" <{ONTOLOGY}closes> ?closes ; <{ONTOLOGY}asOf> ?asOf }} ORDER BY ?asOf ?statement",
        ).rows
        return {
            (str(about), stem(str(closes))): (date.fromisoformat(str(day)), str(iri))
            for iri, about, closes, day in rows
        }

    def complete(self, about: str, closes: str = "TreatyAction") -> tuple[date, str] | None:
        """Return up to which day a list about a thing is declared complete, and by which statement."""
        return self._complete.get((about, closes))

    def values(self, iri: str, local: str) -> list[str]:
        """Return the values of a property of a thing."""
        return self.wording.values(iri, op(local))

    def issuers(self, rulings: Iterable[str]) -> list[str]:
        """Return the bodies that gave rulings."""
        return [body for iri in rulings for body in self.values(iri, "issuedBy")]

    def rulings(self, local: str, thing: str, among: str) -> list[str]:
        """Return the rulings of a class that a property ties to a thing, by their days."""
        rows = run(
            self._store,
            f"SELECT DISTINCT ?ruling ?day WHERE {{ ?ruling <{ONTOLOGY}{local}> <{thing}> ; a <{ONTOLOGY}{among}> ."
            f" OPTIONAL {{ ?ruling <{ONTOLOGY}decided> ?day }} }} ORDER BY ?day ?ruling",
        ).rows
        return [str(row[0]) for row in rows]

    @cached_property
    def laws(self) -> list[str]:
        """All national laws of the graph."""
        query = f"SELECT DISTINCT ?law WHERE {{ ?law a <{ONTOLOGY}NationalLaw> }} ORDER BY ?law"
        return [str(row[0]) for row in run(self._store, query).rows]

    @cached_property
    def claims(self) -> list[Claim]:
        """All claims of the graph, by their IRIs."""
        wording = self.wording
        query = f"SELECT ?claim WHERE {{ ?claim a <{ONTOLOGY}Claim> }} ORDER BY ?claim"
        rows = run(self._store, query).rows
        return [self._claim(wording, str(row[0])) for row in rows]

    @staticmethod
    def _claim(wording: Wording, iri: str) -> Claim:
        about = wording.value(iri, "onProperty")
        words = (wording.value(iri, "states"), wording.directory.name(iri))
        return Claim(
            iri, stem(wording.value(iri, "claimStatus") or ""), tuple(word for word in words if word),
            wording.value(iri, "because") or "", tuple(wording.values(iri, op("concerns"))),
            stem(about) if about else None, wording.value(iri, "statedValue"),
        )  # fmt: skip
