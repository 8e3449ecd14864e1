"""Bodies against states, or against the periods of one state's law: what it makes of the rulings of each body."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from kg.conclusions.positions import DEPENDS, NOT_COVERED, TREATED, UNDETERMINED
from kg.conclusions.segments import DIFFER, Segment, segments
from kg.drawing.exhibited import ExhibitedProofs
from kg.drawing.keys import key
from kg.drawing.lettering import Lettering
from kg.drawing.pages import Page, Row, Twin
from kg.drawing.pictures import Asked, imprint, international
from kg.drawing.styles import Style, read_style
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.words import Words
from kg.names import thing
from kg.queries.things import Thing

NEEDS = ()
OF: tuple[str, ...] = ()
_LABEL, _COLUMN, _PERIOD, _WIDE, _ROW, _HEAD, _GROUP = 288, 67, 150, 600, 22, 40, 30
"""Pixels: width of the labels, of a column at least, of a period's column at most and of all of them where they fit,
heights of a row, of the head and of a group's title."""
_KEY = [*(("verdicts", name) for name in (TREATED, DEPENDS, UNDETERMINED, NOT_COVERED, DIFFER)),
        ("obligations", "bound"), ("obligations", "undetermined")]  # fmt: skip
"""The marks that the legend of a picture that stands alone explains."""


class _Body(NamedTuple):
    """A body as a row: its name, the kind it stands under, its segments by state."""

    thing: Thing
    kind: str
    segments: dict[str, list[Segment]]


class _Column(NamedTuple):
    """A state, or a period (half-open) of one state's law in which no verdict on a body that exists changes."""

    key: str
    state: Thing
    head: str
    start: str | None = None
    end: str | None = None

    def shown(self, told: list[list[Any]], day: date) -> list[Any] | None:
        """Return what is shown: how it is on a day that the column holds, else how it is at the end of its period."""
        if (self.start or "") <= day.isoformat() < (self.end or "9999"):
            return _on(told, day.isoformat())
        return next((one for one in reversed(told) if self._holds(one)), None)

    def _holds(self, one: list[Any]) -> bool:
        """Whether a segment lasts until the end of the period."""
        if self.end is None:
            return one[1] is None
        return one[0] < self.end and (one[1] is None or one[1] >= self.end)


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of every state of which a rule is recorded (or of one) against every body.

    Raises UsageFault for an unknown state or reading or an impossible date, Fault where viz/ cannot be read.
    """
    day, words, style = asked.day, graph.words, read_style(graph.root, graph.language)
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
    columns = _columns(words, states, bodies, cells)
    data: dict[str, Any] = {
        "days": changes, "name": f"matrix-{states[0].stem}" if asked.state else "matrix",
        "states": {state.stem: state.name for state in states},
        "bodies": {body.thing.stem: [body.thing.name, body.kind] for body in bodies},
        "columns": [[column.key, column.state.stem, column.head, column.start, column.end] for column in columns],
        "verdicts": style["verdicts"], "obligations": style["obligations"],
    }  # fmt: skip
    shown = _laid_out(Lettering(graph.root), style, columns, bodies, cells, day)
    data["layout"] = {"label": _LABEL, "column": shown["column"], "row": _ROW, "head": _HEAD, "group": _GROUP}
    return Page(
        view="matrix",
        words=words,
        title=_title(words, states, cells, day, len(bodies)),
        lead=words["matrix.lead-of-periods" if len(states) == 1 else "matrix.lead-of-states"],
        twin=Twin(tuple(words[f"column.{name}"] for name in _COLUMNS), tuple(rows), words["matrix.twin"]),
        cited=cited,
        imprint=imprint(graph),
        data=data,
        packed={"cells": cells, "steps": proofs.steps, "rows": keys},
        shown=shown,
        day=day.isoformat(),
    )


_COLUMNS = ("state", "body", "verdict", "since", "until", "provision", "reading", "international")


def _bodies(graph: Graph, states: list[Thing], reading: str | None) -> list[_Body]:
    """Return every body with its segments for each state, by kind; kinds and bodies that rules reach come first.

    Those of a single state come after those of several.
    """
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
    reached = {body.thing.iri: _reached(body) for body in bodies}
    many: dict[str, int] = {}
    national: set[str] = set()
    for body in bodies:
        many[body.kind] = many.get(body.kind, 0) + reached[body.thing.iri]
        if graph.wording.value(body.thing.iri, "courtOf"):
            national.add(body.kind)
    return sorted(bodies, key=lambda body: (
        body.kind in national, -many[body.kind], body.kind, not reached[body.thing.iri], body.thing.name.casefold(),
        body.thing.iri,
    ))  # fmt: skip


def _reached(body: _Body) -> bool:
    """Return whether a rule of a state ever reaches a body, or may."""
    return any(one.verdict != NOT_COVERED for of_state in body.segments.values() for one in of_state)


def _columns(words: Words, states: list[Thing], bodies: list[_Body], cells: dict[str, list[Any]]) -> list[_Column]:
    """Return the columns: states, or of one state the periods between the days on which a verdict changes."""
    if len(states) != 1:
        return [_Column(state.stem, state, state.name) for state in states]
    of_bodies = [cells[f"{states[0].stem}|{body.thing.stem}"] for body in bodies]
    days = sorted({one[0] for told in of_bodies for before, one in pairwise(told) if before[2] != one[2]})
    first = words.say("matrix.before", day=days[0]) if days else words["matrix.all-days"]
    heads = [first, *(words.say("matrix.from", day=day) for day in days)]
    return [
        _Column(start or "first", states[0], head, start, end)
        for head, start, end in zip(heads, [None, *days], [*days, None], strict=True)
    ]


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
            state.name, body.thing.name, graph.words[f"verdicts.{verdict}"], start, end or "", provision or "", names,
            international(graph.words, one.international, conflict=one.conflict and verdict == TREATED),
        )  # fmt: skip
        pair = f"{state.stem}|{body.thing.stem}"
        rows.append(Row(cells, tuple(numbers), str(len(rows)), pair, (start, end)))
    listed = [
        [verdict, provision, [[graph.wording.name(thing("reading", name)) if name else None, n] for name, n in read]]
        for (verdict, provision), read in answers.items()
    ]
    return [start, end, one.verdict, one.international, int(one.conflict), listed]


def _on(told: list[list[Any]], day: str) -> list[Any] | None:
    return next((one for one in told if one[0] <= day < (one[1] or "9999")), None)


def _title(words: Words, states: list[Thing], cells: dict[str, list[Any]], day: date, known: int) -> str:
    """Return the finding on a day; the page's script says the same for other days."""
    reached = (TREATED, DEPENDS)
    treated = {
        key
        for key, told in cells.items()
        if (one := _on(told, day.isoformat())) and any(v in reached for v, *_ in one[5])
    }
    holders, bodies = {key.split("|")[0] for key in treated}, {key.split("|")[1] for key in treated}
    many = {"bodies": str(len(bodies)), "known": words.many("matrix.bodies", known), "day": words.day(day.isoformat())}
    if len(states) == 1:
        return words.say("matrix.title-of-state", state=states[0].name, **many)
    all_states = words.many("matrix.states", len(states))
    return words.say("matrix.title", holders=str(len(holders)), states=all_states, **many)


