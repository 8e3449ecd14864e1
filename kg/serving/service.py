"""A server's application: the routes of kg/routes/ over its pools of processes."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import kg
from kg.building.store import Hold
from kg.listing import listed, module
from kg.serving.journal import Journal, Log, Remarks
from kg.serving.limits import Limits
from kg.serving.web import Application, Service, application
from kg.serving.workers import Pool

_QUERY, _ANSWER = "query", "answer"
"""What strangers can make long: SPARQL, and answers that are derived anew."""
_AHEAD = 8
"""How many short queries a process is sent at once: while it answers one, the next lies ready."""


def shared(root: Path, folder: Path, limits: Limits, log: Log | None = None) -> Service:
    """Return what the routes of a server share; its processes do not run yet. Without a log, stderr is one."""
    written = Journal()
    others = [name for name in listed("jobs") if name != _QUERY]
    queries = Pool(root, folder, limits, [_QUERY, _ANSWER], limits.workers, limits.moment, _AHEAD)
    answers = Pool(root, folder, limits, others, limits.answerers)
    found = Service(queries, answers, limits, log or written.write, f"{folder.name} {kg.__version__}")
    remarks, hold = Remarks(found.log), Hold(folder)
    found.at_start += [remarks.begin, hold.begin]
    found.at_end += [hold.end, remarks.end, written.flush]
    return found


def service(
    root: Path, folder: Path, limits: Limits, log: Log | None = None,
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
