"""A reply of the server, made once and sent to whoever asks for it, and plain requests for one."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from http import HTTPStatus
from typing import NamedTuple, Protocol

from kg.media import PLAIN, typed

EVERY = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Retry-After",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "cross-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
"""What a response carries unless its route says otherwise."""


class Reply:
    """A status, headers and a body; and what stands before the body on the wire, but for the date."""

    __slots__ = ("body", "headers", "shown", "status", "wire")

    def __init__(self, status: int, headers: dict[str, str], body: bytes, shown: str = "") -> None:
        """Write the head; the names of headers are in small letters. What the log may show is kept with it."""
        self.status, self.headers, self.body, self.shown = status, headers, body, shown
        own = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
        length = "" if status in (204, 304) else f"content-length: {len(body)}\r\n"
        self.wire = f"{_first(status)}{length}{_every(frozenset(EVERY.keys() & headers))}{own}".encode("latin-1")


def sentence(status: int, text: str, headers: dict[str, str] | None = None) -> Reply:
    """Return a reply that says one sentence."""
    told = {"content-type": typed(PLAIN), **lowered(headers or {})}
    return Reply(status, told, f"{text}\n".encode())


def lowered(headers: dict[str, str]) -> dict[str, str]:
    """Return headers with their names in small letters."""
    return {name.lower(): value for name, value in headers.items()}


class Told(NamedTuple):
    """What a plain GET comes to: the reply, the beginning of the query, and the key by which the reply is kept."""

    reply: Reply
    query: str
    key: Hashable | None = None


class Direct(Protocol):
    """Answers a plain GET: one without a body."""

    def __call__(self, request: Plain, tell: Callable[[Told], None]) -> Callable[[], None] | None:
        """Tell the reply, at once or later; return what ends the work if the client leaves.

        Raises Refusal for a request that is not of this kind; nothing has then been told.
        """


class Plain(NamedTuple):
    """A GET without a body: its parameters, the headers that count, and who asks."""

    parameters: bytes
    accept: str | None
    none_match: str | None
    client: str


@cache
def _every(but: frozenset[str]) -> str:
    """Return the lines of what every response carries, but for the headers that it says by itself."""
    return "".join(f"{name}: {value}\r\n" for name, value in EVERY.items() if name not in but)


@cache
def _first(status: int) -> str:
    return f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
