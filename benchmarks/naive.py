"""The questions of benchmarks/questions as text: each one query over the acts themselves, negation by NOT EXISTS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from benchmarks.answers import Asked, Done, Work
from kg.oxigraph import NamedNode
from kg.queries.sparql import read_query

_FOLDER = Path(__file__).with_name("questions")
EXAMPLE = "2026-02-01"
"""The day that stands in the files, so that each runs as it is."""


def question(task: str, asked: Asked) -> str:
    """Return the query of a task about a state and a day."""
    query = read_query(_FOLDER / f"{task.removesuffix('-all')}.rq")
    text = query.text.replace(EXAMPLE, asked.day)
    if task == "unfounded":
        return query.with_values({"state": NamedNode(asked.state)}).replace(EXAMPLE, asked.day)
    return re.sub(r"(?m)^ *VALUES \?state .*\n", "", text)


def tasks(ask: Callable[[str], Iterable[tuple[str, str]]]) -> dict[str, Work]:
    """Return what an engine of SPARQL can do, by a function that gives the rows of a query."""

    def work(task: str, asked: Asked) -> Done:
        return Done(set(ask(question(task, asked))))

    return {task: partial(work, task) for task in ("unfounded", "parties", "unfounded-all")}
