"""Files of strangers: what they refer to is not read, what they declare is not expanded, and each ends in one sentence.

What the server is sent is tried in test_serve.py, test_serve_load.py and test_fuzz.py; text that would run in a page in
test_pages.py, test_site.py and test_view_arrest.py; cells that a spreadsheet would run in test_tables_exported.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from commandline import run
from fuzz import TOKEN, canary
from kg.derivation.validate import rdflib_graph
from kg.facts.load import read_turtle
from kg.faults import Fault
from kg.graph import Graph
from kg.importing.markup import grids
from kg.names import XSD
from kg.oxigraph import Literal, NamedNode, Quad
from kg.supposing.acts import read_facts

PREFIXES = "PREFIX op: <https://w3id.org/opposable/ontology/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
BOMB = "".join(f'<!ENTITY e{number + 1} "{f"&e{number};" * 10}">' for number in range(12))
"""Entities of which the last would be a million million times as long as the first."""


@pytest.fixture(scope="module")
def little(small: Path, own_cache: None) -> Graph:  # noqa: ARG001
    """Return the graph of the small release."""
    return Graph.open(small)


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "aaa">{bomb}]><r>&e12;</r>',
        '<!DOCTYPE r SYSTEM "{canary}"><r/>',
        '{{"@context": "{canary}", "@id": "urn:a", "name": "x"}}',
        '{{"@context": {{"@import": "{canary}"}}, "@id": "urn:a"}}',
        "@import <{canary}> .",
    ],
    ids=["entities", "document type", "remote context", "imported context", "import"],
)
def test_supposed_facts_are_turtle_and_nothing_else(tmp_path: Path, little: Graph, text: str) -> None:
    """RDF/XML and JSON-LD, whose readers expand entities and fetch contexts, are not read at all."""
    path = tmp_path / "facts"
    with canary() as (address, came):
        path.write_text(text.format(bomb=BOMB, canary=address), encoding="utf-8")
        told = run("--knowledge", str(little.root), "what-if", "--facts", str(path))
        assert (told.status, told.out, came) == (1, "", [])
    assert "not well-formed Turtle" in told.err
    assert len(told.err.splitlines()) == 1


def test_what_supposed_facts_import_is_not_fetched(tmp_path: Path, little: Graph) -> None:
    with canary() as (address, came):
        path = tmp_path / "facts.ttl"
        path.write_text(f"<urn:a> <http://www.w3.org/2002/07/owl#imports> <{address}> .", encoding="utf-8")
        read_facts(path, little.directory)
        assert came == []


@pytest.mark.parametrize("number", ['"1e999999999"^^xsd:decimal', "1e999999999", "9" * 100_000])
def test_monstrous_numbers_in_supposed_facts(tmp_path: Path, little: Graph, number: str) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(
        f"{PREFIXES}<https://w3id.org/opposable/id/provision/xaa-act-1> op:article {number} .", encoding="utf-8"
    )
    assert little.what_if(facts=path).differences == []


@pytest.mark.parametrize("nested", [("(", ")"), ("[ <urn:c> ", "]")])
def test_nesting_in_supposed_facts(tmp_path: Path, nested: tuple[str, str]) -> None:
    path = tmp_path / "facts.ttl"
    path.write_text(f"<urn:a> <urn:b> {nested[0] * 20_000} 1 {nested[1] * 20_000} .", encoding="utf-8")
    assert sum(1 for _ in read_turtle(path, NamedNode("urn:g"))) >= 20_000


@pytest.mark.parametrize("outer", ["file", "canary"])
def test_what_a_depositary_file_refers_to_is_not_read(tmp_path: Path, outer: str) -> None:
    """Neither an entity of a file or an address, nor one that grows, becomes text of a cell."""
    secret, path = tmp_path / "secret", tmp_path / "table.xml"
    secret.write_text(TOKEN, encoding="utf-8")
    with canary() as (address, came):
        other = secret.as_uri() if outer == "file" else address
        path.write_text(
            f'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "{other}"><!ENTITY e0 "aaa">{BOMB}]>'
            "<table><row><entry>State &x;</entry><entry>&e12;</entry></row></table>", encoding="utf-8",
        )  # fmt: skip
        cells = [cell.text for grid in grids(path) for row in grid for cell in row]
        assert cells[0].startswith("State")
        assert sum(map(len, cells)) < 100
        assert TOKEN not in "".join(cells)
        assert came == []


def test_shapes_hold_a_monstrous_number_as_it_is_written() -> None:
    number = Literal("1e999999999", datatype=NamedNode(f"{XSD}decimal"))
    (told,) = rdflib_graph([Quad(NamedNode("urn:a"), NamedNode("urn:b"), number)]).objects()
    assert str(told) == "1e999999999"


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "table.xml"
    path.write_bytes(b"\xff\xfe<\0t\0")
    with pytest.raises(Fault, match="UTF-8"):
        grids(path)
