"""Pictures as PNG, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import sqrt
from pathlib import Path
from typing import Final

from resvg_py import svg_to_bytes

from kg.faults import Fault

_MOST: Final = 50_000_000
"""How many pixels a picture has at most; a larger one is drawn at a smaller zoom."""
_SIZE: Final = re.compile(r'<svg [^>]*\bwidth="(\d+)" height="(\d+)"')


def png(svg: str, fonts: Iterable[Path], *, zoom: float = 2.0) -> bytes:
    """Return an SVG picture as PNG, lettered with these fonts and no other, so that it is the same on every machine.

    Raises Fault for what cannot be drawn.
    """
    if size := _SIZE.match(svg):
        zoom = min(zoom, sqrt(_MOST / (int(size[1]) * int(size[2]) or 1)))
    try:
        return svg_to_bytes(
            svg_string=svg, zoom=zoom, skip_system_fonts=True, font_files=[str(path) for path in fonts],
            font_family="DejaVu Sans", sans_serif_family="DejaVu Sans",
        )  # fmt: skip
    except ValueError as error:
        raise Fault(f"the picture could not be drawn as PNG: {error}") from error
