"""What an engine may answer, and what a user is told of it: one sentence, and never a credential."""

import base64
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from commandline import Ran, run
from engines import answering, saying
from kg.engines import builds
from kg.engines.engine import Engine
from kg.faults import Fault, UsageFault
from kg.oxigraph import QueryBoolean, QueryTriples

ROWS = "application/sparql-results+json"
SECRET = "s3cret-word"
NONE: dict[str, str] = {}


def register(**values: str) -> str:
    """Return the answer of an engine that holds one build."""
    cells = ", ".join(f'"{name}": {{"type": "literal", "value": "{text}"}}' for name, text in values.items())
    names = '"build", "version", "knowledge", "seen", "owner", "statements"'
    return f'{{"head": {{"vars": [{names}]}}, "results": {{"bindings": [{f"{{{cells}}}" if cells else ""}]}}}}'


HELD = register(build=builds.named("x"), version="0.0.1 (form 0)", knowledge="k", seen="s")
FOREIGN = register(build="http://example.org/graph", version=builds.version(), knowledge="k", seen="s")


@pytest.mark.parametrize(
    ("status", "head", "body", "told"),
    [
        (401, {}, "no", "{} refuses access (401); set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or KG_ENDPOINT_TOKEN"),
        (403, {}, "", "{} refuses access (403); set "),
        (400, {}, "\nParse error: line 1\nmore", "{} fails at a query that is SPARQL 1.1: Parse error: line 1"),
        (400, {}, "", "{} fails at a query that is SPARQL 1.1: the engine does not say why"),
        (404, {}, "<h1>No such\tdata set</h1>\nmore", "{} answers 404: <h1>No such data set</h1>"),
        (500, {}, "", "{} answers 500"),
        (503, {}, "\x1b[31mbusy\x07", "{} answers 503: [31mbusy"),
        (302, {"location": "http://127.0.0.1:9/else"}, "", "{} points elsewhere (302), to http://127.0.0.1:9/else; "),
        (200, {"content_type": "text/html"}, "<p>Hello</p>", "{} answers with text/html, which is no result of SPARQL"),
        (200, {}, "", "{} answers with no media type, which is no result of SPARQL; give the address at which "),
        (200, {"content_type": ROWS}, '{"head": {"vars": [', f"{{}} answers with malformed {ROWS}: "),
        (200, {"content_type": ROWS}, HELD[:-3], f"{{}} answers with malformed {ROWS}: "),
        (200, {"content_type": ROWS, "content_encoding": "gzip"}, "no gzip", "{} cannot be reached: Error -3 while d"),
        (200, {"content_type": ROWS}, '{"head": {}, "boolean": true}', "{} answers a SELECT with something else than "),
        (200, {"content_type": ROWS}, register(), "{} holds no graph of this program; run 'kg build --endpoint {}'"),
        (200, {"content_type": ROWS}, FOREIGN, "{} holds no graph of this program; run 'kg build --endpoint {}'"),
        (200, {"content_type": ROWS}, HELD, "the graph at {} is of version 0.0.1 (form 0), this is VERSION; run 'kg b"),
    ],
)  # fmt: skip
def test_what_an_engine_answers_is_told_in_one_sentence(
    status: int, head: dict[str, str], body: str, told: str, small: Path
) -> None:
    with answering(saying(status, body, **head)) as (address, heard):
        ran = run("--knowledge", str(small), "assess", "XAA", "--endpoint", address)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("kg: " + told.replace("{}", address).replace("VERSION", builds.version()))
    assert ran.err.count("\n") == 1
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--endpoint", "ftp://127.0.0.1/"), "'ftp://127.0.0.1/' is no address of an engine; it begins with http"),
        (("--endpoint", ""), "'' is no address of an engine; it begins with http:// or https://"),
        (("--endpoint", "127.0.0.1:7878/query"), "'127.0.0.1:7878/query' is no address of an engine"),
        (("--endpoint", "http://[::1/query"), "'http://[::1/query' is no address of an engine"),
        (("--endpoint", f"http://me:{SECRET}@127.0.0.1/query"), "credentials do not belong into an address; set KG_"),
        (("--endpoint", "http://127.0.0.1/query", "--time", "0"), "--time 0 lets nothing be asked; give a number"),
        (("--time", "5"), "--time goes with --endpoint"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_sent(arguments: tuple[str, ...], told: str, small: Path) -> None:
    for command in (("assess", "XAA"), ("query", "warrants")):
        ran = run("--knowledge", str(small), *command, *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith(f"kg: {told}")
        assert SECRET not in ran.err


def test_a_build_needs_the_address_of_updates(small: Path) -> None:
    with answering(saying(200, register(), content_type=ROWS)) as (address, heard):
        other = address.replace("/query", "/sparql")
        ran = run("--knowledge", str(small), "build", "--endpoint", other)
        assert ran.status == 2
        assert ran.err.endswith(
            "kg: the address at which the engine takes updates is not known; give it with --update-url\n"
        )
        ran = run("--knowledge", str(small), "build", "--endpoint", other, "--update-url", f"{address}/elsewhere?key=1")
        assert heard[-2][0] == "/query/elsewhere?key=1"
        assert heard[-2][1]["content-type"] == "application/sparql-update; charset=utf-8"
    assert run("build", "--update-url", "http://127.0.0.1/").err == "kg: --update-url and --time go with --endpoint\n"


def test_an_engine_that_is_not_there_or_takes_too_long(small: Path) -> None:
    def late(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        saying(200, register(), content_type=ROWS)(handler)

    def drop_by_drop(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(20):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.03)

    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", ROWS)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(register()[:50].encode())

    for answer in (late, drop_by_drop):
        with answering(answer) as (address, _):
            ran = run("--knowledge", str(small), "assess", "XAA", "--endpoint", address, "--time", "0.1")
            told = f"kg: {address} gave no whole answer within 0.1 s; allow more with --time\n"
            assert ran == Ran(1, "", told)
    with answering(half) as (address, _):
        ran = run("--knowledge", str(small), "assess", "XAA", "--endpoint", address)
        assert ran.status == 1
        assert ran.err.startswith(f"kg: {address} broke off: ")
        assert ran.err.count("\n") == 1
    ran = run("--knowledge", str(small), "assess", "XAA", "--endpoint", address)
    assert ran.status == 1
    assert ran.err.startswith(f"kg: {address} cannot be reached: ")
    assert ran.err.count("\n") == 1


def test_an_answer_may_not_be_larger_than_allowed() -> None:
    for body in ("x" * 5_000_000, "x" * (1 << 20)):
        with (
            answering(saying(200, body, content_type=ROWS)) as (address, _),
            Engine(address, size=1 << 20, environment=NONE) as there,
            pytest.raises(Fault) as refused,
        ):
            there.solutions("SELECT * {}")
        assert ("more than 1 MiB" in str(refused.value)) == (len(body) > 1 << 20)


def test_credentials_come_from_the_environment_and_go_into_the_head_alone(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    basic = "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
    for given, sent in (
        ({"USER": "me", "PASSWORD": SECRET}, basic),
        ({"TOKEN": SECRET}, f"Bearer {SECRET}"),
        ({}, None),
    ):
        with monkeypatch.context() as patch, answering(saying(401, SECRET)) as (address, heard):
            for name, text in given.items():
                patch.setenv(f"KG_ENDPOINT_{name}", text)
            ran = run("--knowledge", str(small), "assess", "XAA", "--endpoint", f"{address}?key={SECRET}")
        ((path, head, body),) = heard
        assert path == f"/query?key={SECRET}"
        assert head.get("authorization") == sent
        assert SECRET not in ran.out + ran.err + body.decode()
    for wrong in ({"USER": "me"}, {"PASSWORD": SECRET}, {"TOKEN": SECRET, "USER": "me"}, {"TOKEN": f"{SECRET}\n"}):
        with pytest.raises(UsageFault) as refused:
            Engine("http://127.0.0.1/", environment={f"KG_ENDPOINT_{name}": text for name, text in wrong.items()})
        assert SECRET not in str(refused.value)


def test_no_credential_follows_to_another_host(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", SECRET)
    with answering(saying(200, register(), content_type=ROWS)) as (elsewhere, heard):
        for status in (301, 302, 303, 307, 308):
            with answering(saying(status, location=elsewhere)) as (address, asked):
                ran = run("--knowledge", str(small), "assess", "XAA", "--endpoint", address)
            assert len(asked) == 1
            assert f"to {elsewhere}; that is not followed" in ran.err
        assert heard == []


def test_answers_of_each_form_are_read() -> None:
    text = '<http://example.org/s> <http://example.org/p> "o"@en .\n'
    with (
        answering(saying(200, text, content_type="application/n-triples; charset=utf-8")) as (address, heard),
        Engine(address, environment=NONE) as there,
    ):
        found = there.read(
            *there.answer("CONSTRUCT WHERE { ?s ?p ?o }", "http://example.org/g", ["http://example.org/h"])
        )
        assert isinstance(found, QueryTriples)
        assert [f"{triple} ." for triple in found] == text.splitlines()
        assert b"default-graph-uri=http%3A%2F%2Fexample.org%2Fg" in heard[0][2]
        assert b"named-graph-uri=http%3A%2F%2Fexample.org%2Fh" in heard[0][2]
        truth = there.read(ROWS, b'{"head": {}, "boolean": false}')
        assert isinstance(truth, QueryBoolean)
        assert not truth


def test_slashes_that_json_escapes_are_read_as_slashes() -> None:
    build = builds.Build(builds.named("x"), "", "")
    told = b'{"a": "https:\\/\\/w3id.org\\/opposable\\/build\\/x\\/data\\/states", "b": "\\\\\\/"}'
    assert build.from_engine(told) == b'{"a": "https://w3id.org/opposable/graph/data/states", "b": "\\\\/"}'
