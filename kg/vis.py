"""Nodes and edges as vis-network takes them, by pyvis."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from pyvis.network import Network

LIBRARY, SHARED = "vis-network/vis-network.min.js", "network.js"
"""The library, and what the pages of networks share, below viz/static/."""

Row = dict[str, Any]


def network_data(nodes: list[Row], edges: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return nodes and edges as pyvis hands them to a page.

    They are set at once: given edges one by one, pyvis compares each with every other, in a time that grows with the
    square of their number.
    """
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes, net.edges = nodes, edges
    found_nodes, found_edges, *_ = net.get_network_data()
    return found_nodes, found_edges


def packed(rows: list[Row]) -> dict[str, Row]:
    """Return rows as columns, each in the shorter of two forms; ``day`` as days since the day of the row before.

    ``is`` holds all values; ``of`` the different ones, and ``at`` which of them each row has. ``days`` begin on
    1 January 1970; what is no whole day stands there as it is.
    """
    found: dict[str, Row] = {}
    for key in rows[0] if rows else ():
        values = [row[key] for row in rows]
        if key == "day":
            found[key] = {"days": list(_days(values))}
            continue
        texts = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values]
        numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        coded = sum(map(len, numbers)) + sum(len(str(numbers[text])) for text in texts)
        if coded < sum(map(len, texts)):
            found[key] = {"of": [json.loads(text) for text in numbers], "at": [numbers[text] for text in texts]}
        else:
            found[key] = {"is": values}
    return found


def _days(days: list[str | None]) -> Iterator[int | str | None]:
    before = date(1970, 1, 1)
    for text in days:
        if text is None or len(text) != len("1970-01-01"):
            yield text
        else:
            day = date.fromisoformat(text)
            yield (day - before).days
            before = day
