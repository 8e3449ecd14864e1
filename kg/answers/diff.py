"""What differs between two days."""

from __future__ import annotations

from kg.conclusions.differences import Difference
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import Parameter
from kg.interfaces.records import called, listed
from kg.presenting import exhibits

ASKING = Asking(
    "what differs between two days",
    (
        Parameter("old", "the earlier day, YYYY-MM-DD", "date", required=True),
        Parameter("new", "the later day, YYYY-MM-DD", "date", required=True),
        Parameter("state", "a state: code, stem or name; without it, every state"),
    ),
    listed(called("Difference")),
    heavy=True,
)


def found(graph: Graph, given: Given) -> list[Difference]:
    """Return what differs between two days."""
    return graph.diff(given["old"], given["new"], state=given["state"])


def answer(graph: Graph, given: Given) -> Told:
    """Return what differs."""
    differences = found(graph, given)
    notes = [] if differences else ["nothing differs"]
    cited = dict.fromkeys(iri for one in differences for iri in (one.rule, one.subject) if iri is not None)
    return Told(exhibits.differences(differences, graph.wording, "json"), notes, list(cited))