def _laid_out(
    letters: Lettering, style: Style, columns: list[_Column], bodies: list[_Body], cells: dict[str, list[Any]],
    day: date,
) -> dict[str, Any]:  # fmt: skip
    """Return where everything of the drawing stands, for the day asked about."""
    y, groups, rows, last = float(_HEAD), [], [], None
    for body in bodies:
        if body.kind != last:
            groups.append({"kind": body.kind, "y": y + _GROUP - 9})
            y, last = y + _GROUP, body.kind
        label = letters.fitted(body.thing.name, 12, _LABEL - 14)
        of = [(one.key, one.shown(cells[f"{one.state.stem}|{body.thing.stem}"], day)) for one in columns]
        rows.append(
            {"body": body.thing.stem, "label": label, "name": body.thing.name, "kind": body.kind, "y": y, "cells": of}
        )
        y += _ROW
    periods = columns[0].key != columns[0].state.stem
    widest = max(letters.width(word, 11, bold=True) for one in columns for word in one.head.split())
    column = max(_COLUMN, min(_PERIOD, _WIDE // len(columns)) if periods else int(widest) + 3)
    heads = [
        (one, one.head.rsplit(" ", 1) if periods else letters.lines(one.head, 11, column - 2, 2, bold=True))
        for one in columns
    ]
    wide, text = max(_LABEL + column * len(columns) + 10, 480), day.isoformat()
    legend = key(letters, style, _KEY, wide)
    now = next((n for n, one in enumerate(columns) if periods and (one.start or "") <= text < (one.end or "9999")), -1)
    return {"groups": groups, "rows": rows, "heads": heads, "size": (wide, int(y + 16 + legend.height)), "now": now,
            "key": legend, "key_y": y + 12, "drawn_to": int(y + 10), "label": _LABEL, "column": column,
            "row_height": _ROW, "head": _HEAD}  # fmt: skip
