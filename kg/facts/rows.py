"""Rows of CSV tables: cells by column name, read strictly, and faults that point at file and line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kg.faults import Fault
from kg.files import read_text
from kg.names import STEM
from kg.oxigraph import Literal, date_literal


class Row(NamedTuple):
    """One row of a table: its cells by column name, and where it stands."""

    cells: dict[str, str]
    file: Path
    line: int

    def fault(self, message: str) -> Fault:
        """Return a fault that points at this row."""
        return Fault(message, file=self.file, line=self.line)

    def stem(self, column: str, prefix: str = "") -> str:
        """Return a cell that must be a stem, without a prefix that it may have."""
        text = self.cells[column].removeprefix(prefix)
        if not STEM.fullmatch(text):
            raise self.fault(f"{column} is {text!r}, not a stem of letters, digits and hyphens")
        return text

    def date(self, column: str) -> Literal | None:
        """Return a cell that must be empty or an ISO date."""
        text = self.cells[column]
        if not text:
            return None
        try:
            if date.fromisoformat(text).isoformat() != text:
                raise ValueError
        except ValueError:
            raise self.fault(f"{column} is {text!r}, not a date of the calendar written YYYY-MM-DD") from None
        return date_literal(text)

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """Return a cell that must be one of the words allowed."""
        text = self.cells[column]
        if text not in allowed:
            raise self.fault(f"{column} is {text!r}, not one of {', '.join(allowed)}")
        return text


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a CSV file whose header must be ``columns``.

    Raises Fault with the line for a wrong header, a row with too few or too many cells, or broken quoting.
    """
    reader = csv.reader(io.StringIO(read_text(path).removeprefix("\ufeff"), newline=""), strict=True)
    try:
        header = next(reader, None)
        if header is None or tuple(header) != columns:
            found = "an empty file" if header is None else ",".join(header)
            raise Fault(f"the header must be {','.join(columns)}, not {found}", file=path, line=1)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(columns):
                raise Fault(
                    f"{len(cells)} cells where the header names {len(columns)}; quote a cell that holds a comma",
                    file=path,
                    line=reader.line_num,
                )
            yield Row(dict(zip(columns, (cell.strip() for cell in cells), strict=True)), path, reader.line_num)
    except csv.Error as error:
        raise Fault(f"not well-formed CSV: {error}", file=path, line=reader.line_num) from error
