"""The answers of the table as JSON over HTTP, with their description for programs and for people."""

from __future__ import annotations

import json
import re
from datetime import date
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING

import kg
from kg.building.store import fingerprint_of
from kg.interfaces.asking import answering
from kg.media import HTML, JSON, PROBLEM, typed
from kg.names import LICENCE
from kg.serving.negotiation import chosen
from kg.serving.protocol import Refusal
from kg.serving.requests import Asked, found, methods, read
from kg.serving.web import Request, Response, Route, Service, accepted, body_of, held, unless_left
from kg.serving.workers import Answer

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_EXPOSED = "ETag, Link, Retry-After, Opposable-Version, Opposable-Build, Opposable-On, Opposable-Note"
_LINKS = f'</api/openapi.json>; rel="service-desc", </api>; rel="service-doc", <{LICENCE}>; rel="license"'
_DAY = "public, max-age=3600"
_TODAY = "public, no-cache"


def routes(service: Service) -> list[Route]:
    """Return the routes of the API."""
    api = Api(service)
    below = Route("/api/{path:path}", api)
    below.path_regex = re.compile(r"(?s)^/api/(?P<path>.*)\Z")  # else a path with a line break has no route
    return [Route("/api", api), below]


class Api:
    """Answers whatever is asked below /api, by every method: refusals are problems of RFC 9457 throughout."""

    def __init__(self, service: Service) -> None:
        """Answer with the processes of a service."""
        self._service = service
        self._build = fingerprint_of(service.answers.folder)
        self._described: dict[bool, Answer] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except Refusal as refusal:
            response = _problem(refusal)
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        path = request.scope["path"].removeprefix("/api").removeprefix("/")
        body = await body_of(request, self._service.limits)
        if path in ("", "openapi.json"):
            return await self._description(request, page=not path)
        name, rest = found(path)
        if request.method == "OPTIONS":
            return _preflight(methods(answering(name).ASKING))
        query, media = request.scope["query_string"], request.headers.get("content-type")
        asked = read(name, rest, request.method, query, media, body, date.today(), self._service.limits)
        if chosen(accepted(request), [JSON]) is None:
            raise Refusal(406, f"an answer can be had as {JSON}")
        headers = self._headers(asked, cached=request.method != "POST")
        if request.method != "POST" and headers["ETag"] in held(request):  # "*" means any answer: is there one?
            return Response(None, 304, headers)
        pool = self._service.queries if asked.asking.heavy else self._service.answers
        answer = await unless_left(request, pool.ask("answer", {"answer": name, "given": asked.given}))
        return Response(answer.body, 200, {**headers, **answer.headers, "Content-Type": JSON})

    def _headers(self, asked: Asked, *, cached: bool) -> dict[str, str]:
        told = {"Opposable-Version": kg.__version__, "Opposable-Build": self._build, "Link": _LINKS, "Vary": "Accept"}
        if asked.day is not None:
            told["Opposable-On"] = asked.day
        if not cached:
            return told | {"Cache-Control": "no-store"}
        return told | {"ETag": self._tag(asked.name, asked.given), "Cache-Control": _DAY if asked.fixed else _TODAY}

    def _tag(self, *parts: object) -> str:
        told = json.dumps([kg.__version__, self._build, *parts], sort_keys=True)
        return f'"{blake2b(told.encode(), digest_size=15).hexdigest()}"'

    async def _description(self, request: Request, *, page: bool) -> Response:
        """Return the page, or the description for programs; each is made once."""
        allowed = ("GET", "HEAD", "OPTIONS")
        if request.method == "OPTIONS":
            return _preflight(allowed)
        if request.method not in allowed:
            raise Refusal(405, "this address answers GET", {"Allow": ", ".join(allowed)})
        media = chosen(accepted(request), [HTML, JSON] if page else [JSON])
        if media is None:
            raise Refusal(406, f"this can be had as {f'{HTML} or {JSON}' if page else JSON}")
        shown = media == HTML
        headers = {"ETag": self._tag(shown), "Cache-Control": _TODAY, "Vary": "Accept", "Link": _LINKS}
        if headers["ETag"] in held(request):
            return Response(None, 304, headers)
        if shown not in self._described:
            asked = self._service.answers.ask("api", {"page": shown})
            self._described[shown] = await unless_left(request, asked)
        answer = self._described[shown]
        return Response(answer.body, 200, {**headers, **answer.headers, "Content-Type": typed(media)})


def _preflight(allowed: tuple[str, ...]) -> Response:
    listed = ", ".join(allowed)
    asked = {"Allow": listed, "Access-Control-Allow-Methods": listed, "Access-Control-Max-Age": "86400"}
    return Response(None, 204, asked | {"Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match"})


def _problem(refusal: Refusal) -> Response:
    title = HTTPStatus(refusal.status).phrase
    told = {"type": "about:blank", "title": title, "status": refusal.status, "detail": refusal.sentence}
    body = json.dumps(told, ensure_ascii=False).encode() + b"\n"
    return Response(body, refusal.status, {**refusal.headers, "Content-Type": PROBLEM, "Cache-Control": "no-store"})
