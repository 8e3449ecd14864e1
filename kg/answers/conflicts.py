"""Where a state is bound and treats as non-binding all the same."""

from __future__ import annotations

from kg.conclusions.positions import Position
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.lookups import of_kinds
from kg.interfaces.parameters import OF_KIND, ON, Parameter
from kg.interfaces.records import POSITIONS
from kg.presenting import present

ASKING = Asking(
    "where a state is bound and treats as non-binding all the same",
    (Parameter("state", "a state: code, stem or name; without it, every state"), ON, OF_KIND),
    POSITIONS,
)


def found(graph: Graph, given: Given) -> list[Position]:
    """Return the positions in conflict."""
    return of_kinds(graph.conflicts(given["state"], on=given["on"]), given["kind"])


def silence(graph: Graph, given: Given) -> str:
    """Return that nothing is shown, and of whom."""
    kind = " of that kind" if given["kind"] else ""
    who = "any state" if given["state"] is None else graph.directory.resolve(given["state"], "state").name
    return f"no conflict{kind} of {who} that day in the graph"


def answer(graph: Graph, given: Given) -> Told:
    """Return the positions in conflict."""
    positions = found(graph, given)
    notes = [] if positions else [silence(graph, given)]
    return Told(present.positions(positions, "json"), notes, [position.iri for position in positions])
