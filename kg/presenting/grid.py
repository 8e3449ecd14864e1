"""Tables drawn in characters: in columns for a terminal, and in Markdown."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_PADDING = 2
"""How much wider than its heading a column is at least."""


def _width(text: str) -> int:
    """Return how many places of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(sign) in ("Mn", "Me") else 2 if east_asian_width(sign) in ("W", "F") else 1 for sign in text
    )


def _wrapped(text: str, width: int) -> list[str]:
    """Return the lines of a text, none wider than ``width`` where its words can be broken so."""
    lines = [line for line in text.splitlines() if line.strip()]
    if any(len(line) > width for line in lines):
        from textwrap import wrap

        lines = [part for line in lines for part in wrap(line, width)]
    return "\n".join(lines).strip().splitlines() or [""]


def columns(head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int] | None = None) -> str:
    """Return rows in columns below their headings; with ``widths``, each cell wrapped to that of its column."""
    cells = [
        [_wrapped(cell, widths[i]) if widths else cell.strip().splitlines() or [""] for i, cell in enumerate(row)]
        for row in rows
    ]
    wide = _wide(head, cells)
    lines = [
        [part[number] if number < len(part) else "" for part in row]
        for row in cells
        for number in range(max(map(len, row)))
    ]
    drawn = [list(head), ["-" * width for width in wide], *lines]
    return "\n".join("  ".join(map(_padded, line, wide)).rstrip() for line in drawn)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a table of Markdown as GitHub reads it; a line break in a cell becomes a space."""
    cells = [[" ".join(cell.split("\n")).strip() for cell in row] for row in rows]
    wide = _wide(head, [[[cell] for cell in row] for row in cells])
    rule = "|".join("-" * (width + 2) for width in wide)
    lines = [" | ".join(map(_padded, line, wide)) for line in [list(head), *cells]]
    return "\n".join([f"| {lines[0]} |", f"|{rule}|", *(f"| {line} |" for line in lines[1:])])


def _wide(head: Sequence[str], cells: list[list[list[str]]]) -> list[int]:
    return [
        max([_width(name) + _PADDING, *(_width(line) for row in cells for line in row[i])])
        for i, name in enumerate(head)
    ]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
