"""Looks after all connections of a server, and closes those whose clients are too slow."""

from __future__ import annotations

import asyncio
from typing import Generic, Protocol, TypeVar

from kg.serving.web import Service

_LEAST = 1 << 16
"""How many bytes of an answer a client must read in the time that it has for a request."""


class Watched(Protocol):
    """A connection: since when it waits for a request, and how much was left of an answer when last looked at."""

    transport: asyncio.Transport
    since: float
    looked: float
    left: int

    @property
    def answering(self) -> bool:
        """Whether a request is being answered."""


_One = TypeVar("_One", bound=Watched)


class Watch(Generic[_One]):
    """Looks at all connections of a server from time to time, and closes those whose clients are too slow."""

    def __init__(self, service: Service) -> None:
        """Watch the connections of a service."""
        self.service = service
        self._connections: set[_One] = set()
        self._armed = False

    def begin(self, connections: set[_One], loop: asyncio.AbstractEventLoop) -> None:
        """Watch while there are connections."""
        self._connections = connections
        if not self._armed:
            self._armed = True
            self._wind(loop)

    def _wind(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.call_later(min(1.0, self.service.limits.patience / 4), self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now, patience = loop.time(), self.service.limits.patience
        for one in tuple(self._connections):
            left = one.transport.get_write_buffer_size()
            if left:
                if now - one.looked > patience:
                    if one.left - left < _LEAST:
                        self._cut(one)
                    one.looked, one.left = now, left
            elif not one.answering and now - one.since > patience:
                one.transport.close()
        self._armed = bool(self._connections)
        if self._armed:
            self._wind(loop)

    def hold(self) -> None:
        """Keep what is held for slow clients below its limit: whoever was sent an answer first is cut off first."""
        held = {one: one.transport.get_write_buffer_size() for one in self._connections}
        total = sum(held.values())
        for one in sorted(held, key=lambda one: one.since):
            if total <= self.service.limits.held:
                break
            if held[one]:
                total -= held[one]
                self._cut(one)

    def _cut(self, connection: _One) -> None:
        self.service.stalled += 1
        connection.transport.abort()
