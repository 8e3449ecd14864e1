"""How much the graph covers, and how much of it is confirmed."""

from __future__ import annotations

from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import Parameter
from kg.interfaces.records import listed
from kg.presenting import present

ASKING = Asking(
    "how much the graph covers, and how much of it is confirmed",
    (Parameter("by", "what to count by", "choice", choices=("kind", "treaty", "body", "state"), default="kind"),),
    listed({"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}}),
)


def answer(graph: Graph, given: Given) -> Told:
    """Return the counts."""
    return Told(present.answer(graph.coverage(given["by"]), "json"))
