"""One OWL 2 DL ontology in RDF/XML that needs no other file; for Protégé, reasoners and the OWL API."""

from __future__ import annotations

from typing import IO

import kg
from kg.derivation.reason import WHOLE, as_one_ontology
from kg.exporting.extracts import Extract
from kg.exporting.layout import as_xml
from kg.names import OWL
from kg.oxigraph import Literal, NamedNode, Quad

SUFFIX, TAKES = ".owl", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the graph as one ontology: without imports and headers of modules, dates as the first moment of their day.

    OWL 2 does not know xsd:date, and a file holds one ontology.

    Raises ValueError for a text that XML 1.0 cannot hold, OSError where it cannot be written.
    """
    headers = {NamedNode(iri) for iri in extract.subjects_of_type(OWL + "Ontology")}
    said = (quad for quad in extract.quads() if quad.subject not in headers)
    version = Quad(WHOLE, NamedNode(OWL + "versionInfo"), Literal(kg.__version__))
    as_xml(as_one_ontology([version], said), out)
