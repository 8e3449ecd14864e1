"""The graph that a command asks, and what the formats for programs are."""

from __future__ import annotations

from kg.commands.progress import progress
from kg.graph import Graph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

FOR_PROGRAMS = ("json", "csv")
"""The formats that a program reads: they hold the data alone, and an empty answer is an empty list or a bare header."""


def chosen_knowledge(options: Namespace) -> Path | None:
    """Return the folder that --knowledge names, or None for ours."""
    if not options.knowledge:
        return None
    from pathlib import Path

    return Path(options.knowledge)


def opened(options: Namespace, *, rebuild: bool = False) -> Graph:
    """Return the graph, built first where needed, with its progress shown; or that of an engine, where one is named."""
    consulted: Graph | None = getattr(options, "graph", None)
    if consulted is not None:
        return consulted
    return Graph.open(chosen_knowledge(options), progress(), rebuild=rebuild)
