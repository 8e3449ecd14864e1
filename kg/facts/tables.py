"""CSV tables of facts, turned into quads; columns and vocabularies stand in data/FORMAT.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from kg.facts.rows import Row, rows
from kg.faults import Fault
from kg.names import DCT, PREFIXES, SKOS, STEM, XSD, thing
from kg.oxigraph import A, Literal, NamedNode, Quad, op

ACTIONS = (
    "Signature", "Ratification", "Acceptance", "Approval", "Accession", "Succession", "DefinitiveSignature",
    "Admission", "Withdrawal", "Cessation", "SignatureWithdrawal", "WithdrawalRescission", "ProvisionalApplication",
    "ProvisionalApplicationTermination", "Reservation", "Declaration",
)  # fmt: skip
"""What a state can do with a treaty: the leaf classes of op:TreatyAction."""

SOURCE_KINDS = (
    "depositary", "gazette", "court", "institution", "scholarship", "press", "dataset", "encyclopedia", "survey",
)  # fmt: skip

_LABEL = NamedNode(SKOS + "prefLabel")
_ALSO = NamedNode(SKOS + "altLabel")
_SAME = NamedNode(SKOS + "exactMatch")
_NOTE = NamedNode(SKOS + "note")
_NOTATION = NamedNode(SKOS + "notation")
_SOURCE = NamedNode(DCT + "source")
_TRUE = Literal("true", datatype=NamedNode(XSD + "boolean"))


Facts = Iterator[tuple[NamedNode, NamedNode, NamedNode | Literal]]


class Table(NamedTuple):
    """A kind of table: where its files lie, its columns, and what a row says."""

    pattern: str
    columns: tuple[str, ...]
    facts: Callable[[Row], Facts]


def _labels(node: NamedNode, row: Row, column: str = "label") -> Facts:
    for language in ("en", "ru", "uk", "fr"):
        text = row.cells.get(f"{column}_{language}")
        if text:
            yield node, _LABEL, Literal(text, language=language)


def _note(node: NamedNode, row: Row) -> Facts:
    if row.cells["note"]:
        yield node, _NOTE, Literal(row.cells["note"], language="en")


_RECALLED = {"except-date": "actDate", "except-effective": "effectiveDate"}


def _evidence(node: NamedNode, row: Row) -> Facts:
    confirmed = row.one_of("confirmed", ("yes", "no", *_RECALLED))
    sources = [text for text in row.cells["source"].split("|") if text]
    if confirmed != "no" and not sources:
        raise row.fault(f"confirmed is {confirmed} but no source is named; name one or write no")
    if confirmed == "no" and sources:
        raise row.fault("confirmed is no but a source is named; write yes, or leave the source empty")
    if confirmed == "no":
        yield node, op("unconfirmed"), _TRUE
    elif confirmed != "yes":
        yield node, op("unconfirmedFor"), op(_RECALLED[confirmed])
    for text in sources:
        if not STEM.fullmatch(text):
            raise row.fault(f"source holds {text!r}, not stems joined by |")
        yield node, _SOURCE, NamedNode(thing("source", text))


def _states(row: Row) -> Facts:
    code = row.stem("iso3")
    node = NamedNode(thing("state", code))
    yield node, A, op("State")
    yield node, _NOTATION, Literal(code)
    yield node, _SOURCE, NamedNode(thing("source", "iso-3166"))
    yield from _labels(node, row)
    for name in filter(None, row.cells["also_en"].split("|")):
        yield node, _ALSO, Literal(name, language="en")
    if entity := row.cells["wikidata"]:
        if not re.fullmatch(r"Q[1-9]\d*", entity):
            raise row.fault(f"wikidata is {entity!r}, not an identifier such as Q42")
        yield node, _SAME, NamedNode(f"{PREFIXES['wd']}{entity}")
        yield node, _SOURCE, NamedNode(thing("source", "territories-wikidata"))
    yield from _note(node, row)


def _persons(row: Row) -> Facts:
    node = NamedNode(thing("person", row.stem("stem")))
    yield node, A, op("Person")
    yield from _labels(node, row)
    if row.cells["nationality"]:
        yield node, op("nationality"), NamedNode(thing("state", row.stem("nationality")))
    if row.cells["office"]:
        yield node, op("office"), Literal(row.cells["office"], language="en")
    yield from _evidence(node, row)
    yield from _note(node, row)


def _sources(row: Row) -> Facts:
    node = NamedNode(thing("source", row.stem("stem")))
    yield node, A, op("Source")
    yield node, op("sourceKind"), op(row.one_of("kind", SOURCE_KINDS))
    for column, predicate in (("publisher", "publisher"), ("title", "title")):
        if not row.cells[column]:
            raise row.fault(f"{column} is empty")
        yield node, NamedNode(DCT + predicate), Literal(row.cells[column])
    if row.cells["url"]:
        if not row.cells["url"].startswith(("http://", "https://")):
            raise row.fault(f"url is {row.cells['url']!r}, not an http or https address")
        yield node, op("url"), Literal(row.cells["url"], datatype=NamedNode(XSD + "anyURI"))
    for column, issued in (("issued", NamedNode(DCT + "issued")), ("read", op("dateRead"))):
        day = row.date(column)
        if day is not None:
            yield node, issued, day


def kebab(class_name: str) -> str:
    """Return a class name as it stands in stems: ``SignatureWithdrawal`` becomes ``signature-withdrawal``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", class_name).lower()


