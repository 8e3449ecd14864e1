"""What binds states under international law, and which of them must arrest under a warrant."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from benchmarks.sweep.facts import DAWN, INF, Facts, Span, covers
from benchmarks.sweep.found import Sweep
from benchmarks.sweep.status import Status
from benchmarks.sweep.subjects import Subject

_STRONG, _WEAK, _NONE = 0, 1, 2
_Grounds = dict[tuple[str, str], list[tuple[int, int, int]]]


def _strongest(grounds: list[tuple[int, int, int]], limit: Span) -> list[tuple[int, int, int]]:
    """Return on which days which force is the strongest."""
    cut = [(force, max(a, limit[0]), min(b, limit[1])) for force, a, b in grounds]
    cut = [(force, a, b) for force, a, b in cut if a < b]
    if len(cut) == 1:
        return cut
    days = sorted({day for _, a, b in cut for day in (a, b)})
    found: list[tuple[int, int, int]] = []
    for day, following in pairwise(days):
        force = min((force for force, a, b in cut if a <= day < b), default=None)
        if force is None:
            continue
        if found and found[-1][0] == force and found[-1][2] == day:
            found[-1] = (force, found[-1][1], following)
        else:
            found.append((force, day, following))
    return found


def _obliged(found: Sweep, resolution: str, members: dict[str, list[tuple[str, Span]]]) -> list[tuple[str, Span]]:
    facts = found.facts
    adopted = facts.day("adopted", resolution)
    if adopted is None:
        return []
    there = [(s, (DAWN, INF)) for s in facts.all("obliges", resolution) if s in facts.members["State"]]
    for treaty in facts.all("obligesPartiesTo", resolution):
        there += members.get(treaty, [])
    return [(state, (max(adopted, a), b)) for state, (a, b) in there]


def _by_treaty(status: Status) -> dict[str, list[tuple[str, Span]]]:
    found: dict[str, list[tuple[str, Span]]] = defaultdict(list)
    for (state, treaty), spans in status.items():
        found[treaty] += [(state, span) for span in spans]
    return found


def find(found: Sweep) -> None:
    """Add what binds and the duties to arrest."""
    facts, things, states = found.facts, found.subjects, found.facts.members["State"]
    party, possible = _by_treaty(found.status["party"]), _by_treaty(found.status["possibleParty"])
    obliged = {r: _obliged(found, r, party) for r in facts.members["ChapterVIIResolution"]}
    binds: _Grounds = defaultdict(list)
    duties: _Grounds = defaultdict(list)
    limits = {}
    for iri, subject in things.items():
        advisory = iri in facts.members["AdvisoryOpinion"]
        if not advisory:
            for resolution in subject.resolutions:
                for state, span in obliged[resolution]:
                    binds[state, iri].append((_STRONG, *span))
        if subject.kind == "body":
            for treaty in facts.all("generalConsent", iri):
                for force, there in ((_STRONG, party), (_WEAK, possible)):
                    for state, span in there.get(treaty, ()):
                        binds[state, iri].append((force, *span))
            continue
        for state in _addressed(facts, subject):
            if state in states:
                binds[state, iri].append((_NONE, DAWN, INF))
                if not advisory:
                    binds[state, iri] += _consent(found, subject, state)
        public = facts.day("madePublic", iri)
        if public is not None and iri in facts.members["ArrestWarrant"]:
            limits[iri] = (max(public, subject.begins), facts.days["ended"].get(iri, INF))
            for treaty in subject.treaties:
                if facts.all("cooperationClause", treaty):
                    for force, there in ((_STRONG, party), (_WEAK, possible)):
                        for state, span in there.get(treaty, ()):
                            duties[state, iri].append((force, *span))
            for resolution in subject.resolutions:
                for state, span in obliged[resolution]:
                    duties[state, iri].append((_STRONG, *span))
    for (state, iri), grounds in binds.items():
        for force, start, end in _strongest(grounds, (things[iri].begins, INF)):
            found.international.add((state, iri, ("bound", "undetermined", "notBound")[force], start, end))
    for (state, iri), grounds in duties.items():
        for force, start, end in _strongest(grounds, limits[iri]):
            found.duties.add((state, iri, ("dutyHolds", "undetermined")[force], start, end))


def _addressed(facts: Facts, subject: Subject) -> set[str]:
    addressees = facts.all("addressee", subject.iri)
    states = {*addressees, *facts.all("respondent", subject.iri)}
    if subject.proceeding and not addressees:
        states.update(facts.all("respondent", subject.proceeding))
    return states


def _consent(found: Sweep, subject: Subject, state: str) -> list[tuple[int, int, int]]:
    """Return why a subject directed at a state binds it, or may."""
    facts, day = found.facts, subject.critical
    grounds = [] if subject.rests and not subject.disputed else [(_WEAK, DAWN, INF)]
    for treaty in subject.treaties:
        pair = (state, treaty)
        certain, possible = (found.status[name].get(pair, []) for name in ("party", "possibleParty"))
        clause = bool(facts.all("bindingClause", treaty))
        if day is not None and covers(certain, day) and clause:
            grounds.append((_STRONG, facts.days["becameFinal"].get(subject.iri, DAWN), INF))
        unclear = treaty not in facts.closed["TreatyAction"]
        if day is None:
            unclear = unclear or any(start <= subject.begins for start, _ in possible)
        else:
            held = covers(certain, day)
            unclear = unclear or (covers(possible, day) and not held) or (held and not clause)
        if unclear:
            grounds.append((_WEAK, DAWN, INF))
    return grounds
