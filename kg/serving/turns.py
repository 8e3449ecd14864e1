"""Who is next: what waits, taken from each client in turn."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

_One = TypeVar("_One")


class Turns(Generic[_One]):
    """What waits, by client; a client that asks for much waits longer and keeps nobody else waiting."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._of: OrderedDict[str, deque[_One]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        """Return how much waits."""
        return self._count

    def add(self, client: str, one: _One) -> None:
        """Put something behind what waits for the same client."""
        self._of.setdefault(client, deque()).append(one)
        self._count += 1

    def restore(self, client: str, one: _One) -> None:
        """Put back what had been taken: it is the next of its client, and its client is the next."""
        self._of.setdefault(client, deque()).appendleft(one)
        self._of.move_to_end(client, last=False)
        self._count += 1

    def take(self) -> _One:
        """Return what is next; its client is then the last.

        Raises KeyError where nothing waits.
        """
        client, waiting = self._of.popitem(last=False)
        one = waiting.popleft()
        if waiting:
            self._of[client] = waiting
        self._count -= 1
        return one

    def last_of_the_longest(self, unless: str) -> _One | None:
        """Return, and forget, what came last for the client that waits for most; None where that is ``unless``."""
        longest = max(self._of, key=lambda client: len(self._of[client]), default=unless)
        if len(self._of.get(longest, ())) <= len(self._of.get(unless, ())) + 1:
            return None
        self._count -= 1
        return self._of[longest].pop()

    def remove(self, client: str, one: _One) -> bool:
        """Forget something; return whether it waited."""
        waiting = self._of.get(client)
        if waiting is None or one not in waiting:
            return False
        waiting.remove(one)
        if not waiting:
            del self._of[client]
        self._count -= 1
        return True


class Remembered:
    """So many numbers, of more the latest."""

    def __init__(self, most: int) -> None:
        """Remember none."""
        self.most = most
        self._numbers: OrderedDict[int, None] = OrderedDict()

    def __contains__(self, number: int) -> bool:
        """Return whether a number is remembered."""
        return number in self._numbers

    def add(self, number: int) -> None:
        """Remember a number."""
        self._numbers[number] = None
        self._numbers.move_to_end(number)
        if len(self._numbers) > self.most:
            self._numbers.popitem(last=False)
