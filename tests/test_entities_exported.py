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

from kg.exporting.export import exported
from kg.exporting.extracts import Extract
from kg.faults import Fault
from kg.graph import Graph
from kg.names import DCT, GRAPH, ONTOLOGY, OWL, RDFS, SKOS, THING, thing
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
    with pytest.raises(Fault, match=r"followthemoney is not installed; pip install 'opposable\[investigation\]'"):
        text_of(under_warrant(graph), "ftm")


# ------------------------------------------------------------------ QuickStatements

ITEM = r"Q[1-9][0-9]*"
TIME = r"\+(?P<{0}>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T00:00:00Z/(?P<{0}_precision>9|10|11)"
COMMAND = re.compile(
    rf"(?P<treaty>{ITEM})\t(?P<property>P1891|P6193)\t(?P<actor>{ITEM})\tP585\t{TIME.format('day')}"
    rf"\tS854\t\"(?P<url>https?://[^\"\s]+)\"\tS813\t{TIME.format('read')}"
)
"""A line of version 1: statement, qualifier, and the two parts of a reference, with tabs between."""


def commands(text: str) -> list[dict[str, str]]:
    """Return what each line says; each must be a command of the one form that is meant, with a real date."""
    found = []
    for line in text.splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        for name in ("day", "read"):
            year, month, day = match[name].split("-")
            precision = match[f"{name}_precision"]
            assert (month == "00") is (precision == "9"), line
            assert (day == "00") is (precision in ("9", "10")), line
            date(int(year), int(month) or 1, int(day) or 1)
        found.append(match.groupdict())
    return found


def acts(graph: Graph, kind: str, *more: tuple[NamedNode, NamedNode, Value]) -> Graph:
    """Return a graph of one act of 3 February 2001 with two sources, towards a treaty that Wikidata has."""
    act, treaty, state = node("action", "a"), node("treaty", "t"), node("state", "s")
    said: list[tuple[NamedNode, NamedNode, Value]] = [
        (act, A, op(kind)),
        (act, op("treaty"), treaty),
        (act, op("actor"), state),
        (act, op("actDate"), dated("2001-02-03")),
        (treaty, SAME, wikidata("Q10")),
        (state, SAME, wikidata("Q20")),
    ]
    for stem in ("x", "y"):
        source = node("source", stem)
        said += [
            (act, NamedNode(DCT + "source"), source),
            (source, op("url"), Literal(f"https://example.org/{stem}?a=b")),
            (source, op("dateRead"), dated("2026-11-01")),
        ]
    return made_up(*said, *more, root=graph)


def test_a_confirmed_act_is_proposed_with_each_of_its_sources(graph: Graph) -> None:
    text = text_of(acts(graph, "Signature"), "quickstatements")
    assert text.splitlines() == sorted(text.splitlines())
    first, second = commands(text)
    assert (first["url"], second["url"]) == ("https://example.org/x?a=b", "https://example.org/y?a=b")
    del first["url"], second["url"]
    assert first == second == {
        "treaty": "Q10", "property": "P1891", "actor": "Q20", "day": "2001-02-03", "day_precision": "11",
        "read": "2026-11-01", "read_precision": "11",
    }  # fmt: skip


@pytest.mark.parametrize(("precision", "day", "number"), [("month", "2001-02-00", "10"), ("year", "2001-00-00", "9")])
def test_a_proposed_date_is_as_exact_as_it_is_known(graph: Graph, precision: str, day: str, number: str) -> None:
    told = acts(graph, "Accession", (node("action", "a"), op("datePrecision"), Literal(precision)))
    assert {(c["property"], c["day"], c["day_precision"]) for c in commands(text_of(told, "quickstatements"))} == {
        ("P6193", day, number)
    }


CLAIM = (node("claim", "c"), op("concerns"), node("action", "a"))
WITHHELD: dict[str, tuple[tuple[NamedNode, NamedNode, Value], ...]] = {
    "unconfirmed": ((node("action", "a"), op("unconfirmed"), TRUE),),
    "day recalled": ((node("action", "a"), op("unconfirmedFor"), op("actDate")),),
    "claim open": (CLAIM, (node("claim", "c"), op("claimStatus"), op("open"))),
    "taken back": ((node("action", "b"), op("undoes"), node("action", "a")),),
}


@pytest.mark.parametrize("why", WITHHELD)
def test_what_is_not_settled_is_never_proposed(graph: Graph, why: str) -> None:
    with pytest.raises(Fault, match="so there is nothing to propose"):
        text_of(acts(graph, "Ratification", *WITHHELD[why]), "quickstatements")


def test_a_settled_claim_or_a_recalled_effect_does_not_keep_an_act_back(graph: Graph) -> None:
    settled = (CLAIM, (node("claim", "c"), op("claimStatus"), op("rejected")))
    recalled = (node("action", "a"), op("unconfirmedFor"), op("effectiveDate"))
    assert len(commands(text_of(acts(graph, "Ratification", *settled, recalled), "quickstatements"))) == 2


def test_where_nothing_can_be_proposed_a_sentence_says_why(graph: Graph) -> None:
    withdrawn = acts(graph, "Withdrawal")
    with pytest.raises(Fault, match="nothing to propose"):
        text_of(withdrawn, "quickstatements")
    with pytest.raises(Fault, match="Q10 and Q11 at Wikidata; one of them is wrong"):
        text_of(acts(graph, "Signature", (node("treaty", "t"), SAME, wikidata("Q11"))), "quickstatements")
    with pytest.raises(Fault, match="in the part facts alone"):
        text_of(withdrawn, "quickstatements", parts=frozenset({"ontology"}))
    with pytest.raises(Fault, match="cannot be quoted"):
        text_of(
            acts(graph, "Signature", (node("source", "x"), op("url"), Literal('https://x.org/"'))), "quickstatements"
        )


def test_all_settled_acts_of_a_real_treaty_are_proposed(graph: Graph) -> None:
    """The data name no item for it, so one is supposed."""
    treaty = node("treaty", "rome-statute")
    store = graph.store
    done = {quad.subject for quad in store.quads_for_pattern(None, op("treaty"), treaty, None)}
    named = {quad.object for act in done for quad in store.quads_for_pattern(act, None, None, None)}
    things = [t for t in (*done, *named) if isinstance(t, NamedNode) and t.value.startswith(THING)]
    said = {(q.subject, q.predicate, q.object) for t in things for q in store.quads_for_pattern(t, None, None)}
    told = made_up(*said, (treaty, SAME, wikidata("Q1")), root=graph)  # type: ignore[arg-type]  # no blank nodes
    expected = graph.query(
        f"""PREFIX op: <{ONTOLOGY}> PREFIX skos: <{SKOS}> PREFIX dct: <{DCT}>
        SELECT DISTINCT ?act ?source {{ ?act op:treaty <{treaty.value}> ; a ?kind ; op:actor/skos:exactMatch ?item ;
        dct:source ?source . ?source op:url ?url
        VALUES ?kind {{ op:Signature op:Ratification op:Acceptance op:Approval op:Accession }}
        FILTER NOT EXISTS {{ ?act op:unconfirmedFor op:actDate }} }}"""
    ).rows
    lines = commands(text_of(told, "quickstatements"))
    assert len(lines) == len(expected) > 200
    assert {line["property"] for line in lines} == {"P1891", "P6193"}
