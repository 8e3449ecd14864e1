"""What kind of file a name tells: its media type, and what the Publications Office of the EU calls its form."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

_FORMS: Final[dict[str, tuple[str, str]]] = {
    ".cff": ("application/yaml", ""),
    ".csv": ("text/csv", "CSV"),
    ".cyjs": ("application/json", "JSON"),
    ".ftm.json": ("application/x-ndjson", "JSON"),
    ".gexf": ("application/xml", "XML"),
    ".graphml": ("application/xml", "XML"),
    ".html": ("text/html", "HTML"),
    ".json": ("application/json", "JSON"),
    ".jsonld": ("application/ld+json", "JSON_LD"),
    ".md": ("text/markdown", "TXT"),
    ".nq": ("application/n-quads", "RDF_N_QUADS"),
    ".nt": ("application/n-triples", "RDF_N_TRIPLES"),
    ".owl": ("application/rdf+xml", "OWL"),
    ".rdf": ("application/rdf+xml", "RDF_XML"),
    ".svg": ("image/svg+xml", "SVG"),
    ".tar.gz": ("application/gzip", "TAR_GZ"),
    ".trig": ("application/trig", "RDF_TRIG"),
    ".tsv": ("text/tab-separated-values", "TSV"),
    ".ttl": ("text/turtle", "RDF_TURTLE"),
    ".whl": ("application/zip", "ZIP"),
    ".xml": ("application/xml", "XML"),
    ".zip": ("application/zip", "ZIP"),
}
PICTURES: Final = ("html", "svg", "png")
"""The forms of a picture: a page that one uses, and two that one prints."""

PACKED: Final = frozenset((".zip", ".gz", ".zst"))
"""The suffixes of files that are compressed as they are."""


def form_of(name: str) -> tuple[str, str]:
    """Return the media type of a file and its form's name at the EU (empty: none), told what is in it if compressed."""
    suffixes = PurePath(name).suffixes
    for ending in ("".join(suffixes[-2:]), *reversed([one for one in suffixes if one not in (".gz", ".zst")])):
        if ending in _FORMS:
            return _FORMS[ending]
    return ("text/plain", "TXT") if not suffixes else ("application/octet-stream", "")


def typed(media: str) -> str:
    """Return a media type as Content-Type has it: texts are UTF-8."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
