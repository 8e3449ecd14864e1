"""Adding a later act never changes an earlier day's answer, unless it is retroactive."""

from __future__ import annotations

from datetime import date

import pytest

from derived import everything
from kg.conclusions.differences import Key, Span, Standing
from kg.oxigraph import Literal, Quad, Store, op
from oracle.changes import Changer

WORLDS = range(40)
Answers = dict[tuple[str, Key], list[Span]]


def answers_before(store: Store, day: str) -> Answers:
    """Return all answers as they stand before a day; that no rule is in play is the same as no answer."""
    standing = Standing(store)
    tables = {"position": standing.positions, "international": standing.international, "duty": standing.duties}
    return {
        (kind, key): sorted(earlier, key=str)
        for kind, table in tables.items()
        for key, spans in table.items()
        if (kind != "position" or key[2] is not None)
        and (earlier := [(s, e if e is not None and e < day else None, value) for s, e, value in spans if s < day])
    }


def _of_later_facts(quad: Quad, day: str) -> bool:
    """Return whether it says that a proceeding is about facts that come on a day or after it."""
    return quad.predicate == op("criticalDate") and isinstance(quad.object, Literal) and quad.object.value >= day


def before_and_after(seed: int, *, retroactive: bool) -> tuple[Answers, Answers]:
    """Return the answers before a day of a random world, without and with a new act, rule or repeal.

    All days of what is new come before that day if it is retroactive, and else on it or after it. No proceeding is
    about facts that come on that day or after it: whoever asks on an earlier day does not ask about those.
    """
    changer = Changer(seed)
    days: list[date] = sorted(changer.maker.days)
    day = days[len(days) // 2 + seed % 8]
    world = [quad for quad in changer.world if not _of_later_facts(quad, day.isoformat())]
    changer.maker.days = [other for other in days if (other < day) == retroactive]
    (changer._act, changer._adopted_rule, changer._repeal)[seed % 3]("new")
    after = everything([*world, *changer.graph.quads])
    return answers_before(everything(world), day.isoformat()), answers_before(after, day.isoformat())


@pytest.mark.parametrize("seed", WORLDS)
def test_a_later_act_never_changes_what_was_so_on_an_earlier_day(seed: int) -> None:
    before, after = before_and_after(seed, retroactive=False)
    assert after == before


def test_a_retroactive_one_may() -> None:
    """So that it is the later day which keeps the earlier answers as they are: each kind can change answers."""
    changed = set()
    for seed in WORLDS[:16]:
        before, after = before_and_after(seed, retroactive=True)
        if before != after:
            changed.add(seed % 3)
    assert changed == {0, 1, 2}
