"""The server: the SPARQL 1.1 Protocol, its limits, and what it does with queries that break their process.

The cases of the protocol are those of the tests of the W3C for it, written anew from the specification. Nothing here
waits for a clock: what is slow is ended by the test, and what is waited for is seen to happen.
"""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest

import kg
from commandline import run
from kg.building.store import fingerprint_of
from kg.commands.serving import listening, lying, server
from kg.commands.serving import run as serve_on
from kg.faults import Fault, UsageFault
from kg.files import knowledge_root
from kg.graph import Graph
from kg.media import FORM, QUERY
from kg.oxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from kg.queries.guard import MAX_DEPTH, MAX_LENGTH, check
from kg.queries.sparql import catalogue
from kg.serving.journal import excerpt
from kg.serving.limits import Limits
from kg.serving.negotiation import chosen
from kg.serving.protocol import Refusal
from kg.serving.service import service
from kg.serving.workers import Answer, Pool
from serve import Served, apart, ran, serving, until

ONE, TWO, THREE = "urn:graph:one", "urn:graph:two", "urn:graph:three"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"
HUGE = "SELECT DISTINCT ?a ?c ?d ?f ?g ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
BREAKING = f"SELECT * {{ {' '.join(f'BIND(1 AS ?x{number})' for number in range(4500))} }}"
"""A query of allowed length and depth on which the engine overflows its stack."""
PATIENT = Limits(workers=2, answerers=1, time=3600, moment=3600, queue=1, patience=3600, cache=0)
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store with three graphs and, as in a built store, their copy in the default graph."""
    path = tmp_path_factory.mktemp("served")
    made = Store(str(path / "store"))
    for graph, count in ((ONE, 300), (TWO, 200), (THREE, 1)):
        for number in range(count):
            spoken = (NamedNode(f"{graph}:{number}"), NamedNode("urn:says"), Literal(f'{number}, "x"\n'))
            made.add(Quad(*spoken, NamedNode(graph)))
            made.add(Quad(*spoken))
    made.add(Quad(NamedNode("urn:odd"), NamedNode("urn:holds/1"), Literal("a\u0001b"), NamedNode(THREE)))
    made.flush()
    return path


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """Return a server of that store that lets queries run as long as a test wants."""
    with serving(knowledge_root(), folder, PATIENT) as running:
        yield running


def said(response: httpx.Response, status: int) -> str:
    """Return the sentence of a refusal of a status: one line of text."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text.endswith("\n")
    assert len(response.text.splitlines()) == 1
    return response.text


def truth(response: httpx.Response) -> bool:
    """Return the answer to an ASK."""
    assert response.status_code == 200, response.text
    found = response.json()["boolean"]
    assert isinstance(found, bool)
    return found


def test_query_get(served: Served) -> None:
    assert truth(served.ask("ASK {}")) is True
    assert truth(served.ask("ASK { <urn:none> ?p ?o }")) is False


def test_query_post_form(served: Served) -> None:
    assert truth(served.post("query=ASK%20%7B%7D", FORM))
    assert truth(served.post("query=ASK+%7B%7D", f"{FORM}; charset=UTF-8"))


