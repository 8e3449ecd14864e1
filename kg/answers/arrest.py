"""Who must arrest a person under warrant."""

from __future__ import annotations

from kg.conclusions.arrest import Arrest
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import ON, Parameter
from kg.interfaces.records import DAY, TEXT, listed, one_of, optional, record
from kg.presenting import exhibits

ASKING = Asking(
    "who must arrest a person under warrant, and who need not",
    (Parameter("person", "a person: stem, name or a part of the name", required=True), ON),
    listed(
        record(
            person=TEXT, warrant=TEXT, state=TEXT, duty=one_of("duty", "noDuty", "undetermined"),
            basis=optional(TEXT), from_=optional(DAY), until=optional(DAY),
        )
    ),
)  # fmt: skip


def found(graph: Graph, given: Given) -> Arrest:
    """Return warrants, duties and visits."""
    return graph.arrest(given["person"], on=given["on"])


def silence(arrest: Arrest) -> str:
    """Return that there is no warrant."""
    return f"the graph holds no public warrant against {arrest.person.name}"


def answer(graph: Graph, given: Given) -> Told:
    """Return the duties."""
    arrest = found(graph, given)
    nodes = [*(warrant.iri for warrant in arrest.warrants), *(fact for duty in arrest.duties for fact in duty.facts)]
    notes = [] if arrest.warrants else [silence(arrest)]
    return Told(exhibits.arrest(arrest, "json", every=True), notes, list(dict.fromkeys(nodes)))
