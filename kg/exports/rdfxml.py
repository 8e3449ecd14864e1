"""RDF/XML: graphs merged, one element for each thing; for XML tools and older RDF software."""

from __future__ import annotations

from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.layout import as_xml

SUFFIX, TAKES = ".rdf", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the things in reading order.

    Raises ValueError for a text that XML 1.0 cannot hold, OSError where it cannot be written.
    """
    as_xml(extract.quads(), out)
