"""A pool of processes that do jobs; one that is killed or breaks loses its own job only, and is replaced."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.faults import Fault
from kg.limits import Limits
from kg.protocol import Refusal

_START = "import sys; sys.path.insert(0, {!r}); from kg.answering import main; main()"
_PAUSE = 1.0
"""Seconds between attempts to replace a process that cannot be started."""
_LINE = 1 << 20


@dataclass(frozen=True)
class Answer:
    """An answer: its media type, its bytes, and headers of the response that belong to them."""

    media: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class _Ended(Exception):
    """A process ended before it had answered."""


class Pool:
    """Processes with the built graph open; each does one job at a time."""

    def __init__(self, root: Path, folder: Path, limits: Limits, jobs: Sequence[str], processes: int) -> None:
        """Do these jobs over the graph that was built from the knowledge below ``root`` into a folder.

        ``start`` starts the processes.
        """
        self.root, self.folder, self.limits = root, folder, limits
        self.jobs, self.processes = jobs, processes
        self.waiting = self.replaced = 0
        self.busy: set[Process] = set()
        self._all: set[Process] = set()
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def alive(self) -> int:
        """How many processes are ready or at work."""
        return len(self._all)

    async def start(self) -> None:
        """Start all processes.

        Raises Fault where one cannot open the store.
        """
        try:
            for process in await asyncio.gather(*(self._spawn() for _ in range(self.processes))):
                self._idle.put_nowait(process)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End all processes."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(self._end(process) for process in list(self._all)))

    async def ask(self, job: str, given: dict[str, Any]) -> Answer:
        """Return what comes of a job, waiting for a free process.

        Raises Refusal: with what the job itself is refused for; with 500 where it broke its process; with 503 where
        it met a limit, or where too many wait already.
        """
        if self._idle.empty() and self.waiting >= self.limits.queue:
            raise Refusal(503, "too many queries are waiting; try again later", {"Retry-After": str(self._later())})
        self.waiting += 1
        try:
            process = await self._free()
        finally:
            self.waiting -= 1
        self.busy.add(process)
        whole = False
        try:
            async with asyncio.timeout(self.limits.time):
                answer = await self._exchange(process, {"job": job, **given})
            whole = True
        except TimeoutError:
            raise Refusal(503, f"the query was ended after {self.limits.time:g} seconds") from None
        except _Ended:
            raise self._broken(await process.wait()) from None
        except Refusal:
            whole = True
            raise
        finally:
            self.busy.discard(process)
            if whole and not self._closed:
                self._idle.put_nowait(process)
            else:
                self._replace(process)
        return answer

    async def _free(self) -> Process:
        """Return a process that waits for work; one that ended while it was idle is replaced."""
        while True:
            process = await self._idle.get()
            if process.returncode is None:
                return process
            self._replace(process)

    def _later(self) -> int:
        return max(1, round(self.limits.time / 2))

    async def _exchange(self, process: Process, asked: dict[str, Any]) -> Answer:
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(asked).encode() + b"\n")
            await process.stdin.drain()
        except ConnectionError as error:
            raise _Ended from error
        head, body = await _reply(process)
        if head["status"] != 200:
            raise Refusal(head["status"], head["sentence"])
        return Answer(head["media"], body, head["headers"])

    def _broken(self, status: int) -> Refusal:
        # Memory that is refused ends a process by abort, or by Python, which then exits with 0.
        if status in (0, -signal.SIGABRT):
            return Refusal(503, f"the query needed more than the {self.limits.memory} MiB of memory that it may have")
        if status == -signal.SIGXCPU:
            return Refusal(503, f"the query was ended after {self.limits.time:g} seconds")
        return Refusal(500, "the query broke the process that ran it, which has been replaced")

    async def _spawn(self) -> Process:
        given = {
            "root": str(self.root), "folder": str(self.folder), "jobs": list(self.jobs), "memory": self.limits.memory,
            "rows": self.limits.rows, "size": self.limits.size, "time": self.limits.time,
        }  # fmt: skip
        start = _START.format(str(Path(__file__).resolve().parents[1]))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-c", start, json.dumps(given),
            stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=_LINE, start_new_session=True,
        )  # fmt: skip
        self._all.add(process)
        try:
            head, _ = await _reply(process)
        except _Ended:
            head = {"status": 500, "sentence": f"it ended at once, with status {await process.wait()}"}
        except BaseException:
            await self._end(process)
            raise
        if head["status"] != 200:
            await self._end(process)
            raise Fault(f"a process of the server could not be started: {head['sentence']}", file=self.folder)
        return process

    def _replace(self, process: Process) -> None:
        async def replace() -> None:
            await self._end(process)
            while not self._closed:
                try:
                    fresh = await self._spawn()
                except (Fault, OSError):
                    await asyncio.sleep(_PAUSE)
                else:
                    self.replaced += 1
                    self._idle.put_nowait(fresh)
                    return

        task = asyncio.get_running_loop().create_task(replace())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end(self, process: Process) -> None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        self._all.discard(process)


async def _reply(process: Process) -> tuple[dict[str, Any], bytes]:
    """Return what a process says, and the bytes that it sends; raises _Ended where it ends before."""
    assert process.stdout is not None
    try:
        line = await process.stdout.readuntil(b"\n")
        head: dict[str, Any] = json.loads(line)
        return head, await process.stdout.readexactly(head["length"])
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise _Ended from error
