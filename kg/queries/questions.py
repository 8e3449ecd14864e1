"""Asks the built graph: SPARQL results as plain rows, and the question catalogue with its parameters."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.faults import Fault, UnknownQuestion, UsageFault
from kg.names import short
from kg.oxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
)
from kg.queries.sparql import Query, Term, catalogue, read_query, syntax_fault, variable_names

Cell = str | int | None


@dataclass(frozen=True)
class Answer:
    """The answer to a question: column names and rows; or triples, for a CONSTRUCT or DESCRIBE."""

    columns: list[str]
    rows: list[list[Cell]]
    triples: list[Triple] | None = None

    def dicts(self) -> Iterator[dict[str, Cell]]:
        """Yield the rows as dictionaries."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


def cell(node: object) -> Cell:
    """Return a node of a result as a plain value: an IRI or text as str, an integer as int, nothing as None."""
    if node is None:
        return None
    if isinstance(node, Literal):
        return int(node.value) if node.datatype.value.endswith("integer") else node.value
    if isinstance(node, NamedNode):
        return node.value
    return str(node)


def texts(store: Store, text: str) -> Iterator[list[str]]:
    """Yield the rows of the answer to a SELECT of our own as texts, empty where there is nothing.

    Much of what a row costs is its objects; through CSV it costs half.
    """
    solutions = store.query(text)
    assert isinstance(solutions, QuerySolutions)
    lines = csv.reader(io.StringIO((solutions.serialize(format=QueryResultsFormat.CSV) or b"").decode(), newline=""))
    next(lines)
    return lines


def run(store: Store, text: str, path: Path | None = None) -> Answer:
    """Return the answer to a SPARQL query over the whole graph, asserted and derived.

    Raises UsageFault, with the line, for a query that does not parse.
    """
    try:
        result = store.query(text)
        if isinstance(result, QuerySolutions):
            variables = result.variables
            return Answer(variable_names(variables), [[cell(row[name]) for name in variables] for row in result])
        if isinstance(result, QueryTriples):
            return Answer(["subject", "predicate", "object"], [], list(result))
    except SyntaxError as error:
        raise syntax_fault(error, path, UsageFault) from error
    except (OSError, RuntimeError) as error:
        raise Fault(f"the query could not be run: {error}", file=path) from error
    assert isinstance(result, QueryBoolean)
    return Answer(["answer"], [["true" if result else "false"]])


def named(root: Path, name: str) -> Query:
    """Return a question of the catalogue.

    Raises UnknownQuestion for a name that is none, with the nearest.
    """
    path = root / "queries" / f"{name}.rq"
    if "/" not in name and path.is_file():
        return read_query(path)
    from difflib import get_close_matches

    known = catalogue(root)
    near = get_close_matches(name, known, n=3, cutoff=0.4)
    raise UnknownQuestion(
        f"no question is called {name!r}; {'did you mean ' + ', '.join(near) if near else 'see kg queries'}"
    )


def ask(store: Store, root: Path, name: str, given: dict[str, Term]) -> Answer:
    """Return the answer to a question of the catalogue with its parameters filled in."""
    question = named(root, name)
    return run(store, question.with_values(given), question.path)


def readable(value: Cell) -> Cell:
    """Return a cell as a person wants to see it: IRIs of ours shortened."""
    return short(value) if isinstance(value, str) and value.startswith("http") else value
