"""Where rival readings of a state's rules differ: each contested subject against each reading, on any day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from kg.conclusions.contests import Contest, contests, turning_days
from kg.conclusions.positions import TREATED, VERDICTS
from kg.drawing.contested import FOLD, INDENT, LABEL, Column, Subject, laid_out
from kg.drawing.exhibited import ExhibitedProofs
from kg.drawing.keys import key
from kg.drawing.lettering import Lettering
from kg.drawing.pages import Page, Row, Twin
from kg.drawing.pictures import Asked, imprint
from kg.drawing.styles import read_style
from kg.faults import UsageFault
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.words import Words
from kg.names import SUBJECT_KINDS, SUBJECTS, short, thing
from kg.oxigraph import op
from kg.queries.things import Thing

NEEDS = ("state",)
OF: tuple[str, ...] = ("state",)
_LAYOUT = ("label", "column", "row_height", "body_height", "head", "indent")
_COLUMNS = (
    "readings.subject", "readings.kind", "readings.before", "column.provision", "readings.answers", "column.since",
    "column.until",
)  # fmt: skip


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of every subject on which readings of a state's rules differ, or of one with what is under it.

    Raises UsageFault where no state or a reading is named, for an unknown name or an impossible date, Fault where viz/
    cannot be read.
    """
    state, day, words, letters = asked.the_state(graph), asked.day, graph.words, Lettering(graph.root)
    style = read_style(graph.root, graph.language)
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
            rows.extend(_rows(words, subject, contest, columns, answers, proofs, len(rows)))
    days = sorted({found.isoformat() for found in turning_days({s.thing.iri: s.contests for s in subjects})}
                  | {day.isoformat()})  # fmt: skip
    fitted = {
        subject.key: letters.fitted(subject.thing.name, 12, LABEL - 14 - 2 * (subject.kind != "body") * INDENT,
                                    bold=subject.kind == "body")
        for subject in subjects
    }  # fmt: skip
    order = list(dict.fromkeys(subject.body for subject in subjects))
    bodies = {short(body.iri): [body.name, letters.fitted(body.name, 12, LABEL - 14, bold=True)] for body in order}
    shown = laid_out(words, letters, columns, subjects, spans, bodies, fitted, day)
    legend = key(letters, style, [("verdicts", name) for name in VERDICTS], shown["size"][0])
    notes = [f"{column.letter} = {column.reading.name}. {column.reading.definition or ''}" for column in columns]
    about = [line for note in notes for line in letters.lines(note, 11, shown["size"][0], 4)]
    drawn_to = shown["size"][1]
    shown |= {"columns": columns, "key": legend, "key_y": drawn_to + 8, "about": about, "drawn_to": drawn_to,
              "about_y": drawn_to + legend.height + 26}  # fmt: skip
    shown["size"] = (shown["size"][0], int(shown["about_y"] + 15 * len(about)))
    return Page(
        view="readings",
        words=words,
        said=("subjects-number",),
        title=_title(words, state, subjects, day),
        lead=words["readings.lead"],
        twin=Twin(tuple(words[key] for key in _COLUMNS), tuple(rows), words["readings.twin"]),
        cited=cited,
        imprint=imprint(graph),
        data={
            "name": f"readings-{state.stem}", "days": days, "verdicts": style["verdicts"],
            "state": state.name, "kinds": SUBJECT_KINDS, "fold": FOLD, "notes": notes,
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


def _subjects(graph: Graph, state: Thing) -> list[Subject]:
    """Return the contested subjects: those of the body with most of them first, within a body by kind and name."""
    found = []
    for iri, contested in contests(graph.timeline(state.iri)).items():
        position = contested[0].positions[0]
        before = "before" if position.kind in ("situation", "case") else "issuedBy"
        body = iri if position.kind == "body" else graph.wording.value(iri, before) or iri
        found.append(Subject(graph.directory.thing(iri), position.kind, graph.directory.thing(body), contested))
    many = Counter(one.body.iri for one in found)
    rank = SUBJECT_KINDS.index
    return sorted(
        found,
        key=lambda s: (-many[s.body.iri], s.body.name, s.body.iri, rank(s.kind), s.thing.name, s.thing.iri),
    )


def _under(graph: Graph, subjects: list[Subject], asked: Asked) -> list[Subject]:
    """Return the subject asked about and what is under it: a body's proceedings and rulings, a proceeding's rulings."""
    if asked.subject is None:
        return subjects
    whole = asked.the_subject(graph, *SUBJECTS).iri
    return [one for one in subjects if whole in (one.thing.iri, one.body.iri, *_proceedings(graph, one))]


def _proceedings(graph: Graph, one: Subject) -> list[str]:
    return graph.wording.values(one.thing.iri, op("inProceeding"))


def _columns(graph: Graph, every: list[Subject], subjects: list[Subject], cited: Bibliography) -> list[Column]:
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
            columns.append(Column(letter, rule, provisions[rule], read, cited.numbers(read.proposed_by)))
    return columns


def _rows(
    words: Words, subject: Subject, contest: Contest, columns: list[Column], answers: list[Any],
    proofs: ExhibitedProofs, first: int,
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
        told = "; ".join(f"{words[f'verdicts.{verdict}']}: {', '.join(names)}" for verdict, names in by_verdict.items())
        before = "" if subject.kind == "body" else subject.body.name
        cells = (
            subject.thing.name,
            words[f"subject.{subject.kind}"],
            before,
            of_rule[0][0].provision,
            told,
            start,
            end or "",
        )
        yield Row(cells, tuple(sorted(sources)), str(first + number), subject.key, (start, end))


def _title(words: Words, state: Thing, subjects: list[Subject], day: date) -> str:
    """Return the finding on a day; the page's script says the same for other days."""
    kinds = [one.kind for one in subjects if any(contest.holds_on(day) for contest in one.contests)]
    said = {"day": words.day(day.isoformat()), "state": state.name}
    if not kinds:
        return words.say("readings.title-of-none", **said)
    parts = [words.many(f"subjects-number.{kind}", kinds.count(kind)) for kind in SUBJECT_KINDS if kind in kinds]
    number = words.many("readings.subjects", len(kinds))
    return words.say("readings.title", number=number, parts=words.listed(parts), **said)
