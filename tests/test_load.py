"""Reading ontology/ and data/: one graph a file, the place of each thing, and faults with file and line."""

from pathlib import Path

import pytest

from kg.facts.load import Knowledge, graph_of, load
from kg.facts.tables import TABLES
from kg.faults import Fault
from kg.names import GRAPH, thing
from kg.oxigraph import NamedNode

PREFIXES = (
    "@prefix body: <https://w3id.org/opposable/id/body/> .\n@prefix op: <https://w3id.org/opposable/ontology/> .\n"
)
STATES = ",".join(TABLES[0].columns)
SOURCES = next(table for table in TABLES if table.pattern == "sources/*.csv")


def knowledge_of(tmp_path: Path, **files: str | bytes) -> Path:
    """Write files below tmp_path, ``__`` in a name standing for ``/`` and the last ``_`` for the dot."""
    (tmp_path / "ontology").mkdir(exist_ok=True)
    (tmp_path / "data").mkdir(exist_ok=True)
    for name, content in files.items():
        stem, _, suffix = name.replace("__", "/").rpartition("_")
        path = tmp_path / f"{stem}.{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path


def fault(tmp_path: Path, **files: str | bytes) -> Fault:
    """Return the fault of knowledge that holds these files."""
    with pytest.raises(Fault) as caught:
        load(knowledge_of(tmp_path, **files))
    return caught.value


def test_each_file_is_a_graph(tmp_path: Path) -> None:
    """What a file says stands in a graph that is named after its path."""
    turtle = f"{PREFIXES}body:icc a op:InternationalCourt ."
    found = load(knowledge_of(tmp_path, ontology__bodies_ttl=turtle, data__bodies__icc_ttl=turtle))
    assert [quad.graph_name for quad in found.ontology] == [NamedNode(f"{GRAPH}ontology/bodies")]
    assert [quad.graph_name for quad in found.facts] == [NamedNode(f"{GRAPH}data/bodies/icc")]
    assert found.files[f"{GRAPH}data/bodies/icc"] == tmp_path / "data/bodies/icc.ttl"


def test_graph_of_a_table() -> None:
    """The graph of a table of acts is not that of its treaty."""
    root = Path("/k")
    treaty, acts = graph_of(root / "data/treaties/t.ttl", root), graph_of(root / "data/treaties/t.actions.csv", root)
    assert (treaty.value, acts.value) == (f"{GRAPH}data/treaties/t", f"{GRAPH}data/treaties/t.actions")


def test_the_place_of_a_thing(tmp_path: Path) -> None:
    """A thing stands on the line that begins its description, in Turtle as in a table."""
    turtle = (
        f"{PREFIXES}\n# about body:icc and body:ic\nbody:icc-x a op:InternationalCourt .\nbody:icc\n  a op:Situation ."
    )
    states = f"{STATES}\nRUS,RU,Russia,,,,,,\nGEO,GE,Georgia,,,,,,\n"
    found = load(knowledge_of(tmp_path, data__bodies__icc_ttl=turtle, data__states_csv=states))
    assert found.place(thing("body", "icc")) == (tmp_path / "data/bodies/icc.ttl", 6)
    assert found.place(thing("body", "icc-x")) == (tmp_path / "data/bodies/icc.ttl", 5)
    assert found.place(thing("state", "GEO")) == (tmp_path / "data/states.csv", 3)
    assert found.place(thing("state", "XXX")) == (None, None)


def test_the_place_of_a_thing_written_out(tmp_path: Path) -> None:
    """A thing whose IRI is written out, or whose prefix is another than usual, has a place too."""
    iri = thing("organization", "un")
    full = load(knowledge_of(tmp_path, data__a_ttl=f"{PREFIXES}<{iri}> a op:InternationalOrganization ."))
    assert full.place(iri) == (tmp_path / "data/a.ttl", 3)
    other = (
        f"@prefix x: <https://w3id.org/opposable/id/organization/> .\n{PREFIXES}x:un a op:InternationalOrganization ."
    )
    assert load(knowledge_of(tmp_path, data__a_ttl=other)).place(iri)[0] == tmp_path / "data/a.ttl"


@pytest.mark.parametrize(
    ("turtle", "line"),
    [
        ("body:icc a op:InternationalCourt", 3),
        ('body:icc\n  a op:InternationalCourt ;\n  op:seat "The Hague .\n', 5),
        ("body:icc a op:Court .\nbdy:icj a op:Court .", 4),
        ("body:icc a <no iri> .", 3),
    ],
)
def test_broken_turtle(tmp_path: Path, turtle: str, line: int) -> None:
    """Turtle that does not parse is a fault with file and line."""
    found = fault(tmp_path, data__bodies__icc_ttl=PREFIXES + turtle)
    assert (found.file, found.line) == (tmp_path / "data/bodies/icc.ttl", line)
    assert found.message.startswith("not well-formed Turtle: ")


def test_broken_ontology(tmp_path: Path) -> None:
    """The ontology is read with the same care."""
    assert fault(tmp_path, ontology__a_ttl="op:A a op:B .").line == 1


@pytest.mark.parametrize(
    "turtle",
    ["[] a op:Court .", "body:icc op:before [ a op:Court ] .", "body:icc op:before [] .", "_:b op:before body:icc ."],
)
def test_a_blank_node_in_the_data(tmp_path: Path, turtle: str) -> None:
    """A thing without an IRI cannot be cited, so it is a fault."""
    assert "blank node" in fault(tmp_path, data__a_ttl=PREFIXES + turtle).message


def test_a_blank_node_in_the_ontology(tmp_path: Path) -> None:
    """The ontology needs blank nodes, and two of its files never share one."""
    turtle = f"{PREFIXES}_:b a op:Class ."
    found = load(knowledge_of(tmp_path, ontology__a_ttl=turtle, ontology__b_ttl=turtle))
    assert len({quad.subject for quad in found.ontology}) == 2


def test_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding is a fault that says so."""
    assert "not UTF-8" in fault(tmp_path, data__a_ttl='# "Россия"'.encode("cp1251")).message


def test_an_unknown_table(tmp_path: Path) -> None:
    """A table that no rule reads is a fault."""
    assert "no table of this name" in fault(tmp_path, data__courts_csv="a,b\n").message


def test_a_row_in_two_tables(tmp_path: Path) -> None:
    """One thing in two tables is a fault that names both places."""
    row = ",".join(SOURCES.columns) + "\ns,press,P,T,,,\n"
    found = fault(tmp_path, data__sources__a_csv=row, data__sources__b_csv=row)
    assert (found.file, found.line) == (tmp_path / "data/sources/b.csv", 2)
    assert f"{tmp_path / 'data/sources/a.csv'}:2" in found.message


def test_nothing_else_is_read(tmp_path: Path) -> None:
    """Notes beside the data do no harm."""
    found = load(knowledge_of(tmp_path, data__FORMAT_md="# Format", data__a_txt="?", data__b_json="{"))
    assert found == Knowledge(tmp_path)


def test_all_that_ships_is_read(knowledge: Knowledge, root: Path) -> None:
    """Every Turtle file and table of data/ is a graph, and each Turtle file says something."""
    files = {path for path in (root / "data").rglob("*") if path.suffix in {".ttl", ".csv"}}
    graphs = {quad.graph_name for quad in knowledge.facts}
    assert {path for name, path in knowledge.files.items() if name.startswith(f"{GRAPH}data/")} == files
    assert (
        {graph_of(path, root) for path in files if path.suffix == ".ttl"}
        <= graphs
        <= {graph_of(path, root) for path in files}
    )
