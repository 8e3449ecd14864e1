"""Shows answers: as a table for a terminal, Markdown, CSV or JSON."""

from __future__ import annotations

import json

from kg.conclusions.positions import KEYS
from kg.names import SUBJECT_KINDS
from kg.presenting import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from kg.conclusions.positions import Position
    from kg.language.dossier import Fact
    from kg.queries.questions import Answer, Cell

WIDTH = 132
"""Characters a line where the width of the terminal is not known."""
_KEPT = 25
"""A column no wider than this (dates, verdicts) is wrapped only where nothing else helps."""
_NARROW, _NARROWEST = 12, 8
_WORDS = {
    "treatedAsNonBinding": "treated as non-binding",
    "dependsOnProceeding": "depends on the proceeding",
    "undetermined": "undetermined",
    "notCovered": "not covered",
    "notBound": "not bound",
    "noDuty": "no duty",
    "dutyHolds": "duty",
    "duty": "duty",
    "conflict": "conflict",
    "noConflict": "no conflict",
}
UNCONFIRMED = "? = how many unconfirmed facts the answer rests on"
_LINE = "{" + ", ".join(f'"{key}": %s' for key in KEYS) + "}"
_HEADINGS = {"body": "Body", "situation": "Situation", "case": "Case", "ruling": "Ruling"}


def words_of(value: str) -> str:
    """Return a verdict or status in words."""
    return _WORDS.get(value, value)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], form: str) -> str:
    """Return rows as a table, Markdown, CSV or a JSON list of objects.

    A table is fitted to the terminal: columns whose cells are long are wrapped.
    """
    content = [list(row) for row in rows]
    if form == "json":
        return json_list(dict(zip(columns, row, strict=True)) for row in content)
    if form == "csv":
        import csv
        import io

        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([str(cell).lower() if isinstance(cell, bool) else cell for cell in row] for row in content)
        return buffer.getvalue().rstrip("\n")
    from kg.presenting import grid

    shown = [["" if value is None else str(value) for value in row] for row in content]
    if form == "md":
        return grid.markdown(columns, [[cell.replace("|", "\\|") for cell in row] for row in shown])
    return grid.columns(columns, shown, _widths(columns, shown))


def json_list(objects: Iterable[dict[str, object]]) -> str:
    """Return objects as a JSON list with one object a line: easy to read by line, and fast to write."""
    line = json.JSONEncoder(ensure_ascii=False).encode
    return _listed([line(value) for value in objects])


def _listed(lines: list[str]) -> str:
    if not lines:
        return "[]"
    lines[0] = "[\n" + lines[0]
    lines[-1] += "\n]"
    return ",\n".join(lines)


def _widths(columns: Sequence[str], rows: list[list[str]]) -> list[int] | None:
    """Share the terminal's width among the columns: those of short cells keep theirs, long ones are wrapped."""
    total = max(terminal.width(WIDTH), 80) - 2 * (len(columns) - 1)
    if not rows:
        return None
    natural = [max([len(name), *(len(row[i]) for row in rows)]) for i, name in enumerate(columns)]
    widths = list(natural)
    for least in (_NARROW, _NARROWEST):
        shrinkable = [i for i, width in enumerate(natural) if width > _KEPT or least == _NARROWEST]
        while sum(widths) > total:
            widest = max(shrinkable, key=lambda i: widths[i], default=None)
            if widest is None or widths[widest] <= least:
                break
            widths[widest] -= 1
    return widths


def answer(found: Answer, form: str) -> str:
    """Return the answer to a question; IRIs are shortened for people and whole for programs."""
    from kg.queries.questions import readable

    rows: Iterable[Sequence[Cell]] = found.rows
    if form in ("table", "md"):
        rows = [[readable(value) for value in row] for row in found.rows]
    return table(found.columns, rows, form)


