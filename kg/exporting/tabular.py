"""The graph as tables: rows that are read off the statements of an extract, thing by thing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from typing import Final

from kg.conclusions.recorded import kind_of_subject
from kg.exporting.columns import SEPARATOR, TABLES, Column, Table
from kg.exporting.extracts import Extract
from kg.exporting.lines import Line
from kg.exporting.lines import quads as quads_of
from kg.exporting.snapshot import Snapshot
from kg.names import DCT, DERIVED_KINDS, ENGLISH, ONTOLOGY, RDFS, SKOS, THING, kind, short, stem, term
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Quad, Store, op
from kg.queries.things import Directory

Cell = str | date | bool | int | tuple[str, ...] | None
"""A value: a text, a day, a yes or no, a count, several texts, or None for none."""
Row = list[Cell]
_Said = dict[str, list[NamedNode | Literal]]

_REMEMBERED: Final = 1 << 14
_THING: Final = f"<{THING}".encode()
_ROWLESS: Final = frozenset(DERIVED_KINDS).difference(*(table.kinds for table in TABLES))
"""Kinds of things of which no table tells, and that cite nothing: they need not be parsed."""
_NAME, _OTHER, _SOURCE = SKOS + "prefLabel", SKOS + "altLabel", DCT + "source"


def tables_of(extract: Extract) -> tuple[Table, ...]:
    """Return the tables that the parts of an extract fill.

    Raises ValueError where there is none.
    """
    found = tuple(table for table in TABLES if table.part in extract.parts)
    if not found:
        raise ValueError("no table is made of these parts; there are tables of facts and of derived")
    return found


def shown(table: Table, extract: Extract) -> tuple[Column, ...]:
    """Return the columns of a table: all, but how a thing was derived only where proofs are asked for."""
    return tuple(c for c in table.columns if c.name != "restsOn" or "proofs" in extract.parts)


def text(cell: Cell) -> str:
    """Return a cell as CSV has it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)


def rows(extract: Extract) -> Iterator[tuple[Table, Row]]:
    """Yield the rows of the tables of an extract, in each table by IRI; memory does not grow with the graph.

    Raises ValueError for a text that cannot be told from several, or for parts without a table; OSError where the disk
    is full.
    """
    tables = tables_of(extract)
    columns = {table.name: shown(table, extract) for table in tables}
    look = _Look(extract.graph.store, extract.day)
    for node, quads in groupby(quads_of(filter(_is_of_a_row, extract.lines())), key=lambda quad: quad.subject):
        of = kind(node.value) if isinstance(node, NamedNode) else None
        if of is None:
            continue
        iri, said = str(getattr(node, "value", "")), _said(quads)
        for table in tables:
            if table.name == "citations" and _SOURCE in said:
                for name in sorted(map(_stem, said[_SOURCE])):
                    yield table, [short(iri), name]
            if of in table.kinds and (not table.cls or op(table.cls) in said.get(A.value, ())):
                yield table, [look.cell(column, iri, said) for column in columns[table.name]]


def _is_of_a_row(line: Line) -> bool:
    subject = line.subject
    return subject.startswith(_THING) and kind(subject[1:-1].decode()) not in _ROWLESS


def _said(quads: Iterator[Quad]) -> _Said:
    said: _Said = {}
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            said.setdefault(quad.predicate.value, []).append(quad.object)
    return said


