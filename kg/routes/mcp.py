"""The answers of the table as tools for assistants, by the Model Context Protocol; where its library is installed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING

from kg.serving.limits import Limits
from kg.serving.protocol import Refusal
from kg.serving.tools import Toolbox
from kg.serving.web import Request, Route, Service, body_of, left

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/mcp"


def routes(service: Service) -> list[Route]:
    """Return the route; none, where the extra ``mcp`` is not installed."""
    try:
        from kg.serving.assistance import Endpoint
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("mcp", "mcp_types"):
            raise
        return []
    toolbox = Toolbox(service.queries, service.answers)
    return [Route(PATH, _Posted(Endpoint(toolbox, service.limits.hosts, service.limits.body), service.limits))]


class _Posted:
    """Lets through what an assistant posts: without sessions there is nothing to stream by GET, nor to DELETE.

    Work that nobody waits for is ended.
    """

    def __init__(self, inner: ASGIApp, limits: Limits) -> None:
        self._inner, self._limits = inner, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            raise Refusal(405, "assistants are answered by POST", {"Allow": "POST"})
        request = Request(scope, receive)
        body = [await body_of(request, self._limits)]

        async def again() -> Message:
            if not body:
                await asyncio.Event().wait()  # whether the client leaves is looked at below
            return {"type": "http.request", "body": body.pop(), "more_body": False}

        answered = False

        async def telling(message: Message) -> None:
            nonlocal answered
            answered = answered or message["type"] == "http.response.start"
            await send(message)

        asked: asyncio.Future[None] = asyncio.ensure_future(_ended(self._inner(scope, again, telling)))
        gone = asyncio.ensure_future(left(request))
        try:
            # After the answer the server says that the client is gone; then only the inner application has to end.
            await asyncio.wait({asked, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not answered and not asked.done():
                raise Refusal(400, "the client left before the answer")
            await asked
        finally:
            gone.cancel()
            asked.cancel()


async def _ended(work: Awaitable[None]) -> None:
    await work
