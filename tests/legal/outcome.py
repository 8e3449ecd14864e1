"""What was found for a case, and how rows of an answer are compared with those that a case names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kg.graph import Graph
from kg.names import PREFIXES
from kg.queries.questions import Answer, readable
from kg.queries.sparql import date_term, with_prefixes
from legal.case import Row


@dataclass
class Outcome:
    """What was found: whether it is the right answer, how to tell it, and the things the answer is."""

    right: bool
    found: str
    things: list[str]
    """Prefixed names; the proof starts from them."""
    graph: Graph | None = None
    """The graph in which they stand, where it is not the one asked: one with facts supposed."""


def iri(name: str) -> str:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    assert prefix in PREFIXES, f"{name} has no prefix that we know"
    return PREFIXES[prefix] + local


def rows(graph: Graph, text: str) -> list[Row]:
    """Return the rows of a query, things shortened to prefixed names."""
    return shown(graph.query(with_prefixes(text)))


def shown(answer: Answer) -> list[Row]:
    """Return the rows of an answer, things shortened to prefixed names."""
    return [{key: readable(cell) for key, cell in row.items()} for row in answer.dicts()]


def standing(graph: Graph, on: date, pattern: str, columns: str = "") -> list[Row]:
    """Return the derived nodes ``?node`` of a pattern whose interval holds a day, with ``from`` and ``until``."""
    return rows(
        graph,
        f"""SELECT DISTINCT ?node ?from ?until {columns} WHERE {{
          {pattern} . ?node op:from ?from OPTIONAL {{ ?node op:until ?until }}
          FILTER(?from <= {date_term(on)} && (!BOUND(?until) || {date_term(on)} < ?until)) }}""",
    )


def absence(graph: Graph, state: str, treaties: Iterable[str], on: date) -> list[str]:
    """Return what it rests on that a state has no status under treaties: statuses that ended, and lists complete."""
    values = " ".join(f"<{treaty}>" for treaty in treaties)
    found = rows(
        graph,
        f"""SELECT DISTINCT ?node WHERE {{ VALUES ?treaty {{ {values} }}
          {{ ?node a op:Participation ; op:state <{state}> ; op:treaty ?treaty ; op:until ?until
             FILTER(?until <= {date_term(on)}) }}
          UNION {{ ?node a op:CompletenessStatement ; op:closes op:TreatyAction ; op:about ?treaty }} }}""",
    )
    return [row["node"] for row in found]


def treaties_of(graph: Graph, subject: str) -> list[str]:
    """Return the treaties on which the competence in a subject rests, or by which it binds."""
    found = rows(
        graph,
        f"""SELECT DISTINCT ?treaty WHERE {{
          {{ <{subject}> op:generalConsent ?treaty }} UNION {{ <{subject}> op:effectiveBasis/op:instrument ?treaty }}
          UNION {{ <{subject}> op:issuedBy/op:effectiveBasis/op:instrument ?treaty }} ?treaty a op:Treaty }}""",
    )
    return [iri(row["treaty"]) for row in found]


def fit(says: Row, found: list[Row]) -> bool:
    """Return whether the rows found are as a case says: equal to, containing or lacking some, in this number."""

    def there(row: Row) -> bool:
        return any(all(_same(candidate.get(key), value) for key, value in row.items()) for candidate in found)

    equal = says.get("equal")
    return (
        all(map(there, says.get("contain", [])))
        and not any(map(there, says.get("lack", [])))
        and says.get("count", len(found)) == len(found)
        and says.get("at_least", 0) <= len(found)
        and (equal is None or (len(found) == len(equal) and all(map(there, equal))))
    )


def _same(found: object, expected: object) -> bool:
    """Return whether a cell is as said; an empty text in a case stands for nothing, a date for its text."""
    if isinstance(expected, date):
        return str(found) == expected.isoformat()
    return bool(found in (None, "")) if expected == "" else bool(found == expected)
