"""A process of the server, seen from the server: how it is started, what it is given, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from mmap import mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, cast

from kg.faults import Fault
from kg.serving import frames
from kg.serving.forkserver import Forked, ForkServer
from kg.serving.limits import Limits

_CPU_OF_PROCESS = 2
"""Which clock of another process it is that counts the time it had a processor (clock_getcpuclockid)."""
_NICE = 10
"""How much later than others the system lets a process run that works on something long."""

Tell = Callable[[int, dict[str, Any], bytes], None]


class Order:
    """Something that a process is to do, for a client: whoever waits for it is told a status, a head and a body."""

    __slots__ = ("asked", "client", "left", "tell")

    def __init__(self, asked: bytes, client: str, tell: Tell) -> None:
        """Keep what is asked, as JSON, and whom to tell."""
        self.asked, self.client, self.tell = asked, client, tell
        self.left = False


class Process(asyncio.Protocol):
    """A process with the built graph open; it does its orders one after the other."""

    def __init__(self, forked: Forked, begun: mmap, idle: Callable[[], None], loop: asyncio.AbstractEventLoop) -> None:
        """Watch a process that has been forked.

        In ``begun`` it writes which order it has begun last; ``idle`` is called whenever it has told what came of one.
        """
        self.forked, self.loop = forked, loop
        self.orders: deque[Order] = deque()
        self.begun = 0.0
        self._seen, self._used = 0, 0.0
        self.slow = False
        self.ready: asyncio.Future[dict[str, Any]] = loop.create_future()
        self.ended: asyncio.Future[None] = loop.create_future()
        self._begun = begun
        self._idle, self._replies = idle, frames.Replies()
        self._numbers: deque[int] = deque()
        self._last = 0
        self._unsent: list[bytes] = []
        self._transport: asyncio.Transport | None = None

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self.forked.pid

    def used(self) -> float:
        """Return how many seconds of processor its present order has used since it was first looked at.

        Where the system does not tell, every second counts.
        """
        try:
            now = time.clock_gettime((~self.pid << 3) | _CPU_OF_PROCESS)
        except (AttributeError, OSError):
            return self.loop.time() - self.begun
        if self._numbers[0] != self._seen:
            self._seen, self._used = self._numbers[0], now
        return now - self._used

    def give(self, order: Order) -> None:
        """Let it do an order after those it has."""
        if not self.orders:
            self.begun = self.loop.time()
        self._last += 1
        self.orders.append(order)
        self._numbers.append(self._last)
        self._write(frames.order(self._last, order.asked))

    @property
    def is_working(self) -> bool:
        """Whether it has begun the first of its orders."""
        return bool(self._numbers) and self._numbers[0] == frames.NUMBER.unpack_from(self._begun)[0]

    def lost(self) -> tuple[Order | None, list[Order]]:
        """Return, of a process that has ended, the order on which it ended, if any, and those it had not begun."""
        orders = list(self.orders)
        return (orders[0], orders[1:]) if self.is_working else (None, orders)

    def take_back(self) -> list[Order]:
        """Return the orders that it has not begun; it will not do them."""
        _, *back = self.orders
        while len(self.orders) > 1:
            self.orders.pop()
            self._numbers.pop()
        self._write(frames.taken_back(self._last))
        return back

    def drop(self) -> None:
        """Forget all orders; what it still says of them, until it has ended, is told to nobody."""
        self.orders.clear()
        self._numbers.clear()

    def _write(self, frame: bytes) -> None:
        # What is given in one go is written in one go: each write may wake the process, and cost us the processor.
        if not self._unsent:
            self.loop.call_soon(self._send)
        self._unsent.append(frame)

    def _send(self) -> None:
        assert self._transport is not None
        unsent, self._unsent = self._unsent, []
        if not self._transport.is_closing():
            self._transport.write(b"".join(unsent))

    def yield_to_others(self) -> None:
        """Let the system prefer every other process; for the rest of its life, for nobody may take that back."""
        self.slow = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    async def end(self) -> int:
        """End it; return its status."""
        # While its connection is open, it has not ended, and the number is its own.
        if not self.ended.done():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        if self._transport is not None:
            self._transport.abort()
        return await self.status()

    async def status(self) -> int:
        """Return how a process ended that is ending."""
        return await asyncio.shield(self.forked.died)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to it."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Tell whoever waits what came of an order."""
        for number, status, head, body in self._replies.feed(data):
            if not self.ready.done():
                self.ready.set_result(_head(head) | {"status": status})
            elif self._numbers and number == self._numbers[0]:
                self._numbers.popleft()
                order = self.orders.popleft()
                self.begun = self.loop.time()
                order.tell(status, _head(head), body)
                self._idle()

    def connection_lost(self, _: Exception | None) -> None:
        """Tell that it has ended."""
        if not self.ready.done():
            self.ready.set_result({"status": 500, "sentence": "it ended at once"})
        if not self.ended.done():
            self.ended.set_result(None)


async def started(forks: ForkServer, folder: Path, idle: Callable[[], None]) -> Process:
    """Return a process that is ready.

    Raises Fault where it cannot open the store, OSError where it cannot be started at all.
    """
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    with theirs, TemporaryFile() as page:
        page.truncate(frames.NUMBER.size)
        begun = mmap(page.fileno(), frames.NUMBER.size)
        try:
            forked = await forks.fork((theirs.fileno(), page.fileno()))
        except BaseException:
            ours.close()
            raise
    process = Process(forked, begun, idle, loop)
    try:
        await loop.create_unix_connection(lambda: process, sock=ours)
        said = await asyncio.shield(process.ready)
    except BaseException:
        await process.end()
        raise
    if said["status"] != 200:
        await process.end()
        raise Fault(f"a process of the server could not be started: {said['sentence']}", file=folder)
    return process


def ended_after(limits: Limits) -> tuple[int, str]:
    """Return the status of HTTP and the sentence for an order that took too long."""
    return 503, f"this took too long to answer and was ended after {limits.time:g} seconds"


def why_ended(status: int, limits: Limits) -> tuple[int, str]:
    """Return the status of HTTP and the sentence for an order on which its process ended, from how that ended."""
    # Memory that is refused ends a process by abort, or by Python, which then exits with 0.
    if status in (0, -signal.SIGABRT):
        return 503, f"this needed more than the {limits.memory} MiB of memory that its process may have"
    if status == -signal.SIGXCPU:
        return ended_after(limits)
    return 500, "this broke the process that worked on it, which has been replaced"


@lru_cache(maxsize=1000)
def _head(head: bytes) -> dict[str, Any]:
    """Return the head of a reply; nobody changes it."""
    found: dict[str, Any] = json.loads(head)
    return found
