"""A network as it is printed: frames, lines, marks, and labels broken into lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg.drawing.lettering import Lettering

Point = tuple[float, float]
Stroke = tuple[Point, Point, bool]
"""A line: from where to where, and whether what it says is unconfirmed."""


class Mark(NamedTuple):
    """A thing's mark: where its centre lies, how large it is, and its label.

    The label stands right of the mark or, ``below``, under it, in at most ``most`` lines of a width.
    """

    kind: str
    place: Point
    size: float
    label: str
    width: float
    letters: float
    most: int = 1
    below: bool = False

    def lines(self, lettering: Lettering) -> Iterator[tuple[str, float, float]]:
        """Yield the lines of the label, and where each begins; below a mark, where its middle is."""
        found = lettering.lines(self.label, self.letters, self.width, self.most, bold=self.below)
        x, y = self.place
        high = self.letters * 1.15
        for number, line in enumerate(found):
            if self.below:
                yield line, x, y + self.size / 2 + (number + 1) * high
            else:
                middle = (number - (len(found) - 1) / 2) * high + self.letters * 0.36
                yield line, x + self.size / 2 + 5, y + middle


@dataclass(frozen=True)
class Plate:
    """What the template of a printed network draws; ``left`` and ``top`` are its corner."""

    root: Path
    left: float
    top: float
    frames: list[dict[str, Any]]
    strokes: list[Stroke]
    marks: list[Mark]
    curved: bool = False

    def lettered(self) -> Iterator[tuple[Mark, list[tuple[str, float, float]]]]:
        """Yield each mark with the lines of its label."""
        lettering = Lettering(self.root)
        for mark in self.marks:
            yield mark, list(mark.lines(lettering))
