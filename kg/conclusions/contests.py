"""Where the readings of a rule give different answers, over all time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kg.conclusions.positions import Position
from kg.conclusions.readings import rivalries
from kg.conclusions.segments import segments


class Contest(NamedTuple):
    """An interval (half-open; ``end`` None: no end known) in which readings of a rule differ on one subject.

    ``positions`` are those under every rule that has several readings; ``rules`` are the rules whose readings differ.
    """

    start: date
    end: date | None
    positions: tuple[Position, ...]
    rules: frozenset[str]

    def holds_on(self, day: date) -> bool:
        """Return whether the interval contains a day."""
        return self.start <= day and (self.end is None or day < self.end)


def contests(positions: Iterable[Position]) -> dict[str, list[Contest]]:
    """Return the contests among a state's positions over all time, by the IRI of the subject, in order of time.

    On each day they are the rivalries of that day (``kg.conclusions.readings.rivalries``).
    """
    known = list(positions)
    readings: dict[str, set[str]] = {}
    for position in known:
        if position.rule is not None and position.reading is not None:
            readings.setdefault(position.rule, set()).add(position.reading)
    by_subject: dict[str, list[Position]] = {}
    for position in known:
        if len(readings.get(position.rule or "", ())) > 1:
            by_subject.setdefault(position.subject_iri, []).append(position)
    found: dict[str, list[Contest]] = {}
    for subject, of_subject in by_subject.items():
        for one in segments(of_subject):
            rules = frozenset(rivalry.rule for rivalry in rivalries(one.positions))
            if rules:
                found.setdefault(subject, []).append(Contest(one.start, one.end, one.positions, rules))
    return found


def turning_days(contested: dict[str, list[Contest]]) -> list[date]:
    """Return the days on which the set of contests, or an answer in one, changes."""

    def answers(one: Contest) -> frozenset[tuple[str | None, str | None, str]]:
        return frozenset((p.rule, p.reading, p.verdict) for p in one.positions)

    days: set[date] = set()
    for spans in contested.values():
        for before, one in zip([None, *spans], spans, strict=False):
            if before is None or before.end != one.start or answers(before) != answers(one):
                days.add(one.start)
        for one, after in zip(spans, [*spans[1:], None], strict=True):
            if one.end is not None and (after is None or after.start != one.end):
                days.add(one.end)
    return sorted(days)