def test_query_post_direct(served: Served) -> None:
    assert truth(served.post("ASK {}"))
    assert truth(served.post('ASK { FILTER("é" = "\\u00E9") }'.encode(), f"{QUERY}; charset=utf-8"))


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("dataset", "query", "answer"),
    [
        ({"default-graph-uri": [ONE]}, f"ASK {{ <{ONE}:0> ?p ?o }}", True),
        ({"default-graph-uri": [ONE]}, f"ASK {{ <{TWO}:0> ?p ?o }}", False),
        ({"default-graph-uri": [ONE]}, "ASK { GRAPH ?g { ?s ?p ?o } }", False),
        ({"default-graph-uri": [ONE, TWO]}, f"ASK {{ <{ONE}:0> ?p ?o . <{TWO}:0> ?q ?r }}", True),
        (
            {"named-graph-uri": [ONE, TWO]},
            f"ASK {{ GRAPH ?g {{ <{ONE}:0> ?p ?o }} GRAPH ?h {{ <{TWO}:0> ?q ?r }} }}", True,
        ),
        ({"named-graph-uri": [ONE, TWO]}, f"ASK {{ GRAPH <{THREE}> {{ ?s ?p ?o }} }}", False),
        ({"named-graph-uri": [ONE, TWO]}, "ASK { ?s ?p ?o }", False),
        (
            {"default-graph-uri": [THREE], "named-graph-uri": [ONE, TWO]},
            f"ASK {{ <{THREE}:0> ?p ?o GRAPH <{ONE}> {{ ?s ?q ?r }} FILTER NOT EXISTS {{ <{ONE}:0> ?x ?y }} }}", True,
        ),
        ({"default-graph-uri": [TWO]}, f"ASK FROM <{ONE}> {{ <{TWO}:0> ?p ?o }}", True),
        ({"default-graph-uri": [TWO]}, f"ASK FROM <{ONE}> {{ <{ONE}:0> ?p ?o }}", False),
        ({"default-graph-uri": [TWO]}, f"ASK FROM NAMED <{ONE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", False),
        ({}, f"ASK FROM <{ONE}> {{ <{ONE}:0> ?p ?o FILTER NOT EXISTS {{ <{TWO}:0> ?q ?r }} }}", True),
        ({}, f"ASK FROM NAMED <{ONE}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", True),
    ],
)  # fmt: skip
def test_query_dataset(served: Served, way: str, dataset: dict[str, list[str]], query: str, answer: bool) -> None:
    """query_dataset_default_graph(s), _named_graphs, _full and query_multiple_dataset, in each way to send them."""
    if way == "get":
        response = served.client.get("/sparql", params={**dataset, "query": query})
    elif way == "form":
        response = served.client.post("/sparql", data={**dataset, "query": query})
    else:
        response = served.client.post("/sparql", params=dataset, content=query, headers={"Content-Type": QUERY})
    assert truth(response) is answer


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["urn:none", "http://127.0.0.1:9/x", "file:///etc/passwd", "", "no IRI"])
def test_a_data_set_is_made_of_graphs_of_the_store(served: Served, name: str, graph: str) -> None:
    response = served.client.get("/sparql", params={name: graph, "query": "ASK {}"})
    assert "graphs of this store only" in said(response, 400)


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT (1 AS ?value) {}", "*/*", JSON),
        ("SELECT (1 AS ?value) {}", XML, XML),
        ("SELECT (1 AS ?value) {}", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT (1 AS ?value) {}", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("SELECT (1 AS ?value) {}", f"{JSON};q=0.2, {XML};q=0.9, text/html", XML),
        ("SELECT (1 AS ?value) {}", "application/json", "application/json"),
        ("ASK {}", "*/*", JSON),
        ("ASK {}", f"text/csv, {XML};q=0.1", XML),
        ("DESCRIBE <http://example.org/>", "*/*", "text/turtle; charset=utf-8"),
        ("DESCRIBE <http://example.org/>", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "*/*", "text/turtle; charset=utf-8"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "application/rdf+xml, */*;q=0.1", "application/rdf+xml"),
    ],
)
def test_query_content_type(served: Served, query: str, accept: str, media: str) -> None:
    response = served.ask(query, accept)
    assert (response.status_code, response.headers["content-type"]) == (200, media)
    assert response.headers["vary"] == "Accept"


def test_each_form_of_an_answer_says_the_same(served: Served) -> None:
    query = f"SELECT ?s ?o {{ ?s <urn:says> ?o FILTER(STRSTARTS(STR(?s), '{TWO}:1')) }} ORDER BY ?s"
    bindings = served.ask(query, JSON).json()["results"]["bindings"]
    rows = [[one["s"]["value"], one["o"]["value"]] for one in bindings]
    assert len(rows) == 111
    assert list(csv.reader(io.StringIO(served.ask(query, "text/csv").text, newline="")))[1:] == rows
    assert len(served.ask(query, "text/tab-separated-values").text.splitlines()) == 112
    found = ET.fromstring(served.ask(query, XML).content).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert [one.text for one in found] == [value for _, value in rows]
    construct = "CONSTRUCT { ?s <urn:says> ?o } WHERE { ?s <urn:says> ?o }"
    forms = [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.JSON_LD, RdfFormat.RDF_XML]
    graphs = [{str(q) for q in parse(served.ask(construct, form.media_type).content, form)} for form in forms]
    assert len(graphs[0]) == 501
    assert all(graph == graphs[0] for graph in graphs)


