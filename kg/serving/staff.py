"""The processes of a pool: those that take any job, those in reserve, and those set apart with something long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from kg.faults import Fault
from kg.serving.processes import Process

_PAUSE = 1.0
"""Seconds between attempts to start a process that cannot be started."""


class Staff:
    """So many processes that take any job; what ends or is set apart is made up for."""

    def __init__(
        self, start: Callable[[], Awaitable[Process]], size: int, reserve: int,
        fresh: Callable[[], None], lost: Callable[[Process], None],
    ) -> None:  # fmt: skip
        """Keep ``size`` processes and a reserve.

        ``fresh`` is called when there is one more, ``lost`` with one that has ended by itself.
        """
        self.size, self.reserve = size, reserve
        self.all: set[Process] = set()
        self.quick: list[Process] = []
        self.spare: list[Process] = []
        self.slow: list[Process] = []
        self.lost = 0
        self._start, self._fresh, self._lost = start, fresh, lost
        self._tasks: set[asyncio.Task[object]] = set()
        self._coming = 0
        self._closed = False

    async def start(self) -> None:
        """Start all processes.

        Raises Fault where one cannot open the store.
        """
        begun = await asyncio.gather(*(self._start() for _ in range(self.size + self.reserve)), return_exceptions=True)
        for process in begun:
            if isinstance(process, Process):
                self._place(process)
        for failed in begun:
            if isinstance(failed, BaseException):
                await self.stop()
                raise failed

    async def stop(self) -> None:
        """End all processes."""
        self._closed = True
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(process.end() for process in self.all))
        self.all.clear()

    def idle_slow(self) -> Process | None:
        """Return a process for long jobs that has none."""
        return next((process for process in self.slow if not process.orders), None)

    def set_apart(self, process: Process) -> bool:
        """Let a process go on with something long, and another take its place; return whether there is room for it."""
        idle = self.idle_slow()
        if idle is None and len(self.slow) >= self.size:
            return False
        self.quick.remove(process)
        self.slow.append(process)
        process.yield_to_others()
        if idle is not None:
            self._forget(idle)
        self._fill()
        return True

    def replace(self, process: Process) -> None:
        """End a process and put another into its place."""
        self.lost += 1
        self._forget(process)
        self._fill()

    def soon(self, work: Awaitable[object]) -> None:
        """Do work that ends before all processes do."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _forget(self, process: Process) -> None:
        for where in (self.quick, self.spare, self.slow):
            if process in where:
                where.remove(process)
        process.drop()

        async def end() -> None:
            try:
                await asyncio.shield(process.end())
            finally:
                self.all.discard(process)

        self.soon(end())

    def _place(self, process: Process) -> None:
        self.all.add(process)
        (self.quick if len(self.quick) < self.size else self.spare).append(process)
        process.ended.add_done_callback(lambda _: self._gone(process))

    def _gone(self, process: Process) -> None:
        if self._closed or not any(process in where for where in (self.quick, self.spare, self.slow)):
            return
        self._lost(process)
        self.replace(process)

    def _fill(self) -> None:
        while len(self.quick) < self.size and self.spare:
            self.quick.append(self.spare.pop())
        wanted = self.size + self.reserve - len(self.quick) - len(self.spare) - self._coming
        for _ in range(0 if self._closed else wanted):
            self._coming += 1
            self.soon(self._one_more())

    async def _one_more(self) -> None:
        try:
            while True:
                try:
                    self._place(await self._start())
                except (Fault, OSError):
                    await asyncio.sleep(_PAUSE)
                else:
                    break
        finally:
            self._coming -= 1
        self._fresh()
