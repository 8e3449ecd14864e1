"""The legend of a picture that stands alone: each mark with what it means, in lines of a width."""

from __future__ import annotations

from typing import NamedTuple

from kg.drawing.lettering import Lettering
from kg.drawing.styles import MARKS, Style

_SIZE, _MARK, _GAP, _LINE = 11, 16, 20, 20
"""Pixels: of letters, of a mark, between two entries, from line to line."""


class Entry(NamedTuple):
    """A mark and its meaning: where it stands, the class that gives its colour, its path, its words."""

    x: float
    y: float
    mark: str
    path: str
    words: str


class Key(NamedTuple):
    """A legend: its entries, and how high it is."""

    entries: list[Entry]
    height: float


def key(letters: Lettering, style: Style, marks: list[tuple[str, str]], width: float) -> Key:
    """Return the legend of some marks, each the name of a table of the style and of an entry in it."""
    x, y, entries = 0.0, 0.0, []
    for table, name in marks:
        look = style[table][name]
        wide = _MARK + 5 + letters.width(look["one"], _SIZE)
        if x and x + wide > width:
            x, y = 0.0, y + _LINE
        entries.append(Entry(round(x, 1), y, f"{MARKS[table]}-{name}", look["path"], look["one"]))
        x += wide + _GAP
    return Key(entries, y + _LINE if entries else 0.0)
