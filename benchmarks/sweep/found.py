"""What a sweep found, as it is put together."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.answers import Answers, Row
from benchmarks.sweep.facts import Facts
from benchmarks.sweep.status import Status
from benchmarks.sweep.subjects import Subject


@dataclass
class Sweep:
    """What follows from facts."""

    facts: Facts
    status: dict[str, Status]
    subjects: dict[str, Subject]
    positions: set[Row] = field(default_factory=set)
    international: set[Row] = field(default_factory=set)
    conflicts: set[Row] = field(default_factory=set)
    duties: set[Row] = field(default_factory=set)

    def answers(self) -> Answers:
        """Return all as answers that can be compared."""
        participations: set[Row] = {
            (*pair, status, *span)
            for status, pairs in self.status.items()
            for pair, spans in pairs.items()
            if status != "possibleParty" or spans != self.status["party"].get(pair)
            for span in spans
        }
        return {
            "participations": participations, "positions": self.positions, "international": self.international,
            "conflicts": self.conflicts, "duties": self.duties,
        }  # fmt: skip
