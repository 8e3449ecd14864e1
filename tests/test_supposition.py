"""What is derived again after a change equals what a full build would derive; what is not would not differ."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from commandline import run
from kg.conclusions.differences import Standing, differences
from kg.derivation import rules
from kg.displayed import DisplayedGraph
from kg.facts.assertions import Assertions
from kg.graph import Given, Graph
from kg.names import ONTOLOGY, SKOS, THING, XSD, stem
from kg.oxigraph import EVERYTHING, A, NamedNode, Quad, Store, Triple, op
from kg.supposing.hypothetical import standings
from kg.supposing.supposition import Change, Supposition
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
        if isinstance(triple.subject, NamedNode):
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


def stems(iris: Iterable[str] | None) -> set[str] | None:
    """Return the stems of things; None, which means all, stays None."""
    return None if iris is None else {stem(iri) for iri in iris}


def assert_equals_a_full_build(base: Statements, full: Statements, supposed: Supposition) -> tuple[int, int]:
    """Compare with a full derivation; return how many pairs were derived anew and how many were not."""
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


def assert_differs_as_full_builds_do(base: Statements, full: Statements, supposed: Supposition) -> int:
    """Compare the differences told with those between two full derivations; return how many there are."""
    stores = (Store(), Store())
    for store, found in zip(stores, (base, full), strict=True):
        store.extend(Quad(*triple) for said in found.values() for triple in said)
    told = differences(*standings(stores[0], supposed, RULES))
    assert told == differences(*map(Standing, stores))
    assert told == differences(*standings(stores[0], supposed, RULES, supposed.derived))
    return len(told)


def _is_derived_anew(supposed: Supposition, state: str, subject: str) -> bool:
    return any(
        (part.states is None or state in part.states)
        and (part.bodies is None or bool(supposed.world.bodies_of(subject) & part.bodies))
        for part in supposed.parts
    )


def _covers(supposed: Supposition, name: str, state: str, about: str) -> bool:
    if name != "Participation":
        return _is_derived_anew(supposed, state, about)
    found = supposed.reach
    return found is None or state in found.states or about in found.treaties or (state, about) in found.acts


@pytest.fixture(scope="module")
def base(graph: Graph) -> Statements:
    """Return the statements of the built graph."""
    return statements(quad.triple for quad in graph.store.quads_for_pattern(None, None, None, EVERYTHING))


REFERRAL = {"state": "RUS", "subject": "icc-ukraine", "on": "2027-01-01", "about": "icc-ukraine"}
ADOPTION = {"state": "HUN", "rule": "rus-fkz-2025-limb-b", "on": "2027-01-01"}


@pytest.mark.parametrize(
    ("acts", "changes", "states", "bodies"),
    [
        (["RUS Ratification rome-statute 2027-01-01"], {}, {"RUS"}, {"icc"}),
        (["ARM Withdrawal rome-statute 2027-01-01 2028-01-01"], {}, {"ARM"}, {"icc"}),
        ([], {"referral": REFERRAL}, None, {"icc"}),
        ([], {"adoption": ADOPTION}, {"HUN"}, None),
    ],
    ids=["Russia ratifies", "Armenia withdraws", "the Council refers Ukraine", "Hungary adopts limb (b)"],
)
def test_what_people_will_ask_about_reaches_what_it_should_and_no_more(
    graph: Graph, acts: list[str], changes: Given, states: set[str] | None, bodies: set[str] | None
) -> None:
    """On the real graph."""
    [part] = graph.what_if(*acts, changes=changes).supposition.parts
    assert stems(part.states) == states
    assert stems(part.bodies) == bodies


@pytest.mark.parametrize(
    ("acts", "changes"),
    [(["RUS Ratification rome-statute 2027-01-01"], {}), ([], {"referral": REFERRAL})],
    ids=["Russia ratifies", "the Council refers Ukraine"],
)
def test_it_does_so_on_the_real_graph(graph: Graph, base: Statements, acts: list[str], changes: Given) -> None:
    """For one state and for all; ``make bench`` compares the others."""
    outcome = graph.what_if(*acts, changes=changes)
    full = derived(outcome.supposition.facts)
    anew, kept = assert_equals_a_full_build(base, full, outcome.supposition)
    assert anew >= 40
    assert kept > 500
    assert assert_differs_as_full_builds_do(base, full, outcome.supposition) == len(outcome.differences) > 0


def test_a_link_that_is_taken_away_is_followed() -> None:
    """Without the act's actor, the state that lost the act is still derived anew."""
    changer = Changer(3)
    acts = [q for q in changer.world if q.predicate == op("actor") and "/state/" in str(q.object)]
    link = next(quad for quad in acts if "/action/" in str(quad.subject))
    supposed = Supposition(Assertions.of(changer.world), RULES, [Change("without an actor", (), (link,))])
    assert supposed.reach is not None
    assert getattr(link.object, "value", "") in {actor for actor, _ in supposed.reach.acts}
    assert_equals_a_full_build(derived(changer.world), derived(supposed.facts), supposed)


