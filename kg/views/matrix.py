"""Bodies against states: what each state's own law makes of the rulings of each body, on any day."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from kg.citations import Bibliography
from kg.exhibited import ExhibitedProofs
from kg.graph import Graph
from kg.lettering import Lettering
from kg.names import thing
from kg.pages import Page, Row, Twin
from kg.pictures import Asked, imprint
from kg.positions import DEPENDS, NOT_COVERED, TREATED
from kg.present import words_of
from kg.segments import Segment, segments
from kg.styles import read_style
from kg.things import Thing

NEEDS = ()
OF: tuple[str, ...] = ()
_LABEL, _COLUMN, _ROW, _HEAD, _GROUP = 288, 67, 22, 40, 30
"""Pixels: width of the labels and of a column, heights of a row, of the head and of a group's title."""


class _Body(NamedTuple):
    """A body as a row: its name, the kind it stands under, its segments by state."""

    thing: Thing
    kind: str
    segments: dict[str, list[Segment]]


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of every state of which a rule is recorded (or of one) against every body.

    Raises UsageFault for an unknown state or reading or an impossible date, Fault where viz/ cannot be read.
    """
    day, style = asked.day, read_style(graph.root)
    states = [asked.the_state(graph)] if asked.state else [graph.directory.thing(iri) for iri in graph.holders()]
    states.sort(key=lambda state: state.name)
    bodies = _bodies(graph, states, asked.reading)
    cited = Bibliography()
    proofs = ExhibitedProofs(cited)
    rows: list[Row] = []
    cells = {
        f"{state.stem}|{body.thing.stem}": [
            _told(graph, proofs, rows, state, body, one) for one in body.segments[state.iri]
        ]
        for body in bodies
        for state in states
    }  # fmt: skip
    keys = {row.key: [row.thing, *(row.interval or ())] for row in rows}
    changes = sorted({start for told in cells.values() for start, *_ in told} | {day.isoformat()})
    letters = Lettering(graph.root)
    template = (
        "On {day}, rulings of {bodies} of {known} are, or depending on the proceeding may be, treated as non-binding "
        "under the law of {states}{all}"
    )
    data: dict[str, Any] = {
        "days": changes, "title": template,
        "states": {state.stem: state.name for state in states}, "name": "matrix",
        "bodies": {body.thing.stem: [body.thing.name, body.kind] for body in bodies},
        "verdicts": style["verdicts"], "obligations": style["obligations"],
        "layout": {"label": _LABEL, "column": _COLUMN, "row": _ROW, "head": _HEAD, "group": _GROUP},
    }  # fmt: skip
    shown = _laid_out(letters, states, bodies, cells, day)
    return Page(
        view="matrix",
        title=_title(template, states, cells, day, len(bodies)),
        lead="One mark for each state and body; shape and colour say what the law of the state makes of its rulings.",
        twin=Twin(_COLUMNS, tuple(rows), "What rules of states reach, as a table (every other pair: not covered)"),
        cited=cited,
        imprint=imprint(graph),
        data=data,
        packed={"cells": cells, "steps": proofs.steps, "rows": keys},
        shown=shown,
        day=day.isoformat(),
    )


_COLUMNS = ("State", "Body", "Verdict", "Since", "Until", "Provision", "Reading", "International law")


def _bodies(graph: Graph, states: list[Thing], reading: str | None) -> list[_Body]:
    """Return every body with its segments for each state; bodies of one kind stand together, the largest kind first."""
    found: dict[str, dict[str, list[Segment]]] = {}
    for state in states:
        by_body: dict[str, list[Any]] = {}
        for position in graph.timeline(state.iri, reading=reading):
            if position.kind == "body":
                by_body.setdefault(position.subject_iri, []).append(position)
        for iri, positions in by_body.items():
            found.setdefault(iri, {})[state.iri] = segments(positions)
    bodies = [
        _Body(graph.directory.thing(iri), graph.wording.kind_of(iri), {s.iri: of.get(s.iri, []) for s in states})
        for iri, of in found.items()
    ]
    return sorted(bodies, key=lambda body: (_order(graph, body), body.kind, body.thing.name.casefold()))


def _order(graph: Graph, body: _Body) -> bool:
    """Bodies of states come after those of several."""
    return graph.wording.value(body.thing.iri, "courtOf") is not None


def _told(
    graph: Graph, proofs: ExhibitedProofs, rows: list[Row], state: Thing, body: _Body, one: Segment
) -> list[Any]:  # fmt: skip
    """Return a segment as plain values: from, until, verdict, international, conflict, and its answers with proofs.

    A segment that a rule reaches also becomes rows of the table twin, one for each verdict.
    """
    answers: dict[tuple[str, str | None], list[tuple[str | None, int]]] = {}
    for position in one.positions:
        if position.rule is None:
            continue
        number = proofs.add(graph.proof(position, one.start))
        answers.setdefault((position.verdict, position.provision), []).append((position.reading, number))
    start, end = one.start.isoformat(), one.end.isoformat() if one.end else None
    for (verdict, provision), read in answers.items():
        if verdict == NOT_COVERED and one.verdict == NOT_COVERED:
            continue
        names = "; ".join(graph.wording.name(thing("reading", name)) for name, _ in read if name)
        numbers = sorted({number for _, proof in read for number in proofs.sources(proof)})
        cells = (
            state.name, body.thing.name, words_of(verdict), start, end or "", provision or "", names,
            words_of(one.international) + (" CONFLICT" if one.conflict and verdict == TREATED else ""),
        )  # fmt: skip
        pair = f"{state.stem}|{body.thing.stem}"
        rows.append(Row(cells, tuple(numbers), str(len(rows)), pair, (start, end)))
    listed = [
        [verdict, provision, [[graph.wording.name(thing("reading", name)) if name else None, n] for name, n in read]]
        for (verdict, provision), read in answers.items()
    ]
    return [start, end, one.verdict, one.international, int(one.conflict), listed]


def _on(told: list[list[Any]], day: date) -> list[Any] | None:
    text = day.isoformat()
    return next((one for one in told if one[0] <= text and (one[1] is None or text < one[1])), None)


def _title(template: str, states: list[Thing], cells: dict[str, list[Any]], day: date, known: int) -> str:
    """Return the finding on a day; the page's script says the same for other days."""
    reached = (TREATED, DEPENDS)
    treated = {key for key, told in cells.items() if (one := _on(told, day)) and any(v in reached for v, *_ in one[5])}
    holders, bodies = {key.split("|")[0] for key in treated}, {key.split("|")[1] for key in treated}
    return template.format(
        day=day.isoformat(), states=f"{len(holders)} of " if len(states) > 1 else "",
        all=f"{len(states)} states" if len(states) > 1 else states[0].name, bodies=len(bodies), known=f"{known} bodies",
    )  # fmt: skip


def _laid_out(
    letters: Lettering, states: list[Thing], bodies: list[_Body], cells: dict[str, list[Any]], day: date
) -> dict[str, Any]:  # fmt: skip
    """Return where everything of the drawing stands, for the day asked about."""
    y, groups, rows, last = float(_HEAD), [], [], None
    for body in bodies:
        if body.kind != last:
            groups.append({"kind": body.kind, "y": y + _GROUP - 9})
            y, last = y + _GROUP, body.kind
        label = letters.fitted(body.thing.name, 12, _LABEL - 14)
        of = [(state.stem, _on(cells[f"{state.stem}|{body.thing.stem}"], day)) for state in states]
        rows.append(
            {"body": body.thing.stem, "label": label, "name": body.thing.name, "kind": body.kind, "y": y, "cells": of}
        )
        y += _ROW
    heads = [letters.lines(state.name, 11, _COLUMN - 2, 2, bold=True) for state in states]
    size = (_LABEL + _COLUMN * len(states) + 10, int(y + 10))
    return {"groups": groups, "rows": rows, "heads": list(zip(states, heads, strict=True)), "size": size,
            "label": _LABEL, "column": _COLUMN, "row_height": _ROW, "head": _HEAD}  # fmt: skip
