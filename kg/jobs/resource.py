"""The RDF that an address of ours answers with: a thing, a term, the ontology, a graph, or what the data set is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

from kg.drawing.classdiagrams import diagrams
from kg.drawing.pages import Imprint, hashes
from kg.drawing.pictures import imprint
from kg.exporting.concise import Concise
from kg.exporting.description import asked_at, describe
from kg.exporting.export import exported
from kg.exporting.extracts import Extract
from kg.exporting.vocabulary import documentation
from kg.faults import Fault
from kg.media import HTML, SVG
from kg.names import BASE, GRAPH, ONTOLOGY, PREFIXES
from kg.oxigraph import NamedNode, RdfFormat, Triple, parse, serialize
from kg.serving.answering import Done, Unanswered, Worker
from kg.serving.forms import GRAPHS

_PATH = re.compile(r"[A-Za-z0-9._~/-]+")
"""What a path of our names looks like."""
_PICTURE = ".svg"
_ONTOLOGY = ONTOLOGY.removeprefix(BASE)
_ANCHOR = re.compile(r'<div class="[^"]*entity[^"]*" id="([^"]*)".*?<code>([^<]*)</code>', re.DOTALL)
_STYLES = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_POLICY = "default-src 'none'; style-src {}; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
_FORMATS = {
    RdfFormat.TURTLE: "turtle", RdfFormat.N_TRIPLES: "ntriples", RdfFormat.JSON_LD: "jsonld",
    RdfFormat.RDF_XML: "rdfxml",
}  # fmt: skip
"""How the exports call the forms of a graph."""


def answer(worker: Worker, given: Mapping[str, Any]) -> Done:
    """Return what is said of an address below the base of all our names.

    It comes in a media type of ``kg.serving.forms.GRAPHS``; of the ontology also as its documentation or a diagram.

    Raises Unanswered with 404 for an address of which nothing is said, with 406 where the form cannot hold it, with 503
    where it would be too large, with 501 for the documentation where what writes it is not installed.
    """
    path, media = str(given["path"]), str(given["media"])
    if media == SVG:
        return _diagram(worker, path.removeprefix(_ONTOLOGY).removesuffix(_PICTURE))
    if media == HTML:
        return _documentation(worker, path.removeprefix(_ONTOLOGY))
    form = GRAPHS[media]
    if not _PATH.fullmatch(path):
        raise Unanswered(404, "nothing is recorded under this address")
    if path in ("dataset", ".well-known/void"):
        body = _dataset(worker, form, str(given["endpoint"]))
    elif path == _ONTOLOGY:
        body = _exported(Extract(worker.graph, frozenset(("ontology",))), form)
    elif path.startswith(GRAPH.removeprefix(BASE)):
        body = _graph(worker, NamedNode(BASE + path), form)
    else:
        mark = _imprint(worker)
        about = Concise(worker.graph, about=BASE + path, version=mark.version, fingerprint=mark.fingerprint)
        if not about.known:
            raise Unanswered(404, "nothing is recorded under this address")
        body = _exported(about, form)
    if len(body) > worker.size:
        raise Unanswered(503, f"this is larger than {worker.size} bytes; ask the SPARQL endpoint for a part of it")
    return Done(media, body)


def _imprint(worker: Worker) -> Imprint:
    return worker.once("imprint", lambda: imprint(worker.graph))


def _diagrams(worker: Worker) -> dict[str, str]:
    return worker.once("diagrams", lambda: diagrams(worker.root))


def _exported(extract: Extract, form: RdfFormat) -> bytes:
    try:
        return exported(extract, _FORMATS[form])
    except Fault as fault:
        raise Unanswered(406, str(fault)) from fault


def _graph(worker: Worker, graph: NamedNode, form: RdfFormat) -> bytes:
    """Return a named graph as it lies in the store."""
    if not worker.store.contains_named_graph(graph):
        raise Unanswered(404, "no graph of the store has this name")
    quads = worker.store.quads_for_pattern(None, None, None, graph)
    return _written([Triple(quad.subject, quad.predicate, quad.object) for quad in quads], form)


def _dataset(worker: Worker, form: RdfFormat, endpoint: str) -> bytes:
    """Return the description of the data set, of which the numbers are counted once in the life of the process."""
    mark = _imprint(worker)

    def made() -> list[Triple]:
        day = date.fromisoformat(mark.read_until or date.min.isoformat())
        described = describe(worker.store, mark.version, mark.fingerprint, day, worker.graph.holders(), [])
        return [quad.triple for quad in parse(described, format=RdfFormat.TURTLE)]

    return _written([*worker.once("dataset", made), asked_at(endpoint)], form)


def _diagram(worker: Worker, name: str) -> Done:
    drawn = _diagrams(worker)
    if name not in drawn:
        raise Unanswered(404, f"there is no such diagram; there is {', '.join(sorted(drawn))}")
    return Done(SVG, drawn[name].encode(), {"Content-Security-Policy": _POLICY.format("'unsafe-inline'")})


def _documentation(worker: Worker, term: str) -> Done:
    """Return the documentation of the ontology, or where in it a term stands."""

    def made() -> tuple[bytes, dict[str, str], str]:
        pictures = [f"{name}.svg" for name in _diagrams(worker)]
        page = documentation(worker.root, "../questions/{}", pictures)
        places = {iri: place for place, iri in _ANCHOR.findall(page)}
        return page.encode(), places, _POLICY.format(hashes(_STYLES.findall(page)))

    try:
        page, places, policy = worker.once("documentation", made)
    except Fault as fault:
        raise Unanswered(501, str(fault)) from fault
    if not term:
        return Done(HTML, page, {"Content-Security-Policy": policy})
    if ONTOLOGY + term not in places:
        raise Unanswered(404, "the ontology has no such term")
    return Done(HTML, b"", {"Location": f"./#{places[ONTOLOGY + term]}"})


def _written(triples: list[Triple], form: RdfFormat) -> bytes:
    written = BytesIO()
    try:
        serialize(triples, written, form, prefixes=PREFIXES)
    except ValueError as error:
        raise Unanswered(406, f"this form cannot hold it: {error}") from error
    return written.getvalue()
