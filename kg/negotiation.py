"""Content negotiation: which of the media types on offer a client wants (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_RANGE = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)/([\w!#$%&'*+.^`|~-]+)\s*((?:;[^;]*)*)")
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_LONGEST = 100
"""How many media ranges are read; no client that means well sends more."""


def chosen(accept: str | None, offers: Iterable[str]) -> str | None:
    """Return the media type on offer that an Accept header weighs most, the earlier of equals; None where none will do.

    No header, or one that names no media range, accepts everything. Parameters other than ``q`` are not compared.
    """
    ranges = list(_ranges(accept or ""))
    best, weight = None, 0.0
    for offer in offers:
        wanted = _weight(offer, ranges) if ranges else 1.0
        if wanted > weight:
            best, weight = offer, wanted
    return best


def _ranges(accept: str) -> Iterator[tuple[str, str, float]]:
    for part in accept.lower().split(",")[:_LONGEST]:
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        weights = [parameter for parameter in match[3].split(";") if re.match(r"\s*q\s*=", parameter)]
        read = _WEIGHT.fullmatch(weights[0]) if weights else None
        yield match[1], match[2], float(read[1]) if read else 1.0 if not weights else 0.0


def _weight(offer: str, ranges: list[tuple[str, str, float]]) -> float:
    """Return the weight that the most specific range gives a media type."""
    kind, _, form = offer.partition("/")
    fitting = [
        ((main != "*") + (sub != "*"), weight)
        for main, sub, weight in ranges
        if (main, sub) == (kind, form) or (sub == "*" and main in (kind, "*"))
    ]
    return max(fitting, default=(0, 0.0))[1]
