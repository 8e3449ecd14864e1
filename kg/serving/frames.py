"""How the server and its processes talk: frames on a socket, many orders under way at once.

An order is a number and a length, then JSON. A length of 0 takes back every order up to that number that has not been
begun. What comes of an order is its number, a status of HTTP, two lengths, and then a head (JSON) and a body.
"""

from __future__ import annotations

from collections import deque
from struct import Struct

ORDER = Struct("!II")
REPLY = Struct("!IHII")
NUMBER = Struct("=Q")
"""The order that a process has begun last, in memory that the server can read when the process has ended."""
FORK = b"f"
"""What the server sends, with two descriptors, to have one more process forked."""
REPORT = Struct("!Ii?")
"""What it is told: a process, and either that it begins (or which error of the system kept it from that, and then no
process), or with which status it has ended."""
_LARGE = 1 << 16


class Orders:
    """The orders that a process has been sent and has not begun."""

    def __init__(self) -> None:
        """Hold none."""
        self.waiting: deque[tuple[int, bytes]] = deque()
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Read what came over the socket; an order that is taken back is forgotten."""
        data = self._rest + data
        at = 0
        while len(data) - at >= ORDER.size:
            number, length = ORDER.unpack_from(data, at)
            end = at + ORDER.size + length
            if end > len(data):
                break
            if length:
                self.waiting.append((number, data[at + ORDER.size : end]))
            else:
                self.waiting = deque(one for one in self.waiting if one[0] > number)
            at = end
        self._rest = data[at:]


class Replies:
    """What a process says, put together from the pieces in which it comes."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._parts: list[bytes] = []
        self._have, self._need = 0, REPLY.size

    def feed(self, data: bytes) -> list[tuple[int, int, bytes, bytes]]:
        """Return the replies that are now whole: number, status, head and body of each."""
        if self._parts:
            self._parts.append(data)
            self._have += len(data)
            if self._have < self._need:
                return []
            data = b"".join(self._parts)
        whole, at, size, self._need = [], 0, len(data), REPLY.size
        while size - at >= REPLY.size:
            number, status, head, body = REPLY.unpack_from(data, at)
            begin = at + REPLY.size
            end = begin + head + body
            if end > size:
                self._need = end - at
                break
            whole.append((number, status, data[begin : begin + head], data[begin + head : end]))
            at = end
        self._parts = [data[at:]] if at < size else []
        self._have = size - at
        return whole


def order(number: int, asked: bytes) -> bytes:
    """Return the frame of an order."""
    return ORDER.pack(number, len(asked)) + asked


def taken_back(number: int) -> bytes:
    """Return the frame that takes back every order up to a number."""
    return ORDER.pack(number, 0)


def reply(number: int, status: int, head: bytes, body: bytes = b"") -> tuple[bytes, ...]:
    """Return the frame of a reply, in as many pieces as it is best sent."""
    first = REPLY.pack(number, status, len(head), len(body)) + head
    return (first, body) if len(body) > _LARGE else (first + body,)
