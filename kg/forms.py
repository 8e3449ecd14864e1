"""The forms of answers over HTTP: media types of SPARQL results and of RDF, the preferred first, with their writers."""

from __future__ import annotations

from kg.oxigraph import QueryResultsFormat, RdfFormat

_JSON, _XML = QueryResultsFormat.JSON, QueryResultsFormat.XML
TRUTHS = {
    "application/sparql-results+json": _JSON, "application/sparql-results+xml": _XML, "application/json": _JSON,
    "application/xml": _XML, "text/xml": _XML,
}  # fmt: skip
ROWS = TRUTHS | {"text/csv": QueryResultsFormat.CSV, "text/tab-separated-values": QueryResultsFormat.TSV}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD, "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML, "text/xml": RdfFormat.RDF_XML, "application/json": RdfFormat.JSON_LD,
}  # fmt: skip
