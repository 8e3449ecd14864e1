"""What happened about a person under warrant, day by day: warrants, duties that begin or end, visits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.conclusions.arrest import visits_of
from kg.language.wording import Wording
from kg.names import stem
from kg.oxigraph import NamedNode, Store
from kg.queries.questions import ask
from kg.queries.sparql import Term
from kg.queries.things import Thing

_MOST_NAMED = 6
"""How many states an event names before it only counts them."""
_Span = tuple[str, str | None, bool]
"""First day, first day after (None: no end known), and whether the duty holds; else it is undetermined."""


@dataclass(frozen=True)
class Event:
    """Something dated about a person under warrant."""

    day: str
    says: str


def events(store: Store, root: Path, words: Wording, person: Thing) -> list[Event]:
    """Return the warrants, the days on which states came under or lost the duty to arrest, and the visits, by day."""
    given: dict[str, Term] = {"person": NamedNode(person.iri)}
    found = []
    for row in ask(store, root, "warrants-of", given).dicts():
        named = {"body": words.name(str(row["body"])), "warrant": words.name(str(row["warrant"]))}
        found += [
            Event(str(row[column]), words.words.say(f"arrest.{column}", **named))
            for column in ("issued", "public", "ended") if row[column] is not None
        ]  # fmt: skip
    spans: dict[tuple[str, str], list[_Span]] = {}
    for row in ask(store, root, "duties-to-arrest", given).dicts():
        until = None if row["until"] is None else str(row["until"])
        span = str(row["from"]), until, stem(str(row["duty"])) == "dutyHolds"
        spans.setdefault((str(row["warrant"]), str(row["state"])), []).append(span)
    turns: dict[tuple[str, str], set[str]] = {}
    for (_, state), of_state in spans.items():
        for turn in _turns(of_state):
            turns.setdefault(turn, set()).add(words.name(state))
    for (day, says), names in turns.items():
        who = sorted(names)
        told = words.words.many("number.state", len(who)) if len(who) > _MOST_NAMED else ", ".join(who)
        found.append(Event(day, words.words.say(f"arrest.{says}", states=told)))
    for visit in visits_of(store, root, words, given):
        came = words.phrases.say("fact.visit-arrested" if visit.arrested else "fact.visit-not-arrested")
        said = {"state": visit.state_name, "came": came, "finding": visit.finding}
        found.append(Event(visit.arrived, words.words.say(f"arrest.visit-to-{visit.duty}", **said)))
    return sorted(found, key=lambda event: (event.day, event.says))


def _turns(spans: list[_Span]) -> Iterator[tuple[str, str]]:
    """Yield the days on which a duty under a warrant begins, ends or becomes undetermined, whatever it flows from."""
    before = None
    for day in sorted({day for start, end, _ in spans for day in (start, end) if day is not None}):
        there = [holds for start, end, holds in spans if start <= day and (end is None or day < end)]
        now = "begins" if any(there) else "undetermined" if there else "ends"
        if now != before:
            yield day, now
        before = now
