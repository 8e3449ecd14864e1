"""The lower bound: plain Python over dictionaries, one sweep over the intervals of each state and subject."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from benchmarks.answers import Asked, Done, Row, flat
from benchmarks.sweep.facts import Facts
from benchmarks.sweep.positions import DEPENDS, TREATED
from benchmarks.sweep.status import Status, statuses
from benchmarks.sweep.timeline import sweep


class Engine:
    """Plain Python."""

    TITLE = "plain Python"
    PACKAGE = None
    PEER = False

    def __init__(self) -> None:
        """Wait for the facts."""
        self._facts: Facts
        self._party: Status = {}
        self._by_state: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
        self._rests: dict[str, list[str]] = {}
        self._positions: dict[str, list[Row]] = defaultdict(list)
        self.tasks = {
            "participations": self._participations,
            "timeline": self._everything,
            "everything": self._everything,
            "unfounded": lambda asked: Done(self._unfounded(asked.state, asked)),
            "parties": self._parties,
            "unfounded-all": lambda asked: Done(
                {row for state in self._facts.members["State"] for row in self._unfounded(state, asked)}
            ),
            "assess": lambda asked: Done(self._assess(asked.state, asked)),
            "assess-all": lambda asked: Done(
                {row for state in self._positions for row in self._assess(state, asked)}
            ),
        }  # fmt: skip

    def load(self, asked: Asked) -> None:
        """Read the facts into dictionaries."""
        self._facts = Facts.read(asked.facts)

    def _participations(self, _: Asked) -> Done:
        found = statuses(self._facts)
        self._party = found["party"]
        self._by_state.clear()
        for (state, treaty), spans in self._party.items():
            self._by_state[state] += [(treaty, *span) for span in spans]
        facts = self._facts
        for body in facts.members["AdjudicatoryBody"]:
            live = (basis for basis in facts.all("competenceBasis", body) if basis not in facts.disputed)
            self._rests[body] = [instrument for basis in live for instrument in facts.all("instrument", basis)]
        return Done(
            lambda: {
                (*pair, status, *span)
                for status, pairs in found.items()
                for pair, spans in pairs.items()
                if status != "possibleParty" or spans != self._party.get(pair)
                for span in spans
            }
        )

    def _everything(self, _: Asked) -> Done:
        found = sweep(self._facts)
        self._positions.clear()
        for row in found.positions:
            self._positions[str(row[0])].append(row)
        return Done(lambda: flat(found.answers()))

    def _unfounded(self, state: str, asked: Asked) -> set[Row]:
        day = date.fromisoformat(asked.day).toordinal()
        party = {treaty for treaty, start, end in self._by_state[state] if start <= day < end}
        established = self._facts.days["established"]
        return {
            (state, body)
            for body, treaties in self._rests.items()
            if established.get(body, day + 1) <= day and party.isdisjoint(treaties)
        }

    def _parties(self, asked: Asked) -> Done:
        day = date.fromisoformat(asked.day).toordinal()
        return Done({pair for pair, spans in self._party.items() if any(start <= day < end for start, end in spans)})

    def _assess(self, state: str, asked: Asked) -> set[Row]:
        day = date.fromisoformat(asked.day).toordinal()
        return {
            row[:5]
            for row in self._positions.get(state, ())
            if row[4] in (TREATED, DEPENDS) and int(row[5]) <= day < int(row[6])
        }
