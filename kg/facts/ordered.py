"""Asserted facts sorted by what they are about, so that a part of them is loaded without a look at the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Self

from kg.oxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

_Place = tuple[int, int]
"""Where the statements about a thing begin in a text, and where they end."""


class Facts:
    """Statements by the IRI of what they are about: as lines of N-Triples, and as quads where they were changed."""

    def __init__(self, text: bytes, places: Mapping[str, _Place], own: dict[str, list[Quad]]) -> None:
        """Hold a text with the places of what it says, and quads that stand in place of them."""
        self._text, self._places, self._own = text, places, own

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """Sort quads by what they are about."""
        own: dict[str, list[Quad]] = {}
        for quad in quads:
            own.setdefault(_about(quad.subject), []).append(quad)
        return cls(b"", {}, own)

    def __iter__(self) -> Iterator[str]:
        """Yield the IRI of each thing that something is said about."""
        yield from self._own
        yield from (iri for iri in self._places if iri not in self._own)

    @classmethod
    def written(cls, text: bytes, ends: Mapping[str, int]) -> Self:
        """Read what ``write`` gave."""
        starts = chain((0,), ends.values())
        return cls(text, {iri: (start, end) for start, (iri, end) in zip(starts, ends.items(), strict=False)}, {})

    def write(self) -> tuple[bytes, dict[str, int]]:
        """Return all as one text, and where in it the statements about each thing end, in their order."""
        text, ends = bytearray(), {}
        for iri in self:
            text += self._lines(iri)
            ends[iri] = len(text)
        return bytes(text), ends

    def _lines(self, iri: str) -> bytes:
        if iri in self._own:
            said = (quad.triple for quad in self._own[iri])
            return serialize(said, format=RdfFormat.N_TRIPLES) or b""
        start, end = self._places.get(iri, (0, 0))
        return self._text[start:end]

    def changed(self, added: Iterable[Quad], removed: frozenset[Triple]) -> Facts:
        """Return these facts with others added and some left out."""
        more: dict[str, list[Quad]] = {_about(triple.subject): [] for triple in removed}
        for quad in added:
            more.setdefault(_about(quad.subject), []).append(quad)
        for iri, fresh in more.items():
            more[iri] = [quad for quad in self.about(iri) if quad.triple not in removed] + fresh
        return Facts(self._text, self._places, self._own | more)

    def about(self, iri: str) -> list[Quad]:
        """Return what is said about a thing."""
        if iri in self._own:
            return self._own[iri]
        return list(parse(self._lines(iri), format=RdfFormat.N_TRIPLES))

    def load(self, iris: Iterable[str]) -> Store:
        """Return a store of what is said about things."""
        store = Store()
        text = []
        for iri in iris:
            if iri in self._own:
                store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in self._own[iri])
            else:
                text.append(self._lines(iri))
        store.load(b"".join(text), format=RdfFormat.N_TRIPLES)
        return store


def _about(node: NamedNode | BlankNode | Triple) -> str:
    return node.value if isinstance(node, NamedNode) else str(node)
