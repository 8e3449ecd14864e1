"""What the process of a worker does: answers queries over a built store, one after the other, within limits.

A request is one line of JSON on stdin, an answer one line of JSON on stdout and the bytes that it announces. Nothing is
sent before it is whole, so what breaks here can leave no half of an answer.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from kg import guard
from kg.faults import Fault
from kg.names import BASE, PREFIXES
from kg.negotiation import chosen
from kg.oxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)
from kg.sparql import syntax_fault, with_prefixes

_JSON, _XML = QueryResultsFormat.JSON, QueryResultsFormat.XML
TRUTHS = {
    "application/sparql-results+json": _JSON, "application/sparql-results+xml": _XML, "application/json": _JSON,
    "application/xml": _XML, "text/xml": _XML,
}  # fmt: skip
ROWS = TRUTHS | {"text/csv": QueryResultsFormat.CSV, "text/tab-separated-values": QueryResultsFormat.TSV}
GRAPHS = {
    "text/turtle": RdfFormat.TURTLE, "application/n-triples": RdfFormat.N_TRIPLES,
    "application/ld+json": RdfFormat.JSON_LD, "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML, "text/xml": RdfFormat.RDF_XML, "application/json": RdfFormat.JSON_LD,
}  # fmt: skip
"""The media types of answers, the preferred first, and what writes each."""
_NO_XML = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<oxprefix: ")
"""What no XML 1.0 can carry: control characters, and properties whose IRIs end in no XML name."""
_SHORTEST_ROW = 2


class Unanswered(Exception):
    """A query that gets no answer: a status of HTTP and one sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class _Buffer(BytesIO):
    """A file in memory that refuses to grow beyond a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, more: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(more) > self.most:
            raise Unanswered(503, f"the answer is larger than {self.most} bytes; ask for less, or add LIMIT")
        return super().write(more)


class Answerer:
    """Answers queries over one store."""

    def __init__(self, store: Store, rows: int, size: int) -> None:
        """Answer over a store with at most so many rows and bytes."""
        self.store, self.rows, self.size = store, rows, size
        self.graphs = {node.value for node in store.named_graphs() if isinstance(node, NamedNode)}

    def answer(self, query: str, default: list[str], named: list[str], accept: str | None) -> tuple[str, bytes]:
        """Return the media type and the bytes of an answer.

        Raises Unanswered for a query that is refused, malformed, or too much.
        """
        text = with_prefixes(query)
        try:
            guard.check(query, None if default or named else self.graphs)
            for graph in (*default, *named):
                if graph not in self.graphs:
                    raise Fault("default-graph-uri and named-graph-uri name graphs of this store only")
            result = self._run(text, default, named)
            if isinstance(result, QueryTriples):
                return self._triples(result, accept)
            forms = TRUTHS if isinstance(result, QueryBoolean) else ROWS
            media, buffer = _media(accept, forms), _Buffer(self.size)
            result.serialize(buffer, forms[media])
            if isinstance(result, QuerySolutions) and buffer.tell() > self.rows * _SHORTEST_ROW:
                # Only an answer this long can have too many rows; counting them takes asking once more.
                self._count(self._run(text, default, named))
        except SyntaxError as error:
            raise Unanswered(400, str(syntax_fault(_as_typed(error, len(text) - len(query)), None))) from error
        except Fault as fault:
            raise Unanswered(400, str(fault)) from fault
        except (OSError, RuntimeError, ValueError) as error:
            raise Unanswered(500, "the query could not be run") from error
        return media, _carried(buffer.getvalue(), media)

    def _run(self, text: str, default: list[str], named: list[str]) -> QuerySolutions | QueryBoolean | QueryTriples:
        if not default and not named:
            return self.store.query(text, base_iri=BASE)
        return self.store.query(
            text, base_iri=BASE, default_graph=[*map(NamedNode, default)], named_graphs=[*map(NamedNode, named)]
        )

    def _count(self, result: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        assert isinstance(result, QuerySolutions)
        if sum(1 for _ in islice(result, self.rows + 1)) > self.rows:
            raise Unanswered(503, f"the answer has more than {self.rows} rows; ask for less, or add LIMIT")

    def _triples(self, result: QueryTriples, accept: str | None) -> tuple[str, bytes]:
        media = _media(accept, GRAPHS)
        triples = list(islice(result, self.rows + 1))
        if len(triples) > self.rows:
            raise Unanswered(503, f"the answer has more than {self.rows} triples; ask for less, or add LIMIT")
        buffer = _Buffer(self.size)
        serialize(triples, buffer, GRAPHS[media], prefixes=PREFIXES)
        return media, _carried(buffer.getvalue(), media)


def _as_typed(error: SyntaxError, before: int) -> SyntaxError:
    """Return an error whose column does not count the prefixes that were put before a query."""
    return SyntaxError(re.sub(r"^error at 1:(\d+)", lambda match: f"error at 1:{int(match[1]) - before}", error.msg))


def _media(accept: str | None, forms: dict[str, QueryResultsFormat] | dict[str, RdfFormat]) -> str:
    media = chosen(accept, forms)
    if media is None:
        raise Unanswered(406, f"this answer can be had as {', '.join(forms)}")
    return media


def _carried(body: bytes, media: str) -> bytes:
    if media.endswith("xml") and _NO_XML.search(body):
        raise Unanswered(406, "the answer holds what XML cannot carry; ask for another media type")
    return body


def _lend_time(seconds: float) -> None:
    """Let the system end this process if it outlives the server in the middle of a query."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    threads = os.cpu_count() or 1
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime + (seconds + 2) * threads), hard))


def _reply(out: BinaryIO, head: dict[str, object], body: bytes = b"") -> None:
    out.write(json.dumps({**head, "length": len(body)}).encode() + b"\n" + body)
    out.flush()


def main() -> None:
    """Serve the requests on stdin until it closes; the one argument is what the worker is given, as JSON."""
    given = json.loads(sys.argv[1])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints, prints into no answer
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_DATA, (given["memory"] << 20, given["memory"] << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answerer = Answerer(Store.read_only(given["store"]), given["rows"], given["size"])
    except (OSError, RuntimeError, MemoryError) as error:
        _reply(out, {"status": 500, "sentence": f"the store cannot be opened: {type(error).__name__}"})
        return
    _reply(out, {"status": 200})
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        _lend_time(given["time"])
        try:
            media, body = answerer.answer(asked["query"], asked["default"], asked["named"], asked["accept"])
        except Unanswered as refused:
            _reply(out, {"status": refused.status, "sentence": refused.sentence})
        except (MemoryError, RecursionError):
            return  # the process is of no more use; its end tells the server
        else:
            _reply(out, {"status": 200, "media": media}, body)
