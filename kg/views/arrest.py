"""The world on a day: which states must arrest a person, on what basis, and what came of the person's visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from kg.conclusions.arrest import Arrest, Duty, Visit
from kg.conclusions.outcomes import DAY, finding, first_day, outcome
from kg.drawing.atlas import Atlas, read_atlas
from kg.drawing.lettering import Lettering
from kg.drawing.pages import Page, Row, Twin
from kg.drawing.pictures import Asked, imprint
from kg.drawing.styles import Style, read_style
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.wording import Wording
from kg.language.words import Words
from kg.names import stem, thing
from kg.oxigraph import op

NEEDS = ("subject",)
OF: tuple[str, ...] = ("person",)
_COLUMNS = ("column.state", "arrest.duty", "arrest.basis", "column.since", "column.until", "arrest.why")
_LOOKS = {"duty": "dutyHolds", "undetermined": "undetermined", "noDuty": "noDuty"}
"""What the style calls the duties of an answer."""
_STRENGTH = ("dutyHolds", "undetermined", "noDuty")
"""The duties from the strongest on: where several warrants stand, the map shows the strongest."""
_LEGEND = (
    ("bases", ("party", "acceptance", "resolution")),
    ("duties", ("undetermined", "noDuty")),
    ("outcomes", ("arrested", "notArrestedUnderDuty", "notArrestedUndetermined", "notArrestedNoDuty")),
)
"""What the legend of a map that stands alone lists, of which tables of the style; a duty is listed by its bases."""
_BESIDE = 12
"""Pixels between marks of one state."""
_LINE, _KEY, _ACROSS = 15, 18, 2
"""Below a map that stands alone: heights of a line of the list of visits and of the legend, columns of the list."""


class _Span(NamedTuple):
    """Days on which the answer for one state under one warrant is the same."""

    start: str
    until: str | None
    duty: Duty


class _Stay(NamedTuple):
    """A visit, its outcome as the style calls it, and the numbers of its sources."""

    visit: Visit
    outcome: str
    sources: list[int]


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the map of the duties to arrest a person.

    Raises UsageFault for an unknown person or an impossible date, Fault where viz/ cannot be read.
    """
    day, style, atlas = asked.day.isoformat(), read_style(graph.root, graph.language), read_atlas(graph.root)
    person, words, cited = asked.the_subject(graph, "person"), graph.wording, Bibliography()
    say, credit = graph.words, graph.words["arrest.credits"]
    pursuit = graph.pursuit(person.iri)
    told = {on: pursuit.on(date.fromisoformat(on)) for on in pursuit.days}
    spans = _spans(told)
    stays = [_Stay(visit, outcome(visit), _sources(words, cited, visit.facts)) for visit in pursuit.visits]
    warrants = pursuit.on(asked.day).warrants
    rows, listed = _rows(words, cited, spans, style, [warrant.iri for warrant in warrants])
    days = sorted({*told, *(first_day(stay.visit.arrived) for stay in stays)})
    titles = {on: finding(say, pursuit.on(date.fromisoformat(on))) for on in days}
    happened: dict[str, list[str]] = {}
    for event in graph.events(person.iri):
        happened.setdefault(first_day(event.day), []).append(event.says)
    shown = {"person": person.name, "world": atlas, "looks": _looks(listed, day), "stays": stays, "warrants": warrants,
             "notes": pursuit.on(asked.day).transit, "strength": _STRENGTH,
             "marks_of_visits": _marks(atlas, stays, day), "undrawn": sorted(listed.keys() - atlas.places.keys()),
             "names": {state: words.name(thing("state", state)) for state in sorted({*atlas.places, *listed})},
             }  # fmt: skip
    packed: dict[str, Any] = {
        "days": days, "titles": titles, "happened": happened,
        "before": finding(say, pursuit.on(date.min)), "states": shown["names"], "spans": listed,
        "at": {state: place.at for state, place in atlas.places.items()},
        "warrants": [
            [w.label, w.body, w.issued, w.public, w.ended, _sources(words, cited, [w.iri])] for w in warrants
        ],
        "visits": [
            [v.state, v.arrived, v.last_day, came, v.finding, numbers] for v, came, numbers in stays
        ],
        "duties": style["duties"], "bases": style["bases"], "outcomes": style["outcomes"], "strength": _STRENGTH,
        "size": atlas.size, "beside": _BESIDE,
    }  # fmt: skip
    numbers = sorted({number for *_, of in packed["warrants"] for number in of})
    read = "; ".join(str(cited.listed[number - 1]).partition(" <")[0] for number in numbers)
    feet = [say.say("arrest.read", sources=read), credit] if read else [credit]
    shown |= _below(say, Lettering(graph.root), style, atlas, stays, day, feet)
    packed["legend"] = shown["legend_height"]
    columns = tuple(say[key] for key in (*_COLUMNS, *(["arrest.warrant"] if len(warrants) > 1 else [])))
    return Page(
        view="arrest",
        words=say,
        title=finding(say, pursuit.on(asked.day)).replace(DAY, say.day(day)),
        lead=say["arrest.lead"],
        twin=Twin(columns, tuple(rows), say["arrest.tables"]),
        cited=cited,
        imprint=imprint(graph),
        data={"name": f"arrest-{person.stem}", "notes": [credit]},
        packed=packed,
        shown=shown,
        day=day,
        credits=credit,
    )


