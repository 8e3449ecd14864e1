"""Graph files: other programs read them back, their edges are those of the graph, and snapshots hold what holds."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pandas as pd
import pytest

from kg.exporting.cells import plain
from kg.exporting.export import exported, format_named
from kg.exporting.extracts import ASSERTED, Extract
from kg.exporting.netfiles import network
from kg.exporting.netparts import Edge, Node
from kg.graph import Graph
from kg.names import DCT, GRAPH, ONTOLOGY, SKOS, THING, XSD, short
from kg.oxigraph import A, Literal, NamedNode, Quad, Store, op
from test_export import peak, run, wrapped

FORMATS = ("graphml", "gexf", "cytoscape", "nodes", "edges", "neo4j")
DATE = NamedNode(XSD + "date")
ODD = "<a & \"b\">\n\t'c'\x00\x1b\ufffe]]>, é;d"
READ = "<a & \"b\"> 'c'\ufffd\ufffd\ufffd]]>, é;d"


def named(kind: str, stem: str) -> NamedNode:
    """Return a thing."""
    return NamedNode(f"{THING}{kind}/{stem}")


def day(text: str) -> Literal:
    """Return a day."""
    return Literal(text, datatype=DATE)


@pytest.fixture(scope="module")
def tiny() -> Graph:
    """Return a graph of a state with an odd name, two treaties, acts, a basis, and derived intervals."""
    state, treaty, other, body = (
        named(*of) for of in (("state", "X"), ("treaty", "t"), ("treaty", "u"), ("body", "b"))
    )
    act, vague, basis = named("action", "t-x"), named("action", "u-x"), named("basis", "b-t")
    facts = NamedNode(GRAPH + "data/x")
    source, claim = named("source", "s"), named("claim", "c")
    # fmt: off
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (state, A, op("State")), (state, NamedNode(SKOS + "prefLabel"), Literal(ODD, language="en")),
        (treaty, A, op("Treaty")), (other, A, op("Treaty")), (body, A, op("Body")),
        (body, op("established"), day("1990-05-01")),
        (body, op("competenceBasis"), basis), (basis, op("instrument"), treaty),
        (act, A, op("Ratification")), (act, op("actor"), state), (act, op("treaty"), treaty),
        (act, op("actDate"), day("2000-01-31")), (act, op("effectiveDate"), day("2000-03-01")),
        (act, NamedNode(DCT + "source"), source),
        (vague, A, op("Signature")), (vague, op("actor"), state), (vague, op("treaty"), other),
        (vague, op("actDate"), day("1999-02-01")), (vague, op("datePrecision"), Literal("month")),
        (vague, op("unconfirmed"), Literal("true")),
        (claim, A, op("Claim")), (claim, op("concerns"), vague),
    ]
    # fmt: on
    quads = [Quad(*triple, facts) for triple in said]
    for number, (since, until, status) in enumerate(
        (
            ("2000-03-01", "2010-01-01", "party"),
            ("2015-01-01", None, "party"),
            ("2012-01-01", "2015-01-01", "signatory"),
        )
    ):
        node, derived = named("participation", f"p{number}"), NamedNode(GRAPH + "derived/x")
        quads += [Quad(node, A, op("Participation"), derived), Quad(node, op("state"), state, derived)]
        quads += [Quad(node, op("treaty"), treaty, derived), Quad(node, op("status"), op(status), derived)]
        quads.append(Quad(node, op("from"), day(since), derived))
        quads += [Quad(node, op("until"), day(until), derived)] if until else []
        quads.append(Quad(node, op("restsOn"), act, derived))
    outcome = named("outcome", "o")
    quads.append(Quad(outcome, op("subject"), body, NamedNode(GRAPH + "derived/x")))
    return wrapped(quads)


def parts(graph: Graph, **options: Any) -> tuple[list[Node], list[Edge]]:  # noqa: ANN401  (options of Extract)
    """Return the network of an extract."""
    extract = Extract(graph, **options)
    found = list(network(extract))
    return [part for part in found if isinstance(part, Node)], [part for part in found if isinstance(part, Edge)]


def table(content: bytes) -> list[dict[str, str]]:
    """Return a CSV table, read strictly."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


