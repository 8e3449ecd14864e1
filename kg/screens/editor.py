"""An editor for SPARQL queries (Yasgui): questions of the catalogue to start from, answered by this server alone."""

from __future__ import annotations

from typing import Final

from kg.drawing.pages import carried
from kg.graph import Graph
from kg.names import ONTOLOGY, OWL
from kg.oxigraph import EVERYTHING, A, NamedNode
from kg.queries import questions as catalogue
from kg.site.choices import questions
from kg.site.visits import Shown, Visit

PATHS = ("/editor",)
TAKES = ("question",)
"""A question of the catalogue that is opened and asked."""
STYLES: Final = "'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
"""The one style that Yasgui writes into its page, of the library that lets columns of a table be resized."""
_INSIDE: Final = "yasgui."
"""How the keys of words begin that the script of the page puts in place of Yasgui's own."""
FIRST: Final = "SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?things)"
"""The query that stands in the editor at first."""


def shown(visit: Visit) -> Shown:
    """Return the editor; with a question of the catalogue, it is opened and asked at once.

    Raises UsageFault for a question that is none.
    """
    graph, chosen = visit.graph, visit.given.get("question")
    if chosen is not None:
        catalogue.named(graph.root, chosen)
    listed, texts = questions(graph), graph.questions()
    given = {
        "first": FIRST,
        "questions": {one.stem: {"title": one.title, "text": texts[one.stem].text} for one in listed},
        "classes": _terms(graph, "Class"),
        "properties": _terms(graph, "ObjectProperty", "DatatypeProperty"),
        "words": {key: text for key, text in graph.words.texts.items() if key.startswith(_INSIDE)},
    }
    filling = {"listed": listed, "chosen": chosen, "given": carried(given)}
    return Shown("editor", visit.words["editor.title"], filling, styles=STYLES)


def _terms(graph: Graph, *kinds: str) -> list[str]:
    """Return the terms of the ontology of some kinds that OWL names."""
    found = {quad.subject for kind in kinds for quad in graph.store.quads_for_pattern(
        None, A, NamedNode(OWL + kind), EVERYTHING)}  # fmt: skip
    return sorted(node.value for node in found if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY))