def _spans(told: dict[str, Arrest]) -> dict[tuple[str, str], list[_Span]]:
    """Return the answers for each state and warrant, equal neighbours joined, from answers on the days of change."""
    found: dict[tuple[str, str], list[_Span]] = {}
    for on, arrest in told.items():
        there = {(duty.state, duty.warrant): duty for duty in arrest.duties}
        for key, spans in found.items():
            if spans[-1].until is None and spans[-1].duty != there.get(key):
                spans[-1] = spans[-1]._replace(until=on)
        for key, duty in there.items():
            spans = found.setdefault(key, [])
            if not spans or spans[-1].until is not None:
                spans.append(_Span(on, None, duty))
    return dict(sorted(found.items()))


def _basis(words: Wording, duty: Duty) -> str | None:
    """Return on what a duty rests, as the style calls it.

    Whoever is bound by a provision of another treaty than the one it joined has accepted jurisdiction under that.
    """
    if duty.instrument is None:
        return None
    if "Treaty" not in words.classes(duty.instrument):
        return "resolution"
    clauses = words.values(duty.instrument, op("cooperationClause"))
    own = any(duty.instrument in words.values(clause, op("provisionOf")) for clause in clauses)
    return "party" if own or not clauses else "acceptance"


def _sources(words: Wording, cited: Bibliography, facts: Iterable[str]) -> list[int]:
    return sorted({number for fact in facts for number in cited.numbers(words.citations(fact))})


def _rows(
    words: Wording,
    cited: Bibliography,
    spans: dict[tuple[str, str], list[_Span]],
    style: Style,
    warrants: list[str],
) -> tuple[list[Row], dict[str, list[list[Any]]]]:
    """Return the rows of the table twin, and the same by state for the page's script."""
    order = [stem(iri) for iri in warrants]
    rows: list[Row] = []
    listed: dict[str, list[list[Any]]] = {}
    for (state, warrant), of in sorted(spans.items(), key=lambda item: (item[1][0].duty.state_name, item[0])):
        for start, until, duty in of:
            basis, look = _basis(words, duty), _LOOKS[duty.duty]
            since, end = (duty.start, duty.end) if duty.start else (start, until)
            numbers = _sources(words, cited, duty.facts)
            instrument = words.name(duty.instrument) if duty.instrument else ""
            cells = (
                duty.state_name, style["duties"][look]["one"], _worded(words.words, style, look, basis),
                since or "", end or "", duty.why,
                *([str(order.index(warrant) + 1)] if len(order) > 1 else []),
            )  # fmt: skip
            listed.setdefault(state, []).append(
                [start, until, order.index(warrant), look, basis, since, end, duty.why, instrument, numbers]
            )
            rows.append(Row(cells, tuple(numbers), f"{state}|{len(listed[state]) - 1}", state, (start, until)))
    return rows, listed


