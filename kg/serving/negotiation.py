"""Content negotiation: which of the media types on offer a client wants (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_RANGE = re.compile(r"\s*([\w!#$%&'*+.^`|~-]+)/([\w!#$%&'*+.^`|~-]+)\s*((?:;[^;]*)*)")
_WEIGHT = re.compile(r"\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*", re.IGNORECASE)
_USUAL = 300
_LONGEST = 100
"""How many media ranges are read; no client that means well sends more."""


def chosen(accept: str | None, offers: Iterable[str]) -> str | None:
    """Return the media type on offer that an Accept header weighs most, the earlier of equals; None where none will do.

    No header, or one that names no media range, accepts everything. Parameters other than ``q`` are not compared.
    """
    wanted = accept or ""
    # Few headers are seen again and again; one that is not like them is read each time.
    return (_known if len(wanted) < _USUAL else _best)(wanted, tuple(offers))


def _best(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = list(_ranges(accept))
    best, weight = None, 0.0
    for offer in offers:
        wanted = _weight(offer, ranges) if ranges else 1.0
        if wanted > weight:
            best, weight = offer, wanted
    return best


_known = lru_cache(maxsize=500)(_best)


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


def spoken(accept: str | None, offers: list[str]) -> str:
    """Return the language on offer that an Accept-Language header weighs most, the first offer where none will do.

    A range such as ``ru-RU`` is met by ``ru`` (RFC 4647, 3.4); ranges of one weight count in their order.
    """
    best, weight = offers[0], 0.0
    for part in (accept or "").lower().split(",")[:_LONGEST]:
        name, _, parameter = part.partition(";")
        read = _WEIGHT.fullmatch(parameter) if parameter else None
        wanted = float(read[1]) if read else 1.0 if not parameter else 0.0
        fitting = next((offer for offer in offers if offer == name.strip().partition("-")[0]), None)
        if fitting is not None and wanted > weight:
            best, weight = fitting, wanted
    return best
