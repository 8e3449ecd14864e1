"""rdflib over an Oxigraph store: rdflib's interface, Oxigraph's SPARQL."""

from __future__ import annotations

import rdflib

from benchmarks.answers import Asked
from benchmarks.engines import rdflib_naive


class Engine(rdflib_naive.Engine):
    """rdflib over Oxigraph, one query."""

    TITLE = "oxrdflib, one query"
    PACKAGE = "oxrdflib"

    def load(self, asked: Asked) -> None:
        """Read the facts into an Oxigraph store in memory."""
        self._graph = rdflib.Graph(store="Oxigraph")
        self._graph.parse(asked.facts, format="ox-nt")
