"""What a question reads is derived as by all rules; what it does not read is not derived."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib.paths import MulPath
from rdflib.paths import Path as PropertyPath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from kg.conclusions.differences import POSITIONS, QUESTIONS, TABLES, Key, Span, Standing
from kg.conclusions.positions import NOT_COVERED
from kg.derivation.rules import Rule, read_rules, saturate
from kg.names import RDF
from kg.oxigraph import Quad, Store
from kg.queries.sparql import Query
from kg.supposing.demand import OBLIGATIONS, SERVES, SILENCE, demanded
from oracle.changes import Changer

ROOT = Path(__file__).resolve().parents[1]
RULES = read_rules(ROOT)
PREFIX = "PREFIX : <urn:>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
GIVES_Q_AND_R = "CONSTRUCT { ?s :q ?o ; :r ?o , ?s . ?o a :C . } WHERE { ?s :p ?o }"


def rule(text: str, *, serves: str | None = None, number: int = 0) -> Rule:
    """Return a rule of this text."""
    return Rule(f"{number}/x", Query(Path("x.rq"), PREFIX + text, {} if serves is None else {SERVES: serves}))


def left(question: str, *strata: Rule, without: tuple[str, ...] = ()) -> list[str]:
    """Return the texts of the rules that a question needs, one rule in each folder."""
    kept = demanded([[one] for one in strata], [PREFIX + question], without)
    return [one.query.text.removeprefix(PREFIX) for stratum in kept for one in stratum]


def given(strata: list[list[Rule]], facts: list[Quad]) -> Store:
    """Return facts with all that rules derive from them."""
    store = Store()
    store.extend(Quad(*quad.triple) for quad in facts)
    saturate(strata, store)
    return store


def spans(standing: Standing, name: str) -> dict[Key, list[Span]]:
    """Return a table with the spans in order."""
    return {key: sorted(found) for key, found in standing.table(name).items()}


def test_a_rule_gives_no_more_than_is_read() -> None:
    """The rest of its head is taken away, and the rule where nothing of it is read."""
    one = rule(GIVES_Q_AND_R)
    assert left("SELECT ?o { ?s :q ?o }", one) == ["CONSTRUCT { ?s :q ?o . } WHERE { ?s :p ?o }"]
    assert left("SELECT ?o { ?s :r ?o }", one) == ["CONSTRUCT { ?s :r ?o . ?s :r ?s . } WHERE { ?s :p ?o }"]
    assert left("SELECT ?o { ?s <urn:q> ?o }", one) == left("SELECT ?o { ?s :q ?o }", one)
    assert left("SELECT ?o { ?o a :C }", one) == ["CONSTRUCT { ?o a :C . } WHERE { ?s :p ?o }"]
    assert left("SELECT ?o { ?o a :D }", one) == []


def test_what_a_needed_rule_reads_is_needed() -> None:
    """Through folders, downward only."""
    low, high = rule(GIVES_Q_AND_R), rule("CONSTRUCT { ?s :t ?o } WHERE { ?s :q ?o }", number=1)
    assert len(left("SELECT ?o { ?s :t ?o }", low, high)) == 2
    assert len(left("SELECT ?o { ?s :q ?o }", low, high)) == 1
    assert len(left("SELECT ?o { ?s :t ?o }", high, low)) == 1


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("?s ?p ?o", 4),
        ("?s :x ?y ; ?p ?o", 4),
        ("?s :x ?y . ?s ?p ?o", 4),
        ("?s !:x ?o", 4),
        ("?s !(:x|:y) ?o", 4),
        ("?s (:x|:q)+ ?o", 1),
        ("?s :x/^:q ?o", 1),
        ("?o a ?class", 1),
        ("?o a/:x ?class", 1),
        (f"?o <{RDF}type> ?class", 1),
        ("?o a ?class . FILTER(?class = :C || ?class = :D)", 1),
        ("?o a ?class . FILTER(?class = :D)", 0),
        ("?o a ?class . FILTER(?class = :D) { ?s a ?class }", 1),
        ("?o a :D . FILTER(?o > 3 && !(BOUND(?x)))", 4),
        ("?o a :D . FILTER(?o > 3 && !BOUND(?x))", 0),
    ],
)
def test_what_a_variable_can_stand_for_is_read(pattern: str, number: int) -> None:
    """A predicate that may be any reads everything, a class that may be any reads all classes."""
    texts = left(f"SELECT ?o {{ {pattern} }}", rule(GIVES_Q_AND_R))
    assert sum(text.partition("WHERE")[0].count(" .") for text in texts) == number


def test_an_alternative_that_gives_nothing_that_is_read_is_left_out() -> None:
    """Where the whole pattern is alternatives, and only there."""
    both = (
        "{ ?s :p ?o } UNION { ?s :p2 ?z # } UNION {\n FILTER(?z != '}') } UNION { { ?s :p3 ?o } UNION { ?s :p4 ?z } }"
    )
    one = rule(f"CONSTRUCT {{ ?s :q ?o ; :r ?z }} WHERE {{ {both} }}")
    [text] = left("SELECT ?o { ?s :q ?o }", one)
    assert text.endswith("WHERE { { ?s :p ?o } UNION { { ?s :p3 ?o } UNION { ?s :p4 ?z } } }")
    [text] = left("SELECT ?o { ?s :r ?o }", one)
    assert ":p2" in text
    assert ":p3" in text
    assert "{ ?s :p ?o }" not in text
    [text] = left("SELECT ?o { ?s :q ?o }", rule(f"CONSTRUCT {{ ?s :q ?o }} WHERE {{ {both} ?s :p5 ?o }}"))
    assert ":p2" in text


@pytest.mark.parametrize(
    "head", ["?s :q ?o ; :r ( ?o ?s )", "?s :q 5 , true", "?s :q", "?s :q ?o ?z", "?s , :q ?o", '?s :q """x"""']
)
def test_a_head_that_is_not_understood_stays_whole(head: str) -> None:
    """And its rule with it."""
    text = f"CONSTRUCT {{ {head} }} WHERE {{ ?s :p ?o }}"
    assert left("SELECT ?o { ?s :other ?o }", rule(text)) == [text]


def test_literals_in_a_head() -> None:
    """With datatype or language, they are objects like others."""
    text = 'CONSTRUCT { ?s :q "a . b ; :c"^^xsd:string , "x"@en ; :r "0001-01-01"^^<urn:date> } WHERE { ?s :p ?o }'
    [found] = left("SELECT ?o { ?s :q ?o }", rule(text))
    assert found.startswith('CONSTRUCT { ?s :q "a . b ; :c"^^xsd:string . ?s :q "x"@en . } WHERE')


def test_rules_that_serve_something_else_are_left_out() -> None:
    """By what their header says."""
    marked = rule(GIVES_Q_AND_R, serves=SILENCE)
    assert len(left("SELECT ?o { ?s :q ?o }", marked, without=(OBLIGATIONS,))) == 1
    assert left("SELECT ?o { ?s :q ?o }", marked, without=(SILENCE,)) == []


def test_what_rules_serve_is_known() -> None:
    """A slip of the pen in a header would only cost time; it is found here."""
    told = {one.query.header[SERVES] for stratum in RULES for one in stratum if SERVES in one.query.header}
    assert told == {OBLIGATIONS, SILENCE}


@pytest.mark.parametrize("seed", range(1000, 1012))
def test_reduced_rules_answer_like_all(seed: int) -> None:
    """On random worlds: positions, what binds, duties; and positions alone."""
    facts = list(Changer(seed).world)
    whole = given(RULES, facts)
    less = demanded(RULES, QUESTIONS.values())
    assert sum(map(len, less)) < sum(map(len, RULES))
    told = Standing(given(less, facts))
    assert all(spans(told, name) == spans(Standing(whole), name) for name in TABLES)
    positions = demanded(RULES, [QUESTIONS[POSITIONS]], (SILENCE, OBLIGATIONS))
    told = Standing(given(positions, facts))
    assert spans(told, POSITIONS) == spans(Standing(whole, silence=False), POSITIONS)
    assert all(value != NOT_COVERED for found in told.positions.values() for _, _, value in found)


def names(node: object) -> set[str]:
    """Return the predicates and classes that the patterns of a query name; ``*`` for a predicate that may be any."""
    if isinstance(node, (list, tuple, set)):
        return set().union(*map(names, node)) if node else set()
    if not isinstance(node, CompValue):
        return set()
    found = set().union(*(names(value) for key, value in node.items() if key != "triples"))
    for _, predicate, value in dict(node).get("triples", ()):
        found |= steps(predicate)
        if predicate == URIRef(RDF + "type"):
            found -= {RDF + "type"}
            found |= set() if isinstance(value, Variable) else {str(value)}
    return found


def steps(predicate: object) -> set[str]:
    """Return the predicates in a property path."""
    if isinstance(predicate, URIRef):
        return {str(predicate)}
    if isinstance(predicate, MulPath):
        return steps(predicate.path)
    if isinstance(predicate, PropertyPath):
        held = [one for value in vars(predicate).values() for one in (value if isinstance(value, list) else [value])]
        return set().union(*map(steps, held))
    return {"*"}


def test_every_rule_is_understood() -> None:
    """A parser of SPARQL finds no predicate and no class in a rule that would not be taken to be read."""
    for one in (one for stratum in RULES for one in stratum):
        read = names(translateQuery(parseQuery(one.query.text)).algebra.p)
        assert "*" not in read, one.identity
        head = " . ".join(f"?s <{name}> ?o . ?s a <{name}>" for name in sorted(read))
        giver = Rule("0/all", Query(Path("all.rq"), f"CONSTRUCT {{ {head} }} WHERE {{ ?s <urn:p> ?o }}", {}))
        [[kept]] = demanded([[giver]], [one.query.text])
        assert all(f"?s a <{name}> ." in kept.query.text for name in read), one.identity
        assert all(f"?s <{name}> ?o ." in kept.query.text for name in read), one.identity
