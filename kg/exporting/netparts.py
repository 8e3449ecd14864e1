"""The nodes and edges of graph files, and what they are called."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from kg.exporting.cells import safe
from kg.names import ONTOLOGY, RDFS, short, stem
from kg.oxigraph import EVERYTHING, A, NamedNode, Store
from kg.queries.things import Directory

_SAYS: Final = {
    "conflict": "is bound by, and treats as non-binding under its own law",
    "appearance": "took part in",
    "competenceBasis": "rests on",
    "conferral": "gave powers to",
    "conferralInstrument": "was given powers by",
    "finding": "found contrary to the constitution",
    "visit": "visited",
}
"""What a relation says that has no value and is no property of the ontology."""
_UNFIT: Final = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters, and what XML 1.0 cannot hold."""
_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
_REMEMBERED: Final = 1 << 10


Value = str | bool | tuple[str, ...]
"""A text or a day (empty: none), a truth, or names of things."""


class Node(NamedTuple):
    """A thing. Days are YYYY-MM-DD or empty."""

    id: str
    """kind:stem, as the command line takes it."""
    label: str
    kind: str
    type: str
    """The narrowest class of the ontology."""
    since: str
    """The first day recorded of it, from which a snapshot has it."""
    until: str
    """The day from which it is closed, ended or no longer in force."""
    precision: str
    """``month`` or ``year`` where its days are known no better."""
    unconfirmed: bool
    """Whether nobody has read it, or something said of it, in a source."""
    claims: tuple[str, ...]
    """Claims about it."""
    sources: tuple[str, ...]

    def attributes(self) -> dict[str, Value]:
        """Return all but the id and the label, under the names of ``NODE_COLUMNS``."""
        return dict(zip(NODE_COLUMNS, self[2:], strict=True))


class Edge(NamedTuple):
    """A statement between two things: what holds has an interval [since, until), what happened a day."""

    source: str
    target: str
    relation: str
    """A property of the ontology, or what joins the two: ``act``, ``participation``, ``position`` …"""
    value: str
    """The status, verdict, duty, effect or kind of act; empty where the relation has none."""
    since: str
    until: str
    day: str
    effective: str
    """The day on which an act took effect."""
    precision: str
    rule: str
    reading: str
    known_to: str
    unconfirmed: bool
    """Whether nobody has read the fact, or one that it rests on, in a source."""
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    fact: str
    """The node that makes the statement, as ``kg show`` and ``kg why`` take it."""
    id: str
    label: str

    def attributes(self) -> dict[str, Value]:
        """Return all but ends, id and label, under the names of ``EDGE_COLUMNS``."""
        return dict(zip(EDGE_COLUMNS, self[2:-2], strict=True))


def _columns(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of fields as files have them: ``from`` is none for a field in Python."""
    return tuple("from" if name == "since" else name for name in fields)


NODE_COLUMNS: Final = _columns(Node._fields[2:])
EDGE_COLUMNS: Final = _columns(Edge._fields[2:-2])
DAYS: Final = frozenset(("from", "until", "day", "effective", "known_to"))
TRUTHS: Final = frozenset(("unconfirmed",))
LISTS: Final = frozenset(("claims", "sources"))
"""Which columns hold days, truths, and names of several things; the others hold texts."""


def plain(value: Value) -> str:
    """Return a value as one text: names of things with a space between them."""
    return str(value).lower() if isinstance(value, bool) else value if isinstance(value, str) else " ".join(value)


def csv_line(*cells: str, guarded: bool = False) -> bytes:
    """Return a line of CSV (RFC 4180, but a line feed alone ends it): quoted where it must be.

    With ``guarded`` no spreadsheet runs a cell, and all are quoted.
    """
    line = io.StringIO()
    if guarded:
        csv.writer(line, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow(map(safe, cells))
    else:
        csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()


class Words:
    """Tells what things of a graph are called. Nothing is kept but the latest answers."""

    def __init__(self, store: Store) -> None:
        """Look names and classes up in a built store."""
        self._store = store
        self.short = lru_cache(_REMEMBERED)(short)
        self.name = lru_cache(_REMEMBERED)(self._name)
        self._above = lru_cache(_REMEMBERED)(self._objects)

    def node(self, iri: str, said: Sequence[Sequence[Any]]) -> Node:
        """Return a node of what is said of a thing: the first day of a thing is the earliest told."""
        kind, _, _ = self.short(iri).partition(":")
        days = [day for part in said if len(part) > 1 and (day := part[1])]
        told = next((part for part in said if len(part) > _BARE), None)
        until, precision, unconfirmed, claims, sources = told[2:] if told else ("", "", False, (), ())
        type_ = stem(self.narrowest(self._objects(iri, A)))
        since = min(days, default="")
        return Node(
            self.short(iri), self.name(iri), "organization" if kind == "org" else kind, type_, since, until,
            precision, unconfirmed, self._all(claims), self._all(sources),
        )  # fmt: skip

    def edge(self, said: Sequence[Any]) -> Edge:
        """Return an edge of what is said of it; its id is a hash of its ends, its relation and the fact."""
        source, target, relation, value, since, until, day, effective, precision, rule, reading, known, *rest = said
        unconfirmed, claims, sources, fact = rest
        ends = self.short(source), self.short(target)
        said_by = _SAYS.get(relation, relation)
        label = self.name(value) if value else self.name(relation) if ":" in relation else said_by
        named = f"{ends[0]} {stem(relation)} {ends[1]} {self.short(fact)}"
        return Edge(
            *ends, stem(relation), stem(value), since, until, day, effective, precision,
            self.short(rule) if rule else "", self.short(reading) if reading else "", known, unconfirmed,
            self._all(claims), self._all(sources), self.short(fact),
            f"e{sha256(named.encode()).hexdigest()[:20]}", label,
        )  # fmt: skip

    def narrowest(self, types: Sequence[str]) -> str:
        """Return the narrowest of classes of the ontology, the first by name of several; none of none."""
        classes = {found for found in types if found.startswith(ONTOLOGY)}
        above = {parent for found in classes for parent in self._above(found, _SUBCLASS) if parent != found}
        return min(classes - above, default="")

    def _all(self, iris: Sequence[str]) -> tuple[str, ...]:
        return tuple(map(self.short, iris))

    def _name(self, iri: str) -> str:
        """Return the English name of a thing or term on one line, unfit characters replaced by U+FFFD."""
        # A directory keeps what it has looked up; a new one each time does not grow.
        return _UNFIT.sub("\ufffd", " ".join(Directory(self._store).name(iri).split()))

    def _objects(self, iri: str, predicate: NamedNode) -> tuple[str, ...]:
        quads = self._store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING)
        return tuple(quad.object.value for quad in quads if isinstance(quad.object, NamedNode))


_BARE: Final = 2
"""So many fields has a record that names a thing and perhaps a day; one that describes it has more."""
