"""A state over time: its treaty actions, rules and positions as bars, and the days on which answers flip."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from kg.conclusions.positions import DEPENDS, TREATED, Position
from kg.conclusions.recorded import kind_of_subject
from kg.conclusions.segments import joint_verdict
from kg.drawing.exhibited import ExhibitedProofs
from kg.drawing.lanes import POSITION, RULE, TREATY, Bar, Flip, Lane, Lanes
from kg.drawing.lettering import Lettering
from kg.drawing.pages import Page, Row, Twin
from kg.drawing.pictures import Asked, imprint, international
from kg.drawing.styles import Style, read_style
from kg.drawing.timescale import BEFORE, TABLES, chart, knee, span
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.words import Words
from kg.queries.things import Thing

NEEDS = ("state",)
OF: tuple[str, ...] = ("state",)
_COLUMNS = ("timeline.of-what", "timeline.what", "timeline.from", "timeline.until", "column.international")


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of a state over time, with all bodies or one subject.

    Raises UsageFault for a state, subject or reading that is unknown or missing, or an impossible date; Fault where
    viz/ cannot be read.
    """
    day, words, style = asked.day, graph.words, read_style(graph.root, graph.language)
    state = asked.the_state(graph)
    subject = asked.the_subject(graph, "body", "proceeding", "ruling") if asked.subject else None
    read = Lanes(graph, state.iri, subject.iri if subject else None, asked.reading)
    flips = read.flips()
    lanes = [*read.treaties(flips), *read.rules(), *read.positions()]
    cited, stamp = Bibliography(), imprint(graph)
    proofs = ExhibitedProofs(cited)
    axis = span(lanes, (day.isoformat(), stamp.read_until or ""))
    told = [_told(proofs, lane) for lane in lanes]
    flipped = [[flip.day, flip.changed, [proofs.add(cause) for cause in flip.causes]] for flip in flips]
    on = words.say("timeline.position", subject=subject.name) if subject else words["timeline.position-on-bodies"]
    groups = {TREATY: words["timeline.treaty"], RULE: words["timeline.rule"], POSITION: on}
    return Page(
        view="timeline",
        words=words,
        title=_title(graph, state, subject, lanes, flips, read.on(day), day),
        lead=_lead(words, lanes, knee(flips)),
        twin=Twin(
            tuple(words[key] for key in _COLUMNS), tuple(_rows(words, style, proofs, lanes, told, flips, flipped)),
            words["page.table"],
        ),
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
    words: Words, style: Style, proofs: ExhibitedProofs, lanes: list[Lane], told: list[Any], flips: list[Flip],
    flipped: list[Any],
) -> list[Row]:  # fmt: skip
    """Return the rows of the table: flips first, then every bar and every act, lane by lane."""
    rows = []
    for flip, (_, _, causes) in zip(flips, flipped, strict=True):
        caused = "; ".join(dict.fromkeys(step.text for step in flip.causes)) or words["timeline.no-cause"]
        said = words.many("timeline.flip-by", len(flip.changed), causes=caused)
        cells = (words["timeline.flip"], said, flip.day, "", "")
        cites = sorted({s for cause in causes for s in proofs.sources(cause)})
        rows.append(Row(cells, tuple(cites), f"flip|{flip.day}", f"flip|{flip.day}", (flip.day, flip.day)))
    for lane, (*_, bars, marks) in zip(lanes, told, strict=True):
        for number, (bar, known) in enumerate(zip(lane.bars, bars, strict=True)):
            cites = sorted({s for _, proof in known[5] for s in proofs.sources(proof)})
            said = style[TABLES[lane.group]][bar.look]["one"]
            cells = (lane.name, said, bar.start, bar.end or "", _international(words, bar))
            key = f"{lane.key}|b{number}"
            rows.append(Row(cells, tuple(cites), key, key, (bar.start, bar.end)))
        for number, (mark, known) in enumerate(zip(lane.marks, marks, strict=True)):
            key = f"{lane.key}|m{number}"
            cells = (lane.name, mark.said, mark.day, "", "")
            rows.append(Row(cells, tuple(proofs.sources(known[3])), key, key, (mark.day, mark.day)))
    return rows


def _international(words: Words, bar: Bar) -> str:
    return "" if bar.international is None else international(words, bar.international, conflict=bar.conflict)


def _flips(words: Words, flips: list[Flip]) -> str:
    if not flips:
        return words["timeline.no-flip"]
    return words.many("timeline.flips-since", len(flips), year=flips[0].day[:4])


def _title(
    graph: Graph, state: Thing, subject: Thing | None, lanes: list[Lane], flips: list[Flip],
    at: dict[str, list[Position]], day: date,
) -> str:  # fmt: skip
    """Return the finding: how often the answer flipped, and what it is on the day asked about."""
    words = graph.words
    on = words.day(day.isoformat())
    if not at:
        party = sum(_party(lane, day.isoformat()) for lane in lanes if lane.matters and lane.group == TREATY)
        return words.say(
            "timeline.title-of-no-rule", state=state.name, day=on, treaties=words.many("number.treaty", party),
            subject=subject.name if subject else words["timeline.bodies"],
        )  # fmt: skip
    said = {"state": state.name, "flips": _flips(words, flips), "day": on}
    if subject:
        [there] = at.values()
        found = words[f"verdicts.{joint_verdict(there)}"] if there else words["timeline.did-not-exist"]
        kind = kind_of_subject(graph.store, subject.iri)
        what = graph.wording.phrases.say(f"what.{kind}", subject=subject.name)
        return words.say("timeline.title-of-subject", what=what, verdict=found, **said)
    reached = sum(any(position.verdict in (TREATED, DEPENDS) for position in there) for there in at.values())
    return words.say("timeline.title", reached=str(reached), known=words.many("matrix.bodies", len(at)), **said)


def _party(lane: Lane, day: str) -> bool:
    return any(bar.look == "party" and bar.start <= day and (bar.end is None or day < bar.end) for bar in lane.bars)


def _lead(words: Words, lanes: list[Lane], bend: str | None) -> str:
    """Return what is shown, and plainly what is not recorded."""
    said = [words["timeline.lead"]]
    if any(lane.group == POSITION for lane in lanes):
        said += [words.say("timeline.lead-bent", year=bend[:4])] if bend else []
    elif any(lane.group == RULE for lane in lanes):
        said.append(words["timeline.lead-other-rules"])
    else:
        said.append(words["timeline.lead-no-rule"])
    return " ".join(said)
