"""A SPARQL query: answered over the built store alone, in the media type that the client wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from itertools import islice
from typing import Any

from kg.faults import Fault
from kg.names import BASE, PREFIXES
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
from kg.queries import guard
from kg.queries.sparql import syntax_fault
from kg.serving.answering import Done, Unanswered, Worker
from kg.serving.forms import GRAPHS, ROWS, TRUTHS
from kg.serving.negotiation import chosen

_NO_XML = re.compile(b"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|<oxprefix: ")
"""What no XML 1.0 can carry: control characters, and properties whose IRIs end in no XML name."""
_BETWEEN = {
    QueryResultsFormat.JSON: b"},{", QueryResultsFormat.XML: b"</result><result>",
    QueryResultsFormat.CSV: b"\n", QueryResultsFormat.TSV: b"\n",
}  # fmt: skip
"""What stands between two rows of an answer."""


class _Buffer(BytesIO):
    """A file in memory that refuses to grow beyond a size."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def write(self, more: bytes) -> int:  # type: ignore[override]
        if self.tell() + len(more) > self.most:
            raise Unanswered(503, f"the answer is larger than {self.most} bytes; ask for less, or add LIMIT")
        return super().write(more)


def answer(worker: Worker, given: Mapping[str, Any]) -> Done:
    """Return the answer to a query over the data set that the request names.

    Raises Unanswered for a query that is refused, malformed, or too much.
    """
    answerer = worker.once("query", lambda: Answerer(worker.store, worker.rows, worker.size))
    return answerer.answer(given["query"], given["default"], given["named"], given["accept"])


class Answerer:
    """Answers queries over one store."""

    def __init__(self, store: Store, rows: int, size: int) -> None:
        """Answer over a store with at most so many rows and bytes."""
        self.store, self.rows, self.size = store, rows, size
        self.graphs = {node.value for node in store.named_graphs() if isinstance(node, NamedNode)}

    def answer(self, query: str, default: list[str], named: list[str], accept: str | None) -> Done:
        """Return an answer.

        Raises Unanswered for a query that is refused, malformed, or too much.
        """
        try:
            guard.check(query, None if default or named else self.graphs)
            for graph in (*default, *named):
                if graph not in self.graphs:
                    raise Fault("default-graph-uri and named-graph-uri name graphs of this store only")
            result = self._run(query, default, named)
            if isinstance(result, QueryTriples):
                return self._triples(result, accept)
            forms = TRUTHS if isinstance(result, QueryBoolean) else ROWS
            media, buffer = _media(accept, forms), _Buffer(self.size)
            result.serialize(buffer, forms[media])
            if isinstance(result, QuerySolutions) and self._may_be_too_much(buffer, forms[media]):
                self._count(self._run(query, default, named))
        except SyntaxError as error:
            raise Unanswered(400, str(syntax_fault(error, None))) from error
        except Fault as fault:
            raise Unanswered(400, str(fault)) from fault
        except (OSError, RuntimeError, ValueError) as error:
            if "custom function" in str(error):
                raise Unanswered(400, "the query calls a function that there is not") from error
            raise Unanswered(500, "the query could not be run") from error
        return Done(media, _carried(buffer.getvalue(), media))

    def _run(self, query: str, default: list[str], named: list[str]) -> QuerySolutions | QueryBoolean | QueryTriples:
        # Each prefix takes as long to hand over as a whole short query to parse.
        used = {name: iri for name, iri in PREFIXES.items() if f"{name}:" in query}
        if not default and not named:
            return self.store.query(query, base_iri=BASE, prefixes=used)
        return self.store.query(
            query, base_iri=BASE, prefixes=used,
            default_graph=[*map(NamedNode, default)], named_graphs=[*map(NamedNode, named)],
        )  # fmt: skip

    def _may_be_too_much(self, buffer: _Buffer, form: QueryResultsFormat) -> bool:
        """Return whether an answer may have too many rows.

        Between two rows stands a mark that may also stand in a text, so that the marks are never fewer than the rows.
        Counting rows themselves takes asking once more.
        """
        return buffer.tell() > self.rows and buffer.getvalue().count(_BETWEEN[form]) >= self.rows

    def _count(self, result: QuerySolutions | QueryBoolean | QueryTriples) -> None:
        assert isinstance(result, QuerySolutions)
        if sum(1 for _ in islice(result, self.rows + 1)) > self.rows:
            raise Unanswered(503, f"the answer has more than {self.rows} rows; ask for less, or add LIMIT")

    def _triples(self, result: QueryTriples, accept: str | None) -> Done:
        media = _media(accept, GRAPHS)
        triples = list(islice(result, self.rows + 1))
        if len(triples) > self.rows:
            raise Unanswered(503, f"the answer has more than {self.rows} triples; ask for less, or add LIMIT")
        buffer = _Buffer(self.size)
        serialize(triples, buffer, GRAPHS[media], prefixes=PREFIXES)
        return Done(media, _carried(buffer.getvalue(), media))


def _media(accept: str | None, forms: dict[str, QueryResultsFormat] | dict[str, RdfFormat]) -> str:
    media = chosen(accept, forms)
    if media is None:
        raise Unanswered(406, f"this answer can be had as {', '.join(forms)}")
    return media


def _carried(body: bytes, media: str) -> bytes:
    if media.endswith("xml") and _NO_XML.search(body):
        raise Unanswered(406, "the answer holds what XML cannot carry; ask for another media type")
    return body
