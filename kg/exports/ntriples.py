"""N-Triples: one statement on each line, graphs merged, lines sorted; for programs that stream, and for ``diff``."""

from __future__ import annotations

from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.sorting import Sorter

SUFFIX, TAKES = ".nt", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the lines in the order of their bytes.

    Raises OSError where the disk is full.
    """
    sorter = Sorter(extract.run)
    for line in extract.lines():
        sorter.add(line.quad())
    out.writelines(line + b"\n" for line in sorter)
