"""The ratios of the run that is committed, and what a later run finds otherwise."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.comparing import OURS, Comparison
from kg.files import write_text

FILE = Path(__file__).with_name("baseline.json")
CHANGED = 1.5
"""A ratio that is so many times larger or smaller than before is told."""


def ratios(run: Comparison) -> dict[str, float]:
    """Return, by graph, task and engine, how many times as long as ours an engine took."""
    found = {}
    for graph, task, engine in run.results:
        ratio = run.ratio(graph, task, engine)
        if engine != OURS and ratio is not None:
            found[f"{graph} {task} {engine}"] = float(f"{ratio:.3g}")
    return dict(sorted(found.items()))


def changes(before: dict[str, float], now: dict[str, float]) -> list[str]:
    """Return a sentence for each ratio that changed by more than CHANGED, and each that is new or gone.

    Graphs that only one of the runs had do not count.
    """
    found = []
    both = {name.split()[0] for name in before} & {name.split()[0] for name in now}
    for name in sorted(name for name in {*before, *now} if name.split()[0] in both):
        if name not in now or name not in before:
            found.append(f"{name}: {'no longer measured' if name in before else 'not measured before'}")
        elif not 1 / CHANGED <= now[name] / before[name] <= CHANGED:
            found.append(f"{name}: {now[name]:g}, was {before[name]:g}")
    return found


def read(path: Path = FILE) -> dict[str, float]:
    """Return the ratios that are on file, or none."""
    if not path.exists():
        return {}
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(run: Comparison, path: Path = FILE) -> None:
    """Put the ratios of a run on file."""
    write_text(path, json.dumps(ratios(run), indent=1, ensure_ascii=False) + "\n")
