"""What a process of the server does: one job after the other over a built graph, within limits.

An order (kg.serving.frames) names a job, a module of kg/jobs/, and what it is given. Nothing is sent before it is
whole, so what breaks here can leave no half of an answer.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from mmap import mmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

from kg.listing import module
from kg.oxigraph import Store
from kg.serving import frames

if TYPE_CHECKING:
    from kg.graph import Graph

_READ = 1 << 16
_SHORT = 0.005


_Made = TypeVar("_Made")


class Unanswered(Exception):
    """A job that gets no answer: a status of HTTP and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Done(NamedTuple):
    """What came of a job: a media type, bytes, and headers of the response that belong to them."""

    media: str
    body: bytes
    headers: dict[str, str] = {}  # noqa: RUF012  (never changed)


class Job(Protocol):
    """A module of kg/jobs/."""

    def answer(self, worker: Worker, given: Mapping[str, Any]) -> Done:
        """Return what comes of the job.

        Raises Unanswered for what is refused; MemoryError and RecursionError end the process.
        """


class Worker:
    """What the jobs of a process share: its graph and its limits."""

    def __init__(self, root: Path, folder: Path, rows: int, size: int) -> None:
        """Work over the graph that was built from the knowledge below ``root`` into a folder.

        Raises OSError where its store cannot be opened.
        """
        self.root, self.folder, self.rows, self.size = root, folder, rows, size
        self._kept: dict[str, object] = {}
        self.store = Store.read_only(str(folder / "store"))

    @cached_property
    def graph(self) -> Graph:
        """The Python interface over the store."""
        from kg.graph import Graph

        return Graph(self.root, self.store, str(self.folder))

    def once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Return what a job makes once in the life of this process, and keeps under a name of its own."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(_Made, self._kept[name])


class _Lent:
    """Lets the system end this process if it outlives the server in the middle of a job."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.until = seconds, 0.0

    def lend(self) -> None:
        """Let the process run at least so many seconds more on every processor, and hardly longer."""
        used = time.process_time()
        if used < self.until:
            return
        self.until = used + 1
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        more = (self.seconds + 3) * (os.cpu_count() or 1)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + more), hard))


class _Server:
    """The way to the server: orders come from it, and what came of them goes to it."""

    def __init__(self, descriptor: int) -> None:
        self.socket = socket.socket(fileno=descriptor)
        self.orders = frames.Orders()

    def order(self) -> tuple[int, bytes] | None:
        """Return the next order, waiting for it; None where the server has ended."""
        while not self.orders.waiting:
            data = self.socket.recv(_READ)
            if not data:
                return None
            self.orders.feed(data)
        return self.orders.waiting.popleft()

    def look(self) -> None:
        """Read what has come meanwhile: orders may have been taken back."""
        with suppress(BlockingIOError):
            while data := self.socket.recv(_READ, socket.MSG_DONTWAIT):
                self.orders.feed(data)

    def reply(self, number: int, status: int, head: dict[str, object], body: bytes = b"") -> None:
        """Send what came of an order."""
        for piece in frames.reply(number, status, json.dumps(head).encode(), body):
            self.socket.sendall(piece)


def job(name: str) -> Job:
    """Return a job by its name.

    Raises UsageFault for a name that is none.
    """
    return cast(Job, module("jobs", name, "job"))


def work(connection: int, page: int, jobs: Mapping[str, Job], given: Mapping[str, Any]) -> None:
    """Do what the server orders over a connection until it ends, and write into a page which order was begun last."""
    server, begun = _Server(connection), mmap(page, frames.NUMBER.size)
    try:
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_DATA, (given["memory"] << 20, given["memory"] << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        worker = Worker(Path(given["root"]), Path(given["folder"]), given["rows"], given["size"])
    except (OSError, RuntimeError, MemoryError) as error:
        server.reply(0, 500, {"sentence": f"the store cannot be opened: {type(error).__name__}"})
        return
    gc.set_threshold(20_000, 20, 20)
    server.reply(0, 200, {})
    lent = _Lent(given["time"])
    with suppress(ConnectionError):
        while (ordered := server.order()) is not None:
            number, asked = ordered[0], json.loads(ordered[1])
            lent.lend()
            frames.NUMBER.pack_into(begun, 0, number)
            moment = time.perf_counter()
            try:
                done = jobs[asked["job"]].answer(worker, asked)
            except Unanswered as refused:
                server.reply(number, refused.status, {"sentence": refused.sentence})
            except (MemoryError, RecursionError):
                return  # the process is of no more use; its end tells the server
            else:
                server.reply(number, 200, {"media": done.media, "headers": done.headers}, done.body)
            if time.perf_counter() - moment > _SHORT:
                server.look()
