"""maplib: SPARQL over data frames of Polars."""

from __future__ import annotations

from collections.abc import Iterator

import maplib

from benchmarks import naive
from benchmarks.answers import Asked


class Engine:
    """maplib, one query."""

    TITLE = "maplib, one query"
    PACKAGE = "maplib"
    PEER = True

    def __init__(self) -> None:
        """Begin with an empty model."""
        self._model = maplib.Model()
        self.tasks = naive.tasks(self._ask)

    def load(self, asked: Asked) -> None:
        """Read the facts into data frames."""
        self._model.read(str(asked.facts), format="ntriples")

    def _ask(self, text: str) -> Iterator[tuple[str, str]]:
        for state, other in self._model.query(text).iter_rows():
            yield state.strip("<>"), other.strip("<>")