def test_bad_query_method(served: Served) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        response = served.client.request(method, "/sparql?query=ASK%20%7B%7D")
        said(response, 405)
        assert "POST" in response.headers["allow"]
    assert said(served.client.post("/health"), 405)
    assert said(served.client.get("/elsewhere"), 404)


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        pytest.param("query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", FORM, 400, id="bad_multiple_queries"),
        pytest.param("ASK {}", "text/plain", 415, id="bad_query_wrong_media_type"),
        pytest.param("query=ASK%20%7B%7D", None, 415, id="bad_query_missing_form_type"),
        pytest.param("ASK {}", None, 415, id="bad_query_missing_direct_type"),
        pytest.param("ASK {}".encode("utf-16"), f"{QUERY}; charset=UTF-16", 415, id="bad_query_non_utf8"),
        pytest.param("ASK {}".encode("utf-16"), QUERY, 400, id="bad_query_non_utf8-unsaid"),
        pytest.param("query=%FF%FE", FORM, 400, id="bad_query_non_utf8-form"),
        pytest.param("ASK {", QUERY, 400, id="bad_query_syntax"),
        pytest.param("", FORM, 400, id="no-query"),
        pytest.param("update=CLEAR%20ALL", FORM, 400, id="update_post_form"),
        pytest.param("CLEAR ALL", "application/sparql-update", 415, id="update_post_direct"),
        pytest.param("update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM, 400, id="bad_multiple_updates"),
        pytest.param("CLEAR NAMED", "text/plain", 415, id="bad_update_wrong_media_type"),
        pytest.param("update=CLEAR%20NAMED", None, 415, id="bad_update_missing_form_type"),
        pytest.param("update=CLEAR%20XYZ", FORM, 400, id="bad_update_syntax"),
        pytest.param("using-graph-uri=urn:x&query=ASK%20%7B%7D", FORM, 400, id="bad_update_dataset_conflict"),
        pytest.param("CLEAR ALL", QUERY, 400, id="an-update-as-a-query"),
        pytest.param("INSERT DATA { <urn:a> <urn:b> 1 }", QUERY, 400, id="insert-as-a-query"),
        pytest.param("LOAD <file:///etc/passwd>", QUERY, 400, id="load-as-a-query"),
        pytest.param("SELECT (<urn:function>(1) AS ?x) {}", QUERY, 400, id="a-function-that-there-is-not"),
        pytest.param("&".join(["a=b"] * 500), FORM, 400, id="many-parameters"),
    ],
)
def test_bad_requests(served: Served, content: str | bytes, media: str | None, status: int) -> None:
    said(served.post(content, media), status)


@pytest.mark.parametrize("address", ["/sparql?update=CLEAR%20ALL", "/sparql?query=ASK{}&query=ASK{}", "/sparql?x=1"])
def test_bad_requests_by_get(served: Served, address: str) -> None:
    said(served.client.get(address), 400)


def test_a_query_stands_in_one_place(served: Served) -> None:
    said(served.post("ASK {}", QUERY, "/sparql?query=ASK%20%7B%7D"), 400)


def test_where_a_query_is_malformed_is_told(served: Served) -> None:
    assert "line 1, column 6" in said(served.ask("ASK {"), 400)
    assert "line 2, column 8" in said(served.ask("ASK {\n  WHERE"), 400)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { ?s ?p 1SERVICE SILENT <http://127.0.0.1:9/> { ?a ?b ?c } }", "refused"),
        ("SELECT * FROM <http://127.0.0.1:9/x> { ?s ?p ?o }", "FROM is refused"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM is refused"),
        (f"SELECT * FROM <{ONE}> FROM NAMED <file:///etc/passwd> {{ ?s ?p ?o }}", "FROM is refused"),
        (f"ASK {{ {'{' * MAX_DEPTH}{'}' * MAX_DEPTH} }}", "nested"),
        (f"ASK {{ FILTER({'(' * 5000}1{')' * 5000}) }}", "nested"),
    ],
)
def test_queries_that_reach_out_or_nest_deeply_are_refused(served: Served, query: str, why: str) -> None:
    replaced = served.service.queries.replaced
    assert why in said(served.post(query), 400)
    assert served.service.queries.replaced == replaced


