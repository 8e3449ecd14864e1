"""N-Quads: one statement with its graph on each line, lines sorted; for stores, and for ``diff``."""

from __future__ import annotations

from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.sorting import Sorter

SUFFIX, TAKES = ".nq", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the lines in the order of their bytes.

    Raises OSError where the disk is full.
    """
    sorter = Sorter(extract.run)
    for line in extract.lines(graphs=True):
        sorter.add(line.quad())
    out.writelines(line + b"\n" for line in sorter)
