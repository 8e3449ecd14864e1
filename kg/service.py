"""A server's application: the routes of kg/routes/ over its pools of processes."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

import kg
from kg.limits import Limits
from kg.listing import listed, module
from kg.store import Hold
from kg.web import Application, Service, application, excerpt
from kg.workers import Pool

_QUERY, _ANSWER = "query", "answer"
"""What strangers can make long: SPARQL, and answers that are derived anew."""
_AHEAD = 8
"""How many short queries a process is sent at once: while it answers one, the next lies ready."""
_DELAY = 0.1
_MANY = 1000


class _Log:
    """Entries written on stderr as lines of JSON in ASCII, several at a time and a moment later."""

    def __init__(self) -> None:
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


class _Remarks(logging.Handler):
    """Writes what libraries remark into the log of the server, where what a client sent cannot pass for an entry."""

    def __init__(self, log: Callable[[dict[str, object]], None]) -> None:
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


def shared(root: Path, folder: Path, limits: Limits, log: Callable[[dict[str, object]], None] | None = None) -> Service:
    """Return what the routes of a server share; its processes do not run yet. Without a log, stderr is one."""
    written = _Log()
    others = [name for name in listed("jobs") if name != _QUERY]
    queries = Pool(root, folder, limits, [_QUERY, _ANSWER], limits.workers, limits.moment, _AHEAD)
    answers = Pool(root, folder, limits, others, limits.answerers)
    found = Service(queries, answers, limits, log or written.write, f"{folder.name} {kg.__version__}")
    remarks, hold = _Remarks(found.log), Hold(folder)
    found.at_start += [remarks.begin, hold.begin]
    found.at_end += [hold.end, remarks.end, written.flush]
    return found


def service(
    root: Path, folder: Path, limits: Limits, log: Callable[[dict[str, object]], None] | None = None,
    parts: Collection[str] | None = None,
) -> tuple[Application, Service]:  # fmt: skip
    """Return the application that serves a graph, and what its routes share.

    The graph was built from the knowledge below ``root`` into a folder. ``parts`` are the modules of kg/routes/ that it
    has; by default all.
    """
    used = shared(root, folder, limits, log)
    names = [name for name in listed("routes") if parts is None or name in parts]
    routes = [route for name in names for route in module("routes", name, "route").routes(used)]
    return application(used, routes), used
