"""Nodes and edges as vis-network takes them, by pyvis."""

from __future__ import annotations

from typing import Any

from pyvis.network import Network

LIBRARY, SHARED = "vis-network/vis-network.min.js", "network"
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
