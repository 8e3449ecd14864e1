"""The network around a thing: what is in it, what its edges say, and what is left out."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import pytest

from kg.graph import Graph
from kg.names import CONNECTED, kind, thing
from kg.networks.network import neighbourhood

ICC = thing("body", "icc")
ROME = thing("treaty", "rome-statute")
RUSSIA = thing("state", "RUS")


def around(graph: Graph, iri: str, *, depth: int = 1, limit: int = 150) -> nx.MultiDiGraph[str]:
    """Return the neighbourhood of a thing in the graph that ships."""
    return neighbourhood(graph.store, graph.directory, iri, depth=depth, limit=limit)


def says(network: nx.MultiDiGraph[str], start: str, end: str) -> list[str]:
    """Return what the edges from one thing to another say."""
    return sorted(found["label"] for found in (network.get_edge_data(start, end) or {}).values())


def test_a_competence_basis_becomes_an_edge_to_the_instrument(graph: Graph) -> None:
    assert "rests on" in says(around(graph, ICC), ICC, ROME)


def test_a_treaty_action_becomes_a_dated_edge_with_its_source(graph: Graph) -> None:
    network = around(graph, RUSSIA)
    assert "signed 2000-09-13" in says(network, RUSSIA, ROME)
    [signed] = [
        found for found in network.get_edge_data(RUSSIA, ROME).values() if found["label"].startswith("signed 2")
    ]
    assert signed["day"] == "2000-09-13"
    assert signed["sources"]
    assert all(cited.title for cited in signed["sources"])


def test_an_appearance_and_a_conferral_become_edges(graph: Graph) -> None:
    network = around(graph, thing("proceeding", "nld-mh17"))
    labels = {found["label"] for _, _, found in network.edges(data=True)}
    assert "gave powers to" in labels
    assert labels & {"took part in", "took no part in"}


def test_nodes_are_things_and_carry_what_a_picture_needs(graph: Graph) -> None:
    for node, found in around(graph, RUSSIA).nodes(data=True):
        assert found["iri"] == node
        assert found["kind"] == kind(node)
        assert found["kind"] in CONNECTED
        assert found["label"]
        assert found["degree"] >= 1


def test_edges_carry_their_fact_and_say_whether_it_is_confirmed(graph: Graph) -> None:
    edges = [found for _, _, found in around(graph, ICC).edges(data=True)]
    assert {True, False} == {found["unconfirmed"] for found in edges}
    assert all(found["fact"] and found["label"] for found in edges)
    assert all(found["unconfirmed"] or found["sources"] for found in edges)


def test_statements_between_two_neighbours_are_there_too(graph: Graph) -> None:
    network = around(graph, ICC)
    between = Counter((kind(start), kind(end)) for start, end in network.edges() if ICC not in (start, end))
    assert between["ruling", "proceeding"] > 10


@pytest.mark.parametrize("limit", [1, 2, 7, 40])
def test_no_more_things_than_the_limit_and_the_others_are_counted(graph: Graph, limit: int) -> None:
    whole, some = around(graph, RUSSIA, limit=10_000), around(graph, RUSSIA, limit=limit)
    assert len(some) == limit
    assert RUSSIA in some
    assert sum(some.graph["left_out"].values()) == len(whole) - limit
    assert not whole.graph["left_out"]


def test_every_kind_keeps_its_share_under_a_limit(graph: Graph) -> None:
    whole, some = around(graph, ROME, limit=10_000), around(graph, ROME, limit=20)
    assert {kind(node) for node in whole} == {kind(node) for node in some}


def test_the_nearest_stay(graph: Graph) -> None:
    near = around(graph, ICC)
    far = around(graph, ICC, depth=2, limit=len(near) + 20)
    assert set(near) <= set(far)
    assert Counter(steps for _, steps in far.nodes(data="distance")) == {0: 1, 1: len(near) - 1, 2: 20}
    assert "person" in {kind(node) for node in far}


def test_the_network_is_the_same_each_time(graph: Graph) -> None:
    once, again = around(graph, ROME, limit=60), around(graph, ROME, limit=60)
    assert list(once.nodes(data=True)) == list(again.nodes(data=True))
    assert list(once.edges(keys=True, data=True)) == list(again.edges(keys=True, data=True))
