"""The tables of an export: a valid Data Package, the same rows as Parquet, and the answers that the commands give."""

from __future__ import annotations

import builtins
import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import main
from kg.exporting.cells import RUN, plain, safe
from kg.exporting.columns import SEPARATOR, TABLES
from kg.exporting.contexts import terms
from kg.exporting.export import export, exported
from kg.exporting.extracts import Extract
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.names import GRAPH, ONTOLOGY, SKOS, kind, stem
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Quad, Store, op

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 3, 1)


def members(content: bytes) -> dict[str, bytes]:
    """Return the files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def frames(files: dict[str, bytes]) -> dict[str, pd.DataFrame]:
    """Return the tables as pandas reads them, every cell as text."""
    return {
        name.removesuffix(".csv"): pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        for name, content in files.items()
        if name.endswith(".csv")
    }


@pytest.fixture(scope="module")
def whole(graph: Graph) -> dict[str, bytes]:
    """Return the files of the package of the whole graph."""
    return members(exported(Extract(graph), "datapackage"))


def report(files: dict[str, bytes], folder: Path) -> frictionless.Report:
    """Return what frictionless finds in a package: schema of the descriptor, types, keys and references."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    found: frictionless.Report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return found


def described(files: dict[str, bytes]) -> dict[str, Any]:
    """Return the descriptions of the tables by name."""
    found: list[dict[str, Any]] = json.loads(files["datapackage.json"])["resources"]
    return {resource["name"]: resource for resource in found}


# ------------------------------------------------------------------ the package


