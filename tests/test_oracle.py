"""The SPARQL rules give exactly the answers of the independent oracle, on the real graph and on random worlds."""

import pytest

from derived import derived
from kg.load import Knowledge
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


def test_real_graph(knowledge: Knowledge, asserted: list[Quad]) -> None:
    """On the real facts both derive the same participations, positions, obligations, conflicts and duties."""
    rules = derived(asserted)
    assert len(rules.positions) > 500, f"suspiciously few positions from {knowledge.root}"
    _assert_equal(rules, solve(asserted))


@pytest.mark.parametrize("seed", range(WORLDS))
def test_random_world(seed: int) -> None:
    """On a random small world both derive the same."""
    world = list(random_world(seed))
    _assert_equal(derived(world), solve(world))