@pytest.fixture(scope="module")
def part(graph: Graph) -> Graph:
    """Return a part of the graph in which states are party more than once, and bodies rest on several instruments."""
    pieces = ("/data/bodies/", "/data/organizations", "/data/states", "/derived/1-status/3-participation/")
    names = [name for name in graph.store.named_graphs() if any(piece in str(name) for piece in pieces)]
    return wrapped([quad for name in names for quad in graph.store.quads_for_pattern(None, None, None, name)])


@pytest.fixture(scope="module")
def whole(graph: Graph) -> tuple[list[Node], list[Edge]]:
    """Return the network of the whole graph."""
    return parts(graph)


# ------------------------------------------------------------------ the network


def test_every_end_of_an_edge_is_a_node_and_every_id_is_there_once(whole: tuple[list[Node], list[Edge]]) -> None:
    nodes, edges = whole
    ids = {node.id for node in nodes}
    assert len(ids) == len(nodes) > 1000
    assert len({edge.id for edge in edges}) == len(edges) > 10_000
    assert {end for edge in edges for end in (edge.source, edge.target)} <= ids
    assert not {"test", "outcome", "source", "claim"} & {node.kind for node in nodes}
    assert not {"test", "outcome"} & {edge.fact.partition(":")[0] for edge in edges}


@pytest.mark.parametrize(
    ("relation", "type_", "start", "end", "value"),
    [
        ("act", "TreatyAction", "actor", "treaty", None),
        ("participation", "Participation", "state", "treaty", "status"),
        ("position", "Position", "state", "subject", "verdict"),
        ("internationalPosition", "InternationalPosition", "state", "subject", "verdict"),
        ("duty", "DutyToArrest", "state", "warrant", "duty"),
    ],
)
def test_edges_are_what_the_graph_answers(
    graph: Graph,
    whole: tuple[list[Node], list[Edge]],
    relation: str,
    type_: str,
    start: str,
    end: str,
    value: str | None,
) -> None:
    """Ends, values and intervals as SPARQL gives them."""
    said = f"?x op:{value} ?value ." if value else ""
    rows = graph.query(
        f"""PREFIX op: <{ONTOLOGY}> SELECT DISTINCT ?x ?start ?end ?value ?from ?until {{
        ?x a op:{type_} ; op:{start} ?start ; op:{end} ?end . {said}
        OPTIONAL {{ ?x op:from ?from }} OPTIONAL {{ ?x op:until ?until }} }}"""
    ).rows
    expected = {
        (
            short(str(x)),
            short(str(a)),
            short(str(b)),
            str(v).rsplit("/", 1)[-1] if value else "",
            str(s or ""),
            str(u or ""),
        )
        for x, a, b, v, s, u in rows
    }
    found = {
        (edge.fact, edge.source, edge.target, edge.value if value else "", edge.since, edge.until)
        for edge in whole[1]
        if edge.relation == relation
    }
    assert found == expected
    assert found


def test_a_snapshot_holds_only_edges_that_hold(graph: Graph) -> None:
    """The positions of some states are those that the assessment gives; of all states those of the day."""
    day = "2016-03-01"
    _, edges = parts(graph, day=date.fromisoformat(day), parts=frozenset({"derived"}))
    positions = [edge for edge in edges if edge.relation == "position"]
    assert all(edge.since <= day and (not edge.until or day < edge.until) for edge in positions)
    for state in graph.holders()[::4]:
        expected = graph.assess(state, on=day, all=True)
        assert {edge.fact for edge in positions if edge.source == f"state:{expected[0].state}"} == {
            short(position.iri) for position in expected
        }


