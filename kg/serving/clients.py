"""Who asks, and how often each may: a bucket of tokens for each client, and a bounded table of them."""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import ip_address, ip_network

_MOST = 10_000
"""How many clients are told apart; of more, the one that has been quiet for longest is forgotten."""
_SAVED = 5
"""For how many seconds a quiet client saves up requests."""
_USUAL = 100.0


class Client:
    """A client: what it may still ask for now, and how many connections it has."""

    __slots__ = ("at", "connections", "rate", "tokens")

    def __init__(self, rate: float) -> None:
        """Let it ask for ``rate`` requests a second; with 0, for any number."""
        self.rate, self.tokens, self.at, self.connections = rate, max(1.0, rate * _SAVED), 0.0, 0

    def wait(self, now: float) -> float:
        """Take one request; return 0, or the seconds after which the client may ask again."""
        if not self.rate:
            return 0.0
        saved = min(max(1.0, self.rate * _SAVED), self.tokens + (now - self.at) * self.rate) if self.at else self.tokens
        self.at = now
        if saved < 1:
            self.tokens = saved
            return (1 - saved) / self.rate
        self.tokens = saved - 1
        return 0.0


class Clients:
    """The clients of a server."""

    def __init__(self, rate: float | None) -> None:
        """Let each ask for so many requests a second; without a number a usual one, and this machine for any."""
        self.rate = rate
        self._known: OrderedDict[str, Client] = OrderedDict()

    def __len__(self) -> int:
        """Return how many are told apart now."""
        return len(self._known)

    def of(self, name: str) -> Client:
        """Return the client of a name."""
        client = self._known.get(name)
        if client is None:
            here = self.rate is None and is_this_machine(name)
            client = self._known[name] = Client(0.0 if here else _USUAL if self.rate is None else self.rate)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(name)
        return client


def named(address: str) -> str:
    """Return the name of the client at an address: the address, of IPv6 the network that one customer has."""
    try:
        read = ip_address(address)
    except ValueError:
        return address[:64]
    if read.version == 6 and not read.is_loopback:
        return str(read.ipv4_mapped or ip_network((read, 64), strict=False))
    return str(read)


def is_this_machine(name: str) -> bool:
    """Return whether a client is on the machine of the server."""
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def forwarded(values: list[bytes]) -> str | None:
    """Return for whom a proxy asks: the last address of X-Forwarded-For, which the nearest proxy wrote itself."""
    last = values[-1].decode("latin-1").rpartition(",")[2].strip() if values else ""
    return named(last) if last else None
