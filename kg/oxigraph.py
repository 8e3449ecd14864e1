"""The one door to pyoxigraph: terms, quads, stores, parsing, serializing and querying."""

from __future__ import annotations

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
    parse_query_results,
    serialize,
)

from kg.names import ONTOLOGY, RDF, XSD

__all__ = [
    "EVERYTHING",
    "A",
    "BlankNode",
    "CanonicalizationAlgorithm",
    "Dataset",
    "DefaultGraph",
    "Literal",
    "NamedNode",
    "Quad",
    "QueryBoolean",
    "QueryResultsFormat",
    "QuerySolution",
    "QuerySolutions",
    "QueryTriples",
    "RdfFormat",
    "Store",
    "Triple",
    "Variable",
    "date_literal",
    "op",
    "parse",
    "parse_query_results",
    "referring",
    "serialize",
]  # fmt: skip

A = NamedNode(RDF + "type")
_DATE = NamedNode(XSD + "date")
EVERYTHING = DefaultGraph()
"""The default graph of a built store: a copy of all named graphs, three times as fast to ask as their union."""


def op(local: str) -> NamedNode:
    """Return a term of the ontology as a node."""
    return NamedNode(ONTOLOGY + local)


def referring(store: Store, local: str, iri: str) -> list[str]:
    """Return the IRIs of the nodes that refer to a thing by a term of the ontology, sorted."""
    quads = store.quads_for_pattern(None, op(local), NamedNode(iri), EVERYTHING)
    return sorted(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


def date_literal(iso: str) -> Literal:
    """Return an xsd:date literal; the caller has checked that ``iso`` is a date."""
    return Literal(iso, datatype=_DATE)
