"""An empty answer says why it is empty: which pattern never matches, and whether that is a true negative."""

from __future__ import annotations

import io

import pytest

from kg.cli import main
from kg.graph import Graph
from kg.queries.algebra import branches
from kg.queries.sparql import with_prefixes

# SPARQL with no answer, and what the reason must say.
EMPTY = [
    ("SELECT ?x { ?x a op:AdHocTribunl }", ["nothing matches { ?x rdf:type op:AdHocTribunl }", "op:AdHocTribunal"]),
    ("SELECT ?x { ?x a op:Treaty ; op:seatt ?y }", ["nothing matches", "op:seatt does not occur in the graph"]),
    ("SELECT ?x { ?x a op:Treaty ; op:actor ?y }", ["each pattern matches something, but nothing matches"]),
    ("SELECT ?x { ?x a op:Treaty FILTER NOT EXISTS { ?x a ?c } }", ["all patterns match together; FILTER NOT EXISTS"]),
    ("SELECT ?x { ?x a op:Treaty FILTER(?x = 3) }", ["all patterns match together; FILTER leaves no row"]),
    ("SELECT ?x { ?x a op:Treaty MINUS { ?x a ?c } }", ["all patterns match together; MINUS leaves no row"]),
    ("SELECT ?x { ?x a op:Treaty } LIMIT 0", ["HAVING, LIMIT or OFFSET leaves no row"]),
    ("SELECT ?x { { ?x a op:A } UNION { ?x a op:B } }", ["alternative 1: nothing matches", "alternative 2: nothing"]),
    ("SELECT ?x { ?x op:restsOn+ ?y . ?y op:nothing ?z OPTIONAL { ?x op:none ?w } }", ["{ ?y op:nothing ?z }"]),
    ("SELECT ?x { VALUES ?x { treaty:none } ?x op:signed ?d }", ["{ ?x op:signed ?d } with ?x = treaty:none"]),
    ("SELECT ?x { ?x (op:nothing|op:never) ?y }", ["op:never does not occur", "op:nothing does not occur"]),
    (
        "ASK { ?x a op:Ratification ; op:treaty treaty:rome-statute ; op:actor state:USA }",
        ["each pattern matches", "each treaty action of Rome Statute", "true negative up to that day"],
    ),
    ("SELECT ?x { ?x op:holder state:FRA }", ["nothing matches", "no list about France is declared complete"]),
    ("CONSTRUCT { ?x a op:Treaty } { ?x op:nothing 1 }", ["nothing matches { ?x op:nothing"]),
]


@pytest.mark.parametrize(("text", "said"), EMPTY)
def test_a_query_without_an_answer_says_why(
    text: str, said: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["query", "-"]) == 0
    told = capsys.readouterr().err
    for words in said:
        assert words in told


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("parties", {"treaty": "rome-statute", "on": "1998-07-01"}, "each treaty action of Rome Statute"),
        ("rules-of-state", {"state": "FRA"}, "no list about France is declared complete"),
        ("non-binding", {"state": "RUS", "on": "1990-01-01"}, "each rule on rulings of Russia"),
        ("warrants", {"on": "1990-01-01"}, "FILTER"),
    ],
)
def test_a_question_without_an_answer_tells_a_true_negative_from_the_unknown(
    graph: Graph, name: str, given: dict[str, str], said: str
) -> None:
    assert not graph.ask(name, **given).rows
    assert any(said in sentence for sentence in graph.why_empty(name, **given))


def test_what_leaves_nothing_really_leaves_nothing(graph: Graph) -> None:
    for text, _ in EMPTY:
        if text.startswith("SELECT"):
            assert not graph.query(with_prefixes(text)).rows
        assert graph.why_empty_query(with_prefixes(text))


def test_every_question_of_the_catalogue_can_be_explained(graph: Graph) -> None:
    """Each is read by the second parser, so an empty answer to it is never silent."""
    for name, question in graph.questions().items():
        found = branches(question.text)
        assert found, name
        assert any(branch.patterns for branch in found), name


def test_an_answer_that_is_not_empty_is_not_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "parties", "--given", "treaty=rome-statute", "--given", "on=2020-01-01"]) == 0
    assert capsys.readouterr().err == ""
