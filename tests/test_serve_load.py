"""The server under many clients: what is kept in memory, who waits, who is refused, and what nobody reads.

Nothing here waits for a clock: the server's own clocks are set short or never ring.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from mmap import mmap
from pathlib import Path

import httpx
import pytest

from kg.faults import UsageFault
from kg.files import knowledge_root
from kg.oxigraph import Literal, NamedNode, Quad, Store
from kg.serving import frames
from kg.serving.clients import Clients, forwarded, named
from kg.serving.forkserver import Forked
from kg.serving.kept import Kept
from kg.serving.limits import Limits
from kg.serving.processes import Order, Process
from kg.serving.replies import Reply
from kg.serving.turns import Turns
from serve import Served, ran, serving, until
from test_serve import ENDLESS, said, truth

ROWS = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store of some hundred statements."""
    path = tmp_path_factory.mktemp("loaded")
    made = Store(str(path / "store"))
    for number in range(ROWS):
        made.add(Quad(NamedNode(f"urn:{number}"), NamedNode("urn:says"), Literal("x" * 100)))
    made.flush()
    return path


def loaded(folder: Path, limits: Limits) -> AbstractContextManager[Served]:
    """Serve a store while the block runs."""
    return serving(knowledge_root(), folder, limits)


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """Return a server of that store that keeps answers and sets long queries apart."""
    with serving(
        knowledge_root(), folder, Limits(workers=2, answerers=1, time=3600, moment=0.05, patience=3600, parked=2)
    ) as running:
        yield running


def test_the_same_question_is_answered_from_memory(served: Served) -> None:
    kept = served.service.kept
    query = "SELECT ?s { ?s <urn:says> ?o } LIMIT 3"
    first, hits = served.ask(query), kept.hits
    second = served.ask(query)
    assert (first.content, first.status_code, kept.hits) == (second.content, 200, hits + 1)
    assert dict(first.headers) | {"date": ""} == dict(second.headers) | {"date": ""}
    assert served.post(query).content == first.content
    assert kept.hits == hits + 2
    assert served.ask(query, "text/csv").headers["content-type"] == "text/csv; charset=utf-8"
    assert "kg_kept_hits_total" in served.client.get("/metrics").text


def test_what_is_kept_is_logged_and_counted_like_any_answer(served: Served) -> None:
    for _ in range(2):
        served.ask("ASK { <urn:logged> ?p ?o }")
    wanted = {"method": "GET", "path": "/sparql", "status": 200, "query": "ASK { <urn:logged> ?p ?o }"}
    until(lambda: [wanted.items() <= entry.items() for entry in served.log[-2:]] == [True, True])