def test_service_is_refused_under_a_protocol_data_set_too(served: Served) -> None:
    query = f"SELECT * FROM <{ONE}> {{ SERVICE SILENT <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}"
    response = served.client.get("/sparql", params={"query": query, "default-graph-uri": ONE})
    assert "SERVICE is refused" in said(response, 400)


def test_the_guard_sees_keywords_that_touch_a_number() -> None:
    """Pyoxigraph reads ``1SERVICE`` as a number and the keyword."""
    with pytest.raises(UsageFault, match="refused"):
        check("SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }")
    check("SELECT ?from { ?service ?from 1 }")


@pytest.mark.parametrize("query", [
    "# ask\rSELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "# ask\u2028SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """\n# """ . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }',
    "SELECT * { ?s ?p '''\n# ''' . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p <#a>\n. SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { ?s a op:x.SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT ?s FROM<http://127.0.0.1:9/> { ?s ?p 1 }", "SELECT*FROM<http://127.0.0.1:9/>{ ?s ?p 1 }",
    "SELECT * { ?s ?p ?\u00c0SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }",
])  # fmt: skip
def test_no_keyword_hides_among_names_and_comments(query: str) -> None:
    """A query that the engine would follow outside is refused; one that no engine reads may be."""
    with pytest.raises(UsageFault):
        check(query)


