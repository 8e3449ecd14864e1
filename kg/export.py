"""Writes the graph in the formats of RDF: the same bytes for the same graph, on any machine and in any run."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset

from kg.faults import Fault, UsageFault
from kg.files import write_atomically
from kg.names import DERIVED_KINDS, GRAPH, ONTOLOGY, PREFIXES, RDF, THING, kind, short
from kg.oxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

FORMATS: Final[dict[str, str]] = {
    "turtle": ".ttl",
    "trig": ".trig",
    "ntriples": ".nt",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
}
"""The formats by name, each with the suffix of its files; trig and nquads keep the graph names, the others merge all graphs."""

_WITH_GRAPHS = frozenset(("trig", "nquads"))
_DERIVED_GRAPHS = (f"{GRAPH}derived/", f"{GRAPH}inferred-types")
_TYPE = f" <{RDF}type> "
_BLANK = re.compile(r"^_:| _:[0-9A-Za-z]+(?= (?:<[^> ]*> )?\.$)")
_Line = tuple[str, str]
"""A triple and the name of its graph (empty where the graph has none, or names are left out), as in N-Quads."""


def export(store: Store, format: str, path: Path | None = None, *, derived: bool = True) -> None:
    """Write the graph to a file, whole or not at all, or to standard output where no path is given.

    With ``derived``, also what follows from the facts, each derived node with what it rests on.

    Raises UsageFault for an unknown format, Fault where the graph cannot be written.
    """
    content = serialized(store, format, derived=derived)
    if path is not None:
        write_atomically(path, lambda temporary: _fill(temporary, content))
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Fault(f"the export could not be written to standard output: {error.strerror}") from error


def serialized(store: Store, format: str, *, derived: bool = True) -> bytes:
    """Return the graph in a format.

    Raises UsageFault for an unknown format, Fault where the format cannot express a text of the graph.
    """
    if format not in FORMATS:
        raise UsageFault(f"no format is called {format!r}; there are {', '.join(FORMATS)}")
    lines = _lines(store, graphs=format in _WITH_GRAPHS, derived=derived)
    try:
        match format:
            case "ntriples" | "nquads":
                return "".join(f"{_quad(line)}\n" for line in sorted(lines)).encode()
            case "turtle":
                return _pretty(lines, RdfFormat.TURTLE)
            case "trig":
                return _pretty(lines, RdfFormat.TRIG)
            case "rdfxml":
                return serialize(_triples(lines), format=RdfFormat.RDF_XML, prefixes=dict(sorted(PREFIXES.items())))
            case _:
                return _json_ld(lines)
    except (ValueError, OSError) as error:
        raise Fault(f"the graph cannot be written as {format}: {error}") from error


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _lines(store: Store, *, graphs: bool, derived: bool) -> list[_Line]:
    """Return every triple once (in each graph), with blank nodes named by the content around them (RDFC-1.0)."""
    found: set[_Line] = set()
    for graph in (DefaultGraph(), *store.named_graphs()):
        name = graph.value if isinstance(graph, NamedNode) else ""
        if not derived and name.startswith(_DERIVED_GRAPHS):
            continue
        kept = f"<{name}>" if graphs and name else ""
        for line in store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph).decode().splitlines():
            found.add((line[:-2], kept))
    blank = {line for line in found if _BLANK.search(_quad(line))}
    if blank:
        dataset = Dataset(parse("\n".join(map(_quad, blank)), format=RdfFormat.N_QUADS))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found -= blank
        for quad in dataset:
            found.add((f"{quad.subject} {quad.predicate} {quad.object}", f"{quad.graph_name}" if graphs else ""))
    named = sorted(found, key=_reading_order)
    return [(triple, "" if graph == "DEFAULT" else graph) for triple, graph in named]


def _quad(line: _Line) -> str:
    triple, graph = line
    return f"{triple} {graph} ." if graph and graph != "DEFAULT" else f"{triple} ."


def _reading_order(line: _Line) -> tuple[str, int, str]:
    """Order graphs by name; in each the ontology, then facts, then what is derived, then foreign terms; types first."""
    triple, graph = line
    subject = triple[1 : triple.index(">")] if triple.startswith("<") else ""
    if subject.startswith(ONTOLOGY):
        rank = 0
    elif subject.startswith(THING):
        rank = 2 if kind(subject) in DERIVED_KINDS else 1
    else:
        rank = 3 if subject else 4
    return graph, rank, triple.replace(_TYPE, " ", 1)


def _triples(lines: Iterable[_Line]) -> Iterator[Quad]:
    return parse("\n".join(map(_quad, lines)), format=RdfFormat.N_QUADS)


def _pretty(lines: Iterable[_Line], format: RdfFormat) -> bytes:
    """Serialize with prefixes; the serializer writes their declarations in any order, so they are sorted here."""
    text = serialize(_triples(lines), format=format, prefixes=PREFIXES)
    declared = re.match(rb"(?:@prefix [^\n]*\n)*", text)
    assert declared is not None
    body = text[declared.end() :]
    body = re.sub(rb"(?m)^(?=\S)(?!\})", b"\n", body) if format == RdfFormat.TURTLE else body
    return b"\n".join(sorted(declared[0].splitlines())) + b"\n" + body


@cache
def _compact(iri: str) -> str:
    return iri if iri.startswith("_:") else short(iri)


def _json_ld(lines: Iterable[_Line]) -> bytes:
    """Return JSON-LD with our prefixes as its context: one flat object for each subject, one line for each object."""
    nodes = []
    for subject, quads in groupby(_triples(lines), key=lambda quad: quad.subject):
        expanded = json.loads(serialize(quads, format=RdfFormat.JSON_LD))
        assert len(expanded) == 1, subject
        nodes.append(json.dumps({_key(k): _value(k, v) for k, v in expanded[0].items()}, ensure_ascii=False))
    context = json.dumps(dict(sorted(PREFIXES.items())), ensure_ascii=False, indent=2)
    return ('{"@context": ' + context + ',\n"@graph": [\n' + ",\n".join(nodes) + "\n]}\n").encode()


def _key(key: str) -> str:
    return key if key.startswith("@") else _compact(key)


def _value(key: str, value: object) -> object:
    """Shorten the IRIs of an expanded value; texts stay as they are."""
    if key in ("@id", "@type"):
        return [_compact(iri) for iri in value] if isinstance(value, list) else _compact(str(value))
    if isinstance(value, list):
        return [_value(key, item) for item in value]
    if isinstance(value, dict):
        return {k: _value(k, v) for k, v in value.items()}
    return value
