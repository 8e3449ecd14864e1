"""How much the graph covers, and how much of it is confirmed."""

from __future__ import annotations

from kg import present
from kg.asking import Asking, Given, Told
from kg.graph import Graph
from kg.parameters import Parameter
from kg.records import listed

ASKING = Asking(
    "how much the graph covers, and how much of it is confirmed",
    (Parameter("by", "what to count by", "choice", choices=("kind", "treaty", "body", "state"), default="kind"),),
    listed({"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}}),
)


def answer(graph: Graph, given: Given) -> Told:
    """Return the counts."""
    return Told(present.answer(graph.coverage(given["by"]), "json"))
