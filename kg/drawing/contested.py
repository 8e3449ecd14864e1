"""Subjects on which readings differ as rows, readings as columns, and where both stand in a drawing."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from kg.conclusions.contests import Contest
from kg.conclusions.readings import Reading
from kg.drawing.lettering import Lettering
from kg.language.words import Words
from kg.names import short
from kg.queries.things import Thing

LABEL, _WIDE, _ROW, _BODY, INDENT, FOLD = 288, 594, 21, 30, 14, 4
"""Pixels: width of labels, of all columns, heights of a row and of a body's row, indent; and how many subjects of one
body and kind with the same answers at least share a row."""


class Subject(NamedTuple):
    """A contested subject, the body that it belongs to (itself, if it is one), and its contests."""

    thing: Thing
    kind: str
    body: Thing
    contests: list[Contest]

    @property
    def key(self) -> str:
        """The name by which the picture knows it."""
        return short(self.thing.iri)


class Column(NamedTuple):
    """A reading as a column: its letter, its rule, the provision that sets the rule, and what it says."""

    letter: str
    rule: str
    provision: str
    reading: Reading
    sources: list[int]


def laid_out(
    words: Words, letters: Lettering, columns: list[Column], subjects: list[Subject], spans: dict[str, list[list[Any]]],
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
        alike: dict[str, list[Subject]] = {}
        for subject in (subject for subject in under if subject.kind != "body"):
            same = f"{subject.kind} {[answer and answer[0] for answer in on[subject.key][2]]}"
            alike.setdefault(same, []).append(subject)
        for group in alike.values():
            folded = len(group) >= FOLD
            for subject in group[:1] if folded else group:
                label = words.many(f"subjects-number.{subject.kind}", len(group)) if folded else fitted[subject.key]
                rows.append({"label": label, "bold": False, "y": y, "height": _ROW, "told": on[subject.key]})
                y += _ROW
    return {"rows": rows, "heads": heads, "names": names, "head": high, "line": top + 4, "label": LABEL,
            "column": column, "row_height": _ROW, "body_height": _BODY, "indent": INDENT,
            "size": (LABEL + column * max(len(columns), 4) + 10, int(y + 10))}  # fmt: skip
