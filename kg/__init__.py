"""Opposable: which bodies' rulings a state treats as non-binding under its own law, on any date, and why.

``kg.open()`` returns the graph, built on first use.
"""

from __future__ import annotations

__version__ = "0.1.0"
TYPE_CHECKING = False
"""As of the module typing, which would be a fourth of what a look-up takes: type checkers know the name."""

if TYPE_CHECKING:
    from pathlib import Path

    from kg.displayed import DisplayedGraph


def open(knowledge: Path | None = None) -> DisplayedGraph:  # noqa: A001 - kg.open() is the name that users type
    """Return the graph of the knowledge that ships with the package, or of another folder of the same layout.

    Builds it first where it is not built yet. Its answers display themselves in a notebook and at a prompt.

    Raises Fault where the knowledge has a fault; its text says where.
    """
    from kg.displayed import DisplayedGraph

    return DisplayedGraph.open(knowledge)