def test_parts_are_respected(tiny: Graph) -> None:
    nodes, edges = parts(tiny, parts=frozenset(ASSERTED))
    assert {edge.relation for edge in edges} == {"act", "competenceBasis"}
    assert {node.id for node in nodes} == {"state:X", "treaty:t", "treaty:u", "body:b"}
    nodes, edges = parts(tiny, parts=frozenset({"derived"}))
    assert {edge.relation for edge in edges} == {"participation"}
    assert {node.id for node in nodes} == {"state:X", "treaty:t"}
    assert parts(tiny, parts=frozenset({"proofs"})) == ([], [])


def test_an_edge_tells_days_evidence_and_doubts(tiny: Graph) -> None:
    nodes, edges = parts(tiny)
    signed, ratified = sorted((edge for edge in edges if edge.relation == "act"), key=lambda edge: edge.day)
    assert (signed.value, signed.day, signed.precision, signed.unconfirmed) == (
        "Signature",
        "1999-02-01",
        "month",
        True,
    )
    assert signed.claims == ("claim:c",)
    assert (ratified.day, ratified.effective, ratified.sources) == ("2000-01-31", "2000-03-01", ("source:s",))
    assert not ratified.unconfirmed
    assert {node.id: node.since for node in nodes} == {
        "body:b": "1990-05-01", "state:X": "", "treaty:t": "2000-01-31", "treaty:u": "1999-02-01",
    }  # fmt: skip
    assert next(node.label for node in nodes if node.id == "state:X") == READ


# ------------------------------------------------------------------ read back


def test_networkx_reads_graphml(tiny: Graph) -> None:
    nodes, edges = parts(tiny)
    found: Any = nx.parse_graphml(exported(Extract(tiny), "graphml").decode(), force_multigraph=True)
    assert found.is_directed()
    assert {(name, data["label"], data["kind"]) for name, data in found.nodes(data=True)} == {
        (n.id, n.label, n.kind) for n in nodes
    }
    read = {
        (
            a,
            b,
            key,
            data["relation"],
            data.get("from", ""),
            data.get("until", ""),
            data.get("value", ""),
            data["unconfirmed"],
        )
        for a, b, key, data in found.edges(keys=True, data=True)
    }
    assert read == {(e.source, e.target, e.id, e.relation, e.since, e.until, e.value, e.unconfirmed) for e in edges}


def test_networkx_reads_gexf_and_its_spells_end_on_the_last_day(tiny: Graph) -> None:
    found: Any = nx.read_gexf(io.BytesIO(exported(Extract(tiny), "gexf")), version="1.3")
    assert found.graph["mode"] == "dynamic"
    assert found.nodes["state:X"]["label"] == READ
    assert found.nodes["body:b"]["spells"] == [("1990-05-01", "None")]  # networkx's word for no end
    spells = {(a, b, data["relation"], data.get("value")): data.get("spells") for a, b, data in found.edges(data=True)}
    assert spells == {
        ("state:X", "treaty:t", "participation", "party"): [("2000-03-01", "2009-12-31"), ("2015-01-01", "None")],
        ("state:X", "treaty:t", "participation", "signatory"): [("2012-01-01", "2014-12-31")],
        ("state:X", "treaty:t", "act", "Ratification"): [("2000-01-31", "2000-01-31")],
        ("state:X", "treaty:u", "act", "Signature"): [("1999-02-01", "1999-02-28")],
        ("body:b", "treaty:t", "competenceBasis", None): None,
    }


