"""The SPARQL rules give exactly the answers of the independent oracle, on the real graph and on random worlds."""

from datetime import date

import pytest

from derived import answers, derived
from kg.graph import Graph
from kg.oxigraph import Quad
from oracle import comparable, random_world, solve
from oracle.graph import Graph as World
from oracle.graph import term
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


def test_an_answer_that_begins_when_another_of_its_kind_ends() -> None:
    """Perhaps bound, bound for a while, and perhaps bound anew from the day on which both earlier treaties end."""
    world = World()
    first, second, third = (date(year, 1, 1) for year in (2000, 2005, 2010))
    state = world.make("state", "S00", "State")
    treaties = [world.make("treaty", stem, "Treaty") for stem in ("t0", "t1", "t2")]
    body = world.make(
        "body", "b0", "InternationalCourt", established=first, generalConsent=treaties, hasMatter=term("criminal")
    )
    for treaty, begin, end, doubtful in zip(
        treaties, (first, second, third), (third, third, None), (True, False, True), strict=True
    ):
        stem = treaty.value.rsplit("/", 1)[1]
        act = world.make("action", stem, "Accession", actor=state, treaty=treaty, actDate=begin, effectiveDate=begin)
        if doubtful:
            world.make("claim", stem, "Claim", concerns=act, claimStatus=term("open"))
        if end is not None:
            world.make(
                "action", f"{stem}-end", "Withdrawal", actor=state, treaty=treaty, actDate=end, effectiveDate=end
            )
    rules = derived(world.quads)
    _assert_equal(rules, solve(world.quads))
    told = {(verdict, begin, end) for _, subject, verdict, begin, end in rules.international if subject == body.value}
    assert told == {
        ("undetermined", first, second),
        ("bound", second, third),
        ("undetermined", third, None),
    }
