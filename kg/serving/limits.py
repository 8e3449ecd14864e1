"""What a server allows one query or answer, and how many may wait."""

from __future__ import annotations

from dataclasses import dataclass

from kg.faults import UsageFault


@dataclass(frozen=True)
class Limits:
    """Limits of a server; a query that meets one is ended and told which."""

    workers: int = 2
    """How many queries run at once, each in a process of its own."""
    answerers: int = 2
    """How many pages and other answers are worked out at once, each in a process of its own."""
    time: float = 30.0
    """How many seconds a query may run."""
    memory: int = 1024
    """How many MiB of data the process of a query may hold."""
    rows: int = 100_000
    """How many rows or triples an answer may have."""
    size: int = 64 << 20
    """How many bytes an answer may have."""
    queue: int = 256
    """How many queries may wait for a process."""
    moment: float = 0.1
    """How many seconds a query runs before it counts as long and is set apart."""
    parked: int = 32
    """How many long queries may wait for others to end."""
    body: int = 1 << 20
    """How many bytes the body of a request may have."""
    address: int = 64 << 10
    """How many bytes the query part of an address may have."""
    patience: float = 15.0
    """How many seconds a client may take to send the head of a request, and again to send its body."""
    hosts: tuple[str, ...] = ()
    """Under which names assistants may reach the server, beside those that every machine has for itself."""

    rate: float | None = None
    """How many requests a second one client may send; without a number 100, and clients on this machine any."""
    behind_proxy: bool = False
    """Whether the nearest proxy is to be believed about who asks (the last address of X-Forwarded-For)."""
    cache: int = 64
    """How many MiB of answers are kept for those who ask the same again."""
    held: int = 256 << 20
    """How many bytes of answers may wait in all for clients that read slowly."""

    def __post_init__(self) -> None:
        """Raise UsageFault for a limit that lets nothing through."""
        for name in ("workers", "answerers", "time", "memory", "rows"):
            if not 0 < getattr(self, name) < 1 << 30:
                raise UsageFault(f"--{name} {getattr(self, name)} serves nothing; give a number above 0")
        for name in ("rate", "cache"):
            if not 0 <= (getattr(self, name) or 0) < 1 << 30:
                raise UsageFault(f"--{name} {getattr(self, name)} is no limit; give a number from 0 (none) on")
