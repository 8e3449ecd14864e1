"""What ``kg serve`` does; the one door to uvicorn."""

from __future__ import annotations

import asyncio
import socket
from argparse import Namespace
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.commands import opened
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.limits import Limits
from kg.progress import note

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

CONNECTIONS = 512
_GRACE = 10
_HEAD = 4
"""How much longer than the longest address the head of a request may be."""


def server(app: ASGIApp, limits: Limits) -> uvicorn.Server:
    """Return a server of an application that closes connections on which the head of a request comes too slowly."""
    import uvicorn
    from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

    class Patient(H11Protocol):
        """A connection with a clock that runs while no request is being answered."""

        clock: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # Else the end of a short answer waits for the client's kernel to acknowledge its head.
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._wind()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._answering():
                self._stop()
            elif self.clock is None:
                self._wind()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            super().connection_lost(exc)

        def _answering(self) -> bool:
            cycle = cast("RequestResponseCycle | None", self.cycle)  # None before the first request
            return cycle is not None and not cycle.response_complete

        def _wind(self) -> None:
            self.clock = self.loop.call_later(limits.patience, self._close)

        def _stop(self) -> None:
            if self.clock is not None:
                self.clock.cancel()
                self.clock = None

        def _close(self) -> None:
            self.clock = None
            if not self._answering():
                self.transport.close()

    config = uvicorn.Config(
        app, http=Patient, loop="asyncio", ws="none", lifespan="on", log_config=None, log_level="critical",
        access_log=False, server_header=False, proxy_headers=False, limit_concurrency=CONNECTIONS,
        h11_max_incomplete_event_size=_HEAD * limits.address, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    return uvicorn.Server(config)


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises Fault where the address or the port cannot be had, UsageFault for a port that is none.
    """
    if not 0 <= port < 1 << 16:
        raise UsageFault(f"--port {port} is no port; give one from 0 (any that is free) to 65535")
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise Fault(f"cannot listen on {host}, port {port}: {error.strerror or error}") from error


def run(running: uvicorn.Server, bound: socket.socket) -> None:
    """Run a server on a socket until it is told to stop.

    Raises Fault where its application does not start.
    """
    try:
        running.run(sockets=[bound])
    except SystemExit as end:
        raise Fault("the processes for queries could not be started; 'kg build' builds the graph anew") from end


def lying(graph: Graph) -> Path:
    """Return the folder that a graph was built into, of which the store can be opened."""
    graph.store  # noqa: B018  (opens it, and builds it anew where it is damaged)
    assert graph.folder is not None
    return Path(graph.folder)


def serve(options: Namespace) -> int:
    """Serve the graph over HTTP until the process is told to stop; requests under way are answered first.

    Raises ModuleNotFoundError where the extra ``serve`` is not installed, Fault where the port cannot be had.
    """
    limits = Limits(
        workers=options.workers,
        answerers=options.answerers,
        time=options.time,
        memory=options.memory,
        rows=options.rows,
        hosts=tuple(options.allowed_host),
    )
    serve_until_stopped(options, limits, "/sparql")
    return 0


def serve_until_stopped(options: Namespace, limits: Limits, at: str, parts: Collection[str] | None = None) -> None:
    """Serve the graph on the host and port that are asked for, and say at which path; ``parts`` as of ``service``.

    Raises what ``serve`` raises.
    """
    from kg.service import service

    with listening(options.host, options.port) as bound:
        graph = opened(options)
        app, _ = service(graph.root, lying(graph), limits, parts=parts)
        running = server(app, limits)
        host, port = bound.getsockname()[:2]
        note(f"kg: serving http://{f'[{host}]' if ':' in host else host}:{port}{at}; Ctrl-C stops")
        run(running, bound)
