"""Positions over time; of a person, what happened day by day."""

from __future__ import annotations

from kg.graph import Graph
from kg.interfaces import lookups
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import OF_KIND, READING, Parameter
from kg.interfaces.records import DAY, POSITIONS, TEXT, described, listed, record
from kg.presenting import exhibits, present

ASKING = Asking(
    "positions over time; a person's warrants, duties and visits",
    (
        Parameter("thing", "a state, body, proceeding, ruling or person", required=True),
        Parameter("subject", "with a state: one body, proceeding or ruling"),
        READING,
        Parameter("all", "also the times when nothing covers a subject", "flag"),
        OF_KIND,
    ),
    {
        "anyOf": [
            POSITIONS,
            described(listed(record(day=DAY, event=TEXT)), "of a person: what happened, day by day"),
        ]
    },
)


def answer(graph: Graph, given: Given) -> Told:
    """Return positions over time, or events."""
    thing, positions = lookups.over_time(graph, given)
    if thing.kind == "person":
        return Told(exhibits.events(graph.events(thing.iri), "json"), [], [thing.iri])
    notes = [] if positions else [graph.unpositioned(thing.iri)]
    return Told(present.positions(positions, "json"), notes, list(dict.fromkeys(one.iri for one in positions)))
