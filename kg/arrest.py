"""Who must arrest a person under warrant on a day, who need not and why, and what came of the person's visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.names import ONTOLOGY, stem
from kg.oxigraph import NamedNode, Store, op
from kg.questions import ask, run
from kg.sparql import Term
from kg.things import Thing
from kg.wording import Wording

_ACTORS = f"SELECT DISTINCT ?state WHERE {{ ?act a <{ONTOLOGY}Participation> ; <{ONTOLOGY}state> ?state }}"
_MOST_NAMED = 6
"""How many states an event names before it only counts them."""
_SAYS = {
    "begins": "a duty to arrest begins",
    "undetermined": "whether the duty to arrest holds is undetermined from here on",
    "ends": "the duty to arrest ends",
}
_DUTY = {"dutyHolds": "duty", "undetermined": "undetermined"}


@dataclass(frozen=True)
class Warrant:
    """A warrant and how it stands on the day: ``outstanding``, ``ended``, ``sealed`` or ``not issued yet``."""

    iri: str
    label: str
    body: str
    issued: str
    public: str | None
    ended: str | None
    status: str


@dataclass(frozen=True)
class Duty:
    """Whether a state must arrest under a warrant on the day: ``duty``, ``noDuty`` or ``undetermined``, and why."""

    person: str
    warrant: str
    state: str
    state_name: str
    duty: str
    basis: str | None
    start: str | None
    end: str | None
    why: str

    def as_json(self) -> dict[str, object]:
        """Return the duty with the keys of the JSON interface."""
        return {
            "person": self.person,
            "warrant": self.warrant,
            "state": self.state,
            "duty": self.duty,
            "basis": self.basis,
            "from": self.start,
            "until": self.end,
        }


@dataclass(frozen=True)
class Visit:
    """A recorded stay of the person: what the state visited had to do on the first day, and what a body found."""

    state: str
    state_name: str
    arrived: str
    last_day: str
    arrested: bool
    duty: str
    finding: str | None


@dataclass(frozen=True)
class Arrest:
    """All that the graph says of arresting a person as of a day."""

    person: Thing
    on: date
    warrants: list[Warrant]
    duties: list[Duty]
    visits: list[Visit]
    transit: list[str]
    """What provisions on transit say, of the treaties on which the warrants rest."""


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
        body = words.name(str(row["body"]))
        for column, says in (("issued", "issued"), ("public", "made public"), ("ended", "ended")):
            if row[column] is not None:
                found.append(Event(str(row[column]), f"{body}: {row['label']} {says}"))
    begins: dict[tuple[str, str], list[str]] = {}
    for row in ask(store, root, "duties-to-arrest", given).dicts():
        name, holds = words.name(str(row["state"])), stem(str(row["duty"])) == "dutyHolds"
        begins.setdefault((str(row["from"]), "begins" if holds else "undetermined"), []).append(name)
        if row["until"] is not None and holds:
            begins.setdefault((str(row["until"]), "ends"), []).append(name)
    for (day, says), names in begins.items():
        who = sorted(set(names))
        told = f"{len(who)} states" if len(who) > _MOST_NAMED else ", ".join(who)
        found.append(Event(day, f"{told}: {_SAYS[says]}"))
    for visit in _visits(store, root, words, given):
        what = "arrested" if visit.arrested else "not arrested"
        duty = {"duty": "which had a duty to arrest", "undetermined": "whose duty is undetermined"}
        where = f"{visit.state_name}, {duty.get(visit.duty, 'which had no duty to arrest')}"
        found.append(Event(visit.arrived, f"visit to {where}: {what}{f'; {visit.finding}' if visit.finding else ''}"))
    return sorted(found, key=lambda event: (event.day, event.says))


def arrest(store: Store, root: Path, words: Wording, person: Thing, on: date) -> Arrest:
    """Return who must arrest a person on a day; states that never joined a treaty of the graph are left out."""
    given: dict[str, Term] = {"person": NamedNode(person.iri)}
    warrants = [
        Warrant(
            str(row["warrant"]),
            str(row["label"]),
            words.name(str(row["body"])),
            str(row["issued"]),
            _text(row["public"]),
            _text(row["ended"]),
            _status(str(row["issued"]), _text(row["public"]), _text(row["ended"]), on.isoformat()),
        )
        for row in ask(store, root, "warrants-of", given).dicts()
    ]
    spans: dict[tuple[str, str], list[dict[str, str | None]]] = {}
    for row in ask(store, root, "duties-to-arrest", given).dicts():
        span = {name: _text(row[name]) for name in ("duty", "basis", "instrument", "from", "until")}
        spans.setdefault((str(row["warrant"]), str(row["state"])), []).append(span)
    states = sorted((str(row[0]) for row in run(store, _ACTORS).rows), key=words.name)
    duties = [
        _duty(words, person, warrant.iri, state, spans.get((warrant.iri, state), []), on.isoformat())
        for warrant in warrants
        if warrant.status == "outstanding"
        for state in states
    ]
    return Arrest(person, on, warrants, duties, _visits(store, root, words, given), _transit(words, warrants))


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _status(issued: str, public: str | None, ended: str | None, day: str) -> str:
    if day < issued:
        return "not issued yet"
    if public is None or day < public:
        return "sealed"
    return "ended" if ended is not None and ended <= day else "outstanding"


def _duty(
    words: Wording, person: Thing, warrant: str, state: str, spans: list[dict[str, str | None]], day: str
) -> Duty:
    there = [s for s in spans if (s["from"] or "") <= day and (s["until"] is None or day < s["until"])]
    there.sort(key=lambda s: stem(s["duty"] or "") != "dutyHolds")
    name = words.name(state)
    if there:
        span = there[0]
        instrument = span["instrument"] or ""
        kinds = words.classes(instrument)
        why = f"{words.name(instrument)} obliges it" if "Treaty" not in kinds else _acts(words, state, instrument)
        return Duty(
            person.stem, stem(warrant), stem(state), name, _DUTY[stem(span["duty"] or "")],
            stem(span["basis"] or ""), span["from"], span["until"], why,
        )  # fmt: skip
    treaties = [
        instrument
        for basis in words.values(warrant, op("effectiveBasis"))
        for instrument in words.values(basis, op("instrument"))
        if "Treaty" in words.classes(instrument)
    ]
    acted = [treaty for treaty in treaties if words.acts_towards(state, treaty)]
    why = "; ".join(_acts(words, state, treaty) for treaty in acted or treaties) or "no treaty founds the warrant"
    return Duty(person.stem, stem(warrant), stem(state), name, "noDuty", None, None, None, why)


def _acts(words: Wording, state: str, treaty: str) -> str:
    acts = words.acts_towards(state, treaty)
    return f"{words.name(treaty)}: {words.acts(acts)}"


def _visits(store: Store, root: Path, words: Wording, given: dict[str, Term]) -> list[Visit]:
    """Return the visits, one a row though several warrants may stand; the strongest duty counts."""
    found: dict[str, Visit] = {}
    for row in ask(store, root, "visits", given).dicts():
        duty = _DUTY.get(stem(str(row["duty"] or "")), "noDuty")
        visit, known = str(row["visit"]), found.get(str(row["visit"]))
        if known is not None and (known.duty == "duty" or duty == "noDuty"):
            continue
        finding = _text(row["finding"])
        found[visit] = Visit(
            stem(str(row["state"])), str(row["name"]), words.day(visit, "arrived") or "", str(row["lastDay"]),
            row["arrested"] == "true", duty, None if finding is None else words.name(finding),
        )  # fmt: skip
    return list(found.values())


def _transit(words: Wording, warrants: list[Warrant]) -> list[str]:
    provisions = {
        provision
        for warrant in warrants
        for basis in words.values(warrant.iri, op("effectiveBasis"))
        for instrument in words.values(basis, op("instrument"))
        for provision in words.values(instrument, op("transitClause"))
    }
    return [f"{words.name(iri)}: {' '.join(words.notes(iri))}" for iri in sorted(provisions)]
