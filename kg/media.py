"""Media types, the one place where they are written; what kind of file a name tells."""

from __future__ import annotations

PLAIN, HTML, MARKDOWN, CSS, SCRIPT = "text/plain", "text/html", "text/markdown", "text/css", "text/javascript"
CSV, TSV = "text/csv", "text/tab-separated-values"
JSON, JSON_LINES, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"
XML, TEXT_XML, YAML = "application/xml", "text/xml", "application/yaml"
SVG, PNG = "image/svg+xml", "image/png"
TURTLE, TRIG, JSON_LD = "text/turtle", "application/trig", "application/ld+json"
N_TRIPLES, N_QUADS, RDF_XML = "application/n-triples", "application/n-quads", "application/rdf+xml"
QUERY, UPDATE = "application/sparql-query", "application/sparql-update"
RESULTS_JSON, RESULTS_XML = "application/sparql-results+json", "application/sparql-results+xml"
FORM = "application/x-www-form-urlencoded"
GZIP, ZIP, BYTES = "application/gzip", "application/zip", "application/octet-stream"

_FORMS = {
    ".cff": (YAML, ""),
    ".csv": (CSV, "CSV"),
    ".cyjs": (JSON, "JSON"),
    ".ftm.json": (JSON_LINES, "JSON"),
    ".gexf": (XML, "XML"),
    ".graphml": (XML, "XML"),
    ".html": (HTML, "HTML"),
    ".json": (JSON, "JSON"),
    ".jsonld": (JSON_LD, "JSON_LD"),
    ".md": (MARKDOWN, "TXT"),
    ".nq": (N_QUADS, "RDF_N_QUADS"),
    ".nt": (N_TRIPLES, "RDF_N_TRIPLES"),
    ".owl": (RDF_XML, "OWL"),
    ".png": (PNG, "PNG"),
    ".rdf": (RDF_XML, "RDF_XML"),
    ".svg": (SVG, "SVG"),
    ".tar.gz": (GZIP, "TAR_GZ"),
    ".trig": (TRIG, "RDF_TRIG"),
    ".tsv": (TSV, "TSV"),
    ".ttl": (TURTLE, "RDF_TURTLE"),
    ".whl": (ZIP, "ZIP"),
    ".xml": (XML, "XML"),
    ".zip": (ZIP, "ZIP"),
}
PICTURES = ("html", "svg", "png")
"""The forms of a picture: a page that one uses, and two that one prints."""

PACKED = frozenset((".zip", ".gz", ".zst"))
"""The suffixes of files that are compressed as they are."""


def form_of(name: str) -> tuple[str, str]:
    """Return the media type of a file and its form's name at the EU (empty: none), told what is in it if compressed."""
    suffixes = [f".{suffix}" for suffix in name.rpartition("/")[2].lstrip(".").split(".")[1:]]
    for ending in ("".join(suffixes[-2:]), *reversed([one for one in suffixes if one not in (".gz", ".zst")])):
        if ending in _FORMS:
            return _FORMS[ending]
    return (PLAIN, "TXT") if not suffixes else (BYTES, "")


def typed(media: str) -> str:
    """Return a media type as Content-Type has it: texts are UTF-8."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
