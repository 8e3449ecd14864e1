"""A state's positions on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import present
from kg.asking import Asking, Given, Told
from kg.graph import Graph
from kg.parameters import OF_KIND, ON, READING, STATE, SUBJECT, Parameter
from kg.positions import Position, of_kinds
from kg.records import POSITIONS

if TYPE_CHECKING:
    from kg.clocks import Deeming

ASKING = Asking(
    "a state's positions on a day: what it treats as non-binding, and what depends",
    (
        STATE,
        ON,
        Parameter("subject", f"{SUBJECT.meaning}; then every verdict is shown"),
        READING,
        Parameter("all", "every verdict, also what is not covered", "flag"),
        Parameter("as-known", "as the law known on that day deems it to have been, YYYY-MM-DD", "date"),
        OF_KIND,
    ),
    POSITIONS,
)


def found(graph: Graph, given: Given) -> tuple[list[Position], list[Deeming]]:
    """Return the positions, and what later law deems where the law as known on a day is asked for."""
    asked = {name: given[name] for name in ("on", "subject", "reading", "all")}
    if given["as_known"]:
        positions, deemings = graph.assess_as_known(given["state"], given["as_known"], **asked)
    else:
        positions, deemings = graph.assess(given["state"], **asked), []
    return of_kinds(positions, given["kind"]), deemings


def answer(graph: Graph, given: Given) -> Told:
    """Return the positions."""
    positions, _ = found(graph, given)
    notes = [] if positions else [graph.unpositioned(given["state"])]
    return Told(present.positions(positions, "json"), notes, [position.iri for position in positions])
