"""The comment headers of files of SPARQL: what a query is called, says, and must be given."""

from __future__ import annotations

import re

from kg.faults import Fault
from kg.names import SUBJECTS
from kg.tuples import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HEADER_LINE = re.compile(r"#\s*([a-z]+(?:@[a-z]{2})?):\s*(.*\S)\s*")
_PARAMETER = re.compile(r"(\w+)\s*\((\w+)\)(?:\s+(.*))?")
DATE = "Date"
"""The type of a parameter that is a day; every other names what kind of thing is meant."""


class Parameter(Record):
    """What a question must be given: a name, a type (State, Thing, Date …) and what it means."""

    name: str
    type: str
    meaning: str


def read_header(lines: Iterable[str], path: Path | None = None) -> tuple[dict[str, str], tuple[Parameter, ...]]:
    """Return what the header of a query says by key, and its parameters.

    The header is the comment lines before the first other line, each ``# key: text``, or ``# key@ru: text`` in another
    language than English.

    Raises Fault for a header line that is none.
    """
    header: dict[str, str] = {}
    parameters: list[Parameter] = []
    for number, line in enumerate(lines, 1):
        if not line.startswith("#"):
            break
        match = _HEADER_LINE.fullmatch(line)
        if match is None:
            raise Fault("a header line must read '# key: text'", file=path, line=number)
        key, value = match.groups()
        if key == "given":
            described = _PARAMETER.fullmatch(value)
            if described is None:
                raise Fault("a parameter must read '# given: name (Type) meaning'", file=path, line=number)
            parameters.append(Parameter(described[1], described[2], described[3] or ""))
        elif key in header:
            raise Fault(f"the header says {key} twice", file=path, line=number)
        else:
            header[key] = value
    return header, tuple(parameters)


def kinds_of(type_name: str) -> tuple[str, ...]:
    """Return the kinds of thing that a type of parameter other than Date takes; none: any."""
    return {"Thing": (), "Subject": SUBJECTS}.get(type_name, (type_name.lower(),))
