"""SPARQL over HTTP: the query operation of the SPARQL 1.1 Protocol, read-only."""

from __future__ import annotations

from kg import protocol
from kg.capabilities import described
from kg.forms import GRAPHS
from kg.negotiation import chosen
from kg.protocol import METHODS, Operation, Refusal
from kg.web import Request, Response, Route, Service, accepted, body_of, typed, unless_left
from kg.workers import Answer

_PREFLIGHT = {
    "Allow": ", ".join(METHODS), "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type", "Access-Control-Max-Age": "86400",
}  # fmt: skip
_HTML = "text/html"
_EVERY = [*METHODS, "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"]


def routes(service: Service) -> list[Route]:
    """Return the routes of the endpoint; a browser that sends no query is led to the editor."""

    async def sparql(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(None, 204, _PREFLIGHT)
        body = await body_of(request, service.limits)
        accept = accepted(request)
        parameters, media = request.scope["query_string"], request.headers.get("content-type")
        operation = protocol.read(request.method, parameters, media, body, service.limits)
        if operation is None and chosen(accept, [*GRAPHS, _HTML]) == _HTML:
            return Response(None, 303, {"Location": "/editor", "Vary": "Accept"})
        if operation is None:
            description = described(str(request.url), accept)
            if description is None:
                raise Refusal(400, "the parameter query is missing; without it, the endpoint describes itself in RDF")
            return _response(Answer(*description))
        request.state.query = operation.query
        return _response(await unless_left(request, service.queries.ask("query", _given(operation, accept))))

    return [Route("/sparql", sparql, methods=_EVERY)]


def _given(operation: Operation, accept: str | None) -> dict[str, object]:
    return {
        "query": operation.query, "accept": accept,
        "default": operation.default_graphs, "named": operation.named_graphs,
    }  # fmt: skip


def _response(answer: Answer) -> Response:
    return Response(answer.body, 200, {"Content-Type": typed(answer.media), "Vary": "Accept"})
