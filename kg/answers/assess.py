"""A state's positions on a day."""

from __future__ import annotations

from kg.graph import Graph
from kg.interfaces import lookups
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import OF_KIND, ON, READING, STATE, SUBJECT, Parameter
from kg.interfaces.records import POSITIONS
from kg.presenting import present

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


def answer(graph: Graph, given: Given) -> Told:
    """Return the positions."""
    positions, _ = lookups.on_a_day(graph, given)
    notes = [] if positions else [graph.unpositioned(given["state"])]
    return Told(present.positions(positions, "json"), notes, [position.iri for position in positions])
