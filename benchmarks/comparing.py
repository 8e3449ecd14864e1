"""Runs every engine on every graph, and finds out whether all answers are equal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path

from benchmarks import running, shape, worlds
from benchmarks.answers import TASKS, Asked
from benchmarks.running import Result
from benchmarks.sweep.facts import Facts
from kg.building import pipeline
from kg.facts import load
from kg.names import thing
from kg.oxigraph import RdfFormat, Triple, serialize

OURS = "kg_rules"
LIMIT = 20.0
"""Seconds of processor time that a peer has for one answer; what derives all has UNHURRIED times as long."""
UNHURRIED = 90
DAY = "2026-02-01"
REAL = "real"
LARGE = ("kg_rules", "python_sweep", "numpy_columns", "pyoxigraph_naive", "maplib_naive")
"""The engines that are put to graphs of which not all is derived: the others are over the limit before."""

_WHOLE = ("timeline", "everything", "assess", "assess-all")
"""The tasks for which everything is derived."""


@dataclass(frozen=True)
class Graph:
    """A graph that engines are put to."""

    name: str
    times: float | None
    """So many times the pairs of x1; None for the real graph."""
    whole: bool
    """Whether everything is derived from it."""
    enough: float = 0.5
    """Tasks are repeated until their runs took so many seconds together."""

    @property
    def state(self) -> str:
        """The state that is asked about: the one with most rules."""
        return thing("state", "RUS" if self.times is None else "S0000")


@dataclass
class Comparison:
    """What came of a run."""

    results: dict[tuple[str, str, str], Result] = field(default_factory=dict)
    """By graph, task and engine."""
    skipped: dict[tuple[str, str, str], float] = field(default_factory=dict)
    """What was not run, and how many seconds it would take, by what a smaller graph took."""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)

    def seconds(self, graph: str, task: str, engine: str) -> float | None:
        """Return what an engine took, or None."""
        result = self.results.get((graph, task, engine))
        return None if result is None else result.seconds

    def ratio(self, graph: str, task: str, engine: str, base: str = OURS) -> float | None:
        """Return how many times as long as another an engine took, or None."""
        mine, theirs = self.seconds(graph, task, engine), self.seconds(graph, task, base)
        return mine / theirs if mine is not None and theirs else None

    def graphs(self) -> list[str]:
        """Return the names of the graphs."""
        return list(dict.fromkeys(graph for graph, _, _ in self.results))

    def engines(self) -> list[str]:
        """Return the engines that ran, ours first."""
        found = {engine for _, _, engine in (*self.results, *self.skipped)}
        return sorted(found, key=lambda name: (name != OURS, name))

    def unequal(self) -> list[str]:
        """Return a sentence for each task of which two engines gave different answers, and each that failed."""
        found = []
        for graph in self.graphs():
            for task in TASKS:
                there = {e: r for (g, t, e), r in self.results.items() if (g, t) == (graph, task) and r.digest}
                if len({result.digest for result in there.values()}) > 1:
                    told = ", ".join(f"{engine} {result.rows} rows" for engine, result in there.items())
                    found.append(f"{graph}, {task}: the answers differ: {told}")
        return found


def write_real(path: Path, root: Path) -> None:
    """Write the facts that ship, with the classes that follow, as N-Triples, without the ontology."""
    knowledge = load.load(root)
    known = {quad.subject for quad in knowledge.ontology}
    triples = {
        Triple(quad.subject, quad.predicate, quad.object)
        for quad in pipeline.asserted(knowledge)
        if quad.subject not in known
    }
    serialize(sorted(triples, key=str), output=str(path), format=RdfFormat.N_TRIPLES)


def compared(
    graphs: Iterable[Graph],
    root: Path,
    folder: Path,
    limit: float,
    jobs: int,
    tell: Callable[[str], None],
    chosen: Iterable[str] = running.ENGINES,
) -> Comparison:
    """Run engines (all, where none are chosen) on graphs, the smallest first; ``tell`` is called with each result."""
    found = Comparison()
    for graph in graphs:
        path = folder / f"{graph.name}.nt"
        if graph.times is None:
            write_real(path, root)
        else:
            worlds.write(path, root, worlds.size(graph.times))
        facts = Facts.read(path)
        found.counts[graph.name] = shape.counts(facts)
        del facts
        with path.open("rb") as file:
            found.statements[graph.name] = sum(1 for _ in file)
        asked = Asked(path, graph.state, DAY, graph.whole, graph.enough)
        engines = [name for name in chosen if graph.whole or name in LARGE]
        with ThreadPoolExecutor(jobs) as pool:
            for results in pool.map(partial(_run, found, graph, asked, limit), engines):
                for result in results:
                    found.results[graph.name, result.task, result.engine] = result
                    tell(_told(graph, result))
        path.unlink()
    return found


def _run(found: Comparison, graph: Graph, asked: Asked, limit: float, engine: str) -> list[Result]:
    peer = import_module(f"benchmarks.engines.{engine}").Engine.PEER
    tasks = [task for task in TASKS if graph.whole or task not in _WHOLE]
    if peer and graph.times is not None:
        for task in tuple(tasks):
            expected = _expected(found, graph, task, engine)
            if expected is not None and expected > limit:
                tasks.remove(task)
                found.skipped[graph.name, task, engine] = expected
    return running.measure(engine, asked, tasks, limit if peer else limit * UNHURRIED) if tasks else []


def _expected(found: Comparison, graph: Graph, task: str, engine: str) -> float | None:
    """Return what a task would take if it grew as the pairs do, by the largest graph before that tells."""
    expected = None
    for name, counts in found.counts.items():
        result = found.results.get((name, task, engine))
        if name in (REAL, graph.name) or result is None:
            continue
        grown = found.counts[graph.name]["pairs of state and treaty"] / counts["pairs of state and treaty"]
        if result.over:
            return float("inf")
        expected = result.seconds * grown if result.seconds is not None else expected
    return expected


def _told(graph: Graph, result: Result) -> str:
    if result.error is not None:
        return f"{graph.name:5} {result.engine:18} {result.task:15} {result.error[:80]}"
    took = "over the limit" if result.over or result.seconds is None else f"{result.seconds:10.4f} s"
    return f"{graph.name:5} {result.engine:18} {result.task:15} {took} {result.megabytes or 0:8.0f} MB"
