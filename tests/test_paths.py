"""How two things are connected: the chains are the shortest, each statement is in the graph, filters hold."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import networkx as nx
import pytest

from kg.cli import main
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import kind, thing
from kg.networks.network import Statements
from kg.networks.paths import Chain

PAIRS = [
    ("RUS", "icc"),
    ("HUN", "icc-warrant-netanyahu"),
    ("ecthr", "icc"),
    ("ARM", "RUS"),
    ("nicaragua", "wto-panels"),
]

RUSSIA = thing("state", "RUS")


def nodes(chain: Chain, start: str) -> list[str]:
    """Return the things on a chain in their order; every statement of a step joins the same two."""
    passed = [start]
    for step in chain:
        (joined,) = {frozenset((link.source, link.target)) for link in step}
        (onward,) = joined - {passed[-1]}
        passed.append(onward)
    return passed


@pytest.fixture(scope="module")
def whole(graph: Graph) -> nx.Graph[str]:
    """Return the network of all statements between things."""
    statements = Statements(graph.store, graph.directory)
    network: nx.Graph[str] = nx.Graph()
    ring = [thing("state", "RUS")]
    seen = set(ring)
    while ring:
        said = [one for node in ring for one in statements.of(node)]
        network.add_edges_from((one.source, one.target) for one in said)
        ring = sorted({end for one in said for end in (one.source, one.target)} - seen)
        seen.update(ring)
    return network


@pytest.mark.parametrize(("start", "end"), PAIRS)
def test_chains_are_as_short_as_the_whole_network_allows_and_each_step_is_said(
    graph: Graph, whole: nx.Graph[str], start: str, end: str
) -> None:
    ends = [graph.directory.resolve(name).iri for name in (start, end)]
    found = graph.path(start, end, limit=1000)
    assert not found.more
    routes = [nodes(chain, ends[0]) for chain in found.chains]
    expected = sorted(nx.all_shortest_paths(whole, *ends))
    assert sorted(routes) == expected
    for chain in found.chains:
        for step in chain:
            assert all(link.citations or link.unconfirmed for link in step if link.says != "is a court of")


def test_a_chain_holds_every_statement_between_its_things_with_day_and_source(graph: Graph) -> None:
    [chain] = [c for c in graph.path("RUS", "icc").chains if thing("treaty", "rome-statute") in nodes(c, RUSSIA)]
    said = {(link.says, link.day) for link in chain[0]}
    assert said == {("signed 2000-09-13", "2000-09-13"), ("signature withdrawn 2016-11-30", "2016-11-30")}
    assert all(citation.title for link in chain[0] for citation in link.citations)


def test_only_things_of_the_kinds_asked_for_are_passed(graph: Graph) -> None:
    found = graph.path("RUS", "icc", kinds=["treaty"])
    assert [nodes(chain, RUSSIA)[1] for chain in found.chains] == [thing("treaty", "rome-statute")]
    for chain in graph.path("ecthr", "icc", kinds=["state", "treaty"], limit=20).chains:
        assert {kind(node) for node in nodes(chain, thing("body", "ecthr"))[1:-1]} <= {"state", "treaty"}


def test_with_a_day_nothing_later_is_used(graph: Graph) -> None:
    for on in (date(2001, 1, 1), date(2016, 11, 29), date(2016, 11, 30)):
        links = [link for chain in graph.path("RUS", "icc", on=on).chains for step in chain for link in step]
        assert links
        assert all(link.day is None or link.day <= on.isoformat() for link in links)
    withdrawn = [link.says for chain in graph.path("RUS", "icc", on="2016-11-30").chains for s in chain for link in s]
    assert "signature withdrawn 2016-11-30" in withdrawn
    assert "signature withdrawn 2016-11-30" not in [
        link.says for chain in graph.path("RUS", "icc", on="2016-11-29").chains for step in chain for link in step
    ]


def test_what_has_no_chain_says_so(graph: Graph) -> None:
    assert graph.path("RUS", "icc", kinds=["person"]).chains == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["RUS", "Russia"], "the same thing"),
        (["RUS", "nowhere"], "no thing is called"),
        (["RUS", "icc", "--kind", "court"], "no kind is called court"),
        (["RUS", "icc", "--limit", "0"], "shows nothing"),
        (["RUS", "icc", "--on", "2026-02-30"], "no date of the calendar"),
    ],
)
def test_bad_input_is_one_sentence(capsys: pytest.CaptureFixture[str], given: list[str], said: str) -> None:
    assert main(["path", *given]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1


def test_a_source_is_no_end_of_a_chain(graph: Graph) -> None:
    with pytest.raises(UsageFault, match="a chain joins things of kind"):
        graph.path("RUS", _any_source(graph))


def _any_source(graph: Graph) -> str:
    return str(graph.query("SELECT ?s { ?s a <https://w3id.org/opposable/ontology/Source> } LIMIT 1").rows[0][0])


def test_every_format_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    def out(form: str) -> str:
        assert main(["path", "RUS", "icc", "--format", form]) == 0
        return capsys.readouterr().out

    told = json.loads(out("json"))
    links = [(c["chain"], n, link) for c in told for n, step in enumerate(c["steps"], 1) for link in step]
    assert set(links[0][2]) == {"from", "says", "to", "day", "fact", "unconfirmed", "sources"}
    rows = list(csv.DictReader(io.StringIO(out("csv"))))
    assert [(r["chain"], r["step"], r["from"], r["says"], r["to"]) for r in rows] == [
        (str(chain), str(step), link["from"], link["says"], link["to"]) for chain, step, link in links
    ]
    assert [row["sources"].split() for row in rows] == [[s["source"] for s in link["sources"]] for *_, link in links]
    for form in ("table", "md"):
        assert "European Affairs: Article on Russia" in out(form)
