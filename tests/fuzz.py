"""Queries and requests that nobody meant: a server answers each rightly, and reaches nothing beside its store.

``make fuzz`` sends a hundred thousand; tests/test_fuzz.py some hundreds. Whatever is found is printed with its case.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, quote_plus
from xml.etree import ElementTree as ET

from kg.commands.serving import lying
from kg.faults import UsageFault
from kg.files import CACHE_VARIABLE, knowledge_root
from kg.graph import Graph
from kg.interfaces.asking import names
from kg.names import BASE, PREFIXES
from kg.oxigraph import Store
from kg.queries import guard
from kg.serving.limits import Limits
from release import release
from serve import Served, serving, until

LIMITS = Limits(workers=2, answerers=1, time=30, patience=30, rows=2000, size=1 << 20)
THREADS = 8
TOKEN = "nobody-may-read-this"
STATUSES = {
    200, 204, 303, 304, 308, 400, 403, 404, 405, 406, 408, 413, 414, 415, 421, 422, 429, 431, 503,
}  # fmt: skip
"""What may be answered to a request that is anything; above all, not 500."""
SEEDS = [
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER(?o > 3) } ORDER BY DESC(?s) LIMIT 10 OFFSET 2",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?s a op:Treaty } } GROUP BY ?g HAVING(COUNT(?s) > 1)",
    "ASK { ?a rdfs:label \"court\"@en ; a ?b , ?c . OPTIONAL { ?a op:none ?d } MINUS { ?a ?b 1.5e3 } }",
    "CONSTRUCT { ?s <urn:p> [ a ?o ] } WHERE { ?s (rdf:type|^rdf:type)/rdfs:subClassOf* ?o } LIMIT 5",
    "DESCRIBE <id/body/court> ?x { ?x a op:State . VALUES ?y { 1 \"2\"^^xsd:integer UNDEF } }",
    "PREFIX x: <urn:x:> SELECT * { { ?s x:a ?o } UNION { BIND(IF(1 = 1, STRLEN(\"é\\u00e9\"), 2) AS ?z) } }",
    "SELECT * { ?s a ?o FILTER EXISTS { ?s ?p ?o } } LIMIT 3",
    "SELECT ?s { ?s ?p ?o . { SELECT ?p (MAX(?q) AS ?m) { ?q ?p [] } GROUP BY ?p } } LIMIT 3",
    "SELECT ?s { ?s ?p ?o FILTER(REGEX(STR(?s), \"^h.*t$\", \"i\")) } LIMIT 3",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 4",
    "SELECT (REPLACE(\"aaa\", \"(a+)+b\", \"$1\") AS ?x) (1/0 AS ?y) (\"1e99\"^^xsd:decimal * 2 AS ?z) {}",
]  # fmt: skip
OUTSIDE = [
    "SELECT * {{ SERVICE <{canary}> {{ ?s ?p ?o }} }}", "SELECT * {{ SERVICE SILENT <{canary}> {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{canary}> {{ ?s ?p ?o }}", "SELECT * FROM NAMED <{file}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "ASK FROM <{file}> {{ ?s ?p ?o }}", "LOAD <{canary}>", "LOAD SILENT <{file}> INTO GRAPH <urn:g>",
    "INSERT DATA {{ <urn:a> <urn:b> <{file}> }}", "DELETE WHERE {{ ?s ?p ?o }}", "CLEAR SILENT ALL",
    "SELECT * {{ ?s ?p 1SERVICE SILENT <{canary}> {{ ?a ?b ?c }} }}",
    "SELECT * {{ BIND(<{canary}> AS ?e) SERVICE ?e {{ ?s ?p ?o }} }}",
    "ASK {{ FILTER NOT EXISTS {{ {{ SELECT * {{ SERVICE<{canary}>{{}} }} }} }} }}",
]  # fmt: skip
"""Queries that would read or write beside the store; each is refused."""
PIECES = [
    *"{}()[]<>.;,|/^*+?!=&@$#\\\"'\0\t\n", "SELECT", "SERVICE", "SILENT", "FROM", "NAMED", "GRAPH",
    "<{canary}>", "<{file}>", "1e999999999", "-0", "NaN", "?s", "?p", "?o", "_:b", "[]", "'''", "\\u0053ERVICE",
    "# x\n", "op:", "rdf:type+", "a", "\ufeff", "\u202e", "\U0001f600", "é", "BIND(1 AS ?o)", "UNION", "OPTIONAL",
    "LIMIT 0", "LIMIT 99999999999999999999", "<<", ">>", "@en--ltr", "VALUES", "REGEX(?s, \"(\")", "EXISTS { }",
    "9" * 400, "{" * 70, "ORDER BY RAND()", "NOW()", "BASE <x>",
]  # fmt: skip
ACCEPTS = [
    "*/*", "text/csv", "application/sparql-results+xml", "text/turtle, */*;q=0.1", "application/ld+json", "text/html",
    "application/json;q=0", "a/b", ";;q=x", "text/*;q=1e9", "*/*;q=0", "application/rdf+xml", "",
]  # fmt: skip
MEDIA = [
    "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update", "text/plain",
    "application/json", "application/sparql-query; charset=utf-16", "multipart/form-data; boundary=x", "\"", "",
]  # fmt: skip
METHODS = [*["GET"] * 3, "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "QUERY", "G"]


class Sent(NamedTuple):
    """What is sent, and which statuses are right; of bytes that are no whole request, no answer is right too."""

    data: bytes
    right: frozenset[int]
    is_whole: bool = True


@dataclass
class Fuzz:
    """A run: what has been seen, and what is wrong."""

    served: Served
    canary: str
    file: str
    seen: Counter[int | None] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    empty: Store = field(default_factory=Store)

    def query(self, chance: random.Random) -> tuple[str, frozenset[int]]:
        """Return a query, and the statuses that are right."""
        if chance.random() < 0.15:
            text = chance.choice(OUTSIDE).format(canary=self.canary, file=self.file)
            if chance.random() < 0.3:
                text = "".join(chance.choice((one.upper(), one.lower())) if one.isalpha() else one for one in text)
            return text, frozenset({400})
        words = re.findall(r"\s+|\w+|[^\w\s]", chance.choice(SEEDS))
        for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
            at, piece = chance.randrange(len(words)), chance.choice(PIECES)
            piece = piece.replace("{canary}", self.canary).replace("{file}", self.file)
            end = min(len(words), at + chance.choice((0, 0, 1, 2)))
            words[at:end] = chance.choice(([piece], [f" {piece} "], words[at:end] * 2, [], [chance.choice(words)]))
            words = words or [" "]
        text = "".join(words)
        return text, frozenset(self.right(text))

    def right(self, text: str) -> set[int]:
        """Return the statuses that are right for a query, as the guard and the engine see it."""
        with suppress(UsageFault):
            guard.check(text, None)
            if re.search("(?i)service|from|load", text):
                return {200, 400, 503}
            used = {name: iri for name, iri in PREFIXES.items() if f"{name}:" in text}
            try:
                self.empty.query(text, base_iri=BASE, prefixes=used)
            except (SyntaxError, RuntimeError):
                return {400}  # it is no SPARQL, or calls a function that there is not
            return {200, 503}
        return {400}

    def asked(self, chance: random.Random) -> Sent:
        """Return a request that asks a query in one of the ways of the protocol."""
        text, right = self.query(chance)
        accept, way = chance.choice(ACCEPTS), chance.random()
        if not text:
            right = frozenset({400})
        head = f"Host: x\r\nConnection: close\r\nAccept: {accept}\r\n"
        refused = frozenset({406}) if 200 in right else frozenset[int]()
        if way < 0.5:
            return Sent(f"GET /sparql?query={quote(text)} HTTP/1.1\r\n{head}\r\n".encode(), right | refused)
        media, body = (MEDIA[0], text.encode()) if way < 0.75 else (MEDIA[1], b"query=" + quote_plus(text).encode())
        head += f"Content-Type: {media}\r\nContent-Length: {len(body)}\r\n"
        return Sent(f"POST /sparql HTTP/1.1\r\n{head}\r\n".encode() + body, right | refused)

    def request(self, chance: random.Random) -> Sent:
        """Return a request of any kind, whole or not."""
        text, _ = self.query(chance)
        paths = [
            "/sparql",
            "/health",
            "/metrics",
            "/api",
            "/ontology/",
            "/dataset",
            "/.well-known/void",
            "/mcp",
            "/id/body/court",
        ]
        path = chance.choice(
            (*paths, f"/api/{chance.choice(names())}", f"/id/{quote(text[:20])}", "/../etc/passwd", "//", "*")
        )
        given = chance.choice(
            ("", "state=XAA&on=2026-02-01", "thing=court", "query=ASK%7B%7D&query=", "on=9999-99-99", "x=%FF")
        )
        target = (
            path + "?" * chance.randrange(2) + chance.choice((given, f"query={quote(text)}", f"text={quote(text)}"))
        )
        method, body = (
            chance.choice(METHODS),
            chance.choice((b"", text.encode(), json.dumps({"state": text}).encode(), b"\xff")),
        )
        lines = [f"{method} {target} HTTP/1.1", "Host: x", "Connection: close", f"Accept: {chance.choice(ACCEPTS)}"]
        lines += [
            f"Content-Type: {chance.choice(MEDIA)}",
            f"If-None-Match: {chance.choice(('*', 'W/x', text[:9].strip()))}",
        ]
        if body or method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        head = "\r\n".join(re.sub(r"[^\x20-\x7e]", "", line) for line in lines).encode()
        if chance.random() < 0.6:
            return Sent(head + b"\r\n\r\n" + body, frozenset(STATUSES))
        data = bytearray(head + b"\r\n\r\n" + body)
        for _ in range(chance.randrange(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        del data[chance.randrange(1, len(data) + 1) :]
        return Sent(bytes(data), frozenset(STATUSES), is_whole=False)

    def send(self, sent: Sent) -> None:
        """Send something, and look at what comes."""
        try:
            with socket.create_connection(
                ("127.0.0.1", self.served.port), timeout=30 if sent.is_whole else 0.05
            ) as client:
                client.sendall(sent.data)
                answer = HTTPResponse(client, method=sent.data.split(b" ", 1)[0].decode("latin-1"))
                answer.begin()
                body = answer.read()
        except (OSError, HTTPException, ValueError) as error:
            self.seen[None] += 1
            if sent.is_whole:
                self.faults.append(f"{type(error).__name__} {error}: {sent.data!r}")
            return
        self.seen[answer.status] += 1
        if answer.status not in sent.right:
            self.faults.append(f"{answer.status}, not {sorted(sent.right)}, {body[:200]!r}: {sent.data!r}")
        if TOKEN.encode() in body:
            self.faults.append(f"a file was read: {sent.data!r}")
        if answer.status == 200 and (told := broken(answer.headers.get_content_type(), body)):
            self.faults.append(f"{told} {body[-80:]!r}: {sent.data!r}")


def broken(media: str, body: bytes) -> str | None:
    """Return what is wrong with a whole body of a media type."""
    try:
        if media.endswith("json") and body:
            json.loads(body)
        elif media.endswith("xml") and body:
            ET.fromstring(body)
    except (ValueError, ET.ParseError) as error:
        return f"{media} is broken: {error}"
    return None


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """Listen on this machine while the block runs; the list holds who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as bound:

        def listen() -> None:
            with suppress(OSError):
                while True:
                    with bound.accept()[0] as client:
                        came.append(repr(client.recv(300)))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}/x.ttl", came
        bound.shutdown(socket.SHUT_RDWR)
        thread.join()


