"""rdflib with its own SPARQL engine."""

from __future__ import annotations

from collections.abc import Iterator

import rdflib

from benchmarks import naive
from benchmarks.answers import Asked


class Engine:
    """rdflib, one query."""

    TITLE = "rdflib, one query"
    PACKAGE = "rdflib"
    PEER = True

    def __init__(self) -> None:
        """Begin with an empty graph."""
        self._graph = rdflib.Graph()
        self.tasks = naive.tasks(self._ask)

    def load(self, asked: Asked) -> None:
        """Read the facts into a graph in memory."""
        self._graph.parse(asked.facts, format="nt")

    def _ask(self, text: str) -> Iterator[tuple[str, str]]:
        for row in self._graph.query(text):
            assert isinstance(row, rdflib.query.ResultRow)
            yield str(row[0]), str(row[1])
