"""The exports: the same bytes in any run, nothing lost on the way back, bounded memory, and no half-written file."""

from __future__ import annotations

import gc
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import textwrap
import tracemalloc
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import IO, Any

import pytest
import rdflib
from backports import zstd
from pyld import jsonld
from rdflib.compare import isomorphic

from kg.cli import main
from kg.exporting.compression import method_of
from kg.exporting.export import export, exported, format_named, formats
from kg.exporting.extracts import ASSERTED, PARTS, Extract
from kg.exporting.layout import turtle
from kg.exporting.snapshot import Snapshot
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.names import GRAPH, ONTOLOGY, PREFIXES, SKOS
from kg.oxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, op, parse
from seeds import environment

ROOT = Path(__file__).resolve().parents[1]
OXIGRAPH = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
"""The formats that hold all that is said, and nothing else."""
RDFLIB = {
    "turtle": "turtle",
    "trig": "trig",
    "ntriples": "nt",
    "nquads": "nquads",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
SLICE = ("/ontology/evidence", "/ontology/actors", "/data/organizations", "/data/claims/", "/derived/3-positions/8")
ACT = """
@prefix op: <https://w3id.org/opposable/ontology/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/opposable/id/treaty/t> skos:prefLabel "T"@en ; skos:exactMatch <http://www.wikidata.org/entity/Q1> .
<https://w3id.org/opposable/id/state/ARM> skos:prefLabel "S"@en ; skos:exactMatch <http://www.wikidata.org/entity/Q2> .
<https://w3id.org/opposable/id/source/s> dct:title "S" ; op:url "https://example.org/" ;
    op:dateRead "2026-01-02"^^xsd:date .
<https://w3id.org/opposable/id/action/a> a op:Signature ; op:treaty <https://w3id.org/opposable/id/treaty/t> ;
    op:actor <https://w3id.org/opposable/id/state/ARM> ; op:actDate "2001-02-03"^^xsd:date ;
    dct:source <https://w3id.org/opposable/id/source/s> .
"""
"""An act that every format can tell."""
MAKE = """
    import hashlib
    from kg.exporting.export import exported, formats
    from kg.exporting.extracts import Extract
    from kg.graph import Graph
    from kg.facts.load import graph_of, read_turtle
    from kg.oxigraph import DefaultGraph, NamedNode, RdfFormat, Store
    from pathlib import Path

    root, store = Path({root!r}), Store()
    for path in sorted((root / "ontology").glob("*.ttl")):
        store.extend(read_turtle(path, graph_of(path, root)))
    for graph in (NamedNode("https://w3id.org/opposable/graph/data/acts"), DefaultGraph()):
        store.load({act!r}, format=RdfFormat.TURTLE, to_graph=graph)
    for name in formats():
        print(name, hashlib.sha256(exported(Extract(Graph(root, store)), name)).hexdigest())
"""


def run(code: str, *, seed: str = "0", stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """Run Python code in a process of its own, with a hash seed."""
    text = textwrap.dedent(code).format(root=str(ROOT), act=ACT)
    command = [sys.executable, "-c", text]
    return subprocess.run(command, env=environment(seed), check=False, stdout=stdout, stderr=subprocess.PIPE)


def kg(*arguments: str, seed: str = "0") -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own, with a hash seed."""
    command = [sys.executable, "-c", "import sys; from kg.cli import main; sys.exit(main())", *arguments]
    return subprocess.run(command, env=environment(seed), check=False, capture_output=True)


def wrapped(quads: list[Quad]) -> Graph:
    """Return quads as a graph, laid out as a built one is."""
    store = Store()
    store.bulk_extend(copy for quad in quads for copy in (quad, Quad(quad.subject, quad.predicate, quad.object)))
    return Graph(ROOT, store)


@pytest.fixture(scope="module")
def part(graph: Graph) -> Graph:
    """Return a part of the graph that rdflib can compare in a moment."""
    names = [name for name in graph.store.named_graphs() if any(piece in str(name) for piece in SLICE)]
    found = wrapped([quad for name in names for quad in graph.store.quads_for_pattern(None, None, None, name)])
    assert len(found) > 1000
    return found


def text_of(graph: Graph, format: str, **options: Any) -> bytes:  # noqa: ANN401  (options of Extract)
    """Return a graph in a format."""
    return exported(Extract(graph, **options), format)


def again(format: str, content: bytes) -> Graph:
    """Read an export, all in named graphs."""
    lone = NamedNode("https://example.org/lone")
    return wrapped(
        [
            Quad(q.subject, q.predicate, q.object, lone if isinstance(q.graph_name, DefaultGraph) else q.graph_name)
            for q in parse(content, format=OXIGRAPH[format])
        ]
    )


def rdf(nt: bytes | str) -> rdflib.Graph:
    """Return N-Triples as rdflib's graph."""
    return rdflib.Graph().parse(data=nt, format="nt")


def test_every_module_is_a_format_and_says_how_its_files_end() -> None:
    assert set(OXIGRAPH) < set(formats())
    for name in formats():
        assert format_named(name).SUFFIX.startswith(".")
        assert set(format_named(name).TAKES) <= {field.name for field in fields(Extract)} - {
            "graph",
            "parts",
            "day",
            "run",
        }


@pytest.mark.parametrize("format", OXIGRAPH)
def test_oxigraph_reads_back_what_was_exported(part: Graph, format: str) -> None:
    plain = "nquads" if format in ("trig", "nquads") else "ntriples"
    assert text_of(again(format, text_of(part, format)), plain) == text_of(part, plain)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers still make what rdflib deprecates
@pytest.mark.parametrize("format", OXIGRAPH)
def test_rdflib_reads_back_what_was_exported(part: Graph, format: str) -> None:
    expected = rdf(text_of(part, "ntriples"))
    if format in ("trig", "nquads"):
        dataset = rdflib.Dataset()
        dataset.parse(data=text_of(part, format), format=RDFLIB[format])
        found = rdflib.Graph()
        for subject, predicate, value, _ in dataset.quads((None, None, None, None)):
            found.add((subject, predicate, value))
        names = {str(name) for _, _, _, name in dataset.quads((None, None, None, None))}
        assert names == {quad.graph_name.value for quad in Extract(part).quads(graphs=True)}  # type: ignore[union-attr]
    else:
        found = rdflib.Graph().parse(data=text_of(part, format), format=RDFLIB[format])
    assert isomorphic(found, expected)


def pyld_reads(document: bytes, contexts: dict[str, Any] | None = None) -> rdflib.Graph:
    """Return what PyLD makes of JSON-LD; it gets no context from the network."""

    def load(url: str, options: object) -> dict[str, Any]:
        assert contexts is not None, f"{options}: no context is at {url}"
        return {"contextUrl": None, "documentUrl": url, "document": contexts[url]}

    found = jsonld.to_rdf(json.loads(document), {"format": "application/n-quads", "documentLoader": load})
    return rdf(found)


def test_pyld_reads_back_json_ld_with_its_own_context(part: Graph) -> None:
    assert isomorphic(pyld_reads(text_of(part, "jsonld")), rdf(text_of(part, "ntriples")))


def test_json_ld_can_name_a_context_that_lies_elsewhere(part: Graph) -> None:
    url = "https://example.org/context.jsonld"
    document = text_of(part, "jsonld", context=url)
    assert json.loads(document)["@context"] == [url, {"@base": "https://w3id.org/opposable/id/"}]
    contexts = {url: json.loads(text_of(part, "context"))}
    assert isomorphic(pyld_reads(document, contexts), rdf(text_of(part, "ntriples")))


def test_json_ld_is_readable(graph: Graph, part: Graph) -> None:
    """Short names, typed values, language maps, sets as arrays; what no term fits is written in full."""
    body = NamedNode("https://w3id.org/opposable/id/body/x")
    ontology = list(Extract(graph, frozenset({"ontology"})).quads(graphs=True))
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    said: list[tuple[NamedNode, NamedNode | Literal]] = [
        (NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), op("InternationalCourt")),
        (NamedNode(SKOS + "prefLabel"), Literal("X", language="en")),
        (NamedNode(SKOS + "altLabel"), Literal("X1", language="en")),
        (NamedNode(SKOS + "altLabel"), Literal("X2", language="en")),
        (op("established"), Literal("1998-07-17", datatype=day)),
        (op("closed"), Literal("no day")),
        (op("hasMatter"), op("criminal")),
        (op("generalConsent"), NamedNode("https://w3id.org/opposable/id/treaty/t")),
        (op("partyCount"), Literal("7", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))),
    ]
    ontology += [Quad(body, predicate, value, NamedNode("urn:x")) for predicate, value in said]
    document = json.loads(text_of(wrapped(ontology), "jsonld", parts=frozenset({"facts"})))
    assert document["@graph"] == [
        {
            "id": "body/x",
            "type": ["InternationalCourt"],
            "altLabel": {"en": ["X1", "X2"]},
            "prefLabel": {"en": "X"},
            "op:closed": "no day",
            "established": "1998-07-17",
            "generalConsent": ["treaty/t"],
            "hasMatter": ["criminal"],
            "partyCount": 7,
        }
    ]
    assert text_of(part, "jsonld").startswith(b'{\n"@context": {\n  "@base": ')


