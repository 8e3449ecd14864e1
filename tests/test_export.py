"""The exports: the same bytes in any run, nothing lost on the way back, and no half-written file."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.export import FORMATS, export, serialized, turtle
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.names import PREFIXES
from kg.oxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple, parse

ROOT = Path(__file__).resolve().parents[1]
OXIGRAPH = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "ntriples": "nt",
    "nquads": "nquads",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
SLICE = ("/ontology/evidence", "/ontology/actors", "/data/organizations", "/data/claims/", "/derived/3-positions/8")
MAKE = """
    import hashlib
    from kg.export import FORMATS, serialized
    from kg.load import graph_of, read_turtle
    from kg.oxigraph import Store
    from pathlib import Path

    root, store = Path({root!r}), Store()
    for path in sorted((root / "ontology").glob("*.ttl")):
        store.extend(read_turtle(path, graph_of(path, root)))
    for name in FORMATS:
        print(name, hashlib.sha256(serialized(store, name)).hexdigest())
"""


def run(code: str, *, seed: str = "0", stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """Run Python code in a process of its own, with a hash seed."""
    text = textwrap.dedent(code).format(root=str(ROOT))
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", text]
    return subprocess.run(command, env=environment, check=False, stdout=stdout, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def part(graph: Graph) -> Store:
    """Return a part of the graph that rdflib can compare in a moment, laid out as a built store is."""
    store = Store()
    for name in graph.store.named_graphs():
        if any(piece in str(name) for piece in SLICE):
            for quad in graph.store.quads_for_pattern(None, None, None, name):
                store.add(quad)
                store.add(Quad(quad.subject, quad.predicate, quad.object))
    assert len(store) > 1000
    return store


def again(format: str, content: bytes) -> Store:
    """Read an export into a store laid out as a built one, all in named graphs."""
    store, lone = Store(), NamedNode("https://example.org/lone")
    for quad in parse(content, format=OXIGRAPH[format]):
        name = lone if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name
        store.add(Quad(quad.subject, quad.predicate, quad.object, name))
    return store


@pytest.mark.parametrize("format", FORMATS)
def test_oxigraph_reads_back_what_was_exported(part: Store, format: str) -> None:
    plain = "nquads" if format in ("trig", "nquads") else "ntriples"
    assert serialized(again(format, serialized(part, format)), plain) == serialized(part, plain)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers still make what rdflib deprecates
@pytest.mark.parametrize("format", FORMATS)
def test_rdflib_reads_back_what_was_exported(part: Store, format: str) -> None:
    expected = rdflib.Graph().parse(data=serialized(part, "ntriples"), format="nt")
    if format in ("trig", "nquads"):
        dataset = rdflib.Dataset()
        dataset.parse(data=serialized(part, format), format=RDFLIB[format])
        found = rdflib.Graph()
        for subject, predicate, value, _ in dataset.quads((None, None, None, None)):
            found.add((subject, predicate, value))
        names = {str(name) for _, _, _, name in dataset.quads((None, None, None, None))}
        assert names == {name.value for name in part.named_graphs() if isinstance(name, NamedNode)}
    else:
        found = rdflib.Graph().parse(data=serialized(part, format), format=RDFLIB[format])
    assert isomorphic(found, expected)


def test_the_whole_graph_comes_back_from_turtle(graph: Graph) -> None:
    expected = [line.removesuffix(" .") for line in serialized(graph.store, "ntriples").decode().splitlines()]
    read = parse(serialized(graph.store, "turtle"), format=RdfFormat.TURTLE)
    found = [f"{quad.subject} {quad.predicate} {quad.object}" for quad in read]
    assert len(found) == len(expected)
    named = {line for line in expected if "_:" not in line}
    assert len(named) > 100_000
    assert named == {line for line in found if "_:" not in line}


def test_bytes_do_not_depend_on_the_hash_seed_or_on_names_of_blank_nodes() -> None:
    one, other = run(MAKE, seed="1"), run(MAKE, seed="4711")
    assert one.returncode == 0, one.stderr.decode()
    assert one.stdout.decode().split()[::2] == list(FORMATS)
    assert one.stdout == other.stdout


def test_turtle_is_grouped_by_subject_with_prefixes_in_order(part: Store) -> None:
    lines = serialized(part, "turtle").decode().splitlines()
    declared = [line for line in lines if line.startswith("@prefix")]
    assert declared == sorted(declared) == lines[: len(declared)]
    subjects = [line.split()[0] for line in lines[len(declared) :] if line and not line[0].isspace()]
    assert len(subjects) == len(set(subjects))
    assert subjects[0].startswith("op:")
    assert not any(" rdf:type " in line for line in lines)


def test_json_ld_carries_its_context_and_needs_no_other(part: Store) -> None:
    text = serialized(part, "jsonld").decode()
    assert text.startswith('{"@context": {\n')
    assert all(f'"{name}": "{iri}"' in text for name, iri in PREFIXES.items())


def test_without_derived_only_ontology_and_facts_are_exported(graph: Graph) -> None:
    names = {line.rsplit(b" ", 2)[1] for line in serialized(graph.store, "nquads", derived=False).splitlines()}
    assert names
    assert all(b"/graph/data/" in name or b"/graph/ontology/" in name for name in names)


def test_an_unknown_format_is_refused_with_those_there_are(part: Store) -> None:
    with pytest.raises(UsageFault, match="turtle, trig, ntriples"):
        export(part, "csv")


def test_a_file_is_written_whole(part: Store, tmp_path: Path) -> None:
    export(part, "nquads", tmp_path / "graph.nq")
    assert (tmp_path / "graph.nq").read_bytes() == serialized(part, "nquads")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]


def test_a_folder_that_is_not_there_is_a_fault(part: Store, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be written"):
        export(part, "turtle", tmp_path / "missing" / "graph.ttl")


def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "graph.nt"
    old.write_text("old", encoding="utf-8")
    code = f"""
        import resource, signal
        from pathlib import Path
        from kg.export import export
        from kg.faults import Fault
        from kg.oxigraph import NamedNode, Quad, Store

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        node = NamedNode("https://example.org/" + "x" * 4000)
        store = Store()
        store.add(Quad(node, node, node, node))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            export(store, "ntriples", Path({str(old)!r}))
        except Fault as fault:
            print(fault)
    """
    result = run(code)
    assert b"could not be written whole" in result.stdout, result.stderr.decode()
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nt"]


STDOUT = """
    from kg.export import export
    from kg.faults import Fault
    from kg.oxigraph import NamedNode, Quad, Store
    import sys

    node = NamedNode("https://example.org/x")
    store = Store()
    store.add(Quad(node, node, node, node))
    try:
        export(store, "ntriples")
    except Fault as fault:
        print(fault, file=sys.stderr)
        sys.exit(1)
"""


def test_without_a_path_the_export_goes_to_standard_output() -> None:
    assert run(STDOUT).stdout == b"<https://example.org/x> " * 3 + b".\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_standard_output_is_a_fault() -> None:
    with Path("/dev/full").open("wb") as full:
        result = run(STDOUT, stdout=full.fileno())
    assert result.returncode != 0
    assert b"could not be written to standard output" in result.stderr


def test_triples_of_an_answer_become_readable_turtle() -> None:
    node = NamedNode("https://w3id.org/opposable/id/body/x")
    text = turtle([Triple(node, NamedNode("http://www.w3.org/2004/02/skos/core#related"), node)] * 2)
    assert text.endswith("\n\nbody:x skos:related body:x .\n")
