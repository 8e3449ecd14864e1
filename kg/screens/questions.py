"""The question catalogue: each question with a form for what it must be given, its answer as a table and as CSV."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from kg.media import CSV
from kg.names import kind
from kg.presenting.present import table
from kg.queries.questions import Answer, readable
from kg.queries.sparql import Query
from kg.site.choices import headed, holders, labelled, questions
from kg.site.visits import Missing, Raw, Shown, Visit

PATHS = ("/questions", "/questions/{name}", "/questions/{name}.csv")
TAKES = ("state", "subject", "person", "warrant", "treaty", "thing", "instrument")
"""The names of parameters of questions; tests hold that there are no others."""
_SHOWN = 500
_SUBJECTS = "body,proceeding,ruling"


def shown(visit: Visit) -> Shown | Raw:
    """Return the catalogue, or a question with its answer.

    Raises Missing for a question that is none.
    """
    asked = {one.stem: one for one in questions(visit.graph)}
    if "name" not in visit.matched:
        return Shown("questions", visit.words["catalogue.title"], {"listed": list(asked.values())})
    if (name := visit.matched["name"]) not in asked:
        raise Missing(f"no question is called {name!r}")
    question = visit.graph.questions()[name]
    given = _given(visit, question)
    answer = visit.graph.ask(question.stem, **given)
    if visit.path.endswith(".csv"):
        return Raw(CSV, table(answer.columns, answer.rows, "csv").encode() + b"\n")
    text = question.with_values(visit.graph.terms(question, given))
    why = [] if answer.rows else visit.graph.why_empty(question.stem, **given)
    sparql = "/sparql?" + urlencode({"query": text})
    filling = {
        "question": question, "asked": asked[name], "text": text, "why": why,
        "heads": headed(visit.words, answer.columns), "number": len(answer.rows), "rows": _rows(visit, answer),
        "fields": [_field(visit, parameter.name, parameter.type) for parameter in question.parameters],
        "sparql": sparql, "holders": holders(visit.graph), "example": not given,
    }  # fmt: skip
    told: dict[str, str | None] = dict(given.items())
    data = [("CSV", visit.url(f"/questions/{question.stem}.csv", **told)), ("SPARQL JSON", sparql)]
    return Shown("question", asked[name].title, filling, data)


def _given(visit: Visit, question: Query) -> dict[str, str]:
    """Return what the question is given: of the parameters of the page, those that it has."""
    names = {parameter.name for parameter in question.parameters}
    return {name: text for name, text in visit.given.items() if name in names}


def _rows(visit: Visit, answer: Answer) -> list[list[tuple[Any, str | None]]]:
    return [
        [(readable(cell), visit.page_of(cell) if isinstance(cell, str) and kind(cell) else None) for cell in row]
        for row in answer.rows[:_SHOWN]
    ]


def _field(visit: Visit, name: str, type_name: str) -> dict[str, str]:
    kinds = {"Subject": _SUBJECTS, "Thing": ""}.get(type_name, type_name.lower())
    return {"name": name, "type": type_name, "kinds": kinds, "label": labelled(visit.words, name)}