def test_the_context_in_the_ontology_folder_is_what_the_ontology_gives(graph: Graph) -> None:
    """Else run 'kg export context -o ontology/context.jsonld'."""
    assert (ROOT / "ontology" / "context.jsonld").read_bytes() == text_of(graph, "context")


def test_all_facts_come_back_from_turtle(graph: Graph) -> None:
    parts = frozenset({"facts"})
    expected = set(text_of(graph, "ntriples", parts=parts).split(b"\n")) - {b""}
    read = [quad.triple for quad in parse(text_of(graph, "turtle", parts=parts), format=RdfFormat.TURTLE)]
    assert len(read) == len(expected) > 70_000
    assert {f"{triple} .".encode() for triple in read} == expected


def test_bytes_do_not_depend_on_the_hash_seed_or_on_names_of_blank_nodes() -> None:
    one, other = run(MAKE, seed="1"), run(MAKE, seed="4711")
    assert one.returncode == 0, one.stderr.decode()
    assert one.stdout.decode().split()[::2] == formats()
    assert one.stdout == other.stdout


def test_two_runs_of_the_command_give_the_same_bytes(graph: Graph, tmp_path: Path) -> None:
    """Compressed and as a snapshot, so that all that could differ is in it."""
    assert graph
    paths = [tmp_path / "1" / "graph.trig.zst", tmp_path / "2" / "graph.trig.zst"]
    for seed, path in enumerate(paths, 1):
        path.parent.mkdir()
        done = kg("export", "trig", "--on", "2010-06-01", "--part", "facts", "-o", str(path), seed=str(seed))
        assert done.returncode == 0, done.stderr.decode()
        assert [found.name for found in path.parent.iterdir()] == [path.name]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert len(zstd.decompress(paths[0].read_bytes())) > 100_000


