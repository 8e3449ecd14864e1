"""Proofs as graphs and trees: why a state's own law reaches a subject or not, one for each rule and reading."""

from __future__ import annotations

from typing import Any

from kg.conclusions.positions import Position
from kg.drawing.diagrams import Diagrams
from kg.drawing.exhibited import ExhibitedProofs
from kg.drawing.lettering import Lettering
from kg.drawing.pages import Page, Row, Twin
from kg.drawing.pictures import Asked, imprint
from kg.drawing.styles import read_style
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.words import Words
from kg.names import thing

NEEDS = ("state", "subject")
OF: tuple[str, ...] = ()
_COLUMNS = ("proof.step", "proof.is", "proof.rests", "proof.within")
_HEADING, _APART = 26, 40
"""Pixels in a picture without a browser: the height of a proof's heading, the space between two proofs."""


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of the proofs of a state's positions on a subject on a day.

    Raises UsageFault for a state, subject or reading that is unknown or missing, an impossible date, or where the
    graph has no position; Fault where viz/ cannot be read.
    """
    day, words, style = asked.day, graph.words, read_style(graph.root, graph.language)
    state, subject = asked.the_state(graph), asked.the_subject(graph, "body", "proceeding", "ruling")
    tops = graph.why(state.iri, subject.iri, on=day, reading=asked.reading)
    positions = graph.assess(state.iri, on=day, subject=subject.iri, reading=asked.reading)
    cited = Bibliography()
    proofs, letters = ExhibitedProofs(cited), Lettering(graph.root)
    diagrams = Diagrams(proofs, graph.wording, letters, style)
    drawn: list[dict[str, Any]] = []
    for number, (top, position) in enumerate(zip(tops, positions, strict=True), 1):
        one = diagrams.drawn(top, position.verdict, position.international)
        heading = _named(graph, position)
        if len(tops) > 1:
            heading = words.say("proof.number", number=str(number), total=str(len(tops)), proof=heading)
        drawn.append(one | {"heading": heading, "verdict": position.verdict})
    parts = {number: [part.part, part.named, part.mark] for number, part in diagrams.parts.items()}
    columns = tuple(words[key] for key in _COLUMNS)
    title = _title(graph, state.name, subject.name, positions, tops[0].text, day.isoformat())
    return Page(
        view="proof",
        words=words,
        title=title,
        lead=words["proof.lead"],
        twin=Twin(columns, tuple(_rows(words, proofs, diagrams, drawn)), words["proof.twin"]),
        cited=cited,
        imprint=imprint(graph),
        data={"name": f"proof-{state.stem}-{subject.stem}", "marks": _marks(style)},
        packed={"proofs": drawn, "steps": proofs.steps, "parts": parts},
        shown={"proofs": _stacked(drawn), "size": _whole(drawn)},
        day=day.isoformat(),
    )  # fmt: skip


def _named(graph: Graph, position: Position) -> str:
    """Return what tells a proof from the others: verdict, provision, reading."""
    reading = graph.wording.name(thing("reading", position.reading)) if position.reading else None
    words = graph.words
    provision, verdict = position.provision or words["proof.no-rule"], words[f"verdicts.{position.verdict}"]
    return words.say("proof.named", verdict=verdict, provision=provision, reading=reading)


def _title(graph: Graph, state: str, subject: str, positions: list[Position], first: str, day: str) -> str:
    """Return the finding: the position, or under how many rules and readings there is which."""
    if len(positions) == 1:
        return first
    counts: dict[str, int] = {}
    for position in positions:
        counts[position.verdict] = counts.get(position.verdict, 0) + 1
    words, total = graph.words, str(len(positions))
    if len(counts) == 1:
        found = words.say("proof.each", verdict=words[f"verdicts.{positions[0].verdict}"], total=total)
    else:
        (verdict, most), *rest = counts.items()
        said = [words.say("proof.some", verdict=words[f"verdicts.{verdict}"], count=str(most), total=total)]
        said += [words.say("proof.rest", verdict=words[f"verdicts.{other}"], count=str(n)) for other, n in rest]
        found = ", ".join(said)
    what = graph.wording.phrases.say(f"what.{positions[0].kind}", subject=subject)
    return words.say("proof.title", state=state, what=what, day=words.day(day), found=found)


def _rows(words: Words, proofs: ExhibitedProofs, diagrams: Diagrams, drawn: list[dict[str, Any]]) -> list[Row]:
    """Return every step once, in the order of the proofs, numbered from 1."""
    within: dict[int, list[int]] = {}
    for number, one in enumerate(drawn, 1):
        for box in one["boxes"]:
            within.setdefault(box[0], []).append(number)
    places = {step: place for place, step in enumerate(within, 1)}
    rows = []
    for step, place in places.items():
        text, _, unconfirmed, sources, below = proofs.steps[step]
        named = diagrams.parts[step].named + (f", {words['page.unconfirmed']}" if unconfirmed else "")
        rests = ", ".join(map(str, sorted({places[one] for one in below})))
        cells = (f"{place}. {text}", named, rests, ", ".join(map(str, within[step])))
        rows.append(Row(cells, tuple(sources), str(step), str(step)))
    return rows


def _marks(style: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return the shapes of all marks, by table and name."""
    tables = ("verdicts", "obligations", "results", "kinds")
    return {table: {name: look["path"] for name, look in style[table].items()} for table in tables}


def _stacked(drawn: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the proofs each with the height at which it begins, one below another."""
    found, y = [], 0.0
    for one in drawn:
        found.append(one | {"top_at": y + _HEADING})
        y += one["size"][1] + _HEADING + _APART
    return found


def _whole(drawn: list[dict[str, Any]]) -> tuple[int, int]:
    width = max(one["size"][0] for one in drawn)
    return int(width) + 4, int(sum(one["size"][1] + _HEADING + _APART for one in drawn))
