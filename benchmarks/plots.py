"""Pictures of a run as SVG, the same bytes for the same numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.answers import TASKS
from benchmarks.comparing import OURS, Comparison
from benchmarks.running import engine_name

INK, MUTED, OURS_COLOUR, PEERS, STOPPED = "#15181D", "#525A66", "#0072B2", "#56B4E9", "#DADEE5"
_SETTINGS: Any = {
    "svg.hashsalt": "opposable", "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10,
    "text.color": INK, "axes.labelcolor": INK, "xtick.color": MUTED, "ytick.color": INK,
}  # fmt: skip


def _svg(figure: Figure, title: str, description: str) -> str:
    buffer = io.StringIO()
    figure.savefig(
        buffer, format="svg", metadata={"Date": None, "Creator": None}, bbox_inches="tight", facecolor="white"
    )
    words = f'<title id="t">{title}</title>\n <desc id="d">{description}</desc>'
    text = re.sub(r"<svg ([^>]*)>", rf'<svg \1 role="img" aria-labelledby="t d">\n {words}', buffer.getvalue(), count=1)
    return re.sub(r"[ \t]+\n", "\n", text)


def bars(run: Comparison, graph: str, tasks: Sequence[str], limit: float) -> str:
    """Return, for each task, what each engine took on a graph, on a scale of powers of ten."""
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(8.5, 0.32 * sum(1 + len(_engines(run, graph, task)) for task in tasks) + 0.6))
        axes = figure.subplots()
        labels, place = [], 0.0
        for task in tasks:
            place += 0.9
            axes.text(0, place, TASKS[task], transform=axes.get_yaxis_transform(), va="center", fontweight="bold")
            for engine in _engines(run, graph, task):
                place += 1
                result = run.results[graph, task, engine]
                seconds = limit if result.over else result.seconds or limit
                colour = OURS_COLOUR if engine == OURS else STOPPED if result.over else PEERS
                axes.barh(place, seconds, color=colour, height=0.7)
                shown = f"> {limit:g} s" if result.over else told(seconds)
                axes.text(seconds * 1.12, place, shown, va="center", fontsize=9)
                labels.append((place, engine_name(engine)))
        axes.set_yticks([at for at, _ in labels], [name for _, name in labels])
        axes.set_xscale("log")
        axes.set_xlim(right=limit * 60)
        axes.invert_yaxis()
        axes.set_xlabel("seconds of processor time, powers of ten")
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(axis="y", length=0)
        words = "; ".join(f"{TASKS[task]}: {_spoken(run, graph, task, limit)}" for task in tasks)
        return _svg(figure, f"What engines take on the graph {graph}", words)


def growth(run: Comparison, tasks: Sequence[str], graphs: Sequence[str]) -> str:
    """Return how the time of tasks grows with the pairs in a graph, ours and plain Python; linear is dotted."""
    with mpl.rc_context(_SETTINGS):
        figure = Figure(figsize=(8.5, 3.6))
        words = []
        pairs = {graph: run.counts[graph]["pairs of state and treaty"] for graph in graphs}
        for axes, task in zip(figure.subplots(1, len(tasks), squeeze=False)[0], tasks, strict=True):
            for engine, colour, marker in ((OURS, OURS_COLOUR, "o"), ("python_sweep", "#D55E00", "s")):
                points = [(pairs[graph], seconds) for graph in graphs if (seconds := run.seconds(graph, task, engine))]
                if points:
                    x, y = zip(*points, strict=True)
                    axes.plot(x, y, color=colour, marker=marker, label=engine_name(engine))
                    axes.plot(x, [y[0] * at / x[0] for at in x], color=MUTED, linestyle=":", linewidth=1)
                    words.append(f"{task}, {engine_name(engine)}: " + ", ".join(told(value) for value in y))
            axes.set(xscale="log", yscale="log", xlabel="pairs of state and treaty", title=task)
            there = [graph for graph in graphs if run.seconds(graph, task, OURS)]
            axes.set_xticks([pairs[graph] for graph in there], [f"{pairs[graph]:,}\n{graph}" for graph in there])
            axes.yaxis.set_major_formatter(lambda seconds, _: told(seconds))
            axes.tick_params(axis="x", which="minor", bottom=False, labelbottom=False)
            axes.spines[["top", "right"]].set_visible(False)
        figure.axes[0].set_ylabel("processor time")
        figure.axes[0].legend(frameon=False)
        figure.tight_layout()
        return _svg(figure, "How time grows with the graph; dotted: linear", "; ".join(words))


def told(seconds: float) -> str:
    """Return a time in its own unit, two or three digits."""
    if seconds >= 1:
        return f"{seconds:.3g} s" if seconds < 100 else f"{seconds:.0f} s"
    return f"{seconds * 1e3:.3g} ms" if seconds >= 1e-3 else f"{seconds * 1e6:.0f} µs"


def _engines(run: Comparison, graph: str, task: str) -> list[str]:
    there = [e for e in run.engines() if (r := run.results.get((graph, task, e))) and (r.over or r.seconds is not None)]
    return sorted(there, key=lambda e: (run.results[graph, task, e].over, run.results[graph, task, e].seconds or 0))


def _spoken(run: Comparison, graph: str, task: str, limit: float) -> str:
    parts = []
    for engine in _engines(run, graph, task):
        seconds = run.results[graph, task, engine].seconds
        parts.append(f"{engine_name(engine)} {f'more than {limit:g} s' if seconds is None else told(seconds)}")
    return ", ".join(parts)
