"""Where rival readings of a state's rules differ: each contested subject against each reading, on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from kg.built import SUBJECTS
from kg.citations import Bibliography
from kg.contests import Contest, contests, turning_days
from kg.exhibited import ExhibitedProofs
from kg.faults import UsageFault
from kg.graph import Graph
from kg.keys import key
from kg.lettering import Lettering
from kg.names import SUBJECT_KINDS, short, thing
from kg.oxigraph import op
from kg.pages import Page, Row, Twin
from kg.pictures import Asked, imprint
from kg.positions import TREATED, VERDICTS
from kg.present import words_of
from kg.readings import Reading
from kg.styles import read_style
from kg.things import Thing

NEEDS = ("state",)
OF: tuple[str, ...] = ("state",)
_LABEL, _WIDE, _ROW, _BODY, _INDENT, _FOLD = 288, 594, 21, 30, 14, 4
"""Pixels: width of labels, of all columns, heights of a row and of a body's row, indent; and how many subjects of one
body and kind with the same answers at least share a row."""
_NAMES = {"body": ("body", "bodies"), "situation": ("situation", "situations"), "case": ("case", "cases"),
          "ruling": ("ruling", "rulings")}  # fmt: skip
_LAYOUT = ("label", "column", "row_height", "body_height", "head", "indent")
_COLUMNS = ("Subject", "Kind", "Before", "Provision", "Answers, with the readings that give them", "Since", "Until")
_TITLES = (
    "On {day}, what the law of {state} makes of {number} turns on how it is read: {parts}",
    "On {day}, nothing that the law of {state} reaches turns on how it is read",
)


class _Subject(NamedTuple):
    """A contested subject, the body that it belongs to (itself, if it is one), and its contests."""

    thing: Thing
    kind: str
    body: Thing
    contests: list[Contest]

    @property
    def key(self) -> str:
        """The name by which the picture knows it."""
        return short(self.thing.iri)


class _Column(NamedTuple):
    """A reading as a column: its letter, its rule, the provision that sets the rule, and what it says."""

    letter: str
    rule: str
    provision: str
    reading: Reading
    sources: list[int]


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of every subject on which readings of a state's rules differ, or of one with what is under it.

    Raises UsageFault where no state or a reading is named, for an unknown name or an impossible date, Fault where viz/
    cannot be read.
    """
    state, day, style, letters = asked.the_state(graph), asked.day, read_style(graph.root), Lettering(graph.root)
    if asked.reading is not None:
        raise UsageFault("this view compares the readings of rules; it is not of one, so leave --reading out")
    every, cited = _subjects(graph, state), Bibliography()
    subjects = _under(graph, every, asked)
    columns, proofs = _columns(graph, every, subjects, cited), ExhibitedProofs(cited)
    places = {(column.rule, column.reading.stem): number for number, column in enumerate(columns)}
    spans: dict[str, list[list[Any]]] = {}
    rows: list[Row] = []
    for subject in subjects:
        for contest in subject.contests:
            answers: list[list[Any] | None] = [None] * len(columns)
            for position in contest.positions:
                number = proofs.add(graph.proof(position, contest.start))
                answers[places[position.rule or "", position.reading or ""]] = [position.verdict, number]
            start, end = contest.start.isoformat(), contest.end.isoformat() if contest.end else None
            differ = [int(column.rule in contest.rules) for column in columns]
            spans.setdefault(subject.key, []).append([start, end, answers, differ])
            rows.extend(_rows(subject, contest, columns, answers, proofs, len(rows)))
    days = sorted({found.isoformat() for found in turning_days({s.thing.iri: s.contests for s in subjects})}
                  | {day.isoformat()})  # fmt: skip
    fitted = {
        subject.key: letters.fitted(subject.thing.name, 12, _LABEL - 14 - 2 * (subject.kind != "body") * _INDENT,
                                    bold=subject.kind == "body")
        for subject in subjects
    }  # fmt: skip
    order = list(dict.fromkeys(subject.body for subject in subjects))
    bodies = {short(body.iri): [body.name, letters.fitted(body.name, 12, _LABEL - 14, bold=True)] for body in order}
    said = {"titles": _TITLES, "names": _NAMES, "state": state.name}
    shown = _laid_out(letters, columns, subjects, spans, bodies, fitted, day)
    legend = key(letters, style, [("verdicts", name) for name in VERDICTS], shown["size"][0])
    notes = [f"{column.letter} = {column.reading.name}. {column.reading.definition or ''}" for column in columns]
    about = [line for note in notes for line in letters.lines(note, 11, shown["size"][0], 4)]
    drawn_to = shown["size"][1]
    shown |= {"columns": columns, "key": legend, "key_y": drawn_to + 8, "about": about, "drawn_to": drawn_to,
              "about_y": drawn_to + legend.height + 26}  # fmt: skip
    shown["size"] = (shown["size"][0], int(shown["about_y"] + 15 * len(about)))
    return Page(
        view="readings",
        title=_title(said, [s.kind for s in subjects if any(contest.holds_on(day) for contest in s.contests)], day),
        lead="A row is a subject on which readings differ, a column a reading; shape and colour say its answer.",
        twin=Twin(_COLUMNS, tuple(rows), "Where readings differ, as a table"),
        cited=cited,
        imprint=imprint(graph),
        data={
            "name": f"readings-{state.stem}", "days": days, "verdicts": style["verdicts"], **said,
            "fold": _FOLD, "notes": notes,
            "columns": [[c.letter, c.provision, c.reading.name, c.reading.definition, c.sources] for c in columns],
            "layout": {part: shown[part] for part in _LAYOUT},
        },
        packed={
            "spans": spans, "steps": proofs.steps, "bodies": bodies,
            "subjects": {s.key: [s.thing.name, fitted[s.key], s.kind, short(s.body.iri)] for s in subjects},
            "rows": {row.key: [row.thing, *(row.interval or ())] for row in rows},
        },
        shown=shown,
        day=day.isoformat(),
    )  # fmt: skip


