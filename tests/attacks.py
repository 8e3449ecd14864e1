"""Texts that would run as script where a page or a notebook took them for HTML, and a graph made of them."""

from __future__ import annotations

from typing import Final

from kg.graph import Graph
from kg.names import DCT, SKOS
from kg.oxigraph import Literal, NamedNode, Quad, Store, op

EVIL: Final = (
    "</script><img src=x onerror=alert(1)>",
    '<a href><img src=x onerror="window.evil=1"></a>',
    "--><svg onload=alert(2)>",
    "'\"><script>alert(3)</script>",
    "]]>{{ 7*7 }}{% raw %}\u2028</style><style>*{display:none}",
)
_TEXTS = {
    NamedNode(SKOS + "prefLabel"), NamedNode(SKOS + "definition"), NamedNode(DCT + "title"), NamedNode(DCT + "publisher"),
}  # fmt: skip


def attacked(graph: Graph) -> Graph:
    """Return a copy of a graph in which every name, definition and source is an attack, every other address a script."""
    store, number = Store(), 0
    for quad in sorted(graph.store, key=str):
        value = quad.object
        if isinstance(value, Literal) and (quad.predicate in _TEXTS or quad.predicate == op("url")):
            number += 1
            text = f"{EVIL[number % len(EVIL)]} {value.value}"
            if quad.predicate == op("url"):
                text = "javascript:alert(4)" if number % 2 else f"https://example.org/{text.replace(' ', '%20')}"
            value = Literal(text, language=value.language) if value.language else Literal(text)
        store.add(Quad(quad.subject, quad.predicate, value, quad.graph_name))
    return Graph(graph.root, store)
