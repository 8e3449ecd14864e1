"""Connections of clients, with clocks and limits that uvicorn's have not; the one door to uvicorn."""

from __future__ import annotations

import asyncio
import socket
from math import ceil
from typing import Any, cast

from uvicorn import Config, Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kg.serving.clients import Client, forwarded, named
from kg.serving.protocol import Refusal
from kg.serving.refusals import Reader
from kg.serving.replies import Reply
from kg.serving.watch import Watch
from kg.serving.web import Application

CONNECTIONS = 512
_SHARE = 128
"""How many connections one client may have that is on another machine."""
_GRACE = 10
_HEAD = 4
"""How much longer than the longest address the head of a request may be."""
_ADDRESS = 1 << 16
"""How long an address can be that the parser reads."""
_MOST_HEADERS = 100
_AHEAD = 32
"""How many requests a client may send before it has the answer to the first."""
_LARGE = 1 << 16


class Connection(HttpToolsProtocol):
    """A connection that is closed where its client is too slow, too large, or too many."""

    application: Application
    watch: Watch[Connection]

    def __init__(self, **given: Any) -> None:  # noqa: ANN401
        """Serve one connection."""
        super().__init__(**given)
        self.service = self.application.service
        self.open = self.headed = self.deferred = False
        self.since = self.looked = 0.0
        self.size = self.left = 0
        self.client_name = ""
        self.refusal: Refusal | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the clock."""
        super().connection_made(transport)
        # Else the end of a short answer waits for the client's kernel to acknowledge its head.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.since = self.loop.time()
        self.client_name = named(self.client[0]) if self.client else ""
        self.account = self.service.clients.of(self.client_name)
        self.account.connections += 1
        self.watch.begin(cast(set[Connection], self.connections), self.loop)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.account.connections -= 1
        super().connection_lost(exc)

    @property
    def answering(self) -> bool:
        """Whether a request is being answered."""
        return bool(self.cycle) and not self.cycle.response_complete

    def data_received(self, data: bytes) -> None:
        """Read; a head that has no end is not read for ever."""
        super().data_received(data)
        if self.open and not self.headed:
            self.size += len(data)
            if self.size > _HEAD * self.service.limits.address:
                self.refused(431, "the head of the request is too long")
                self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin the clock of a request."""
        self.open, self.headed, self.size = True, False, 0
        if not self.answering:
            self.since = self.loop.time()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        super().on_url(url)
        if len(self.url) >= _ADDRESS:
            raise self.refused(
                414, f"the address is longer than {self.service.limits.address} bytes; send the query by POST"
            )

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what follows the body is none."""
        if not self.headed:
            if len(self.headers) >= _MOST_HEADERS:
                raise self.refused(431, f"the request has more than {_MOST_HEADERS} headers")
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Let the application answer what is well-formed and not too much."""
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            raise self.refused(400, "a request names one host")
        said = None
        if self.service.limits.behind_proxy:
            said = forwarded([value for name, value in self.headers if name == b"x-forwarded-for"])
        self.admit(self.service.clients.of(said) if said else self.account)
        self.begin(said or self.client_name)
        self.headed = True

    def begin(self, client: str) -> None:  # noqa: ARG002
        """Begin the answer to a client's request whose head has been read."""
        super().on_headers_complete()

    def admit(self, account: Client) -> None:
        """Take a request of a client.

        Raises Refusal for a client that asks too often or has too many connections.
        """
        wait = account.wait(self.loop.time())
        if wait:
            self.service.limited += 1
            told = "you ask too often; wait for as many seconds as Retry-After says"
            raise self.refused(429, told, {"Retry-After": str(ceil(wait))})
        if len(self.connections) > CONNECTIONS or len(self.pipeline) >= _AHEAD:
            raise self.refused(503, "there are too many connections; try again later", {"Retry-After": "5"})
        if self.account.connections > _SHARE and self.account.rate:
            raise self.refused(429, f"one client may have {_SHARE} connections", {"Retry-After": "5"})

    def refused(self, status: int, text: str, headers: dict[str, str] | None = None) -> Refusal:
        """Return the refusal of what is being read, for the parser to end on; it is what the client is told."""
        self.refusal = Refusal(status, text, headers)
        return self.refusal

    def on_message_complete(self) -> None:
        """Let the next request begin."""
        self.open = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """Say why a request is not read any further, and close the connection."""
        cycle = self.cycle
        if self.answering:
            if not self.headed:  # what is being answered came whole, before this
                cycle.keep_alive = False
                self.flow.pause_reading()
                return
            cycle.disconnected = True
            cycle.message_event.set()
        told = self.refusal or Refusal(400, "this is no well-formed request of HTTP")
        reply = self.service.telling(told, Reader(self._header(b"accept"), self._header(b"accept-language")))
        self.send(reply, keep_alive=False)
        self.transport.close()
        self.service.note("", "", reply.status, len(reply.body), 0.0)

    def _header(self, name: bytes) -> str | None:
        """Return the values of a header of what is being read, as far as it has come."""
        return ",".join(value.decode("latin-1") for one, value in self.headers or () if one == name) or None

    def _unsupported_upgrade_warning(self) -> None:
        """Answer who wants another protocol in this one, once."""
        if self.cycle is not None:
            self.cycle.keep_alive = False

    def send(self, reply: Reply, keep_alive: bool) -> None:
        """Write a reply."""
        head = [reply.wire]
        for name, value in self.server_state.default_headers:
            head += (name, b": ", value, b"\r\n")
        head.append(b"\r\n" if keep_alive else b"connection: close\r\n\r\n")
        if len(reply.body) < _LARGE:
            head.append(reply.body)
            self.transport.write(b"".join(head))
        else:
            self.transport.write(b"".join(head))
            self.transport.write(reply.body)
        if not keep_alive:
            self.transport.close()

    def on_response_complete(self) -> None:
        """Begin the next request once the client has read most of the answer to this one."""
        self.server_state.total_requests += 1
        self.since = self.loop.time()
        if self.transport.is_closing():
            return
        if self.flow.write_paused:
            self.deferred = True
            self.flow.pause_reading()
        else:
            self._next()

    def _next(self) -> None:
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # noqa: ANN401
        if self.flow.write_paused:
            self.pipeline.append((cycle, app))
            self.deferred = True
        else:
            super()._start_asgi_task(cycle, app)

    def pause_writing(self) -> None:
        """Hold what the client does not read yet."""
        super().pause_writing()
        self.looked, self.left = self.loop.time(), self.transport.get_write_buffer_size()
        self.watch.hold()

    def resume_writing(self) -> None:
        """Go on once it has read."""
        super().resume_writing()
        if self.deferred:
            self.deferred = False
            self._next()


def server(app: Application, connection: type[Connection]) -> Server:
    """Return a server of an application whose connections are of a kind."""
    served = type("Served", (connection,), {"application": app, "watch": Watch[Connection](app.service)})
    config = Config(
        app, http=cast(Any, served), loop="auto", ws="none", lifespan="on", log_config=None, log_level="critical",
        access_log=False, server_header=False, proxy_headers=False, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    return Server(config)
