"""The smallest change is the smallest of those tried and does flip the answer; a flip names the fact that caused it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from derived import everything
from kg.conclusions.differences import Standing
from kg.conclusions.positions import NOT_COVERED, TREATED, VERDICTS
from kg.derivation.rules import read_rules
from kg.facts.assertions import Assertions, asserted
from kg.graph import Graph
from kg.names import GRAPH, SKOS, stem, thing
from kg.oxigraph import A, Literal, NamedNode, Quad, Store, op
from kg.queries.questions import ask
from kg.queries.sparql import Term, date_term
from kg.queries.things import Directory
from kg.supposing.changes import possible, read_changes
from kg.supposing.flips import MOST_TRIALS, Flipper, Search
from kg.supposing.supposition import Change, Supposition
from oracle.changes import Changer

ROOT = Path(__file__).resolve().parents[1]
WORLDS = (*range(10), 23, 29)
"""Seeds; in the last two an amendment makes a rule reach what it did not."""
Key = tuple[str, str, str | None, str | None, str, str]
"""State, subject, rule, reading, verdict, and the first day of a position."""


def _provision(rule: object) -> NamedNode:
    return NamedNode(thing("provision", stem(getattr(rule, "value", ""))))


@cache
def world(seed: int) -> Store:
    """Return a small random world, built: facts, and what follows from them, each in a named graph and in all."""
    facts = list(Changer(seed).world)
    label = NamedNode(f"{SKOS}prefLabel")
    things = sorted({quad.subject.value for quad in facts if isinstance(quad.subject, NamedNode)})
    facts += [Quad(NamedNode(iri), label, Literal(stem(iri), language="en")) for iri in things]
    for rule in {quad.subject for quad in facts if quad.predicate == A and quad.object == op("NonRecognitionRule")}:
        facts += [Quad(rule, op("setBy"), _provision(rule)), Quad(rule, op("effect"), op("notExecuted"))]
    store = Store()
    for name, quads in (("facts", facts), ("derived/all", list(everything(facts)))):
        for quad in quads:
            store.add(Quad(quad.subject, quad.predicate, quad.object))
            store.add(Quad(quad.subject, quad.predicate, quad.object, NamedNode(GRAPH + name)))
    return store


def facts_of(store: Store, change: Iterable[Change] = (), without: Iterable[str] = ()) -> list[Quad]:
    """Return the facts of a world after changes, without all that is said of some things."""
    gone = set(without)
    kept = [quad for quad in asserted(store) if getattr(quad.subject, "value", "") not in gone]
    return kept + [quad for one in change for quad in one.added]


def verdict(store: Store, state: str, subject: str, on: date) -> str:
    """Return the strongest verdict of a state's law on a subject on a day, read off what was derived."""
    day = on.isoformat()
    held = {
        value
        for (holder, about, _, _), spans in Standing(store).positions.items()
        for start, end, value in spans
        if (holder, about) == (state, subject) and start <= day and (end is None or day < end)
    }
    return min(held, key=VERDICTS.index, default=NOT_COVERED)


