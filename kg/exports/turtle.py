"""Turtle: graphs merged, one block for each thing; for people who read RDF."""

from __future__ import annotations

from typing import IO

from kg.exporting.extracts import Extract
from kg.exporting.layout import laid_out
from kg.oxigraph import RdfFormat

SUFFIX, TAKES = ".ttl", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the ontology first, then facts, then what is derived; things by name.

    Raises OSError where it cannot be written.
    """
    laid_out(extract.quads(), RdfFormat.TURTLE, out)
