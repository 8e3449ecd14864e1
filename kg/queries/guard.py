"""Refuses queries that would reach outside the graph: SERVICE, FROM, and nesting that no engine survives."""

from __future__ import annotations

import re
from collections.abc import Collection

from kg.faults import UsageFault

MAX_LENGTH = 100_000
MAX_DEPTH = 64
_NO_BRACKET = re.compile(r"[^][(){}]+")
_INNOCENT = re.compile(
    r"(?am)^[ \t]*#[^\r\n\v\f\x85\u2028\u2029]*"
    r"|(?<![\w.:%-])[A-Za-z]\w*:\w+(?![\w.:%-])"
    r"|(?<![\w?$])[?$][A-Za-z]\w*"
)
"""What of a query is certainly no keyword, whatever it says: lines that are comments, prefixed names, variables."""
_LONG_STRINGS = ('"""', "'''")
_OUTSIDE = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}


def check(text: str, graphs: Collection[str] | None = ()) -> None:
    """Return where a query reads nothing but this graph.

    FROM may name ``graphs``, by default none; with None it may name any, because the caller says what is read instead.

    Raises UsageFault where it is too long, too deeply nested, or asks another server or document.
    """
    if len(text) > MAX_LENGTH:
        raise UsageFault(f"the query has {len(text)} characters; the limit is {MAX_LENGTH}")
    if _depth(text) > MAX_DEPTH:
        raise UsageFault(f"the query is nested more than {MAX_DEPTH} deep")
    # Anywhere, not as words only: an engine may read 1SERVICE as a number and the keyword.
    if not re.search(r"(?i)service|from", _without_innocent(text)):
        return
    from kg.queries.algebra import parts, sources

    try:
        named = set(parts(text))
        read = sources(text) if graphs and "DatasetClause" in named and "ServiceGraphPattern" not in named else set()
    except Exception as error:
        # The parser raises many kinds; whatever it cannot read cannot be shown to be harmless.
        raise UsageFault("a query with SERVICE or FROM could not be checked as SPARQL 1.1, and is refused") from error
    if graphs is None or (read and read <= set(graphs)):
        named.discard("DatasetClause")
    elif read:
        raise UsageFault("FROM is refused but for graphs of this store")
    for name in sorted(named & set(_OUTSIDE)):
        raise UsageFault(f"{_OUTSIDE[name]} is refused: a query reads this graph only")


def _without_innocent(text: str) -> str:
    """Return a query without comments that take a line, names such as ``op:from``, and variables such as ``?from``.

    Where a string can hold the end of a line, a line that begins as a comment may be none, and all is returned.
    """
    return text if any(mark in text for mark in _LONG_STRINGS) else _INNOCENT.sub(" ", text)


def _depth(text: str) -> int:
    """Return how deep brackets are nested, at most; brackets in strings count too, which only makes it stricter."""
    deepest = depth = 0
    for character in _NO_BRACKET.sub("", text):
        if character in "({[":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return deepest