def test_order_of_statements_in_the_store_does_not_show(part: Graph) -> None:
    """Sorted in many small runs, merged more than once, the bytes are the same."""
    for name in ("trig", "nquads"):
        assert text_of(part, name, run=500) == text_of(part, name)


def test_turtle_is_grouped_by_subject_with_prefixes_in_order(part: Graph) -> None:
    lines = text_of(part, "turtle").decode().split("\n")
    declared = [line for line in lines if line.startswith("@prefix")]
    assert declared == sorted(declared) == lines[: len(declared)]
    assert len(declared) == len(PREFIXES)
    subjects = [line.split()[0] for line in lines[len(declared) :] if line and not line[0].isspace()]
    assert len(subjects) == len(set(subjects))
    assert subjects[0].startswith("op:")
    assert not any(" rdf:type " in line for line in lines)


def test_a_text_with_every_kind_of_line_break_comes_back(tmp_path: Path) -> None:
    node = NamedNode("https://w3id.org/opposable/id/body/x")
    text = "a\nb\r\nc\u2028d\x85e\tg\\n\"h'i"
    note, name = NamedNode(SKOS + "note"), NamedNode(GRAPH + "data/x")
    for told in (text, text + "\x01\x0b"):
        odd = wrapped([Quad(node, note, Literal(told, language="en"), name)])
        for format, parser in OXIGRAPH.items():  # noqa: A001
            if told == text or format != "rdfxml":
                found = next(iter(parse(text_of(odd, format), format=parser)))
                assert found.object == Literal(told, language="en"), format
    with pytest.raises(Fault, match=r"cannot be written as rdfxml: XML 1.0 has no character U\+0001"):
        export(Extract(odd), "rdfxml", tmp_path / "x.rdf")
    assert not list(tmp_path.iterdir())


