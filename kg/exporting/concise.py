"""What the graph says of one thing, as linked data answers with it: a part of the graph that exports can write.

It is a concise bounded description (https://www.w3.org/Submission/CBD/) that goes one step back as well: what is said
of the thing, and in which recorded facts another thing names it. What is derived names things by the thousand; each
derived thing is described at its own address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.exporting.description import DATASET, VOID, release
from kg.exporting.extracts import Extract
from kg.exporting.lines import Line, canonical, sortable, sorted_line
from kg.names import DERIVED_KINDS, RDFS, SKOS, kind
from kg.oxigraph import EVERYTHING, BlankNode, NamedNode, Quad, Triple

_NAMES = (NamedNode(SKOS + "prefLabel"), NamedNode(RDFS + "label"))


@dataclass(frozen=True)
class Concise(Extract):
    """The statements about one thing, the names of all things that they mention, and the release that they are of."""

    about: str = ""
    version: str = ""
    fingerprint: str = ""

    def lines(self, *, graphs: bool = False) -> Iterator[Line]:
        """Yield every statement once in reading order.

        Raises ValueError where graphs are to be kept apart: what is said here is merged.
        """
        if graphs:
            raise ValueError("a description merges graphs")
        found = {Line(f"{one.subject} {one.predicate} {one.object}".encode()) for one in self._triples()}
        blank = {line for line in found if line.has_blank}
        return map(sorted_line, sorted(sortable(line) for line in (found - blank) | set(canonical(blank))))

    @property
    def known(self) -> bool:
        """Whether anything is said of the thing."""
        return next(self.graph.store.quads_for_pattern(NamedNode(self.about), None, None, EVERYTHING), None) is not None

    def _triples(self) -> Iterator[Quad | Triple]:
        yield Triple(NamedNode(self.about), NamedNode(VOID + "inDataset"), NamedNode(DATASET))
        yield from release(self.version, self.fingerprint)
        told = [*self._said(NamedNode(self.about)), *self._referring()]
        yield from told
        mentioned = {one for quad in told for one in (quad.subject, quad.object) if isinstance(one, NamedNode)}
        for node in mentioned:
            for name in _NAMES:
                yield from self.graph.store.quads_for_pattern(node, name, None, EVERYTHING)

    def _said(self, node: NamedNode | BlankNode) -> Iterator[Quad]:
        """Yield what is said of a node, and of the nodes without a name that it leads to."""
        open_, seen = [node], {node}
        while open_:
            for quad in self.graph.store.quads_for_pattern(open_.pop(), None, None, EVERYTHING):
                yield quad
                if isinstance(quad.object, BlankNode) and quad.object not in seen:
                    seen.add(quad.object)
                    open_.append(quad.object)

    def _referring(self) -> Iterator[Quad]:
        for quad in self.graph.store.quads_for_pattern(None, None, NamedNode(self.about), EVERYTHING):
            if isinstance(quad.subject, NamedNode) and kind(quad.subject.value) not in DERIVED_KINDS:
                yield quad
