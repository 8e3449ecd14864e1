"""Reads the files of ontology/ and data/ into quads, one named graph a file, and knows where each thing stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from kg.facts.tables import read_table
from kg.faults import Fault
from kg.files import read_text
from kg.names import GRAPH, kind, prefix_of, stem
from kg.oxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse


@dataclass
class Knowledge:
    """All that was read: the ontology, the facts, and where the things of each file stand."""

    root: Path
    ontology: list[Quad] = field(default_factory=list)
    facts: list[Quad] = field(default_factory=list)
    rows: dict[str, tuple[Path, int]] = field(default_factory=dict)
    """IRI of a thing -> the table and line that says it."""
    files: dict[str, Path] = field(default_factory=dict)
    """IRI of a named graph -> the file it was read from."""

    def place(self, iri: str) -> tuple[Path | None, int | None]:
        """Return the file and line where a thing is described, as far as they can be told."""
        if iri in self.rows:
            return self.rows[iri]
        node = NamedNode(iri)
        for quad in self.facts:
            if quad.subject == node and isinstance(quad.graph_name, NamedNode):
                path = self.files[quad.graph_name.value]
                return path, _line_of(path, iri)
        return None, None


def _line_of(path: Path, iri: str) -> int | None:
    """Find the line of a Turtle file that begins the description of a thing."""
    text = read_text(path)
    local = re.escape(stem(iri))
    prefix = prefix_of(kind(iri) or "")
    found = re.search(rf"(?m)^\s*(?:{prefix}:{local}(?![\w-])|<{re.escape(iri)}>)", text)
    return None if found is None else text.count("\n", 0, found.start() + len(found[0]) - len(found[0].lstrip())) + 1


def graph_of(path: Path, root: Path) -> NamedNode:
    """Return the name of the graph that holds what a file says."""
    relative = path.relative_to(root).as_posix()
    return NamedNode(GRAPH + relative.rsplit(".", 1)[0])


def read_turtle(path: Path, graph: NamedNode) -> list[Quad]:
    """Return the triples of a Turtle file as quads of a graph.

    Raises Fault with the line for Turtle that does not parse.
    """
    read_text(path)
    try:
        return [
            Quad(quad.subject, quad.predicate, quad.object, graph)
            for quad in parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        reason = error.msg.partition(": ")[2] or error.msg
        raise Fault(f"not well-formed Turtle: {reason}", file=path, line=error.lineno) from error
    except ValueError as error:
        raise Fault(f"not well-formed Turtle: {error}", file=path) from error


def load(root: Path) -> Knowledge:
    """Read everything below ontology/ and data/.

    Raises Fault, with file and line, for the first file that cannot be read.
    """
    knowledge = Knowledge(root)
    for path in sorted((root / "ontology").glob("*.ttl")):
        graph = graph_of(path, root)
        knowledge.files[graph.value] = path
        knowledge.ontology.extend(read_turtle(path, graph))
    data = root / "data"
    for path in sorted(data.rglob("*")):
        graph = graph_of(path, root) if path.is_file() else NamedNode(GRAPH)
        if path.suffix == ".ttl":
            knowledge.files[graph.value] = path
            quads = read_turtle(path, graph)
            if any(isinstance(node, BlankNode) for quad in quads for node in (quad.subject, quad.object)):
                raise Fault("has a blank node; give each thing an IRI, so that it can be cited", file=path)
            knowledge.facts.extend(quads)
        elif path.suffix == ".csv":
            knowledge.files[graph.value] = path
            for subject, line, quads in read_table(path, data, graph):
                if subject.value in knowledge.rows:
                    other, number = knowledge.rows[subject.value]
                    raise Fault(f"{stem(subject.value)} already has a row at {other}:{number}", file=path, line=line)
                knowledge.rows[subject.value] = (path, line)
                knowledge.facts.extend(quads)
    return knowledge