def dossier(facts: list[Fact], form: str) -> str:
    """Return what is said of a thing; for people, sources are numbered and listed below."""
    from kg.language.citations import Bibliography

    columns = ["about", "says", "unconfirmed", "sources", "node"]
    marks = ["unconfirmed" if fact.unconfirmed else "" for fact in facts]
    if form in ("json", "csv"):
        rows = (
            [fact.about, fact.says, mark, " ; ".join(map(str, fact.citations)), fact.node]
            for fact, mark in zip(facts, marks, strict=True)
        )
        return table(columns, rows, form)
    cited = Bibliography()
    shown = [
        [fact.about, fact.says, mark or cited.marks(fact.citations)] for fact, mark in zip(facts, marks, strict=True)
    ]
    listed = f"\n\n{cited}" if cited.listed else ""
    return table(["about", "says", "sources"], shown, form) + listed


def positions(found: list[Position], form: str) -> str:
    """Return positions; for people, readings of one rule with the same answer share a row."""
    if form == "json":
        return _position_list(found)
    if form == "csv":
        return table(KEYS, ([*position.as_json().values()] for position in found), "csv")
    parts = [table(head, rows, form) for head, rows in position_tables(found)]
    if any(position.unconfirmed for position in found):
        parts.append(UNCONFIRMED)
    return "\n\n".join(parts)


class _Texts(dict["str | date | None", str]):
    """Values as JSON writes them, each worked out once: positions share most of theirs."""

    def __missing__(self, value: str | date | None) -> str:
        text = json.dumps(value if value is None or isinstance(value, str) else value.isoformat(), ensure_ascii=False)
        self[value] = text
        return text


def _position_list(found: list[Position]) -> str:
    """Return what ``json_list`` makes of positions, in a third of the time."""
    texts, truths = _Texts(), ("false", "true")
    return _listed(
        [
            _LINE % (
                texts[p.state], texts[p.subject], texts[p.kind], texts[p.label], texts[p.verdict], texts[p.effect],
                texts[p.rule], texts[p.reading], texts[p.provision], texts[p.start], texts[p.end],
                texts[p.international], truths[p.conflict], texts[p.known_to], p.unconfirmed, texts[p.iri],
            )
            for p in found
        ]
    )  # fmt: skip


def position_tables(found: list[Position]) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Yield a table, its head and its rows, for each kind of subject; columns in which nothing stands are left out."""
    for kind in SUBJECT_KINDS:
        rows = list(_grouped([position for position in found if position.kind == kind]))
        head = [_HEADINGS[kind], "Verdict", "Since", "Until", "Provision", "Reading", "Int'l", "Known to", "?"]
        kept = [i for i in range(len(head)) if i in (0, 1, 2) or any(row[i] for row in rows)]
        if rows:
            yield [head[i] for i in kept], [[row[i] for i in kept] for row in rows]


def _grouped(found: list[Position]) -> Iterator[list[str]]:
    """Yield one row for each subject, verdict, rule and interval, the readings joined."""
    readings: dict[str, set[str]] = {}
    groups: dict[tuple[object, ...], list[Position]] = {}
    for position in found:
        key = (position.subject, position.verdict, position.rule, position.start, position.end, position.international)
        groups.setdefault(key, []).append(position)
        if position.rule and position.reading:
            readings.setdefault(position.rule, set()).add(position.reading)
    previous = None
    for group in groups.values():
        first = group[0]
        names = {position.reading for position in group if position.reading}
        every = readings.get(first.rule or "", set())
        if len(every) <= 1:
            read = ""
        elif names == every:
            read = "all"
        else:
            read = ", ".join(sorted(_without_prefix(name, every) for name in names))
        international = _WORDS.get(first.international, first.international)
        yield [
            "" if first.subject == previous else first.label,
            _WORDS[first.verdict],
            first.start.isoformat(),
            first.end.isoformat() if first.end else "",
            first.provision or "",
            read,
            international + (" CONFLICT" if first.conflict else ""),
            first.known_to.isoformat() if first.known_to else "",
            str(first.unconfirmed) if first.unconfirmed else "",
        ]
        previous = first.subject


def _without_prefix(name: str, among: set[str]) -> str:
    """Return what distinguishes a reading's stem from those of its siblings."""
    parts = [other.split("-") for other in among]
    shared = 0
    while all(len(part) > shared + 1 for part in parts) and len({part[shared] for part in parts}) == 1:
        shared += 1
    return " ".join(name.split("-")[shared:])
