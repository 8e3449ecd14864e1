"""What a process of the server does: one job after the other over a built graph, within limits.

A request is one line of JSON on stdin: the name of a job, a module of kg/jobs/, and what it is given. An answer is one
line of JSON on stdout and the bytes that it announces. Nothing is sent before it is whole, so what breaks here can
leave no half of an answer.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol, TypeVar, cast

from kg.listing import module
from kg.oxigraph import Store

if TYPE_CHECKING:
    from kg.graph import Graph


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


def _lend_time(seconds: float) -> None:
    """Let the system end this process if it outlives the server in the middle of a job."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    threads = os.cpu_count() or 1
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + (seconds + 2) * threads), hard))


def _reply(out: BinaryIO, head: dict[str, object], body: bytes = b"") -> None:
    out.write(json.dumps({**head, "length": len(body)}).encode() + b"\n" + body)
    out.flush()


def job(name: str) -> Job:
    """Return a job by its name.

    Raises UsageFault for a name that is none.
    """
    return cast(Job, module("jobs", name, "job"))


def main() -> None:
    """Do the jobs on stdin until it closes; the one argument is what the worker is given, as JSON."""
    given = json.loads(sys.argv[1])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints, prints into no answer
    try:
        jobs = {name: job(name) for name in given["jobs"]}
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_DATA, (given["memory"] << 20, given["memory"] << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        worker = Worker(Path(given["root"]), Path(given["folder"]), given["rows"], given["size"])
    except (OSError, RuntimeError, MemoryError) as error:
        _reply(out, {"status": 500, "sentence": f"the store cannot be opened: {type(error).__name__}"})
        return
    _reply(out, {"status": 200})
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        _lend_time(given["time"])
        try:
            done = jobs[asked["job"]].answer(worker, asked)
        except Unanswered as refused:
            _reply(out, {"status": refused.status, "sentence": refused.sentence})
        except (MemoryError, RecursionError):
            return  # the process is of no more use; its end tells the server
        else:
            _reply(out, {"status": 200, "media": done.media, "headers": done.headers}, done.body)
