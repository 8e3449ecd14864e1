"""The first page: search, the answer of today at a glance, kinds of things, pictures, questions."""

from __future__ import annotations

from typing import Any

from kg.conclusions.positions import NOT_COVERED, Position
from kg.conclusions.segments import segments
from kg.oxigraph import referring
from kg.site.choices import counted, holders, questions
from kg.site.visits import Shown, Visit
from kg.site.webpages import LISTED

PATHS = ("/",)
TAKES: tuple[str, ...] = ()


_SHOWN = 12
"""How many bodies are shown at once; the others are one click away."""


def shown(visit: Visit) -> Shown:
    """Return the first page."""
    graph = visit.graph
    states, bodies = holders(graph), _bodies(visit)
    filling = {
        "states": states, "shared": bodies[:_SHOWN], "others": bodies[_SHOWN:], "counts": counted(graph, LISTED),
        "questions": questions(graph), "links": {state.stem: visit.page_of(state.iri) for state in states},
    }  # fmt: skip
    return Shown("home", visit.words["start.title"], filling, [("CSV", visit.url("/questions/positions.csv"))])


def _bodies(visit: Visit) -> list[dict[str, Any]]:
    """Return every body that a rule of a state reaches on the day, with what each state makes of it.

    Those that several states reach come first, then those of which the most proceedings and rulings are recorded.
    """
    graph, found = visit.graph, dict[str, dict[str, dict[str, Any]]]()
    for state in graph.holders():
        of: dict[str, list[Position]] = {}
        for position in graph.assess(state, on=visit.day, all=True):
            if position.kind == "body":
                of.setdefault(position.subject_iri, []).append(position)
        for body, positions in of.items():
            one = next(one for one in segments(positions) if one.holds_on(visit.day))
            pair = {"state": positions[0].state, "subject": positions[0].subject}
            found.setdefault(body, {})[positions[0].state] = {
                "verdict": one.verdict, "international": one.international, "proof": visit.url("/view/proof", **pair),
            }  # fmt: skip
    rows = []
    for body, told in found.items():
        reached = sum(1 for one in told.values() if one["verdict"] != NOT_COVERED)
        known = sum(len(referring(graph.store, name, body)) for name in ("issuedBy", "before"))
        if reached:
            named = {"name": graph.directory.name(body), "link": visit.page_of(body), "of": told}
            rows.append(((-min(reached, 2), -known, named["name"]), named))
    return [named for _, named in sorted(rows, key=lambda row: row[0])]
