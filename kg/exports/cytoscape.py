"""Cytoscape JSON: things and dated edges between them; for Cytoscape.js and Cytoscape Desktop."""

from __future__ import annotations

import json
from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.netfiles import network
from kg.exporting.netparts import Edge, Node, Value

SUFFIX, TAKES = ".cyjs", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write one object with all nodes, then all edges, each on a line; what has no value is left out.

    Raises OSError where it cannot be written.
    """
    out.write(b'{"format_version": "1.0", "target_cytoscapejs_version": "~2.1",\n')
    out.write(b'"data": {"name": "Opposable", "shared_name": "Opposable"},\n"elements": {\n"nodes": [')
    separator, begun = "\n", False
    for part in network(extract):
        if isinstance(part, Edge) and not begun:
            out.write(b'\n],\n"edges": [')
            separator, begun = "\n", True
        out.write(f"{separator}{json.dumps({'data': _data(part)}, ensure_ascii=False)}".encode())
        separator = ",\n"
    out.write(b"\n]\n}}\n" if begun else b'\n],\n"edges": [\n]\n}}\n')


def _data(part: Node | Edge) -> dict[str, Value]:
    """Return the data of an element; ``name`` and ``interaction`` are the columns that Cytoscape Desktop shows."""
    data: dict[str, Value] = {"id": part.id, "name": part.label, "label": part.label}
    if isinstance(part, Edge):
        data |= {"source": part.source, "target": part.target, "interaction": part.relation}
    return data | {name: value for name, value in part.attributes().items() if value not in ("", ())}
