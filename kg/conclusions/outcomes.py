"""What came of a person's visits, and the finding of a day about arresting the person, in a sentence."""

from __future__ import annotations

from kg.conclusions.arrest import Arrest, Visit, Warrant
from kg.language.words import Words

DAY = "{day}"
"""Stands in a finding for the day, which may be any up to the next change."""
_OUTCOMES = {"duty": "notArrestedUnderDuty", "undetermined": "notArrestedUndetermined"}


def outcome(visit: Visit) -> str:
    """Return what came of a visit, in view of the duty on its first day."""
    return "arrested" if visit.arrested else _OUTCOMES.get(visit.duty, "notArrestedNoDuty")


def first_day(day: str) -> str:
    """Return the first day of a day, month or year."""
    return day if len(day) == len("YYYY-MM-DD") else f"{day}-01-01"[: len("YYYY-MM-DD")]


def finding(words: Words, found: Arrest) -> str:
    """Return who must arrest a person and what came of the visits up to the day; ``DAY`` stands for the day."""
    name, day = found.person.name, found.on.isoformat()
    if not found.warrants:
        return words.say("arrest.none", person=name)
    if all(warrant.status != "outstanding" for warrant in found.warrants):
        return words.say("arrest.none-stood", day=DAY, person=name, apart=_apart(words, found.warrants, day))
    states = {kind: {duty.state for duty in found.duties if duty.duty == kind} for kind in ("duty", "undetermined")}
    bound, unclear = states["duty"], states["undetermined"] - states["duty"]
    doubt = words.say("arrest.doubt", number=str(len(unclear))) if unclear else None
    visited = _visited(words, [visit for visit in found.visits if first_day(visit.arrived) <= day])
    return words.many("arrest.duties", len(bound), day=DAY, person=name, doubt=doubt, visited=visited)


def _apart(words: Words, warrants: list[Warrant], day: str) -> str:
    """Return when the last warrant ended or, where none has, the first becomes public."""
    ended = [warrant.ended for warrant in warrants if warrant.ended is not None and warrant.ended <= day]
    public = [warrant.public for warrant in warrants if warrant.public is not None]
    if ended:
        return words.say("arrest.last-ended", day=words.day(max(ended)))
    return words.say("arrest.first-public", day=words.day(min(public))) if public else words["arrest.none-public"]


def _visited(words: Words, visits: list[Visit]) -> str:
    under = sum(visit.duty == "duty" for visit in visits)
    arrests = sum(visit.arrested for visit in visits)
    if not visits:
        return words["arrest.no-visit"]
    if len(visits) == 1:
        duty, arrest = "-duty" if under else "", "-arrest" if arrests else ""
        return words[f"arrest.visit{duty}{arrest}"]
    to = words.many("arrest.with-duty", under) if under else words["arrest.none-with-duty"]
    led = words.many("arrest.arrests", arrests) if arrests else words["arrest.no-arrest"]
    return words.say("arrest.visits", number=str(len(visits)), duty=to, arrests=led)
