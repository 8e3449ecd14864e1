"""Positions on one subject joined: intervals in which all rules and readings give the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kg.conclusions.positions import NOT_COVERED, VERDICTS, Position

DIFFER = "readingsDiffer"
"""The joint verdict where the readings of a rule give different verdicts."""


class Segment(NamedTuple):
    """An interval (half-open; ``end`` None: no end known) in which nothing changes, and the positions in it."""

    start: date
    end: date | None
    verdict: str
    positions: tuple[Position, ...]

    def holds_on(self, day: date) -> bool:
        """Return whether the interval contains a day."""
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def international(self) -> str:
        """What the subject is to the state under international law."""
        return self.positions[0].international

    @property
    def conflict(self) -> bool:
        """Whether the state is bound and treats as non-binding all the same, under some reading."""
        return any(position.conflict for position in self.positions)


def joint_verdict(positions: Iterable[Position]) -> str:
    """Return the one verdict that rules and readings give together.

    Of several rules the strongest verdict counts. Where the readings of a rule give different verdicts, the answer is
    ``readingsDiffer``, unless another rule gives a verdict as strong as any of them whichever way it is read.
    """
    by_rule: dict[str | None, set[str]] = {}
    for position in positions:
        by_rule.setdefault(position.rule, set()).add(position.verdict)
    strength = VERDICTS.index
    sure = min((max(found, key=strength) for found in by_rule.values()), key=strength, default=NOT_COVERED)
    possible = min((min(found, key=strength) for found in by_rule.values()), key=strength, default=NOT_COVERED)
    return sure if sure == possible else DIFFER


def segments(positions: Iterable[Position]) -> list[Segment]:
    """Return the intervals of positions on one subject, equal neighbours not joined: a change of proof is a change."""
    known = list(positions)
    days = sorted({p.start for p in known} | {p.end for p in known if p.end is not None})
    return list(_between(known, days))


def _between(known: list[Position], days: list[date]) -> Iterator[Segment]:
    for number, start in enumerate(days):
        end = days[number + 1] if number + 1 < len(days) else None
        holding = tuple(position for position in known if position.holds_on(start))
        if holding:
            yield Segment(start, end, joint_verdict(holding), holding)
