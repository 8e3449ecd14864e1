"""Which conditions fail, and what would flip the answer."""

from __future__ import annotations

from collections.abc import Callable

from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import LANGUAGE, ON, READING, STATE, SUBJECT
from kg.interfaces.records import DAY, NUMBER, PROOFS, TEXT, TRUTH, VERDICT, described, listed, optional, record
from kg.presenting import exhibits
from kg.supposing.whynot import WhyNot

ASKING = Asking(
    "which conditions fail, on which facts, and what would flip the answer",
    (STATE, SUBJECT, ON, READING, LANGUAGE),
    listed(
        record(
            state=TEXT, subject=TEXT, on=DAY, verdict=optional(VERDICT), failing=PROOFS,
            flips=listed(record(changes=listed(TEXT), verdict=VERDICT)),
            tried=described(NUMBER, "how many changes were tried"),
            complete=described(TRUTH, "whether all were tried that could be"),
        )
    ),
    heavy=True,
)  # fmt: skip


def found(graph: Graph, given: Given, tell: Callable[[int], None] | None = None) -> WhyNot:
    """Return what fails and what would flip it; ``tell`` is called with the number of changes tried."""
    asked = {name: given[name] for name in ("on", "reading", "language")}
    return graph.why_not(given["state"], given["subject"], **asked, tell=tell)


def answer(graph: Graph, given: Given) -> Told:
    """Return what fails and what would flip it."""
    return Told(exhibits.why_not(found(graph, given), "json"))
