"""GEXF 1.3: a dynamic network, in which edges come and go with the days; for Gephi."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import IO, Final
from xml.sax.saxutils import quoteattr

from kg.exporting.extracts import Extract
from kg.exporting.netfiles import network
from kg.exporting.netparts import DAYS, EDGE_COLUMNS, NODE_COLUMNS, TRUTHS, Edge, Node, Value, plain

SUFFIX, TAKES = ".gexf", ()
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval" idtype="string">
"""
_EDGE: Final = tuple(name for name in EDGE_COLUMNS if name not in DAYS | {"precision"})
"""What of edges are attributes: their days are spells."""


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the attributes, the nodes, then the edges.

    Of edges that say the same of the same two things on other days one is made, with a spell for each: programs merge
    parallel edges of one kind. GEXF 1.3 has no half-open intervals: the end of a spell is its last day.

    Raises OSError where it cannot be written.
    """
    out.write(_HEAD.encode())
    for what, columns in (("node", NODE_COLUMNS), ("edge", _EDGE)):
        out.write(f'<attributes class="{what}" mode="static">\n'.encode())
        for name in columns:
            of = "boolean" if name in TRUTHS else "string"
            out.write(f'<attribute id="{what}-{name}" title="{name}" type="{of}"/>\n'.encode())
        out.write(b"</attributes>\n")
    out.write(b"<nodes>\n")
    parts, begun = network(extract), False
    for _, found in groupby(parts, key=_said):
        same = list(found)
        edges = [part for part in same if isinstance(part, Edge)]
        if edges and not begun:
            out.write(b"</nodes>\n<edges>\n")
            begun = True
        out.writelines([_edge(edges)] if edges else [_node(part) for part in same if isinstance(part, Node)])
    out.write(b"</edges>\n" if begun else b"</nodes>\n<edges>\n</edges>\n")
    out.write(b"</graph>\n</gexf>\n")


def _said(part: Node | Edge) -> tuple[object, ...]:
    if isinstance(part, Node):
        return (part.id,)
    return part.source, part.target, part.relation, part.value


def _node(node: Node) -> bytes:
    """Return a node; its spell has no end, as a snapshot has it after its end too: rulings outlive their court."""
    return _element(
        "node",
        f" id={quoteattr(node.id)} label={quoteattr(node.label)}",
        node.attributes(),
        [(node.since, "")] if node.since else [],
    )


def _edge(edges: list[Edge]) -> bytes:
    first = edges[0]
    values = first.attributes()
    for name in ("rule", "reading", "fact"):
        values[name] = tuple(dict.fromkeys(text for edge in edges if (text := plain(edge.attributes()[name]))))
    values["claims"] = tuple(dict.fromkeys(claim for edge in edges for claim in edge.claims))
    values["sources"] = tuple(dict.fromkeys(source for edge in edges for source in edge.sources))
    values["unconfirmed"] = any(edge.unconfirmed for edge in edges)
    kind = f"{first.relation} {first.value}".rstrip()
    named = {"id": first.id, "source": first.source, "target": first.target, "kind": kind, "label": first.label}
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in named.items())
    return _element("edge", attributes, {name: values[name] for name in _EDGE}, list(_spells(edges)))


def _spells(edges: list[Edge]) -> Iterator[tuple[str, str]]:
    """Yield the first and the last day of each spell, sorted; those that overlap are one, as Gephi needs it."""
    start, end = "", None
    for since, last in sorted({days for edge in edges if (days := _days(edge)) != ("", "")}):
        if end is None:
            start, end = since, last
        elif end and since > end:
            yield start, end
            start, end = since, last
        else:
            end = max(end, last) if end and last else ""
    if end is not None:
        yield start, end


def _days(edge: Edge) -> tuple[str, str]:
    """Return the first and the last day: of an event its day, or the month or year that is known of it."""
    if edge.day:
        return edge.day, _last(edge.day, edge.precision)
    return edge.since, (date.fromisoformat(edge.until) - timedelta(days=1)).isoformat() if edge.until else ""


def _last(day: str, precision: str) -> str:
    first = date.fromisoformat(day)
    if precision == "year":
        return first.replace(month=12, day=31).isoformat()
    if precision == "month":
        return ((first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)).isoformat()
    return day


def _element(what: str, attributes: str, values: dict[str, Value], spells: list[tuple[str, str]]) -> bytes:
    texts = ((name, plain(value)) for name, value in values.items())
    told = "".join(f'<attvalue for="{what}-{name}" value={quoteattr(text)}/>' for name, text in texts if text)
    times = "".join(f"<spell{_bound('start', start)}{_bound('end', end)}/>" for start, end in spells)
    inner = f"<attvalues>{told}</attvalues>" + (f"<spells>{times}</spells>" if times else "")
    return f"<{what}{attributes}>{inner}</{what}>\n".encode()


def _bound(name: str, day: str) -> str:
    return f' {name}="{day}"' if day else ""
