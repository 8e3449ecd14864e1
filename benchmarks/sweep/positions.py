"""Positions: what each rule makes of each subject under each reading, and where no rule reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

from benchmarks.sweep.facts import INF, Span, common, merged
from benchmarks.sweep.found import Sweep
from benchmarks.sweep.outcomes import Conditions
from benchmarks.sweep.subjects import children

TREATED, DEPENDS, UNDETERMINED, NOT = "treatedAsNonBinding", "dependsOnProceeding", "undetermined", "notCovered"
_VERDICTS = {0: NOT, 1: DEPENDS, 2: UNDETERMINED}
Piece = tuple[int, int, str]
"""From, until, verdict."""
_Read = tuple[str, str, str]
"""Rule, reading, state."""


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Return consecutive pieces with equal neighbours made one."""
    found: list[Piece] = []
    for start, end, verdict in pieces:
        if found and found[-1][2] == verdict and found[-1][1] == start:
            found[-1] = (found[-1][0], end, verdict)
        else:
            found.append((start, end, verdict))
    return found


def _first_pass(start: int, stop: int, outcomes: list[tuple[int, int, int]]) -> list[Piece]:
    """Return the verdicts from start to stop: what fails goes first, then what a proceeding decides."""
    points = {start, stop}
    for _, begin, end in outcomes:
        points.update(day for day in (begin, end) if start < day < stop)
    days, pieces = sorted(points), []
    for day, following in pairwise(days):
        worst = min((kind for kind, begin, end in outcomes if begin <= day < end), default=3)
        pieces.append((day, following, _VERDICTS.get(worst, TREATED)))
    return _joined(pieces)


def _lifted(own: list[Piece], below: list[list[Piece]]) -> list[Piece]:
    """Return a body's verdicts: it depends where a proceeding or ruling differs."""
    if not below:
        return own
    pieces = []
    for start, end, verdict in own:
        differs = merged(
            (max(start, a), min(end, b))
            for child in below
            for a, b, answer in child
            if answer != verdict and verdict != DEPENDS and max(start, a) < min(end, b)
        )
        cursor = start
        for a, b in differs:
            if cursor < a:
                pieces.append((cursor, a, verdict))
            pieces.append((a, b, DEPENDS))
            cursor = b
        if cursor < end:
            pieces.append((cursor, end, verdict))
    return _joined(pieces)


def find(found: Sweep) -> None:
    """Add the positions."""
    facts, things = found.facts, found.subjects
    conditions, under = Conditions(facts, things, found.status), children(things)
    reached: dict[tuple[str, str], list[Span]] = defaultdict(list)
    holders = set()
    for rule in facts.members["NonRecognitionRule"]:
        state, force = facts.one("holder", rule), facts.day("inForceFrom", rule)
        if state is None:
            continue
        holders.add(state)
        if force is None:
            continue
        stop = facts.days["inForceUntil"].get(rule, INF)
        final: dict[str, dict[str, list[Piece]]] = {}
        for reading in facts.all("hasReading", rule):
            final[reading] = _under_reading(found, conditions, under, (rule, reading, state), (force, stop))
        covered: dict[str, list[Span]] = defaultdict(list)
        for pieces in final.values():
            for iri, there in pieces.items():
                covered[iri] += [(start, end) for start, end, verdict in there if verdict != NOT]
        for reading, pieces in final.items():
            for iri, there in pieces.items():
                for start, end, verdict in there:
                    if verdict != NOT:
                        found.positions.add((state, iri, rule, reading, verdict, start, end))
                    elif covered[iri]:
                        for span in common([(start, end)], merged(covered[iri])):
                            found.positions.add((state, iri, rule, reading, NOT, *span))
        for iri, spans in covered.items():
            reached[state, iri] += spans
    for state in holders:
        for iri, subject in things.items():
            cursor = subject.begins
            for start, end in merged(reached[state, iri]):
                if cursor < start:
                    found.positions.add((state, iri, "", "", NOT, cursor, start))
                cursor = end
            if cursor < INF:
                found.positions.add((state, iri, "", "", NOT, cursor, INF))


def _under_reading(
    found: Sweep, conditions: Conditions, under: dict[str, list[str]], read: _Read, window: Span
) -> dict[str, list[Piece]]:
    """Return the verdicts on each subject in the scope of a rule under one reading."""
    rule, reading, state = read
    needed = [*found.facts.all("requires", rule), *found.facts.all("requires", reading)]
    first: dict[str, list[Piece]] = {}
    for iri, subject in found.subjects.items():
        start = max(window[0], subject.begins)
        if start < window[1] and all(conditions.in_scope(one, state, subject) for one in needed):
            outcomes = [outcome for one in needed for outcome in conditions.judge(one, state, subject)]
            first[iri] = _first_pass(start, window[1], outcomes)
    disputed = rule in found.facts.disputed
    final = {}
    for iri, pieces in first.items():
        if found.subjects[iri].kind == "body":
            pieces = _lifted(pieces, [first[child] for child in under.get(iri, ()) if child in first])  # noqa: PLW2901
        if disputed:
            pieces = _joined((a, b, v if v == NOT else UNDETERMINED) for a, b, v in pieces)  # noqa: PLW2901
        final[iri] = pieces
    return final