def test_what_nobody_knows_how_far_it_reaches_reaches_everything() -> None:
    """A thing of a class that the rules do not know means a full derivation."""
    changer = Changer(3)
    strange = Quad(NamedNode("https://w3id.org/opposable/id/thing/x"), A, op("SomethingNew"))
    supposed = Supposition(Assertions.of(changer.world), RULES, [Change("something new", (strange,))])
    assert supposed.reach is None
    assert _is_derived_anew(supposed, "any", "any")


def test_differences_are_told_in_the_words_of_a_graph_that_knows_them(graph: Graph) -> None:
    """That is the graph itself, or where a thing is only supposed, the facts as supposed."""
    assert graph.what_if("RUS Ratification rome-statute 2027-01-01").naming(graph.store) is graph.store
    outcome = graph.what_if(changes={"adoption": ADOPTION})
    naming = outcome.naming(graph.store)
    rules = {NamedNode(one.rule) for one in outcome.differences if one.rule is not None}
    assert all(any(naming.quads_for_pattern(rule, op("setBy"), None)) for rule in rules)
    assert not any(naming.quads_for_pattern(None, A, op("Position")))


def test_facts_that_give_a_name_are_told_by_it(small: Path, tmp_path: Path) -> None:
    """Whether the graph does not know the thing, or knows it by no name in that language."""
    release = ("--knowledge", str(small))
    head = f"@prefix op: <{ONTOLOGY}> . @prefix skos: <{SKOS}> . @prefix xsd: <{XSD}> .\n"
    facts = tmp_path / "facts.ttl"
    facts.write_text(
        f"""{head}<{THING}state/XNN> a op:State ; skos:prefLabel "Newland"@en .
        <{THING}body/court> skos:prefLabel "Суд"@ru .
        <{THING}action/new> a op:TreatyAction, op:Ratification ; op:actor <{THING}state/XNN> ;
          op:treaty <{THING}treaty/pact> ; op:actDate "2027-01-01"^^xsd:date ;
          op:effectiveDate "2027-01-01"^^xsd:date ."""
    )
    told = run(*release, "what-if", "--facts", str(facts))
    assert told.status == 0, told.err
    assert "Newland" in told.out
    graph = DisplayedGraph.open(small)
    outcome = graph.what_if(facts=facts)
    assert "Newland" in str(outcome)
    assert Graph(graph.root, outcome.naming(graph.store)).directory.name(f"{THING}body/court", "ru") == "Суд"


def test_the_graph_stays_as_it_is(graph: Graph) -> None:
    """A supposition changes nothing in the graph over which it is laid."""
    before = len(graph.store)
    positions = [position.as_json() for position in graph.assess("RUS", on="2027-02-01", all=True)]
    outcome = graph.what_if("RUS Ratification rome-statute 2027-01-01")
    assert outcome.differences
    assert len(graph.store) == before
    assert [position.as_json() for position in graph.assess("RUS", on="2027-02-01", all=True)] == positions


@pytest.mark.parametrize("seed", range(CASES))
def test_what_is_derived_again_equals_a_full_build(seed: int) -> None:
    """After a random change of a random world."""
    changer = Changer(seed)
    base = derived(changer.world)
    added, removed = changer.change()
    supposed = Supposition(
        Assertions.of(changer.world), RULES, [Change(", ".join(changer.kinds), tuple(added), tuple(removed))]
    )
    full = derived(supposed.facts)
    try:
        assert_equals_a_full_build(base, full, supposed)
        assert_differs_as_full_builds_do(base, full, supposed)
    except AssertionError as error:
        raise AssertionError(f"{changer.kinds}: {supposed.parts}\n{error}") from None
