"""Exports for other people's catalogues, each read by what they are for, or by a strict reader of its own."""

from __future__ import annotations

import io
import logging
from datetime import date
from typing import Any

import pytest
import sssom_pydantic

from kg.export import exported
from kg.extracts import Extract
from kg.faults import Fault
from kg.graph import Graph
from kg.names import GRAPH, OWL, SKOS, thing
from kg.oxigraph import A, Literal, NamedNode, Quad, Store, op

FACTS = NamedNode(GRAPH + "data/x")
SAME = NamedNode(SKOS + "exactMatch")
Value = NamedNode | Literal


def made_up(*said: tuple[NamedNode, NamedNode, Value], root: Graph) -> Graph:
    """Return a graph of these facts, laid out as a built one is."""
    store = Store()
    store.extend(Quad(*triple, FACTS) for triple in said)
    store.extend(Quad(*triple) for triple in said)
    return Graph(root.root, store)


def node(kind: str, stem: str) -> NamedNode:
    """Return a thing."""
    return NamedNode(thing(kind, stem))


def wikidata(identifier: str) -> NamedNode:
    """Return an item of Wikidata."""
    return NamedNode(f"http://www.wikidata.org/entity/{identifier}")


def text_of(graph: Graph, format: str, **options: Any) -> str:  # noqa: ANN401  (options of Extract)
    """Return a graph in a format."""
    return exported(Extract(graph, **options), format).decode()


# ------------------------------------------------------------------ SSSOM


def test_sssom_holds_every_correspondence_and_its_reader_has_no_complaint(
    graph: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    text = text_of(graph, "sssom")
    with caplog.at_level(logging.WARNING):
        mappings, converter, about, errors = sssom_pydantic.read(io.StringIO(text), return_errors=True)
    assert (errors, caplog.records) == ([], [])
    assert about is not None
    assert str(about.license) == "https://creativecommons.org/publicdomain/zero/1.0/"

    def iri(reference: Any) -> str:  # noqa: ANN401  (a reference of the library curies)
        return converter.expand(reference.curie, strict=True)

    found = {(iri(m.subject), iri(m.predicate), iri(m.object)) for m in mappings}
    foreign = 'FILTER(ISIRI(?o) && !STRSTARTS(STR(?o), "https://w3id.org/opposable/"))'
    expected = graph.query(
        f"""SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o
        FILTER(STRSTARTS(STR(?s), "https://w3id.org/opposable/")) {foreign}
        FILTER(REGEX(STR(?p), "Match$|#equivalent(Class|Property)$|#sameAs$|#sub(Class|Property)Of$"))
        FILTER(!STRSTARTS(STR(?o), "{OWL}")) }}"""
    ).rows
    assert found == {tuple(map(str, row)) for row in expected}
    assert len(found) == len(mappings) > 350
    justified = {str(m.subject.prefix): m.justification.curie for m in mappings}
    assert justified.pop("op") == "semapv:ManualMappingCuration"
    assert set(justified.values()) == {"semapv:UnspecifiedMatching"}
    assert all(m.confidence is None for m in mappings)


def test_sssom_declares_the_prefixes_it_uses_and_sorts_its_rows(graph: Graph) -> None:
    lines = text_of(graph, "sssom", parts=frozenset({"ontology"})).splitlines()
    head = [line for line in lines if line.startswith("#")]
    rows = lines[len(head) + 1 :]
    assert rows == sorted(rows)
    declared = {line.split(":")[0].strip("# ") for line in head if line.startswith("#  ")}
    cells = [cell for row in rows for index, cell in enumerate(row.split("\t")) if index != 1]
    assert declared == {cell.split(":")[0] for cell in cells} | {"owl", "rdfs", "semapv", "skos"}
    assert not any("wd:" in row for row in rows)
    assert "#  org: http://www.w3.org/ns/org#" in head


def test_sssom_refuses_what_states_no_correspondence_and_what_has_no_prefix(graph: Graph) -> None:
    with pytest.raises(Fault, match="cannot be written as sssom: correspondences are stated in the parts ontology"):
        text_of(graph, "sssom", parts=frozenset({"derived"}))
    odd = made_up((node("body", "x"), SAME, NamedNode("https://example.org/x")), root=graph)
    with pytest.raises(Fault, match=r"no prefix is known for https://example\.org/x"):
        text_of(odd, "sssom")


def test_sssom_of_a_day_leaves_out_what_was_not_yet_there(graph: Graph) -> None:
    founded = (op("established"), Literal("2001-01-01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date")))
    body = node("body", "x")
    late = made_up((body, A, op("InternationalCourt")), (body, *founded), (body, SAME, wikidata("Q42")), root=graph)
    assert "wd:Q42" in text_of(late, "sssom", day=date(2001, 1, 1))
    assert "wd:Q42" not in text_of(late, "sssom", day=date(2000, 12, 31))
