"""The answer to a question of the catalogue, or to SPARQL."""

from __future__ import annotations

import re

from kg.faults import UsageFault
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import GIVEN, Parameter, pairs
from kg.interfaces.records import described, listed
from kg.names import kind
from kg.presenting import present
from kg.queries.guard import check as refuse_outside
from kg.queries.questions import Answer
from kg.queries.sparql import with_prefixes

ASKING = Asking(
    "the answer to a question of the catalogue, or to SPARQL",
    (
        Parameter(
            "query", "a question of the catalogue, or SPARQL (SELECT, ASK)", "text", required=True, place="path",
            longest=10_000,
        ),
        GIVEN,
    ),
    listed(
        described(
            {"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}},
            "a row: each column with an IRI, a text, a number, or nothing",
        )
    ),
    heavy=True,
)  # fmt: skip


def typed(text: str) -> bool:
    """Return whether a text is SPARQL: no name of a question has a bracket."""
    return "{" in text


def fruitless(found: Answer) -> bool:
    """Return whether nothing was found."""
    return not found.rows or found.rows == [["false"]]


def silence(found: Answer) -> str:
    """Return that nothing was found."""
    return "no; the graph holds nothing that matches" if found.rows else "no row"


def answer(graph: Graph, given: Given) -> Told:
    """Return the rows.

    Raises UnknownQuestion for a name that is no question's; UsageFault for SPARQL that is malformed, reads elsewhere or
    makes a graph.
    """
    query, values = given["query"], pairs(given["given"])
    if not typed(query):
        found = graph.ask(query, **values)
        empty = [silence(found), *graph.why_empty(query, **values)] if fruitless(found) else []
    else:
        if values:
            raise UsageFault("--given goes with a question of the catalogue; write the values into your own SPARQL")
        refuse_outside(query)
        text = with_prefixes(query)
        try:
            found = graph.query(text)
        except UsageFault as fault:
            raise UsageFault(_as_typed(str(fault), len(text) - len(query))) from fault
        empty = [silence(found), *graph.why_empty_query(text)] if fruitless(found) else []
    if found.triples is not None:
        raise UsageFault("the query makes a graph; ask with SELECT or ASK")
    texts = (cell for row in found.rows for cell in row if isinstance(cell, str))
    return Told(present.answer(found, "json"), empty, list(dict.fromkeys(text for text in texts if kind(text))))


def _as_typed(sentence: str, before: int) -> str:
    """Return a sentence whose column on the first line does not count the prefixes that were put before a query."""
    return re.sub(r"line 1, column (\d+)", lambda match: f"line 1, column {int(match[1]) - before}", sentence)
