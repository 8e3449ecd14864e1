"""The one door to Starlette: requests, responses, routes, and what every response carries."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serving import replies
from kg.serving.clients import Clients, forwarded, named
from kg.serving.journal import Log, excerpt
from kg.serving.kept import Kept
from kg.serving.limits import Limits
from kg.serving.protocol import Refusal
from kg.serving.refusals import Reader, Telling, in_a_sentence
from kg.serving.replies import Direct, Reply
from kg.serving.workers import Pool

__all__ = [
    "Request",
    "Response",
    "Route",
    "Service",
    "accepted",
    "application",
    "body_of",
    "held",
    "left",
    "sentence",
    "unless_left",
]

_Found = TypeVar("_Found")


@dataclass
class Service:
    """What the routes of a server share: its processes, its limits, what it has counted, and its log.

    Queries have processes of their own, so that no query of a stranger keeps a page waiting.
    """

    queries: Pool
    answers: Pool
    limits: Limits
    log: Log
    build: str = ""
    """What names the build that is served: another graph, or another engine, has another name."""
    answered: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0
    limited: int = 0
    """How many requests were refused because their client asks too often."""
    stalled: int = 0
    """How many connections were closed because their client does not read."""
    direct: dict[bytes, Direct] = field(default_factory=dict)
    """What answers a plain GET at a path without Starlette."""
    telling: Telling = in_a_sentence
    """How a refusal is told."""
    at_start: list[Callable[[], None]] = field(default_factory=list)
    """What is done before the server starts."""
    at_end: list[Callable[[], None]] = field(default_factory=list)
    """What is done when the server has stopped."""
    kept: Kept = field(init=False)
    clients: Clients = field(init=False)

    def __post_init__(self) -> None:
        """Keep no answers yet, and know no client."""
        self.kept, self.clients = Kept(self.limits.cache << 20), Clients(self.limits.rate)

    def note(self, method: str, path: str, status: int, size: int, took: float, **more: str) -> None:
        """Count a response and log it."""
        self.answered[status] += 1
        self.seconds += took
        self.log({"method": method, "path": path, "status": status, "bytes": size, "ms": round(took * 1000, 1), **more})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the processes while the block runs.

        What is to be done before and after is done. Raises Fault where one cannot open the store.
        """
        pools = (self.queries, self.answers)
        for first in self.at_start:
            first()
        try:
            for pool in pools:
                await pool.start()
            yield
        finally:
            for pool in pools:
                await pool.stop()
            for last in self.at_end:
                last()


def sentence(status: int, text: str) -> Response:
    """Return a response that says one sentence."""
    return replied(replies.sentence(status, text))


async def body_of(request: Request, limits: Limits) -> bytes:
    """Return the body of a request.

    Raises Refusal with 413 where it is longer than allowed, with 408 where the client takes too long to send it, and
    with 400 where the client leaves.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(limits.patience):
            async for part in request.stream():
                body += part
                if len(body) > limits.body:
                    raise Refusal(413, f"the body is longer than {limits.body} bytes", {"Connection": "close"})
    except TimeoutError:
        raise Refusal(408, "the body did not come in time", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise Refusal(400, "the client left") from None
    return bytes(body)


async def unless_left(request: Request, work: Coroutine[Any, Any, _Found]) -> _Found:
    """Return what comes of work for a client whose request has been read; work that nobody waits for is ended.

    Raises Refusal with 400 where the client leaves before, and what the work raises.
    """
    asked, gone = asyncio.ensure_future(work), asyncio.ensure_future(left(request))
    try:
        await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise Refusal(400, "the client left before the answer")
        return asked.result()
    finally:
        gone.cancel()
        asked.cancel()


async def left(request: Request) -> None:
    """Return when the client of a request that has been read is gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def client_of(request: Request, service: Service) -> str:
    """Return the name of the client that asks: of its connection, or whom the proxy before us names."""
    if service.limits.behind_proxy:
        values = [value for name, value in request.scope["headers"] if name == b"x-forwarded-for"]
        if (name := forwarded(values)) is not None:
            return name
    return named(request.client.host) if request.client else ""


def accepted(request: Request) -> str | None:
    """Return what a client accepts, as one header; None where it does not say."""
    return ",".join(request.headers.getlist("accept")) or None


def reader(request: Request) -> Reader:
    """Return who reads the reply to a request."""
    return Reader(accepted(request), request.headers.get("accept-language"), request.scope["query_string"])


def replied(reply: Reply) -> Response:
    """Return the response that a reply makes."""
    return Response(reply.body, reply.status, reply.headers)


def held(request: Request) -> set[str]:
    """Return the tags of what a client has already, compared weakly (RFC 9110, 13.1.2); ``*`` stands for any."""
    named = ",".join(request.headers.getlist("if-none-match"))
    return {one.strip().removeprefix("W/") for one in named.split(",")}


def application(service: Service, routes: Sequence[Route]) -> Application:
    """Return the ASGI application of a service: its processes run while it does."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with service.running():
            yield

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        return replied(service.telling(error, reader(request)))

    async def missing(request: Request, _: Exception) -> Response:
        allowed = next((one.methods for one in routes if one.path == request.url.path), None)
        if allowed is None:
            return await refused(request, Refusal(404, "there is nothing at this address"))
        told = f"this address does not answer {excerpt(request.method)}"
        return await refused(request, Refusal(405, told, {"Allow": ", ".join(sorted(allowed))}))

    handlers = {Refusal: refused, 404: missing, 405: missing}
    inner = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    inner.router.redirect_slashes = False
    return Application(inner, service)


class Application:
    """Puts headers on every response, counts and logs it, and turns an error of ours into one sentence."""

    def __init__(self, inner: ASGIApp, service: Service) -> None:
        self.inner, self.service = inner, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), 0, 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in replies.EVERY.items():
                    headers.setdefault(name, value)
            else:
                size += len(message.get("body", b""))
            await send(message)

        failed = None
        try:
            await self.inner(scope, receive, sending)
        except Exception as error:
            failed = type(error).__name__  # the text of an error may hold the text of a query
            if not status:
                # Not told as a page: that may be what broke.
                await sentence(500, "something broke here; the log of the server names it")(scope, receive, sending)
        asked = scope.get("state", {}).get("query")
        more = ({"error": failed} if failed else {}) | ({"query": excerpt(asked)} if asked else {})
        method, path = excerpt(scope["method"]), excerpt(scope["path"])
        self.service.note(method, path, status, size, time.perf_counter() - begun, **more)
