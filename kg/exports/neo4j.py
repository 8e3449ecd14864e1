"""Two CSV tables in a ZIP archive, with the headers that Neo4j's bulk import reads."""

from __future__ import annotations

import re
import tempfile
from typing import IO, Final

from kg.exporting.archives import archived
from kg.exporting.extracts import Extract
from kg.exporting.netfiles import network
from kg.exporting.netparts import DAYS, EDGE_COLUMNS, LISTS, NODE_COLUMNS, TRUTHS, Edge, Node, Value, csv_line, plain

SUFFIX, TAKES = ".zip", ()
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write ``nodes.csv`` and ``relationships.csv``; labels are kind and class, types are in capitals as in Cypher.

    Raises OSError where it cannot be written.
    """
    with tempfile.TemporaryFile() as nodes, tempfile.TemporaryFile() as relationships:
        nodes.write(csv_line("id:ID", "label", ":LABEL", *map(_typed, NODE_COLUMNS)))
        relationships.write(csv_line(":START_ID", ":END_ID", ":TYPE", "id", "label", *map(_typed, EDGE_COLUMNS)))
        for part in network(extract):
            (relationships if isinstance(part, Edge) else nodes).write(_line(part))
        archived([("nodes.csv", nodes), ("relationships.csv", relationships)], out)


def _typed(column: str) -> str:
    """Return the header of a column."""
    if column in LISTS:
        return f"{column}:string[]"
    return f"{column}:date" if column in DAYS else f"{column}:boolean" if column in TRUTHS else column


def _line(part: Node | Edge) -> bytes:
    values = map(_value, part.attributes().values())
    if isinstance(part, Edge):
        relation = _WORDS.sub("_", part.relation).upper()
        return csv_line(part.source, part.target, relation, part.id, part.label, *values)
    labels = dict.fromkeys((part.kind.capitalize(), part.type or part.kind.capitalize()))
    return csv_line(part.id, part.label, ";".join(labels), *values)


def _value(value: Value) -> str:
    return ";".join(value) if isinstance(value, tuple) else plain(value)
