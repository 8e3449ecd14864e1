"""Tables and proofs as pieces of HTML that a notebook shows: texts escaped, sources linked, no script, no style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from kg.conclusions.steps import Step, sign
from kg.language.citations import Citation

MOST = 200
"""How many rows of a table are shown before the rest is only counted."""
Cell = str | Sequence[Citation] | None


def link(citation: Citation) -> str:
    """Return a source, linked where it has an address of http or https."""
    title = escape(f"{citation.publisher}: {citation.title}" if citation.publisher else citation.title)
    if citation.url is None or urlsplit(citation.url).scheme not in ("http", "https"):
        return title
    return f'<a href="{escape(citation.url)}" target="_blank" rel="noopener noreferrer">{title}</a>'


def _cell(cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return escape(cell or "")
    return "<br>".join(map(link, cell))


def table(columns: Iterable[str], rows: Iterable[Sequence[Cell]], title: str = "") -> str:
    """Return a table; of a long one the first rows, and how many more there are."""
    content = list(rows)
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in content[:MOST])
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    more = f"<p>… and {len(content) - MOST} rows more</p>" if len(content) > MOST else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def proof(step: Step, depth: int = 0) -> str:
    """Return a step and all below it as a tree that opens and closes; the first two levels are open."""
    mark = f"[{sign(step)}] " if sign(step) else ""
    said = escape(f"{mark}{step.text}{' (unconfirmed)' if step.unconfirmed else ''}")
    cited = "".join(f"<li>{link(citation)}</li>" for citation in step.citations)
    below = "".join(f"<li>{proof(inner, depth + 1)}</li>" for inner in step.steps)
    if not cited and not below:
        return said
    return f"<details{' open' if depth < 1 else ''}><summary>{said}</summary><ul>{cited}{below}</ul></details>"


def paragraph(text: str) -> str:
    """Return a text as a paragraph."""
    return f"<p>{escape(text)}</p>"
