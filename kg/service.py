"""A server's application: the routes of kg/routes/ over its pools of processes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kg.limits import Limits
from kg.listing import listed, module
from kg.web import Service, application
from kg.workers import Pool

if TYPE_CHECKING:
    from starlette.types import ASGIApp


_QUERY, _ANSWER = "query", "answer"
"""What strangers can make long: SPARQL, and answers that are derived anew."""


def write_log(entry: dict[str, object]) -> None:
    """Write an entry on stderr, as one line of JSON in ASCII."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    print(json.dumps({"time": moment, **entry}), file=sys.stderr, flush=True)


def shared(root: Path, folder: Path, limits: Limits, log: Callable[[dict[str, object]], None]) -> Service:
    """Return what the routes of a server share; its processes do not run yet."""
    others = [name for name in listed("jobs") if name != _QUERY]
    queries = Pool(root, folder, limits, [_QUERY, _ANSWER], limits.workers)
    answers = Pool(root, folder, limits, others, limits.answerers)
    return Service(queries, answers, limits, log)


def service(
    root: Path,
    folder: Path,
    limits: Limits,
    log: Callable[[dict[str, object]], None] = write_log,
    parts: Collection[str] | None = None,
) -> tuple[ASGIApp, Service]:
    """Return the application that serves a graph, and what its routes share.

    The graph was built from the knowledge below ``root`` into a folder. ``parts`` are the modules of kg/routes/ that it
    has; by default all.
    """
    used = shared(root, folder, limits, log)
    names = [name for name in listed("routes") if parts is None or name in parts]
    routes = [route for name in names for route in module("routes", name, "route").routes(used)]
    return application(used, routes), used
