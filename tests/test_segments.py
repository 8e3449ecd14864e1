"""What rules and readings say together: joint verdicts, and intervals in which nothing changes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kg.conclusions.contests import contests, turning_days
from kg.conclusions.positions import DEPENDS, NOT_COVERED, TREATED, UNDETERMINED, VERDICTS, Position
from kg.conclusions.segments import DIFFER, joint_verdict, segments
from kg.graph import Graph

FIRST = date(2020, 1, 1)


def position(
    verdict: str, rule: str | None = "r", reading: str | None = "a", start: date = FIRST, end: date | None = None
) -> Position:  # fmt: skip
    """Return a position of which only this matters."""
    return Position(
        "S", "x", "body", "X", verdict, None, rule, reading, None, start, end, "notBound", None, 0, "p", "body:x"
    )


def read(answers: dict[str, list[str]]) -> list[Position]:
    """Return positions: by rule, the verdicts of its readings."""
    return [
        position(verdict, rule, str(number))
        for rule, verdicts in answers.items()
        for number, verdict in enumerate(verdicts)
    ]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"one": [TREATED, TREATED]}, TREATED),
        ({"one": [TREATED, NOT_COVERED]}, DIFFER),
        ({"one": [TREATED, NOT_COVERED], "two": [TREATED]}, TREATED),
        ({"one": [TREATED, NOT_COVERED], "two": [DEPENDS]}, DIFFER),
        ({"one": [DEPENDS, NOT_COVERED], "two": [DEPENDS]}, DEPENDS),
        ({"one": [UNDETERMINED], "two": [NOT_COVERED]}, UNDETERMINED),
        ({}, NOT_COVERED),
    ],
)
def test_readings_that_cannot_change_the_strongest_answer_do_not_differ(
    answers: dict[str, list[str]], expected: str
) -> None:
    assert joint_verdict(read(answers)) == expected


ANSWERS = some.dictionaries(
    some.sampled_from("abcd"), some.lists(some.sampled_from(VERDICTS), min_size=1, max_size=4), max_size=4
)


@given(ANSWERS)
def test_the_joint_verdict_is_the_strongest_under_every_choice_of_readings(answers: dict[str, list[str]]) -> None:
    strongest = {min(choice, key=VERDICTS.index, default=NOT_COVERED) for choice in product(*answers.values())}
    assert joint_verdict(read(answers)) == (strongest.pop() if len(strongest) == 1 else DIFFER)


@given(ANSWERS, some.randoms(use_true_random=False))
def test_the_joint_verdict_does_not_depend_on_the_order(answers: dict[str, list[str]], chance: object) -> None:
    positions = read(answers)
    shuffled = list(positions)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert joint_verdict(shuffled) == joint_verdict(positions)


DAYS = some.integers(0, 30).map(lambda number: FIRST + timedelta(days=number))
SPANS = some.lists(
    some.tuples(some.sampled_from(VERDICTS), some.sampled_from("ab"), DAYS, some.none() | DAYS), max_size=8
)


@given(SPANS)
def test_segments_hold_on_each_day_the_positions_of_that_day(
    spans: list[tuple[str, str, date, date | None]],
) -> None:
    known = [position(v, r, "a", start, end) for v, r, start, end in spans if end is None or start < end]
    found = segments(known)
    for one, after in pairwise(found):
        assert one.end is not None
        assert one.end <= after.start
    for number in range(32):
        day = FIRST + timedelta(days=number)
        holding = [p for p in known if p.holds_on(day)]
        there = [one for one in found if one.start <= day and (one.end is None or day < one.end)]
        assert len(there) == (1 if holding else 0)
        if there:
            assert list(there[0].positions) == holding
            assert there[0].verdict == joint_verdict(holding)


@pytest.mark.parametrize("state", ["RUS", "POL", "ARG"])
@pytest.mark.parametrize("day", ["2019-06-01", "2021-12-01", "2026-01-08", "2026-01-09"])
def test_contests_are_on_each_day_the_rivalries_of_that_day(graph: Graph, state: str, day: str) -> None:
    on = date.fromisoformat(day)
    contested = {
        (one.positions[0].subject, rule): {
            (p.verdict, p.reading) for p in one.positions if p.rule == rule
        }
        for spans in contests(graph.timeline(state)).values()
        for one in spans if one.holds_on(on)
        for rule in one.rules
    }  # fmt: skip
    expected = {
        (one.subject, one.rule): {(verdict, name) for verdict, names in one.answers.items() for name in names}
        for one in graph.rivalries(state, on=on)
    }
    assert contested == expected


def test_the_days_of_contests_are_those_on_which_rivalries_change(graph: Graph) -> None:
    def rivals(day: date) -> list[dict[str, object]]:
        return sorted((one.as_json() for one in graph.rivalries("RUS", on=day)), key=str)

    days = turning_days(contests(graph.timeline("RUS")))
    assert date(2026, 1, 9) in days
    for day in days:
        assert rivals(day - timedelta(days=1)) != rivals(day)
    for before, after in pairwise(days):
        assert rivals(before) == rivals(after - timedelta(days=1))
