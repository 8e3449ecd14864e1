"""Tools for assistants: the same answers, each with what it takes to quote it, over stdio and HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

import kg
from commandline import run
from kg import extras
from kg import serving as serving_package
from kg.commands.serving import lying
from kg.graph import Graph
from kg.interfaces.asking import WORDING, names
from kg.routes import mcp as routes
from kg.serving.limits import Limits
from kg.serving.protocol import Refusal
from kg.serving.service import shared
from kg.serving.tools import GUIDE, Toolbox
from serve import Served, ran, serving, until
from test_serve import ENDLESS

DAY = "2026-02-01"
PROGRAM = "from kg.cli import main; main()"
CASES: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    ("assess", {"state": "XBB", "on": DAY, "kind": ["body"]}, ("XBB", "--on", DAY, "--kind", "body")),
    ("why", {"state": "XBB", "subject": "court", "on": DAY}, ("XBB", "court", "--on", DAY)),
    ("why-not", {"state": "XAA", "subject": "court", "on": DAY}, ("XAA", "court", "--on", DAY)),
    ("timeline", {"thing": "XBB", "subject": "court"}, ("XBB", "court")),
    ("conflicts", {"state": "XBB", "on": DAY}, ("XBB", "--on", DAY)),
    ("arrest", {"person": "anna-sought", "on": DAY}, ("anna-sought", "--on", DAY)),
    ("what-if", {"add": ["XAA Withdrawal pact 2027-01-01"]}, ("--add", "XAA Withdrawal pact 2027-01-01")),
    ("find", {"text": "court"}, ("court",)),
    ("show", {"thing": "court"}, ("court",)),
    ("query", {"query": "parties", "given": ["treaty=pact", f"on={DAY}"]},
     ("parties", "--given", "treaty=pact", "--given", f"on={DAY}")),
]  # fmt: skip
"""Tools, what they are given, and the command that must print the same."""


@pytest.fixture(scope="module")
def little(small: Path, own_cache: None) -> Graph:  # noqa: ARG001
    """Return the graph of the small release."""
    return Graph.open(small)


@pytest.fixture(scope="module")
def served(little: Graph) -> Iterator[Served]:
    """Return a server of the small release."""
    with serving(little.root, lying(little), Limits(workers=1, answerers=1, time=3600, patience=3600)) as running:
        yield running


@asynccontextmanager
async def over_stdio(small: Path) -> AsyncIterator[Client]:
    """Talk to the command over its stdin and stdout."""
    arguments = ["-P", "-c", f"import sys; sys.path.insert(0, {str(Path(kg.__file__).parents[1])!r}); {PROGRAM}"]
    arguments += ["--knowledge", str(small), "mcp", "--time", "600"]
    server = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))
    async with Client(stdio_client(server)) as client:
        yield client


def same(told: dict[str, Any], printed: Any) -> None:  # noqa: ANN401
    """Check that an answer is what a command printed, with what it takes to quote it."""
    assert told["answer"] == printed
    assert told["version"] == kg.__version__
    assert told["build"]
    assert told["wording"] == WORDING
    assert "own law" in told["wording"]
    for source in told["sources"]:
        assert source.keys() == {"source", "title", "publisher", "issued", "url"}


def printed(small: Path, name: str, arguments: tuple[str, ...]) -> Any:  # noqa: ANN401
    """Return the JSON that a command prints."""
    done = run("--knowledge", str(small), name, *arguments, "--format", "json")
    assert done.status == 0, done.err
    return done.json()


def test_tools_over_stdio(small: Path, little: Graph) -> None:
    """One conversation: what is offered, several answers, and what is refused."""

    async def talk() -> None:
        async with over_stdio(small) as client:
            assert client.instructions == GUIDE
            offered = {one.name: one for one in (await client.list_tools()).tools}
            assert sorted(offered) == names()
            for tool in offered.values():
                assert tool.annotations is not None
                assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
                jsonschema_rs.meta.validate(tool.input_schema)
                assert tool.input_schema["additionalProperties"] is False
            for name, given, arguments in CASES:
                answer = await client.call_tool(name, given)
                assert not answer.is_error, answer
                same(answer.structured_content, printed(small, name, arguments))
                assert answer.structured_content["on"] == given.get("on")
                assert answer.structured_content["sources"], name
                jsonschema_rs.validate(offered[name].output_schema or False, answer.structured_content)
                (text,) = answer.content
                assert text.type == "text"
                assert json.loads(text.text) == answer.structured_content
            empty = await client.call_tool("assess", {"state": "XCC", "on": DAY})
            assert empty.structured_content["answer"] == []
            assert "not a finding that the state has none" in empty.structured_content["notes"][0]
            sparql = await client.call_tool("query", {"query": "SELECT ?b { ?b a op:AdjudicatoryBody }"})
            assert [row["b"].rsplit("/", 1)[1] for row in sparql.structured_content["answer"]] == ["court"]
            for name, given, sentence in (
                ("assess", {"state": "Alphalant"}, "no state is called 'Alphalant'; the nearest are state:XAA"),
                ("assess", {"state": "XAA", "day": DAY}, "no parameter is called 'day'; the nearest is"),
                ("assess", {}, "state must be given"),
                ("assess", {"state": "XAA", "all": "yes"}, "all is true or false"),
                ("query", {"query": "SELECT {"}, "not well-formed SPARQL: line 1, column 9"),
                ("query", {"query": "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}, "SERVICE is refused"),
                ("query", {"query": "INSERT DATA { <urn:a> <urn:b> 1 }"}, "not well-formed SPARQL"),
                ("what-if", {"facts": "nonsense"}, "facts.ttl:1: not well-formed Turtle"),
            ):
                refused = await client.call_tool(name, given)
                (text,) = refused.content
                assert refused.is_error
                assert text.type == "text"
                assert text.text[: len(sentence)] == sentence
                assert len(text.text.splitlines()) == 1
            with pytest.raises(MCPError, match="no tool 'forget'"):
                await client.call_tool("forget", {})
            (guide,) = (await client.list_resources()).resources
            (read,) = (await client.read_resource(guide.uri)).contents
            assert read.text == GUIDE  # type: ignore[union-attr]

    assert len(little) > 0  # it is built before the clock of the client runs
    ran(talk())


def test_tools_over_http(small: Path, served: Served) -> None:
    async def talk() -> None:
        async with Client(f"{served.client.base_url}/mcp") as client:
            assert len((await client.list_tools()).tools) == len(names())
            name, given, arguments = CASES[0]
            same((await client.call_tool(name, given)).structured_content, printed(small, name, arguments))
            refused = await client.call_tool("assess", {"state": "XZZ"})
            assert (refused.is_error, refused.content[0].text) == (True, "no state is called 'XZZ'")  # type: ignore[union-attr]

    ran(talk())


CALL = {
    "jsonrpc": "2.0", "id": 1, "method": "tools/call",
    "params": {"name": "find", "arguments": {"text": "court"}},
}  # fmt: skip
HEADERS = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Origin": "http://localhost:8000"}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_only_this_machine_is_answered(served: Served, headers: dict[str, str], status: int) -> None:
    response = served.client.post("/mcp", json=CALL, headers={**HEADERS, **headers})
    assert response.status_code == status, response.text
    if status == 200:
        assert response.json()["result"]["structuredContent"]["answer"]


def test_other_methods_and_bodies(served: Served) -> None:
    for method in ("GET", "DELETE", "OPTIONS", "PUT"):
        refused = served.client.request(method, "/mcp")
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert served.client.post("/mcp", content=b"x" * ((1 << 20) + 1), headers=HEADERS).status_code == 413
    broken = served.client.post("/mcp", content=b"{", headers={**HEADERS, "Content-Type": "application/json"})
    assert broken.status_code == 400
    assert [entry for entry in served.log if "error" in entry] == []


def test_names_of_the_server_can_be_allowed(little: Graph) -> None:
    with serving(little.root, lying(little), Limits(workers=1, answerers=1, hosts=("graph.example",))) as running:
        for host in ("graph.example", "graph.example:443"):
            allowed = running.client.post("/mcp", json=CALL, headers={**HEADERS, "Host": host})
            assert allowed.status_code == 200
        other = running.client.post("/mcp", json=CALL, headers={**HEADERS, "Host": "other.example"})
        assert other.status_code == 421
        remarks = [entry for entry in running.log if "library" in entry]
        assert [entry["remark"] for entry in remarks] == ["Invalid Host header: other.example"]


def used(little: Graph, limits: Limits, work: Callable[[Toolbox, Any], Awaitable[None]]) -> None:
    """Do something with the tools over processes of their own."""

    async def do() -> None:
        service = shared(little.root, lying(little), limits, lambda _: None)
        pools = (service.queries, service.answers)
        try:
            for pool in pools:
                await pool.start()
            await work(Toolbox(*pools, most=50_000), service)
        finally:
            for pool in pools:
                await pool.stop()

    ran(do())


def test_a_process_that_is_killed_loses_its_own_answer_only(little: Graph) -> None:
    async def kill(box: Toolbox, service: Any) -> None:  # noqa: ANN401
        pool = service.queries
        lost = asyncio.ensure_future(box.use("query", {"query": ENDLESS}))
        while not pool.busy:
            await asyncio.sleep(0.005)
        (victim,) = pool.busy
        os.kill(victim.pid, signal.SIGKILL)
        with pytest.raises(Refusal, match="broke the process"):
            await lost
        assert (await box.use("query", {"query": "ASK { ?s ?p ?o }"}))["answer"] == [{"answer": "true"}]
        assert (await box.use("find", {"text": "court"}))["answer"]

    used(little, Limits(workers=1, answerers=1, time=3600), kill)


def test_a_query_is_ended_at_its_limit_of_time(little: Graph) -> None:
    async def wait(box: Toolbox, _: object) -> None:
        with pytest.raises(Refusal, match=r"ended after 0\.1 seconds"):
            await box.use("query", {"query": ENDLESS})

    used(little, Limits(workers=1, answerers=1, time=0.1), wait)


def test_an_answer_that_nobody_waits_for_is_ended(served: Served) -> None:
    pool = served.service.queries
    until(lambda: pool.ready == 1 and not pool.busy)
    replaced = pool.replaced
    call = {**CALL, "params": {"name": "query", "arguments": {"query": ENDLESS}}}
    body = json.dumps(call).encode()
    head = "".join(f"{name}: {value}\r\n" for name, value in {**HEADERS, "Content-Type": "application/json"}.items())
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(f"POST /mcp HTTP/1.1\r\nHost: localhost\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode())
        client.sendall(body)
        until(lambda: len(pool.busy) == 1)
    until(lambda: not pool.busy and pool.replaced == replaced + 1)


def test_an_answer_that_no_assistant_reads_is_refused_with_what_makes_it_shorter(little: Graph) -> None:
    async def ask(_: Toolbox, service: Any) -> None:  # noqa: ANN401
        whole = await Toolbox(service.queries, service.answers).use("assess", {"state": "XBB", "on": DAY})
        box = Toolbox(service.queries, service.answers, most=400)
        with pytest.raises(Refusal, match="is 400; ask for less, with subject or reading or kind"):
            await box.use("assess", {"state": "XBB", "on": DAY})
        with pytest.raises(Refusal, match="is 400; ask for less, with reading or kind"):
            await box.use("assess", {"state": "XBB", "on": DAY, "subject": "court"})
        assert len(json.dumps(whole["answer"])) > 400
        assert (await box.use("find", {"text": "pact"}))["answer"]

    used(little, Limits(workers=1, answerers=1, time=3600), ask)


def test_a_library_that_is_missing_is_told(small: Path, monkeypatch: pytest.MonkeyPatch, served: Served) -> None:
    """The command needs the extra; the server does without."""
    monkeypatch.delitem(sys.modules, "kg.serving.assistance")
    monkeypatch.delattr(serving_package, "assistance")
    monkeypatch.setitem(sys.modules, "mcp_types", None)
    monkeypatch.setattr(extras, "requires", lambda _: ["mcp-types>=2.3; extra == 'mcp'"])
    done = run("--knowledge", str(small), "mcp")
    assert (done.status, done.out) == (1, "")
    assert done.err == "kg: mcp-types is not installed; pip install 'opposable[mcp]'\n"
    assert routes.routes(served.service) == []
