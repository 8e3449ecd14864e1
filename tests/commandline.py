"""Runs commands as a user does and reads what they print, in each format."""

import csv
import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from kg.cli import main

_UNESCAPED = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status, and what it wrote on stdout and stderr."""

    status: int
    out: str
    err: str

    def json(self) -> Any:  # noqa: ANN401
        """Return stdout read as JSON; anything else on it is an error."""
        return json.loads(self.out)

    def csv(self) -> list[dict[str, str]]:
        """Return stdout read as one CSV table; every row has all columns of the header and no more."""
        header, *rows = list(csv.reader(io.StringIO(self.out), strict=True))
        assert len(set(header)) == len(header)
        assert all(len(row) == len(header) for row in rows)
        return [dict(zip(header, row, strict=True)) for row in rows]

    def tables(self) -> list[list[list[str]]]:
        """Return the Markdown tables on stdout, each a list of rows of cells, the heading first."""
        found: list[list[list[str]]] = []
        lines = ["", *self.out.splitlines()]
        for before, line in pairwise(lines):
            if line.startswith("|"):
                if not before.startswith("|"):
                    found.append([])
                found[-1].append([cell.strip() for cell in _UNESCAPED.split(line)[1:-1]])
        for head, rule, *rows in found:
            assert all(re.fullmatch(r":?-+:?", cell) for cell in rule), rule
            assert all(len(row) == len(head) for row in (rule, *rows))
        return [[head, *rows] for head, _, *rows in found]


def run(*arguments: str) -> Ran:
    """Run a command and return what it did; an exception that reaches the user is an error of the test."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else 1
    return Ran(status, out.getvalue(), err.getvalue())


def cells(row: dict[str, Any]) -> dict[str, str]:
    """Return an object of JSON as the cells that CSV has for it: nothing is empty, truth is ``true`` or ``false``."""
    return {
        key: "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in row.items()
    }
