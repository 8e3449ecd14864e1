"""The log of a server: lines of JSON, which hold of what clients send no more than the beginning."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

Log = Callable[[dict[str, object]], None]
"""Takes an entry."""
_DELAY: Final = 0.1
_MANY: Final = 1000
_EXCERPT: Final = 80


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line, without control characters, as a log may hold it."""
    shown = text[:_EXCERPT]
    if not shown.isprintable():
        shown = "".join(character if character.isprintable() else " " for character in shown)
    return shown + "…" * (len(text) > _EXCERPT)


class Journal:
    """Entries written on stderr as lines of JSON in ASCII, several at a time and a moment later."""

    def __init__(self) -> None:
        """Hold no entry yet."""
        self._lines: list[str] = []

    def write(self, entry: dict[str, object]) -> None:
        """Take an entry; it is written soon."""
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        if not self._lines:
            asyncio.get_running_loop().call_later(_DELAY, self.flush)
        self._lines.append(json.dumps({"time": moment, **entry}))
        if len(self._lines) > _MANY:
            self.flush()

    def flush(self) -> None:
        """Write what has been taken."""
        if self._lines:
            lines, self._lines = self._lines, []
            print("\n".join(lines), file=sys.stderr, flush=True)


class Remarks(logging.Handler):
    """Writes what libraries remark into the log of the server, where what a client sent cannot pass for an entry."""

    def __init__(self, log: Log) -> None:
        """Write into a log."""
        super().__init__(logging.WARNING)
        self._log = log

    def begin(self) -> None:
        """Listen from now on."""
        logging.getLogger().addHandler(self)

    def end(self) -> None:
        """Listen no longer."""
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a remark; of an error its kind only, for its text may hold the text of a query."""
        kind = record.exc_info[0] if record.exc_info else None
        said = {"error": kind.__name__} if kind else {"remark": excerpt(record.getMessage())}
        self._log({"library": record.name, **said})
