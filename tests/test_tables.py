"""CSV tables: what a row says, and the fault, with file and line, for each kind of bad row."""

from pathlib import Path

import pytest

from kg.facts.rows import rows
from kg.facts.tables import TABLES, kebab, read_table
from kg.faults import Fault
from kg.names import thing
from kg.oxigraph import A, Literal, NamedNode, Quad, op

GRAPH = NamedNode("urn:graph")
HEADERS = {table.pattern: ",".join(table.columns) for table in TABLES}
ACTS = HEADERS["treaties/*.actions.csv"]
SOURCES = HEADERS["sources/*.csv"]
PERSONS = HEADERS["persons.csv"]
STATES = HEADERS["states.csv"]


def written(tmp_path: Path, name: str, *lines: str) -> Path:
    """Write a table below tmp_path and return its path."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def read(tmp_path: Path, name: str, *lines: str) -> list[tuple[NamedNode, int, list[Quad]]]:
    """Return what a table of these lines says."""
    return list(read_table(written(tmp_path, name, *lines), tmp_path, GRAPH))


def fault(tmp_path: Path, name: str, *lines: str) -> Fault:
    """Return the fault of a table of these lines."""
    with pytest.raises(Fault) as caught:
        read(tmp_path, name, *lines)
    return caught.value


def test_a_row_of_acts(tmp_path: Path) -> None:
    """An act becomes a thing whose stem is made of treaty, state, action and day."""
    row = "RUS,SignatureWithdrawal,2016-11-30,,,un|press-1,yes,not a party,"
    [(subject, line, quads)] = read(tmp_path, "treaties/rome-statute.actions.csv", ACTS, row)
    assert subject.value == thing("action", "rome-statute-rus-signature-withdrawal-2016-11-30")
    assert line == 2
    assert Quad(subject, A, op("SignatureWithdrawal"), GRAPH) in quads
    assert Quad(subject, op("actor"), NamedNode(thing("state", "RUS")), GRAPH) in quads
    sources = {str(quad.object) for quad in quads if quad.predicate.value.endswith("/source")}
    assert sources == {f"<{thing('source', stem)}>" for stem in ("un", "press-1")}
    assert op("effectiveDate") not in {quad.predicate for quad in quads}
    assert op("unconfirmed") not in {quad.predicate for quad in quads}


def test_an_organization_acts(tmp_path: Path) -> None:
    """The actor of an act can be an organization."""
    [(subject, _, quads)] = read(
        tmp_path, "treaties/unclos.actions.csv", ACTS, "org:european-union,Approval,1998-04-01,1998-05-01,,,no,,"
    )
    assert subject.value.endswith("/unclos-european-union-approval-1998-04-01")
    assert NamedNode(thing("organization", "european-union")) in {quad.object for quad in quads}
    assert op("unconfirmed") in {quad.predicate for quad in quads}


def test_a_recalled_value_is_named(tmp_path: Path) -> None:
    """A sourced act whose effective date was recalled says so."""
    [(_, _, quads)] = read(
        tmp_path, "treaties/t.actions.csv", ACTS, "RUS,Accession,2000-01-01,2000-02-01,,s,except-effective,,"
    )
    assert Quad(quads[0].subject, op("unconfirmedFor"), op("effectiveDate"), GRAPH) in quads


def test_labels_have_their_language(tmp_path: Path) -> None:
    """Each label column is a label in that language; an empty cell says nothing."""
    [(_, _, quads)] = read(
        tmp_path,
        "states.csv",
        STATES,
        "CIV,CI,\"Côte d'Ivoire\",Кот-д'Ивуар,,,Ivory Coast|Republic of Côte d'Ivoire,Q1008,",
    )
    labels = {quad.object for quad in quads if quad.predicate.value.endswith("prefLabel")}
    assert labels == {Literal("Côte d'Ivoire", language="en"), Literal("Кот-д'Ивуар", language="ru")}


def test_lines_are_counted_over_cells_of_several_lines(tmp_path: Path) -> None:
    """A quoted cell may hold a line break; the rows after it keep their line."""
    found = fault(
        tmp_path,
        "treaties/t.actions.csv",
        ACTS,
        'RUS,Signature,2000-01-01,,,,no,"two\nlines",',
        "RUS,Signed,2000-01-02,,,,no,,",
    )
    assert found.line == 4


@pytest.mark.parametrize(
    ("name", "row", "sentence"),
    [
        ("treaties/t.actions.csv", "RUS,Signed,2000-01-01,,,,no,,", "action is 'Signed', not one of Signature, "),
        ("treaties/t.actions.csv", "RUS,Signature,2023-02-29,,,,no,,", "date is '2023-02-29', not a date of the cal"),
        ("treaties/t.actions.csv", "RUS,Signature,20000101,,,,no,,", "date is '20000101', not a date of the calendar"),
        ("treaties/t.actions.csv", "RUS,Signature,2000,,,,no,,", "date is '2000', not a date of the calendar"),
        ("treaties/t.actions.csv", "RUS,Signature,,,,,no,,", "date is empty; an act has a day"),
        ("treaties/t.actions.csv", "RUS,Accession,2000-01-01,soon,,,no,,", "effective is 'soon', not a date"),
        ("treaties/t.actions.csv", "RUS,Signature,2000-01-01,,decade,,no,,", "precision is 'decade', not one of day, "),
        ("treaties/t.actions.csv", ",Signature,2000-01-01,,,,no,,", "state is '', not a stem"),
        ("treaties/t.actions.csv", "R US,Signature,2000-01-01,,,,no,,", "state is 'R US', not a stem"),
        ("treaties/t.actions.csv", "RUS,Signature,2000-01-01,,,,yes,,", "confirmed is yes but no source is named"),
        ("treaties/t.actions.csv", "RUS,Signature,2000-01-01,,,s,no,,", "confirmed is no but a source is named"),
        ("treaties/t.actions.csv", "RUS,Signature,2000-01-01,,,s,maybe,,", "confirmed is 'maybe', not one of yes, no"),
        (
            "treaties/t.actions.csv",
            "RUS,Signature,2000-01-01,,,s; t,yes,,",
            "source holds 's; t', not stems joined by |",
        ),
        ("treaties/t.actions.csv", "RUS,Signature,2000-01-01,,,,no,,a b", "undoes is 'a b', not a stem"),
        ("treaties/t.actions.csv", "RUS,Signature,2000-01-01,,,,no,one, two,", "10 cells where the header names 9"),
        ("treaties/t.actions.csv", "RUS,Signature,2000-01-01", "3 cells where the header names 9"),
        ("treaties/t.actions.csv", 'RUS,Signature,2000-01-01,,,,no,"a" b,', "not well-formed CSV"),
        ("treaties/t.actions.csv", 'RUS,Signature,2000-01-01,,,,no,"a,', "not well-formed CSV"),
        ("sources/x.csv", "s,blog,P,T,,,", "kind is 'blog', not one of depositary, "),
        ("sources/x.csv", "s,press,,T,,,", "publisher is empty"),
        ("sources/x.csv", "s,press,P,,,,", "title is empty"),
        ("sources/x.csv", "s,press,P,T,,javascript:alert(1),", "not an http or https address"),
        ("sources/x.csv", "s,press,P,T,2025-13-01,,", "issued is '2025-13-01', not a date"),
        ("sources/x.csv", "s,press,P,T,,,2026-1-1", "read is '2026-1-1', not a date"),
        ("visits.csv", "a-person,MNG,,2024-09-03,,no,,,no,", "arrived is empty; a visit has a first day"),
        ("visits.csv", "a-person,MNG,2024-09-02,,,no,,,no,", "last_day is empty; write the day of arrival again"),
        (
            "visits.csv",
            "a-person,MNG,2024-09-02,2024-09-03,,perhaps,,,no,",
            "arrested is 'perhaps', not one of yes, no",
        ),
        ("persons.csv", "a person,A,,RUS,,,no,", "stem is 'a person', not a stem"),
        ("persons.csv", "p,A,,Ru$,,,no,", "nationality is 'Ru$', not a stem"),
        ("states.csv", "RUS,RU,Russia,,,,,159,", "wikidata is '159', not an identifier such as Q42"),
        ("states.csv", "R/S,RU,Russia,,,,,,", "iso3 is 'R/S', not a stem"),
    ],
)
def test_a_bad_row(tmp_path: Path, name: str, row: str, sentence: str) -> None:
    """Each kind of bad row is a fault that names file and line."""
    header = next(header for pattern, header in HEADERS.items() if Path(name).match(pattern))
    found = fault(tmp_path, name, header, row)
    assert sentence in found.message
    assert (found.file, found.line) == (tmp_path / name, 2)
    assert str(found).startswith(f"{tmp_path / name}:2: ")


def test_an_organization_must_be_a_stem(tmp_path: Path) -> None:
    """An organization is named by its stem, not by its name."""
    found = fault(tmp_path, "treaties/t.actions.csv", ACTS, "org:European Union,Signature,2000-01-01,,,,no,,")
    assert found.line == 2


@pytest.mark.parametrize("header", ["", "state,action,date", ACTS.replace("effective", "in_force")])
def test_a_wrong_header(tmp_path: Path, header: str) -> None:
    """A header other than the one of the format is a fault on line 1."""
    found = fault(tmp_path, "treaties/t.actions.csv", *([header] if header else []))
    assert found.line == 1
    assert found.message.startswith(f"the header must be {ACTS}, not ")


def test_a_duplicate_row(tmp_path: Path) -> None:
    """Two rows on one thing are a fault on the second, which names the first."""
    row = "RUS,Signature,2000-09-13,,,,no,,"
    found = fault(tmp_path, "treaties/t.actions.csv", ACTS, row, "GEO,Signature,2000-09-13,,,,no,,", row)
    assert found.line == 4
    assert "line 2" in found.message


@pytest.mark.parametrize("name", ["treaties/t.csv", "states.actions.csv", "courts.csv", "bodies/icc.csv"])
def test_an_unknown_table(tmp_path: Path, name: str) -> None:
    """A table that the format does not know is a fault, not passed over."""
    assert "no table of this name and place is known" in fault(tmp_path, name, "a,b").message


def test_not_utf8(tmp_path: Path) -> None:
    """A table in another encoding is a fault that says so."""
    path = written(tmp_path, "states.csv", STATES)
    path.write_bytes(path.read_bytes() + "RUS,RU,Russia,Россия,,,,,\n".encode("cp1251"))
    with pytest.raises(Fault, match="not UTF-8"):
        list(read_table(path, tmp_path, GRAPH))


def test_a_table_saved_by_a_spreadsheet(tmp_path: Path) -> None:
    """A byte order mark, line ends of Windows and empty lines do no harm."""
    path = written(tmp_path, "states.csv")
    path.write_bytes(f"\ufeff{STATES}\r\n\r\nRUS,RU,Russia,,,,,,\r\n".encode())
    [(subject, line, _)] = read_table(path, tmp_path, GRAPH)
    assert (subject.value, line) == (thing("state", "RUS"), 3)


def test_only_line_breaks_end_a_row(tmp_path: Path) -> None:
    """Other characters that Unicode counts among line ends are text, as pasted from a web page."""
    [(_, _, quads)] = read(tmp_path, "states.csv", STATES, "RUS,RU,Russia,,,,,,one\u2028two\x85three")
    assert Literal("one\u2028two\x85three", language="en") in {quad.object for quad in quads}


def test_cells_are_stripped(tmp_path: Path) -> None:
    """Spaces around a cell are no part of it."""
    path = written(tmp_path, "x.csv", "a,b", " one ,  two")
    assert [row.cells for row in rows(path, ("a", "b"))] == [{"a": "one", "b": "two"}]


@pytest.mark.parametrize(
    ("name", "stem"), [("Signature", "signature"), ("SignatureWithdrawal", "signature-withdrawal"), ("A", "a")]
)
def test_kebab(name: str, stem: str) -> None:
    """A class name is written in stems with hyphens."""
    assert kebab(name) == stem