def test_spells_cover_the_days_that_edges_hold(part: Graph) -> None:
    """No two spells of an edge overlap, no two edges of one kind join the same things, and no day is lost or added."""
    space = "{http://gexf.net/1.3}"
    root = ET.fromstring(exported(Extract(part), "gexf"))
    found: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
    for edge in root.iter(f"{space}edge"):
        key = edge.attrib["source"], edge.attrib["target"], edge.attrib["kind"]
        assert key not in found
        found[key] = [(s.get("start", ""), s.get("end", "9999-12-31")) for s in edge.iter(f"{space}spell")]
        assert all(one[1] < other[0] for one, other in zip(found[key], found[key][1:], strict=False))
    dated = [edge for edge in parts(part)[1] if edge.since]
    assert len(dated) > 5000
    assert any(len(spells) > 1 for spells in found.values())
    for said in dated:
        last = (date.fromisoformat(said.until) - timedelta(days=1)).isoformat() if said.until else "9999-12-31"
        spells = found[said.source, said.target, f"{said.relation} {said.value}".rstrip()]
        assert any(start <= said.since and last <= end for start, end in spells)
    bounds = {bound for edge in dated for bound in (edge.since, edge.until)}
    for (_, _, kind), spells in found.items():
        for start, end in spells if kind.startswith("participation") else []:
            assert start in bounds
            assert end == "9999-12-31" or (date.fromisoformat(end) + timedelta(days=1)).isoformat() in bounds


def test_cytoscape_elements_have_ids_and_ends_that_are_there(tiny: Graph) -> None:
    nodes, edges = parts(tiny)
    document = json.loads(exported(Extract(tiny), "cytoscape"))
    elements = document["elements"]
    assert set(elements) == {"nodes", "edges"}
    assert {element["data"]["id"]: element["data"]["name"] for element in elements["nodes"]} == {
        n.id: n.label for n in nodes
    }
    ids = [element["data"]["id"] for group in elements.values() for element in group]
    assert len(ids) == len(set(ids)) == len(nodes) + len(edges)
    for element in elements["edges"]:
        assert {element["data"]["source"], element["data"]["target"]} <= {node.id for node in nodes}
    assert len(elements["edges"]) == len(edges)


def test_pandas_reads_the_node_and_edge_lists(tiny: Graph) -> None:
    nodes, edges = parts(tiny)
    things = pd.read_csv(io.BytesIO(exported(Extract(tiny), "nodes")), keep_default_na=False)
    assert list(zip(things["Id"], things["Label"], strict=True)) == [(n.id, n.label) for n in nodes]
    ties = pd.read_csv(io.BytesIO(exported(Extract(tiny), "edges")), parse_dates=["from", "until"])
    assert list(ties.columns[:6]) == ["Source", "Target", "Type", "Id", "Label", "Kind"]
    assert set(ties["Type"]) == {"Directed"}
    on = pd.Timestamp("2014-12-31")
    holding = ties[(ties["from"] <= on) & (ties["until"].isna() | (on < ties["until"]))]
    assert list(holding["value"]) == ["signatory"]
    assert list(ties["Id"]) == [e.id for e in edges]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "'=1", '=A1&";"\n,"', "＝1"])  # noqa: RUF001
def test_lists_of_nodes_and_edges_are_safe_for_spreadsheets_where_asked(text: str) -> None:
    state, treaty, told = named("state", "X"), named("treaty", "t"), NamedNode(GRAPH + "data/x")
    name, link = NamedNode(SKOS + "prefLabel"), op("concluded")
    said: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (state, name, Literal(text, language="en")), (link, name, Literal(text, language="en")),
        (state, A, op("State")), (treaty, A, op("Treaty")), (state, link, treaty),
    ]  # fmt: skip
    graph = wrapped([Quad(*triple, told) for triple in said])
    shown = " ".join(text.split())
    for format, of in (("nodes", "state:X"), ("edges", "state:X")):  # noqa: A001
        as_it_is = exported(Extract(graph), format)
        guarded = exported(Extract(graph, spreadsheet_safe=True), format)
        key = "Id" if format == "nodes" else "Source"
        [label] = [row["Label"] for row in table(as_it_is) if row[key] == of]
        [safe] = [row["Label"] for row in table(guarded) if row[key] == of]
        assert (label, safe) == (shown, f"'{shown}")
        assert [{name: plain(cell) for name, cell in row.items()} for row in table(guarded)] == table(as_it_is)
        assert all(line[:1] == line[-1:] == '"' for line in guarded.decode().splitlines())


