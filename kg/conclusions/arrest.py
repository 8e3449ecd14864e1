"""Who must arrest a person under warrant on a day, who need not and why, and what came of the person's visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.language.wording import Wording
from kg.names import ONTOLOGY, stem
from kg.oxigraph import NamedNode, Store, op, referring
from kg.queries.questions import ask, run
from kg.queries.sparql import Term
from kg.queries.things import Thing

_ACTORS = f"SELECT DISTINCT ?state WHERE {{ ?act a <{ONTOLOGY}Participation> ; <{ONTOLOGY}state> ?state }}"
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
    instrument: str | None = None
    """What the duty flows from: a treaty, or a resolution."""
    facts: tuple[str, ...] = ()
    """The nodes that ``why`` words; the treaties, where no act is recorded."""

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
    facts: tuple[str, ...] = ()
    """The visit as a node, and the finding where there is one."""


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


class Pursuit:
    """The warrants against a person and the duties under them, over all time."""

    def __init__(self, store: Store, root: Path, words: Wording, person: Thing) -> None:
        """Read what the graph says of a person."""
        given: dict[str, Term] = {"person": NamedNode(person.iri)}
        self.person, self._store, self._words = person, store, words
        self._warrants = list(ask(store, root, "warrants-of", given).dicts())
        self._spans: dict[tuple[str, str], list[dict[str, str | None]]] = {}
        for row in ask(store, root, "duties-to-arrest", given).dicts():
            span = {name: _text(row[name]) for name in ("duty", "basis", "instrument", "from", "until")}
            self._spans.setdefault((str(row["warrant"]), str(row["state"])), []).append(span)
        self._states = sorted((str(row[0]) for row in run(store, _ACTORS).rows), key=words.name)
        self.visits = visits_of(store, root, words, given)
        self._told: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}

    @property
    def days(self) -> list[str]:
        """The days on which a warrant becomes public or ends, or a duty begins or ends, sorted."""
        warrants = {_text(row[name]) for row in self._warrants for name in ("public", "ended")}
        duties = {span[name] for spans in self._spans.values() for span in spans for name in ("from", "until")}
        return sorted(day for day in warrants | duties if day is not None)

    def on(self, on: date) -> Arrest:
        """Return who must arrest the person on a day; states that never joined a treaty of the graph are left out."""
        day = on.isoformat()
        warrants = [
            Warrant(
                str(row["warrant"]),
                self._words.name(str(row["warrant"])),
                self._words.name(str(row["body"])),
                str(row["issued"]),
                _text(row["public"]),
                _text(row["ended"]),
                _status(str(row["issued"]), _text(row["public"]), _text(row["ended"]), day),
            )
            for row in self._warrants
        ]
        duties = [
            self._duty(warrant.iri, state, day)
            for warrant in warrants
            if warrant.status == "outstanding"
            for state in self._states
        ]
        return Arrest(self.person, on, warrants, duties, self.visits, _transit(self._words, warrants))

    def _duty(self, warrant: str, state: str, day: str) -> Duty:
        spans = self._spans.get((warrant, state), [])
        there = [s for s in spans if (s["from"] or "") <= day and (s["until"] is None or day < s["until"])]
        there.sort(key=lambda s: stem(s["duty"] or "") != "dutyHolds")
        who = (self.person.stem, stem(warrant), stem(state), self._words.name(state))
        if there:
            span = there[0]
            instrument = span["instrument"] or ""
            why, facts = self._why(state, instrument)
            if stem(span["duty"] or "") == "undetermined":
                open_claims = self._open_claims(facts)
                why, facts = (
                    "; ".join([why, *(self._words.sentence(claim).rstrip(".") for claim in open_claims)]),
                    (*facts, *open_claims),
                )
            basis, duty = stem(span["basis"] or ""), _DUTY[stem(span["duty"] or "")]
            return Duty(*who, duty, basis, span["from"], span["until"], why, instrument, facts)
        treaties = [
            instrument
            for basis in self._words.values(warrant, op("effectiveBasis"))
            for instrument in self._words.values(basis, op("instrument"))
            if "Treaty" in self._words.classes(instrument)
        ]
        acted = [treaty for treaty in treaties if self._words.acts_towards(state, treaty)]
        told = [self._why(state, treaty) for treaty in acted or treaties]
        why = "; ".join(said for said, _ in told) or self._words.words["arrest.no-treaty"]
        facts = tuple(fact for _, found in told for fact in found)
        return Duty(*who, "noDuty", None, None, None, why, None, facts)

    def _open_claims(self, facts: Iterable[str]) -> list[str]:
        """Return the claims about facts on which sources disagree and nobody has decided: why it is undetermined."""
        claims = {claim for fact in facts for claim in referring(self._store, "concerns", fact)}
        return sorted(claim for claim in claims if stem(self._words.value(claim, "claimStatus") or "") == "open")

    def _why(self, state: str, instrument: str) -> tuple[str, tuple[str, ...]]:
        """Return what a state did towards a treaty, or that a resolution obliges it; and the facts that say so."""
        key = (state, instrument)
        if key not in self._told:
            name = self._words.name(instrument)
            if "Treaty" in self._words.classes(instrument):
                acts = self._words.acts_towards(state, instrument)
                told = self._words.words.say("arrest.acts", treaty=name, acts=self._words.acts(acts))
                self._told[key] = (told, tuple(acts) or (instrument,))
            else:
                self._told[key] = (self._words.words.say("arrest.obliges", resolution=name), (instrument,))
        return self._told[key]


def _text(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _status(issued: str, public: str | None, ended: str | None, day: str) -> str:
    if day < issued:
        return "not issued yet"
    if public is None or day < public:
        return "sealed"
    return "ended" if ended is not None and ended <= day else "outstanding"


def visits_of(store: Store, root: Path, words: Wording, given: dict[str, Term]) -> list[Visit]:
    """Return the visits, one a row though several warrants may stand; the strongest duty counts."""
    found: dict[str, Visit] = {}
    for row in ask(store, root, "visits", given).dicts():
        duty = _DUTY.get(stem(str(row["duty"] or "")), "noDuty")
        visit, known = str(row["visit"]), found.get(str(row["visit"]))
        if known is not None and (known.duty == "duty" or duty == "noDuty"):
            continue
        finding = _text(row["finding"])
        found[visit] = Visit(
            stem(str(row["state"])), words.name(str(row["state"])), words.day(visit, "arrived") or "",
            str(row["lastDay"]),
            row["arrested"] == "true", duty, None if finding is None else words.name(finding),
            (visit,) if finding is None else (visit, finding),
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
