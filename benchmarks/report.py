"""Writes what a run found: docs/performance.md and its pictures."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from benchmarks import plots, shape
from benchmarks.comparing import OURS, REAL, Comparison
from benchmarks.running import Result, title
from benchmarks.targets import targets
from kg.files import write_text
from kg.present import table

ASKED = ("unfounded", "parties", "unfounded-all")
DERIVED = ("participations", "everything", "build")
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
    unequal = comparison.unequal()
    equal = "All answers were equal." if not unequal else "**Answers differed:** " + "; ".join(unequal) + "."
    parts = [
        _HEAD.format(
            day=date.today().isoformat(),
            machine=machine(),
            minutes=run.minutes,
            load=run.load,
            equal=equal,
            limit=limit,
        ),
        "## What was aimed at\n\n"
        + table(
            ["What", "Aim", "Found", "Reached"], [t.cells() for t in targets(comparison, limit, run.whatif())], "md"
        ),
        _REMAINS,
        f"## Look-ups\n\n{_ASKED}\n\n"
        f"![What each engine takes for each question on the graph {graph}](performance-look-ups.svg)\n\n"
        + "\n\n".join(_times(run, name, (*ASKED, *ASSESSED)) for name in graphs),
        f"## Deriving\n\n{_DERIVED}\n\n"
        "![How the time of deriving grows with the pairs; dotted lines are linear](performance-growth.svg)\n\n"
        + "\n\n".join(_times(run, name, ("load", *DERIVED)) for name in graphs),
        f"## Memory\n\n{_HELD}\n\n{_memory(run)}",
    ]
    if run.suppositions:
        rows = [list(row.values()) for row in run.suppositions]
        parts.append(f"## Suppositions\n\n{_SUPPOSED}\n\n" + table(list(run.suppositions[0]), rows, "md"))
    parts.append(f"## Pictures of networks\n\n{_PICTURES}")
    if failed := _failed(comparison):
        parts.append("## What an engine could not do\n\n" + "\n".join(failed))
    parts += [f"## The graphs\n\n{_GRAPHS}\n\n{_shape(comparison)}", f"## Engines\n\n{_engines(comparison)}"]
    return "\n\n".join(part.strip() for part in parts) + "\n"


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


_HEAD = """# Performance

`make bench` wrote this page on {day}, on {machine}, in {minutes:.0f} minutes; other
work gave the machine a load of {load:.1f} when it began. It puts the same questions to every engine, on the same facts,
each engine in a process of its own, and compares the answers row by row. {equal}

Times are processor time of all threads, the median of up to 25 runs, the making of rows of Python included; in
brackets, how many times as long as `kg` in the same run. A question that took a peer more than {limit:g} s was
stopped. Tests compare answers, never times; `benchmarks/baseline.json` holds ratios of an earlier run, and each
run tells which have changed by more than 1.5 times."""

_REMAINS = """### Where an aim was missed, and why

Where others use the machine, processor time grows too, for caches are shared: most for what takes little time, and
for what needs much memory.

- *The timeline against plain Python.* The rules make each step of each proof a statement with an IRI, which a lawyer
  can ask for; the sweep keeps intervals in dictionaries and nothing else. Each statement goes into an indexed store,
  out of it and into the store that is kept, so no formulation of the rules comes near three times the sweep.
  Against clingo, which derives the same without proofs either, see the table of deriving.
- *No founding treaty, one state.* The question is asked of the store, which finds a state's participations among all
  statements that name the state (thousands, for a state with many rules); the sweep has a list of them. Positions,
  which `kg assess` shows, lie ready beside the store.
- *Positions of all states against numpy.* `kg` gives positions of sixteen fields in the order in which they are shown,
  numpy rows of five in no order.
- *A supposition.* What tells answers apart is derived, and nothing else; the grounds of what differs are derived once
  they are asked for (`--proofs`, `--format json`, `--facts`), which takes longer and is not counted here.
- *Growth.* Rules begin at the few things they are about; that lets the time of everything grow hardly faster than what
  is derived. In the rules of participations nothing was found that grows faster, but a bare scan of all consents
  takes 1.2 to 2.3 times as long for each of them in x10 as in x1: more than a processor's cache holds.
- *x100.* Everything that follows from x100 would need more memory than a large machine has, so growth is told up to x3
  for everything and up to x10 for participations; `make bench SIZE=x10` and `SIZE=x100` go on from there
  ([what came of it](scale.md)).

Where rdflib was stopped, it is only known that it takes longer than the limit."""

_ASKED = """\
- `unfounded`, `unfounded-all`: the bodies that no treaty of the state founds on a day (one state; all states).
- `parties`: who is party to which treaty on a day.
- `assess`, `assess-all`: what a state treats as non-binding on a day, and what depends on the proceeding (one
  state; all states). `assess-first` is the first look at a state after the graph was opened, which reads its file.

Peers get `benchmarks/questions/*.rq`: one query over the acts themselves, negation by nested NOT EXISTS, as one
would write it first. `kg`, plain Python and numpy answer from intervals that were derived once. No peer is asked
for positions on a day: as one query over the acts that is some 380 lines, and Oxigraph had not answered it for one
state after three minutes."""

_DERIVED = """- `participations`: all intervals in which a state is party to a treaty, or signatory, or applies it.
- `everything`: all intervals of all kinds (positions, what binds, conflicts, duties to arrest). The three
  derivations, rules, clingo and plain Python, were written independently; the rules alone also say on what each
  interval rests.
- `build`: everything, stored, with the files that look-ups read."""

_SUPPOSED = """\
What `kg what-if` takes (*kg*), against deriving everything with what is supposed (*Full*) and against a build; see
`benchmarks/README.md`."""

_GRAPHS = """\
`real` is the graph that ships. The others are generated (`benchmarks/worlds.py`; a size and a seed decide every
byte) in its proportions, names in one language, without sources. x1 has 200 states, 60 treaties, 100 bodies, 500
rulings and 20 rules. x10 has ten times as many *pairs*: acts are about a state and a treaty, positions about a rule
and a subject, duties about a state and a warrant, so that is what there is to derive; each kind of thing grows by the
root of that. Where the table of deriving has no `everything` for a size, only the strata were derived on which the
questions about treaties rest. `make bench SIZE=x10` derives everything from x10, and `make bench SIZE=x100` puts the
questions about treaties to x100: each takes longer than the run that this page tells of."""

_HELD = """The most that the process of each engine held, in MB: facts, results and libraries."""
_PICTURES = """\
`benchmarks/pictures.py` is a run of its own, for it needs Chromium. On two cores of a virtual machine with other work
on it (load 5), Chromium without a GPU, 26 November 2026:

| Picture | Things | Edges | MB | pyvis MB | Size | s | pyvis s | Times faster |
|---|---|---|---|---|---|---|---|---|
| neighbourhood of the ICC | 403 | 854 | 0.42 | 0.90 | 0.47 | 0.85 | ≥ 25 | ≥ 29 |
| neighbourhood of the Rome Statute | 753 | 4,770 | 0.69 | 1.61 | 0.43 | 0.92 | ≥ 25 | ≥ 27 |
| overview | 537 | 5,034 | 0.75 | 1.45 | 0.52 | 1.25 | ≥ 25 | ≥ 20 |"""
