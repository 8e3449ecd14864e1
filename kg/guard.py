"""Refuses queries that would reach outside the graph: SERVICE, FROM, and nesting that no engine survives."""

from __future__ import annotations

import re

from kg.faults import UsageFault

MAX_LENGTH = 100_000
MAX_DEPTH = 64
_OUTSIDE = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}


def check(text: str) -> None:
    """Return where a query reads nothing but this graph.

    Raises UsageFault where it is too long, too deeply nested, or asks another server or document.
    """
    if len(text) > MAX_LENGTH:
        raise UsageFault(f"the query has {len(text)} characters; the limit is {MAX_LENGTH}")
    if _depth(text) > MAX_DEPTH:
        raise UsageFault(f"the query is nested more than {MAX_DEPTH} deep")
    if not re.search(r"(?i)\b(service|from)\b", text):
        return
    from kg.algebra import parts

    try:
        named = set(parts(text))
    except Exception as error:
        # The parser raises many kinds; whatever it cannot read cannot be shown to be harmless.
        raise UsageFault("a query with SERVICE or FROM could not be checked as SPARQL 1.1, and is refused") from error
    for name in sorted(named & set(_OUTSIDE)):
        raise UsageFault(f"{_OUTSIDE[name]} is refused: a query reads this graph only")


def _depth(text: str) -> int:
    """Return how deep brackets are nested, at most; brackets in strings count too, which only makes it stricter."""
    deepest = depth = 0
    for character in text:
        if character in "({[":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")}]":
            depth -= 1
    return deepest
