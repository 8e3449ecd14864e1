"""Graphs in which every text is an attack on the page that shows it."""

from __future__ import annotations

from kg.graph import Graph
from kg.names import DCT, SKOS, thing
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Quad, Store, op

EVIL = (
    "</script><img src=x onerror=alert(1)>",
    '<a href><img src=x onerror="window.evil=1"></a>',
    "--><svg onload=alert(2)>",
    "'\"><script>alert(3)</script>",
    "]]>{{ 7*7 }}{% raw %}\u2028</style><style>*{display:none}",
)

_TEXTS = {
    NamedNode(SKOS + "prefLabel"), NamedNode(SKOS + "definition"), NamedNode(DCT + "title"),
    NamedNode(DCT + "publisher"),
}  # fmt: skip


def evil_store() -> Store:
    """Return a store in which every text is an attack: a court, its organization, its proceedings, and sources."""
    body, organization, store = NamedNode(thing("body", "evil")), NamedNode(thing("organization", "evil")), Store()
    facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (body, A, op("AdjudicatoryBody")),
        (body, NamedNode(SKOS + "prefLabel"), Literal(EVIL[0], language="en")),
        (body, op("organOf"), organization),
        (organization, A, op("InternationalOrganization")),
        (organization, NamedNode(SKOS + "prefLabel"), Literal(EVIL[1], language="en")),
    ]
    for number, text in enumerate(EVIL):
        case, source = NamedNode(thing("proceeding", f"p{number}")), NamedNode(thing("source", f"s{number}"))
        claim = NamedNode(thing("claim", f"c{number}"))
        url = "javascript:alert(4)" if number % 2 else f"https://example.org/{text.replace(' ', '%20')}"
        facts += [
            (case, A, op("Case")),
            (case, NamedNode(SKOS + "prefLabel"), Literal(text, language="en")),
            (case, op("before"), body),
            (case, NamedNode(DCT + "source"), source),
            (source, NamedNode(DCT + "title"), Literal(text)),
            (source, NamedNode(DCT + "publisher"), Literal(text)),
            (source, op("url"), Literal(url)),
            (claim, A, op("Claim")),
            (claim, op("concerns"), case),
            (claim, op("states"), Literal(text, language="en")),
        ]
    for subject, predicate, value in facts:
        store.add(Quad(subject, predicate, value))
    return store


def attacked(graph: Graph) -> Graph:
    """Return a copy of a graph in which names, definitions and sources attack; every other address is a script."""
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


def replaced(graph: Graph) -> Graph:
    """Return a copy of a graph, its named graphs merged, with an attack in the place of every text."""
    store, number = Store(), 0
    for quad in graph.store.quads_for_pattern(None, None, None, EVERYTHING):
        value = quad.object
        if isinstance(value, Literal) and (value.language or "\n" in value.value or " " in value.value):
            value = Literal(EVIL[number % len(EVIL)] + str(number), language=value.language)
            number += 1
        store.add(Quad(quad.subject, quad.predicate, value))
    return Graph(graph.root, store)
