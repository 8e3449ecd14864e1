"""What a look-up finds: positions on a day and over time, for the command line and every other interface."""

from __future__ import annotations

from kg.conclusions.positions import NOT_COVERED
from kg.faults import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from kg.conclusions.positions import Position
    from kg.graph import Graph
    from kg.queries.things import Thing
    from kg.supposing.clocks import Deeming


def of_kinds(positions: list[Position], kinds: Collection[str] | None) -> list[Position]:
    """Return the positions on subjects of some kinds; all, where none is named."""
    return [position for position in positions if not kinds or position.kind in kinds]


def on_a_day(graph: Graph, given: Mapping[str, Any]) -> tuple[list[Position], list[Deeming]]:
    """Return the positions, and what later law deems where the law as known on a day is asked for.

    Raises UsageFault for an unknown name or an impossible date.
    """
    asked = {name: given[name] for name in ("on", "subject", "reading", "all")}
    if given["as_known"]:
        positions, deemings = graph.assess_as_known(given["state"], given["as_known"], **asked)
    else:
        positions, deemings = graph.assess(given["state"], **asked), []
    return of_kinds(positions, given["kind"]), deemings


def over_time(graph: Graph, given: Mapping[str, Any]) -> tuple[Thing, list[Position]]:
    """Return the thing that is meant, and positions over time; none of a person, who has events.

    Raises UsageFault for an unknown name, and for a person with a subject, a reading or a kind.
    """
    thing = graph.directory.resolve(given["thing"], "state", "body", "proceeding", "ruling", "person")
    if thing.kind == "person":
        if given["subject"] or given["reading"] or given["kind"]:
            raise UsageFault(f"{thing.name} is a person, whose timeline takes neither SUBJECT nor --reading nor --kind")
        return thing, []
    positions = of_kinds(graph.timeline(thing.iri, given["subject"], reading=given["reading"]), given["kind"])
    if given["all"] or given["subject"]:
        return thing, positions
    return thing, [position for position in positions if position.verdict != NOT_COVERED]