def _subjects(graph: Graph, state: Thing) -> list[_Subject]:
    """Return the contested subjects: those of the body with most of them first, within a body by kind and name."""
    found = []
    for iri, contested in contests(graph.timeline(state.iri)).items():
        position = contested[0].positions[0]
        before = "before" if position.kind in ("situation", "case") else "issuedBy"
        body = iri if position.kind == "body" else graph.wording.value(iri, before) or iri
        found.append(_Subject(graph.directory.thing(iri), position.kind, graph.directory.thing(body), contested))
    many = Counter(one.body.iri for one in found)
    rank = SUBJECT_KINDS.index
    return sorted(
        found,
        key=lambda s: (-many[s.body.iri], s.body.name, s.body.iri, rank(s.kind), s.thing.name, s.thing.iri),
    )


def _under(graph: Graph, subjects: list[_Subject], asked: Asked) -> list[_Subject]:
    """Return the subject asked about and what is under it: a body's proceedings and rulings, a proceeding's rulings."""
    if asked.subject is None:
        return subjects
    whole = asked.the_subject(graph, *SUBJECTS).iri
    return [one for one in subjects if whole in (one.thing.iri, one.body.iri, *_proceedings(graph, one))]


def _proceedings(graph: Graph, one: _Subject) -> list[str]:
    return graph.wording.values(one.thing.iri, op("inProceeding"))


def _columns(graph: Graph, every: list[_Subject], subjects: list[_Subject], cited: Bibliography) -> list[_Column]:
    """Return the readings of the rules on which some subjects turn: those of which most turns first, widest first.

    A reading has the same letter in every picture of a state.
    """
    contested: dict[str, int] = {}
    reached: dict[tuple[str, str], int] = {}
    provisions: dict[str, str] = {}
    for position in (p for s in every for contest in s.contests for p in contest.positions):
        rule, reading = position.rule or "", position.reading or ""
        provisions[rule] = position.provision or ""
        reached[rule, reading] = reached.get((rule, reading), 0) + (position.verdict == TREATED)
    for rule in (rule for s in every for contest in s.contests for rule in contest.rules):
        contested[rule] = contested.get(rule, 0) + 1
    there = {position.rule for s in subjects for contest in s.contests for position in contest.positions}
    columns = []
    order = sorted(reached, key=lambda pair: (-contested.get(pair[0], 0), pair[0], -reached[pair], pair[1]))
    for number, (rule, stem) in enumerate(order):
        if rule in there:
            read = graph.reading(thing("reading", stem))
            letter = chr(ord("A") + number) if number < 26 else str(number + 1)
            columns.append(_Column(letter, rule, provisions[rule], read, cited.numbers(read.proposed_by)))
    return columns


