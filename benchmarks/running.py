"""Runs an engine in a process of its own, task by task, within limits of processor time."""

from __future__ import annotations

import json
import os
import queue
import resource
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from benchmarks.answers import TASKS, Asked, Done, Engine, Unable, Work, digest

ENGINES = sorted(path.stem for path in (Path(__file__).parent / "engines").glob("*.py") if path.stem != "__init__")
RUNS = 25
"""How often a task is run at most; the median counts."""
POLL, WALL = 0.25, 8
"""Seconds between two looks at a process; how many times its limit may pass on the clock: others work as well."""


@dataclass(frozen=True)
class Result:
    """What an engine did with a task."""

    engine: str
    task: str
    seconds: float | None = None
    rows: int | None = None
    digest: str | None = None
    megabytes: float | None = None
    """The most that its process held up to then."""
    error: str | None = None
    """Why there is no answer."""
    over: bool = False
    """Whether it was stopped at the limit."""


def engine(name: str) -> Engine:
    """Return an engine of benchmarks/engines."""
    made: Engine = import_module(f"benchmarks.engines.{name}").Engine()
    return made


def engine_name(name: str) -> str:
    """Return what pictures call an engine."""
    return str(import_module(f"benchmarks.engines.{name}").Engine.TITLE)


def title(name: str) -> str:
    """Return what the tables call an engine, with the version of its distribution."""
    cls = import_module(f"benchmarks.engines.{name}").Engine
    try:
        return f"{cls.TITLE} ({cls.PACKAGE} {version(cls.PACKAGE)})" if cls.PACKAGE else str(cls.TITLE)
    except PackageNotFoundError:
        return str(cls.TITLE)


def measure(name: str, asked: Asked, tasks: list[str], limit: float) -> list[Result]:
    """Return what an engine makes of tasks, each within a limit of seconds of processor time.

    After a task that was stopped at the limit, the process is gone and the remaining ones are not run.
    """
    command = [sys.executable, "-m", "benchmarks.running", name, json.dumps(asdict(asked), default=str), *tasks]
    root = Path(__file__).resolve().parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root, text=True) as process:
        return _followed(process, name, limit)


def _followed(process: subprocess.Popen[str], name: str, limit: float) -> list[Result]:
    """Return what an engine's process tells, and end it where it takes longer than it may."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.put(line)
        lines.put(None)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    found: list[Result] = []
    running, used, begun = "load", 0.0, time.monotonic()
    while True:
        try:
            line = lines.get(timeout=POLL)
        except queue.Empty:
            spent = time.monotonic() - begun
            if (_used(process.pid, spent) - used) > limit or spent > limit * WALL:
                process.kill()
                process.wait()
                reader.join()
                return [*found, Result(name, running, over=True)]
            continue
        if line is None:
            break
        said = json.loads(line)
        if "begins" in said:
            running, begun = said["begins"], time.monotonic()
            used = _used(process.pid, 0.0)
        else:
            found.append(Result(engine=name, **said))
    complaint = process.stderr.read() if process.stderr is not None else ""
    if process.wait():
        last = complaint.strip().splitlines()[-1:] or [f"ended with status {process.returncode}"]
        found.append(Result(name, running, error=last[0]))
    return found


def _used(pid: int, otherwise: float) -> float:
    """Return the processor time of a process; where the system does not tell, what is to count otherwise.

    A limit set on the process itself would do, but Linux then measures its processor time in ticks of 4 ms.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return otherwise
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak() -> float:
    """Return the most MB that this process held; what the system counts otherwise begins with those of its parent."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:"))
    except (OSError, StopIteration):
        pass
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _tell(**said: object) -> None:
    print(json.dumps(said), flush=True)


def _median(work: Work, asked: Asked) -> tuple[Done, float]:
    """Return what a task gives, and the median of what its runs took."""
    times: list[float] = []
    while not times or (sum(times) < asked.enough and len(times) < RUNS):
        start = time.process_time()
        done = work(asked)
        spent = time.process_time() - start
        times.append(spent if done.seconds is None else done.seconds)
    return done, median(times)


def serve(name: str, asked: Asked, tasks: list[str]) -> None:
    """Run tasks in this process and print what came of each as a line of JSON."""
    made = engine(name)
    _tell(begins="load")
    start = time.process_time()
    made.load(asked)
    _tell(task="load", seconds=time.process_time() - start, megabytes=_peak())
    for task in tasks:
        if task not in made.tasks:
            continue
        _tell(begins=task)
        try:
            done, seconds = _median(made.tasks[task], asked)
        except Unable as error:
            _tell(task=task, error=str(error), megabytes=_peak())
            continue
        peak = _peak()
        for other, took in done.also.items():
            _tell(task=other, seconds=took, megabytes=peak)
        rows = done.rows() if callable(done.rows) else done.rows
        _tell(task=task, seconds=seconds, rows=len(rows), digest=digest(rows), megabytes=peak)


def main(arguments: list[str]) -> None:
    """Read what the parent wrote and serve it."""
    name, asked, *tasks = arguments
    fields = json.loads(asked)
    serve(name, Asked(Path(fields.pop("facts")), **fields), [task for task in TASKS if task in tasks])


if __name__ == "__main__":
    main(sys.argv[1:])
