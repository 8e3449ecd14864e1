"""How wide text is, and how it is broken into lines."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

_ELLIPSIS: Final = "…"


class Lettering:
    """The letters of the pictures: DejaVu Sans, wider than most fonts that a browser may show instead."""

    def __init__(self, root: Path) -> None:
        """Measure with the fonts below viz/static/fonts/."""
        self.files = [root / "viz" / "static" / "fonts" / f"DejaVuSans{weight}.ttf" for weight in ("", "-Bold")]

    @cached_property
    def _advances(self) -> list[dict[int, float]]:
        found = []
        for path in self.files:
            with TTFont(path, lazy=True) as font:
                widths, units = font["hmtx"], font["head"].unitsPerEm
                found.append({code: widths[name][0] / units for code, name in font.getBestCmap().items()})
        return found

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """Return how wide a line is at a size, both in pixels; a letter that the font lacks counts as wide as an m."""
        advances = self._advances[bold]
        return size * sum(advances.get(ord(letter), advances[ord("m")]) for letter in text)

    def fitted(self, text: str, size: float, width: float, *, bold: bool = False) -> str:
        """Return a line cut to a width, with an ellipsis where it was cut."""
        if self.width(text, size, bold=bold) <= width:
            return text
        kept = text
        while kept and self.width(kept + _ELLIPSIS, size, bold=bold) > width:
            kept = kept[:-1]
        return kept.rstrip() + _ELLIPSIS

    def lines(self, text: str, size: float, width: float, most: int = 3, *, bold: bool = False) -> list[str]:
        """Return a text broken at spaces into at most so many lines of a width; the last is cut if it is too long."""
        found: list[str] = []
        line = ""
        for word in text.split():
            longer = f"{line} {word}" if line else word
            if not line or self.width(longer, size, bold=bold) <= width:
                line = longer
            else:
                found.append(line)
                line = word
        found.append(line)
        if len(found) > most:
            found[most - 1 :] = [" ".join(found[most - 1 :])]
        return [self.fitted(one, size, width, bold=bold) for one in found]