def _worded(words: Words, style: Style, look: str, basis: str | None) -> str:
    if basis is None:
        return ""
    said: str = style["bases"][basis]["one"]
    return said if look == _STRENGTH[0] else words.say("arrest.possibly", basis=said)


def _looks(spans: dict[str, list[list[Any]]], day: str) -> dict[str, tuple[str, str | None]]:
    """Return the duty of each state on a day and its basis, the strongest under any warrant."""
    found: dict[str, tuple[str, str | None]] = {}
    for state, of in spans.items():
        there = [one for one in of if one[0] <= day and (one[1] is None or day < one[1])]
        if there:
            strongest = min(there, key=lambda one: _STRENGTH.index(one[3]))
            found[state] = (strongest[3], strongest[4])
    return found


def _marks(atlas: Atlas, stays: list[_Stay], day: str) -> list[tuple[str, str, int, float, float]]:
    """Return the marks of visits up to a day: state, outcome, how many, and where they stand, one beside the other."""
    counted = Counter((stay.visit.state, stay.outcome) for stay in stays if first_day(stay.visit.arrived) <= day)
    beside: Counter[str] = Counter()
    found = []
    for (state, came), count in sorted(counted.items()):
        if state in atlas.places:
            x, y = atlas.places[state].at
            found.append((state, came, count, round(x + _BESIDE * beside[state], 1), y))
            beside[state] += 1
    return found


def _below(
    words: Words, letters: Lettering, style: Style, atlas: Atlas, stays: list[_Stay], day: str, foot_of: list[str]
) -> dict[str, Any]:  # fmt: skip
    """Return what stands below the map where it stands alone: the legend, what came of visits, and how high that is."""
    width, height = atlas.size
    texts = [
        (table, name, words.say("arrest.duty-as", basis=look["one"]) if table == "bases" else look["one"])
        for table, names in _LEGEND for name, look in style[table].items() if name in names
    ]  # fmt: skip
    keys: list[tuple[str, str, str, float, float]] = []
    x, y = 0.0, height + 14.0
    for table, name, text in texts:
        wide = letters.width(text, 11) + 40
        if x + wide > width or (table == "outcomes" and keys and keys[-1][0] != "outcomes"):
            x, y = 0.0, y + _KEY
        keys.append((table, name, text, x, y))
        x += wide
    top, wide = y + 34, width / _ACROSS
    lines = [
        (stay.outcome if first else None, text)
        for stay in stays if first_day(stay.visit.arrived) <= day
        for first, text in _first(letters.lines(_line(words, stay.visit), 11, wide - 30, 2))
    ]  # fmt: skip
    high = -(-len(lines) // _ACROSS)
    while high < len(lines) and lines[high][0] is None:
        high += 1
    told = [(*line, index // high * wide, top + 20 + index % high * _LINE) for index, line in enumerate(lines)]
    foot = top + (20 + high * _LINE if lines else -14) + 8
    feet = [line for text in foot_of for line in letters.lines(text, 11, width, 6)]
    return {"keys": keys, "lines": told, "visits_at": top, "foot": foot, "feet": feet, "legend_height": int(y + 14),
            "size": (width, int(foot + _LINE * len(feet)))}  # fmt: skip


def _first(lines: list[str]) -> list[tuple[bool, str]]:
    """Return lines, each with whether it is the first."""
    return [(index == 0, line) for index, line in enumerate(lines)]


def _line(words: Words, visit: Visit) -> str:
    return words.say("arrest.line", day=words.day(visit.arrived), state=visit.state_name, finding=visit.finding)
