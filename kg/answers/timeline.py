"""Positions over time; of a person, what happened day by day."""

from __future__ import annotations

from kg import exhibits, present
from kg.asking import Asking, Given, Told
from kg.faults import UsageFault
from kg.graph import Graph
from kg.parameters import OF_KIND, READING, Parameter
from kg.positions import Position, of_kinds
from kg.records import DAY, POSITIONS, TEXT, described, listed, record
from kg.things import Thing

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


def found(graph: Graph, given: Given) -> tuple[Thing, list[Position]]:
    """Return the thing that is meant, and positions over time; none of a person, who has events.

    Raises UsageFault for a person with a subject, a reading or a kind.
    """
    thing = graph.directory.resolve(given["thing"], "state", "body", "proceeding", "ruling", "person")
    if thing.kind == "person":
        if given["subject"] or given["reading"] or given["kind"]:
            raise UsageFault(f"{thing.name} is a person, whose timeline takes neither SUBJECT nor --reading nor --kind")
        return thing, []
    positions = of_kinds(graph.timeline(thing.iri, given["subject"], reading=given["reading"]), given["kind"])
    if given["all"] or given["subject"]:
        return thing, positions
    return thing, [position for position in positions if position.verdict != "notCovered"]


def answer(graph: Graph, given: Given) -> Told:
    """Return positions over time, or events."""
    thing, positions = found(graph, given)
    if thing.kind == "person":
        return Told(exhibits.events(graph.events(thing.iri), "json"), [], [thing.iri])
    notes = [] if positions else [graph.unpositioned(thing.iri)]
    return Told(present.positions(positions, "json"), notes, list(dict.fromkeys(one.iri for one in positions)))
