"""``python -m benchmarks``: compares all engines, checks that their answers are equal, writes docs/performance.md."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import baseline, report
from benchmarks.comparing import LIMIT, REAL, Graph, compared
from kg import files

WHOLE = (REAL, "x1", "x3")
"""The graphs from which everything is derived, unless more is asked for."""
PARTLY = ("x10",)
LARGEST = 10.0
"""The largest size from which everything is derived: beyond, memory does not suffice, and treaties alone count."""
ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for, print and write it, and return 1 where two engines give different answers."""
    options = argparse.ArgumentParser(description=__doc__, prog="python -m benchmarks")
    options.add_argument(
        "--size", action="append", help="real, x1, x10, x100 …: this graph and no other; up to x10 all is derived"
    )
    options.add_argument(
        "--limit", type=float, default=LIMIT, help=f"seconds that a peer has for an answer (default: {LIMIT:g})"
    )
    options.add_argument("--jobs", type=int, default=2, help="how many engines run at once (default: 2)")
    options.add_argument("--no-suppositions", action="store_true", help="leave benchmarks/suppositions.py out")
    options.add_argument("--report", type=Path, help="the checkout in whose docs/ the report goes (default: this one)")
    options.add_argument("--baseline", action="store_true", help="keep the ratios of this run as those to compare with")
    chosen = options.parse_args(arguments)
    start, load = time.monotonic(), os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    with tempfile.TemporaryDirectory() as folder:
        found = compared(
            graphs(chosen.size), files.knowledge_root(), Path(folder), chosen.limit, chosen.jobs,
            lambda line: print(line, file=sys.stderr, flush=True),
        )  # fmt: skip
    supposed, agree = ([], True) if chosen.no_suppositions or chosen.size else suppositions()
    unequal = found.unequal()
    run = report.Run(found, chosen.limit, supposed, (time.monotonic() - start) / 60, load)
    if chosen.report is not None or not chosen.size:
        for path in report.write(run, chosen.report or ROOT):
            print(f"written: {path}", file=sys.stderr)
    else:
        print(report.page(run))
    for line in baseline.changes(baseline.read(), baseline.ratios(found)):
        print(f"changed: {line}")
    if chosen.baseline:
        baseline.write(found)
    for line in unequal:
        print(f"UNEQUAL: {line}", file=sys.stderr)
    return 0 if not unequal and agree else 1


def graphs(sizes: list[str] | None) -> list[Graph]:
    """Return the graphs of sizes, or those of every run."""
    made = []
    for name in sizes or (*WHOLE, *PARTLY):
        times = None if name == REAL else float(name.removeprefix("x"))
        whole = times is None or times <= LARGEST if sizes else name in WHOLE
        made.append(Graph(name, times, whole))
    return made


def suppositions() -> tuple[list[dict[str, str]], bool]:
    """Return what suppositions take, and whether they tell what a full derivation tells."""
    command = [sys.executable, str(ROOT / "benchmarks" / "suppositions.py"), "--repeat", "2", "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    if ran.returncode not in (0, 1) or not ran.stdout:
        print(ran.stderr, file=sys.stderr)
        return [], False
    rows: list[dict[str, str]] = json.loads(ran.stdout)
    return rows, ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
