"""The rows of a question stand in one order, whichever engine sorts them."""

import re

import pytest

from kg.files import knowledge_root
from kg.graph import Graph
from kg.queries.questions import run
from kg.queries.sparql import read_query

ORDERED = {
    path.stem: path for path in sorted((knowledge_root() / "queries").glob("*.rq")) if "\nORDER BY" in path.read_text()
}


@pytest.mark.parametrize("name", ORDERED)
def test_no_two_rows_are_equal_in_all_that_a_question_orders_by(graph: Graph, name: str) -> None:
    text = read_query(ORDERED[name]).text
    (order,) = re.findall(r"(?m)^ORDER BY (.*)$", text)
    answer = run(graph.store, text)
    places = [answer.columns.index(column) for column in re.findall(r"\?(\w+)", order)]
    keys = [tuple(row[place] for place in places) for row in answer.rows]
    assert keys
    assert len(set(keys)) == len(keys)
