"""A Frictionless Data Package (version 1): CSV tables with their schema, zipped; for spreadsheets and pandas."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from contextlib import ExitStack
from typing import IO, Any

import kg
from kg.exporting.archives import archived
from kg.exporting.cells import safe
from kg.exporting.columns import SEPARATOR, Column, Table
from kg.exporting.extracts import Extract
from kg.exporting.tabular import rows, shown, tables_of, text
from kg.media import CSV
from kg.names import BASE, ENGLISH, SKOS
from kg.oxigraph import EVERYTHING, Literal, NamedNode

SUFFIX, TAKES = ".zip", ("spreadsheet_safe",)

_DEFINITION = NamedNode(SKOS + "definition")


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write ``datapackage.json`` and a table for each kind of thing that the parts asked for hold.

    Raises ValueError where the parts have no table, OSError where it cannot be written.
    """
    tables = tables_of(extract)
    with ExitStack() as files:
        content = {table.name: files.enter_context(tempfile.TemporaryFile()) for table in tables}
        texts = {
            name: files.enter_context(io.TextIOWrapper(file, "utf-8", newline="")) for name, file in content.items()
        }
        writers = {
            name: csv.writer(file, quoting=csv.QUOTE_ALL if extract.spreadsheet_safe else csv.QUOTE_MINIMAL)
            for name, file in texts.items()
        }
        for table in tables:
            writers[table.name].writerow([column.name for column in shown(table, extract)])
        guard = safe if extract.spreadsheet_safe else str
        for table, row in rows(extract):
            writers[table.name].writerow([guard(text(cell)) for cell in row])
        for file in texts.values():
            file.flush()
        package = files.enter_context(tempfile.TemporaryFile())
        package.write(json.dumps(_package(extract, tables), ensure_ascii=False, indent=2).encode() + b"\n")
        archived([("datapackage.json", package), *((f"{name}.csv", file) for name, file in content.items())], out)


def _package(extract: Extract, tables: tuple[Table, ...]) -> dict[str, Any]:
    """Return the descriptor (specs.frictionlessdata.io, Tabular Data Package)."""
    day = "" if extract.day is None else f" As of {extract.day.isoformat()}, as known today."
    guarded = " A text that a spreadsheet could run has an apostrophe before it." if extract.spreadsheet_safe else ""
    names = {table.name for table in tables}
    licence = {
        "name": "CC0-1.0", "title": "CC0 1.0 Universal", "path": "https://creativecommons.org/publicdomain/zero/1.0/",
    }  # fmt: skip
    return {
        "profile": "tabular-data-package",
        "name": "opposable",
        "id": BASE,
        "title": "Opposable: which bodies' rulings a state treats as non-binding under its own law",
        "description": f"Several values in one cell stand between {SEPARATOR!r}. Days are ISO 8601; a row holds from "
        f"its day 'from' on and before its day 'until'.{day}{guarded}",
        "homepage": BASE,
        "version": kg.__version__,
        "licenses": [licence],
        "sources": [{"title": "Opposable; the source of each row is in the table sources", "path": BASE}],
        "resources": [_resource(extract, table, names) for table in tables],
    }


def _resource(extract: Extract, table: Table, names: set[str]) -> dict[str, Any]:
    keys = [
        {"fields": list(fields), "reference": {"resource": "" if to == table.name else to, "fields": list(there)}}
        for fields, to, there in table.references()
        if to in names
    ]
    schema: dict[str, Any] = {
        "fields": [_field(extract, column, table) for column in shown(table, extract)],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": CSV,
        "encoding": "utf-8",
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _field(extract: Extract, column: Column, table: Table) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": "string"}
    if column.type == "uri" and not column.many:
        field["format"] = "uri"
    elif column.type != "uri":
        field["type"] = column.type
    said = [column.said or _defined(extract, column.term)]
    if column.many:
        said.append(f"Several values stand between {SEPARATOR!r}.")
    if column.to:
        said.append(f"Refers to the table {column.to}.")
    field["description"] = " ".join(filter(None, said))
    if column.term:
        field["rdfType"] = column.term
    if column.name in table.key:
        field["constraints"] = {"required": True}
    return field


def _defined(extract: Extract, iri: str) -> str:
    """Return the English definition of a property in the ontology."""
    quads = extract.graph.store.quads_for_pattern(NamedNode(iri), _DEFINITION, None, EVERYTHING)
    texts = (q.object.value for q in quads if isinstance(q.object, Literal) and q.object.language == ENGLISH)
    return min(texts, default="")
