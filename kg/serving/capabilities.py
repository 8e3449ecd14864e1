"""What a SPARQL endpoint is, for machines: a service description (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from io import BytesIO

from kg.oxigraph import A, BlankNode, NamedNode, Triple, serialize
from kg.serving.forms import GRAPHS
from kg.serving.negotiation import chosen

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_WRITTEN = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples",
    "JSON-LD", "RDF_XML",
)  # fmt: skip


def described(address: str, accept: str | None) -> tuple[str, bytes] | None:
    """Return the media type and bytes of the description of the endpoint at an address, None where none will do.

    Raises ValueError for an address that is no IRI.
    """
    media = chosen(accept, GRAPHS)
    if media is None:
        return None
    service, dataset, default = NamedNode(address), BlankNode("dataset"), BlankNode("default")

    def sd(local: str) -> NamedNode:
        return NamedNode(SD + local)

    triples = [
        Triple(service, A, sd("Service")),
        Triple(service, sd("endpoint"), service),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        *(Triple(service, sd("resultFormat"), NamedNode(_FORMATS + name)) for name in _WRITTEN),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, A, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), default),
        Triple(default, A, sd("Graph")),
    ]
    written = BytesIO()
    serialize(triples, written, GRAPHS[media], prefixes={"sd": SD})
    return media, written.getvalue()