def test_questions_of_the_catalogue_need_no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names such as ``op:from`` and what comments say are no reason to parse a query a second time."""

    def parsed(_: str) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr("kg.queries.algebra.parts", parsed)
    for question in catalogue(knowledge_root()).values():
        check(question.text)
    with pytest.raises(UsageFault):
        check("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }")


@pytest.mark.parametrize("number", ["1e999999999", '"1e999999999"^^xsd:decimal', "1" * 50_000])
def test_monstrous_numbers(served: Served, number: str) -> None:
    assert served.post(f"SELECT ?x {{ BIND({number} + 1 AS ?x) }}").status_code == 200


def test_what_is_too_long_is_refused_before_it_is_read(served: Served) -> None:
    long = "#" * (MAX_LENGTH + 1)
    assert str(MAX_LENGTH) in said(served.post(f"ASK {{}} {long}"), 413)
    said(served.post(f"query={long.replace('#', '%23')}", FORM), 413)
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(f"GET /sparql?query={'x' * PATIENT.address} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 414 ")
    said(served.post("x" * (PATIENT.body + 1)), 413)
    with pytest.raises(httpx.HTTPError), httpx.Client(base_url=served.client.base_url, trust_env=False) as client:
        client.get("/health", headers={"X-Long": "x" * (8 * PATIENT.address)}).raise_for_status()


def test_nothing_acceptable(served: Served) -> None:
    assert JSON in said(served.ask("SELECT * {}", "image/png"), 406)
    assert "text/turtle" in said(served.ask("DESCRIBE <urn:x>", "text/csv"), 406)
    said(served.ask("ASK {}", "*/*;q=0"), 406)


def test_what_xml_cannot_carry_is_not_sent_as_xml(served: Served) -> None:
    query = f"SELECT ?o {{ GRAPH <{THREE}> {{ <urn:odd> ?p ?o }} }}"
    assert served.ask(query, JSON).json()["results"]["bindings"][0]["o"]["value"] == "a\u0001b"
    assert "XML" in said(served.ask(query, XML), 406)
    assert "XML" in said(served.ask("CONSTRUCT { <urn:s> <urn:holds/1> 1 } WHERE {}", "application/rdf+xml"), 406)


def test_the_endpoint_describes_itself(served: Served) -> None:
    for accept, form in (("text/turtle", RdfFormat.TURTLE), ("application/rdf+xml", RdfFormat.RDF_XML)):
        triples = {
            str(quad.triple) for quad in parse(served.client.get("/sparql", headers={"Accept": accept}).content, form)
        }
        address = f"<http://127.0.0.1:{served.port}/sparql>"
        sd = "http://www.w3.org/ns/sparql-service-description#"
        assert f"{address} <{sd}supportedLanguage> <{sd}SPARQL11Query>" in triples
        assert f"{address} <{sd}endpoint> {address}" in triples
    said(served.client.get("/sparql", headers={"Accept": "text/csv"}), 400)
    strange = served.client.get("/sparql", headers={"Host": "a b<>", "Accept": "text/turtle"})
    assert address in strange.text


def test_what_every_response_carries(served: Served) -> None:
    preflight = served.client.options(
        "/sparql", headers={"Origin": "http://a", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 204
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]
    for response in (preflight, served.ask("ASK {}"), served.ask("ASK {"), served.client.get("/none")):
        assert response.headers["access-control-allow-origin"] == "*"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "server" not in response.headers
        assert "set-cookie" not in response.headers
    head = served.client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")


def test_health_and_numbers(served: Served) -> None:
    assert served.client.get("/health").text == "processes are running: 2 of 2 for queries and 1 of 1 for answers\n"
    numbers = served.client.get("/metrics").text
    assert 'kg_workers{pool="queries"} 2\n' in numbers

    def counted() -> bool:  # a response is counted once it has been sent
        line = f'kg_responses_total{{status="200"}} {served.service.answered[200]}\n'
        return line in served.client.get("/metrics").text

    until(counted)


def test_the_log_holds_the_beginning_of_a_query_on_one_line(served: Served) -> None:
    served.ask(f"ASK {{}} #\n#\u001b[31m\u202e{'x' * 500}SECRET")
    until(lambda: str(served.log[-1].get("query")).startswith("ASK {} # #"))  # it is written after the answer
    entry = served.log[-1]
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/sparql", 200)
    assert str(entry["query"]).startswith("ASK {} # # [31m xx")
    assert len(str(entry["query"])) == 81
    assert "SECRET" not in json.dumps(served.log)
    assert excerpt("a\x00\r\nb") == "a   b"


def test_a_worker_that_is_killed_loses_its_own_query_only(served: Served) -> None:
    pool = served.service.queries
    replaced = pool.replaced
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(served.post, ENDLESS)
        until(lambda: len(pool.busy) == 1)
        (victim,) = pool.busy
        assert truth(served.ask("ASK {}")), "a bad query in flight stops no good one"
        assert victim in pool.busy
        os.kill(victim.pid, signal.SIGKILL)
        assert "broke the process" in said(lost.result(), 500)
    assert truth(served.ask("ASK {}"))
    until(lambda: pool.replaced == replaced + 1 and pool.alive == 2)
    assert served.client.get("/health").status_code == 200


def test_a_worker_that_is_killed_while_idle_loses_nothing(served: Served) -> None:
    pool = served.service.queries
    killed = [process.pid for process in pool.running]
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(map(runs, killed)))
    assert truth(served.ask("ASK {}"))
    assert truth(served.ask("ASK {}"))
    until(lambda: sum(runs(process.pid) for process in pool.running) == 2)


def runs(pid: int) -> bool:
    """Return whether there is a process of this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_when_the_process_that_forks_is_killed_another_takes_its_place(served: Served) -> None:
    pool = served.service.queries
    before = pool.forks.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: pool.forks.pid is None)
    assert truth(served.ask("ASK {}")), "what it had forked goes on"
    with ThreadPoolExecutor(1) as threads:
        lost = threads.submit(served.post, ENDLESS)
        until(lambda: len(pool.busy) == 1)
        (victim,) = pool.busy
        os.kill(victim.pid, signal.SIGKILL)
        assert "broke the process" in said(lost.result(), 500)
    assert truth(served.ask("ASK {}"))
    until(lambda: pool.alive == 2)
    assert pool.forks.pid not in (None, before)


def test_a_query_that_overflows_the_engine_breaks_its_own_process_only(served: Served) -> None:
    assert len(BREAKING) < MAX_LENGTH
    assert "broke the process" in said(served.post(BREAKING), 500)
    assert truth(served.ask("ASK {}"))


