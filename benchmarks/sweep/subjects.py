"""Bodies, proceedings and rulings: where they belong, and what their competence rests on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks.sweep.facts import Facts


@dataclass
class Subject:
    """A body, proceeding or ruling, with what it takes from those above it."""

    iri: str
    kind: str
    begins: int
    body: str
    proceeding: str | None
    near: list[str] = field(default_factory=list)
    treaties: list[str] = field(default_factory=list)
    resolutions: list[str] = field(default_factory=list)
    rests: bool = False
    disputed: bool = False
    closed: bool = False
    matters: set[str] = field(default_factory=set)
    own_matter: bool = False
    critical: int | None = None

    @property
    def bases_unknown(self) -> bool:
        """Whether its bases are not known for certain."""
        return not self.rests or not self.closed or self.disputed


def subjects(facts: Facts) -> dict[str, Subject]:
    """Return all subjects, those of which no beginning is known left out."""
    found: dict[str, Subject] = {}
    for cls, kind, above, begins in (
        ("AdjudicatoryBody", "body", None, "established"),
        ("Proceeding", "proceeding", "before", "opened"),
        ("Ruling", "ruling", "issuedBy", "decided"),
    ):
        for iri in facts.members[cls]:
            day = facts.day(begins, iri)
            body = iri if above is None else facts.one(above, iri)
            if day is not None and body is not None:
                proceeding = facts.one("inProceeding", iri) if kind == "ruling" else None
                found[iri] = _filled(facts, Subject(iri, kind, day, body, proceeding))
    return found


def _filled(facts: Facts, subject: Subject) -> Subject:
    subject.near = list(
        dict.fromkeys([subject.iri, *([subject.proceeding] if subject.proceeding else []), subject.body])
    )
    bases = next((found for place in _lineage(facts, subject) if (found := facts.all("competenceBasis", place))), [])
    for basis in bases:
        if basis in facts.disputed:
            subject.disputed = True
            continue
        subject.rests = True
        for instrument in facts.all("instrument", basis):
            if instrument in facts.members["Treaty"]:
                subject.treaties.append(instrument)
            elif instrument in facts.members["ChapterVIIResolution"]:
                subject.resolutions.append(instrument)
    subject.closed = any(place in facts.closed["CompetenceBasis"] for place in subject.near)
    for place in subject.near:
        if matters := facts.all("hasMatter", place):
            subject.matters, subject.own_matter = set(matters), place == subject.iri
            break
    if subject.kind != "body":
        places = (subject.iri, subject.proceeding) if subject.proceeding else (subject.iri,)
        days = (facts.day("criticalDate", place) for place in places)
        subject.critical = next((day for day in days if day is not None), None)
    return subject


def _lineage(facts: Facts, subject: Subject) -> list[str]:
    """Return whose bases count, the nearest first: a proceeding's body is that before which it is held."""
    if subject.proceeding is None:
        return subject.near
    before = facts.one("before", subject.proceeding)
    return [subject.iri, subject.proceeding, *([before] if before else [])]


def children(found: dict[str, Subject]) -> dict[str, list[str]]:
    """Return the proceedings and rulings of each body."""
    under: dict[str, list[str]] = defaultdict(list)
    for subject in found.values():
        if subject.kind != "body":
            under[subject.body].append(subject.iri)
    return under
