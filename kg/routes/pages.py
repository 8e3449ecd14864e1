"""The pages that people read: each path of kg/screens/, made by a process for answers."""

from __future__ import annotations

from kg.assets import POLICY
from kg.encodings import coded
from kg.listing import listed, module
from kg.names import ENGLISH
from kg.negotiation import spoken
from kg.protocol import Refusal, read_pairs
from kg.troubles import trouble
from kg.web import Request, Response, Route, Service, unless_left
from kg.words import written

_HEADERS = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Accept-Encoding"}
"""A page may be kept, but is asked for again: one without a day is of today."""


def routes(service: Service) -> list[Route]:
    """Return the routes of all pages but those of things, which negotiate what they are sent as."""
    root = service.answers.root
    languages = sorted(written(root), key=lambda code: (code != ENGLISH, code))

    async def page(request: Request) -> Response:
        language = spoken(request.headers.get("accept-language"), languages)
        try:
            parameters = read_pairs(_bounded(request.scope["query_string"], service.limits.address))
            language = dict(parameters).get("lang") or language
            if language not in languages:
                raise Refusal(400, f"no language is called {language[:20]!r}; there are {', '.join(languages)}")
            given = {"path": request.url.path, "parameters": parameters, "language": language}
            answer = await unless_left(request, service.answers.ask("page", given))
        except Refusal as refusal:
            language = language if language in languages else ENGLISH
            return Response(trouble(root, refusal.status, refusal.sentence, language), refusal.status, {
                **refusal.headers, **_HEADERS, "Content-Type": "text/html; charset=utf-8",
                "Content-Language": language, "Content-Security-Policy": POLICY,
            })  # fmt: skip
        headers = {**answer.headers, **_HEADERS}
        if answer.headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(None, 304, headers)
        media = f"{answer.media}; charset=utf-8" if answer.media.startswith("text/") else answer.media
        body, coding = coded(answer.body, media, request.headers.get("accept-encoding"))
        return Response(body, 200, {**coding, **headers, "Content-Type": media})

    paths = [path for name in listed("screens") for path in module("screens", name, "page").PATHS]
    return [Route(path, page) for path in sorted(paths) if not path.startswith("/id/")]


def _bounded(raw: bytes, longest: int) -> bytes:
    if len(raw) > longest:
        raise Refusal(414, f"the address is longer than {longest} bytes")
    return raw
