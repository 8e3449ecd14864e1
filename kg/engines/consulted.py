"""A graph that lies on an engine, as the commands read it: what one command says is read from one build."""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import cast

from kg.conclusions.steps import Step
from kg.days import Day, day_of
from kg.engines.engine import Engine
from kg.engines.remote import RemoteStore
from kg.faults import Fault, UsageFault
from kg.files import knowledge_root
from kg.graph import Graph
from kg.oxigraph import Store

READING, BUILDING = 60.0, 3600.0
"""How many seconds one request may take, where nothing else is said."""


class ConsultedGraph(Graph):
    """The graph that an engine holds; the questions and the words for its answers are those of a folder here."""

    def __init__(self, root: Path, remote: RemoteStore) -> None:
        """Read from an engine; ``root`` is a folder of knowledge, of which only queries/ is read."""
        super().__init__(root, cast(Store, remote))
        self._remote = remote

    def why(
        self, state: str, subject: str, *, on: Day = None, reading: str | None = None, language: str | None = None
    ) -> list[Step]:
        """Return what ``Graph.why`` returns; all that the positions rest on is read at once."""
        when = day_of(on)
        found = self.assess(state, on=when, subject=subject, reading=reading)
        if found:
            self._remote.foresee(position.iri for position in found)
        return super().why(state, subject, on=when, reading=reading, language=language)


def engine(options: Namespace, seconds: float = READING) -> Engine:
    """Return the engine that options name.

    Raises UsageFault for what is no address, and for a time in which nothing can be done.
    """
    given = seconds if options.time is None else options.time
    if not 0 < given < 1 << 30:
        raise UsageFault(f"--time {given:g} lets nothing be asked; give a number above 0")
    updates = getattr(options, "update_url", None)
    if updates is None and options.endpoint.endswith("/query"):
        updates = options.endpoint.removesuffix("query") + "update"
    return Engine(options.endpoint, updates, seconds=given)


def consult(command: Callable[[Namespace], int], options: Namespace) -> int:
    """Run a command over the graph of the engine that its options name, and return its exit status.

    Nothing is printed before it is certain that all was read from one build.

    Raises Fault where the engine gives no answer, or the build was replaced meanwhile; and whatever the command raises.
    """
    root = Path(options.knowledge) if options.knowledge else knowledge_root()
    printed = io.StringIO()
    with engine(options) as asked:
        remote = RemoteStore(asked)
        options.graph = ConsultedGraph(root.resolve(), remote)
        try:
            with redirect_stdout(printed):
                status = command(options)
        except Fault:
            remote.confirm()  # what was not found may have been taken away
            raise
        remote.confirm()
    sys.stdout.write(printed.getvalue())
    return status
