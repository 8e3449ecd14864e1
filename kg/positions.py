"""A state's positions: on a day, over time, and where they conflict with what binds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from kg.names import kind, stem, thing
from kg.oxigraph import EVERYTHING, A, NamedNode, Store, op
from kg.questions import Cell, ask
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


Span = tuple[date, date | None, str]


def _day(cell: object) -> date | None:
    return date.fromisoformat(cell) if isinstance(cell, str) else None


def _name(cell: object) -> str | None:
    return stem(cell) if isinstance(cell, str) else None


_Pair = tuple[str, str]
"""The IRIs of a state and a subject."""


def _international(rows: Iterable[dict[str, Cell]]) -> dict[_Pair, list[Span]]:
    spans: dict[_Pair, list[Span]] = {}
    for row in rows:
        start = _day(row["from"])
        assert start is not None
        pair = str(row["state"]), str(row["subject"])
        spans.setdefault(pair, []).append((start, _day(row["until"]), stem(str(row["verdict"]))))
    return spans


def _split(position: Position, spans: Iterable[Span]) -> list[Position]:
    """Cut a position where the international side changes; days that no span covers are ``notBound``."""
    parts = []
    cursor = position.start
    for start, end, verdict in sorted(spans, key=lambda span: span[0]):
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


class Positions:
    """All positions of one state, or on one subject, over all time, read once from the graph."""

    def __init__(
        self,
        store: Store,
        root: Path,
        directory: Directory,
        *,
        state: NamedNode | None = None,
        subject: NamedNode | None = None,
    ) -> None:
        """Read those of a state with the question ``positions``, those on a subject with ``positions-on``."""
        suffix, given = ("", {"state": state}) if subject is None else ("-on", {"subject": subject})
        known: dict[str, Term] = {name: node for name, node in given.items() if node is not None}
        self._spans = _international(ask(store, root, f"international-positions{suffix}", known).dicts())
        reader = _Reader(store, directory)
        self._whole = [reader.read(row) for row in ask(store, root, f"positions{suffix}", known).dicts()]

    def timeline(self) -> list[Position]:
        """Return the positions over all time, cut where the international side changes.

        Sorted by kind and name of the subject, then by day, verdict (strongest first), rule and reading.
        """
        found = [part for whole in self._whole for part in _split(whole, self._spans.get(_pair(whole), ()))]
        return sorted(
            found, key=lambda p: (*_place(p), p.start, VERDICTS.index(p.verdict), p.rule or "", p.reading or "")
        )

    def on(self, day: date) -> list[Position]:
        """Return the positions that hold on a day; within a kind, subjects with a stronger verdict come first."""
        there = [
            replace(whole, international=self._bound_on(_pair(whole), day))
            for whole in self._whole
            if whole.holds_on(day)
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

    def _bound_on(self, pair: _Pair, day: date) -> str:
        for start, end, verdict in self._spans.get(pair, ()):
            if start <= day and (end is None or day < end):
                return verdict
        return "notBound"


def _pair(position: Position) -> _Pair:
    return thing("state", position.state), position.subject_iri


def _place(position: Position) -> tuple[int, str, str, str]:
    return KINDS.index(position.kind), position.label, position.subject, position.state


class _Reader:
    """Makes positions of rows; what rows share (a rule's provision, a subject's kind) is looked up once."""

    def __init__(self, store: Store, directory: Directory) -> None:
        self._store = store
        self._directory = directory
        self._provision = cache(self._provision_of)
        self._effect = cache(self._effect_of)
        self._kind = cache(self._kind_of)

    def read(self, row: dict[str, Cell]) -> Position:
        start = _day(row["from"])
        assert start is not None
        subject, rule = str(row["subject"]), row["rule"]
        return Position(
            state=stem(str(row["state"])),
            subject=stem(subject),
            kind=self._kind(subject),
            label=self._directory.name(subject),
            verdict=stem(str(row["verdict"])),
            effect=None if rule is None else self._effect(str(rule)),
            rule=_name(rule),
            reading=_name(row["reading"]),
            provision=None if rule is None else self._provision(str(rule)),
            start=start,
            end=_day(row["until"]),
            international="notBound",
            known_to=_day(row["knownTo"]),
            unconfirmed=int(row["unconfirmed"] or 0),
            iri=str(row["position"]),
            subject_iri=subject,
        )

    def _first(self, iri: str, predicate: NamedNode) -> str | None:
        values = [
            getattr(quad.object, "value", "")
            for quad in self._store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING)
        ]
        return min(values, default=None)

    def _provision_of(self, rule: str) -> str | None:
        article = self._first(rule, op("setBy"))
        return None if article is None else self._directory.name(article)

    def _effect_of(self, rule: str) -> str | None:
        return _name(self._first(rule, op("effect")))

    def _kind_of(self, subject: str) -> str:
        of_things = kind(subject) or ""
        if of_things != "proceeding":
            return of_things
        situations = self._store.quads_for_pattern(NamedNode(subject), A, op("Situation"), EVERYTHING)
        return "situation" if any(situations) else "case"
