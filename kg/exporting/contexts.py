"""The JSON-LD context: short names for the words of the ontology, made from the ontology and its shapes alone."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kg.facts.load import read_turtle
from kg.names import DCT, DERIVED_KINDS, GRAPH, KINDS, ONTOLOGY, OWL, PREFIXES, RDF, RDFS, SKOS, THING, XSD, short, stem
from kg.oxigraph import A, NamedNode, Store

SH: Final = "http://www.w3.org/ns/shacl#"
NATIVE: Final = frozenset((XSD + "string", XSD + "boolean", XSD + "integer"))
"""Types that JSON has itself: no need to name them."""
Mapping = dict[str, str]

_NAMESPACES: Final = {
    name: iri for name, iri in PREFIXES.items() if name not in (*KINDS, *DERIVED_KINDS, "org")
}  # fmt: skip
"""Prefixes for foreign terms. Things need none: their IRIs are relative to the base."""
_IRIS: Final[Mapping] = {"@type": "@id", "@container": "@set"}
_FOREIGN: Final[dict[str, tuple[str, Mapping]]] = {
    "prefLabel": (SKOS, {"@container": "@language"}),
    "altLabel": (SKOS, {"@container": "@language"}),
    "definition": (SKOS, {"@container": "@language"}),
    "example": (SKOS, {"@container": "@language"}),
    "note": (SKOS, {"@container": "@language"}),
    "notation": (SKOS, {"@container": "@set"}),
    "exactMatch": (SKOS, _IRIS),
    "closeMatch": (SKOS, _IRIS),
    "source": (DCT, _IRIS),
    "title": (DCT, {}),
    "publisher": (DCT, {}),
    "issued": (DCT, {"@type": "xsd:date"}),
    "isDefinedBy": (RDFS, _IRIS),
    "subClassOf": (RDFS, _IRIS),
    "subPropertyOf": (RDFS, _IRIS),
    "domain": (RDFS, _IRIS),
    "range": (RDFS, _IRIS),
}
"""Words of other vocabularies that have a short name of their own."""


def terms(store: Store, root: Path) -> dict[str, Mapping]:
    """Return the terms of the context: for each short name what it stands for, and how its values are typed.

    A property that the ontology calls functional has one value, every other one a list. The types of values are those
    that the shapes ask for. A property whose values are members of a closed list takes their bare names.
    """
    functional, objects = (_of_type(store, name) for name in ("FunctionalProperty", "ObjectProperty"))
    literal = _datatypes(root)
    listed = _closed_lists(store)
    found: dict[str, Mapping] = {}
    for iri in sorted(functional | objects | _of_type(store, "DatatypeProperty") | set(literal)):
        if not iri.startswith(ONTOLOGY):
            continue
        term = {"@id": f"op:{stem(iri)}"}
        if iri in objects:
            term["@type"] = "@vocab" if iri in listed else "@id"
        elif literal.get(iri) == RDF + "langString":
            found[stem(iri)] = term | {"@container": "@language"}
            continue
        elif literal.get(iri, XSD + "string") not in NATIVE:
            term["@type"] = short(literal[iri])
        if iri not in functional:
            term["@container"] = "@set"
        found[stem(iri)] = term
    for name, (namespace, mapping) in _FOREIGN.items():
        assert name not in found, f"op:{name} needs the short name {name}"
        found[name] = {"@id": short(namespace + name)} | mapping
    return found


def context(found: dict[str, Mapping]) -> dict[str, object]:
    """Return the context of these terms, in an order that does not change."""
    head: dict[str, object] = {
        "@base": THING, "@vocab": ONTOLOGY, "id": "@id", "type": "@type",
    }  # fmt: skip
    return head | dict(sorted(_NAMESPACES.items())) | dict(sorted(found.items()))


def _of_type(store: Store, local: str) -> set[str]:
    quads = store.quads_for_pattern(None, A, NamedNode(OWL + local), None)
    return {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}


def _datatypes(root: Path) -> dict[str, str]:
    """Return the datatype that the shapes ask for, for each property that has one; rdf:langString for a language."""
    found: dict[str, str] = {}
    for path in sorted((root / "ontology" / "shapes").glob("*.ttl")):
        quads = read_turtle(path, NamedNode(GRAPH + "shapes"))
        said = {(str(quad.subject), quad.predicate.value): quad.object for quad in quads}
        for (shape, predicate), about in said.items():
            if predicate == SH + "path" and isinstance(about, NamedNode):
                inner = str(said.get((shape, SH + "qualifiedValueShape"), shape))
                datatype = said.get((inner, SH + "datatype"))
                if isinstance(datatype, NamedNode):
                    found[about.value] = datatype.value
                elif (inner, SH + "languageIn") in said:
                    found[about.value] = RDF + "langString"
    return found


def _closed_lists(store: Store) -> set[str]:
    """Return the properties whose range is a class of which the ontology itself names the members."""
    named = store.quads_for_pattern(None, A, NamedNode(OWL + "NamedIndividual"), None)
    listed = {
        quad.object
        for member in named
        if isinstance(member.subject, NamedNode) and member.subject.value.startswith(ONTOLOGY)
        for quad in store.quads_for_pattern(member.subject, A, None, None)
    }
    listed |= {
        quad.object
        for cls in listed
        if isinstance(cls, NamedNode)
        for quad in store.quads_for_pattern(cls, NamedNode(RDFS + "subClassOf"), None, None)
    }
    ranges = store.quads_for_pattern(None, NamedNode(RDFS + "range"), None, None)
    return {quad.subject.value for quad in ranges if quad.object in listed and isinstance(quad.subject, NamedNode)}