def asked(seed: int) -> tuple[str, str, date]:
    """Return a state, a subject and a day: in even worlds one on which a rule reaches it, in odd ones does not."""
    positions = Standing(world(seed)).positions
    ruled = sorted(((key, span) for key, spans in positions.items() for span in spans if key[2] is not None), key=str)
    wanted = [(key, span) for key, span in ruled if (span[2] == TREATED) != bool(seed % 2)] or ruled
    (state, subject, *_), (start, end, _) = wanted[len(wanted) // 2]
    day = date.fromisoformat(start)
    return state, subject, day if end is None else day + (date.fromisoformat(end) - day) // 2


def candidates(store: Store, state: str, subject: str, on: date) -> list[Change]:
    """Return every single change of the catalogue that can be made there."""
    given: dict[str, Term] = {"state": NamedNode(state), "subject": NamedNode(subject), "on": date_term(on)}
    return [
        change
        for query in read_changes(ROOT).values()
        if {parameter.name for parameter in query.parameters} <= given.keys()
        for change in possible(store, Directory(store), query, given)
    ]


@cache
def searched(seed: int) -> tuple[str, str, date, Search]:
    """Return what was asked of a small world, and what flips the answer."""
    store = world(seed)
    state, subject, on = asked(seed)
    flipper = Flipper(store, Assertions.of(asserted(store)), ROOT, Directory(store), state, subject, on)
    return state, subject, on, flipper.search()


@pytest.mark.parametrize("seed", WORLDS)
def test_each_change_found_flips_the_answer_of_a_full_derivation(seed: int) -> None:
    """Though the search derives only a part of the world."""
    state, subject, on, found = searched(seed)
    assert found.verdict == verdict(world(seed), state, subject, on)
    for flip in found.flips:
        after = verdict(everything(facts_of(world(seed), flip.changes)), state, subject, on)
        assert after == flip.verdict
        assert (after == TREATED) != (found.verdict == TREATED)


@pytest.mark.parametrize("seed", WORLDS)
def test_no_smaller_set_of_changes_flips_the_answer(seed: int) -> None:
    """Every change alone, derived in full, flips the answer only if the search says so."""
    state, subject, on, found = searched(seed)
    told = {flip.changes[0].added for flip in found.flips if len(flip.changes) == 1}
    for change in candidates(world(seed), state, subject, on):
        after = verdict(everything(facts_of(world(seed), [change])), state, subject, on)
        assert ((after == TREATED) != (found.verdict == TREATED)) == (change.added in told), change.words


def test_the_worlds_are_not_all_alike() -> None:
    """Some answers flip one way, some the other; of some the search says that no change flips them."""
    found = [searched(seed)[3] for seed in WORLDS]
    assert {search.verdict == TREATED for search in found if search.flips} == {True, False}
    assert not all(search.flips for search in found)


@pytest.mark.parametrize("seed", WORLDS)
def test_a_search_tells_how_far_it_went(seed: int) -> None:
    state, subject, on, found = searched(seed)
    count = len(candidates(world(seed), state, subject, on))
    size = len(found.flips[0].changes) if found.flips else 3
    whole = sum(len(list(combinations(range(count), number))) for number in range(1, size + 1))
    assert {len(flip.changes) for flip in found.flips} <= {size}
    assert found.complete == (whole <= MOST_TRIALS)
    assert found.tried == min(whole, MOST_TRIALS)


def starts(store: Store) -> set[Key]:
    """Return the positions with the days on which they begin."""
    return {(*key, value, start) for key, spans in Standing(store).positions.items() for start, _, value in spans}


def told_flips(store: Store, state: str) -> dict[Key, set[str]]:
    """Return the facts that the timeline names for each position that begins."""
    found: dict[Key, set[str]] = {}
    for row in ask(store, ROOT, "flips", {"state": NamedNode(state)}).dicts():
        rule, reading = (None if row[name] is None else str(row[name]) for name in ("rule", "reading"))
        key = (state, str(row["subject"]), rule, reading, stem(str(row["verdict"])), str(row["day"]))
        found.setdefault(key, set()).add(str(row["fact"]))
    return found


@pytest.mark.parametrize("seed", WORLDS)
def test_a_flip_does_not_happen_without_the_facts_that_the_timeline_names(seed: int) -> None:
    """Taken away, with all that is said of them, no such position begins that day."""
    store = world(seed)
    state, *_ = asked(seed)
    flips = told_flips(store, state)
    assert flips
    assert flips.keys() <= starts(store)
    groups: dict[frozenset[str], set[Key]] = {}
    for key, facts in flips.items():
        groups.setdefault(frozenset(facts), set()).add(key)
    for named, keys in sorted(groups.items(), key=str)[:4]:
        assert not keys & starts(everything(facts_of(store, without=named))), named


@pytest.mark.parametrize("state", ["DEU", "ITA", "POL", "RUS", "VEN"])
def test_every_flip_of_a_state_names_the_fact_that_caused_it(graph: Graph, state: str) -> None:
    """On the real graph no position begins on a day of which the timeline does not say why."""
    iri = graph.directory.resolve(state, "state").iri
    named = {(key[1], key[4], key[5]) for key in told_flips(graph.store, iri)}
    begun = {(key[1], key[4], key[5]) for key in starts(graph.store) if key[0] == iri}
    assert begun - named == set()


def test_a_rule_taken_away_takes_its_flips_with_it(graph: Graph) -> None:
    """On the real graph: what Poland answers otherwise from 10 March 2022 on is the work of the rule named."""
    that_day = [row for row in graph.flips("POL").dicts() if row["day"] == "2022-03-10" and row["rule"] is not None]
    (fact,) = {row["fact"] for row in that_day}
    facts = asserted(graph.store)
    said = tuple(quad for quad in facts if getattr(quad.subject, "value", "") == fact)
    without = Supposition(Assertions.of(facts), read_rules(ROOT), [Change("without it", (), said)])
    poland = graph.directory.resolve("POL", "state").iri
    before, after = (
        {key for key in starts(store) if key[0] == poland and key[2] is not None and key[5] == "2022-03-10"}
        for store in (graph.store, without.derived)
    )
    assert len(before) == len(that_day)
    assert not after


@pytest.mark.parametrize("state", ["DEU", "ITA", "POL"])
def test_a_day_earlier_the_flip_has_not_happened(graph: Graph, state: str) -> None:
    """The day of a flip is the first day of the new answer."""
    for day in {date.fromisoformat(str(row["day"])) for row in graph.flips(state).dicts() if row["rule"] is not None}:
        begun = {position.iri for position in graph.assess(state, on=day) if position.start == day}
        assert begun
        assert not begun & {position.iri for position in graph.assess(state, on=day - timedelta(days=1))}