def test_a_full_queue_tells_when_to_come_back(served: Served) -> None:
    pool = served.service.queries
    until(lambda: pool.alive == 2)
    with ThreadPoolExecutor(3) as threads:
        lost = [threads.submit(served.post, ENDLESS) for _ in range(2)]
        until(lambda: len(pool.busy) == 2)
        waits = threads.submit(served.post, "ASK {}")
        until(lambda: pool.waiting == 1)
        refused = served.ask("ASK {}")
        assert "waiting" in said(refused, 503)
        assert int(refused.headers["retry-after"]) >= 1
        assert served.client.get("/health").status_code == 200
        for process in list(pool.busy):
            os.kill(process.pid, signal.SIGKILL)
        assert truth(waits.result())
        assert [said(one.result(), 500) for one in lost]


def test_a_query_whose_client_leaves_is_ended(served: Served) -> None:
    pool = served.service.queries
    until(lambda: pool.alive == 2 and not pool.busy)
    replaced = pool.replaced
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: {len(ENDLESS)}\r\n\r\n"
        client.sendall(head.encode() + ENDLESS.encode())
        until(lambda: len(pool.busy) == 1)
    until(lambda: not pool.busy and pool.replaced == replaced + 1)


def asked(folder: Path, limits: Limits, *queries: str, accept: str = JSON) -> list[Answer | Refusal]:
    """Return what a pool of its own answers to queries, one after the other."""

    async def ask() -> list[Answer | Refusal]:
        pool, found = Pool(knowledge_root(), folder, limits, ["query"], limits.workers), list[Answer | Refusal]()
        await pool.start()
        try:
            for query in queries:
                try:
                    found.append(
                        await pool.ask("query", {"query": query, "accept": accept, "default": [], "named": []})
                    )
                except Refusal as refusal:
                    found.append(refusal)
        finally:
            await pool.stop()
        assert pool.alive == 0
        return found

    return ran(ask())


def test_a_query_is_ended_at_its_limit_of_time(folder: Path) -> None:
    late = asked(folder, Limits(workers=1, time=0.1), ENDLESS)[0]
    assert isinstance(late, Refusal)
    assert (late.status, late.sentence) == (503, "this took too long to answer and was ended after 0.1 seconds")
    assert not late.headers, "asking the same again is of no use"


def test_a_query_is_ended_at_its_limit_of_memory(folder: Path) -> None:
    greedy, good = asked(folder, Limits(workers=1, time=3600, memory=200), HUGE, "ASK {}")
    assert isinstance(greedy, Refusal)
    assert (greedy.status, "200 MiB of memory" in greedy.sentence) == (503, True)
    assert isinstance(good, Answer)


@pytest.mark.parametrize("accept", [JSON, XML, "text/csv", "text/tab-separated-values"])
def test_an_answer_with_too_many_rows_is_none(folder: Path, accept: str) -> None:
    query = "SELECT ?s { ?s <urn:says> ?o } LIMIT "
    whole, much = asked(folder, Limits(workers=1, time=3600, rows=20), f"{query}20", f"{query}21", accept=accept)
    assert isinstance(whole, Answer)
    assert isinstance(much, Refusal)
    assert (much.status, "more than 20 rows" in much.sentence) == (503, True)


def test_an_answer_with_too_many_triples_or_bytes_is_none(folder: Path) -> None:
    query = "CONSTRUCT { ?s <urn:says> ?o } WHERE { ?s <urn:says> ?o } LIMIT "
    whole, much = asked(folder, Limits(workers=1, time=3600, rows=20), f"{query}20", f"{query}21", accept="text/turtle")
    assert isinstance(whole, Answer)
    assert isinstance(much, Refusal)
    assert "more than 20 triples" in much.sentence
    small = Limits(workers=1, time=3600, size=1000)
    for large in asked(folder, small, "SELECT * { ?s ?p ?o }", f"{query}100", accept=f"{JSON}, text/turtle"):
        assert isinstance(large, Refusal)
        assert (large.status, "larger than 1000 bytes" in large.sentence) == (503, True)


