"""What would change if a state did something with a treaty: a form, and the positions before and after."""

from __future__ import annotations

from typing import Any

from kg.facts.tables import ACTIONS
from kg.faults import UsageFault
from kg.oxigraph import op
from kg.site.choices import of_kind
from kg.site.tellings import difference_tables
from kg.site.visits import Shown, Visit

PATHS = ("/what-if",)
TAKES = ("state", "act", "treaty", "date", "effective")
_NOT_OFFERED = "WithdrawalRescission"
"""An act that names the act it takes back, which a form cannot."""
_MOST = 500


def shown(visit: Visit) -> Shown:
    """Return the form and, where it is filled in, what would change."""
    graph, given, words, state = visit.graph, visit.given, visit.words, visit.state()
    treaty, act = visit.named("treaty", "treaty"), given.get("act")
    acts = [(name, graph.wording.name(op(name).value)) for name in ACTIONS if name != _NOT_OFFERED]
    filling: dict[str, Any] = {
        "states": of_kind(graph, "state"),
        "treaties": of_kind(graph, "treaty"),
        "acts": acts,
        "tables": None,
    }
    wanted = ("state", "act", "treaty", "date")
    if not any(name in given for name in wanted[1:]) or state is None:
        return Shown("what-if", words["what-if.title-none"], filling)
    if missing := [name for name in wanted if name not in given]:
        raise UsageFault(f"to suppose an act, give {', '.join(wanted)}; {', '.join(missing)} is missing")
    if act not in dict(acts):
        raise UsageFault(f"no act is called {act!r}; there is {', '.join(name for name, _ in acts)}")
    assert treaty is not None
    line = " ".join(filter(None, (state.stem, act, treaty.stem, given["date"], given.get("effective"))))
    outcome = graph.what_if(line)
    tables = difference_tables(visit, outcome.differences)
    filling["tables"] = [(kind, rows[:_MOST], len(rows)) for kind, rows in tables]
    title = words.say("what-if.title", state=state.name, act=dict(acts)[act], treaty=treaty.name,
                      day=words.day(given["date"]))  # fmt: skip
    return Shown("what-if", title, filling, [("JSON", visit.api("what-if", add=line))])
