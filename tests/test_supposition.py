"""What is derived again after a change equals what a full build would derive; what is not would not differ."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from kg import rules
from kg.graph import Graph
from kg.names import stem
from kg.oxigraph import A, NamedNode, Quad, Triple, op
from kg.supposition import Change, Supposition, asserted
from oracle.changes import Changer

ROOT = Path(__file__).resolve().parents[1]
RULES = rules.read_rules(ROOT)
CASES = 150
ABOUT = {"Position": "subject", "InternationalPosition": "subject", "Conflict": "subject", "DutyToArrest": "warrant"}
Triples = set[Triple]
Statements = dict[tuple[str, str, str], Triples]
"""Class, state, and what the statement is about -> all that is said of such statements."""


def statements(triples: Iterable[Triple]) -> Statements:
    """Sort all that is said of derived statements by what they are about."""
    of: dict[NamedNode, list[Triple]] = {}
    for triple in triples:
        assert isinstance(triple.subject, NamedNode)
        of.setdefault(triple.subject, []).append(triple)
    found: Statements = {}
    for said in of.values():
        values = {triple.predicate: getattr(triple.object, "value", "") for triple in said if triple.predicate != A}
        for name in {stem(t.object.value) for t in said if t.predicate == A and isinstance(t.object, NamedNode)}:
            about = ABOUT.get(name) or ("treaty" if name == "Participation" else None)
            if about is not None:
                found.setdefault((name, values[op("state")], values[op(about)]), set()).update(said)
    return found


def derived(facts: Iterable[Quad]) -> Statements:
    """Derive everything from facts."""
    return statements(triple for _, triples in rules.derive(RULES, list(facts)) for triple in triples)


def assert_equals_a_full_build(base: Statements, supposed: Supposition) -> tuple[int, int]:
    """Compare with a full derivation; return how many pairs were derived anew and how many were not."""
    full = derived(supposed.facts)
    anew = statements(quad.triple for quad in supposed.store)
    counts = [0, 0]
    for key in {**base, **full}:
        covered = _covers(supposed, *key)
        counts[0 if covered else 1] += 1
        told = (anew if covered else base).get(key, set())
        assert told == full.get(key, set()), f"{'within' if covered else 'outside'} the reach: {key}"
    strangers = {key for key in anew if key not in full and _covers(supposed, *key)}
    assert not strangers
    return counts[0], counts[1]


def _covers(supposed: Supposition, name: str, state: str, about: str) -> bool:
    if name != "Participation":
        return supposed.covers(state, about)
    found = supposed.reach
    return found is None or state in found.states or about in found.treaties


@pytest.mark.parametrize("seed", range(CASES))
def test_what_is_derived_again_equals_a_full_build(seed: int) -> None:
    """After a random change of a random world."""
    changer = Changer(seed)
    base = derived(changer.world)
    added, removed = changer.change()
    supposed = Supposition(changer.world, ROOT, [Change(", ".join(changer.kinds), tuple(added), tuple(removed))])
    try:
        assert_equals_a_full_build(base, supposed)
    except AssertionError as error:
        raise AssertionError(f"{changer.kinds}: {supposed.parts}\n{error}") from None
