"""Tables in saved HTML pages and XML files: cells as text, each with the line it stands on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from kg.files import read_text

_FOOTNOTE = re.compile(r"<superscript>.*?</superscript>", re.IGNORECASE | re.DOTALL)
_ROWS, _CELLS = ["tr", "row"], ["td", "th", "entry"]


class Cell(NamedTuple):
    """The text of a cell without its footnote marks, and the line of the file on which the cell begins."""

    text: str
    line: int


Grid = list[list[Cell]]
"""A table: rows of cells; rows without a cell are left out."""


def grids(path: Path) -> list[Grid]:
    """Return the tables of a file, in their order; HTML tables and CALS tables in XML are both understood.

    A table within a table stands for itself, and its cells are no cells of the outer one. Nothing that a file refers
    to is read, and entities that it declares are not expanded.

    Raises Fault for a file that cannot be read or is not UTF-8.
    """
    import warnings

    from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        # The lenient parser is wanted for XML too: it tells lines, and it expands no entities.
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(read_text(path), "html.parser")
    for mark in soup.find_all(["sup", "superscript", "script", "style"]):
        mark.decompose()
    found = []
    for table in soup.find_all("table"):
        grid = []
        for row in table.find_all(_ROWS):
            cells = [
                Cell(" ".join(_FOOTNOTE.sub("", cell.get_text(" ")).split()), cell.sourceline or 0)
                for cell in row.find_all(_CELLS)
                if cell.find_parent("table") is table
            ]
            if cells and row.find_parent("table") is table:
                grid.append(cells)
        if grid:
            found.append(grid)
    return found
