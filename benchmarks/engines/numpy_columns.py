"""The lower bound for all states at once: intervals as columns of numpy, one comparison for all."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers import Asked, Done, Row
from benchmarks.sweep.facts import Facts
from benchmarks.sweep.positions import DEPENDS, TREATED
from benchmarks.sweep.status import statuses
from benchmarks.sweep.timeline import sweep


class Engine:
    """Columns of numpy."""

    TITLE = "numpy"
    PACKAGE = "numpy"
    PEER = False

    def __init__(self) -> None:
        """Wait for the facts."""
        self.tasks = {"unfounded-all": self._unfounded, "parties": self._parties}

    def load(self, asked: Asked) -> None:
        """Read the facts and put the intervals, which plain Python finds, into columns."""
        facts = Facts.read(asked.facts)
        rows = [(*pair, *span) for pair, spans in statuses(facts)["party"].items() for span in spans]
        self._states, self._treaties = sorted(facts.members["State"]), sorted(facts.members["Treaty"])
        state_at, treaty_at = ({name: at for at, name in enumerate(names)} for names in (self._states, self._treaties))
        self._state = np.array([state_at[row[0]] for row in rows])
        self._treaty = np.array([treaty_at[row[1]] for row in rows])
        self._spans = np.array([row[2:] for row in rows])
        self._bodies = sorted(facts.members["AdjudicatoryBody"])
        self._established = np.array([facts.days["established"][body] for body in self._bodies])
        self._rests = np.zeros((len(self._treaties), len(self._bodies)), dtype=np.float32)
        for at, body in enumerate(self._bodies):
            for basis in facts.all("competenceBasis", body):
                for instrument in facts.all("instrument", basis):
                    if instrument in treaty_at and basis not in facts.disputed:
                        self._rests[treaty_at[instrument], at] = 1
        if asked.whole:
            there = [row for row in sweep(facts).positions if row[4] in (TREATED, DEPENDS)]
            self._positions: list[Row] = [row[:5] for row in there]
            self._held = np.array([row[5:] for row in there], dtype=np.int64).reshape(-1, 2)
            self.tasks |= {"assess-all": self._assess}

    def _day(self, asked: Asked) -> int:
        return date.fromisoformat(asked.day).toordinal()

    def _party(self, asked: Asked) -> NDArray[np.bool_]:
        day = self._day(asked)
        return (self._spans[:, 0] <= day) & (day < self._spans[:, 1])

    def _parties(self, asked: Asked) -> Done:
        on = self._party(asked)
        pairs = zip(self._state[on].tolist(), self._treaty[on].tolist(), strict=True)
        return Done({(self._states[state], self._treaties[treaty]) for state, treaty in pairs})

    def _unfounded(self, asked: Asked) -> Done:
        on = self._party(asked)
        party = np.zeros((len(self._states), len(self._treaties)), dtype=np.float32)
        party[self._state[on], self._treaty[on]] = 1
        none = (party @ self._rests == 0) & (self._established <= self._day(asked))
        return Done({(self._states[state], self._bodies[body]) for state, body in zip(*np.nonzero(none), strict=True)})

    def _assess(self, asked: Asked) -> Done:
        day = self._day(asked)
        there = np.flatnonzero((self._held[:, 0] <= day) & (day < self._held[:, 1]))
        return Done({self._positions[at] for at in there.tolist()})
