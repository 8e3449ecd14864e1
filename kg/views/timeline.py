"""A state over time: its treaty actions, rules and positions as bars, and the days on which answers flip."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, Final

from kg.citations import Bibliography
from kg.exhibited import ExhibitedProofs
from kg.graph import Graph
from kg.lanes import POSITION, RULE, TREATY, Bar, Flip, Lane, Lanes
from kg.lettering import Lettering
from kg.pages import Page, Row, Twin
from kg.pictures import Asked, imprint
from kg.positions import DEPENDS, TREATED, Position
from kg.present import words_of
from kg.segments import joint_verdict
from kg.styles import Style, read_style
from kg.things import Thing
from kg.timescale import BEFORE, TABLES, chart, knee, span

NEEDS = ("state",)
OF: tuple[str, ...] = ("state",)
_COLUMNS = ("Of what", "What", "From", "Until", "International law")
_GROUPS: Final = {TREATY: "Treaties", RULE: "Rules of its law on rulings", POSITION: "Positions"}


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of a state over time, with all bodies or one subject.

    Raises UsageFault for a state, subject or reading that is unknown or missing, or an impossible date; Fault where
    viz/ cannot be read.
    """
    day, style, state = asked.day, read_style(graph.root, graph.language), asked.the_state(graph)
    subject = asked.the_subject(graph, "body", "proceeding", "ruling") if asked.subject else None
    read = Lanes(graph, state.iri, subject.iri if subject else None, asked.reading)
    flips = read.flips()
    lanes = [*read.treaties(flips), *read.rules(), *read.positions()]
    cited, stamp = Bibliography(), imprint(graph)
    proofs = ExhibitedProofs(cited)
    axis = span(lanes, (day.isoformat(), stamp.read_until or ""))
    told = [_told(proofs, lane) for lane in lanes]
    flipped = [[flip.day, flip.changed, [proofs.add(cause) for cause in flip.causes]] for flip in flips]
    groups = _GROUPS | {POSITION: f"Positions on {subject.name if subject else 'bodies'}"}
    return Page(
        view="timeline",
        words=graph.words,
        title=_title(style, state, subject, lanes, flips, read.on(day), day),
        lead=_lead(lanes, knee(flips)),
        twin=Twin(_COLUMNS, tuple(_rows(style, proofs, lanes, told, flips, flipped)), "The same as a table"),
        cited=cited,
        imprint=stamp,
        data={
            "name": f"timeline-{state.stem}" + (f"-{subject.stem}" if subject else ""), "span": axis,
            "groups": [[key, name, TABLES[key]] for key, name in groups.items()],
            "looks": {table: style[table] for table in (*TABLES.values(), "acts", "obligations")},
            "knee": [knee(flips), BEFORE],
            "since": min((lane.first for lane in lanes if lane.group == RULE), default=None),
        },
        packed={"lanes": told, "flips": flipped, "steps": proofs.steps},
        shown=chart(Lettering(graph.root), groups, lanes, flips, axis, day.isoformat(), style)
        | {"groups": groups, "rest": Counter(lane.group for lane in lanes if not lane.matters)},
        day=day.isoformat(),
    )  # fmt: skip


def _told(proofs: ExhibitedProofs, lane: Lane) -> list[Any]:
    """Return a lane as plain values: key, group, name, whether it matters, its bars and its marks, with proofs."""
    bars = [
        [
            bar.start, bar.end, bar.look, bar.international, int(bar.conflict),
            [[heading, proofs.add(proof)] for heading, proof in bar.proofs],
        ]
        for bar in lane.bars
    ]  # fmt: skip
    marks = [[mark.day, mark.look, mark.said, proofs.add(mark.proof)] for mark in lane.marks]
    return [lane.key, lane.group, lane.name, int(lane.matters), bars, marks]


