"""CSV of the edges of the network, one statement between two things on each line; for Gephi's tables and pandas."""

from __future__ import annotations

from functools import partial
from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.netfiles import edges
from kg.exporting.netparts import EDGE_COLUMNS, csv_line, plain

SUFFIX, TAKES = ".csv", ("spreadsheet_safe",)


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write a head and the edges; the first columns are called as Gephi calls them, ``Kind`` is the relation.

    Raises OSError where it cannot be written.
    """
    line = partial(csv_line, guarded=extract.spreadsheet_safe)
    out.write(line("Source", "Target", "Type", "Id", "Label", "Kind", *EDGE_COLUMNS[1:]))
    for edge in edges(extract):
        values = map(plain, edge.attributes().values())
        out.write(line(edge.source, edge.target, "Directed", edge.id, edge.label, *values))
