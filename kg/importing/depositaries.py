"""Reads the tables in which depositaries publish who signed and ratified a treaty.

The forms are those of the United Nations Treaty Collection (the saved page of a treaty, or its XML) and of the chart of
signatures and ratifications of the Council of Europe's Treaty Office (the saved page).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from kg.facts.participants import Participants
from kg.faults import Fault
from kg.importing.markup import Cell, Grid, grids


class Act(NamedTuple):
    """One act that a table shows: who (a code, or org:STEM), what, when, since when in effect, on which line."""

    who: str
    action: str
    day: date
    effective: date | None
    line: int
    note: str = ""


class Refusal(NamedTuple):
    """Something in a table that was not read, and why."""

    line: int
    reason: str


@dataclass
class Reading:
    """What was read from a table, and what was refused."""

    acts: list[Act] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


Depositary = Callable[[Path, Participants], Reading]

_ACTS = {
    "signature": ("Signature", ""),
    "succession to signature": ("Signature", "succession to signature"),
    "definitive signature": ("DefinitiveSignature", ""),
    "ratification": ("Ratification", ""),
    "acceptance": ("Acceptance", ""),
    "approval": ("Approval", ""),
    "accession": ("Accession", ""),
    "succession": ("Succession", ""),
    "formal confirmation": ("Ratification", "act of formal confirmation"),
    "provisional application": ("ProvisionalApplication", ""),
}
_HEADING = re.compile(r"([A-Za-z][A-Za-z ]*?)\s*(?:\(([A-Za-z]{1,2})\))?\s*(?:,|$)")
_UN_DATE = re.compile(r"(\[?)\s*(\d{1,2} [A-Za-z]+ \d{4})\s*([A-Za-z]{1,2}(?![A-Za-z]))?\s*(\]?)")


def untc(path: Path, participants: Participants) -> Reading:
    """Return the acts in a participation table of the United Nations Treaty Collection.

    Letters behind a date mean what the heading of its column says. A date in brackets is of an act that no longer has
    effect; it is refused, since the footnote that says why must be read by a person.

    Raises Fault where the file holds no such table, or where a heading names an act that is not known.
    """
    found = Reading()
    for grid in grids(path):
        if grid[0][0].text.casefold() == "participant" and len(grid[0]) > 1:
            columns = [_letters(cell, path) for cell in grid[0][1:]]
            for who, row in _participants(grid[1:], participants, found):
                for letters, cell in zip(columns, row, strict=False):
                    found.acts.extend(_un_acts(who, letters, cell, found))
    if not found.acts and not found.refusals:
        raise Fault("holds no table whose first column is headed Participant; save the page of the treaty", file=path)
    return found


def _letters(heading: Cell, path: Path) -> dict[str, tuple[str, str]]:
    """Return the acts that a heading names, by the letter that marks each; the one without a letter by ''."""
    letters = {}
    for name, letter in _HEADING.findall(heading.text):
        act = _ACTS.get(re.sub(r" under .*", "", name.strip().casefold()))
        if act is None:
            raise Fault(
                f"a column is headed {heading.text!r}; {name!r} is no act known here", file=path, line=heading.line
            )
        letters[letter] = act
    return letters


def _participants(grid: Grid, participants: Participants, found: Reading) -> Iterator[tuple[str, list[Cell]]]:
    """Yield code and further cells of each row that names a participant; refuse names that are not known."""
    for first, *row in grid:
        if not any(cell.text for cell in row):
            continue
        name = re.sub(r"[\[\]*]|\s\d[\d, ]*$", "", first.text).strip()
        code = participants.code(name)
        if code is None:
            found.refusals.append(Refusal(first.line, f"no state or organization in the graph is called {name!r}"))
        else:
            yield code, row


def _un_acts(who: str, letters: dict[str, tuple[str, str]], cell: Cell, found: Reading) -> Iterator[Act]:
    if _UN_DATE.sub("", cell.text).strip(" ,;"):
        found.refusals.append(Refusal(cell.line, f"{who}: {cell.text!r} is not a date with a letter"))
        return
    for opened, text, letter, closed in _UN_DATE.findall(cell.text):
        day = _day(text, "%d %b %Y", "%d %B %Y")
        if day is None:
            reason = f"{text!r} is no day of the calendar"
        elif letter not in letters and not (letter == "s" and "" in letters):
            reason = f"the heading does not say what the letter {letter!r} means"
        elif opened or closed:
            reason = f"{text} is in brackets; read its footnote and enter it by hand"
        else:
            action, note = letters.get(letter, _ACTS["definitive signature"])
            yield Act(who, action, day, None, cell.line, note)
            continue
        found.refusals.append(Refusal(cell.line, f"{who}: {reason}"))


def _day(text: str, *forms: str) -> date | None:
    for form in forms:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


_COE_LETTERS = {
    ("signature", ""): "Signature",
    ("signature", "r"): "Signature",
    ("signature", "s"): "DefinitiveSignature",
    ("ratification", ""): "Ratification",
    ("ratification", "a"): "Accession",
    ("ratification", "su"): "Succession",
    ("ratification", "s"): "DefinitiveSignature",
}
_COE_DATE = re.compile(r"(\d{2}/\d{2}/\d{4})\s*([a-z]{1,2})?")
_COE_TOTAL = re.compile(r"(?i)total number of (signatures|ratifications)[^:]*:?\s*(\d*)")
_COE_SECTION = re.compile(r"(?i)(non-)?members of [^\d]+|international organi[sz]ations?")


def coe(path: Path, participants: Participants) -> Reading:
    """Return the acts in a chart of signatures and ratifications of the Council of Europe's Treaty Office.

    The chart gives the day of entry into force for each state. Its totals are compared with what was read.

    Raises Fault where the file holds no such chart.
    """
    found = Reading()
    for grid in grids(path):
        headings = [cell.text.casefold() for cell in grid[0]]
        if "signature" not in headings or "entry into force" not in headings:
            continue
        columns = {name: headings.index(name) for name in ("signature", "ratification", "entry into force")}
        body = []
        totals = []
        for row in grid[1:]:
            text = " ".join(cell.text for cell in row if cell.text)
            if total := _COE_TOTAL.search(text):
                number = total[2] or next((cell.text for cell in row if cell.text.isdigit()), "")
                totals.append((total[1].casefold(), number, row[0].line))
            elif not _COE_SECTION.fullmatch(text):
                body.append(row)
        for who, row in _participants(body, participants, found):
            found.acts.extend(
                _coe_acts(who, {name: row[at - 1] for name, at in columns.items() if at <= len(row)}, found)
            )
        _compare_totals(found, totals)
    if not found.acts and not found.refusals:
        raise Fault(
            "holds no chart with the columns Signature and Entry into Force; save the page of the chart", file=path
        )
    return found


def _coe_acts(who: str, cells: dict[str, Cell], found: Reading) -> Iterator[Act]:
    force = cells.get("entry into force")
    effective = None if force is None else _day(force.text, "%d/%m/%Y")
    if force is not None and force.text and effective is None:
        found.refusals.append(Refusal(force.line, f"{who}: {force.text!r} is no day of entry into force"))
        return
    for name in ("signature", "ratification"):
        cell = cells.get(name)
        if cell is None or not cell.text:
            continue
        match = _COE_DATE.fullmatch(cell.text)
        action = match and _COE_LETTERS.get((name, match[2] or ""))
        day = _day(match[1], "%d/%m/%Y") if match else None
        if not action or day is None:
            found.refusals.append(Refusal(cell.line, f"{who}: {cell.text!r} is not a day with a letter known here"))
        else:
            yield Act(who, action, day, None if action == "Signature" else effective, cell.line)


def _compare_totals(found: Reading, totals: list[tuple[str, str, int]]) -> None:
    """Refuse a chart whose own totals do not add up to what was read."""
    bound = {act.who for act in found.acts if act.action != "Signature"}
    signed = {act.who for act in found.acts if act.action == "Signature"} - bound
    for what, number, line in totals:
        read = len(bound if what == "ratifications" else signed)
        if number.isdigit() and int(number) != read:
            found.refusals.append(Refusal(line, f"the chart counts {number} {what} of this kind, {read} were read"))


DEPOSITARIES: dict[str, Depositary] = {"untc": untc, "coe": coe}
"""The forms that can be read, by the name of who publishes them."""
