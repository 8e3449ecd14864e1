"""A state's positions on a day: which bodies, proceedings and rulings its own law treats as non-binding."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.conclusions.positions import VERDICTS
from kg.faults import UsageFault
from kg.names import SUBJECT_KINDS
from kg.site.choices import holders, readings
from kg.site.tellings import position_tables
from kg.site.visits import Shown, Visit

PATHS = ("/assess",)
TAKES = ("state", "subject", "reading", "kind", "all")


def shown(visit: Visit) -> Shown:
    """Return the positions of a state, or how many of each kind each state has."""
    graph, given, words, state = visit.graph, visit.given, visit.words, visit.state()
    kind = given.get("kind", "" if "subject" in given else "body")
    if kind not in (*SUBJECT_KINDS, "", "every"):
        raise UsageFault(f"no kind is called {kind!r}; there is {', '.join(SUBJECT_KINDS)} and every")
    filling: dict[str, Any] = {
        "state": state, "states": holders(graph), "readings": readings(graph, state), "kind": kind,
        "kinds": SUBJECT_KINDS, "every": "all" in given,
    }  # fmt: skip
    day = words.day(visit.day.isoformat())
    if state is None:
        counts = []
        for one in filling["states"]:
            found = graph.assess(one.iri, on=visit.day, all=True)
            pairs = {(position.subject_iri, position.verdict) for position in found if position.kind == "body"}
            counts.append((one, Counter(verdict for _, verdict in pairs), visit.url("/assess", state=one.stem)))
        title = words.say("assess.title-all", day=day)
        return Shown("assess-all", title, filling | {"counts": counts, "verdicts": VERDICTS})
    found = graph.assess(
        state.iri, on=visit.day, subject=given.get("subject"), reading=given.get("reading"), all="all" in given
    )
    chosen = [one for one in found if kind in ("", "every", one.kind)]
    filling["tables"] = position_tables(visit, chosen)
    filling["silence"] = "" if chosen else graph.silence(state)
    return Shown("assess", words.say("assess.title", state=state.name, day=day), filling, [("JSON", _data(visit))])


def _data(visit: Visit) -> str:
    told = {name: visit.given.get(name) for name in ("state", "subject", "reading", "on")}
    return visit.api("assess", **told, all="true" if "all" in visit.given else None)
