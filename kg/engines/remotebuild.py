"""Builds the graph on an engine: facts are loaded and rules run there, and the build becomes visible at once, whole."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.building import pipeline
from kg.building.fingerprints import of_files
from kg.derivation import rules, validate
from kg.engines import builds, updates
from kg.engines.builds import Build
from kg.engines.engine import Engine
from kg.facts.load import load
from kg.faults import Fault
from kg.oxigraph import NamedNode, Quad

Progress = Callable[[str, int, int], None]


def build(engine: Engine, root: Path, progress: Progress | None = None) -> int:
    """Build the graph of a knowledge folder on an engine, make it the visible one, and return its size.

    A build that was interrupted goes on where it was; until the new one is whole, readers see the old one. What old
    and unfinished builds left is removed.

    Raises Fault for a fault of the knowledge, before anything is sent; where the engine fails; and where another
    process begins to build there.
    """
    knowledge = load(root)
    quads = pipeline.asserted(knowledge)
    for finding in validate.check(knowledge, quads):
        raise finding.fault()
    strata = rules.read_rules(root)
    there = builds.registered(engine)
    of, version = of_files(root, builds.version()), builds.version()
    same = [one for one in there if (one.knowledge, one.version) == (of, version)]
    started = next((one for one in same if one.unfinished), None)
    shown = next((one for one in same if one.visible), None)
    left = [one for one in there if one is not started and not one.visible]
    _drop(engine, left)
    if started is None and shown is not None and left:
        return shown.statements or 0  # the run before got as far as to show it, and was stopped when it tidied up
    owner = uuid.uuid4().hex
    if started is not None:
        builds.take_over(engine, started, owner)
    else:
        started = Build(builds.named(f"{of}-{owner[:8]}"), version, of)
        builds.register(engine, started, owner, _graphs(quads, strata))
    _run(engine, started, owner, list(_steps(started, owner, quads, strata)), progress)
    statements = _count(engine, started, quads)
    builds.show(engine, started, owner, statements)
    _drop(engine, [one for one in builds.registered(engine) if not one.visible])
    return statements


def _graphs(quads: list[Quad], strata: list[list[rules.Rule]]) -> list[str]:
    facts = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    return [*sorted(facts), *(rule.graph.value for stratum in strata for rule in stratum)]


def _steps(build: Build, owner: str, quads: list[Quad], strata: list[list[rules.Rule]]) -> Iterator[tuple[str, str]]:
    yield from updates.loading(build, owner, quads)
    for stratum in strata:
        yield from updates.deriving(build, owner, stratum)
    yield from updates.finishing(build, owner)


def _run(engine: Engine, build: Build, owner: str, steps: list[tuple[str, str]], progress: Progress | None) -> None:
    """Take the steps that are not taken yet, one after the other."""
    done = builds.done(engine, build, owner)
    for number, (step, update) in enumerate(steps, 1):
        if progress is not None:
            progress(step, number, len(steps))
        if step not in done:
            engine.update(update)
    missing = {step for step, _ in steps} - builds.done(engine, build, owner)
    if missing:
        raise Fault(f"{engine.queries} does not hold what was written to it: {min(missing)} is missing")


def _count(engine: Engine, build: Build, quads: list[Quad]) -> int:
    """Return how many statements a build holds, as a built store counts them.

    Raises Fault where a graph of facts has not the statements that were sent.
    """
    graphs = builds.parts(engine, build)
    listed = " ".join(f"<{graph}>" for graph in graphs)
    rows = engine.rows(
        f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {listed} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g", "g", "n"
    )
    held = {row["g"]: int(row["n"]) for row in rows}
    sent = Counter(quad.graph_name.value for quad in set(quads) if isinstance(quad.graph_name, NamedNode))
    for graph, number in sent.items():
        found = held.get(build.name(graph), 0)
        if found != number:
            raise Fault(f"{engine.queries} holds {found} statements of {graph}, where {number} were sent")
    return sum(held.values()) // 2


def _drop(engine: Engine, unwanted: list[Build]) -> None:
    for build in unwanted:
        builds.drop(engine, build)