@pytest.mark.parametrize("function", ["RAND()", "NOW()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_is_another_answer_each_time_is_not_kept(served: Served, function: str) -> None:
    query = f"SELECT ({function} AS ?x) {{}}"
    answers = [served.ask(query) for _ in range(2)]
    assert answers[0].content != answers[1].content
    assert "etag" not in answers[0].headers


def test_a_failure_is_not_kept(served: Served) -> None:
    misses = served.service.kept.misses
    for _ in range(2):
        said(served.ask("ASK {"), 400)
    assert served.service.kept.misses == misses + 2


def test_an_answer_that_a_client_has_is_not_sent_again(served: Served) -> None:
    query = "SELECT ?s { ?s <urn:says> ?o } LIMIT 4"
    address = str(httpx.URL("/sparql", params={"query": query}))
    tag = served.client.get(address).headers["etag"]
    for method in ("GET", "HEAD"):
        again = served.client.request(method, address, headers={"If-None-Match": f'"a", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = served.client.get(address, headers={"If-None-Match": tag, "Accept": "text/csv"})
    assert (other.status_code, other.headers["etag"] != tag) == (200, True)


def test_what_is_kept_has_a_bound() -> None:
    kept = Kept(16_000)
    for number in range(100):
        kept.put(number, 10, Reply(200, {}, b"x" * 100))
        kept.recognize(b"GET %d" % number, number)
        assert kept.size <= 16_000
    kept.put("large", 10, Reply(200, {}, b"x" * 4000))
    assert kept.get("large") is None
    assert kept.get(0) is kept.recognized(b"GET 0") is None
    assert kept.recognized(b"GET 99") is kept.get(99) is not None


CLOSING = b"GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def raw(port: int, sent: bytes, answers: int, kept: bool) -> list[int]:
    """Return the statuses that a server sends to bytes; where it keeps the connection, to a last request too."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(sent)
        found = b""
        while more := client.recv(1 << 16):
            found += more
            if kept and found.count(b"HTTP/1.1 ") == answers:
                kept = False
                client.sendall(CLOSING)
        return [int(part[:3]) for part in found.split(b"HTTP/1.1 ")[1:]]


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        (b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n" * 3, [200, 200, 200]),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n" * 3, [200, 200, 200]),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" * 2, [200]),
        (b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n", [200]),
        (b"GET http://x/sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n", [200]),
        (b"GET /health HTTP/1.1\r\n\r\n", [400]),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", [400]),
        (b"GET /health HTTP/1.1\r\nHost : x\r\n\r\n", [400]),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nA: b\x00c\r\n\r\n", [400]),
        (b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 101 + b"\r\n", [431]),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            [400],
        ),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nASK{}x", [400]),
        (b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", [400]),
        (b"GET /health HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n", [200]),
        (b"FROB /health HTTP/1.1\r\nHost: x\r\n\r\n", [400]),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", [400]),
    ],
)
def test_requests_on_one_connection(served: Served, request_: bytes, statuses: list[int]) -> None:
    kept = statuses[-1] == 200 and not any(one in request_ for one in (b"close", b"1.0", b"nonsense"))
    assert raw(served.port, request_, len(statuses), kept) == statuses + [404] * kept


def test_long_queries_keep_no_short_one_waiting(served: Served) -> None:
    pool = served.service.queries
    endless = [f"{ENDLESS} # {number}" for number in range(4)]
    with ThreadPoolExecutor(5) as threads:
        lost = [threads.submit(served.post, query) for query in endless]
        until(lambda: (len(pool._staff.slow), len(pool._parked)) == (2, 2))
        assert pool.apart == 2
        until(lambda: pool.ready == 2)
        assert truth(served.ask("ASK { <urn:1> ?p ?o }"))
        refused = said(threads.submit(served.post, f"{ENDLESS} # one more").result(), 503)
        assert "too many long requests" in refused
        # What waits is begun once one of those that run has ended, and is told nothing of it.
        killed = set[int]()

        def ended() -> bool:
            for process in pool.busy:
                if process.pid not in killed and process.is_working:
                    killed.add(process.pid)
                    os.kill(process.pid, signal.SIGKILL)
            return all(one.done() for one in lost)

        until(ended)
        assert len(killed) == 4
        assert [said(one.result(), 500) for one in lost]
    assert truth(served.ask("ASK { <urn:2> ?p ?o }"))


def test_what_a_killed_process_had_not_begun_is_done_by_another(folder: Path) -> None:
    with serving(
        knowledge_root(), folder, Limits(workers=1, answerers=1, time=3600, moment=3600, patience=3600)
    ) as running:
        pool = running.service.queries
        with ThreadPoolExecutor(6) as threads:
            lost = threads.submit(running.post, ENDLESS)
            until(lambda: len(pool.busy) == 1)
            waiting = [threads.submit(running.ask, f"ASK {{ <urn:{number}> ?p ?o }}") for number in range(5)]
            until(lambda: pool.waiting == 5)
            os.kill(next(iter(pool.busy)).pid, signal.SIGKILL)
            assert said(lost.result(), 500)
            assert all(truth(one.result()) for one in waiting)


def test_a_client_that_asks_too_often_is_told_to_wait(folder: Path) -> None:
    with serving(
        knowledge_root(), folder, Limits(workers=1, answerers=1, time=3600, rate=1e-3, patience=3600)
    ) as running:
        assert running.ask("ASK {}").status_code == 200
        for address in ("/sparql?query=ASK%20%7B%7D", "/health", "/none"):
            refused = running.client.get(address)
            assert "too often" in said(refused, 429)
            assert int(refused.headers["retry-after"]) > 900
        assert running.service.limited == 3
        spoofed = running.client.get("/health", headers={"X-Forwarded-For": "192.0.2.1"})
        assert spoofed.status_code == 429, "who is no proxy is not believed"


def test_behind_a_proxy_each_client_has_its_own_limit(folder: Path) -> None:
    limits = Limits(workers=1, answerers=1, time=3600, rate=1e-3, behind_proxy=True, patience=3600)
    with loaded(folder, limits) as running:
        for client in ("192.0.2.1", "192.0.2.2", "2001:db8::1"):
            for status in (200, 429):
                told = {"X-Forwarded-For": f"192.0.2.9, {client}"}
                assert running.client.get("/sparql?query=ASK%7B%7D", headers=told).status_code == status
        told = {"X-Forwarded-For": "2001:db8::2"}
        assert running.client.get("/health", headers=told).status_code == 429, "one customer has a whole /64"


def test_there_is_an_end_to_connections(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = served.service.clients.of("127.0.0.1").connections  # by the client of the fixture
    monkeypatch.setattr("kg.serving.connections.CONNECTIONS", kept + 4)
    with ExitStack() as opened:
        idle = [opened.enter_context(socket.create_connection(("127.0.0.1", served.port))) for _ in range(4)]
        until(lambda: served.service.clients.of("127.0.0.1").connections == kept + 4)
        assert raw(served.port, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", 1, kept=False) == [503]
        for one in idle:
            one.sendall(CLOSING)
    until(lambda: raw(served.port, CLOSING, 1, kept=False) == [404])


def test_buckets() -> None:
    client = Clients(10).of("192.0.2.1")
    assert sum(client.wait(100.0) == 0 for _ in range(100)) == 50, "five seconds' worth is saved up"
    assert client.wait(100.0) == pytest.approx(0.1)
    assert client.wait(100.11) == 0
    assert client.wait(100.11) > 0
    anybody = Clients(None)
    assert anybody.of("127.0.0.1").rate == anybody.of("::1").rate == 0
    assert anybody.of("192.0.2.1").rate > 0
    for number in range(20_000):
        anybody.of(str(number))
    assert len(anybody) == 10_000
    assert named("2001:db8::1") == named("2001:db8::ffff") != named("2001:db8:0:1::1")
    assert named("::ffff:192.0.2.1") == "192.0.2.1"
    assert len(named("x" * 1000)) < 100
    assert forwarded([b"1.1.1.1, 2.2.2.2", b"3.3.3.3,4.4.4.4"]) == "4.4.4.4"
    assert forwarded([]) is None


def test_what_nobody_reads_has_a_bound(folder: Path) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    limits = Limits(workers=1, answerers=1, time=3600, moment=3600, held=8 << 20, patience=3600, cache=0)
    with loaded(folder, limits) as running:
        size = len(running.post(query).content)
        assert size > 4 << 20
        clients = []
        for _ in range(4):
            client = socket.socket()
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 12)
            client.connect(("127.0.0.1", running.port))
            client.sendall(
                f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
                f"Content-Length: {len(query)}\r\n\r\n{query}".encode()
            )
            clients.append(client)
        until(lambda: running.service.stalled > 0)
        assert truth(running.ask("ASK {}"))
        for client in clients:
            client.close()


def test_who_reads_nothing_is_cut_off(folder: Path) -> None:
    limits = Limits(workers=1, answerers=1, time=3600, moment=3600, patience=0.2)
    with loaded(folder, limits) as running, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 12)
        client.connect(("127.0.0.1", running.port))
        query = "SELECT%20*%20%7B%20?a%20?b%20?c%20.%20?d%20?e%20?f%20%7D%20LIMIT%2020000"
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        until(lambda: running.service.stalled == 1)


def test_what_is_dropped_is_told_to_nobody(tmp_path: Path) -> None:
    """A process that is being replaced may say something in the moment before it has ended."""

    async def said() -> list[int]:
        loop, told = asyncio.get_running_loop(), list[int]()
        page = tmp_path / "page"
        page.write_bytes(bytes(frames.NUMBER.size))
        with page.open("r+b") as file:
            process = Process(Forked(0, loop.create_future()), mmap(file.fileno(), 0), lambda: None, loop)
        ours, theirs = socket.socketpair()
        transport, _ = await loop.create_unix_connection(lambda: process, sock=ours)
        process.ready.set_result({})
        for _ in range(3):
            process.give(Order(b"{}", "", lambda status, _head, _body: told.append(status)))
        process.data_received(b"".join(frames.reply(1, 200, b"{}")))
        process.drop()
        process.data_received(b"".join(frames.reply(2, 200, b"{}")))
        transport.abort()
        theirs.close()
        return told

    assert ran(said()) == [200]


def test_turns() -> None:
    turns = Turns[str]()
    for one in ["a1", "a2", "a3", "b1", "c1", "c2"]:
        turns.add(one[0], one)
    assert turns.last_of_the_longest("a") is None
    assert turns.last_of_the_longest("b") == "a3"
    assert [turns.take() for _ in range(3)] == ["a1", "b1", "c1"]
    turns.restore("c", "c1")
    assert turns.remove("a", "a2")
    assert not turns.remove("a", "a2")
    assert [turns.take(), turns.take(), len(turns)] == ["c1", "c2", 0]


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_frames_come_in_any_pieces(size: int) -> None:
    sent = b"".join(piece for number in range(5) for piece in frames.reply(number, 200, b"head", b"x" * number * 50))
    replies = frames.Replies()
    found = [one for at in range(0, len(sent), size) for one in replies.feed(sent[at : at + size])]
    assert found == [(number, 200, b"head", b"x" * number * 50) for number in range(5)]
    ordered = b"".join(frames.order(number, b"{}") for number in range(1, 6)) + frames.taken_back(3)
    orders = frames.Orders()
    for at in range(0, len(ordered), size):
        orders.feed(ordered[at : at + size])
    assert [number for number, _ in orders.waiting] == [4, 5]


@pytest.mark.parametrize("given", [{"rate": -1.0}, {"cache": -1}, {"rate": float("nan")}])
def test_limits_that_are_none(given: dict[str, float]) -> None:
    with pytest.raises(UsageFault):
        Limits(**given)  # type: ignore[arg-type]