class _Look:
    """Makes cells; looks up in the built graph what other things tell of a thing: names, rules, sources."""

    def __init__(self, store: Store, day: date | None) -> None:
        self._store = store
        self._snapshot = None if day is None else Snapshot(store, day.isoformat())
        self._name = lru_cache(_REMEMBERED)(self._name_of)
        self._kind = lru_cache(_REMEMBERED)(partial(kind_of_subject, store))
        self._wider = lru_cache(_REMEMBERED)(self._wider_than)
        self._sources = lru_cache(_REMEMBERED)(self._sources_of)

    def cell(self, column: Column, iri: str, said: _Said) -> Cell:
        """Return the cell of a thing in a column."""
        made = getattr(self, f"_column_{column.name}", None) if not column.term else None
        if made is not None:
            found: Cell = made(iri, said)
            return found if isinstance(found, tuple) or not column.many else _several(found)
        values = said.get(column.term or term(column.name), [])
        texts = tuple(sorted({_text(value, column) for value in _english(values)}))
        if column.many:
            return _checked(texts) or None
        if not texts:
            return None
        value = SEPARATOR.join(texts)
        if column.type == "date":
            return date.fromisoformat(value)
        if column.type == "boolean":
            return value in ("true", "1")
        return int(value) if column.type == "integer" else value

    def _column_id(self, iri: str, said: _Said) -> Cell:  # noqa: ARG002  (one signature for all)
        return stem(iri)

    def _column_iri(self, iri: str, said: _Said) -> Cell:  # noqa: ARG002
        return iri

    def _column_position(self, iri: str, said: _Said) -> Cell:
        """Return the position's own IRI, or that of the position that a conflict is about."""
        return next((node.value for node in said.get(term("position"), ())), iri)

    def _column_type(self, iri: str, said: _Said) -> Cell:  # noqa: ARG002
        types = {node.value for node in said.get(A.value, ()) if node.value.startswith(ONTOLOGY)}
        narrow = types - {wider for one in types for wider in self._wider(one)}
        return SEPARATOR.join(sorted(map(stem, narrow))) or None

    def _column_name(self, iri: str, said: _Said) -> Cell:  # noqa: ARG002
        return self._name(iri)

    def _column_otherNames(self, iri: str, said: _Said) -> Cell:  # noqa: N802  (named as the column)
        names = {node.value for link in (_NAME, _OTHER) for node in said.get(link, ())}
        return _checked(tuple(sorted(names - {self._name(iri)}))) or None

    def _column_kind(self, iri: str, said: _Said) -> Cell:
        return self._kind(_subject(iri, said))

    def _column_label(self, iri: str, said: _Said) -> Cell:
        return self._name(_subject(iri, said))

    def _column_effect(self, iri: str, said: _Said) -> Cell:
        """Return what a rule effects, or the rule of a position."""
        if kind(iri) == "rule":
            return tuple(sorted(map(_stem, said.get(term("effect"), ())))) or None
        return next(
            (stem(one) for rule in said.get(term("rule"), ()) for one in self._named(rule.value, "effect")), None
        )

    def _column_provision(self, iri: str, said: _Said) -> Cell:  # noqa: ARG002
        named = (one for rule in said.get(term("rule"), ()) for one in self._named(rule.value, "setBy"))
        return next((self._name(one) for one in named), None)

    def _column_sources(self, iri: str, said: _Said) -> Cell:  # noqa: ARG002
        return tuple(sorted(self._sources(iri))) or None

    def _there(self, iri: str) -> bool:
        return self._snapshot is None or kind(iri) is None or self._snapshot.has(iri)

    def _objects(self, iri: str, link: NamedNode) -> list[NamedNode | Literal]:
        quads = self._store.quads_for_pattern(NamedNode(iri), link, None, EVERYTHING)
        return [quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)]

    def _named(self, iri: str, local: str) -> list[str]:
        """Return the things that a thing names by a term, sorted; of them kg.conclusions.positions shows the first."""
        return sorted(node.value for node in self._objects(iri, op(local)) if self._there(node.value))

    def _name_of(self, iri: str) -> str:
        # A directory keeps what it has looked up; a new one each time does not grow.
        return Directory(self._store).name(iri)

    def _wider_than(self, iri: str) -> frozenset[str]:
        above = {n.value for n in self._objects(iri, NamedNode(RDFS + "subClassOf")) if isinstance(n, NamedNode)}
        return frozenset(above.union(*map(self._wider, above)))

    def _sources_of(self, iri: str) -> frozenset[str]:
        """Return the stems of the sources that a thing cites, and of those that all cite on which it rests."""
        cited = {_stem(node) for node in self._objects(iri, NamedNode(_SOURCE)) if self._there(node.value)}
        return frozenset(cited.union(*map(self._sources, self._named(iri, "restsOn"))))


def _subject(iri: str, said: _Said) -> str:
    """Return the subject that a row is on: the thing itself, where it is one."""
    return next((node.value for node in said.get(term("subject"), ())), iri)


def _stem(node: NamedNode | Literal) -> str:
    return stem(node.value)


def _english(values: list[NamedNode | Literal]) -> list[NamedNode | Literal]:
    """Return the values in English and those of no language; where there is none, all."""
    return [one for one in values if getattr(one, "language", None) in (None, ENGLISH)] or values


def _text(value: NamedNode | Literal, column: Column) -> str:
    """Return a value: a thing by its stem, or kind:stem where it can be of several kinds; a text as it is."""
    if isinstance(value, Literal) or column.type == "uri":
        return value.value
    if value.value.startswith(THING):
        return stem(value.value) if column.to or column.name == "subject" else short(value.value)
    return stem(value.value) if value.value.startswith(ONTOLOGY) else short(value.value)


def _several(cell: Cell) -> Cell:
    return None if cell is None else (str(cell),)


def _checked(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return texts that can stand in one cell.

    Raises ValueError for one that holds what separates them.
    """
    for one in texts:
        if SEPARATOR in one:
            raise ValueError(f"a cell holds several values, and {one!r} holds {SEPARATOR!r}, which separates them")
    return texts
