"""Compares a depositary's table with the acts on file, and writes what is new or now confirmed."""

from __future__ import annotations

import calendar
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kg.facts.rows import rows
from kg.faults import UsageFault
from kg.files import write_text
from kg.importing.depositaries import Act

_CONSENT = ("Ratification", "Acceptance", "Approval", "Accession", "Succession", "DefinitiveSignature")
_GROUPS = {"Signature": "signature", "ProvisionalApplication": "provisional", **dict.fromkeys(_CONSENT, "consent")}
COLUMNS = ("state", "action", "date", "effective", "precision", "source", "confirmed", "note", "undoes")


@dataclass(frozen=True)
class Delay:
    """How long after an act of consent it takes effect: days or months, then perhaps the first of the next month."""

    days: int = 0
    months: int = 0
    first_of_next_month: bool = False

    @classmethod
    def parse(cls, text: str) -> Delay:
        """Return the delay that a text such as ``30d``, ``3m``, ``0d`` or ``60d+`` names; ``+``: first of next month.

        Raises UsageFault for any other text.
        """
        match = re.fullmatch(r"(\d{1,3})([dm])(\+?)", text)
        if match is None:
            raise UsageFault(
                f"--after {text!r} must read 30d (days), 3m (months), or 60d+ (and then the first of a month)"
            )
        number = int(match[1])
        return cls(number if match[2] == "d" else 0, number if match[2] == "m" else 0, bool(match[3]))

    def after(self, day: date) -> date:
        """Return the day on which an act of a day takes effect."""
        month = day.month - 1 + self.months
        year, month = day.year + month // 12, month % 12 + 1
        moved = day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))
        moved += timedelta(days=self.days)
        if self.first_of_next_month:
            moved = (moved.replace(day=1) + timedelta(days=31)).replace(day=1)
        return moved


@dataclass(frozen=True)
class Change:
    """One difference between a table and the file, or an agreement that confirms a recalled row."""

    kind: str
    """``new``, ``confirms``, ``differs`` (another day or act on file) or ``only on file``."""
    who: str
    action: str
    day: str
    effective: str
    on_file: str
    line: int | None
    note: str = ""
    computed: bool = False
    """Whether the day of effect was computed, since the table does not give it."""


def _effect(act: Act, delay: Delay | None, in_force_from: date | None) -> str:
    if act.action == "Signature":
        return ""
    if act.effective is not None:
        return act.effective.isoformat()
    if delay is None:
        return ""
    effective = delay.after(act.day)
    return max(effective, in_force_from or effective).isoformat()


def compare(
    acts: list[Act], table: Path, delay: Delay | None = None, in_force_from: date | None = None
) -> tuple[list[Change], int]:
    """Return how the acts read from a depositary's table differ from those in an actions table; and how many agree.

    Only signatures, consents and provisional applications are compared: of other acts such tables tell in footnotes.
    ``delay`` computes the day of effect where the table gives none, no earlier than the treaty's own entry into force.

    Raises Fault for an actions table that cannot be read.
    """
    on_file = [row.cells for row in rows(table, COLUMNS)] if table.exists() else []
    left = [cells for cells in on_file if cells["action"] in _GROUPS]
    unmatched: list[Act] = []
    changes: list[Change] = []
    agreed = 0
    for act in acts:
        same = next((c for c in left if (c["state"], c["action"], c["date"]) == _key(act)), None)
        if same is None:
            unmatched.append(act)
            continue
        left.remove(same)
        effective = _effect(act, delay, in_force_from)
        if effective and same["effective"] and effective != same["effective"]:
            changes.append(_change("differs", act, effective, f"in effect {same['effective']}"))
        elif same["confirmed"] != "yes" and not (same["confirmed"] == "except-effective" and act.effective is None):
            changes.append(_change("confirms", act, effective, "recalled"))
        else:
            agreed += 1
    for act in unmatched:
        group = _GROUPS[act.action]
        other = next((c for c in left if c["state"] == act.who and _GROUPS[c["action"]] == group), None)
        effective = _effect(act, delay, in_force_from)
        if other is None:
            changes.append(_change("new", act, effective, ""))
        else:
            left.remove(other)
            changes.append(_change("differs", act, effective, f"{other['action']} {other['date']}"))
    changes += [Change("only on file", c["state"], c["action"], c["date"], c["effective"], "", None) for c in left]
    order = ("new", "confirms", "differs", "only on file")
    return sorted(changes, key=lambda change: (order.index(change.kind), change.who, change.day)), agreed


def _key(act: Act) -> tuple[str, str, str]:
    return act.who, act.action, act.day.isoformat()


def _change(kind: str, act: Act, effective: str, on_file: str) -> Change:
    computed = act.effective is None and act.action != "Signature"
    return Change(kind, act.who, act.action, act.day.isoformat(), effective, on_file, act.line, act.note, computed)


def write(changes: list[Change], table: Path, source: str) -> int:
    """Write what is new, and mark what is confirmed, in an actions table; return how many rows were written.

    What differs and what is only on file is left for a person to decide. The file is written whole or not at all.

    Raises UsageFault where a consent has no day of effect, Fault where the file cannot be read or written.
    """
    for change in changes:
        if change.kind == "new" and not change.effective and _GROUPS[change.action] == "consent":
            raise UsageFault(
                f"the table does not say when {change.action} of {change.who} ({change.day}) takes effect; "
                "give --after, from the treaty's article on entry into force"
            )
    cells = [row.cells for row in rows(table, COLUMNS)] if table.exists() else []
    written = 0
    for change in changes:
        if change.kind == "confirms":
            row = next(
                c for c in cells if (c["state"], c["action"], c["date"]) == (change.who, change.action, change.day)
            )
            row |= {"source": "|".join(filter(None, (row["source"], source))), "confirmed": _confirmed(change)}
            written += 1
        elif change.kind == "new":
            cells.insert(_place(cells, change), _row(change, source))
            written += 1
    if written:
        buffer = io.StringIO()
        writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(cells)
        write_text(table, buffer.getvalue())
    return written


def _confirmed(change: Change) -> str:
    return "except-effective" if change.computed else "yes"


def _row(change: Change, source: str) -> dict[str, str]:
    values = (
        change.who, change.action, change.day, change.effective, "", source, _confirmed(change), change.note, ""
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _place(cells: list[dict[str, str]], change: Change) -> int:
    """Return where a row belongs: behind those of the same state, else before the first state that follows it."""
    mine = [number for number, row in enumerate(cells) if row["state"] == change.who]
    if mine:
        return mine[-1] + 1
    return next((number for number, row in enumerate(cells) if row["state"] > change.who), len(cells))


def described(changes: list[Change]) -> Iterator[list[object]]:
    """Yield the changes as rows: what, who, act, day, in effect, what is on file, line of the table read."""
    for change in changes:
        yield [change.kind, change.who, change.action, change.day, change.effective, change.on_file, change.line]
