"""Exports for other people's catalogues, each read by what they are for, or by a strict reader of its own."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
from datetime import date
from typing import Any

import pytest
import sssom_pydantic
from followthemoney import model
from followthemoney.proxy import EntityProxy
from followthemoney.types import registry

from kg.export import exported
from kg.extracts import Extract
from kg.faults import Fault
from kg.graph import Graph
from kg.names import GRAPH, ONTOLOGY, OWL, RDFS, SKOS, thing
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
    skos = (f"{SKOS}{name}Match" for name in ("exact", "close", "broad", "narrow", "related"))
    classes = (f"{OWL}equivalentClass", f"{OWL}equivalentProperty", f"{OWL}sameAs")
    below = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")
    names = " ".join(f"<{name}>" for name in (*skos, *classes, *below))
    expected = graph.query(
        f"""SELECT DISTINCT ?s ?p ?o {{ ?s ?p ?o
        FILTER(STRSTARTS(STR(?s), "https://w3id.org/opposable/")) {foreign}
        VALUES ?p {{ {names} }}
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


# ------------------------------------------------------------------ FollowTheMoney


@pytest.fixture(scope="module")
def entities(graph: Graph) -> dict[str, EntityProxy]:
    """Return what followthemoney reads of the whole graph, by identifier."""
    lines = text_of(graph, "ftm").splitlines()
    found = [model.get_proxy(json.loads(line), cleaned=False) for line in lines]
    # What it reads anew, cleaning every value, is what was written.
    assert [json.dumps(proxy.to_dict(), ensure_ascii=False, sort_keys=True) for proxy in found] == lines
    names = [str(proxy.id) for proxy in found]
    assert names == sorted(set(names), key=str.encode)
    return dict(zip(names, found, strict=True))


def test_every_entity_is_valid_and_complete(entities: dict[str, EntityProxy]) -> None:
    assert len(entities) > 9000
    for proxy in entities.values():
        proxy.schema.validate({"properties": proxy.properties})
        assert all(proxy.has(name) for name in proxy.schema.required), proxy.id
        for held, value in proxy.itervalues():
            assert held.type.validate(value), (proxy.id, held.name, value)


def test_every_reference_leads_to_an_entity_of_the_right_kind(entities: dict[str, EntityProxy]) -> None:
    references = edges = 0
    for proxy in entities.values():
        for held, value in proxy.itervalues():
            if held.type == registry.entity:
                references += 1
                assert held.range is not None
                assert entities[value].schema.is_a(held.range), (proxy.id, held.name, value)
        if proxy.schema.edge:
            edges += 1
            assert len(list(proxy.edgepairs())) == 1, proxy.id
    assert references > edges > 6000


def test_the_entities_are_the_confirmed_things_of_the_graph(graph: Graph, entities: dict[str, EntityProxy]) -> None:
    confirmed = graph.query(
        f"""PREFIX op: <{ONTOLOGY}> SELECT DISTINCT ?x {{ GRAPH ?file {{ ?x a ?class }}
        FILTER(STRSTARTS(STR(?file), "{GRAPH}data/")) FILTER NOT EXISTS {{ ?x op:unconfirmed true }}
        FILTER NOT EXISTS {{ ?x op:treaty|op:actor|op:appearanceIn ?end . ?end op:unconfirmed true }} }}"""
    ).rows
    expected = {str(row[0]).removeprefix(thing("", "")[:-1]).replace("/", "-") for row in confirmed}
    ends = "organ|applicant|respondent|concernsPerson|addressee|inProceeding"
    found = {name.removeprefix("opposable-") for name in entities}
    kinds = {"state", "organization", "person", "body", "proceeding", "ruling", "treaty", "resolution", "law", "source"}
    kinds |= {"action", "appearance"}
    assert {name for name in found if not re.search(f"-({ends})-[A-Za-z0-9-]+$", name)} == {
        name for name in expected if name.partition("-")[0] in kinds
    }


def test_only_who_is_under_a_standing_warrant_is_wanted(graph: Graph, entities: dict[str, EntityProxy]) -> None:
    """A warrant that has ended, or a conviction, makes nobody wanted, and an office nobody exposed."""
    rows = graph.query(
        f"""PREFIX op: <{ONTOLOGY}> SELECT DISTINCT ?person {{
        ?warrant a op:ArrestWarrant ; op:concernsPerson ?person FILTER NOT EXISTS {{ ?warrant op:ended ?day }}
        FILTER NOT EXISTS {{ ?warrant op:unconfirmed true }} FILTER NOT EXISTS {{ ?person op:unconfirmed true }} }}"""
    ).rows
    persons = {name: proxy for name, proxy in entities.items() if proxy.schema.name == "Person"}
    wanted = {name for name, proxy in persons.items() if "wanted" in proxy.get("topics")}
    assert wanted == {f"opposable-person-{str(row[0]).rsplit('/', 1)[1]}" for row in rows}
    assert 0 < len(wanted) < len(persons)
    assert {topic for proxy in entities.values() for topic in proxy.get("topics", quiet=True)} == {
        "wanted",
        "gov.judicial",
    }


XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
TRUE = Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))


