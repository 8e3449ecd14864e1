"""The kinds of change that one can suppose."""

from __future__ import annotations

from pathlib import Path

from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.records import TEXT, described, listed, record
from kg.presenting import present
from kg.supposing.changes import read_changes

ASKING = Asking(
    "the kinds of change that what-if can suppose",
    (),
    listed(record(change=TEXT, supposes=TEXT, given=described(TEXT, "its parameters, NAME=(TYPE), joined by blanks"))),
)


def listing(root: Path, form: str) -> str:
    """Return the kinds of change of the knowledge in a folder, in a form."""
    rows = [
        [name, query.header["title"], " ".join(f"{p.name}=({p.type})" for p in query.parameters)]
        for name, query in read_changes(root).items()
    ]
    return present.table(["change", "supposes", "given"], rows, form)


def answer(graph: Graph, given: Given) -> Told:  # noqa: ARG001
    """Return the kinds of change."""
    return Told(listing(graph.root, "json"))
