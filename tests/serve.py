"""A server for tests: started on a free port in the same process, and asked over HTTP."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from kg.commands.serving import listening, server
from kg.media import QUERY
from kg.serving.limits import Limits
from kg.serving.service import service
from kg.serving.web import Service

Found = TypeVar("Found")


@dataclass(frozen=True)
class Served:
    """A server that runs: a client of it, what its routes share, its log, and its port."""

    client: httpx.Client
    service: Service
    log: list[dict[str, object]]
    port: int

    def ask(self, query: str, accept: str = "*/*") -> httpx.Response:
        """Return what the server answers to a query sent by GET."""
        return self.client.get("/sparql", params={"query": query}, headers={"Accept": accept})

    def post(self, content: str | bytes, media: str | None = QUERY, address: str = "/sparql") -> httpx.Response:
        """Return what the server answers to a body of a media type."""
        return self.client.post(address, content=content, headers={"Content-Type": media} if media else {})


def apart(work: Callable[[], Found]) -> Found:
    """Return what comes of work, done in a thread of its own: in this one the loop of a browser may run."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def ran(work: Coroutine[Any, Any, Found]) -> Found:
    """Return what comes of a coroutine, run apart."""
    return apart(lambda: asyncio.run(work))


def until(condition: Callable[[], object]) -> None:
    """Return when a condition holds."""
    for _ in range(30_000):
        if condition():
            return
        time.sleep(0.005)
    pytest.fail("what was waited for did not happen")


@contextmanager
def serving(root: Path, folder: Path, limits: Limits) -> Iterator[Served]:
    """Serve a graph, built from the knowledge below ``root`` into a folder, on a free port while the block runs."""
    log: list[dict[str, object]] = []
    app, shared = service(root, folder, limits, log.append)
    with listening("127.0.0.1", 0) as bound:
        running, port = server(app, limits), bound.getsockname()[1]
        thread = threading.Thread(target=running.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            until(lambda: running.started or not thread.is_alive())
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=None, trust_env=False) as client:
                yield Served(client, shared, log, port)
        finally:
            running.should_exit = True
            thread.join()
    assert shared.queries.alive == shared.answers.alive == 0, "a process outlives its server"