def beginning(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return a package with 300 rows at most of the long tables to which none refers."""
    short = dict(files)
    for name in ("treaty-actions", "citations", "participations", "duties"):
        head = frames({f"{name}.csv": files[f"{name}.csv"]})[name].head(300)
        short[f"{name}.csv"] = head.to_csv(index=False, lineterminator="\r\n").encode()
    return short


def test_the_package_is_valid_with_every_key_and_reference(whole: dict[str, bytes], tmp_path: Path) -> None:
    found = report(beginning(whole), tmp_path)
    assert found.valid, found.flatten(["name", "rowNumber", "fieldName", "note"])[:5]
    assert [task.name for task in found.tasks] == [table.name for table in TABLES]
    assert {name for name, said in described(whole).items() if "foreignKeys" not in said["schema"]} == {
        "states", "organizations", "actors", "persons", "treaties", "resolutions", "provisions", "subjects", "readings",
        "rules", "claims", "sources",
    }  # fmt: skip


def test_frictionless_finds_a_reference_to_nothing(whole: dict[str, bytes], tmp_path: Path) -> None:
    """So that the test above can fail: the treaties are taken away."""
    broken = beginning(whole)
    broken["treaties.csv"] = whole["treaties.csv"].split(b"\r\n")[0] + b"\r\n"
    package = json.loads(whole["datapackage.json"])
    wanted = ("treaties", "actors", "treaty-actions")
    package["resources"] = [one for one in package["resources"] if one["name"] in wanted]
    broken["datapackage.json"] = json.dumps(package).encode()
    assert {error.type for task in report(broken, tmp_path).tasks for error in task.errors} == {"foreign-key"}


def test_the_package_as_of_a_day_holds_what_had_come_about(graph: Graph, tmp_path: Path) -> None:
    small = snippet(graph, "/data/states", "/data/organizations", "/data/treaties/echr", "/data/sources/")
    day = date(2000, 1, 1)
    files = members(exported(Extract(small, day=day, spreadsheet_safe=True), "datapackage"))
    assert report(files, tmp_path).valid
    assert "As of 2000-01-01" in json.loads(files["datapackage.json"])["description"]
    every = frames(members(exported(Extract(small), "datapackage")))["treaty-actions"]
    then = frames(files)["treaty-actions"]
    assert set(then["id"]) == set(every[every["actDate"] <= day.isoformat()]["id"])
    assert 0 < len(then) < len(every)


def test_every_reference_of_the_whole_graph_is_to_a_row(whole: dict[str, bytes]) -> None:
    """As the descriptor has it, and those of several values too, which frictionless cannot check."""
    tables, said = frames(whole), described(whole)
    checked = 0
    for name, resource in said.items():
        for key in resource["schema"].get("foreignKeys", ()):
            there = tables[key["reference"]["resource"]][key["reference"]["fields"]].itertuples(index=False, name=None)
            here = tables[name][key["fields"]].itertuples(index=False, name=None)
            assert {row for row in here if any(row)} <= set(there), (name, key)
            checked += 1
        primary = resource["schema"]["primaryKey"]
        assert not tables[name].duplicated(primary).any(), name
        assert (tables[name][primary] != "").all(axis=None), name
    for table in TABLES:
        for column in table.columns:
            if column.many and (column.to or column.name == "sources"):
                cells = tables[table.name][column.name]
                named = {one for cell in cells for one in cell.split(SEPARATOR) if one}
                assert named <= set(tables[column.to or "sources"]["id"]), (table.name, column.name)
                checked += 1
    assert checked > 50


def test_every_thing_has_a_row_with_its_iri_and_its_sources(graph: Graph, whole: dict[str, bytes]) -> None:
    tables = frames(whole)
    typed = graph.store.quads_for_pattern(None, A, None, EVERYTHING)
    things = {quad.subject.value for quad in typed if isinstance(quad.subject, NamedNode)}
    for table in TABLES:
        if not table.kinds or table.name in ("subjects", "actors") or table.cls:
            continue
        found = {iri for iri in things if kind(iri) in table.kinds}
        rows = tables[table.name]
        iris = list(rows["position" if table.name == "positions" else "iri"])
        assert len(iris) == len(found) == len(set(iris)), table.name
        assert set(iris) == found
        if table.part == "derived":
            sourceless = rows[rows["sources"] == ""]
            assert len(sourceless) < len(rows) / 10, table.name
            acts = {f"action:{row.id}" for row in tables["treaty-actions"].itertuples() if row.sources}
            assert not acts & {one for cell in sourceless["restsOn"] for one in cell.split(SEPARATOR)}, table.name
    cited = {(row.thing, row.source) for row in tables["citations"].itertuples()}
    for row in tables["rulings"].itertuples():
        assert {(f"ruling:{row.id}", source) for source in row.sources.split(SEPARATOR)} <= cited
    warrants = graph.store.quads_for_pattern(None, A, op("ArrestWarrant"), EVERYTHING)
    assert set(tables["warrants"]["iri"]) == {str(quad.subject)[1:-1] for quad in warrants}


def test_the_sources_of_a_position_are_those_of_its_proof(graph: Graph, whole: dict[str, bytes]) -> None:
    rows = frames(whole)["positions"]
    treated = rows[rows["verdict"] == "treatedAsNonBinding"].iloc[::40]
    assert len(treated) > 5
    query = """PREFIX op: <https://w3id.org/opposable/ontology/> PREFIX dct: <http://purl.org/dc/terms/>
        SELECT DISTINCT ?source { <%s> op:restsOn* ?fact . ?fact dct:source ?source }"""
    for row in treated.itertuples():
        expected = {stem(str(one)) for (one,) in graph.query(query % row.position).rows}
        assert set(row.sources.split(SEPARATOR)) == expected
        assert row.effect
        assert row.provision


def test_the_positions_that_hold_on_a_day_are_those_that_assess_gives(graph: Graph, whole: dict[str, bytes]) -> None:
    keys = [
        "state", "subject", "kind", "label", "verdict", "effect", "rule", "reading", "provision", "from", "until",
        "knownTo", "unconfirmed", "position",
    ]  # fmt: skip
    assessed = [p.as_json() for state in graph.holders() for p in graph.assess(state, on=DAY, all=True)]
    expected = {tuple("" if one[key] is None else str(one[key]) for key in keys) for one in assessed}
    rows, day = frames(whole)["positions"], DAY.isoformat()
    there = rows[(rows["from"] <= day) & ((rows["until"] == "") | (rows["until"] > day))]
    assert set(there[keys].itertuples(index=False, name=None)) == expected
    assert len(there) == len(expected) > 3000


def test_types_and_several_values_are_as_the_ontology_has_them(graph: Graph) -> None:
    known = terms(graph.store, ROOT)
    types = {"xsd:date": "date", "xsd:anyURI": "uri"}
    compared = 0
    for table in TABLES:
        for column in table.columns:
            if column.term.startswith(ONTOLOGY):
                term = known.get(stem(column.term))
                if term is None:
                    assert column.name in ("unconfirmedFor", "onProperty", "statedValue"), column
                    continue
                compared += 1
                assert column.type == types.get(str(term.get("@type")), column.type), column
                assert term.get("@type") in types or column.type not in types.values(), column
                container = term.get("@container")
                assert container == "@language" or column.many == (container == "@set"), column
    assert compared > 120


def test_every_column_is_described(whole: dict[str, bytes]) -> None:
    package = json.loads(whole["datapackage.json"])
    assert package["version"] == kg.__version__
    assert package["licenses"][0]["name"] == "CC0-1.0"
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["description"], (resource["name"], field["name"])


# ------------------------------------------------------------------ parts, days, bytes


def test_tables_are_those_of_the_parts_that_are_asked_for(graph: Graph, tmp_path: Path) -> None:
    small = snippet(graph, "/derived/3-positions/8", "/data/persons")
    derived = members(exported(Extract(small, frozenset({"derived"})), "datapackage"))
    facts = members(exported(Extract(small, frozenset({"facts"})), "datapackage"))
    names = {part: {f"{table.name}.csv" for table in TABLES if table.part == part} for part in ("derived", "facts")}
    assert set(derived) == names["derived"] | {"datapackage.json"}
    assert set(facts) == names["facts"] | {"datapackage.json"}
    referred = {
        key["reference"]["resource"]
        for resource in described(derived).values()
        for key in resource["schema"].get("foreignKeys", ())
    }
    assert referred == {"positions", "international-positions"}
    assert "restsOn" not in frames(derived)["positions"]
    both = frames(members(exported(Extract(small, frozenset({"derived", "proofs"})), "datapackage")))
    assert "restsOn" in both["positions"]
    for format in ("datapackage", "parquet"):  # noqa: A001
        with pytest.raises(Fault, match="no table is made of these parts"):
            export(Extract(small, frozenset({"ontology", "proofs"})), format, tmp_path / "x.zip")
    assert not list(tmp_path.iterdir())


def snippet(graph: Graph, *pieces: str) -> Graph:
    """Return a few of the graphs as a graph of their own, laid out as a built one is."""
    store = Store()
    for name in graph.store.named_graphs():
        if any(piece in str(name) for piece in pieces):
            for quad in graph.store.quads_for_pattern(None, None, None, name):
                store.add(quad)
                store.add(Quad(quad.subject, quad.predicate, quad.object))
    return Graph(ROOT, store)


@pytest.mark.parametrize("format", ["datapackage", "parquet"])
def test_archives_hold_no_time_and_do_not_depend_on_how_they_are_written(
    graph: Graph, tmp_path: Path, format: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    small = snippet(graph, "/data/persons", "/data/visits", "/data/sources/visits")
    once = exported(Extract(small), format)
    assert exported(Extract(small, run=500), format) == once
    export(Extract(small), format, tmp_path / "tables.zip")
    assert (tmp_path / "tables.zip").read_bytes() == once
    export(Extract(small), format)
    assert capfdbinary.readouterr().out == once
    with zipfile.ZipFile(io.BytesIO(once)) as archive:
        assert {(one.date_time, one.create_system) for one in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 3)}


def test_parquet_holds_what_csv_holds(graph: Graph) -> None:
    """With types of its own: days, counts, lists."""
    small = snippet(
        graph, "/data/persons", "/data/visits", "/data/states", "/data/bodies/", "/data/sources/visits",
        "/data/treaties/echr", "/derived/3-positions/8",
    )  # fmt: skip
    tables = frames(members(exported(Extract(small), "datapackage")))
    files = members(exported(Extract(small), "parquet"))
    assert {name.removesuffix(".parquet") for name in files} == set(tables)
    arrow: dict[str, Callable[[pa.DataType], bool]] = {
        "date": pa.types.is_date32, "boolean": pa.types.is_boolean, "integer": pa.types.is_int64,
        "string": pa.types.is_string, "uri": pa.types.is_string,
    }  # fmt: skip
    filled = 0
    for table in TABLES:
        found = pq.read_table(io.BytesIO(files[f"{table.name}.parquet"]))
        for column, part in zip(table.columns, found.schema, strict=True):
            inner = part.type.value_type if column.many else part.type
            assert (part.name, column.many) == (column.name, pa.types.is_list(part.type))
            assert arrow[column.type](inner), part
        read = [[spelled(row[name]) for name in found.column_names] for row in found.to_pylist()]
        assert read == tables[table.name].values.tolist(), table.name
        assert list(pd.read_parquet(io.BytesIO(files[f"{table.name}.parquet"])).columns) == found.column_names
        filled += bool(read)
    assert filled > 8


def spelled(value: object) -> str:
    """Return a value of Parquet as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return SEPARATOR.join(value) if isinstance(value, list) else str(value)


def test_without_pyarrow_one_sentence_says_what_to_install(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:  # noqa: ANN401  (as __import__ has it)
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(Fault, match=r"pyarrow is not installed.*pip install 'opposable\[parquet\]'"):
        exported(Extract(graph), "parquet")


# ------------------------------------------------------------------ cells


@given(st.text(alphabet="'=+-@\t\r\n\0＝＋－＠a1 ,;\"", max_size=6) | st.text())  # noqa: RUF001
def test_no_safe_cell_begins_as_a_formula_and_every_text_comes_back(text: str) -> None:
    assert not safe(text).startswith(RUN)
    assert plain(safe(text)) == text
    if not text.lstrip("'").startswith(RUN):
        assert safe(text) == text


def odd(text: str) -> Graph:
    """Return a graph of one body with a name and a note."""
    node, name = NamedNode("https://w3id.org/opposable/id/body/x"), NamedNode(GRAPH + "data/x")
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (A, op("InternationalCourt")),
        (NamedNode(SKOS + "prefLabel"), Literal(text, language="en")),
        (NamedNode(SKOS + "note"), Literal(text, language="en")),
    ]
    store = Store()
    for predicate, value in said:
        store.add(Quad(node, predicate, value, name))
        store.add(Quad(node, predicate, value))
    return Graph(ROOT, store)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=A1&";"\n,"'])
def test_a_cell_that_a_spreadsheet_would_run_is_safe_where_asked(text: str) -> None:
    as_it_is = members(exported(Extract(odd(text)), "datapackage"))["bodies.csv"].decode()
    guarded = members(exported(Extract(odd(text), spreadsheet_safe=True), "datapackage"))["bodies.csv"].decode()
    for content, expected in ((as_it_is, text), (guarded, "'" + text)):
        row = next(csv.DictReader(io.StringIO(content, newline="")))
        assert row["name"] == row["note"] == expected
    assert f'"{safe(text)}"'.replace('"', "") in guarded.replace('"', "")
    assert all(line.startswith('"') for line in guarded.split('"\r\n') if line)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", '=A1&";"\n,"'])
def test_cells_of_the_network_are_safe_where_asked(text: str) -> None:
    for guarded, expected in ((False, text), (True, safe(text))):
        content = exported(Extract(odd(text), spreadsheet_safe=guarded), "nodes").decode()
        assert [row["Label"] for row in csv.DictReader(io.StringIO(content, newline=""))] == [
            " ".join(expected.split())
        ]
        assert content.startswith('"Id","Label"') == guarded


def test_only_formats_of_csv_take_the_option(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    assert graph
    for format in ("parquet", "turtle"):  # noqa: A001
        with pytest.raises(UsageFault, match="--spreadsheet-safe is for formats of CSV"):
            export(Extract(graph, spreadsheet_safe=True), format)
    assert main(["export", "ntriples", "--spreadsheet-safe"]) == 2
    assert "--spreadsheet-safe is for formats of CSV" in capsys.readouterr().err


def test_a_text_that_holds_the_separator_is_refused_where_cells_hold_several(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r"holds ' \| ', which separates them"):
        export(Extract(odd("a | b")), "datapackage", tmp_path / "x.zip")
    assert not list(tmp_path.iterdir())
