"""Finds what is wrong with the knowledge: checks written in SPARQL, SHACL shapes, and OWL contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.derivation import checks, reason
from kg.facts.load import Knowledge, read_turtle
from kg.faults import Fault
from kg.names import GRAPH, short
from kg.oxigraph import NamedNode, Quad, RdfFormat, Store, serialize
from kg.queries.sparql import Query

if TYPE_CHECKING:
    import rdflib


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: by which check or shape, where, and what to do."""

    check: str
    message: str
    thing: str | None
    file: Path | None
    line: int | None

    def __str__(self) -> str:
        """Return the finding as one line, ``file:line: message [check]``."""
        place = "" if self.file is None else f"{self.file}:{self.line or 1}: "
        return f"{place}{self.message} [{self.check}]"

    def fault(self) -> Fault:
        """Return the finding as a fault."""
        return Fault(f"{self.message} [{self.check}]", file=self.file, line=self.line)


def read_checks(root: Path, about: str = "") -> list[Query]:
    """Return the checks of queries/checks, which are on facts; with ``about="answers"`` those on what is derived.

    Raises Fault for one without title, problem or remedy.
    """
    return checks.read_checks(root / "queries" / "checks" / about, ("title", "problem", "remedy"))


def check(knowledge: Knowledge, quads: Iterable[Quad]) -> Iterator[Finding]:
    """Run the checks over the ontology and facts; every row of a check is a finding.

    A row binds ``?thing`` (what is wrong) and may bind ``?detail`` (shown after the problem).
    """
    store = Store()
    store.extend(quads)
    for query in read_checks(knowledge.root):
        yield from _findings(knowledge, store, query, union=True)


def check_answers(knowledge: Knowledge, built: Store) -> Iterator[Finding]:
    """Run the checks on what is derived over a built graph; every row of a check is a finding."""
    for query in read_checks(knowledge.root, "answers"):
        yield from _findings(knowledge, built, query, union=False)


def _findings(knowledge: Knowledge, store: Store, query: Query, *, union: bool) -> Iterator[Finding]:
    rows = [
        (getattr(subject, "value", str(subject)), getattr(detail, "value", None))
        for subject, detail in checks.faults(store, query, union=union)
    ]
    for subject, detail in sorted(rows, key=str):
        file, line = knowledge.place(subject)
        message = f"{short(subject)}: {query.header['problem']}"
        if detail is not None:
            message += f" ({short(detail)})"
        yield Finding(query.stem, f"{message}; {query.header['remedy']}", subject, file, line)


def shapes(root: Path, only: str | None = None) -> rdflib.Graph:
    """Return the SHACL shapes on the data (all but style.ttl), or those of one file."""
    files = sorted((root / "ontology" / "shapes").glob("*.ttl"))
    chosen = [path for path in files if (path.stem == only if only else path.stem != "style")]
    return rdflib_graph(quad for path in chosen for quad in read_turtle(path, NamedNode(GRAPH + "shapes")))


def rdflib_graph(quads: Iterable[Quad]) -> rdflib.Graph:
    """Return quads as one rdflib graph, their graph names dropped."""
    import rdflib

    graph = rdflib.Graph(store="Memory")
    text = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    assert text is not None
    # Else rdflib writes "1e999999999"^^xsd:decimal out, with all its digits.
    rdflib.NORMALIZE_LITERALS, before = False, rdflib.NORMALIZE_LITERALS
    try:
        graph.parse(data=text, format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = before
    return graph


def shacl(knowledge: Knowledge, data: rdflib.Graph, shapes_graph: rdflib.Graph) -> Iterator[Finding]:
    """Validate a graph against shapes; every result is a finding with the file and line of its focus node."""
    import pyshacl
    import rdflib

    _, report, _ = pyshacl.validate(data, shacl_graph=shapes_graph, advanced=False, inference="none")
    assert isinstance(report, rdflib.Graph)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    for result in sorted(report.subjects(rdflib.RDF.type, sh.ValidationResult), key=str):
        node = report.value(result, sh.focusNode)
        focus = str(node)
        message = str(report.value(result, sh.resultMessage))
        path, value = report.value(result, sh.resultPath), report.value(result, sh.value)
        where = "" if path is None else f" {short(str(path))}"
        what = (
            "" if value is None or isinstance(value, rdflib.BNode) or str(value) == focus else f" ({short(str(value))})"
        )
        file, line = (None, None) if isinstance(node, rdflib.BNode) else knowledge.place(focus)
        yield Finding("shape", f"{short(focus)}{where}: {message}{what}", focus, file, line)


def everything(knowledge: Knowledge, quads: list[Quad]) -> Iterator[Finding]:
    """Yield all findings: checks, shapes on the data, style of the ontology, OWL consistency, inferred.ttl current."""
    yield from check(knowledge, quads)
    yield from shacl(knowledge, rdflib_graph(quads), shapes(knowledge.root))
    yield from shacl(knowledge, rdflib_graph(knowledge.ontology), shapes(knowledge.root, "style"))
    if not reason.is_consistent(quads):
        yield Finding("owl", "HermiT finds ontology and facts contradictory", None, None, None)
    inferred = knowledge.root / "ontology" / reason.INFERRED_FILE
    if not inferred.exists() or inferred.read_text(encoding="utf-8") != reason.inferred_hierarchy(knowledge.ontology):
        message = "not what HermiT derives from the modules; run 'kg check --write-inferred'"
        yield Finding("inferred", message, None, inferred, 1)
