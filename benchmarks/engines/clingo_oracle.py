"""clingo: the program of tests/oracle, which says the whole semantics in answer set programming."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from benchmarks.answers import Answers, Asked, Done, Row, flat
from benchmarks.sweep.facts import INF
from kg.oxigraph import Quad, RdfFormat, parse

sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))

from oracle import comparable, solve
from oracle.solve import Answers as Solved


class Engine:
    """clingo, one program."""

    TITLE = "clingo, one program"
    PACKAGE = "clingo"
    PEER = False

    def __init__(self) -> None:
        """Wait for the facts."""
        self._facts: list[Quad] = []
        self.tasks = {"timeline": self._everything, "everything": self._everything}

    def load(self, asked: Asked) -> None:
        """Read the facts."""
        self._facts = list(parse(path=str(asked.facts), format=RdfFormat.N_TRIPLES))

    def _everything(self, _: Asked) -> Done:
        solved = solve(self._facts)
        return Done(lambda: flat(answers(solved)))


def answers(solved: Solved) -> Answers:
    """Return what the oracle derived in the form in which answers are compared."""
    return {
        "participations": {_row(row) for row in comparable(solved.participations)},
        "positions": {_row(row) for row in solved.positions},
        "international": {_row(row) for row in solved.international},
        "conflicts": {_row(row) for row in solved.conflicts},
        "duties": {_row(row) for row in solved.duties},
    }


def _row(row: tuple[str | date | None, ...]) -> Row:
    """Return a row with days as numbers; what lacks is the empty text, an end that lacks is no end."""
    *things, start, end = row
    assert isinstance(start, date)
    until = end.toordinal() if isinstance(end, date) else INF
    return (*(str(thing) if thing else "" for thing in things), start.toordinal(), until)
