"""Files of SPARQL; questions with parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from kg.faults import Fault, UsageFault
from kg.files import read_text
from kg.names import PREFIXES, XSD
from kg.oxigraph import Literal, NamedNode, Variable
from kg.queries.headers import Parameter, read_header

Term = NamedNode | Literal


@dataclass(frozen=True)
class Query:
    """One .rq file: its path, text, and the header that describes it."""

    path: Path
    text: str
    header: dict[str, str]
    parameters: tuple[Parameter, ...] = field(default=())

    @property
    def stem(self) -> str:
        """The file's name without .rq: the name by which it is called."""
        return self.path.stem

    def line_of(self, fragment: str) -> int | None:
        """Return the line on which a fragment of the text first stands."""
        at = self.text.find(fragment)
        return None if at < 0 else self.text.count("\n", 0, at) + 1

    def with_values(self, given: dict[str, Term]) -> str:
        """Return the text with the example values of its parameters replaced.

        A parameter ``x`` stands in the text as one line ``VALUES ?x { example }``, so that the file runs as it is
        in any SPARQL engine.

        Raises Fault where the text has no such line, UsageFault for a name that is no parameter.
        """
        text = self.text
        known = {parameter.name for parameter in self.parameters}
        for name, value in given.items():
            if name not in known:
                raise UsageFault(f"{self.stem} has no parameter {name}; it has {', '.join(sorted(known)) or 'none'}")
            text, count = re.subn(rf"VALUES \?{name} \{{[^}}]*\}}", lambda _: f"VALUES ?{name} {{ {value} }}", text)  # noqa: B023
            if not count:
                raise Fault(f"parameter {name} has no line VALUES ?{name} {{ … }}", file=self.path)
        return text


def syntax_fault(error: SyntaxError, path: Path | None, kind: type[Fault] = Fault) -> Fault:
    """Return the fault for SPARQL that does not parse, with the line that the engine names in its message."""
    at = re.match(r"error at (\d+):(\d+): (.*)", error.msg, re.DOTALL)
    if at is None:
        return kind(f"not well-formed SPARQL: {error.msg}", file=path)
    expected = at[3] if len(at[3]) < 100 else at[3].split(",")[0]
    place = f"column {at[2]}" if path is not None else f"line {at[1]}, column {at[2]}"
    return kind(f"not well-formed SPARQL: {place}: {expected}", file=path, line=int(at[1]))


def read_query(path: Path) -> Query:
    """Return the query in a file, its header read.

    Raises Fault for a header line that is none.
    """
    text = read_text(path)
    return Query(path, text, *read_header(text.splitlines(), path))


def catalogue(root: Path) -> dict[str, Query]:
    """Return the questions of queries/, by stem.

    Raises Fault for one without a title or without what it asks.
    """
    questions = {}
    for path in sorted((root / "queries").glob("*.rq")):
        query = read_query(path)
        for key in ("title", "asks"):
            if key not in query.header:
                raise Fault(f"the header lacks '# {key}: …'", file=path, line=1)
        questions[query.stem] = query
    return questions


def with_prefixes(text: str) -> str:
    """Return a query typed by hand, with our prefixes before it on its first line, so that line numbers stay.

    A prefix that the query declares itself is left to it.
    """
    declared = {match[1] for match in re.finditer(r"(?im)^\s*PREFIX\s+([\w-]*):", text)}
    missing = (f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if name not in declared)
    return "".join(missing) + text


def date_term(moment: date) -> Literal:
    """Return a date as a literal of SPARQL."""
    return Literal(moment.isoformat(), datatype=NamedNode(XSD + "date"))


def variable_names(variables: list[Variable]) -> list[str]:
    """Return the names of a result's columns."""
    return [variable.value for variable in variables]
