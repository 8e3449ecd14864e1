"""One thing with all its facts and sources."""

from __future__ import annotations

from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import Parameter
from kg.interfaces.records import TEXT, described, listed, one_of, optional, record
from kg.presenting import present

ASKING = Asking(
    "one thing with all its facts and sources",
    (Parameter("thing", "anything: stem, code, abbreviation, name, kind:stem or IRI", required=True),),
    listed(
        record(
            about=TEXT, says=TEXT, unconfirmed=one_of("unconfirmed", ""),
            sources=described(TEXT, "each source on one line, joined by ' ; '"), node=optional(TEXT),
        )
    ),
)  # fmt: skip


def answer(graph: Graph, given: Given) -> Told:
    """Return the facts about a thing."""
    thing, facts = graph.show(given["thing"])
    nodes = dict.fromkeys(fact.node for fact in facts if fact.node is not None and fact.citations)
    return Told(present.dossier(facts, "json"), [f"{thing.name}, {thing.iri}"], list(nodes))