def _rows(
    style: Style, proofs: ExhibitedProofs, lanes: list[Lane], told: list[Any], flips: list[Flip], flipped: list[Any]
) -> list[Row]:  # fmt: skip
    """Return the rows of the table: flips first, then every bar and every act, lane by lane."""
    rows = []
    for flip, (_, _, causes) in zip(flips, flipped, strict=True):
        number = len(flip.changed)
        caused = "; ".join(dict.fromkeys(step.text for step in flip.causes)) or "no dated fact of that day is recorded"
        cells = ("Flip", f"{number} answer{'s' if number > 1 else ''}, by: {caused}", flip.day, "", "")
        cites = sorted({s for cause in causes for s in proofs.sources(cause)})
        rows.append(Row(cells, tuple(cites), f"flip|{flip.day}", f"flip|{flip.day}", (flip.day, flip.day)))
    for lane, (*_, bars, marks) in zip(lanes, told, strict=True):
        for number, (bar, known) in enumerate(zip(lane.bars, bars, strict=True)):
            cites = sorted({s for _, proof in known[5] for s in proofs.sources(proof)})
            said = style[TABLES[lane.group]][bar.look]["one"]
            cells = (lane.name, said, bar.start, bar.end or "", _international(bar))
            key = f"{lane.key}|b{number}"
            rows.append(Row(cells, tuple(cites), key, key, (bar.start, bar.end)))
        for number, (mark, known) in enumerate(zip(lane.marks, marks, strict=True)):
            key = f"{lane.key}|m{number}"
            cells = (lane.name, mark.said, mark.day, "", "")
            rows.append(Row(cells, tuple(proofs.sources(known[3])), key, key, (mark.day, mark.day)))
    return rows


def _international(bar: Bar) -> str:
    if bar.international is None:
        return ""
    return words_of(bar.international) + (" CONFLICT" if bar.conflict else "")


def _flips(flips: list[Flip]) -> str:
    if not flips:
        return "no flip recorded"
    return f"{len(flips)} flip{'s' if len(flips) > 1 else ''} {'in' if len(flips) == 1 else 'since'} {flips[0].day[:4]}"


def _title(
    style: Style, state: Thing, subject: Thing | None, lanes: list[Lane], flips: list[Flip],
    at: dict[str, list[Position]], day: date,
) -> str:  # fmt: skip
    """Return the finding: how often the answer flipped, and what it is on the day asked about."""
    if not at:
        party = sum(_party(lane, day.isoformat()) for lane in lanes if lane.matters and lane.group == TREATY)
        return (
            f"{state.name}: no rule recorded under which rulings are treated as non-binding; on {day} party to "
            f"{party} treat{'y' if party == 1 else 'ies'} on which the competence of "
            f"{subject.name if subject else 'bodies'} rests"
        )
    if subject:
        [there] = at.values()
        found = style["verdicts"][joint_verdict(there)]["one"] if there else "it did not exist"
        return f"{state.name} and rulings of {subject.name}: {_flips(flips)}; on {day}: {found}"
    reached = sum(any(position.verdict in (TREATED, DEPENDS) for position in there) for there in at.values())
    return (
        f"{state.name}: {_flips(flips)}; on {day} rulings of {reached} of {len(at)} bodies are, or depending on the "
        "proceeding may be, treated as non-binding under its own law"
    )


def _party(lane: Lane, day: str) -> bool:
    return any(bar.look == "party" and bar.start <= day and (bar.end is None or day < bar.end) for bar in lane.bars)


def _lead(lanes: list[Lane], bend: str | None) -> str:
    """Return what is shown, and plainly what is not recorded."""
    shown = "Bars are what is so over time; vertical lines are days on which an answer changed."
    if any(lane.group == POSITION for lane in lanes):
        return f"{shown} Years from {bend[:4]} on are drawn wider." if bend else shown
    if any(lane.group == RULE for lane in lanes):
        return f"{shown} No recorded rule of the state makes rulings non-binding; that is not a finding that none does."
    return f"{shown} No rule of the state is recorded; that is not a finding that it has none."
