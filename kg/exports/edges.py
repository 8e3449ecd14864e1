"""CSV of the edges of the network, one statement between two things on each line; for Gephi's tables and pandas."""

from __future__ import annotations

from typing import IO

from kg.extracts import Extract
from kg.netfiles import edges
from kg.netparts import EDGE_COLUMNS, csv_line, plain

SUFFIX, TAKES = ".csv", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write a head and the edges; the first columns are called as Gephi calls them, ``Kind`` is the relation.

    Raises OSError where it cannot be written.
    """
    out.write(csv_line("Source", "Target", "Type", "Id", "Label", "Kind", *EDGE_COLUMNS[1:]))
    for edge in edges(extract):
        values = map(plain, edge.attributes().values())
        out.write(csv_line(edge.source, edge.target, "Directed", edge.id, edge.label, *values))
