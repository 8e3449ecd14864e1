"""What is aimed at, each as a number of one run, and what a run reached."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.comparing import OURS, REAL, Comparison


@dataclass(frozen=True)
class Target:
    """A number that is aimed at: at most, or at least."""

    sentence: str
    bound: float
    at_most: bool
    found: float | None
    floor: bool = False
    """Whether the number found is at least this: the peer was stopped at its limit."""

    @property
    def met(self) -> bool | None:
        """Whether it was reached; None where it was not measured."""
        if self.found is None:
            return None
        return self.found <= self.bound if self.at_most else self.found >= self.bound

    def cells(self) -> list[str]:
        """Return the row of a table."""
        met = {True: "yes", False: "no", None: "not measured"}[self.met]
        found = "" if self.found is None else f"{'≥ ' if self.floor else ''}{_short(self.found)}"
        return [self.sentence, f"{'≤' if self.at_most else '≥'} {self.bound:g}", found, met]


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def growth(run: Comparison, task: str, small: str, large: str, statements: str | None = None) -> float | None:
    """Return how many times faster than the number of statements the time of a task grew."""
    first, last = run.seconds(small, task, OURS), run.seconds(large, task, OURS)
    if not first or not last:
        return None
    return last / first / _grown(run, statements, small, large)


def memory(run: Comparison, task: str, small: str, large: str, statements: str | None = None) -> float | None:
    """Return how many times faster than the number of statements the memory grew, that of a bare process left out."""
    found = [run.results.get((graph, task, OURS)) for graph in (small, large)]
    if any(result is None or result.megabytes is None for result in found):
        return None
    bare = 50.0
    first, last = (result.megabytes - bare for result in found if result is not None and result.megabytes is not None)
    return last / first / _grown(run, statements, small, large)


def _grown(run: Comparison, task: str | None, small: str, large: str) -> float:
    """Return how many times as many rows a task gives, or statements there are."""
    results = [run.results.get((graph, task or "", OURS)) for graph in (small, large)]
    rows = [result.rows for result in results if result is not None and result.rows]
    if len(rows) == 2:
        return rows[1] / rows[0]
    return run.statements[large] / run.statements[small]


def against_rdflib(run: Comparison, limit: float) -> tuple[float | None, bool]:
    """Return the least that rdflib took in times of ours, over the answers that it gave, and whether it is a floor.

    A floor it is only where rdflib gave none within the limit: how long the others would have taken is not known.
    """
    answered, stopped = list[float](), list[float]()
    for (graph, task, engine), result in run.results.items():
        mine = run.seconds(graph, task, OURS)
        if engine != "rdflib_naive" or not mine or task == "load":
            continue
        if result.over:
            stopped.append(limit / mine)
        elif result.seconds is not None:
            answered.append(result.seconds / mine)
    return (min(answered), False) if answered else (min(stopped, default=None), bool(stopped))


def targets(run: Comparison, limit: float, whatif: list[float]) -> list[Target]:
    """Return all targets with what a run reached."""
    real = REAL if REAL in run.graphs() else run.graphs()[0]
    whole = [name for name in run.graphs() if run.seconds(name, "everything", OURS) and name != REAL]
    sized = [name for name in run.graphs() if run.seconds(name, "participations", OURS) and name != REAL]
    rdflib, floor = against_rdflib(run, limit)
    bounds = (
        ("one state on one day: positions, times plain Python", 5, "assess", "python_sweep"),
        ("one state on one day: no founding treaty, times plain Python", 5, "unfounded", "python_sweep"),
        ("all states on one day: positions, times numpy", 20, "assess-all", "numpy_columns"),
        ("all states on one day: no founding treaty, times numpy", 20, "unfounded-all", "numpy_columns"),
        ("the whole timeline, times plain Python", 3, "timeline", "python_sweep"),
        ("the whole timeline with its proofs, times plain Python without", 3, "everything", "python_sweep"),
    )
    found = [
        Target(sentence, bound, True, run.ratio(real, task, OURS, engine)) for sentence, bound, task, engine in bounds
    ]
    found += [
        Target("rdflib, in times of ours: the least over all answers that it gave", 200, False, rdflib, floor),
        Target("a build, in times of a supposition, where that is least", 20, False, min(whatif, default=None)),
    ]
    for task, names in (("everything", whole), ("participations", sized)):
        if len(names) > 1:
            ends = names[0], names[-1]
            label = {"everything": "deriving everything", "participations": "deriving participations"}[task]
            for what, grown in (("time", growth), ("memory", memory)):
                sentence = f"{label}: {what} from {ends[0]} to {ends[1]}, times linear"
                found.append(Target(sentence, 1.2, True, grown(run, task, *ends, task)))
    return found
