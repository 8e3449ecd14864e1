"""All that the graph says of one thing: its facts, what refers to it, and the sources of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.language.citations import Citation
from kg.language.wording import Wording
from kg.names import DCT, DERIVED_KINDS, ONTOLOGY, SKOS, XSD, kind, stem
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Store, op

_HIDDEN = {
    A, NamedNode(DCT + "source"), op("unconfirmed"), op("unconfirmedFor"), op("effectiveBasis"), op("effectiveMatter"),
    op("restsOn"),
}  # fmt: skip
_NAMED = frozenset(("prefLabel", "altLabel", "notation", "note", "definition", "exactMatch"))
"""The properties of SKOS that viz/words has a name for."""


@dataclass(frozen=True)
class Fact:
    """One thing said: about what, what it says, the node that says it, its sources, and whether it is unconfirmed."""

    about: str
    says: str
    node: str | None = None
    citations: list[Citation] = field(default_factory=list)
    unconfirmed: bool = False


def describe(store: Store, wording: Wording, iri: str) -> list[Fact]:
    """Return a thing's own facts, then the authored facts that refer to it, then how much is derived about it."""
    return [*_own(store, wording, iri), *_referring(store, wording, iri)]


def _own(store: Store, wording: Wording, iri: str) -> Iterator[Fact]:
    classes = {found for found in wording.values(iri, A) if found.startswith(ONTOLOGY)}
    yield Fact("kind", wording.names(classes), iri, wording.citations(iri), wording.value(iri, "unconfirmed") == "true")
    recalled = set(wording.values(iri, op("unconfirmedFor")))
    quads = store.quads_for_pattern(NamedNode(iri), None, None, EVERYTHING)
    for quad in sorted(quads, key=lambda quad: (_rank(quad.predicate), str(quad.object))):
        if quad.predicate in _HIDDEN:
            continue
        predicate = quad.predicate.value
        named = predicate.startswith(SKOS) and stem(predicate) in _NAMED
        name = wording.words[f"fact.{stem(predicate)}"] if named else wording.name(predicate)
        node = None
        if isinstance(quad.object, Literal):
            text = quad.object.value
            if quad.object.datatype.value == XSD + "boolean":
                text = wording.words["fact.true" if text in ("true", "1") else "fact.false"]
            name += f" ({quad.object.language})" if quad.object.language else ""
        else:
            node = quad.object.value if isinstance(quad.object, NamedNode) else None
            text = wording.name(node)
        yield Fact(name, text, node, unconfirmed=predicate in recalled)


def _rank(predicate: NamedNode) -> tuple[bool, bool, str]:
    skos = predicate.value.startswith(SKOS)
    return not skos, stem(predicate.value) != "prefLabel", stem(predicate.value)


def _referring(store: Store, wording: Wording, iri: str) -> Iterator[Fact]:
    derived: Counter[str] = Counter()
    told: list[Fact] = []
    for node in {quad.subject for quad in store.quads_for_pattern(None, None, NamedNode(iri), EVERYTHING)}:
        if not isinstance(node, NamedNode) or (found := kind(node.value)) is None:
            continue
        if found in DERIVED_KINDS:
            derived[found] += 1
        else:
            said = wording.sentence(node.value)
            told.append(Fact(found, said, node.value, wording.citations(node.value), wording.unconfirmed(node.value)))
    yield from sorted(told, key=lambda fact: (fact.about, fact.says, fact.node or ""))
    for name, number in sorted(derived.items()):
        of_kind = wording.words[f"derived.{name}"]
        yield Fact("derived", wording.words.say("fact.derived", n=str(number), kind=of_kind))
