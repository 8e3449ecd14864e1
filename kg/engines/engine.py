"""A SPARQL engine that somebody runs: asked and updated over HTTP, within limits of time and size."""

from __future__ import annotations

import os
import re
import time
from collections import deque
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg.faults import Fault, UsageFault
from kg.media import N_TRIPLES, RESULTS_JSON, UPDATE
from kg.oxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

if TYPE_CHECKING:
    import httpx

USER, PASSWORD, TOKEN = "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "KG_ENDPOINT_TOKEN"
"""The variables of the environment that hold credentials; they are read from nowhere else."""
_SHOWN = 200
_CONNECT = 10.0
_BAD_REQUEST, _REFUSED, _REDIRECTS = 400, (401, 403), range(300, 400)
_FINE = range(200, 300)
Result = QuerySolutions | QueryBoolean | QueryTriples


class Engine:
    """One engine: the address of its queries, that of its updates, and how long and how large an answer may be.

    ``requests`` counts what was sent to it.
    """

    def __init__(
        self,
        queries: str,
        updates: str | None = None,
        *,
        seconds: float = 60.0,
        size: int = 256 << 20,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare to speak to an engine; nothing is sent yet.

        Raises UsageFault for what is no address of an engine, and for credentials in an address.
        """
        self.queries, self._queries = _address(queries)
        self._updates = None if updates is None else _address(updates)[1]
        self._seconds, self._size = seconds, size
        self.requests = 0
        self._client = _client(seconds, os.environ if environment is None else environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def answer(self, text: str, default: str | None = None, named: Iterable[str] = ()) -> tuple[str, bytes]:
        """Return media type and bytes of the answer to a query over a default graph and named graphs.

        Without graphs it is asked over all that the engine holds.

        Raises SyntaxError for a query that the engine does not understand, Fault where it gives no answer.
        """
        graphs = {"default-graph-uri": [] if default is None else [default], "named-graph-uri": list(named)}
        return self._post(self._queries, data={"query": text, **graphs}, accept=f"{RESULTS_JSON}, {N_TRIPLES};q=0.9")

    def read(self, media: str, body: bytes) -> Result:
        """Return what ``answer`` gave as a result.

        Raises Fault for what is none.
        """
        try:
            if media == RESULTS_JSON:
                rows = parse_query_results(body, format=QueryResultsFormat.JSON)
                if isinstance(rows, QuerySolutions):
                    deque(rows, maxlen=0)  # to the end, so that no half of an answer is taken for the whole
                return parse_query_results(body, format=QueryResultsFormat.JSON)
            if media == N_TRIPLES:
                return _as_triples(body)
        except (SyntaxError, ValueError) as error:
            raise Fault(f"{self.queries} answers with malformed {media}: {error}") from error
        raise Fault(
            f"{self.queries} answers with {_line(media) or 'no media type'}, which is no result of SPARQL; "
            "give the address at which the engine takes queries"
        )

    def solutions(self, text: str, default: str | None = None) -> list[QuerySolution]:
        """Return the rows of a SELECT over a default graph, or over all that the engine holds.

        Raises Fault where it gives none.
        """
        try:
            found = self.read(*self.answer(text, default))
            if isinstance(found, QuerySolutions):
                return list(found)
        except SyntaxError as error:
            raise Fault(f"{self.queries} fails at a query that is SPARQL 1.1: {_line(str(error))}") from error
        raise Fault(f"{self.queries} answers a SELECT with something else than rows")

    def rows(self, text: str, *names: str) -> list[dict[str, str]]:
        """Return what the rows of a SELECT over all that the engine holds bind to names; a row lacks what is not bound.

        Raises Fault where it gives none.
        """
        bound = [[(name, row[name]) for name in names] for row in self.solutions(text)]
        return [{name: node.value for name, node in row if isinstance(node, NamedNode | Literal)} for row in bound]

    def update(self, text: str) -> None:
        """Let the engine run one request of SPARQL Update.

        Raises Fault where it does not say that it has.
        """
        if self._updates is None:
            raise UsageFault("the address at which the engine takes updates is not known; give it with --update-url")
        try:
            self._post(self._updates, content=text.encode(), kind=f"{UPDATE}; charset=utf-8")
        except SyntaxError as error:
            raise Fault(f"{_shown(self._updates)} fails at an update that is SPARQL 1.1: {error.msg}") from error

    def _post(
        self,
        url: httpx.URL,
        *,
        accept: str = "*/*",
        kind: str | None = None,
        data: Mapping[str, str | list[str]] | None = None,
        content: bytes | None = None,
    ) -> tuple[str, bytes]:
        """Return media type and body of an answer."""
        import httpx

        where, end = _shown(url), time.monotonic() + self._seconds
        self.requests += 1
        headers = {"Accept": accept} if kind is None else {"Accept": accept, "Content-Type": kind}
        try:
            with self._client.stream("POST", url, data=data, content=content, headers=headers) as answer:
                body = bytearray()
                for piece in answer.iter_bytes():
                    body += piece
                    if len(body) > self._size:
                        raise Fault(f"{where} answers with more than {self._size >> 20} MiB; ask for less")
                    if time.monotonic() > end:
                        raise self._late(where)
        except httpx.TimeoutException as error:
            if isinstance(error, httpx.ConnectTimeout):
                raise Fault(f"{where} cannot be reached within {_CONNECT:.0f} s") from error
            raise self._late(where) from error
        except (httpx.HTTPError, OSError) as error:
            broke = (
                "broke off" if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError) else "cannot be reached"
            )
            raise Fault(f"{where} {broke}: {_line(str(error)) or type(error).__name__}") from error
        _check(where, answer.status_code, answer.headers.get("location", ""), bytes(body))
        return answer.headers.get("content-type", "").partition(";")[0].strip().lower(), bytes(body)

    def _late(self, where: str) -> Fault:
        return Fault(f"{where} gave no whole answer within {self._seconds:g} s; allow more with --time")


def _check(where: str, status: int, location: str, body: bytes) -> None:
    """Raise what an answer is that is not 200 or one of its kin; a 400 says that the request is malformed."""
    if status in _FINE:
        return
    said = _line(body.decode("utf-8", "replace"))
    if status in _REFUSED:
        raise Fault(f"{where} refuses access ({status}); set {USER} and {PASSWORD}, or {TOKEN}, in the environment")
    if status in _REDIRECTS:
        raise Fault(
            f"{where} points elsewhere ({status}), to {_line(location)}; that is not followed: give its address"
        )
    if status == _BAD_REQUEST:
        raise SyntaxError(said or "the engine does not say why")
    raise Fault(f"{where} answers {status}{': ' + said if said else ''}")


def _line(text: str) -> str:
    """Return the first line of a text in which something stands, as it may be shown to a person."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in first)).strip()[:_SHOWN]


def _address(text: str) -> tuple[str, httpx.URL]:
    """Return an address as it is shown, and as it is used."""
    import httpx

    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.userinfo:
        raise UsageFault(f"credentials do not belong into an address; set {USER} and {PASSWORD} in the environment")
    if url.scheme not in ("http", "https") or not url.host or url.fragment:
        raise UsageFault(f"{_line(text)!r} is no address of an engine; it begins with http:// or https://")
    return _shown(url), url


def _shown(url: httpx.URL) -> str:
    """Return an address without its query, in which a key may stand."""
    return str(url.copy_with(query=None))


def _client(seconds: float, environment: Mapping[str, str]) -> httpx.Client:
    import httpx

    user, password, token = (environment.get(name) for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise UsageFault(f"the environment holds both {TOKEN} and {USER} or {PASSWORD}; leave one out")
    if bool(user) != bool(password):
        raise UsageFault(f"{USER} and {PASSWORD} go together; the environment holds one of them")
    if token and not (token.isascii() and token.isprintable()):
        raise UsageFault(f"{TOKEN} holds what no token consists of")
    headers = {"User-Agent": "opposable"} | ({"Authorization": f"Bearer {token}"} if token else {})
    auth = httpx.BasicAuth(user, password) if user and password else None
    limit = httpx.Timeout(seconds, connect=min(seconds, _CONNECT))
    return httpx.Client(headers=headers, auth=auth, timeout=limit, follow_redirects=False)


def _as_triples(body: bytes) -> QueryTriples:
    """Return triples as the answer to a CONSTRUCT is."""
    store = Store()
    store.extend(parse(body, format=RdfFormat.N_TRIPLES))
    found = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(found, QueryTriples)
    return found
