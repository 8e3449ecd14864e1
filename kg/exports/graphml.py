"""GraphML: things and dated edges between them, with typed attributes; for networkx, igraph, yEd and Gephi."""

from __future__ import annotations

from typing import IO
from xml.sax.saxutils import escape, quoteattr

from kg.exporting.extracts import Extract
from kg.exporting.netfiles import network
from kg.exporting.netparts import EDGE_COLUMNS, NODE_COLUMNS, TRUTHS, Edge, Node, Value, plain

SUFFIX, TAKES = ".graphml", ()
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the keys of the attributes, the nodes, then the edges; an attribute without a value is left out.

    Raises OSError where it cannot be written.
    """
    out.write(_HEAD.encode())
    for what, columns in (("node", NODE_COLUMNS), ("edge", EDGE_COLUMNS)):
        for name in ("label", *columns):
            of = "boolean" if name in TRUTHS else "string"
            out.write(f'<key id="{what}-{name}" for="{what}" attr.name="{name}" attr.type="{of}"/>\n'.encode())
    out.write(b'<graph id="opposable" edgedefault="directed">\n')
    out.writelines(map(_element, network(extract)))
    out.write(b"</graph>\n</graphml>\n")


def _element(part: Node | Edge) -> bytes:
    what = "edge" if isinstance(part, Edge) else "node"
    ends = f" source={quoteattr(part.source)} target={quoteattr(part.target)}" if isinstance(part, Edge) else ""
    values: dict[str, Value] = {"label": part.label, **part.attributes()}
    texts = ((name, plain(value)) for name, value in values.items())
    data = "".join(f'<data key="{what}-{name}">{escape(text)}</data>' for name, text in texts if text)
    return f"<{what} id={quoteattr(part.id)}{ends}>{data}</{what}>\n".encode()
