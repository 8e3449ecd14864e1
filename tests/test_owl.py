"""The ontology in OWL: HermiT finds it and the facts consistent, no offender so, and derives what inferred.ttl says."""

import os
from pathlib import Path

import pytest

from kg import files
from kg.derivation import reason
from kg.facts.load import Knowledge, read_turtle
from kg.names import GRAPH
from kg.oxigraph import A, NamedNode, Quad, op

OFFENDERS = Path(__file__).with_name("offenders") / "owl"
FILES = sorted(OFFENDERS.glob("*.ttl"))
INFERRED = files.knowledge_root() / "ontology" / reason.INFERRED_FILE
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quick_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Java compile once, not thoroughly: the runs here are short."""
    options = os.environ.get("JAVA_TOOL_OPTIONS", "")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", f"{options} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC".strip())


@pytest.fixture(scope="module")
def modules(knowledge: Knowledge) -> list[Quad]:
    """Return the ontology as it is written: without what was inferred from it."""
    return [quad for quad in knowledge.ontology if quad.graph_name != NamedNode(GRAPH + "ontology/inferred")]


@pytest.fixture(scope="module")
def axioms(modules: list[Quad]) -> list[Quad]:
    """Return the ontology without labels, definitions and examples, of which HermiT makes nothing."""
    return [
        quad
        for quad in modules
        if not quad.predicate.value.startswith(("http://www.w3.org/2004/02/skos", "http://purl.org"))
    ]


def test_ontology_and_facts_are_consistent(asserted: list[Quad]) -> None:
    """HermiT finds no contradiction in all that is asserted."""
    assert reason.is_consistent(asserted)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_offender_is_inconsistent(path: Path, axioms: list[Quad]) -> None:
    """HermiT finds a contradiction between the ontology and the offender."""
    assert path.read_text(encoding="utf-8").startswith("# expect: inconsistent")
    assert not reason.is_consistent(axioms + read_turtle(path, NamedNode("urn:offender")))


def test_an_innocent_is_consistent(axioms: list[Quad]) -> None:
    """The offenders are found out by what they say, not by being there."""
    court = NamedNode("https://w3id.org/opposable/id/body/innocent")
    assert reason.is_consistent([*axioms, Quad(court, A, op("InternationalCourt"))])


def test_inferred_is_current(modules: list[Quad]) -> None:
    """ontology/inferred.ttl is what HermiT derives from the modules; else run 'kg check --write-inferred'."""
    assert INFERRED.read_text(encoding="utf-8") == reason.inferred_hierarchy(modules)


def test_inferred_says_more_than_the_modules() -> None:
    """The hierarchy holds what follows only through a defined class."""
    assert "op:ArrestWarrant rdfs:subClassOf op:Ruling, op:Subject ." in INFERRED.read_text(encoding="utf-8")
