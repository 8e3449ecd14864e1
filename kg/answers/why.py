"""Why a position holds: the proof, down to sources."""

from __future__ import annotations

from kg.conclusions.steps import Step
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import LANGUAGE, ON, READING, STATE, SUBJECT
from kg.interfaces.records import PROOFS
from kg.presenting import trees

ASKING = Asking("why a position holds: the proof, down to sources", (STATE, SUBJECT, ON, READING, LANGUAGE), PROOFS)


def found(graph: Graph, given: Given) -> list[Step]:
    """Return a proof for each rule and reading."""
    asked = {name: given[name] for name in ("on", "reading", "language")}
    return graph.why(given["state"], given["subject"], **asked)


def answer(graph: Graph, given: Given) -> Told:
    """Return the proofs."""
    return Told(trees.proof(found(graph, given), "json", graph.wording_in(given["language"]).phrases))
