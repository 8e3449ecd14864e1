"""A state's positions: on a day, over time, and where they conflict with what binds it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

from kg.names import stem, thing
from kg.oxigraph import NamedNode, Store
from kg.questions import Cell, ask
from kg.recorded import Reader, Row
from kg.sparql import Term
from kg.things import Directory

TREATED = "treatedAsNonBinding"
DEPENDS = "dependsOnProceeding"
UNDETERMINED = "undetermined"
NOT_COVERED = "notCovered"
VERDICTS = (TREATED, DEPENDS, UNDETERMINED, NOT_COVERED)
"""From the strongest to the weakest: of several rules the strongest verdict comes first."""

KEYS = (
    "state", "subject", "kind", "label", "verdict", "effect", "rule", "reading", "provision", "from", "until",
    "international", "conflict", "knownTo", "unconfirmed", "position",
)  # fmt: skip
"""The keys of a position in JSON, and its columns in CSV."""


@dataclass(frozen=True)
class Position:
    """What a state's own law makes of a subject in an interval, and whether the subject binds it internationally.

    ``start`` and ``end`` are a half-open interval; ``end`` None: no end known. In a timeline it is the interval in
    which both sides stay as they are; on a day it is the interval of the state's own law, and ``international`` is
    the answer on that day.
    """

    state: str
    subject: str
    kind: str
    label: str
    verdict: str
    effect: str | None
    rule: str | None
    reading: str | None
    provision: str | None
    start: date
    end: date | None
    international: str
    known_to: date | None
    unconfirmed: int
    iri: str
    subject_iri: str

    @property
    def conflict(self) -> bool:
        """Whether the state is bound and treats as non-binding all the same."""
        return self.verdict == TREATED and self.international == "bound"

    def holds_on(self, day: date) -> bool:
        """Return whether the interval contains a day."""
        return self.start <= day and (self.end is None or day < self.end)

    def as_json(self) -> dict[str, object]:
        """Return the position with the keys of the JSON interface."""
        end = None if self.end is None else self.end.isoformat()
        known_to = None if self.known_to is None else self.known_to.isoformat()
        values = (
            self.state, self.subject, self.kind, self.label, self.verdict, self.effect, self.rule, self.reading,
            self.provision, self.start.isoformat(), end, self.international, self.conflict, known_to,
            self.unconfirmed, self.iri,
        )  # fmt: skip
        return dict(zip(KEYS, values, strict=True))

    def as_dict(self) -> dict[str, object]:
        """Return the fields as they are, for data frames."""
        return asdict(self) | {"conflict": self.conflict}


Span = tuple[str, str | None, str]
"""From, until and what international law says; days in ISO form, which sort and compare as days do."""
_START, _END = 9, 10


def _day(cell: Cell) -> date | None:
    return date.fromisoformat(cell) if isinstance(cell, str) else None


_Pair = tuple[str, str]
"""The IRIs of a state and a subject."""


def _international(rows: Iterable[dict[str, Cell]]) -> dict[_Pair, list[Span]]:
    spans: dict[_Pair, list[Span]] = {}
    for row in rows:
        pair = str(row["state"]), str(row["subject"])
        until = None if row["until"] is None else str(row["until"])
        spans.setdefault(pair, []).append((str(row["from"]), until, stem(str(row["verdict"]))))
    return spans


def _holds(start: Cell, end: Cell, day: str) -> bool:
    return str(start) <= day and (end is None or day < str(end))


def _position(row: Row, international: str = "notBound") -> Position:
    """Return the position that a row of plain values states."""
    state, subject, kind, label, verdict, effect, rule, reading, provision, start, end, known_to, unconfirmed, *iris = (
        row
    )
    began = _day(start)
    assert began is not None
    return Position(
        str(state), str(subject), str(kind), str(label), str(verdict), _text(effect), _text(rule), _text(reading),
        _text(provision), began, _day(end), international, _day(known_to), int(unconfirmed or 0), str(iris[0]),
        str(iris[1]),
    )  # fmt: skip


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _split(position: Position, spans: Iterable[Span]) -> list[Position]:
    """Cut a position where the international side changes; days that no span covers are ``notBound``."""
    parts = []
    cursor = position.start
    for began, until, verdict in sorted(spans, key=lambda span: span[0]):
        start, end = date.fromisoformat(began), _day(until)
        if (end is not None and end <= cursor) or (position.end is not None and start >= position.end):
            continue
        if start > cursor:
            parts.append(replace(position, start=cursor, end=start))
            cursor = start
        stop = position.end if end is None else end if position.end is None else min(end, position.end)
        parts.append(replace(position, start=cursor, end=stop, international=verdict))
        if stop is None or stop == position.end:
            return parts
        cursor = stop
    parts.append(replace(position, start=cursor))
    return parts


KINDS = ("body", "situation", "case", "ruling")
"""The kinds of subject, in the order in which they are shown."""


def of_kinds(positions: list[Position], kinds: Collection[str] | None) -> list[Position]:
    """Return the positions on subjects of some kinds; all, where none is named."""
    return [position for position in positions if not kinds or position.kind in kinds]


class Positions:
    """All positions of one state, or on one subject, over all time, read once from the graph."""

    def __init__(self, rows: list[Row], spans: dict[_Pair, list[Span]]) -> None:
        """Hold positions as plain values, and the international side of each pair of state and subject."""
        self._rows = rows
        self._spans = spans

    @classmethod
    def read(
        cls,
        store: Store,
        root: Path,
        directory: Directory,
        *,
        state: NamedNode | None = None,
        subject: NamedNode | None = None,
    ) -> Self:
        """Read those of a state with the question ``positions``, those on a subject with ``positions-on``."""
        suffix, given = ("", {"state": state}) if subject is None else ("-on", {"subject": subject})
        known: dict[str, Term] = {name: node for name, node in given.items() if node is not None}
        spans = _international(ask(store, root, f"international-positions{suffix}", known).dicts())
        reader = Reader(store, directory.name)
        return cls([reader.read(row) for row in ask(store, root, f"positions{suffix}", known).dicts()], spans)

    def plain(self) -> dict[str, object]:
        """Return all as values that JSON knows; ``from_plain`` reads them back."""
        return {"rows": self._rows, "spans": [[*pair, spans] for pair, spans in self._spans.items()]}

    @classmethod
    def from_plain(cls, plain: Any) -> Self:  # noqa: ANN401  (whatever a file holds)
        """Return what ``plain`` gave.

        Raises KeyError, TypeError or ValueError for anything else.
        """
        spans = {(state, subject): [tuple(span) for span in found] for state, subject, found in plain["spans"]}
        return cls(plain["rows"], spans)

    def timeline(self) -> list[Position]:
        """Return the positions over all time, cut where the international side changes.

        Sorted by kind and name of the subject, then by day, verdict (strongest first), rule and reading.
        """
        wholes = [_position(row) for row in self._rows]
        found = [part for whole in wholes for part in _split(whole, self._spans.get(_pair(whole), ()))]
        return sorted(
            found, key=lambda p: (*_place(p), p.start, VERDICTS.index(p.verdict), p.rule or "", p.reading or "")
        )

    def on(self, day: date) -> list[Position]:
        """Return the positions that hold on a day; within a kind, subjects with a stronger verdict come first."""
        iso = day.isoformat()
        there = [
            _position(row, self._bound_on((thing("state", str(row[0])), str(row[-1])), iso))
            for row in self._rows
            if _holds(row[_START], row[_END], iso)
        ]
        strongest: dict[str, int] = {}
        for position in there:
            rank = VERDICTS.index(position.verdict)
            strongest[position.subject_iri] = min(rank, strongest.get(position.subject_iri, rank))
        return sorted(
            there,
            key=lambda p: (
                KINDS.index(p.kind), strongest[p.subject_iri], p.label, p.subject, p.state,
                VERDICTS.index(p.verdict), p.rule or "", p.reading or "",
            ),
        )  # fmt: skip

    def _bound_on(self, pair: _Pair, day: str) -> str:
        held = (verdict for start, end, verdict in self._spans.get(pair, ()) if _holds(start, end, day))
        return next(held, "notBound")


def _pair(position: Position) -> _Pair:
    return thing("state", position.state), position.subject_iri


def _place(position: Position) -> tuple[int, str, str, str]:
    return KINDS.index(position.kind), position.label, position.subject, position.state
