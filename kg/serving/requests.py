"""What a request of the API asks: an answer of the table and what it is given."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.faults import UsageFault
from kg.interfaces.asking import Asking, answering, names
from kg.interfaces.parameters import ON, of_object, of_pairs
from kg.media import JSON
from kg.serving.limits import Limits
from kg.serving.protocol import Refusal, read_pairs


@dataclass(frozen=True)
class Asked:
    """A request that can be passed on: an answer by its name, and what it is given, today's day filled in."""

    name: str
    asking: Asking
    given: dict[str, Any]
    fixed: bool
    """Whether the same request asks the same tomorrow."""

    @property
    def day(self) -> str | None:
        """The day that it is about."""
        day: str | None = self.given.get(ON.key)
        return day


def methods(asking: Asking) -> tuple[str, ...]:
    """Return the methods of HTTP by which an answer can be asked."""
    reads = () if any(one.required and one.place == "body" for one in asking.parameters) else ("GET", "HEAD")
    return (*reads, *(("POST",) if asking.posts else ()), "OPTIONS")


def found(path: str) -> tuple[str, str | None]:
    """Return the name of the answer that a path below /api/ names, and what stands in the path after it.

    Raises Refusal with 404.
    """
    name, slash, rest = path.partition("/")
    known = names()
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=1, cutoff=0.0)[0]
        raise Refusal(404, f"there is no answer {name[:80]!r}; the nearest is {near}")
    placed = any(one.place == "path" for one in answering(name).ASKING.parameters)
    if placed != bool(rest) or (slash and not rest):
        raise Refusal(404, f"{name} {'needs a name after it' if placed else 'has nothing below it'} in the path")
    return name, rest or None


def read(
    name: str, rest: str | None, method: str, query: bytes, content_type: str | None, body: bytes, today: date,
    limits: Limits,
) -> Asked:  # fmt: skip
    """Return what a request asks.

    Raises Refusal with 400, 405, 413, 414 or 415.
    """
    asking = answering(name).ASKING
    allowed = methods(asking)
    if method not in allowed:
        told = f"{name} is asked by {' or '.join(one for one in allowed if one in ('GET', 'POST'))}"
        raise Refusal(405, told, {"Allow": ", ".join(allowed)})
    if len(query) > limits.address:
        raise Refusal(414, f"the address is longer than {limits.address} bytes")
    pairs = read_pairs(query)
    if rest is not None:
        pairs.append((next(one.name for one in asking.parameters if one.place == "path"), rest))
    try:
        given = _posted(asking, pairs, content_type, body) if method == "POST" else of_pairs(asking.parameters, pairs)
    except UsageFault as fault:
        raise Refusal(400, str(fault)) from fault
    undated = asking.of_today and given[ON.key] is None
    if undated:
        given[ON.key] = today.isoformat()
    return Asked(name, asking, given, not undated)


def _posted(asking: Asking, pairs: list[tuple[str, str]], content_type: str | None, body: bytes) -> dict[str, Any]:
    media, _, rest = (content_type or "").lower().partition(";")
    media = media.strip()
    if media not in (JSON, *asking.media):
        offered = ", ".join((JSON, *asking.media))
        raise Refusal(415, f"a POST is {offered}", {"Accept": offered})
    if "charset" in rest and not any(name in rest for name in ("utf-8", "utf8")):
        raise Refusal(415, "a body is sent in UTF-8")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(400, "the body is not UTF-8") from error
    if media != JSON:
        return of_pairs(asking.parameters, pairs, {asking.media[media]: text})
    if pairs:
        raise Refusal(400, "a POST of JSON has all parameters in its body, and none in its address")
    return of_object(asking.parameters, _object(text))


def _object(text: str) -> dict[str, object]:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise Refusal(400, "an object of the body has the same key twice")
        return found

    try:
        read = json.loads(text, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "the body is no JSON") from error
    if not isinstance(read, dict):
        raise Refusal(400, "the body is no object of JSON")
    return read
