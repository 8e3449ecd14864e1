"""What came of a person's visits, and the finding of a day about arresting the person, in a sentence."""

from __future__ import annotations

from kg.arrest import Arrest, Visit, Warrant

DAY = "{day}"
"""Stands in a finding for the day, which may be any up to the next change."""
_OUTCOMES = {"duty": "notArrestedUnderDuty", "undetermined": "notArrestedUndetermined"}


def outcome(visit: Visit) -> str:
    """Return what came of a visit, in view of the duty on its first day."""
    return "arrested" if visit.arrested else _OUTCOMES.get(visit.duty, "notArrestedNoDuty")


def first_day(day: str) -> str:
    """Return the first day of a day, month or year."""
    return day if len(day) == len("YYYY-MM-DD") else f"{day}-01-01"[: len("YYYY-MM-DD")]


def finding(found: Arrest) -> str:
    """Return who must arrest a person and what came of the visits up to the day; ``DAY`` stands for the day."""
    name, day = found.person.name, found.on.isoformat()
    if not found.warrants:
        return f"No public arrest warrant against {name} is on record"
    if all(warrant.status != "outstanding" for warrant in found.warrants):
        return f"On {DAY}, no public arrest warrant against {name} stood; {_apart(found.warrants, day)}"
    states = {kind: {duty.state for duty in found.duties if duty.duty == kind} for kind in ("duty", "undetermined")}
    bound, unclear = states["duty"], states["undetermined"] - states["duty"]
    who = "1 state has" if len(bound) == 1 else f"{len(bound)} states have"
    doubt = f" ({len(unclear)} undetermined)" if unclear else ""
    visits = [visit for visit in found.visits if first_day(visit.arrived) <= day]
    return f"On {DAY}, {who} a duty to arrest {name}{doubt}; {_visited(visits)}"


def _apart(warrants: list[Warrant], day: str) -> str:
    """Return when the last warrant ended or, where none has, the first becomes public."""
    ended = [warrant.ended for warrant in warrants if warrant.ended is not None and warrant.ended <= day]
    public = [warrant.public for warrant in warrants if warrant.public is not None]
    if ended:
        return f"the last ended on {max(ended)}"
    return f"the first was made public on {min(public)}" if public else "none was made public"


def _visited(visits: list[Visit]) -> str:
    under = sum(visit.duty == "duty" for visit in visits)
    arrests = sum(visit.arrested for visit in visits)
    if not visits:
        return "no visit is recorded up to then"
    if len(visits) == 1:
        duty, led = "with" if under else "without", "led" if arrests else "did not lead"
        return f"the one recorded visit was to a state {duty} a duty and {led} to an arrest"
    to = "1 was to a state" if under == 1 else f"{under or 'none'} were to states"
    return f"of {len(visits)} recorded visits, {to} with a duty, and {arrests or 'none'} led to an arrest"