def test_neo4j_tables_fit_together(part: Graph) -> None:
    """Read as the import does: an id once, ends that are there, labels and types as names, values of the type told."""
    expected = parts(part)
    with zipfile.ZipFile(io.BytesIO(exported(Extract(part), "neo4j"))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["nodes.csv", "relationships.csv"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        nodes, ties = (table(archive.read(name)) for name in archive.namelist())
    ids = [node["id:ID"] for node in nodes]
    assert len(ids) == len(set(ids)) == len(expected[0])
    assert len(ties) == len(expected[1])
    assert {tie[end] for tie in ties for end in (":START_ID", ":END_ID")} <= set(ids)
    assert all(label.isidentifier() for node in nodes for label in node[":LABEL"].split(";"))
    assert all(tie[":TYPE"].isidentifier() and tie[":TYPE"].isupper() for tie in ties)
    assert {"PARTICIPATION", "COMPETENCE_BASIS", "ORGAN_OF"} <= {tie[":TYPE"] for tie in ties}
    for row in (*nodes, *ties):
        for head, cell in row.items():
            assert "\n" not in cell  # the import reads several lines only where it is told to
            if head.endswith(":date") and cell:
                assert date.fromisoformat(cell).isoformat() == cell
            if head.endswith(":boolean"):
                assert cell in ("true", "false")
    assert any(";" in tie["sources:string[]"] for tie in ties)


# ------------------------------------------------------------------ bytes, memory, nothing


def test_bytes_depend_neither_on_order_nor_on_runs(tiny: Graph) -> None:
    backwards = Store()
    backwards.extend(reversed(list(tiny.store)))
    for format in FORMATS:  # noqa: A001
        content = exported(Extract(tiny), format)
        assert exported(Extract(Graph(tiny.root, backwards), run=200), format) == content, format


def test_bytes_do_not_depend_on_the_hash_seed(tiny: Graph) -> None:
    code = f"""
    import hashlib
    from kg.exporting.export import exported
    from kg.exporting.extracts import Extract
    from kg.graph import Graph
    from kg.oxigraph import RdfFormat, Store, parse
    from pathlib import Path

    store = Store()
    store.extend(parse({exported(Extract(tiny), "nquads")!r}, format=RdfFormat.N_QUADS))
    for name in {FORMATS!r}:
        print(hashlib.sha256(exported(Extract(Graph(Path("."), store)), name)).hexdigest())
    """.replace("{", "{{").replace("}", "}}")
    one, other = run(code, seed="1"), run(code, seed="4711")
    assert one.returncode == 0, one.stderr.decode()
    assert one.stdout == other.stdout
    assert len(one.stdout.split()) == len(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_network_is_a_file_all_the_same(format: str) -> None:
    content = exported(Extract(wrapped([])), format)
    if format == "graphml":
        assert len(nx.parse_graphml(content.decode())) == 0
    elif format == "gexf":
        assert len(nx.read_gexf(io.BytesIO(content), version="1.3")) == 0
    elif format == "cytoscape":
        assert json.loads(content)["elements"] == {"nodes": [], "edges": []}
    elif format == "neo4j":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert [table(archive.read(name)) for name in archive.namelist()] == [[], []]
    else:
        assert table(content) == []
    assert format_named(format).SUFFIX in (".graphml", ".gexf", ".cyjs", ".csv", ".zip")


def made_up(count: int) -> Graph:
    """Return a graph of so many acts of one state towards one treaty."""
    name, state, treaty = NamedNode(GRAPH + "data/acts"), named("state", "XAA"), named("treaty", "t")
    acts = [named("action", f"made-up-{number:07}") for number in range(count)]
    return wrapped(
        [Quad(act, op(end), thing, name) for act in acts for end, thing in (("actor", state), ("treaty", treaty))]
    )


@pytest.mark.parametrize("format", ["graphml", "neo4j"])
def test_memory_does_not_grow_with_the_graph(format: str) -> None:
    small, large = (peak(made_up(count), format) for count in (2000, 8000))
    assert large[1] > 3 * small[1]
    assert large[0] < small[0] + 700_000
