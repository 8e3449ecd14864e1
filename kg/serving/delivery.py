"""Live pages as responses of HTTP: in the language that the reader asks for, kept by tag, compressed."""

from __future__ import annotations

from kg.language.words import written
from kg.media import HTML, typed
from kg.names import ENGLISH
from kg.serving.encodings import coded
from kg.serving.negotiation import spoken
from kg.serving.protocol import Refusal, read_pairs
from kg.serving.refusals import Reader, in_a_sentence
from kg.serving.replies import Reply, lowered
from kg.serving.web import Request, Response, Service, held, reader, unless_left
from kg.site.assets import POLICY
from kg.site.troubles import trouble

_HEADERS = {"Cache-Control": "no-cache"}
"""A page may be kept, but is asked for again: one without a day is of today."""
_VARY = "Accept-Language, Accept-Encoding"
_LONG = 4000
"""How long an address may be that a page of a refusal leads to."""


class Delivery:
    """Answers requests with live pages, made by a process for answers."""

    def __init__(self, service: Service) -> None:
        """Answer for a server.

        Raises Fault where the languages that it speaks cannot be read.
        """
        self._service, self._root = service, service.answers.root
        self._languages = sorted(written(self._root), key=lambda code: (code != ENGLISH, code))

    async def page(self, request: Request, path: str, headers: dict[str, str] | None = None) -> Response:
        """Return the page at a path, sent with ``headers``, or one that says why there is none.

        Where they say by what the answer varies, it does so beside language and coding.
        """
        more = headers or {}
        sent = {**_HEADERS, "Vary": ", ".join([*([more["Vary"]] if "Vary" in more else []), _VARY])}
        asked = reader(request)
        try:
            parameters = read_pairs(_bounded(asked.parameters, self._service.limits.address))
            language = dict(parameters).get("lang") or self._spoken(asked)
            if language not in self._languages:
                told = ", ".join(self._languages)
                raise Refusal(400, f"no language is called {language[:20]!r}; there are {told}")
            given = {"path": path, "parameters": parameters, "language": language}
            answer = await unless_left(request, self._service.answers.ask("page", given))
        except Refusal as refusal:
            reply = self._trouble(refusal, asked)
            return Response(reply.body, reply.status, reply.headers | lowered(sent))
        sent = {**answer.headers, **more, **sent}
        if held(request) & {answer.headers["ETag"].removeprefix("W/"), "*"}:
            return Response(None, 304, sent)
        media = typed(answer.media)
        body, coding = coded(answer.body, media, request.headers.get("accept-encoding"))
        return Response(body, 200, {**coding, **sent, "Content-Type": media})

    def telling(self, refusal: Refusal, asked: Reader) -> Reply:
        """Return the reply that a refusal makes: a page for a reader of pages, else a sentence."""
        reply = self._trouble(refusal, asked) if asked.of_pages else in_a_sentence(refusal, asked)
        return Reply(reply.status, {**reply.headers, "vary": "Accept, Accept-Language"}, reply.body)

    def _spoken(self, asked: Reader) -> str:
        return spoken(asked.language, self._languages)

    def _trouble(self, refusal: Refusal, asked: Reader) -> Reply:
        """Return the page that says a refusal; without the parameters of an address that cannot be read."""
        try:
            parameters = tuple(read_pairs(asked.parameters if len(asked.parameters) < _LONG else b""))
        except Refusal:
            parameters = ()
        wanted = dict(parameters).get("lang") or self._spoken(asked)
        language = wanted if wanted in self._languages else self._spoken(asked)
        body = trouble(self._root, refusal.status, refusal.sentence, language, parameters)
        told = {"content-type": typed(HTML), "content-language": language}
        told |= {"content-security-policy": POLICY, **lowered(refusal.headers)}
        return Reply(refusal.status, told, body)


def _bounded(raw: bytes, longest: int) -> bytes:
    if len(raw) > longest:
        raise Refusal(414, f"the address is longer than {longest} bytes")
    return raw
