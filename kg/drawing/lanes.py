"""A state over time, as lanes: its treaties and acts, the rules of its law, its positions, and what flipped them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from kg.conclusions.positions import NOT_COVERED, Position
from kg.conclusions.relations import Relations
from kg.conclusions.segments import Segment, segments
from kg.conclusions.steps import Step
from kg.graph import Graph
from kg.language.wording import CONSENT_ACTS, Wording
from kg.names import kind, stem, thing
from kg.oxigraph import EVERYTHING, op, referring

TREATY, RULE, POSITION = "treaty", "rule", "position"
"""The groups of lanes, in the order in which they are shown."""
_ENDS = {"PartyStatusEnd", "SignatureWithdrawal", "ProvisionalApplicationTermination"}
_STATUSES = ("signatory", "provisional", "possibleParty", "party")
"""From the weakest to the strongest; where several hold at once, the stronger is drawn over the weaker."""


@dataclass(frozen=True)
class Bar:
    """What is so from a day until another (half-open; ``end`` None: no end known), and why.

    ``look`` is the name of a status, of a verdict, or of a kind of law: ``reaching`` rulings, ``other``, ``deemed``.
    """

    start: str
    end: str | None
    look: str
    proofs: tuple[tuple[str | None, Step], ...]
    international: str | None = None
    conflict: bool = False


@dataclass(frozen=True)
class Mark:
    """An act on a day; ``look`` is signature, consent, ending or other."""

    day: str
    look: str
    said: str
    proof: Step


@dataclass(frozen=True)
class Lane:
    """One line of a timeline; ``matters`` says whether it is shown before a reader asks for all."""

    key: str
    group: str
    name: str
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    matters: bool = True

    @property
    def first(self) -> str:
        """The first day of anything on it."""
        return min([*(bar.start for bar in self.bars), *(mark.day for mark in self.marks)], default="")


@dataclass
class Flip:
    """A day on which joint verdicts changed: of which lanes, from what to what, and the dated facts of that day."""

    day: str
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    causes: list[Step] = field(default_factory=list)


class Lanes:
    """The lanes of one state, with one subject or all bodies, under one reading or all."""

    def __init__(self, graph: Graph, state: str, subject: str | None = None, reading: str | None = None) -> None:
        """Read from a graph; state and subject are IRIs, the reading is a name.

        Raises UsageFault for an unknown reading.
        """
        self._graph, self._state, self._subject = graph, state, subject
        self._words: Wording = graph.wording
        self._relations = Relations(graph.store, self._words)
        self._positions: dict[str, list[Position]] = {}
        for position in graph.timeline(state, subject, reading=reading):
            if subject is not None or position.kind == "body":
                self._positions.setdefault(position.subject_iri, []).append(position)
        self.segments = {iri: segments(found) for iri, found in self._positions.items()}

    def on(self, day: date) -> dict[str, list[Position]]:
        """Return the positions that hold on a day, by subject."""
        return {iri: [p for p in found if p.holds_on(day)] for iri, found in self._positions.items()}

    def treaties(self, flips: Iterable[Flip]) -> list[Lane]:
        """Return a lane for each treaty towards which the state acted, by the day of its first act.

        Those matter on which the competence of a body rests (with a subject: of that subject), or whose acts flipped
        an answer.
        """
        acts: dict[str, list[str]] = {}
        for node in referring(self._graph.store, "actor", self._state):
            if treaty := self._words.value(node, "treaty"):
                acts.setdefault(treaty, []).append(node)
        causes = {step.iri for flip in flips for step in flip.causes}
        founding = self._founding()
        lanes = []
        for treaty in sorted(acts):
            spans = self._relations.participations(self._state, treaty)
            spans.sort(key=lambda iri: _STATUSES.index(stem(self._words.value(iri, "status") or "")))
            matters = treaty in founding or any(act in causes for act in acts[treaty])
            marks = tuple(sorted(map(self._mark, acts[treaty]), key=lambda mark: (mark.day, mark.said)))
            bars = tuple(map(self._participation, spans))
            lanes.append(Lane(f"{TREATY}:{stem(treaty)}", TREATY, self._words.name(treaty), bars, marks, matters))
        return sorted(lanes, key=lambda lane: (lane.first, lane.name))

    def rules(self) -> list[Lane]:
        """Return a lane for each rule of the state on rulings, by the day of its coming into force.

        With a subject, those matter that ever reach it.
        """
        reaching = {position.rule for found in self._positions.values() for position in found}
        lanes = []
        for rule in dict.fromkeys(referring(self._graph.store, "holder", self._state)):
            start = self._words.value(rule, "inForceFrom")
            if start is None or kind(rule) != "rule":
                continue
            said = self._words.phrases.say(
                "proof.rule", rule=self._words.sentence(rule), definition=self._words.definition(rule)
            )
            proofs = ((None, self._relations.fact(rule, said)),)
            look = "reaching" if "NonRecognitionRule" in self._words.classes(rule) else "other"
            matters = self._subject is None or stem(rule) in reaching
            bars = [Bar(start, self._words.value(rule, "inForceUntil"), look, proofs)]
            deemed = self._words.value(rule, "deemedFrom")
            if deemed and deemed < start:
                bars.insert(0, Bar(deemed, start, "deemed", proofs))
            lanes.append(Lane(f"{RULE}:{stem(rule)}", RULE, self._words.name(rule), tuple(bars), matters=matters))
        return sorted(lanes, key=lambda lane: (lane.bars[-1].start, lane.name))

    def positions(self) -> list[Lane]:
        """Return a lane for each body, by the day on which a rule first reached it.

        Of one subject: a lane for the joint verdict, and one for each rule and reading.
        """
        lanes = []
        for iri, found in self.segments.items():
            bars = tuple(map(self._joint, found))
            ever = any(one.verdict != NOT_COVERED for one in found)
            name = self._words.words["timeline.together"] if self._subject else self._words.name(iri)
            lanes.append(Lane(f"{POSITION}:{_key(iri)}", POSITION, name, bars, matters=ever or bool(self._subject)))
        if self._subject is not None:
            lanes.extend(self._readings())
            return lanes
        return sorted(lanes, key=lambda lane: (_reached(lane), lane.name.casefold()))

    def flips(self) -> list[Flip]:
        """Return the days on which the joint verdict on a subject became another, with what caused it."""
        found: dict[str, Flip] = {}
        flipped: set[tuple[str, str]] = set()
        for iri, parts in self.segments.items():
            for before, after in pairwise(parts):
                if before.verdict != after.verdict:
                    day = after.start.isoformat()
                    changed = found.setdefault(day, Flip(day)).changed
                    changed.append((f"{POSITION}:{_key(iri)}", before.verdict, after.verdict))
                    flipped.add((day, iri))
        causes: dict[str, dict[str, None]] = {}
        if found:
            for row in self._graph.flips(self._subject or self._state).dicts():
                if (str(row["day"]), str(row.get("subject") or self._subject)) in flipped:
                    causes.setdefault(str(row["day"]), {}).setdefault(str(row["fact"]))
        for day, facts in causes.items():
            found[day].causes = [self._relations.fact(iri) for iri in sorted(facts)]
        return [found[day] for day in sorted(found)]

    def _founding(self) -> set[str]:
        """Return the instruments on which the competence of the subject rests, or that of any body."""
        found = set()
        for quad in self._graph.store.quads_for_pattern(None, op("effectiveBasis"), None, EVERYTHING):
            subject, basis = getattr(quad.subject, "value", ""), getattr(quad.object, "value", "")
            if subject == self._subject or (self._subject is None and kind(subject) == "body"):
                found.update(self._words.values(basis, op("instrument")))
        return found

    def _mark(self, act: str) -> Mark:
        classes = self._words.classes(act)
        looks = {"consent": CONSENT_ACTS, "signature": {"Signature"}, "ending": _ENDS}
        look = next((look for look, those in looks.items() if classes & those), "other")
        day = self._words.value(act, "actDate") or self._words.value(act, "effectiveDate") or ""
        said = self._words.phrases.say("act.listed", **self._words.act(act))
        return Mark(day, look, said, self._relations.fact(act))

    def _participation(self, iri: str) -> Bar:
        below = [self._relations.fact(ground) for ground in self._words.values(iri, op("restsOn"))]
        step = Step(self._words.sentence(iri), iri, steps=below)
        status = stem(self._words.value(iri, "status") or "")
        return Bar(self._words.value(iri, "from") or "", self._words.value(iri, "until"), status, ((None, step),))

    def _joint(self, one: Segment) -> Bar:
        return Bar(
            one.start.isoformat(), one.end.isoformat() if one.end else None, one.verdict,
            tuple((self._heading(p), self._graph.proof(p, one.start)) for p in one.positions if self._told(p)),
            one.international, one.conflict,
        )  # fmt: skip

    def _told(self, position: Position) -> bool:
        """Return whether a proof is given: of one subject always, of many where a rule reaches the subject."""
        return position.rule is not None or self._subject is not None

    def _heading(self, position: Position) -> str | None:
        reading = self._words.name(thing("reading", position.reading)) if position.reading else None
        if reading is None:
            return position.provision
        return self._words.words.say("timeline.read-as", provision=position.provision, reading=reading)

    def _readings(self) -> list[Lane]:
        """Return a lane for each rule and reading that ever reaches the subject."""
        by_reading: dict[tuple[str, str | None], list[Position]] = {}
        for positions in self._positions.values():
            for position in positions:
                if position.rule is not None:
                    by_reading.setdefault((position.rule, position.reading), []).append(position)
        lanes = []
        for (rule, reading), positions in by_reading.items():
            bars = tuple(map(self._joint, segments(positions)))
            key = f"{POSITION}:{rule}" + (f":{reading}" if reading else "")
            provision = positions[0].provision or rule
            named = self._words.name(thing("reading", reading)) if reading else ""
            say = self._words.words.say
            name = say("timeline.of-reading", reading=named, provision=provision) if reading else provision
            lanes.append(Lane(key, POSITION, name, bars))
        return sorted(lanes, key=lambda lane: (lane.first, lane.name))


def _reached(lane: Lane) -> str:
    """Return the first day of a bar other than *not covered*; a day after all others, where there is none."""
    return min((bar.start for bar in lane.bars if bar.look != NOT_COVERED), default="9999")


def _key(iri: str) -> str:
    return f"{kind(iri)}-{stem(iri)}"
