"""A pool of processes that do jobs; one that is killed or breaks loses its own job only, and is replaced.

What takes long is set apart. A job that has run for a moment goes on in its process with less of the processors, and
another process takes that one's place; so however many long jobs there are, short ones find a process. When as many
long jobs run as may, the next one is stopped and begun again when it has its turn.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.serving.forkserver import ForkServer
from kg.serving.limits import Limits
from kg.serving.processes import Order, Process, Tell, ended_after, started, why_ended
from kg.serving.protocol import Refusal
from kg.serving.staff import Staff
from kg.serving.turns import Remembered, Turns

_TICK = 0.02
"""Seconds between looks at what has run too long."""
_SHORT = 0.01
"""Seconds of processor after which no other job waits behind one."""
_MUCH = 0.1
"""Seconds after which none does even where processors are scarce, and after which a job ends that nobody waits for."""


@dataclass(frozen=True)
class Answer:
    """An answer: its media type, its bytes, and headers of the response that belong to them."""

    media: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class Pool:
    """Processes with the built graph open; each does one job at a time."""

    def __init__(
        self, root: Path, folder: Path, limits: Limits, jobs: Sequence[str], processes: int,
        moment: float | None = None, ahead: int = 1,
    ) -> None:  # fmt: skip
        """Do these jobs over the graph that was built from the knowledge below ``root`` into a folder.

        A job that takes longer than a ``moment`` is set apart; without one, none is. A process is sent up to ``ahead``
        jobs at once. ``start`` starts the processes.
        """
        self.root, self.folder, self.limits = root, folder, limits
        self.processes, self.ahead = processes, ahead
        self.moment = moment if moment is not None and moment < limits.time else None
        self.apart = 0
        self.forks = ForkServer(root, folder, limits, jobs)
        self._staff = Staff(self._started, processes, int(self.moment is not None), self._deal, self._lose)
        self._turns: Turns[Order] = Turns()
        self._parked: deque[Order] = deque()
        self._long = Remembered(1000)
        self._clock: asyncio.TimerHandle | None = None

    @property
    def alive(self) -> int:
        """How many processes are ready or at work."""
        return len(self._staff.all)

    @property
    def ready(self) -> int:
        """How many processes take any job that comes."""
        return len(self._staff.quick)

    @property
    def replaced(self) -> int:
        """How many processes were killed or broke, and were replaced."""
        return self._staff.lost

    @property
    def running(self) -> tuple[Process, ...]:
        """The processes that are ready or at work."""
        return tuple(self._staff.all)

    @property
    def busy(self) -> set[Process]:
        """The processes at work."""
        return {process for process in self.running if process.orders}

    @property
    def waiting(self) -> int:
        """How many jobs wait for a process."""
        behind = sum(len(process.orders) - 1 for process in self._staff.quick if process.orders)
        return len(self._turns) + len(self._parked) + behind

    async def start(self) -> None:
        """Start all processes.

        Raises Fault where one cannot open the store.
        """
        self._loop = asyncio.get_running_loop()
        await self._staff.start()

    async def stop(self) -> None:
        """End all processes."""
        if self._clock is not None:
            self._clock.cancel()
        await self._staff.stop()
        await self.forks.stop()

    async def ask(self, job: str, given: dict[str, Any], client: str = "") -> Answer:
        """Return what comes of a job, waiting for a free process; of several clients each has its turn.

        Raises Refusal: with what the job itself is refused for; with 500 where it broke its process; with 503 where
        it met a limit, or where too many wait already.
        """
        told: asyncio.Future[tuple[int, dict[str, Any], bytes]] = asyncio.get_running_loop().create_future()

        def tell(status: int, head: dict[str, Any], body: bytes) -> None:
            if not told.done():
                told.set_result((status, head, body))

        order = self.submit({"job": job, **given}, client, tell)
        try:
            status, head, body = await told
        except asyncio.CancelledError:
            self.leave(order)
            raise
        if status != 200:
            raise Refusal(status, head["sentence"], head.get("headers"))
        return Answer(head["media"], body, head["headers"])

    def submit(self, asked: dict[str, Any], client: str, tell: Tell) -> Order:
        """Take an order; whoever waits is told a status, a head and a body, perhaps before this returns."""
        order = Order(json.dumps(asked).encode(), client, tell)
        if self.waiting >= self.limits.queue and not any(not process.orders for process in self._staff.quick):
            other = self._turns.last_of_the_longest(client)
            self._refuse(other or order, "too many requests are waiting; try again later")
            if other is None:
                return order
        self._turns.add(client, order)
        self._deal()
        if self._clock is None:
            self._wind()
        return order

    def leave(self, order: Order) -> None:
        """Forget an order that nobody waits for any more."""
        order.left = True
        if not self._turns.remove(order.client, order):
            with suppress(ValueError):
                self._parked.remove(order)

    def _wind(self) -> None:
        self._clock = self._loop.call_later(min(_TICK, self.limits.time / 4), self._look)

    def _deal(self) -> None:
        """Give what waits to processes that are free, or that will soon be."""
        while self._parked and (free := self._staff.idle_slow() or self._room()):
            free.give(self._parked.popleft())
        while self._turns and self._staff.quick:
            process = min(self._staff.quick, key=lambda one: len(one.orders))
            if len(process.orders) >= self.ahead:
                return
            if process.orders and self._loop.time() - process.begun > 2 * _TICK:
                return  # it will not be free soon
            order = self._turns.take()
            if not self._was_long(order):
                process.give(order)

    def _room(self) -> Process | None:
        """Return a process to begin a long job in, from which it will be set apart, if there is room for it there."""
        quick = self._staff.quick
        begun = sum(bool(process.orders) and hash(process.orders[0].asked) in self._long for process in quick)
        if len(self._staff.slow) + begun >= self.processes:
            return None
        return next((process for process in quick if not process.orders), None)

    def _was_long(self, order: Order) -> bool:
        """Return whether an order is known to take long and has been put where such orders wait."""
        if hash(order.asked) not in self._long:
            return False
        free = self._staff.idle_slow() or self._room()
        if free is not None:
            free.give(order)
        else:
            self._park(order)
        return True

    def _park(self, order: Order) -> None:
        if len(self._parked) < self.limits.parked:
            self._parked.append(order)
        else:
            self._refuse(order, "too many long requests are waiting; try again later")

    def _look(self) -> None:
        """End what has run too long, set apart what takes long, and let nothing wait behind it."""
        self._clock = None
        now = self._loop.time()
        for process in self.running:
            if not process.orders:
                continue
            age, used, order = now - process.begun, process.used(), process.orders[0]
            if len(process.orders) > 1 and (used > _SHORT or age > _MUCH):
                self._restore(process.take_back())
            if age > self.limits.time:
                status, sentence = ended_after(self.limits)
                order.tell(status, {"sentence": sentence}, b"")
                self._staff.replace(process)
            elif order.left and age > _MUCH:
                self._staff.replace(process)
            elif self.moment is not None and used > self.moment and not process.slow:
                self._set_apart(process, order)
        self._deal()
        if any(process.orders for process in self.running) or self._turns or self._parked:
            self._wind()

    def _set_apart(self, process: Process, order: Order) -> None:
        self._long.add(hash(order.asked))
        if self._staff.set_apart(process):
            self.apart += 1
        else:
            self._park(order)
            self._staff.replace(process)

    def _lose(self, process: Process) -> None:
        """Put back what a process had not begun, and tell whoever waits for what it was doing."""
        order, others = process.lost()
        self._restore(others)
        self._loop.call_soon(self._deal)

        async def tell(order: Order) -> None:
            status, sentence = why_ended(await process.status(), self.limits)
            order.tell(status, {"sentence": sentence}, b"")

        if order is not None:
            self._staff.soon(tell(order))

    def _restore(self, orders: list[Order]) -> None:
        for order in reversed(orders):
            if not order.left:
                self._turns.restore(order.client, order)

    async def _started(self) -> Process:
        return await started(self.forks, self.folder, self._deal)

    def _refuse(self, order: Order, sentence: str) -> None:
        later = {"Retry-After": str(max(1, round(self.limits.time / 2)))}
        order.tell(503, {"sentence": sentence, "headers": later}, b"")
