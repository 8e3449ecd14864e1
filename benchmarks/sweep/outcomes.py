"""The conditions of rules: on which days each fails, is unknown, or is decided by a proceeding only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

from benchmarks.sweep.facts import DAWN, INF, Facts, covers
from benchmarks.sweep.status import Status
from benchmarks.sweep.subjects import Subject

FAILS, DECIDED, UNKNOWN = 0, 1, 2
"""Outcomes, the strongest first."""
Outcome = tuple[int, int, int]
"""What came out, from when, until when."""
UNITED_NATIONS = "https://w3id.org/opposable/id/organization/united-nations"


class Conditions:
    """Judges conditions for a state and a subject."""

    def __init__(self, facts: Facts, found: dict[str, Subject], status: dict[str, Status]) -> None:
        """Index what the conditions look at."""
        self.facts, self.subjects, self.status = facts, found, status
        self._judges: dict[str, Callable[[str, str, Subject], list[Outcome]]] = {
            "MatterCondition": self._matter,
            "NoFoundingTreatyCondition": self._treaty,
            "FoundingTreatyCondition": self._no_treaty,
            "NoCouncilResolutionCondition": self._council,
            "NoParticipationInProceedingsCondition": self._proceedings,
            "NoParticipationInConferralCondition": self._conferral,
            "ForeignConferralCondition": self._foreign_conferral,
            "FinalAfterCondition": self._final,
            "DomesticFindingCondition": self._finding,
            "NamedSubjectCondition": self._named,
            "CharacteristicCondition": self._characteristic,
        }
        self._kinds: dict[str, list[str]] = defaultdict(list)
        for cls in ("BodyKindCondition", "ForeignBodyCondition", *self._judges):
            for condition in facts.members[cls]:
                self._kinds[condition].append(cls)
        self._named_by = {c: set(facts.all("names", c)) for c in facts.members["NamedSubjectCondition"]}
        self._above_named = {
            c: {place for name in names if name in found for place in found[name].near if place != name}
            for c, names in self._named_by.items()
        }
        self._records: dict[tuple[str, str], set[bool]] = defaultdict(set)
        for cls in ("Appearance", "NonAppearance"):
            for record in facts.members[cls] - facts.disputed:
                for state in facts.all("actor", record):
                    for place in facts.all("appearanceIn", record):
                        self._records[state, place].add(cls == "Appearance")
        self._conferrals: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for node, places in facts.things["conferredOn"].items():
            for place in places:
                self._conferrals[place] += [(p, node not in facts.disputed) for p in facts.all("conferredBy", node)]
        self._findings: dict[tuple[str, str], list[tuple[int, bool]]] = defaultdict(list)
        for node in facts.members["ConstitutionalityFinding"]:
            day = facts.day("actDate", node)
            for state in facts.all("actor", node) if day is not None else ():
                for ruling in facts.all("finds", node):
                    for place in found[ruling].near if ruling in found else ():
                        self._findings[state, place].append((day or DAWN, node not in facts.disputed))

    def in_scope(self, condition: str, state: str, subject: Subject) -> bool:
        """Return whether a condition can reach a subject at all."""
        facts = self.facts
        for cls in self._kinds[condition]:
            if cls == "BodyKindCondition":
                if not any(subject.body in facts.members[kind] for kind in facts.all("bodyKind", condition)):
                    return False
            elif cls == "ForeignBodyCondition":
                home = facts.all("courtOf", subject.body)
                if not home or state in home:
                    return False
            elif cls == "NamedSubjectCondition":
                below = subject.kind != "ruling" and subject.iri in self._above_named[condition]
                if not below and self._named_by[condition].isdisjoint(subject.near):
                    return False
        return True

    def judge(self, condition: str, state: str, subject: Subject) -> list[Outcome]:
        """Return on which days a condition that can reach a subject does not hold, and how."""
        return [
            outcome
            for cls in self._kinds[condition]
            if cls in self._judges
            for outcome in self._judges[cls](condition, state, subject)
        ]

    def _matter(self, condition: str, _: str, subject: Subject) -> list[Outcome]:
        named = set(self.facts.all("matter", condition))
        if named.isdisjoint(subject.matters):
            return [(FAILS, DAWN, INF)]
        if subject.matters <= named or (subject.kind != "body" and subject.own_matter):
            return []
        return [(DECIDED if subject.kind == "body" else UNKNOWN, DAWN, INF)]

    def _level(self, condition: str, subject: Subject) -> Subject | None:
        per_body = self.facts.one("competenceLevel", condition) == "perBody"
        return self.subjects.get(subject.body) if per_body else subject

    def _treaty(self, condition: str, state: str, subject: Subject) -> list[Outcome]:
        facts, level = self.facts, self._level(condition, subject)
        if level is None:
            return []
        found: list[Outcome] = [(UNKNOWN, DAWN, INF)] if level.bases_unknown else []
        when = facts.one("treatyInForceOn", condition) if subject.kind != "body" else None
        fixed = when in ("rulingDay", "criticalDay")
        day = None
        if fixed:
            day = subject.critical if when == "criticalDay" else subject.begins if subject.kind == "ruling" else None
        for treaty in level.treaties:
            if treaty not in facts.closed["TreatyAction"]:
                found.append((UNKNOWN, DAWN, INF))
            certain = list(self.status["party"].get((state, treaty), ()))
            if condition in facts.true["countsProvisionalApplication"]:
                certain += self.status["provisional"].get((state, treaty), ())
            possible = self.status["possibleParty"].get((state, treaty), [])
            if not fixed:
                found += [(FAILS, *span) for span in certain] + [(UNKNOWN, *span) for span in possible]
            elif day is not None:
                if covers(certain, day):
                    found.append((FAILS, DAWN, INF))
                if covers(possible, day):
                    found.append((UNKNOWN, DAWN, INF))
            elif when == "rulingDay" and (certain or possible):
                found.append((DECIDED, DAWN, INF))
            elif when == "criticalDay" and any(start <= subject.begins for start, _ in (*certain, *possible)):
                found.append((UNKNOWN, DAWN, INF))
        return found

    def _no_treaty(self, condition: str, state: str, subject: Subject) -> list[Outcome]:
        tested = self._treaty(condition, state, subject)
        points = sorted({DAWN, INF, *(day for _, *span in tested for day in span)})
        found = []
        for start, end in pairwise(points):
            there = min((kind for kind, begin, stop in tested if begin <= start < stop), default=None)
            if there != FAILS:
                found.append((FAILS if there is None else there, start, end))
        return found

    def _council(self, condition: str, _: str, subject: Subject) -> list[Outcome]:
        level = self._level(condition, subject)
        if level is None:
            return []
        found = [(FAILS, self.facts.days["adopted"].get(one, DAWN), INF) for one in level.resolutions]
        if level.bases_unknown or UNITED_NATIONS not in self.facts.closed["ChapterVIIResolution"]:
            found.append((UNKNOWN, DAWN, INF))
        return found

    def _proceedings(self, _: str, state: str, subject: Subject) -> list[Outcome]:
        if subject.kind == "body":
            return [(DECIDED, DAWN, INF)]
        places = (subject.iri, subject.proceeding) if subject.proceeding else (subject.iri,)
        record = next((self._records[state, place] for place in places if (state, place) in self._records), None)
        if record is None:
            return [(UNKNOWN, DAWN, INF)]
        return [(FAILS, DAWN, INF)] if True in record else []

    def _conferrals_closed(self, subject: Subject) -> bool:
        return any(place in self.facts.closed["Conferral"] for place in subject.near)

    def _conferral(self, _: str, state: str, subject: Subject) -> list[Outcome]:
        live = [
            certain for place in subject.near for party, certain in self._conferrals.get(place, ()) if party == state
        ]
        found = [(FAILS if certain else UNKNOWN, DAWN, INF) for certain in live]
        return found if self._conferrals_closed(subject) else [*found, (UNKNOWN, DAWN, INF)]

    def _foreign_conferral(self, _: str, state: str, subject: Subject) -> list[Outcome]:
        own = {state, *self.facts.all("courtOf", subject.body)}
        live = [c for place in subject.near for party, c in self._conferrals.get(place, ()) if party not in own]
        if True in live:
            return []
        return [(UNKNOWN if live or not self._conferrals_closed(subject) else FAILS, DAWN, INF)]

    def _final(self, condition: str, _: str, subject: Subject) -> list[Outcome]:
        if subject.kind != "ruling":
            return [(DECIDED, DAWN, INF)]
        limit, final = self.facts.day("finalAfter", condition), self.facts.day("becameFinal", subject.iri)
        if final is None:
            return [(UNKNOWN, DAWN, INF)] if limit is not None and subject.begins <= limit else []
        return [(FAILS, DAWN, INF if limit is not None and final <= limit else final)]

    def _finding(self, _: str, state: str, subject: Subject) -> list[Outcome]:
        days, closed = (
            self._findings.get((state, subject.iri), []),
            state in self.facts.closed["ConstitutionalityFinding"],
        )
        if not days:
            return [(FAILS if closed else UNKNOWN, DAWN, INF)]
        first = min(day for day, _ in days)
        live = min((day for day, certain in days if certain), default=INF)
        found = [(FAILS if closed or subject.kind == "ruling" else UNKNOWN, DAWN, first)]
        if first < live:
            found.append((UNKNOWN, first, live))
        if subject.kind != "ruling" and live < INF:
            found.append((DECIDED, live, INF))
        return found

    def _named(self, condition: str, _: str, subject: Subject) -> list[Outcome]:
        if not self._named_by[condition].isdisjoint(subject.near):
            return []
        return [(DECIDED, DAWN, INF)]

    def _characteristic(self, condition: str, _: str, subject: Subject) -> list[Outcome]:
        named = self.facts.one("characteristic", condition)
        places = (subject.iri, subject.proceeding) if subject.proceeding else (subject.iri,)
        for place in places:
            has, lacks = (named in self.facts.all(name, place) for name in ("hasCharacteristic", "lacksCharacteristic"))
            if has or lacks:
                return [(FAILS, DAWN, INF)] if lacks else []
        return [(DECIDED if subject.kind == "body" else UNKNOWN, DAWN, INF)]
