"""The forms of answers over HTTP: media types of SPARQL results and of RDF, the preferred first, with their writers."""

from __future__ import annotations

from kg.media import CSV, JSON, JSON_LD, N_TRIPLES, RDF_XML, RESULTS_JSON, RESULTS_XML, TEXT_XML, TSV, TURTLE, XML
from kg.oxigraph import QueryResultsFormat, RdfFormat

_JSON, _XML = QueryResultsFormat.JSON, QueryResultsFormat.XML
TRUTHS = {RESULTS_JSON: _JSON, RESULTS_XML: _XML, JSON: _JSON, XML: _XML, TEXT_XML: _XML}
ROWS = TRUTHS | {CSV: QueryResultsFormat.CSV, TSV: QueryResultsFormat.TSV}
GRAPHS = {
    TURTLE: RdfFormat.TURTLE, N_TRIPLES: RdfFormat.N_TRIPLES, JSON_LD: RdfFormat.JSON_LD, RDF_XML: RdfFormat.RDF_XML,
    XML: RdfFormat.RDF_XML, TEXT_XML: RdfFormat.RDF_XML, JSON: RdfFormat.JSON_LD,
}  # fmt: skip
