"""The query operation of the SPARQL 1.1 Protocol: what a request asks (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.media import FORM, QUERY, UPDATE
from kg.queries.guard import MAX_LENGTH
from kg.serving.limits import Limits

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_MOST = 200
"""How many parameters a request may have."""
_UPDATES = {"update", "using-graph-uri", "using-named-graph-uri"}


@dataclass(frozen=True)
class Operation:
    """A query, and the graphs that the request names as its data set; without any, the query's own words count."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


class Refusal(Exception):
    """A request that is not answered: a status of HTTP, and one sentence that says why."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        """Keep the status, the sentence, and headers that belong to it."""
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers or {}


def read(method: str, parameters: bytes, content_type: str | None, body: bytes, limits: Limits) -> Operation | None:
    """Return what a request asks, or None where a GET has no parameter at all: it asks what the endpoint is.

    Raises Refusal with 400, 405, 413, 414 or 415.
    """
    if method not in METHODS:
        raise Refusal(405, "this endpoint answers queries by GET and POST", {"Allow": ", ".join(METHODS)})
    if len(parameters) > limits.address:
        raise Refusal(414, f"the address is longer than {limits.address} bytes; send the query by POST")
    if method != "POST":
        return _operation(read_pairs(parameters), 414) if parameters else None
    media, charset = _media(content_type)
    if media not in (FORM, QUERY):
        told = "updates are refused: this endpoint is read-only" if media == UPDATE else f"a POST is {FORM} or {QUERY}"
        raise Refusal(415, told, {"Accept": f"{FORM}, {QUERY}"})
    if charset not in ("", "utf-8", "utf8"):
        raise Refusal(415, "a query is sent in UTF-8")
    if media == FORM:
        return _operation([*read_pairs(parameters), *read_pairs(body)], 413)
    pairs = read_pairs(parameters)
    if any(name == "query" for name, _ in pairs):
        raise Refusal(400, "the query stands both in the address and in the body")
    return _operation([*pairs, ("query", _text(body))], 413)


def _media(content_type: str | None) -> tuple[str, str]:
    media, *rest = (content_type or "").lower().split(";")
    charsets = [match[1] for part in rest if (match := re.fullmatch(r'\s*charset\s*=\s*"?([^"\s]*)"?\s*', part))]
    return media.strip(), charsets[0] if charsets else ""


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, "the query is not UTF-8") from error


def read_pairs(raw: bytes) -> list[tuple[str, str]]:
    """Return the names and values of a form, or of the query part of an address.

    Raises Refusal with 400 where they are not UTF-8, or too many.
    """
    try:
        return parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_MOST
        )
    except UnicodeDecodeError as error:
        raise Refusal(400, "the parameters are not UTF-8 in the encoding of forms") from error
    except ValueError as error:
        raise Refusal(400, f"the request has more than {_MOST} parameters") from error


def _operation(pairs: list[tuple[str, str]], too_long: int) -> Operation:
    if len(pairs) == 1 and pairs[0][0] == "query":
        return Operation(_of_length(pairs[0][1], too_long))

    def values(wanted: str) -> tuple[str, ...]:
        return tuple(value for name, value in pairs if name == wanted)

    if _UPDATES & {name for name, _ in pairs}:
        raise Refusal(400, "updates are refused: this endpoint is read-only")
    queries = values("query")
    if len(queries) != 1:
        told = "the parameter query is missing" if not queries else f"the parameter query is given {len(queries)} times"
        raise Refusal(400, f"{told}; a request asks one query")
    return Operation(_of_length(queries[0], too_long), values("default-graph-uri"), values("named-graph-uri"))


def _of_length(query: str, too_long: int) -> str:
    if len(query) > MAX_LENGTH:
        raise Refusal(too_long, f"the query has {len(query)} characters; the limit is {MAX_LENGTH}")
    return query
