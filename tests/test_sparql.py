"""Files of SPARQL: headers, parameters, and the faults of each."""

from datetime import date
from pathlib import Path

import pytest

from kg.days import day
from kg.faults import Fault, UsageFault
from kg.names import ONTOLOGY, PREFIXES
from kg.oxigraph import Literal, NamedNode, Store, Variable
from kg.queries.headers import Parameter
from kg.queries.sparql import Query, catalogue, date_term, read_query, variable_names, with_prefixes

TEXT = """# title: Parties on a day
# asks: Which states are parties to a treaty on a day?
# given: treaty (Treaty) the treaty
# given: day (Date)
PREFIX op: <https://w3id.org/opposable/ontology/>
SELECT ?state WHERE {
  VALUES ?treaty { <urn:t> }
  VALUES ?day { "2026-01-09"^^<http://www.w3.org/2001/XMLSchema#date> }
  ?state op:partyTo ?treaty ; op:since ?since . FILTER(?since <= ?day)
}
"""


def query(tmp_path: Path, text: str = TEXT) -> Query:
    """Return the query of a file of this text."""
    path = tmp_path / "parties.rq"
    path.write_text(text, encoding="utf-8")
    return read_query(path)


def test_a_header_is_read(tmp_path: Path) -> None:
    """Title, question and parameters come from the header."""
    found = query(tmp_path)
    assert found.stem == "parties"
    assert found.header == {"title": "Parties on a day", "asks": "Which states are parties to a treaty on a day?"}
    assert found.parameters == (Parameter("treaty", "Treaty", "the treaty"), Parameter("day", "Date", ""))


def test_a_comment_after_the_header_is_none_of_it(tmp_path: Path) -> None:
    """The header ends with the first line that is no comment."""
    assert query(tmp_path, "# title: T\nSELECT *\n# asks: nothing\nWHERE {}").header == {"title": "T"}
    assert query(tmp_path, "").header == {}


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("# title: T\n# no key\n", 2, "must read '# key: text'"),
        ("# title:\n", 1, "must read '# key: text'"),
        ("# Title: T\n", 1, "must read '# key: text'"),
        ("# title: T\n#\n", 2, "must read '# key: text'"),
        ("# title: T\n# title: U\n", 2, "says title twice"),
        ("# given: state\n", 1, "a parameter must read"),
        ("# given: state: State\n", 1, "a parameter must read"),
    ],
)
def test_a_bad_header(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    """A header line that is none is a fault with its line."""
    with pytest.raises(Fault) as caught:
        query(tmp_path, text)
    assert caught.value.line == line
    assert sentence in caught.value.message


def test_values_are_put_in(tmp_path: Path) -> None:
    """A parameter's example is replaced; what is not given stays as it is."""
    text = query(tmp_path).with_values({"treaty": NamedNode("urn:x")})
    assert "VALUES ?treaty { <urn:x> }" in text
    assert 'VALUES ?day { "2026-01-09"' in text
    assert query(tmp_path).with_values({}) == TEXT


@pytest.mark.parametrize("value", ['a "quoted" text', "back\\slash \\1 \\g<0>", "two\nlines", "} . ?s ?p ?o"])
def test_a_value_cannot_break_out(tmp_path: Path, value: str) -> None:
    """Whatever a text holds, it stays one value of the query."""
    text = '# given: text (Text)\nSELECT ?text WHERE { VALUES ?text { "x" } }'
    found = Store().query(query(tmp_path, text).with_values({"text": Literal(value)}))
    assert [row["text"] for row in found] == [Literal(value)]  # type: ignore[union-attr]


def test_an_unknown_parameter(tmp_path: Path) -> None:
    """A name that is no parameter is wrong usage; the sentence lists those there are."""
    with pytest.raises(UsageFault, match="parties has no parameter state; it has day, treaty"):
        query(tmp_path).with_values({"state": NamedNode("urn:x")})


def test_a_parameter_without_its_line(tmp_path: Path) -> None:
    """A parameter that the text does not use is a fault of the file."""
    with pytest.raises(Fault, match=r"parameter state has no line VALUES \?state"):
        query(tmp_path, "# given: state (State)\nSELECT * WHERE {}").with_values({"state": NamedNode("urn:x")})


def test_the_line_of_a_fragment(tmp_path: Path) -> None:
    """A fragment of the text is found on its line."""
    found = query(tmp_path)
    assert (found.line_of("# title"), found.line_of("SELECT"), found.line_of("ASK")) == (1, 6, None)


@pytest.mark.parametrize("key", ["title", "asks"])
def test_a_question_must_describe_itself(tmp_path: Path, key: str) -> None:
    """A question without a title, or without what it asks, is a fault."""
    (tmp_path / "queries").mkdir()
    text = "".join(line for line in TEXT.splitlines(True) if not line.startswith(f"# {key}:"))
    query(tmp_path / "queries", text)
    with pytest.raises(Fault, match=f"the header lacks '# {key}: …'"):
        catalogue(tmp_path)


def test_the_questions_that_ship(root: Path) -> None:
    """Each question has an example value for each parameter, and parses."""
    found = catalogue(root)
    assert found
    for question in found.values():
        for parameter in question.parameters:
            text = question.with_values({parameter.name: NamedNode("urn:given")})
            assert f"VALUES ?{parameter.name} {{ <urn:given> }}" in text
        Store().query(question.text)


def test_prefixes_are_put_before_a_query() -> None:
    """A query typed by hand may use our prefixes, and may declare one of them otherwise."""
    assert Store().query(with_prefixes("ASK { ?s a op:Treaty , skos:Concept , org:x }")) is not None
    text = with_prefixes("prefix op: <urn:other>\nASK { ?s a op:x }")
    assert f"PREFIX op: <{ONTOLOGY}>" not in text
    assert text.count("PREFIX ") == len(PREFIXES) - 1


@pytest.mark.parametrize("text", ["2026-01-09", "1899-07-29", "2024-02-29"])
def test_a_day(text: str) -> None:
    """A day is written as in the calendar of ISO."""
    assert day(text).isoformat() == text


@pytest.mark.parametrize(
    "text",
    ["2023-02-29", "2026-1-9", "20260109", "2026-W02-5", "09.01.2026", "2026-01", "today", "", "2026-01-09T00:00"],
)
def test_no_day(text: str) -> None:
    """Anything else is wrong usage; the sentence says how to write it."""
    with pytest.raises(UsageFault, match="write it YYYY-MM-DD"):
        day(text)


def test_a_day_as_a_term() -> None:
    """A date is a literal that SPARQL can compare."""
    earlier, later = date_term(date(2026, 1, 9)), date_term(date(2026, 1, 10))
    assert bool(Store().query(f"ASK {{ FILTER({earlier} < {later}) }}"))


def test_names_of_columns() -> None:
    """The columns of a result are named without the question mark."""
    assert variable_names([Variable("state"), Variable("from")]) == ["state", "from"]
