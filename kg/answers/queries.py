"""The question catalogue."""

from __future__ import annotations

from pathlib import Path

from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.records import TEXT, described, listed, record
from kg.presenting import present
from kg.queries.sparql import catalogue

ASKING = Asking(
    "the question catalogue",
    (),
    listed(record(question=TEXT, asks=TEXT, given=described(TEXT, "its parameters, NAME=(TYPE), joined by blanks"))),
)


def listing(root: Path, form: str) -> str:
    """Return the questions of the knowledge in a folder, in a form."""
    rows = [
        [query.stem, query.header["asks"], " ".join(f"{p.name}=({p.type})" for p in query.parameters)]
        for query in catalogue(root).values()
    ]
    return present.table(["question", "asks", "given"], rows, form)


def answer(graph: Graph, given: Given) -> Told:  # noqa: ARG001
    """Return the questions."""
    return Told(listing(graph.root, "json"))