# ------------------------------------------------------------------ parts and snapshots


def test_every_statement_belongs_to_one_part_and_its_graph_tells_which(graph: Graph) -> None:
    some = (*SLICE, "/inferred-types", "/derived/2-competence/8-outcomes/matter", "/3-participation/possible-party")
    names = [name for name in graph.store.named_graphs() if any(piece in str(name) for piece in some)]
    here = wrapped([quad for name in names for quad in graph.store.quads_for_pattern(None, None, None, name)])
    lines = {part: set(text_of(here, "nquads", parts=frozenset({part})).splitlines()) for part in PARTS}
    starts = {
        "ontology": (b"ontology/",),
        "facts": (b"data/",),
        "derived": (b"derived/", b"inferred-types>"),
        "proofs": (b"proofs/",),
    }
    for part, found in lines.items():
        assert found, part
        allowed = tuple(b"<" + GRAPH.encode() + start for start in starts[part])
        assert all(line.rsplit(b" ", 2)[1].startswith(allowed) for line in found), part
    assert sum(map(len, lines.values())) == len(set().union(*lines.values())) == len(here.quads())
    how = (b"/ontology/restsOn> ", b"/ontology/byRule> ", b"/ontology/restsOnUnconfirmed> ")
    assert not any(word in line for line in lines["derived"] for word in how)
    assert any(how[0] in line for line in lines["proofs"])


def test_asserted_is_what_people_wrote(graph: Graph, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["export", "nquads", "--asserted"]) == 0
    printed = capfdbinary.readouterr().out
    assert printed == text_of(graph, "nquads", parts=frozenset(ASSERTED))
    assert b"/graph/derived/" not in printed


@pytest.mark.parametrize("day", ["1999-06-01", "2016-03-01", "2026-01-08", "2026-01-09", "2026-11-23"])
def test_a_snapshot_holds_the_positions_that_assess_gives(graph: Graph, day: str) -> None:
    snapshot = Snapshot(graph.store, day)
    every = {str(row[0]) for row in graph.query(f"SELECT ?x {{ ?x a <{ONTOLOGY}Position> }}").rows}
    shown = {iri for iri in every if snapshot.has(iri)}
    assert shown == {p.iri for state in graph.holders() for p in graph.assess(state, on=day, all=True)}
    assert 500 < len(shown) < len(every)


def test_a_snapshot_holds_what_had_come_about_and_what_holds(graph: Graph) -> None:
    day = "2003-02-01"
    snapshot = wrapped(list(Extract(graph, day=date.fromisoformat(day)).quads(graphs=True)))
    for treaty in ("rome-statute", "echr"):
        given = {"treaty": treaty, "on": day}
        assert snapshot.ask("parties", **given).rows == graph.ask("parties", **given).rows
    positions = {str(row[0]) for row in snapshot.query(f"SELECT ?x {{ ?x a <{ONTOLOGY}Position> }}").rows}
    assert positions == {p.iri for state in graph.holders() for p in graph.assess(state, on=day, all=True)}
    begun = "SELECT ?x { ?x ?made ?day VALUES ?made { op:actDate op:opened op:decided op:arrived } FILTER(?day %s) }"
    prefixes = f"PREFIX op: <{ONTOLOGY}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    bound = f'"{day}"^^xsd:date'
    assert snapshot.query(prefixes + begun % f"> {bound}").rows == []
    assert sorted(snapshot.query(prefixes + begun % f"<= {bound}").rows) == sorted(
        graph.query(prefixes + begun % f"<= {bound}").rows
    )
    # Nothing is named that is not described, but for what a rule or a foreign graph is.
    dangling = """SELECT DISTINCT ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?o), "https://w3id.org/opposable/id/"))
        MINUS { SELECT DISTINCT ?o { ?o ?q ?r } } }"""
    assert snapshot.query(dangling).rows == []
    # What is derived for days that are over stays where something that holds rests on it.
    ended = f"SELECT DISTINCT ?n {{ ?n op:byRule ?r ; op:until ?end FILTER(?end <= {bound}) %s }}"
    assert snapshot.query(prefixes + ended % "FILTER NOT EXISTS { ?x op:restsOn ?n }").rows == []
    assert snapshot.query(prefixes + ended % "").rows


