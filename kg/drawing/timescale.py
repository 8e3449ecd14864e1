"""Where everything on a timeline stands: the years, lanes with bars and acts, flips and the day asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from kg.drawing.lanes import POSITION, RULE, TREATY, Flip, Lane
from kg.drawing.lettering import Lettering

TABLES: Final = {TREATY: "statuses", RULE: "laws", POSITION: "verdicts"}
"""The tables of the style in which the looks of bars stand, by group of lanes."""
_LABEL, _PLOT, _ROW, _GROUP, _FLIP, _AXIS, _ENTRY = 300, 760, 22, 30, 16, 20, 20
"""Pixels: widths of labels and plot; heights of a lane, a title, a row of flips' days, the axis, a legend entry."""
_APART: Final = 60
BEFORE: Final = 0.35
"""The share of the line that the years before the knee take at most."""
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
_COLUMNS: Final = 3


def span(lanes: Sequence[Lane], last: Iterable[str]) -> tuple[str, str]:
    """Return the first and the last day of the axis.

    It begins with the year of the first act or rule on a lane that matters (where there is none, of the first position)
    and ends with the last day on which anything begins, or the last of the days given.
    """
    shown = [lane for lane in lanes if lane.matters and lane.first]
    firsts = [lane.first for lane in shown if lane.group != POSITION] or [lane.first for lane in shown]
    begins = [bar.start for lane in lanes for bar in lane.bars] + [mark.day for lane in lanes for mark in lane.marks]
    end = max([*last, *begins])
    first = f"{min([*firsts, end])[:4]}-01-01"
    return (first if first < end else f"{int(end[:4]) - 1:04d}-01-01"), end


def used(lanes: Iterable[Lane]) -> dict[str, list[str]]:
    """Return which looks occur on lanes, by table of the style."""
    found: dict[str, set[str]] = {table: set() for table in (*TABLES.values(), "acts", "obligations")}
    for lane in lanes:
        found[TABLES[lane.group]].update(bar.look for bar in lane.bars)
        found["acts"].update(mark.look for mark in lane.marks)
        found["obligations"].update(
            bar.international for bar in lane.bars if bar.international not in (None, "notBound")
        )
    return {table: sorted(looks) for table, looks in found.items()}


def knee(flips: Sequence[Flip]) -> str | None:
    """Return the day from which on years are drawn wider: the first of the year before the first flip."""
    return f"{int(flips[0].day[:4]) - 1:04d}-01-01" if flips else None


class Scale:
    """Places days on a line of pixels; those before the knee take no more than a share of it."""

    def __init__(self, first: str, last: str, width: float, bend: str | None) -> None:
        """Place days from the first to the last on a width."""
        self._first, self._last, self._width = _number(first), _number(last), width
        self._bend = _number(bend) if bend and first < bend < last else self._first
        self._share = min((self._bend - self._first) / max(self._last - self._first, 1), BEFORE)

    def at(self, day: str) -> float:
        """Return the place of a day, within the line."""
        number = min(max(_number(day), self._first), self._last)
        if number < self._bend:
            share = self._share * (number - self._first) / (self._bend - self._first)
        else:
            share = self._share + (1 - self._share) * (number - self._bend) / max(self._last - self._bend, 1)
        return round(share * self._width, 1)

    def years(self) -> list[tuple[int, float]]:
        """Return round years that are far enough apart for their names, each with its place."""
        found: list[tuple[int, float]] = []
        for first, last, share in (
            (self._first, self._bend, self._share), (self._bend, self._last, 1 - self._share),
        ):  # fmt: skip
            if first == last:
                continue
            begin, end = date.fromordinal(first).year, date.fromordinal(last).year
            step = next((one for one in _STEPS if (end - begin) / one <= share * self._width / _APART), _STEPS[-1])
            for year in range(max(-(-begin // step) * step, 1), end + 1, step):
                x = self.at(f"{year:04d}-01-01")
                if not found or x - found[-1][1] >= _APART / 2:
                    found.append((year, x))
        return found


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def chart(
    letters: Lettering, groups: dict[str, str], lanes: Sequence[Lane], flips: Sequence[Flip], axis: tuple[str, str],
    day: str, style: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Return the drawing without a browser: the lanes that matter, over the whole axis, with a legend below."""
    bend = knee(flips)
    scale = Scale(*axis, _PLOT, bend)
    named, rows = _named(letters, flips, scale)
    head = rows * _FLIP + _AXIS + 6
    y = float(head)
    titles, drawn = [], []
    for group, name in groups.items():
        shown = [lane for lane in lanes if lane.group == group and lane.matters]
        if not shown:
            continue
        titles.append((name, y + _GROUP - 9))
        y += _GROUP
        for lane in shown:
            drawn.append(_lane(letters, lane, scale, y, axis))
            y += _ROW
    entries = [
        (table, look, style[table][look]["one"])
        for table, looks in used(lane for lane in lanes if lane.matters).items()
        for look in looks
    ]
    wide = (_LABEL + _PLOT) // _COLUMNS
    legend = [
        (table, look, letters.fitted(said, 11, wide - 34), (i % _COLUMNS) * wide, y + 22 + i // _COLUMNS * _ENTRY)
        for i, (table, look, said) in enumerate(entries)
    ]
    size = (_LABEL + _PLOT + 12, int(y + 22 + -(-len(entries) // _COLUMNS) * _ENTRY + 4))
    return {
        "size": size, "label": _LABEL, "plot": _PLOT, "head": head, "bottom": y, "years": scale.years(),
        "titles": titles, "lanes": drawn, "flips": named, "asked": scale.at(day), "legend": legend,
        "bend": scale.at(bend) if bend else 0,
    }  # fmt: skip


def _lane(letters: Lettering, lane: Lane, scale: Scale, y: float, axis: tuple[str, str]) -> dict[str, Any]:
    bars = []
    for bar in lane.bars:
        left, right = scale.at(bar.start), scale.at(bar.end or axis[1])
        if right > 0:
            open_ended = bar.end is None
            bars.append((bar.look, left, max(right - left, 1.0), bar.international, open_ended))
    marks = [(mark.look, scale.at(mark.day)) for mark in lane.marks]
    label = letters.fitted(lane.name, 12, _LABEL - 14)
    return {"label": label, "name": lane.name, "table": TABLES[lane.group], "y": y, "bars": bars, "marks": marks}


def _named(letters: Lettering, flips: Sequence[Flip], scale: Scale) -> tuple[list[tuple[str, float, float, int]], int]:
    """Return each flip's words, its place, where its words end, and their row: no words touch; and how many rows."""
    ends: list[float] = []
    named = []
    for flip in reversed(flips):
        words = f"{flip.day} · {len(flip.changed)}"
        wide, x = letters.width(words, 11, bold=True) + 8, scale.at(flip.day)
        right = max(x - 4, wide)
        row = next((i for i, end in enumerate(ends) if right <= end), len(ends))
        ends[row:] = [right - wide, *ends[row + 1 :]]
        named.append((words, x, right, row))
    return named[::-1], max(len(ends), 1)
