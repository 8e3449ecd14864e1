"""Compares what a supposition costs with what deriving everything anew costs, and whether both say the same.

``python benchmarks/suppositions.py`` prints a table; each side of each case runs in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from kg import files
from kg.building import pipeline, store
from kg.conclusions.differences import Standing, differences
from kg.derivation import reason, rules
from kg.facts.assertions import asserted
from kg.graph import Given, Graph
from kg.oxigraph import Quad, Store
from kg.presenting.present import table
from kg.supposing.hypothetical import Outcome

_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Case:
    """Something that one may suppose."""

    name: str
    acts: tuple[str, ...] = ()
    changes: Given = field(default_factory=dict)


CASES = (
    Case("an act: Russia ratifies the Rome Statute", ("RUS Ratification rome-statute 2027-01-01",)),
    Case("a withdrawal: Armenia leaves the Rome Statute", ("ARM Withdrawal rome-statute 2027-01-01 2028-01-01",)),
    Case("a withdrawal: Russia leaves the UN Charter", ("RUS Withdrawal un-charter 2027-01-01",)),
    Case(
        "a resolution: the Council refers a situation to the ICC",
        changes={"referral": {"state": "RUS", "subject": "icc-ukraine", "on": "2027-01-01", "about": "icc-ukraine"}},
    ),
    Case(
        "a rule: Hungary adopts limb (b) of Russia's law",
        changes={"adoption": {"state": "HUN", "rule": "rus-fkz-2025-limb-b", "on": "2027-01-01"}},
    ),
)


@dataclass(frozen=True)
class Cost:
    """What one side of a case took: the median of its times, and the most memory its process held."""

    seconds: float
    megabytes: float
    equal: bool | None = None


def _cost(times: Iterable[float], equal: bool | None = None) -> Cost:
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, equal)


def timed(work: Callable[[], _Found], times: list[float]) -> _Found:
    """Return what work returns, and note the processor time it took: other programs of the machine do not count."""
    start = time.process_time()
    found = work()
    times.append(time.process_time() - start)
    return found


def all_derived(root: Path, facts: list[Quad]) -> Store:
    """Return what follows from facts by all rules."""
    found = Store()
    for _, triples in rules.derive(rules.read_rules(root), facts):
        found.bulk_extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return found


def is_equal(graph: Graph, outcome: Outcome, whole: Store) -> bool:
    """Return whether a supposition tells the differences that two full derivations show, from nodes that both have."""
    told = differences(Standing(graph.store), Standing(whole))
    return told == outcome.differences and all(quad in whole for quad in outcome.supposition.derived)


def supposition(case: Case, repeat: int) -> Cost:
    """Return what kg takes to lay a case over the built graph and to tell what differs."""
    graph, times = Graph.open(), list[float]()
    for _ in range(repeat):
        timed(lambda: graph.what_if(*case.acts, changes=case.changes), times)
    return _cost(times)


def full_derivation(case: Case, repeat: int) -> Cost:
    """Return what it takes to read the facts, add what is supposed, run all rules and tell what differs."""
    graph, times = Graph.open(), list[float]()
    outcome = graph.what_if(*case.acts, changes=case.changes)
    added = [quad for change in outcome.supposition.changes for quad in change.added]
    removed = {quad.triple for change in outcome.supposition.changes for quad in change.removed}

    def work() -> Store:
        facts = [quad for quad in asserted(graph.store) if quad.triple not in removed]
        whole = all_derived(graph.root, facts + added + reason.types(facts, added))
        differences(Standing(graph.store), Standing(whole))
        return whole

    for _ in range(repeat):
        whole = timed(work, times)
    return _cost(times, is_equal(graph, outcome, whole))


def build(_: Case, repeat: int) -> Cost:
    """Return what ``kg build`` takes: load, reason, check, derive, store."""
    root, times = files.knowledge_root(), list[float]()
    with tempfile.TemporaryDirectory() as cache:
        for number in range(repeat):
            folder = Path(cache, str(number))
            timed(partial(store.build, folder, "benchmark", lambda: pipeline.build(root)), times)
    return _cost(times)


def warm(_: Case, repeat: int) -> Cost:
    """Build the graph that the other measurements open, unless it is there."""
    return _cost([float(repeat * len(Graph.open()))])


def apart(measure: Callable[[Case, int], Cost], case: Case, repeat: int) -> Cost:
    """Measure in a fresh process, so that neither warm caches nor memory of another case count.

    A process starts with the peak of the one that starts it; so this one holds nothing.
    """
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (case, repeat))


def main(arguments: list[str] | None = None) -> int:
    """Measure all cases, print them, and return 1 where a supposition and a full derivation differ."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=5, help="how often a supposition is run (default: 5)")
    options.add_argument("--full", type=int, default=1, help="how often all is derived anew (default: 1)")
    options.add_argument("--format", choices=("table", "json", "csv", "md"), default="table")
    chosen = options.parse_args(arguments)
    apart(warm, CASES[0], 1)
    whole = apart(build, CASES[0], chosen.full)
    rows = []
    for case in CASES:
        ours, full = apart(supposition, case, chosen.repeat), apart(full_derivation, case, chosen.full)
        rows.append(
            [
                case.name,
                f"{ours.seconds:.2f}", f"{full.seconds:.2f}", f"{whole.seconds:.2f}",
                f"{full.seconds / ours.seconds:.1f}", f"{whole.seconds / ours.seconds:.1f}",
                f"{ours.megabytes:.0f}", f"{full.megabytes:.0f}", f"{whole.megabytes:.0f}",
                "yes" if full.equal else "NO",
            ]
        )  # fmt: skip
    head = ["Supposed", "kg s", "Full s", "Build s", "Full/kg", "Build/kg", "kg MB", "Full MB", "Build MB", "Equal"]
    print(table(head, rows, chosen.format))
    return 0 if all(row[-1] == "yes" for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
