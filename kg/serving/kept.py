"""Answers kept in memory: the graph of a server never changes, so the same question has the same answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from kg.serving.replies import Reply

_FORMS = 8
"""In how many ways of writing it a request is known again."""
_OVERHEAD = 500


class Kept:
    """Replies by what was asked, up to a number of bytes in all; what was not asked for longest is forgotten first."""

    def __init__(self, most: int) -> None:
        """Keep at most so many bytes; with 0, nothing."""
        self.most, self.size = most, 0
        self.hits = self.misses = 0
        self._by_key: OrderedDict[Hashable, tuple[Reply, list[bytes], int]] = OrderedDict()
        self._by_bytes: dict[bytes, Hashable] = {}

    def get(self, key: Hashable) -> Reply | None:
        """Return the reply to what was asked, if it is kept."""
        found = self._by_key.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._by_key.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, asked: int, reply: Reply) -> None:
        """Keep a reply to what was asked in so many bytes, unless it is a large part of all that may be kept."""
        size = asked + len(reply.body) + len(reply.wire) + _OVERHEAD
        if size > self.most // 8 or key in self._by_key:
            return
        self._by_key[key] = (reply, [], size)
        self.size += size
        while self.size > self.most:
            _, (_, forms, freed) = self._by_key.popitem(last=False)
            self.size -= freed
            for form in forms:
                del self._by_bytes[form]

    def recognize(self, request: bytes, key: Hashable) -> None:
        """Know a whole request, byte for byte, as one that asks this."""
        found = self._by_key.get(key)
        if found is None or len(found[1]) >= _FORMS or request in self._by_bytes:
            return
        reply, forms, size = found
        more = 2 * len(request)
        self._by_key[key] = (reply, [*forms, request], size + more)
        self._by_bytes[request] = key
        self.size += more

    def recognized(self, request: bytes) -> Reply | None:
        """Return the reply to a whole request that is known byte for byte."""
        key = self._by_bytes.get(request)
        return None if key is None else self.get(key)
