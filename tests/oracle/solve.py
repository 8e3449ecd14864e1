"""Run semantics.lp over asserted quads and give the answers as plain Python sets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from clingo import Control, MessageCode, Symbol, SymbolType
from pyoxigraph import Quad

from .facts import facts

PROGRAM = Path(__file__).with_name("semantics.lp")
INF = 9999999
"""The constant `inf` of semantics.lp: no end."""

Participation: TypeAlias = tuple[str, str, str, date, date | None]
Position: TypeAlias = tuple[str, str, str | None, str | None, str, date, date | None]
International: TypeAlias = tuple[str, str, str, date, date | None]
Conflict: TypeAlias = tuple[str, str, str, str, date, date | None]
Duty: TypeAlias = tuple[str, str, str, date, date | None]


@dataclass(frozen=True)
class Answers:
    """What the semantics derives. Things are IRIs, verdicts local names; every interval is maximal."""

    participations: set[Participation]
    """(state, treaty, signatory | party | provisional | possibleParty, from, until)"""
    positions: set[Position]
    """(state, subject, rule, reading, verdict, from, until); rule, reading None where no rule reaches"""
    international: set[International]
    """(state, subject, bound | notBound | undetermined, from, until)"""
    conflicts: set[Conflict]
    """(state, subject, rule, reading, from, until)"""
    duties: set[Duty]
    """(state, warrant, dutyHolds | undetermined, from, until)"""


def solve(quads: Iterable[Quad]) -> Answers:
    """Derive everything from an asserted graph in which each thing has all its rdf:types."""
    complaints: list[str] = []

    def complain(code: MessageCode, message: str) -> None:
        complaints.append(f"{code.name}: {message}")

    # #max { A ; B } over bound variables is how semantics.lp takes the later of two days.
    control = Control(["--warn=no-global-variable"], logger=complain)
    control.load(str(PROGRAM))
    control.add("base", [], facts(quads))
    control.ground([("base", [])])
    answer_sets: list[list[Symbol]] = []
    control.configuration.solve.models = 2  # type: ignore[union-attr]
    control.solve(on_model=lambda model: answer_sets.append(list(model.symbols(shown=True))))
    if complaints or len(answer_sets) != 1:
        raise RuntimeError(f"{len(answer_sets)} answer sets instead of one; clingo says: {complaints}")
    return answers(answer_sets[0])


def answers(symbols: Iterable[Symbol]) -> Answers:
    """Sort the shown atoms into the five sets."""
    found = Answers(set(), set(), set(), set(), set())
    for symbol in symbols:
        things = [text(argument) for argument in symbol.arguments[:-2]]
        start, end = (day(argument) for argument in symbol.arguments[-2:])
        if start is None:
            raise RuntimeError(f"an interval without a beginning: {symbol}")
        match symbol.name, things:
            case "participation", [state, treaty, status]:
                found.participations.add((state, treaty, status, start, end))
            case "position", [state, subject, rule, reading, verdict]:
                named = (None, None) if rule == "none" else (rule, reading)
                found.positions.add((state, subject, *named, verdict, start, end))
            case "international", [state, subject, verdict]:
                found.international.add((state, subject, verdict, start, end))
            case "conflict", [state, subject, rule, reading]:
                found.conflicts.add((state, subject, rule, reading, start, end))
            case "duty", [state, warrant, duty]:
                found.duties.add((state, warrant, duty, start, end))
            case _:
                raise RuntimeError(f"an atom that nobody reads: {symbol}")
    return found


def comparable(participations: Iterable[Participation]) -> set[Participation]:
    """Leave out possibleParty rows of a pair whose possible days are just its party days.

    Whether such redundant nodes are made is a matter of economy; compare both sides through this.
    """
    rows = set(participations)
    by_pair: dict[tuple[str, str, str], set[tuple[date, date | None]]] = {}
    for state, treaty, status, start, end in rows:
        by_pair.setdefault((state, treaty, status), set()).add((start, end))
    return {
        row for row in rows if row[2] != "possibleParty" or by_pair[row[:3]] != by_pair.get((row[0], row[1], "party"))
    }


def text(symbol: Symbol) -> str:
    """Read a string or a constant."""
    return symbol.string if symbol.type is SymbolType.String else symbol.name


def day(symbol: Symbol) -> date | None:
    """Read a day; None stands for no end."""
    return None if symbol.number == INF else date.fromordinal(symbol.number)