def descriptors() -> int:
    """Return how many files and connections this process has open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def made(folder: Path) -> Graph:
    """Return the graph of the small release, with what pages are made from, built below a folder."""
    root = release(folder / "release")
    shutil.copytree(knowledge_root() / "viz", root / "viz")
    return Graph.open(root)


def fuzz(graph: Graph, count: int, seconds: float, seed: int) -> Fuzz:
    """Return what came of so many queries and requests, or of as many as can be sent in so many seconds."""
    with tempfile.NamedTemporaryFile("w", suffix=".ttl") as secret, canary() as (address, came):
        secret.write(f'<urn:s> <urn:p> "{TOKEN}" .\n')
        secret.flush()
        with serving(graph.root, lying(graph), LIMITS) as served:
            run = Fuzz(served, address, Path(secret.name).as_uri())
            end, pools = time.monotonic() + seconds, (served.service.queries, served.service.answers)
            served.ask("ASK {}")
            opened, replaced = descriptors(), sum(pool.replaced for pool in pools)

            def some(number: int) -> None:
                chance = random.Random(seed * THREADS + number)
                for _ in range(count // THREADS):
                    if time.monotonic() > end:
                        return
                    run.send(run.asked(chance) if chance.random() < 0.7 else run.request(chance))

            with ThreadPoolExecutor(THREADS) as threads:
                list(threads.map(some, range(THREADS)))
            until(lambda: not any(pool.busy or pool.waiting for pool in pools))
            until(lambda: descriptors() <= opened + 2 * sum(pool.alive for pool in pools))
            assert served.ask("ASK {}").status_code == 200
            run.faults += [f"an error of ours: {entry}" for entry in served.log if "error" in entry]
            ended = sum(pool.replaced for pool in pools) - replaced
        run.faults += [f"a connection was made: {one}" for one in came]
    print(f"{run.seen.total()} sent, {ended} processes replaced, {len(run.faults)} faults; {dict(run.seen)}")
    return run


def main() -> int:
    """Send as many as the first argument says, in at most the seconds that the second says; the third is the seed."""
    given = [int(one) for one in sys.argv[1:]]
    count, seconds, seed = (*given, *(100_000, 480, 1)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        os.environ[CACHE_VARIABLE] = f"{folder}/cache"
        run = fuzz(made(Path(folder)), count, seconds, seed)
    for fault in run.faults[:50]:
        print(fault)
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
