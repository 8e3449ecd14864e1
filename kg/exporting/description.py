"""What the data set is, for machines that look for data: VoID and DCAT-AP."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.exporting.layout import turtle
from kg.media import GZIP
from kg.names import BASE, DCT, LICENCE, ONTOLOGY, RDF, SKOS, THING, XSD
from kg.oxigraph import A, Literal, NamedNode, Store, Triple
from kg.queries.questions import run

VOID, DCAT, FOAF = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#", "http://xmlns.com/foaf/0.1/"
SPDX = "http://spdx.org/rdf/terms#"
_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA = "https://www.iana.org/assignments/media-types/"
DATASET = BASE + "dataset"
_ABOUT = (
    "States, courts and tribunals, treaties and what each state did with them, Security Council resolutions, national "
    "laws, arrest warrants and rulings, each with its sources; derived from them, which bodies' rulings a state treats "
    "as non-binding under its own law on any date, what binds it under international law, and who must arrest."
)
_KEYWORDS = ("international law", "treaties", "international courts", "non-recognition of rulings", "arrest warrants")


@dataclass(frozen=True)
class Distribution:
    """One file in which the data set can be had: where it lies, media type, what the EU calls its form (or none)."""

    path: Path
    address: str
    media: str
    form: str
    title: str


def describe(
    store: Store, version: str, fingerprint: str, day: date, examples: Iterable[str], files: list[Distribution]
) -> str:
    """Return the description of the data set and its files as Turtle, the same for the same data and files.

    Numbers of classes, properties, subjects, objects and triples are counted in the store; checksums in the files.
    """
    return turtle(
        [*_dataset(version, fingerprint, day, examples), *_counts(store), *(t for one in files for t in _file(one))]
    )


def asked_at(endpoint: str) -> Triple:
    """Return the statement that the data set can be asked at a SPARQL endpoint.

    Raises ValueError for an address that is no IRI.
    """
    return Triple(_node(DATASET), _node(VOID + "sparqlEndpoint"), _node(endpoint))


def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


def _text(text: str, language: str | None = None) -> Literal:
    return Literal(text, language=language) if language else Literal(text)


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))


def release(version: str, fingerprint: str) -> Iterator[Triple]:
    """Yield which release the data set is, and under which licence."""
    whole = _node(DATASET)
    yield Triple(whole, _node(DCAT + "version"), _text(version))
    yield Triple(whole, _node(DCT + "identifier"), _text(fingerprint))
    yield Triple(whole, _node(DCT + "license"), _node(LICENCE))


def _dataset(version: str, fingerprint: str, day: date, examples: Iterable[str]) -> Iterator[Triple]:
    whole = _node(DATASET)
    for kind in (VOID + "Dataset", DCAT + "Dataset"):
        yield Triple(whole, A, _node(kind))
    yield from release(version, fingerprint)
    yield Triple(whole, _node(DCT + "title"), _text("Opposable", "en"))
    yield Triple(whole, _node(DCT + "description"), _text(_ABOUT, "en"))
    yield Triple(whole, _node(DCT + "accessRights"), _node(_EU + "access-right/PUBLIC"))
    yield Triple(whole, _node(DCT + "modified"), _typed(day.isoformat(), "date"))
    yield Triple(whole, _node(DCAT + "theme"), _node(_EU + "data-theme/JUST"))
    for word in _KEYWORDS:
        yield Triple(whole, _node(DCAT + "keyword"), _text(word, "en"))
    publisher = _node(BASE + "publisher")
    yield Triple(whole, _node(DCT + "publisher"), publisher)
    yield Triple(publisher, A, _node(FOAF + "Agent"))
    yield Triple(publisher, _node(FOAF + "name"), _text("Opposable contributors", "en"))
    yield Triple(whole, _node(VOID + "uriSpace"), _text(THING))
    for vocabulary in (ONTOLOGY, SKOS, DCT, "http://www.w3.org/ns/prov#"):
        yield Triple(whole, _node(VOID + "vocabulary"), _node(vocabulary))
    for example in examples:
        yield Triple(whole, _node(VOID + "exampleResource"), _node(example))


def _counts(store: Store) -> Iterator[Triple]:
    whole = _node(DATASET)
    yield Triple(whole, _node(VOID + "triples"), _number(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    for name, counted in (("distinctSubjects", "?s"), ("properties", "?p"), ("distinctObjects", "?o")):
        query = f"SELECT (COUNT(DISTINCT {counted}) AS ?n) {{ ?s ?p ?o }}"
        yield Triple(whole, _node(VOID + name), _number(store, query))
    ours = f"?s <{RDF}type> ?c FILTER(STRSTARTS(STR(?c), '{ONTOLOGY}'))"
    by_class = f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ {ours} }} GROUP BY ?c"
    by_property = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
    for name, query, counts, what in (
        ("class", by_class, "entities", "classPartition"),
        ("property", by_property, "triples", "propertyPartition"),
    ):
        for found, number in sorted(run(store, query).rows, key=str):
            part = _node(f"{DATASET}/{name}/{hashlib.sha256(str(found).encode()).hexdigest()[:12]}")
            yield Triple(whole, _node(VOID + what), part)
            yield Triple(part, _node(VOID + name), _node(str(found)))
            yield Triple(part, _node(VOID + counts), _typed(str(number), "integer"))


def _number(store: Store, query: str) -> Literal:
    return _typed(str(run(store, query).rows[0][0]), "integer")


def _file(one: Distribution) -> Iterator[Triple]:
    node, checksum = _node(f"{DATASET}/file/{one.path.name}"), _node(f"{DATASET}/file/{one.path.name}/checksum")
    whole, content = _node(DATASET), one.path.read_bytes()
    yield Triple(whole, _node(DCAT + "distribution"), node)
    yield Triple(whole, _node(VOID + "dataDump"), _node(one.address))
    yield Triple(node, A, _node(DCAT + "Distribution"))
    yield Triple(node, _node(DCT + "title"), _text(one.title, "en"))
    yield Triple(node, _node(DCAT + "downloadURL"), _node(one.address))
    yield Triple(node, _node(DCAT + "accessURL"), _node(one.address))
    yield Triple(node, _node(DCAT + "mediaType"), _node(_MEDIA + one.media))
    if one.path.suffix == ".gz":
        yield Triple(node, _node(DCAT + "compressFormat"), _node(_MEDIA + GZIP))
    if one.form:
        yield Triple(node, _node(DCT + "format"), _node(_EU + f"file-type/{one.form}"))
    yield Triple(node, _node(DCT + "license"), _node(LICENCE))
    yield Triple(node, _node(DCAT + "byteSize"), _typed(str(len(content)), "nonNegativeInteger"))
    yield Triple(node, _node(SPDX + "checksum"), checksum)
    yield Triple(checksum, A, _node(SPDX + "Checksum"))
    yield Triple(checksum, _node(SPDX + "algorithm"), _node(SPDX + "checksumAlgorithm_sha256"))
    yield Triple(checksum, _node(SPDX + "checksumValue"), _typed(hashlib.sha256(content).hexdigest(), "hexBinary"))
