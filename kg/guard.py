"""Refuses queries that would reach outside the graph: SERVICE, FROM, and nesting that no engine survives."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    for name in _parts(text):
        if name in _OUTSIDE:
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


def _parts(text: str) -> Iterator[str]:
    """Yield the names of the parts of a parsed query."""
    from rdflib.plugins.sparql.parser import parseQuery
    from rdflib.plugins.sparql.parserutils import CompValue

    try:
        queue: list[object] = list(parseQuery(text))
    except Exception as error:
        # The parser raises many kinds; whatever it cannot read cannot be shown to be harmless.
        raise UsageFault("a query with SERVICE or FROM could not be checked as SPARQL 1.1, and is refused") from error
    while queue:
        part = queue.pop()
        if isinstance(part, CompValue):
            yield part.name
            queue.extend(part.values())
        elif isinstance(part, (list, tuple)) or type(part).__name__ in ("ParseResults", "plist"):
            queue.extend(part)  # type: ignore[arg-type]