def test_slow_clients_are_left(folder: Path) -> None:
    with serving(knowledge_root(), folder, Limits(workers=1, time=3600, patience=0.2)) as running:
        with socket.create_connection(("127.0.0.1", running.port)) as client:
            client.sendall(b"GET /health HT")
            assert client.recv(1000) == b""
        with socket.create_connection(("127.0.0.1", running.port)) as client:
            client.sendall(
                f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {QUERY}\r\nContent-Length: 9\r\n\r\nA".encode()
            )
            assert client.recv(1000).startswith(b"HTTP/1.1 408 ")


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    app, _ = service(knowledge_root(), tmp_path / "none", Limits(workers=1))
    with listening("127.0.0.1", 0) as bound, pytest.raises(Fault, match="could not be started"):
        apart(lambda: serve_on(server(app, Limits()), bound))


def test_the_server_answers_as_the_command_line_does(graph: Graph) -> None:
    folder = lying(graph)
    questions = [question.text for question in graph.questions().values()]
    queries = ["SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", *questions[::9]]
    answers = asked(folder, Limits(workers=1, time=3600), *queries)
    for query, answer in zip(queries, answers, strict=True):
        assert isinstance(answer, Answer), query
        found, here = json.loads(answer.body), graph.query(query)
        assert found["head"]["vars"] == here.columns
        theirs = [[row.get(name, {}).get("value") for name in here.columns] for row in found["results"]["bindings"]]
        mine = [[None if value is None else str(value) for value in row] for row in here.rows]
        assert sorted(map(str, theirs)) == sorted(map(str, mine)), query


@pytest.mark.parametrize(
    ("accept", "offers", "wanted"),
    [
        (None, "a/b c/d", "a/b"), ("", "a/b c/d", "a/b"), ("c/d", "a/b c/d", "c/d"), ("e/f", "a/b", None),
        ("a/*", "c/d a/b", "a/b"), ("*/*", "c/d a/b", "c/d"), ("a/b;q=0, */*", "a/b c/d", "c/d"),
        ("*/*;q=0.1, a/b;q=0.2", "c/d a/b", "a/b"), ("A/B;Q=1", "a/b", "a/b"), ("a/b;q=2", "a/b", None),
        ("a/b;level=1;q=0.5, c/d;q=0.4", "c/d a/b", "a/b"), ("nonsense", "a/b", "a/b"),
        ("a/*;q=0, a/b", "a/b a/c", "a/b"),
    ],
)  # fmt: skip
def test_negotiation(accept: str | None, offers: str, wanted: str | None) -> None:
    assert chosen(accept, offers.split()) == wanted


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("--workers", "0"), 2, "--workers 0"), (("--time", "-1"), 2, "--time"), (("--time", "nan"), 2, "--time"),
        (("--port", "65536"), 2, "no port"), (("--host", "256.0.0.1"), 1, "cannot listen"),
    ],
)  # fmt: skip
def test_a_server_that_cannot_be_started(arguments: tuple[str, ...], status: int, sentence: str) -> None:
    done = run("serve", *arguments)
    assert (done.status, done.out, done.err.count("\n")) == (status, "", 1)
    assert sentence in done.err


def held(graph: Graph, pid: int) -> list[Path]:
    """Return the files by which a process holds the build of a graph."""
    built = Path(str(graph.folder))
    return list(built.parent.glob(f"held-{fingerprint_of(built)}.{pid}-*"))


def test_the_command_serves_until_it_is_told_to_stop(graph: Graph) -> None:
    program = "from kg.cli import main; main(['serve', '--port', '0', '--workers', '1'])"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(kg.__file__).parents[1]) as process:
        assert process.stderr is not None
        try:
            line = process.stderr.readline()
            address = line.split()[2].removesuffix(";")
            query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            found = httpx.get(address, params={"query": query}, timeout=None, trust_env=False).json()
            assert found["results"]["bindings"][0]["n"]["value"] == str(graph.query(query).rows[0][0])
            entry = json.loads(process.stderr.readline())
            assert (entry["status"], entry["query"]) == (200, query)
            assert held(graph, process.pid), "another build could put this one out of the cache"
            process.terminate()
            assert process.stderr.read() == ""
        finally:
            process.kill()
    assert process.returncode == -signal.SIGTERM
    assert not held(graph, process.pid)


def test_a_port_that_is_taken() -> None:
    with listening("127.0.0.1", 0) as taken:
        done = run("serve", "--port", str(taken.getsockname()[1]))
    assert done.status == 1
    assert "cannot listen" in done.err
