"""CSV of the things of the network, one on each line; for Gephi's tables, pandas and spreadsheets."""

from __future__ import annotations

from functools import partial
from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.netfiles import nodes
from kg.exporting.netparts import NODE_COLUMNS, csv_line, plain

SUFFIX, TAKES = ".csv", ("spreadsheet_safe",)


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write a head and the nodes; the first columns are called as Gephi calls them.

    Raises OSError where it cannot be written.
    """
    line = partial(csv_line, guarded=extract.spreadsheet_safe)
    out.write(line("Id", "Label", *NODE_COLUMNS))
    for node in nodes(extract):
        out.write(line(node.id, node.label, *map(plain, node.attributes().values())))
