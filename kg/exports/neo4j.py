"""Two CSV tables in a ZIP archive, with the headers that Neo4j's bulk import reads."""

from __future__ import annotations

import re
from itertools import groupby
from typing import IO, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kg.extracts import Extract
from kg.netfiles import UNSEEN, network
from kg.netparts import DAYS, EDGE_COLUMNS, LISTS, NODE_COLUMNS, TRUTHS, Edge, Node, Value, csv_line, plain

SUFFIX, TAKES = ".zip", ()
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first time that an archive can hold: it is told of every file, so that the same graph gives the same bytes."""
_UNIX: Final = 3
_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


class _Forward:
    """A file that is only written to: an archive has the same bytes in a file and on standard output."""

    def __init__(self, out: IO[bytes]) -> None:
        self.write = out.write
        self.flush = out.flush


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write ``nodes.csv`` and ``relationships.csv``; labels are kind and class, types are in capitals as in Cypher.

    Raises OSError where it cannot be written.
    """
    heads = {
        Node: ("nodes.csv", csv_line("id:ID", "label", ":LABEL", *map(_typed, NODE_COLUMNS))),
        Edge: (
            "relationships.csv",
            csv_line(":START_ID", ":END_ID", ":TYPE", "id", "label", *map(_typed, EDGE_COLUMNS)),
        ),
    }
    parts = groupby(network(extract.graph.store, extract.without(*UNSEEN).lines(), extract.run), key=type)
    following = next(parts, None)
    with ZipFile(cast(IO[bytes], _Forward(out)), "w") as archive:
        for of, (name, head) in heads.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, _UNIX, 0o644 << 16
            with archive.open(info, "w") as table:
                table.write(head)
                if following is not None and following[0] is of:
                    for part in following[1]:
                        table.write(_line(part))
                    following = next(parts, None)


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
