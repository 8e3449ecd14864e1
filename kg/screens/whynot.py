"""Why a subject is treated as it is and not otherwise: the conditions that fail, and what would flip the answer."""

from __future__ import annotations

from typing import Any

from kg.conclusions.steps import Step
from kg.drawing.pages import listed_sources
from kg.language.citations import Bibliography
from kg.site.choices import holders, readings
from kg.site.visits import Shown, Visit
from kg.supposing.whynot import failing

PATHS = ("/why-not",)
TAKES = ("state", "subject", "reading", "flips")
_SUBJECTS = ("body", "proceeding", "ruling")


def shown(visit: Visit) -> Shown:
    """Return the conditions that do not hold, and on request the smallest change that would flip the answer."""
    graph, words, given = visit.graph, visit.words, visit.given
    state, subject = visit.state(), visit.named("subject", *_SUBJECTS)
    filling: dict[str, Any] = {"states": holders(graph), "readings": readings(graph, state), "steps": [], "sources": []}
    if state is None or subject is None:
        return Shown("why-not", words["decides.title-none"], filling)
    reading, cited = given.get("reading"), Bibliography()
    if "flips" in given:
        steps = graph.why_not(state.iri, subject.iri, on=visit.day, reading=reading).steps()
    else:
        steps = list(failing(graph.why(state.iri, subject.iri, on=visit.day, reading=reading)))
    pair = {"state": state.stem, "subject": subject.stem, "reading": reading}
    filling |= {
        "steps": [_told(step, cited) for step in steps],
        "proof": visit.url("/view/proof", **pair),
        "search": None if "flips" in given else visit.url(flips="yes"),
        "sources": listed_sources(cited),
    }
    day = words.day(visit.day.isoformat())
    title = words.say("decides.title", state=state.name, subject=subject.name, day=day)
    return Shown(
        "why-not", title, filling, [("JSON", visit.api("why-not", **pair, on=given.get("on"), language=words.language))]
    )


def _told(step: Step, cited: Bibliography) -> dict[str, object]:
    return {
        "text": step.text, "outcome": step.outcome, "unconfirmed": step.unconfirmed,
        "sources": cited.numbers(step.citations), "steps": [_told(inner, cited) for inner in step.steps],
    }  # fmt: skip
