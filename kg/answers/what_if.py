"""What would change if other facts were so."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg.conclusions.differences import Difference
from kg.conclusions.positions import Position
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import Parameter, pairs
from kg.interfaces.records import POSITIONS
from kg.media import TURTLE
from kg.presenting import present
from kg.supposing.hypothetical import Outcome

ASKING = Asking(
    "what would change if other facts were so",
    (
        Parameter("state", "show what changes for this state only"),
        Parameter("add", "an act: STATE ACTION TREATY DATE [EFFECTIVE]", "text", many=True),
        Parameter("facts", "facts in Turtle, as data/FORMAT.md says", "text", place="body"),
        Parameter("change", "a kind of change, which changes lists"),
        Parameter("given", "what the change is given, NAME=VALUE", "text", many=True),
        Parameter("before", "the positions as they are now, not as they would be", "flag"),
    ),
    POSITIONS,
    heavy=True,
    media={TURTLE: "facts"},
)


def changes(given: Given) -> dict[str, dict[str, str]]:
    """Return the kinds of change that are supposed, each with what it is given.

    Raises UsageFault for what is given to no change.
    """
    values = pairs(given["given"])
    if values and not given["change"]:
        raise UsageFault("--given goes with --change")
    return {given["change"]: values} if given["change"] else {}


def supposed(graph: Graph, given: Given, *, whole: bool) -> Outcome:
    """Return what would change, with ``whole`` all that would follow; ``facts`` is a file.

    Raises UsageFault for what cannot be supposed, Fault for malformed Turtle.
    """
    return graph.what_if(*given["add"], facts=given["facts"], changes=changes(given), whole=whole)


def of_state(graph: Graph, found: list[Difference], state: str | None) -> list[Difference]:
    """Return the differences of one state, or all."""
    if state is None:
        return found
    iri = graph.directory.resolve(state, "state").iri
    return [difference for difference in found if difference.state == iri]


def changed(graph: Graph, after: Graph, found: list[Difference], given: Given) -> list[Position]:
    """Return the positions over all time that would change: as they would be, or with ``before`` as they are."""
    old, new = (after, graph) if given["before"] else (graph, after)
    told = {(d.state, d.subject) for d in found if d.kind != "duty"}
    differing = []
    for state in dict.fromkeys(d.state for d in found if d.kind != "duty"):
        known = {tuple(p.as_json().values()) for p in _timeline(old, state)}
        differing += [
            position
            for position in _timeline(new, state)
            if (state, position.subject_iri) in told and tuple(position.as_json().values()) not in known
        ]
    return differing


def _timeline(graph: Graph, state: str) -> list[Position]:
    """Return a state's positions over all time; none of a state that the graph does not know."""
    return graph.timeline(state) if graph.directory.knows(state) else []


def answer(graph: Graph, given: Given) -> Told:
    """Return the positions that would change; ``facts`` is Turtle.

    Raises UsageFault for what cannot be supposed, Fault for malformed Turtle.
    """
    with tempfile.TemporaryDirectory() as folder:
        facts = None
        if given["facts"] is not None:
            facts = Path(folder) / "facts.ttl"
            facts.write_text(given["facts"], encoding="utf-8")
        try:
            outcome = supposed(graph, {**given, "facts": facts}, whole=True)
        except Fault as fault:
            raise UsageFault(str(fault).replace(f"{folder}/", "")) from fault
    after = graph.supposed(outcome)
    found = changed(graph, after, of_state(after, outcome.differences, given["state"]), given)
    notes = [f"supposed: {change.words}" for change in outcome.supposition.changes]
    if not found:
        notes.append("no position would change" if outcome.differences else "nothing would change")
    known = [position.iri for position in found if graph.directory.knows(position.iri)]
    return Told(present.positions(found, "json"), notes, known)