def _rows(
    subject: _Subject, contest: Contest, columns: list[_Column], answers: list[Any], proofs: ExhibitedProofs, first: int
) -> Iterable[Row]:  # fmt: skip
    """Yield the rows of the table twin for a contest: one for each rule whose readings differ."""
    start, end = contest.start.isoformat(), contest.end.isoformat() if contest.end else None
    for number, rule in enumerate(sorted(contest.rules)):
        by_verdict: dict[str, list[str]] = {}
        sources: set[int] = set()
        of_rule = [(c, a) for c, a in zip(columns, answers, strict=True) if c.rule == rule and a is not None]
        for column, (verdict, proof) in sorted(of_rule, key=lambda pair: VERDICTS.index(pair[1][0])):
            by_verdict.setdefault(verdict, []).append(f"{column.letter} ({column.reading.name})")
            sources.update(proofs.sources(proof))
        told = "; ".join(f"{words_of(verdict)}: {', '.join(names)}" for verdict, names in by_verdict.items())
        before = "" if subject.kind == "body" else subject.body.name
        cells = (subject.thing.name, subject.kind, before, of_rule[0][0].provision, told, start, end or "")
        yield Row(cells, tuple(sorted(sources)), str(first + number), subject.key, (start, end))


def _title(said: dict[str, Any], kinds: list[str], day: date) -> str:
    """Return the finding on a day; the page's script says the same for other days."""
    counted = [(kinds.count(kind), _NAMES[kind]) for kind in SUBJECT_KINDS if kind in kinds]
    parts = [f"{number} {names[number != 1]}" for number, names in counted]
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    number = f"{len(kinds)} subject{'' if len(kinds) == 1 else 's'}"
    return str(said["titles"][not kinds]).format(day=day.isoformat(), state=said["state"], number=number, parts=listed)


def _laid_out(
    letters: Lettering, columns: list[_Column], subjects: list[_Subject], spans: dict[str, list[list[Any]]],
    bodies: dict[str, list[str]], fitted: dict[str, str], day: date,
) -> dict[str, Any]:  # fmt: skip
    """Return where everything of the drawing stands, for the day asked about; the page's script does it for any day."""
    column = _WIDE // max(len(columns), 4)
    names = [letters.lines(one.reading.name, 11, column - 6, 3) for one in columns]
    heads: list[dict[str, Any]] = []
    for number, one in enumerate(columns):
        if not heads or heads[-1]["rule"] != one.rule:
            heads.append({"rule": one.rule, "first": number, "many": 0, "provision": one.provision})
        heads[-1]["many"] += 1
    for head in heads:
        head["lines"] = letters.lines(head["provision"], 11, column * head["many"] - 8, 3, bold=True)
    top = 13 * max((len(head["lines"]) for head in heads), default=0)
    high = top + 24 + 13 * max(map(len, names), default=0) + 8
    text, rows, y = day.isoformat(), [], float(high)
    on = {name: span for name, of in spans.items() for span in of if span[0] <= text < (span[1] or "9999")}
    for body, (_, named) in bodies.items():
        under = [subject for subject in subjects if short(subject.body.iri) == body and subject.key in on]
        if not under:
            continue
        rows.append({"label": named, "bold": True, "y": y, "height": _BODY, "told": on.get(body)})
        y += _BODY
        alike: dict[str, list[_Subject]] = {}
        for subject in (subject for subject in under if subject.kind != "body"):
            same = f"{subject.kind} {[answer and answer[0] for answer in on[subject.key][2]]}"
            alike.setdefault(same, []).append(subject)
        for group in alike.values():
            folded = len(group) >= _FOLD
            for subject in group[:1] if folded else group:
                label = f"{len(group)} {_NAMES[subject.kind][1]}" if folded else fitted[subject.key]
                rows.append({"label": label, "bold": False, "y": y, "height": _ROW, "told": on[subject.key]})
                y += _ROW
    return {"rows": rows, "heads": heads, "names": names, "head": high, "line": top + 4, "label": _LABEL,
            "column": column, "row_height": _ROW, "body_height": _BODY, "indent": _INDENT,
            "size": (_LABEL + column * max(len(columns), 4) + 10, int(y + 10))}  # fmt: skip
