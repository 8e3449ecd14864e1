"""How much the graph holds, and how much of it has been confirmed in a source."""

from __future__ import annotations

from kg.queries.questions import Cell, readable
from kg.site.visits import Shown, Visit

PATHS = ("/coverage",)
TAKES = ("by",)
BY = ("kind", "treaty", "body", "state")


def shown(visit: Visit) -> Shown:
    """Return the numbers by kind, treaty, body or state."""
    by = visit.given.get("by", "kind")
    answer = visit.graph.coverage(by)
    columns = [name for name in answer.columns if name == "kind" or name != by]
    filling = {
        "heads": [(visit.words[f"variable.{name}"], None) for name in columns],
        "rows": [[_cell(visit, name, row) for name in columns] for row in answer.dicts()],
        "by": by,
        "tabs": [(name, visit.url("/coverage", by=name)) for name in BY],
    }
    data = [("CSV", visit.url(f"/questions/coverage-by-{by}.csv")), ("JSON", visit.api("coverage", by=by))]
    return Shown("coverage", visit.words["coverage.title"], filling, data)


def _cell(visit: Visit, name: str, row: dict[str, Cell]) -> tuple[Cell, str | None]:
    """Return a cell: a thing by its name and with its page, a kind as readers call it, else as it is."""
    value, first = row[name], next(iter(row.values()))
    if name == "name" and isinstance(first, str):
        return visit.graph.directory.name(first), visit.page_of(first)
    if name == "kind":
        return (visit.words["coverage.every"] if value == "(all)" else visit.kinds(str(value))), None
    return readable(value), None
