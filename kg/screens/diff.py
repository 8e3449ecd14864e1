"""What differs between two days."""

from __future__ import annotations

from typing import Any

from kg.faults import UsageFault
from kg.site.choices import of_kind
from kg.site.tellings import difference_tables
from kg.site.visits import Shown, Visit

PATHS = ("/diff",)
TAKES = ("old", "new", "state")
_MOST = 300
"""How many rows of a table a page shows."""


def shown(visit: Visit) -> Shown:
    """Return the form and, where two days are given, what differs."""
    graph, given, words, state = visit.graph, visit.given, visit.words, visit.state()
    filling: dict[str, Any] = {"states": of_kind(graph, "state"), "tables": None}
    if "old" not in given and "new" not in given:
        return Shown("diff", words["diff.title-none"], filling)
    if "old" not in given or "new" not in given:
        raise UsageFault("a comparison takes two days: old and new")
    found = graph.diff(given["old"], given["new"], state=state.iri if state else None)
    filling["tables"] = [(kind, rows[:_MOST], len(rows)) for kind, rows in difference_tables(visit, found)]
    title = words.say("diff.title", old=words.day(given["old"]), new=words.day(given["new"]),
                      state=state.name if state else None)  # fmt: skip
    told = {name: given.get(name) for name in TAKES}
    return Shown("diff", title, filling, [("JSON", visit.api("diff", **told))])