# ------------------------------------------------------------------ files


def test_an_unknown_format_is_refused_with_those_there_are(part: Graph) -> None:
    with pytest.raises(UsageFault, match="ntriples, owl"):
        export(Extract(part), "csvw")


def test_a_context_is_for_json_ld_only(part: Graph) -> None:
    with pytest.raises(UsageFault, match="turtle has no context"):
        export(Extract(part, context="https://example.org/"), "turtle")


def test_a_file_is_written_whole(part: Graph, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("old", encoding="utf-8")
    export(Extract(part), "nquads", tmp_path / "graph.nq")
    assert (tmp_path / "graph.nq").read_bytes() == text_of(part, "nquads")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "graph.nq").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_file_is_written_whole_where_files_need_a_name(
    part: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    (tmp_path / "graph.nq").write_text("old", encoding="utf-8")
    export(Extract(part), "nquads", tmp_path / "graph.nq")
    assert (tmp_path / "graph.nq").read_bytes() == text_of(part, "nquads")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]


@pytest.mark.parametrize(("name", "chosen"), [("x.nq.gz", None), ("x.nq.zst", None), ("x.nq", "gzip"), ("y", "zstd")])
def test_a_compressed_file_holds_the_same(part: Graph, tmp_path: Path, name: str, chosen: str | None) -> None:
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
        export(Extract(part), "nquads", tmp_path / folder / name, chosen)
    content = (tmp_path / "1" / name).read_bytes()
    assert content == (tmp_path / "2" / name).read_bytes()
    unpacked = gzip.decompress(content) if method_of(Path(name), chosen) == "gzip" else zstd.decompress(content)
    assert unpacked == text_of(part, "nquads")
    if method_of(Path(name), chosen) == "gzip":
        assert content[4:8] == bytes(4)  # RFC 1952: no time
        assert not content[3] & 8  # and no name


def test_a_name_that_says_another_compression_is_refused() -> None:
    with pytest.raises(UsageFault, match="named as gzip, but zstd"):
        method_of(Path("x.nt.gz"), "zstd")


