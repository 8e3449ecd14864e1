"""A graph as programs for networks take it: things, and dated edges between them, in bounded memory.

Things are nodes. A statement that names two of them is an edge, and so is a node that only joins two of them (an act of
a state towards a treaty, a participation, a position). Tests and their outcomes, sources and texts are in no network.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from kg.exporting.extracts import Extract
from kg.exporting.lines import Line
from kg.exporting.netparts import Edge, Node, Words
from kg.exporting.snapshot import MADE
from kg.exporting.sorting import Sorter
from kg.names import CONNECTED, DCT, ONTOLOGY, RDF, kind, stem, term

_UNSEEN: Final = ("ontology", "proofs")
"""The parts of a graph that no network shows."""
_JOINS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "action": (("actor", "act", "treaty"),),
    "appearance": (("actor", "appearance", "appearanceIn"),),
    "basis": (
        ("competenceBasis", "competenceBasis", "instrument"),
        ("competenceBasis", "competenceBasis", "basisProvision"),
    ),
    "conferral": (
        ("conferredBy", "conferral", "conferredOn"),
        ("conferredOn", "conferralInstrument", "conferralInstrument"),
    ),
    "conflict": (("state", "conflict", "subject"),),
    "duty": (("state", "duty", "warrant"),),
    "finding": (("madeIn", "finding", "finds"),),
    "international-position": (("state", "internationalPosition", "subject"),),
    "participation": (("state", "participation", "treaty"),),
    "position": (("state", "position", "subject"),),
    "visit": (("visitor", "visit", "visited"),),
}
"""Kind of a node that joins two things -> its edges: what names the source, the relation, what names the target."""
_BACK: Final = frozenset(("competenceBasis", "concerns"))
"""Statements that also belong to what they name: what rests on a basis names it, a claim what it disputes."""
_VALUES: Final = ("status", "verdict", "duty", "effect")
_MADE: Final = frozenset(stem(made.value) for made in MADE)
_ENDED: Final = ("closed", "inForceUntil", "ended")
_LITERALS: Final = _MADE.union(
    ("from", "until", "knownTo", "lastDay", "effectiveDate", "datePrecision", "unconfirmed", "unconfirmedFacts"), _ENDED
)
_TYPE: Final = RDF + "type"
_SOURCE: Final = DCT + "source"


class _Told:
    """What is said of one thing, and by what it is named."""

    def __init__(self, records: Iterable[bytes]) -> None:
        self.values: dict[str, list[str]] = {}
        self.naming: dict[str, list[str]] = {}
        for record in records:
            _, back, predicate, value = record.split(b"\x00")
            side = self.naming if back == b"1" else self.values
            side.setdefault(predicate.decode(), []).append(value.decode())

    def all(self, local: str) -> list[str]:
        return self.values.get(term(local), [])

    def one(self, local: str) -> str:
        return next(iter(self.all(local)), "")

    def ends(self, local: str) -> list[str]:
        return [iri for iri in self.all(local) + self.naming.get(term(local), []) if kind(iri) in CONNECTED]

    def evidence(self) -> tuple[list[str], list[str]]:
        return sorted(self.naming.get(term("concerns"), [])), sorted(self.values.get(_SOURCE, []))

    def unconfirmed(self, predicate: str | None = None) -> bool:
        """Return whether nobody has read the fact, or (by default any) one value of it."""
        unread = self.all("unconfirmedFor")
        return (
            self.one("unconfirmed") == "true"
            or self.one("unconfirmedFacts") not in ("", "0")
            or (bool(unread) if predicate is None else predicate in unread)
        )


def network(extract: Extract) -> Iterator[Node | Edge]:
    """Yield the network that an extract makes: each of its nodes once, sorted, then its edges, sorted by their ends.

    Its nodes are the things that are described and those that edges join, so every end of an edge is there. What things
    are called, and of what class they are, is told by the whole graph, whatever the extract holds. Memory does not grow
    with it.

    Raises OSError where the disk is full.
    """
    told, found, words = Sorter(extract.run), Sorter(extract.run), Words(extract.graph.store)
    for line in extract.without(*_UNSEEN).lines():
        for record in _records(line):
            told.add(record)
    for owner, records in groupby(told, key=lambda record: record.split(b"\x00", 1)[0]):
        for record in _found(owner.decode(), _Told(records), words):
            found.add(record)
    for is_node, parts in groupby(found, key=lambda record: record[:1] == b"0"):
        if is_node:
            for iri, said in groupby((json.loads(part[1:]) for part in parts), key=lambda part: part[0]):
                yield words.node(iri, list(said))
        else:
            for part in parts:
                yield words.edge(json.loads(part[1:]))


def nodes(extract: Extract) -> Iterator[Node]:
    """Yield the nodes of ``network`` alone."""
    return (part for part in network(extract) if isinstance(part, Node))


def edges(extract: Extract) -> Iterator[Edge]:
    """Yield the edges of ``network`` alone."""
    return (part for part in network(extract) if isinstance(part, Edge))


def _records(line: Line) -> Iterator[bytes]:
    """Yield a statement under the things to whose nodes and edges it belongs; of texts only that they are there."""
    subject, predicate, value = line.triple.split(b" ", 2)
    if not (subject.startswith(b"<") and predicate.startswith(b"<")):
        return
    owner, said, local = subject[1:-1], predicate[1:-1], stem(predicate[1:-1].decode())
    if kind(owner.decode()) in CONNECTED or kind(owner.decode()) in _JOINS:
        text = b""
        if value.startswith(b"<"):
            text = value[1:-1]
        elif local in _LITERALS:
            text = value[1 : value.rindex(b'"')]
        yield b"\x00".join((owner, b"0", said, text))
    if local in _BACK and value.startswith(b"<"):
        yield b"\x00".join((value[1:-1], b"1", said, owner))


def _found(iri: str, told: _Told, words: Words) -> Iterator[bytes]:
    """Yield the nodes and edges that a thing makes, as records that sort nodes first."""
    if kind(iri) in CONNECTED and told.values:
        days = [day for made in _MADE for day in told.all(made)]
        ended = min((day for local in _ENDED for day in told.all(local)), default="")
        claims, sources = told.evidence()
        precision = told.one("datePrecision")
        yield _record(b"0", [iri, min(days, default=""), ended, precision, told.unconfirmed(), claims, sources])
        for predicate, values in told.values.items():
            for target in values:
                if predicate.startswith(ONTOLOGY) and kind(target) in CONNECTED:
                    unread = told.unconfirmed(predicate)
                    edge = [iri, target, predicate, "", "", "", "", "", "", "", "", "", unread, [], [], iri]
                    yield from _joined(edge)
    for start, relation, end in _JOINS.get(kind(iri) or "", ()):
        for source in told.ends(start):
            for target in told.ends(end):
                yield from _joined([source, target, relation, *_carried(iri, told, words), iri])


def _carried(iri: str, told: _Told, words: Words) -> list[Any]:
    """Return what a node that joins two things says of their edge, in the order of an edge's fields."""
    since, until, day = told.one("from"), told.one("until"), told.one("actDate")
    if arrived := told.one("arrived"):
        since, until = arrived, _day_after(told.one("lastDay"))
    value = next((found for local in _VALUES if (found := told.one(local))), "")
    if kind(iri) == "action":
        value = words.narrowest(told.values.get(_TYPE, []))
    claims, sources = told.evidence()
    return [
        value, since, until, day, told.one("effectiveDate"), told.one("datePrecision"), told.one("rule"),
        told.one("reading"), told.one("knownTo"), told.unconfirmed(), claims, sources,
    ]  # fmt: skip


def _joined(edge: list[Any]) -> Iterator[bytes]:
    source, target, relation, day = edge[0], edge[1], edge[2], edge[6]
    yield _record(b"1", edge)
    yield _record(b"0", [source])
    # A treaty of which no day is recorded began, for a snapshot, with the first act towards it.
    yield _record(b"0", [target, day] if relation == "act" else [target])


def _record(rank: bytes, fields: list[Any]) -> bytes:
    return rank + json.dumps(fields, separators=(",", ":")).encode()


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat() if day else ""
