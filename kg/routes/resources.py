"""Linked data: the address of every name of ours answers with what is said of it, as a page or as RDF.

The names begin with ``https://w3id.org/opposable/``; whoever resolves that host to a server is led here, so that the
same path below another host is a document about what the name means (https://www.w3.org/TR/cooluris/).
"""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from kg.media import HTML, JSON_LD, N_TRIPLES, RDF_XML, SVG, TURTLE, typed
from kg.names import LICENCE
from kg.serving.delivery import Delivery
from kg.serving.forms import GRAPHS
from kg.serving.negotiation import chosen
from kg.serving.protocol import Refusal
from kg.serving.web import Request, Response, Route, Service, accepted, held, unless_left
from kg.serving.workers import Answer

_PICTURE = ".svg"
_ENDINGS = {".ttl": TURTLE, ".nt": N_TRIPLES, ".jsonld": JSON_LD, ".rdf": RDF_XML, ".html": HTML}
"""Endings by which an address asks for one form, whatever the client accepts."""
_PATHS = ("/id/{rest:path}", "/graph/{rest:path}", "/dataset", "/.well-known/void", "/ontology/{rest:path}")
_THINGS, _TERMS = "id/", "ontology/"
_PAGES = (_THINGS, _TERMS)
"""Where a page stands beside the RDF."""
_VARY = "Accept, Accept-Language"


def routes(service: Service) -> list[Route]:
    """Return the routes of the names."""
    delivery = Delivery(service)

    async def resource(request: Request) -> Response:
        path = request.url.path.removeprefix("/")
        stem, media = _asked_for(path, accepted(request))
        told = ", ".join(links(path, stem, media))
        if media == HTML and path.startswith(_THINGS):
            return await delivery.page(request, f"/{stem}", {"Link": told, "Vary": "Accept"})
        endpoint = str(request.url.replace(path="/sparql", query="", fragment=""))
        work = service.answers.ask("resource", {"path": stem, "media": media, "endpoint": endpoint})
        return _conditional(request, await unless_left(request, work), told)

    async def ontology(_: Request) -> Response:
        return Response(None, 308, {"Location": "/ontology/"})

    return [Route("/ontology", ontology), *(Route(path, resource) for path in _PATHS)]


def _asked_for(path: str, accept: str | None) -> tuple[str, str]:
    """Return what an address is of, without its ending, and the media type that is asked for.

    Raises Refusal with 406 where none will do.
    """
    if path.startswith(_TERMS) and path.endswith(_PICTURE):
        if chosen(accept, [SVG]) is None:
            raise Refusal(406, f"this can be had as {SVG}")
        return path, SVG
    for ending, media in _ENDINGS.items():
        if path.endswith(ending) and (media != HTML or path.startswith(_PAGES)):
            return path.removesuffix(ending), media
    offers = [*GRAPHS, HTML] if path.startswith(_PAGES) else [*GRAPHS]
    wanted = chosen(accept, offers)
    if wanted is None:
        raise Refusal(406, f"this can be had as {', '.join(offers)}")
    return path, wanted


def links(path: str, stem: str, media: str) -> list[str]:
    """Return the links of a response, as a Link header has them.

    They lead to the other forms, which a picture has not, to what the data set is, and to the licence.
    """
    endings = [ending for ending, media in _ENDINGS.items() if media != HTML or path.startswith(_PAGES)]
    plain = media != SVG and not stem.endswith("/") and stem.startswith(_PAGES)
    address = quote(stem)  # a header carries no other letters (RFC 8288, 3)
    alternates = [f'</{address}{ending}>; rel="alternate"; type="{_ENDINGS[ending]}"' for ending in endings if plain]
    return [*alternates, '</.well-known/void>; rel="describedby"', f'<{LICENCE}>; rel="license"']


def _conditional(request: Request, answer: Answer, links: str) -> Response:
    """Return the response that an answer makes, without its bytes where the client has them already (RFC 9110, 13)."""
    if "Location" in answer.headers:
        return Response(None, 303, {"Location": answer.headers["Location"], "Vary": _VARY})
    tag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Vary": _VARY, "Link": links, "Cache-Control": "no-cache"}
    headers |= answer.headers
    if held(request) & {tag, "*"}:
        return Response(None, 304, headers)
    return Response(answer.body, 200, {**headers, "Content-Type": typed(answer.media)})
