"""TriG: Turtle with graphs: who says what, and which part it is; for stores and for people."""

from __future__ import annotations

from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.layout import laid_out
from kg.oxigraph import RdfFormat

SUFFIX, TAKES = ".trig", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write graphs by name, in each one block for each thing.

    Raises OSError where it cannot be written.
    """
    laid_out(extract.quads(graphs=True), RdfFormat.TRIG, out)
