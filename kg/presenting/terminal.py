"""How wide the terminal is."""

from __future__ import annotations

import os
import sys


def width(otherwise: int) -> int:
    """Return the columns of the terminal as COLUMNS says, else as the terminal does; without one, ``otherwise``.

    What ``shutil.get_terminal_size`` says; that module brings every kind of archive along.
    """
    chosen = os.environ.get("COLUMNS", "")
    if chosen.isdecimal() and int(chosen) > 0:
        return int(chosen)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or otherwise  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return otherwise
