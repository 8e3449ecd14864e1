"""What ``kg serve`` does."""

from __future__ import annotations

import gc
import socket
from argparse import Namespace
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from kg.commands.opening import opened
from kg.commands.progress import note
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.serving.limits import Limits

if TYPE_CHECKING:
    import uvicorn

    from kg.serving.web import Application


def server(app: Application, _: Limits | None = None) -> uvicorn.Server:
    """Return a server of an application; where the extra ``serve`` is missing, this raises ModuleNotFoundError."""
    from kg.serving.connections import server as made
    from kg.serving.shortcut import Shortcut

    return made(app, Shortcut)


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
        rate=options.rate,
        behind_proxy=options.behind_proxy,
        cache=options.cache,
        hosts=tuple(options.allowed_host),
    )
    serve_until_stopped(options, limits, "/sparql")
    return 0


def serve_until_stopped(options: Namespace, limits: Limits, at: str, parts: Collection[str] | None = None) -> None:
    """Serve the graph on the host and port that are asked for, and say at which path; ``parts`` as of ``service``.

    Raises what ``serve`` raises.
    """
    from kg.serving.service import service

    with listening(options.host, options.port) as bound:
        graph = opened(options)
        app, _ = service(graph.root, lying(graph), limits, parts=parts)
        running = server(app, limits)
        host, port = bound.getsockname()[:2]
        note(f"kg: serving http://{f'[{host}]' if ':' in host else host}:{port}{at}; Ctrl-C stops")
        # What is here now stays; looking through it again and again would cost a tenth of all time.
        gc.collect()
        gc.freeze()
        gc.set_threshold(2_000, 20, 1_000)
        run(running, bound)
