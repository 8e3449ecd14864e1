"""owlready2's native SPARQL engine, which translates to SQL."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import owlready2

from benchmarks import naive
from benchmarks.answers import Asked, Unable


class Engine:
    """owlready2, one query."""

    TITLE = "owlready2, one query"
    PACKAGE = "owlready2"
    PEER = True

    def __init__(self) -> None:
        """Begin with an empty world, its quad store in a file as large ones need it."""
        self._folder = tempfile.TemporaryDirectory()
        self._world = owlready2.World(filename=str(Path(self._folder.name, "quads.sqlite3")))
        self.tasks = naive.tasks(self._ask)

    def load(self, asked: Asked) -> None:
        """Read the facts into the quad store."""
        self._world.get_ontology(asked.facts.as_uri()).load()

    def _ask(self, text: str) -> Iterator[tuple[str, str]]:
        try:
            rows = list(self._world.sparql(text, error_on_undefined_entities=False))
        except Exception as error:  # its parser raises errors of several libraries
            said = " ".join(str(error).split())
            raise Unable(f"{type(error).__name__}: {said}" if said else type(error).__name__) from error
        for state, other in rows:
            yield _iri(state), _iri(other)


def _iri(value: object) -> str:
    return str(getattr(value, "iri", value))
