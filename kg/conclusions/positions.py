"""A state's positions: on a day, over time, and where they conflict with what binds it."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from kg.names import SUBJECT_KINDS, THING, thing
from kg.tuples import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, Self

TREATED = "treatedAsNonBinding"
DEPENDS = "dependsOnProceeding"
UNDETERMINED = "undetermined"
NOT_COVERED = "notCovered"
UNBOUND = "notBound"
"""What international law says of a subject where nothing is recorded that binds the state."""
VERDICTS = (TREATED, DEPENDS, UNDETERMINED, NOT_COVERED)
"""From the strongest to the weakest: of several rules the strongest verdict comes first."""

KEYS = (
    "state", "subject", "kind", "label", "verdict", "effect", "rule", "reading", "provision", "from", "until",
    "international", "conflict", "knownTo", "unconfirmed", "position",
)  # fmt: skip
"""The keys of a position in JSON, and its columns in CSV."""


class Position(Record):
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
        return self._asdict() | {"conflict": self.conflict}


Cell = str | int | None
Span = tuple[str, str | None, str]
"""From, until and what international law says; days in ISO form, which sort and compare as days do."""
Row = list[Cell]
"""A position as plain values: the fields of Position without the international side, days in ISO form."""


def _day(cell: Cell) -> date | None:
    return date.fromisoformat(cell) if isinstance(cell, str) else None


def _split(position: Position, spans: Iterable[Span]) -> list[Position]:
    """Cut a position where the international side changes; days that no span covers are ``notBound``."""
    parts = []
    cursor = position.start
    for began, until, verdict in sorted(spans, key=lambda span: span[0]):
        start, end = date.fromisoformat(began), _day(until)
        if (end is not None and end <= cursor) or (position.end is not None and start >= position.end):
            continue
        if start > cursor:
            parts.append(position._replace(start=cursor, end=start))
            cursor = start
        stop = position.end if end is None else end if position.end is None else min(end, position.end)
        parts.append(position._replace(start=cursor, end=stop, international=verdict))
        if stop is None or stop == position.end:
            return parts
        cursor = stop
    parts.append(position._replace(start=cursor))
    return parts


class Positions:
    """All positions of one state, or on one subject, over all time, as plain values that share what they can.

    ``pairs`` are the state, subject, kind, label and IRI of each pair of state and subject, with the spans of its
    international side; ``rules`` the effect, rule, reading and provision of each rule under each reading. A row is a
    place in both lists, the place in VERDICTS, from, until, known to, how many facts are unconfirmed, and the IRI. All
    three lists stand in the order in which positions are shown.
    """

    def __init__(self, pairs: list[Any], rules: list[list[Cell]], rows: list[Any]) -> None:
        """Hold what ``of`` or ``plain`` gave."""
        self._pairs, self._rules, self._rows = pairs, rules, rows
        self._made: dict[tuple[int, str], Position] = {}

    @classmethod
    def of(cls, rows: Iterable[Row], spans: dict[tuple[str, str], list[Span]]) -> Self:
        """Return positions given as plain values, with the international side by the IRIs of state and subject."""
        pairs: dict[tuple[Any, ...], int] = {}
        rules: dict[tuple[Any, ...], int] = {}
        read = []
        for state, subject, kind, label, verdict, effect, rule, reading, provision, *rest, about in rows:
            pair = SUBJECT_KINDS.index(str(kind)), label, subject, state, about
            under = rule or "", reading or "", effect, provision
            pairs[pair] = rules[under] = 0
            read.append((pair, under, VERDICTS.index(str(verdict)), rest))
        ordered, named = sorted(pairs), sorted(rules, key=lambda under: under[:2])
        pairs.update({pair: place for place, pair in enumerate(ordered)})
        rules.update({under: place for place, under in enumerate(named)})
        bound = {pair: sorted(found, key=lambda span: span[0]) for pair, found in spans.items()}
        return cls(
            [
                [state, subject, SUBJECT_KINDS[kind], label, about, bound.get((thing("state", state), about), [])]
                for kind, label, subject, state, about in ordered
            ],
            [[effect, rule or None, reading or None, provision] for rule, reading, effect, provision in named],
            sorted(
                (
                    [pairs[pair], rules[under], rank, start, end, known_to, count or 0, str(iri).removeprefix(THING)]
                    for pair, under, rank, (start, end, known_to, count, iri) in read
                ),
                key=lambda row: (row[0], row[2], row[1], row[3]),
            ),
        )

    def renamed(self, label: Callable[[str], str], provision: Callable[[str], str | None]) -> Self:
        """Return the same positions with what subjects, by their IRIs, and rules' provisions, by stems, are called."""
        rows: list[Row] = []
        for pair, under, rank, *rest, iri in self._rows:
            state, subject, kind, _, about, _ = self._pairs[pair]
            effect, rule, reading, _ = self._rules[under]
            set_by = None if rule is None else provision(str(rule))
            told = state, subject, kind, label(about), VERDICTS[rank], effect, rule, reading, set_by
            rows.append([*told, *rest, THING + iri, about])
        spans = {(thing("state", state), about): bound for state, _, _, _, about, bound in self._pairs}
        return self.of(rows, spans)

    def plain(self) -> dict[str, object]:
        """Return all as values that JSON knows; ``from_plain`` reads them back."""
        return {"pairs": self._pairs, "rules": self._rules, "rows": self._rows}

    @classmethod
    def from_plain(cls, plain: Any) -> Self:  # noqa: ANN401  (whatever a file holds)
        """Return what ``plain`` gave.

        Raises KeyError or TypeError for anything else.
        """
        return cls(list(plain["pairs"]), list(plain["rules"]), list(plain["rows"]))

    @cached_property
    def _subjects(self) -> list[tuple[int, int]]:
        """Of each pair, the place of its subject's kind, and a number that it shares with pairs of the same subject."""
        numbers: dict[str, int] = {}
        return [
            (SUBJECT_KINDS.index(kind), numbers.setdefault(about, len(numbers)))
            for _, _, kind, _, about, _ in self._pairs
        ]

    def _position(self, place: int, international: str) -> Position:
        """Return the position of the row at a place with what international law says, made when first asked for."""
        made = self._made.get((place, international))
        if made is None:
            pair, rule, rank, start, end, known_to, unconfirmed, iri = self._rows[place]
            state, subject, kind, label, about, _ = self._pairs[pair]
            effect, named, reading, provision = self._rules[rule]
            made = self._made[place, international] = Position(
                state, subject, kind, label, VERDICTS[rank], effect, named, reading, provision,
                date.fromisoformat(start), _day(end), international, _day(known_to), unconfirmed, THING + iri, about,
            )  # fmt: skip
        return made

    def _international(self, pair: int, day: str) -> str:
        """Return what international law says of a pair on a day."""
        spans = self._pairs[pair][5]
        return next((what for since, until, what in spans if since <= day and (until is None or day < until)), UNBOUND)

    def timeline(self) -> list[Position]:
        """Return the positions over all time, cut where the international side changes.

        Sorted by kind and name of the subject, then by day, verdict (strongest first), rule and reading.
        """
        found = [
            part
            for place, row in enumerate(self._rows)
            for part in _split(self._position(place, UNBOUND), self._pairs[row[0]][5])
        ]
        return sorted(
            found,
            key=lambda p: (
                SUBJECT_KINDS.index(p.kind), p.label, p.subject, p.state,
                p.start, VERDICTS.index(p.verdict), p.rule or "", p.reading or "",
            ),
        )  # fmt: skip

    def on(self, day: date, *, weakest: str = NOT_COVERED) -> list[Position]:
        """Return the positions that hold on a day, verdicts weaker than ``weakest`` left out.

        Within a kind, subjects with a stronger verdict come first.
        """
        iso, last = day.isoformat(), VERDICTS.index(weakest)
        there = [
            (row[0], row[2], place)
            for place, row in enumerate(self._rows)
            if row[2] <= last and row[3] <= iso and (row[4] is None or iso < row[4])
        ]
        subjects, strongest = self._subjects, dict[int, int]()
        for pair, rank, _ in there:
            about = subjects[pair][1]
            if rank < strongest.get(about, len(VERDICTS)):
                strongest[about] = rank
        pairs = {pair for pair, _, _ in there}
        order = {pair: subjects[pair][0] * len(VERDICTS) + strongest[subjects[pair][1]] for pair in pairs}
        bound = {pair: self._international(pair, iso) for pair in pairs}
        there.sort(key=lambda found: order[found[0]])
        return [self._position(place, bound[pair]) for pair, _, place in there]
