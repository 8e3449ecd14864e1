"""Live pages as responses of HTTP: in the language that the reader asks for, kept by tag, compressed."""

from __future__ import annotations

from kg.assets import POLICY
from kg.encodings import coded
from kg.names import ENGLISH
from kg.negotiation import chosen, spoken
from kg.protocol import Refusal, read_pairs
from kg.troubles import trouble
from kg.web import Request, Response, Service, held, typed, unless_left
from kg.words import written

_HEADERS = {"Cache-Control": "no-cache"}
"""A page may be kept, but is asked for again: one without a day is of today."""
_VARY = "Accept-Language, Accept-Encoding"
_PLAIN, _PAGE = "text/plain", "text/html"


class Delivery:
    """Answers requests with live pages, made by a process for answers."""

    def __init__(self, service: Service) -> None:
        """Answer for a server.

        Raises Fault where the languages that it speaks cannot be read.
        """
        self._service, self._root = service, service.answers.root
        self._languages = sorted(written(self._root), key=lambda code: (code != ENGLISH, code))

    async def page(self, request: Request, path: str, headers: dict[str, str] | None = None) -> Response:
        """Return the page at a path, or one that says why there is none; ``headers`` are sent along.

        Where they say by what the answer varies, it does so beside language and coding.
        """
        language = spoken(request.headers.get("accept-language"), self._languages)
        more = headers or {}
        sent = {**_HEADERS, **more, "Vary": ", ".join([*([more["Vary"]] if "Vary" in more else []), _VARY])}
        parameters: list[tuple[str, str]] = []
        try:
            parameters = read_pairs(_bounded(request.scope["query_string"], self._service.limits.address))
            language = dict(parameters).get("lang") or language
            if language not in self._languages:
                told = ", ".join(self._languages)
                raise Refusal(400, f"no language is called {language[:20]!r}; there are {told}")
            given = {"path": path, "parameters": parameters, "language": language}
            answer = await unless_left(request, self._service.answers.ask("page", given))
        except Refusal as refusal:
            return self._told(refusal, language, path, dict(parameters), sent)
        sent = {**answer.headers, **sent}
        if held(request) & {answer.headers["ETag"].removeprefix("W/"), "*"}:
            return Response(None, 304, sent)
        media = typed(answer.media)
        body, coding = coded(answer.body, media, request.headers.get("accept-encoding"))
        return Response(body, 200, {**coding, **sent, "Content-Type": media})

    def lost(self, request: Request) -> Response | None:
        """Return the page that says that there is nothing at an address, for a reader who wants a page."""
        if chosen(request.headers.get("accept"), (_PLAIN, _PAGE)) != _PAGE:
            return None
        language = spoken(request.headers.get("accept-language"), self._languages)
        nothing = Refusal(404, "there is nothing at this address")
        return self._told(nothing, language, request.url.path, {}, {**_HEADERS, "Vary": f"Accept, {_VARY}"})

    def _told(
        self, refusal: Refusal, language: str, path: str, given: dict[str, str], sent: dict[str, str]
    ) -> Response:  # fmt: skip
        language = language if language in self._languages else ENGLISH
        return Response(
            trouble(self._root, refusal.status, refusal.sentence, language, path, given), refusal.status,
            {**refusal.headers, **sent, "Content-Type": f"{_PAGE}; charset=utf-8", "Content-Language": language,
             "Content-Security-Policy": POLICY},
        )  # fmt: skip


def _bounded(raw: bytes, longest: int) -> bytes:
    if len(raw) > longest:
        raise Refusal(414, f"the address is longer than {longest} bytes")
    return raw
