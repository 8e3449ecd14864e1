"""Writes what a run found: docs/performance.md and its pictures."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks import plots, remarks, shape
from benchmarks.comparing import OURS, REAL, Comparison
from benchmarks.running import Result, title
from benchmarks.targets import Target, targets
from kg.files import write_text
from kg.presenting.present import table

ASKED = ("unfounded", "parties", "unfounded-all")
DERIVED = ("participations", "timeline", "everything", "build")
ASSESSED = ("assess-first", "assess", "assess-all")


@dataclass(frozen=True)
class Run:
    """What was compared, with which limit, and what suppositions took, as benchmarks/suppositions.py tells it."""

    comparison: Comparison
    limit: float
    suppositions: list[dict[str, str]] = field(default_factory=list)
    minutes: float = 0.0
    load: float = 0.0
    """How many processes wanted to run when it began."""

    def whatif(self) -> list[float]:
        """Return how many times faster than a build each supposition was."""
        return [float(row["Build/kg"]) for row in self.suppositions]


def write(run: Run, root: Path) -> list[Path]:
    """Write the report and the pictures into docs/ of a checkout, and return their paths."""
    docs, comparison = root / "docs", run.comparison
    graph = REAL if REAL in comparison.graphs() else comparison.graphs()[0]
    sized = [name for name in comparison.graphs() if name != REAL]
    pictures = {
        "performance-look-ups.svg": plots.bars(comparison, graph, (*ASKED, "assess", "assess-all"), run.limit),
        "performance-growth.svg": plots.growth(comparison, ("participations", "everything"), sized),
    }
    for name, text in pictures.items():
        write_text(docs / name, text)
    write_text(docs / "performance.md", page(run))
    return [docs / "performance.md", *(docs / name for name in pictures)]


def machine() -> str:
    """Return what the run was on, without names of hosts."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        model = platform.machine()
    return f"{os.cpu_count()} cores ({model}), {platform.system()}, Python {platform.python_version()}"


def page(run: Run) -> str:
    """Return the report as Markdown."""
    comparison, limit = run.comparison, run.limit
    graphs = comparison.graphs()
    graph = REAL if REAL in graphs else graphs[0]
    aims = targets(comparison, limit, run.whatif())
    unequal = comparison.unequal()
    equal = "All answers were equal." if not unequal else "**Answers differed:** " + "; ".join(unequal) + "."
    parts = [
        remarks.HEAD.format(
            day=date.today().isoformat(),
            machine=machine(),
            minutes=run.minutes,
            load=run.load,
            equal=equal,
            limit=limit,
        ),
        "## What was aimed at\n\n"
        + table(["What", "Aim", "Found", "Reached"], [target.cells() for target in aims], "md"),
        *_missed(aims),
        remarks.REMARKS,
        f"## Look-ups\n\n{remarks.ASKED}\n\n"
        f"![What each engine takes for each question on the graph {graph}](performance-look-ups.svg)\n\n"
        + "\n\n".join(_times(run, name, (*ASKED, *ASSESSED)) for name in graphs),
        f"## Deriving\n\n{remarks.DERIVED}\n\n"
        "![How the time of deriving grows with the pairs; dotted lines are linear](performance-growth.svg)\n\n"
        + "\n\n".join(_times(run, name, ("load", *DERIVED)) for name in graphs),
        f"## Memory\n\n{remarks.HELD}\n\n{_memory(run)}",
    ]
    if run.suppositions:
        rows = [list(row.values()) for row in run.suppositions]
        parts.append(f"## Suppositions\n\n{remarks.SUPPOSED}\n\n" + table(list(run.suppositions[0]), rows, "md"))
    parts.append(f"## Pictures of networks\n\n{remarks.PICTURES}")
    if failed := _failed(comparison):
        parts.append("## What an engine could not do\n\n" + "\n".join(failed))
    parts += [f"## The graphs\n\n{remarks.GRAPHS}\n\n{_shape(comparison)}", f"## Engines\n\n{_engines(comparison)}"]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _missed(aims: Sequence[Target]) -> list[str]:
    """Return why aims were missed, of those that were."""
    missed = [target.sentence for target in aims if target.met is False]
    whys = [why for begin, why in remarks.WHY.items() if any(sentence.startswith(begin) for sentence in missed)]
    return [f"{remarks.MISSED}\n\n" + "\n".join(whys)] if missed else []


def _cell(run: Run, graph: str, task: str, engine: str) -> str:
    result = run.comparison.results.get((graph, task, engine))
    if result is None:
        expected = run.comparison.skipped.get((graph, task, engine))
        if expected is None:
            return "-"
        return "not run" if expected == float("inf") else f"not run (≈ {plots.told(expected)})"
    if result.over:
        return f"> {run.limit:g} s"
    if result.seconds is None:
        return "cannot"
    ratio = run.comparison.ratio(graph, task, engine)
    return plots.told(result.seconds) + (f" ({_times_of(ratio)} x)" if engine != OURS and ratio is not None else "")


def _times_of(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.2g}"


def _times(run: Run, graph: str, tasks: Sequence[str]) -> str:
    comparison = run.comparison
    there = [
        e for e in comparison.engines() if any(_cell(run, graph, task, e) != "-" for task in tasks if task != "load")
    ]
    shown = [task for task in tasks if any(_cell(run, graph, task, engine) != "-" for engine in there)]
    rows = [[title(engine), *(_cell(run, graph, task, engine) for task in shown)] for engine in there]
    heading = f"**{graph}** ({comparison.statements[graph]:,} facts)"
    return f"{heading}\n\n" + table(["", *shown], rows, "md")


def _memory(run: Run) -> str:
    comparison, graphs = run.comparison, run.comparison.graphs()

    def peak(graph: str, engine: str) -> str:
        found = [
            result.megabytes
            for (name, _, who), result in comparison.results.items()
            if (name, who) == (graph, engine) and result.megabytes
        ]
        return f"{max(found):,.0f}" if found else "-"

    rows = [[title(engine), *(peak(graph, engine) for graph in graphs)] for engine in comparison.engines()]
    return table(["", *graphs], rows, "md")


def _failed(comparison: Comparison) -> list[str]:
    def sentence(graph: str, result: Result) -> str:
        return f"- {title(result.engine)}, {graph}, {result.task}: `{(result.error or '')[:300]}`"

    return [sentence(graph, result) for (graph, _, _), result in comparison.results.items() if result.error is not None]


def _shape(comparison: Comparison) -> str:
    head, rows = shape.table(comparison.counts.items())
    return table(head, rows, "md")


def _engines(comparison: Comparison) -> str:
    return "\n".join(f"- {title(engine)}" for engine in comparison.engines())