def dated(day: str) -> Literal:
    """Return a day."""
    return Literal(day, datatype=XSD_DATE)


def read(graph: Graph, **options: Any) -> dict[str, dict[str, list[str]]]:  # noqa: ANN401  (options of Extract)
    """Return the properties of entities by identifier without the prefix."""
    lines = map(json.loads, text_of(graph, "ftm", **options).splitlines())
    return {line["id"].removeprefix("opposable-"): line["properties"] for line in lines}


def under_warrant(graph: Graph, *more: tuple[NamedNode, NamedNode, Value]) -> Graph:
    """Return a graph of a warrant of June 2022 that ended on 3 May 2024."""
    warrant, person, label = node("ruling", "w"), node("person", "p"), NamedNode(SKOS + "prefLabel")
    return made_up(
        (warrant, A, op("ArrestWarrant")),
        (warrant, label, Literal("Warrant", language="en")),
        (warrant, op("concernsPerson"), person),
        (warrant, op("decided"), dated("2022-06-01")),
        (warrant, op("datePrecision"), Literal("month")),
        (warrant, op("ended"), dated("2024-05-03")),
        (person, A, op("Person")),
        (person, label, Literal("P", language="en")),
        *more,
        root=graph,
    )


def test_a_day_tells_who_was_wanted_on_it_and_dates_are_no_more_exact_than_known(graph: Graph) -> None:
    told = under_warrant(graph)
    for day, wanted in (("2022-05-31", False), ("2022-06-01", True), ("2024-05-02", True), ("2024-05-03", False)):
        found = read(told, day=date.fromisoformat(day))
        assert found["person-p"].get("topics") == (["wanted"] if wanted else None), day
        assert ("ruling-w" in found) is (day > "2022-06")
    whole = read(told)
    assert "topics" not in whole["person-p"]
    assert whole["ruling-w"]["date"] == ["2022-06"]
    link = whole["ruling-w-concernsPerson-p"]
    assert (link["document"], link["entity"]) == (["opposable-ruling-w"], ["opposable-person-p"])


def test_what_is_unconfirmed_is_no_entity_and_nothing_names_it(graph: Graph) -> None:
    person, warrant = node("person", "p"), node("ruling", "w")
    assert set(read(under_warrant(graph, (person, op("unconfirmed"), TRUE)))) == {"ruling-w"}
    assert set(read(under_warrant(graph, (warrant, op("unconfirmed"), TRUE)))) == {"person-p"}
    assert read(under_warrant(graph, (warrant, op("unconfirmedFor"), op("decided"))))["ruling-w"].keys() == {
        "fileName", "name", "title",
    }  # fmt: skip


def test_what_the_model_does_not_admit_is_told(graph: Graph) -> None:
    odd = under_warrant(graph, (node("person", "p"), op("nationality"), node("state", "nowhere")))
    with pytest.raises(Fault, match="as ftm: opposable-person-p: nationality does not admit 'nowhere'"):
        text_of(odd, "ftm")
    nameless = made_up((node("person", "p"), A, op("Person")), root=graph)
    with pytest.raises(Fault, match="opposable-person-p has no name, which Person requires"):
        text_of(nameless, "ftm")
    with pytest.raises(Fault, match="entities are made of the part facts alone"):
        text_of(odd, "ftm", parts=frozenset({"ontology", "derived"}))


def test_without_followthemoney_one_sentence_says_what_to_install(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    with pytest.raises(Fault, match=r"followthemoney is missing; install opposable\[investigation\]"):
        text_of(under_warrant(graph), "ftm")
