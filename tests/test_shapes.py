"""The SHACL shapes: each finds its offenders, and the ontology, the facts and what is derived from them conform."""

from functools import cache
from pathlib import Path

import pytest
import rdflib

from kg import files
from kg.derivation import reason, validate
from kg.derivation.rules import derive, read_rules
from kg.facts.load import Knowledge, read_turtle
from kg.oxigraph import NamedNode, Quad
from oracle import random_world

OFFENDERS = Path(__file__).with_name("offenders")
SHAPES = files.knowledge_root() / "ontology" / "shapes"
MODULES = [path.stem for path in sorted(SHAPES.glob("*.ttl"))]
FILES = [path.relative_to(OFFENDERS) for stem in MODULES for path in sorted((OFFENDERS / stem).glob("*.ttl"))]
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
shapes = cache(validate.shapes)


def expected(path: Path) -> str:
    """Return what the report on an offender must say: the text after ``# expect:`` on its first line."""
    first = (OFFENDERS / path).read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# expect: "), f"{path}:1 does not say '# expect: …'"
    return first.removeprefix("# expect: ")


def node_shapes() -> list[tuple[str, list[str]]]:
    """Return each node shape by its name, with the messages that it and its property shapes can give."""
    found = []
    for module in MODULES:
        graph = shapes(SHAPES.parents[1], module)
        for shape in sorted(graph.subjects(rdflib.RDF.type, SH.NodeShape), key=str):
            parts = [shape, *graph.objects(shape, SH.property)]
            messages = [str(message) for part in parts for message in graph.objects(part, SH.message)]
            found.append((str(shape).rsplit("/", 1)[1], messages))
    return found


@pytest.mark.parametrize("path", FILES, ids=str)
def test_an_offender_is_found(path: Path, knowledge: Knowledge) -> None:
    """The report on an offender holds the message that its first line names."""
    facts = read_turtle(OFFENDERS / path, NamedNode("urn:offender"))
    data = validate.rdflib_graph(facts + reason.types(knowledge.ontology, facts))
    found = [str(finding) for finding in validate.shacl(knowledge, data, shapes(knowledge.root, path.parts[0]))]
    assert any(expected(path) in text for text in found), found


@pytest.mark.parametrize(("name", "messages"), node_shapes())
def test_each_node_shape_has_an_offender(name: str, messages: list[str]) -> None:
    """Some offender expects a message of the shape."""
    assert messages, f"{name} gives no message"
    assert any(expected(path) in message for path in FILES for message in messages)


def test_each_message_says_what_to_do() -> None:
    """A message is one sentence or two, and ends as a sentence does."""
    for _, messages in node_shapes():
        for message in messages:
            assert message[0].isupper() or message.startswith(("op:", "dct:", "skos:", "xsd:")), message
            assert message.endswith("."), message


@pytest.mark.slow
def test_the_data_conform(knowledge: Knowledge, asserted: list[Quad]) -> None:
    """No shape finds anything in the facts that ship."""
    data = validate.rdflib_graph(asserted)
    assert [str(finding) for finding in validate.shacl(knowledge, data, shapes(knowledge.root))] == []


def test_the_ontology_conforms(knowledge: Knowledge) -> None:
    """The shapes on style find nothing in the ontology."""
    data = validate.rdflib_graph(knowledge.ontology)
    assert [str(finding) for finding in validate.shacl(knowledge, data, shapes(knowledge.root, "style"))] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_derived_conforms(seed: int, knowledge: Knowledge) -> None:
    """The shapes on derived facts find nothing in what the rules derive from a small world."""
    world = random_world(seed)
    whole = world + [
        Quad(triple.subject, triple.predicate, triple.object)
        for _, triples in derive(read_rules(knowledge.root), world)
        for triple in triples
    ]
    data = validate.rdflib_graph(whole + reason.types(knowledge.ontology, whole))
    assert {str(finding) for finding in validate.shacl(knowledge, data, shapes(knowledge.root, "positions"))} == set()
