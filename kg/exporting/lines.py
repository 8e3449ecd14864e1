"""Statements as lines of N-Quads: in reading order, blank nodes named by what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from kg.names import DERIVED_KINDS, ONTOLOGY, RDF, THING, kind
from kg.oxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

_BLANK = re.compile(rb"^_:| _:\S+$")
_TYPE: Final = f"<{RDF}type>".encode()
_ONTOLOGY, _THING = f"<{ONTOLOGY}".encode(), f"<{THING}".encode()
_BATCH: Final = 2000


class Line(NamedTuple):
    """A statement, and the graph that it stands in (empty where graphs are merged), both as N-Quads spell them."""

    triple: bytes
    graph: bytes = b""

    @property
    def subject(self) -> bytes:
        """The subject, as N-Quads spells it."""
        return self.triple.split(b" ", 1)[0]

    @property
    def predicate(self) -> bytes:
        """The predicate, as N-Quads spells it."""
        return self.triple.split(b" ", 2)[1]

    @property
    def object(self) -> bytes:
        """The object, as N-Quads spells it."""
        return self.triple.split(b" ", 2)[2]

    @property
    def has_blank(self) -> bool:
        """Whether a blank node is named."""
        return _BLANK.search(self.triple) is not None

    def quad(self) -> bytes:
        """Return the line of N-Quads, without its line feed."""
        return b"%b %b ." % self if self.graph else b"%b ." % self.triple


def lines_of(dump: bytes, graph: bytes = b"") -> Iterator[Line]:
    """Yield the lines of N-Triples as statements of a graph."""
    for line in dump.split(b"\n"):
        if line:
            yield Line(line.removesuffix(b" ."), graph)


def canonical(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield statements with their blank nodes named by what is said of them (W3C RDF Dataset Canonicalization 1.0)."""
    dataset = Dataset(parse(b"\n".join(line.quad() for line in lines), format=RdfFormat.N_QUADS))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    for quad in dataset:
        graph = str(quad.graph_name).encode() if isinstance(quad.graph_name, NamedNode) else b""
        yield Line(f"{quad.subject} {quad.predicate} {quad.object}".encode(), graph)


def sortable(line: Line) -> bytes:
    """Return a record that sorts in reading order, and that ``sorted_line`` reads back.

    Graphs by name; in each the ontology, then facts, then what is derived, then foreign terms, then blank nodes; of a
    thing its types first.
    """
    subject, predicate, value = line.triple.split(b" ", 2)
    if subject.startswith(_ONTOLOGY):
        rank = b"0"
    elif subject.startswith(_THING):
        rank = b"2" if kind(subject[1:-1].decode()) in DERIVED_KINDS else b"1"
    else:
        rank = b"4" if subject.startswith(b"_:") else b"3"
    first = b"\x01" if predicate == _TYPE else predicate
    return b"%b\x00%b%b %b %b" % (line.graph, rank, subject, first, value)


def sorted_line(record: bytes) -> Line:
    """Return the statement that a record of ``sortable`` is."""
    graph, _, rest = record.partition(b"\x00")
    subject, predicate, value = rest[1:].split(b" ", 2)
    return Line(b"%b %b %b" % (subject, _TYPE if predicate == b"\x01" else predicate, value), graph)


def quads(lines: Iterable[Line]) -> Iterator[Quad]:
    """Yield lines as quads, a few thousand at a time."""
    remaining = iter(lines)
    while batch := list(islice(remaining, _BATCH)):
        yield from parse(b"\n".join(line.quad() for line in batch), format=RdfFormat.N_QUADS)
