"""What is exported of a graph, and what writes it: the contract of the modules in kg/exports/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import IO, Final, Protocol

from kg.exporting.lines import Line, canonical, lines_of, sortable, sorted_line
from kg.exporting.lines import quads as quads_of
from kg.exporting.snapshot import Snapshot
from kg.exporting.sorting import RUN, Sorter
from kg.faults import Fault
from kg.graph import Graph
from kg.names import GRAPH, ONTOLOGY, THING, kind
from kg.oxigraph import A, NamedNode, Quad, RdfFormat

PARTS: Final = ("ontology", "facts", "derived", "proofs")
"""The parts of a graph; every statement belongs to one, and the name of its graph tells which."""
ASSERTED: Final = PARTS[:2]
"""What people wrote; the other parts follow from it."""

_GRAPHS: Final[dict[bytes, str]] = {
    f"<{GRAPH}{folder}".encode(): part
    for folder, part in (
        ("ontology/", "ontology"), ("inferred-types", "derived"), ("derived/", "derived"), ("proofs/", "proofs"),
    )
}  # fmt: skip
_DERIVED, _PROOFS = f"<{GRAPH}derived/".encode(), f"<{GRAPH}proofs/".encode()
_HOW: Final = frozenset(f"<{ONTOLOGY}{name}>".encode() for name in ("restsOn", "restsOnUnconfirmed", "byRule"))
_STEPS: Final = frozenset(("test", "outcome"))
_THING: Final = f"<{THING}".encode()


def _part_of_graph(graph: bytes) -> str:
    """Return the part that a graph holds, ``derived`` with proofs among it; one that is none of ours holds facts."""
    return next((part for start, part in _GRAPHS.items() if graph.startswith(start)), "facts")


def _part(line: Line, held: str) -> str:
    """Return the part that a statement belongs to, told what its graph holds."""
    if held != "derived":
        return held
    if line.predicate in _HOW:
        return "proofs"
    subject = line.subject
    return "proofs" if subject.startswith(_THING) and kind(subject[1:-1].decode()) in _STEPS else "derived"


class _Sink:
    """A file that hands on the lines of N-Triples that are written to it."""

    def __init__(self, graph: bytes, take: Callable[[Line], None]) -> None:
        self._graph = graph
        self._take = take
        self._rest = b""

    def write(self, content: bytes) -> int:
        whole, feed, rest = (self._rest + content).rpartition(b"\n")
        self._rest = rest
        for line in lines_of(whole if feed else b"", self._graph):
            self._take(line)
        return len(content)

    def flush(self) -> None:
        """Hand on nothing: only whole lines are."""


class Nothing(Fault):
    """There is nothing in what is asked that the format could hold, and a file of it would say nothing."""


@dataclass(frozen=True)
class Extract:
    """What is to be written: parts of a graph (by default all), as they are on a day (by default over all time)."""

    graph: Graph
    parts: frozenset[str] = frozenset(PARTS)
    day: date | None = None
    context: str | None = None
    """Where the JSON-LD context lies; None: in the file itself."""
    spreadsheet_safe: bool = False
    """Whether cells of CSV that a spreadsheet would run are made safe."""
    run: int = RUN
    """How many bytes are sorted in memory at once."""

    def lines(self, *, graphs: bool = False) -> Iterator[Line]:
        """Yield every statement in reading order: once, or with ``graphs`` once in each graph.

        Memory does not grow with the graph: statements are sorted on disk. Blank nodes, which only the ontology has,
        are named in memory.

        Raises OSError where the disk is full.
        """
        sorter, blank = Sorter(self.run), set[Line]()
        snapshot = None if self.day is None else Snapshot(self.graph.store, self.day.isoformat())

        def take(line: Line, held: str) -> None:
            part = _part(line, held)
            if part not in self.parts or not (snapshot is None or snapshot.keeps(line.subject, line.object)):
                return
            if not graphs:
                line = Line(line.triple)
            elif part == "proofs":
                line = Line(line.triple, line.graph.replace(_DERIVED, _PROOFS, 1))
            if line.has_blank:
                blank.add(line)
            else:
                sorter.add(sortable(line))

        for graph in self.graph.store.named_graphs():
            held = _part_of_graph(str(graph).encode())
            if held not in self.parts and not (held == "derived" and "proofs" in self.parts):
                continue
            sink = _Sink(str(graph).encode(), partial(take, held=held))
            self.graph.store.dump(sink, format=RdfFormat.N_TRIPLES, from_graph=graph)  # type: ignore[arg-type]
        if blank:
            for line in canonical(blank):
                sorter.add(sortable(line))
        return map(sorted_line, sorter)

    def without(self, *parts: str) -> Extract:
        """Return the extract without some of its parts."""
        return replace(self, parts=self.parts.difference(parts))

    def quads(self, *, graphs: bool = False) -> Iterator[Quad]:
        """Yield what ``lines`` yields as quads."""
        return quads_of(self.lines(graphs=graphs))

    def subjects_of_type(self, iri: str) -> set[str]:
        """Return the IRIs of the things of one type in the whole graph; few are asked for, such as ontologies."""
        found = self.graph.store.quads_for_pattern(None, A, NamedNode(iri), None)
        return {quad.subject.value for quad in found if isinstance(quad.subject, NamedNode)}


class Format(Protocol):
    """A module of kg/exports/: one format, named as the module is."""

    SUFFIX: str
    """How names of its files end."""
    TAKES: tuple[str, ...]
    """Which options beside parts and day it takes: fields of ``Extract``, as ``context``; or none."""

    def write(self, extract: Extract, out: IO[bytes]) -> None:
        """Write what is asked, the same bytes each time, in memory that does not grow with the graph.

        Raises Nothing where there is nothing to write, ValueError for what the format cannot express, OSError where it
        cannot be written.
        """
