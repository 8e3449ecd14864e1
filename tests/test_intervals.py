"""Laws that hold of every world: intervals do not overlap, lie where they belong, and no act changes days before it."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from derived import derived
from kg.names import term as iri
from kg.oxigraph import Quad
from oracle import random_world
from oracle.graph import Graph, term, thing
from oracle.solve import Answers

LAWS = settings(max_examples=25, derandomize=True, deadline=None, database=None)
Span = tuple[date, date | None]
START = date(2000, 1, 1)
STATE, TREATY, BODY, RULING, RULE, READING = (
    thing(kind, "x") for kind in ("state", "treaty", "body", "ruling", "rule", "reading")
)
ACTS = (
    *("Ratification", "Accession", "Succession", "Withdrawal", "Cessation", "Signature", "SignatureWithdrawal"),
    *("ProvisionalApplication", "ProvisionalApplicationTermination"),
)
Act = tuple[str, int, int | None]
"""A class, the day of the act, and after how many days it took effect: never, if None."""
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 60), st.none() | st.integers(0, 20)), min_size=1, max_size=7
)


def world_of(made: Iterable[Act]) -> list[Quad]:
    """Write a world of one state, its acts towards one treaty, a court that rests on it, and a rule of the state.

    The rule covers what no treaty of the state founds on the day asked about.
    """
    graph = Graph()
    graph.make("state", "x", "State")
    graph.make("treaty", "x", "Treaty", bindingClause=thing("provision", "x"))
    for number, (name, day, delay) in enumerate(made):
        done = START + timedelta(days=day)
        effective = None if delay is None or name == "Signature" else done + timedelta(days=delay)
        graph.make(*("action", str(number), name), actor=STATE, treaty=TREATY, actDate=done, effectiveDate=effective)
    basis = graph.make("basis", "x", "CompetenceBasis", instrument=TREATY)
    established = START + timedelta(days=5)
    graph.make(
        *("body", "x", "InternationalCourt"),
        established=established,
        hasMatter=term("criminal"),
        competenceBasis=basis,
        generalConsent=TREATY,
    )
    graph.make(
        *("ruling", "x", "Judgment"),
        issuedBy=BODY,
        decided=START + timedelta(days=20),
        criticalDate=START + timedelta(days=3),
        addressee=STATE,
    )
    for number, (about, closes) in enumerate(
        (
            (TREATY, "TreatyAction"),
            (BODY, "CompetenceBasis"),
            (thing("organization", "united-nations"), "ChapterVIIResolution"),
        )
    ):
        graph.make(
            "completeness", str(number), "CompletenessStatement", about=about, closes=term(closes), asOf=established
        )
    condition = graph.make(
        *("condition", "x", "NoFoundingTreatyCondition"),
        competenceLevel=term("perBody"),
        treatyInForceOn=term("dayAsked"),
        countsProvisionalApplication=True,
    )
    graph.make("reading", "x", "Reading", requires=condition)
    graph.make(
        *("rule", "x", "NonRecognitionRule"), holder=STATE, inForceFrom=START + timedelta(days=10), hasReading=READING
    )
    return graph.quads


def by_key(rows: Iterable[tuple[Any, ...]], key: slice) -> dict[tuple[Any, ...], list[Span]]:
    """Return the intervals of rows, sorted, by a part of each row."""
    found: dict[tuple[Any, ...], list[Span]] = {}
    for row in rows:
        found.setdefault(row[key], []).append((row[-2], row[-1]))
    return {name: sorted(spans, key=lambda span: span[0]) for name, spans in found.items()}


def every_row(found: Answers) -> list[tuple[Any, ...]]:
    """Return all rows of a derivation; each ends with its interval."""
    return [*found.participations, *found.positions, *found.international, *found.conflicts, *found.duties]


def every_interval(found: Answers) -> list[Span]:
    """Return all intervals of a derivation."""
    return [(row[-2], row[-1]) for row in every_row(found)]


def apart(spans: list[Span], *, touching: bool) -> bool:
    """Return whether sorted intervals do not overlap and, unless they may touch, have days between them."""
    return all(
        end is not None and (end <= start if touching else end < start) for (_, end), (start, _) in pairwise(spans)
    )


def check_laws(world: list[Quad], found: Answers) -> None:
    """Hold a derivation against the laws of intervals."""
    for start, end in every_interval(found):
        assert end is None or start < end
    for key, spans in by_key(found.participations, slice(3)).items():
        assert apart(spans, touching=False), (key, spans)
    for key, spans in by_key(found.positions, slice(4)).items():
        assert apart(spans, touching=True), (key, spans)
    for key, spans in by_key(found.positions, slice(5)).items():
        assert apart(spans, touching=False), (key, spans)
    for key, spans in by_key(found.international, slice(2)).items():
        assert apart(spans, touching=True), (key, spans)
    begins, ends = said(world, "inForceFrom"), said(world, "inForceUntil")
    exists = said(world, "established") | said(world, "opened") | said(world, "decided")
    for _, subject, rule, _, _, start, end in found.positions:
        assert start >= exists[subject]
        if rule is not None:
            assert start >= begins[rule]
            assert rule not in ends or (end is not None and end <= ends[rule])


def said(world: list[Quad], local: str) -> dict[str, date]:
    """Return the date that a world gives for a property, by thing."""
    return {
        quad.subject.value: date.fromisoformat(quad.object.value)
        for quad in world
        if quad.predicate.value == iri(local) and hasattr(quad.subject, "value") and hasattr(quad.object, "value")
    }


def holding(found: Answers, day: date) -> set[tuple[Any, ...]]:
    """Return all answers that hold on a day, without their intervals."""
    return {row[:-2] for row in every_row(found) if row[-2] <= day and (row[-1] is None or day < row[-1])}


@LAWS
@given(seed=st.integers(0, 10_000))
def test_laws_of_intervals_in_any_world(seed: int) -> None:
    """In a world with every kind of condition, claim and gap, the laws hold."""
    world = random_world(seed)
    check_laws(world, derived(world))


@LAWS
@given(made=acts)
def test_laws_of_intervals_over_acts(made: list[Act]) -> None:
    """Whatever a state does with one treaty, in whatever order and however often, the laws hold."""
    world = world_of(made)
    check_laws(world, derived(world))


@LAWS
@given(made=acts, later=st.sampled_from(ACTS), delay=st.none() | st.integers(0, 20))
def test_a_later_act_changes_no_earlier_day(made: list[Act], later: str, delay: int | None) -> None:
    """An act leaves the answers for all days before it as they were; the ruling's critical date is known."""
    day = max(day + (delay or 0) for _, day, delay in made) // 2 + 1
    before, after = derived(world_of(made)), derived(world_of([*made, (later, day, delay)]))
    for number in range(day):
        moment = START + timedelta(days=number)
        assert holding(before, moment) == holding(after, moment), moment


@LAWS
@given(made=acts)
def test_every_day_has_one_answer(made: list[Act]) -> None:
    """From its first day on, each day has exactly one verdict on the court and on the ruling, without gaps."""
    found = by_key((row[1:] for row in derived(world_of(made)).positions), slice(1))
    for subject, since in ((BODY, 5), (RULING, 20)):
        spans = found[(subject.value,)]
        assert spans[0][0] == START + timedelta(days=since)
        assert all(end == start for (_, end), (start, _) in pairwise(spans))
        assert spans[-1][1] is None
