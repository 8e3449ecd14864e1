"""Where a state is bound under international law and treats as non-binding all the same."""

from __future__ import annotations

from collections import Counter

from kg.names import SUBJECT_KINDS
from kg.site.choices import holders
from kg.site.tellings import position_tables
from kg.site.visits import Shown, Visit

PATHS = ("/conflicts",)
TAKES = ("state",)


def shown(visit: Visit) -> Shown:
    """Return the conflicts of a state on a day, or how many each state has."""
    graph, words, state = visit.graph, visit.words, visit.state()
    found = graph.conflicts(state.iri if state else None, on=visit.day)
    states, day = holders(graph), words.day(visit.day.isoformat())
    data = [("JSON", visit.api("conflicts", state=visit.given.get("state"), on=visit.given.get("on")))]
    filling = {"state": state, "states": states}
    if state is not None:
        title = words.say("conflicts.title", state=state.name, day=day)
        return Shown("conflicts", title, filling | {"tables": position_tables(visit, found)}, data)
    counts: dict[str, Counter[str]] = {one.stem: Counter() for one in states}
    for position in {(one.state, one.subject): one for one in found}.values():
        counts[position.state][position.kind] += 1
    rows = [(one, counts[one.stem], visit.url("/conflicts", state=one.stem)) for one in states]
    title = words.say("conflicts.title-all", day=day)
    return Shown("conflicts", title, filling | {"counts": rows, "kinds": SUBJECT_KINDS, "tables": []}, data)