def action_facts(row: Row) -> Facts:
    """Yield what a row of a table ``TREATY.actions.csv`` says.

    Raises Fault, with file and line, for a cell that is not what data/FORMAT.md asks for.
    """
    treaty = row.file.name.removesuffix(".actions.csv")
    kind = "organization" if row.cells["state"].startswith("org:") else "state"
    who = row.stem("state", "org:")
    action = row.one_of("action", ACTIONS)
    day = row.date("date")
    if day is None:
        raise row.fault("date is empty; an act has a day (or a month or year, with precision)")
    node = NamedNode(thing("action", f"{treaty}-{who.lower()}-{kebab(action)}-{day.value}"))
    yield node, A, op(action)
    yield node, op("actor"), NamedNode(thing(kind, who))
    yield node, op("treaty"), NamedNode(thing("treaty", treaty))
    yield node, op("actDate"), day
    effective = row.date("effective")
    if effective is not None:
        yield node, op("effectiveDate"), effective
    if row.cells["precision"]:
        yield node, op("datePrecision"), Literal(row.one_of("precision", ("day", "month", "year")))
    if row.cells["undoes"]:
        yield node, op("undoes"), NamedNode(thing("action", row.stem("undoes")))
    yield from _evidence(node, row)
    yield from _note(node, row)


def _visits(row: Row) -> Facts:
    person, state, arrived = row.stem("person"), row.stem("state"), row.date("arrived")
    if arrived is None:
        raise row.fault("arrived is empty; a visit has a first day (or a month or year, with precision)")
    node = NamedNode(thing("visit", f"{person}-{state.lower()}-{arrived.value}"))
    yield node, A, op("Visit")
    yield node, op("visitor"), NamedNode(thing("person", person))
    yield node, op("visited"), NamedNode(thing("state", state))
    yield node, op("arrived"), arrived
    last_day = row.date("last_day")
    if last_day is None:
        raise row.fault("last_day is empty; write the day of arrival again where the visit took one day")
    yield node, op("lastDay"), last_day
    if row.cells["precision"]:
        yield node, op("datePrecision"), Literal(row.one_of("precision", ("day", "month", "year")))
    arrested = row.one_of("arrested", ("yes", "no")) == "yes"
    yield node, op("arrested"), Literal(str(arrested).lower(), datatype=NamedNode(XSD + "boolean"))
    if row.cells["finding"]:
        yield node, op("visitFinding"), NamedNode(thing("ruling", row.stem("finding")))
    yield from _evidence(node, row)
    yield from _note(node, row)


TABLES = (
    Table(
        "states.csv",
        ("iso3", "iso2", "label_en", "label_ru", "label_uk", "label_fr", "also_en", "wikidata", "note"),
        _states,
    ),
    Table(
        "persons.csv",
        ("stem", "label_en", "label_ru", "nationality", "office", "source", "confirmed", "note"),
        _persons,
    ),
    Table(
        "visits.csv",
        ("person", "state", "arrived", "last_day", "precision", "arrested", "finding", "source", "confirmed", "note"),
        _visits,
    ),
    Table("sources/*.csv", ("stem", "kind", "publisher", "title", "issued", "url", "read"), _sources),
    Table(
        "treaties/*.actions.csv",
        ("state", "action", "date", "effective", "precision", "source", "confirmed", "note", "undoes"),
        action_facts,
    ),
)
"""Every kind of table that data/ may hold; a file that fits none of them is a fault."""


def read_table(path: Path, data: Path, graph: NamedNode) -> Iterator[tuple[NamedNode, int, list[Quad]]]:
    """Yield, for each row of a table below the folder ``data``, the thing it is about, its line and its quads.

    Raises Fault for a file that is no known table and for each kind of bad row.
    """
    relative = path.relative_to(data).as_posix()
    table = next((table for table in TABLES if fnmatch(relative, table.pattern)), None)
    if table is None:
        raise Fault("no table of this name and place is known; see data/FORMAT.md", file=path)
    seen: dict[NamedNode, int] = {}
    for row in rows(path, table.columns):
        quads = [Quad(subject, predicate, value, graph) for subject, predicate, value in table.facts(row)]
        subject = quads[0].subject
        assert isinstance(subject, NamedNode)
        if subject in seen:
            raise row.fault(f"says the same as line {seen[subject]}; a thing has one row")
        seen[subject] = row.line
        yield subject, row.line, quads
