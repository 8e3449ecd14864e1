"""Oxigraph in process, asked of the acts themselves."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import naive
from benchmarks.answers import Asked
from kg.oxigraph import NamedNode, QuerySolutions, RdfFormat, Store


class Engine:
    """pyoxigraph, one query."""

    TITLE = "pyoxigraph, one query"
    PACKAGE = "pyoxigraph"
    PEER = True

    def __init__(self) -> None:
        """Begin with an empty store."""
        self._store = Store()
        self.tasks = naive.tasks(self._ask)

    def load(self, asked: Asked) -> None:
        """Read the facts into a store in memory."""
        self._store.bulk_load(path=str(asked.facts), format=RdfFormat.N_TRIPLES)

    def _ask(self, text: str) -> Iterator[tuple[str, str]]:
        found = self._store.query(text)
        assert isinstance(found, QuerySolutions)
        for row in found:
            state, other = row[0], row[1]
            assert isinstance(state, NamedNode)
            assert isinstance(other, NamedNode)
            yield state.value, other.value
