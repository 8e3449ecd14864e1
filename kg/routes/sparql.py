"""SPARQL over HTTP: the query operation of the SPARQL 1.1 Protocol, read-only."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from typing import Any

from kg.media import HTML, typed
from kg.serving import protocol, replies
from kg.serving.capabilities import described
from kg.serving.forms import GRAPHS
from kg.serving.journal import excerpt
from kg.serving.negotiation import chosen
from kg.serving.protocol import METHODS, Operation, Refusal
from kg.serving.refusals import Reader
from kg.serving.replies import Plain, Reply, Told
from kg.serving.web import (
    Request,
    Response,
    Route,
    Service,
    accepted,
    body_of,
    client_of,
    replied,
    unless_left,
)
from kg.serving.workers import Answer

_PREFLIGHT = {
    "Allow": ", ".join(METHODS), "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type", "Access-Control-Max-Age": "86400",
}  # fmt: skip
_CHANGING = re.compile(r"(?i)rand|now|uuid|bnode")
"""Functions whose value is another one each time."""
_Key = tuple[Operation, str | None]
_EVERY = [*METHODS, "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"]


def routes(service: Service) -> list[Route]:
    """Return the routes of the endpoint; a browser that sends no query is led to the editor."""
    endpoint = Endpoint(service)
    service.direct[b"/sparql"] = endpoint.direct

    async def sparql(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(None, 204, _PREFLIGHT)
        body = await body_of(request, service.limits)
        accept = accepted(request)
        parameters, media = request.scope["query_string"], request.headers.get("content-type")
        operation = protocol.read(request.method, parameters, media, body, service.limits)
        if operation is None and chosen(accept, [*GRAPHS, HTML]) == HTML:
            return Response(None, 303, {"Location": "/editor", "Vary": "Accept"})
        if operation is None:
            description = described(str(request.url), accept)
            if description is None:
                raise Refusal(400, "the parameter query is missing; without it, the endpoint describes itself in RDF")
            return replied(_found(Answer(*description), None))
        request.state.query = operation.query
        none_match = request.headers.get("if-none-match") if request.method != "POST" else None
        work = endpoint.reply(operation, accept, none_match, client_of(request, service))
        return replied(await unless_left(request, work))

    return [Route("/sparql", sparql, methods=_EVERY)]


class Endpoint:
    """Answers queries, from memory where the same has been asked before."""

    def __init__(self, service: Service) -> None:
        """Answer with the processes of a service."""
        self.service = service

    def direct(self, request: Plain, tell: Callable[[Told], None]) -> Callable[[], None] | None:
        """Answer a plain GET.

        One that asks no query, or of a reader of pages, is refused without a word, for the route to look at.
        """
        if Reader(request.accept).of_pages:
            raise Refusal(406, "why there is no answer is told by a page")
        operation = protocol.read("GET", request.parameters, None, b"", self.service.limits)
        if operation is None:
            raise Refusal(400, "the parameter query is missing")
        shown = excerpt(operation.query)
        key = (operation, request.accept)
        known = self._known(key, request.none_match)
        if known is not None:
            tell(Told(known, shown, key if known.status == 200 else None))
            return None

        def told(status: int, head: dict[str, Any], body: bytes) -> None:
            if status == 200:
                reply = self._keep(key, Answer(head["media"], body, head["headers"]))
                tell(Told(reply, shown, key))
            else:
                tell(Told(replies.sentence(status, head["sentence"], head.get("headers")), shown))

        queries = self.service.queries
        order = queries.submit({"job": "query", **_given(operation, request.accept)}, request.client, told)
        return partial(queries.leave, order)

    async def reply(self, operation: Operation, accept: str | None, none_match: str | None, client: str) -> Reply:
        """Return the answer to a query.

        Raises Refusal for what gets none.
        """
        key = (operation, accept)
        known = self._known(key, none_match)
        if known is not None:
            return known
        return self._keep(key, await self.service.queries.ask("query", _given(operation, accept), client))

    def _known(self, key: _Key, none_match: str | None) -> Reply | None:
        """Return the reply to what has been asked before, by anybody or by a client that names what it then got."""
        if none_match is not None and (tag := self._tag(key)) and tag.removeprefix("W/") in none_match:
            return Reply(304, {"etag": tag, "cache-control": "no-cache", "vary": "Accept"}, b"")
        return self.service.kept.get(key)

    def _keep(self, key: _Key, answer: Answer) -> Reply:
        tag = self._tag(key)
        reply = _found(answer, tag, excerpt(key[0].query))
        if tag is not None:
            self.service.kept.put(key, 4 * len(key[0].query), reply)
        return reply

    def _tag(self, key: _Key) -> str | None:
        """Return what names the answer to a request, None for one that may be another each time."""
        if _CHANGING.search(key[0].query):
            return None
        # Weak: the labels of blank nodes may differ between two answers to one request.
        operation, accept = key
        asked = f"{self.service.build} {accept} {operation.default_graphs} {operation.named_graphs} {operation.query}"
        return f'W/"{blake2b(asked.encode(), digest_size=15).hexdigest()}"'


def _given(operation: Operation, accept: str | None) -> dict[str, object]:
    return {
        "query": operation.query, "accept": accept,
        "default": operation.default_graphs, "named": operation.named_graphs,
    }  # fmt: skip


def _found(answer: Answer, tag: str | None, shown: str = "") -> Reply:
    tagged = {"etag": tag, "cache-control": "no-cache"} if tag else {}
    return Reply(200, {"content-type": typed(answer.media), "vary": "Accept", **tagged}, answer.body, shown)