def test_a_folder_that_is_not_there_is_a_fault(part: Graph, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be written"):
        export(Extract(part), "turtle", tmp_path / "missing" / "graph.ttl")


LONE = """
    from kg.exporting.export import export
    from kg.exporting.extracts import Extract
    from kg.faults import Fault
    from kg.graph import Graph
    from kg.oxigraph import NamedNode, Quad, Store
    from pathlib import Path
    import sys

    node = NamedNode("https://example.org/" + "x" * SIZE)
    store = Store()
    store.add(Quad(node, node, node, node))
    asked = Extract(Graph(Path({root!r}), store))
"""


@pytest.mark.parametrize("format", ["ntriples", "turtle", "rdfxml", "jsonld"])
def test_a_full_disk_leaves_the_old_file_as_it_was(tmp_path: Path, format: str) -> None:
    old = tmp_path / "graph"
    old.write_text("old", encoding="utf-8")
    code = (
        LONE.replace("SIZE", "4000")
        + f"""
    import resource, signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    try:
        export(asked, {format!r}, Path({str(old)!r}))
    except Fault as fault:
        print(fault)
    """
    )
    result = run(code)
    assert b"could not be written whole: File too large; nothing was changed" in result.stdout, result.stderr.decode()
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


@pytest.mark.skipif(not hasattr(os, "O_TMPFILE"), reason="this system has no files without a name")
def test_an_export_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    code = (
        LONE.replace("SIZE", "10")
        + f"""
    import kg.exports.ntriples, os, signal
    def write(extract, out):
        out.write(b"x" * 1000000)
        os.kill(os.getpid(), signal.SIGKILL)
    kg.exports.ntriples.write = write
    export(asked, "ntriples", Path({str(tmp_path / "graph.nt")!r}))
    """
    )
    assert run(code).returncode == -signal.SIGKILL
    assert not list(tmp_path.iterdir())


STDOUT = (
    LONE.replace("SIZE", "1")
    + """
    try:
        export(asked, "FORMAT")
    except Fault as fault:
        print(fault, file=sys.stderr)
        sys.exit(1)
"""
)


def test_without_a_path_the_export_goes_to_standard_output() -> None:
    assert run(STDOUT.replace("FORMAT", "ntriples")).stdout == b"<https://example.org/x> " * 3 + b".\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("format", ["ntriples", "turtle"])
def test_a_full_standard_output_is_a_fault(format: str) -> None:
    with Path("/dev/full").open("wb") as full:
        result = run(STDOUT.replace("FORMAT", format), stdout=full.fileno())
    assert result.returncode != 0
    assert b"could not be written to standard output" in result.stderr


@pytest.mark.parametrize("format", ["turtle", "nquads"])
def test_a_reader_that_goes_away_is_no_error_to_tell(graph: Graph, format: str) -> None:
    assert graph
    program = "import sys; from kg.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "export", format, "--part", "ontology"]
    with subprocess.Popen(command, env=environment("0"), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(100)
        process.stdout.close()
        told = process.stderr.read()
    assert told == b""


class _Nowhere(io.RawIOBase):
    """A file that only counts what is written to it."""

    size = 0

    def write(self, content: Any) -> int:  # noqa: ANN401  (as RawIOBase has it)
        self.size += len(content)
        return len(content)


def peak(graph: Graph, format: str) -> tuple[int, int]:
    """Return how many bytes Python holds at most while it exports a graph, and how many it writes.

    Cycles are looked for as often as Python does: the command, once run in this process, lets more garbage lie.
    """
    out: IO[bytes] = _Nowhere()  # type: ignore[assignment]
    often = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    tracemalloc.start()
    try:
        format_named(format).write(Extract(graph, run=1 << 14), out)
        return tracemalloc.get_traced_memory()[1], out.size  # type: ignore[attr-defined]
    finally:
        tracemalloc.stop()
        gc.set_threshold(*often)


def made_up(count: int) -> Graph:
    """Return a graph of so many acts."""
    name = NamedNode(GRAPH + "data/acts")
    acts = [NamedNode(f"https://w3id.org/opposable/id/action/made-up-{number:07}") for number in range(count)]
    state = NamedNode("https://w3id.org/opposable/id/state/XAA")
    note = NamedNode(SKOS + "note")
    return wrapped(
        [
            quad
            for number, act in enumerate(acts)
            for quad in (Quad(act, op("actor"), state, name), Quad(act, note, Literal(f"act {number}" * 9), name))
        ]
    )


@pytest.mark.parametrize("format", ["nquads", "turtle", "jsonld"])
def test_memory_does_not_grow_with_the_graph(format: str) -> None:
    small, large = (peak(made_up(count), format) for count in (1000, 10000))
    assert large[1] > 9 * small[1] > 700_000
    assert large[0] < small[0] + 400_000  # the buffers of up to 64 sorted runs


def test_triples_of_an_answer_become_readable_turtle() -> None:
    node = NamedNode("https://w3id.org/opposable/id/body/x")
    text = turtle([Triple(node, NamedNode("http://www.w3.org/2004/02/skos/core#related"), node)] * 2)
    assert text.endswith("\n\nbody:x skos:related body:x .\n")
