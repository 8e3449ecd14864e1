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

from kg.faults import Fault, UsageFault
from kg.files import write_atomically
from kg.names import DERIVED_KINDS, GRAPH, ONTOLOGY, PREFIXES, RDF, THING, kind, short
from kg.oxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    parse,
)
from kg.oxigraph import serialize as _serialize

FORMATS: Final[dict[str, str]] = {
    "turtle": ".ttl",
    "trig": ".trig",
    "ntriples": ".nt",
    "nquads": ".nq",
    "jsonld": ".jsonld",
    "rdfxml": ".rdf",
}
"""The formats by name, each with its suffix; trig and nquads keep the graph names, the others merge the graphs."""

_WITH_GRAPHS = frozenset(("trig", "nquads"))
_DERIVED_GRAPHS = (f"<{GRAPH}derived/", f"<{GRAPH}inferred-types")
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
                return _bytes(_triples(lines), RdfFormat.RDF_XML)
            case _:
                return _json_ld(lines)
    except (ValueError, OSError) as error:
        raise Fault(f"the graph cannot be written as {format}: {error}") from error


def turtle(triples: Iterable[Triple]) -> str:
    """Return triples, such as the answer to a CONSTRUCT query, as readable Turtle."""
    lines = [(f"{triple.subject} {triple.predicate} {triple.object}", "") for triple in triples]
    return _pretty(_stable(set(lines)), RdfFormat.TURTLE).decode()


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _lines(store: Store, *, graphs: bool, derived: bool) -> list[_Line]:
    """Return every triple of the named graphs once, or once in each graph."""
    found: set[_Line] = set()
    for graph in store.named_graphs():
        if derived or not str(graph).startswith(_DERIVED_GRAPHS):
            kept = str(graph) if graphs else ""
            dumped = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph) or b""
            found.update((line.removesuffix(" ."), kept) for line in dumped.decode().splitlines())
    return _stable(found)


def _stable(found: set[_Line]) -> list[_Line]:
    """Return lines in reading order, their blank nodes named by what is said of them (RDFC-1.0)."""
    blank = {line for line in found if _BLANK.search(_quad(line))}
    if blank:
        dataset = Dataset(parse("\n".join(map(_quad, blank)), format=RdfFormat.N_QUADS))
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found -= blank
        for quad in dataset:
            name = str(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else ""
            found.add((f"{quad.subject} {quad.predicate} {quad.object}", name))
    return sorted(found, key=_reading_order)


def _quad(line: _Line) -> str:
    return f"{line[0]} {line[1]} ." if line[1] else f"{line[0]} ."


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
    return graph, rank, triple.replace(_TYPE, " \x01", 1)


def _triples(lines: Iterable[_Line]) -> Iterator[Quad]:
    return parse("\n".join(map(_quad, lines)), format=RdfFormat.N_QUADS)


def _bytes(quads: Iterable[Quad], format: RdfFormat) -> bytes:
    return _serialize(quads, format=format, prefixes=PREFIXES) or b""


def _pretty(lines: Iterable[_Line], format: RdfFormat) -> bytes:
    """Serialize with prefixes; the serializer writes their declarations in any order, so they are sorted here."""
    text = _bytes(_triples(lines), format)
    declared = re.match(rb"(?:@prefix [^\n]*\n)*", text)
    assert declared is not None
    body = text[declared.end() :]
    return b"\n".join(sorted(declared[0].splitlines())) + b"\n" + re.sub(rb"(?m)^(?=[^\s}])", b"\n", body)


def _json_ld(lines: Iterable[_Line]) -> bytes:
    """Return JSON-LD with our prefixes as its context: one flat object, on one line, for each subject."""
    nodes = []
    for _, quads in groupby(_triples(lines), key=lambda quad: quad.subject):
        for node in json.loads(_bytes(quads, RdfFormat.JSON_LD)):
            types = [value["@id"] for value in node.pop(f"{RDF}type", [])]
            typed = {"@id": node.pop("@id"), "@type": types + node.pop("@type", [])}
            whole = (typed if typed["@type"] else {"@id": typed["@id"]}) | node
            short_node = {key if key[0] == "@" else _short(key): _compact(key, value) for key, value in whole.items()}
            nodes.append(json.dumps(short_node, ensure_ascii=False))
    context = json.dumps(dict(sorted(PREFIXES.items())), ensure_ascii=False, indent=2)
    return ('{"@context": ' + context + ',\n"@graph": [\n' + ",\n".join(nodes) + "\n]}\n").encode()


@cache
def _short(iri: str) -> str:
    return iri if iri.startswith("_:") else short(iri)


def _compact(key: str, value: object) -> object:
    """Shorten the IRIs of an expanded value and unwrap a list of one; texts stay as they are."""
    if isinstance(value, list):
        items = [_compact(key, item) for item in value]
        return items[0] if len(items) == 1 else items
    if isinstance(value, dict):
        return value["@value"] if value.keys() == {"@value"} else {k: _compact(k, v) for k, v in value.items()}
    return _short(value) if key in ("@id", "@type") else value
