"""The SPARQL rules give exactly the answers of the independent oracle, on the real graph and on random worlds."""

import pytest

from derived import answers, derived
from kg.graph import Graph
from kg.oxigraph import Quad
from oracle import comparable, random_world, solve
from oracle.solve import Answers

WORLDS = 200


def _assert_equal(rules: Answers, oracle: Answers) -> None:
    assert comparable(rules.participations) == comparable(oracle.participations)
    assert rules.positions == oracle.positions
    assert rules.international == oracle.international
    assert rules.conflicts == oracle.conflicts
    assert rules.duties == oracle.duties


def test_real_graph(graph: Graph, asserted: list[Quad]) -> None:
    """The built graph says of the real facts what the oracle does: participations, positions, conflicts and duties."""
    rules = answers(graph.store)
    assert len(rules.positions) > 500, f"suspiciously few positions from {graph.root}"
    _assert_equal(rules, solve(asserted))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_random_world(seed: int) -> None:
    """On a random small world both derive the same."""
    world = list(random_world(seed))
    _assert_equal(derived(world), solve(world))
