"""The steps of a proof, and the nodes of the graph that a proof is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.language.citations import Citation
from kg.names import DCT, kind
from kg.oxigraph import EVERYTHING, NamedNode, Store, op

RULE, READING = "rule", "reading"
"""The roles of the steps that name the norm applied: the rule, and how it is read."""
INTERNATIONAL = "international"
"""The role of the step that tells the side of international law."""
_PROVED = ("position", "international-position", "conflict")
_SIGNS = {"holds": "+", "fails": "-", "unknown": "?", "decided": "~"}


@dataclass
class Step:
    """One step of a proof: what it says, the node it is, its sources, and the steps it rests on.

    ``outcome`` is set on a condition: holds, fails, unknown or decided (by a proceeding); ``role`` on the step that
    names the rule or the reading of it, and on that which tells the side of international law.
    """

    text: str
    iri: str | None = None
    outcome: str | None = None
    unconfirmed: bool = False
    citations: list[Citation] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    role: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the step and all below it as plain values."""
        return {
            "text": self.text,
            "node": self.iri,
            "outcome": self.outcome,
            "unconfirmed": self.unconfirmed,
            "sources": [citation.as_json() for citation in self.citations],
            "steps": [step.as_json() for step in self.steps],
        }

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Step]]:
        """Yield the step and all below it, each with its depth."""
        yield depth, self
        for step in self.steps:
            yield from step.walk(depth + 1)


def closure(store: Store, iris: Iterable[str]) -> list[NamedNode]:
    """Return the nodes given and all that they rest on, down to facts and sources."""
    queue = [NamedNode(iri) for iri in iris]
    found = dict.fromkeys(queue)
    follow = {op("restsOn"), op("setBy"), op("condition"), NamedNode(DCT + "source")}
    while queue:
        for quad in store.quads_for_pattern(queue.pop(), None, None, EVERYTHING):
            if quad.predicate in follow and isinstance(quad.object, NamedNode) and quad.object not in found:
                found[quad.object] = None
                queue.append(quad.object)
    return list(found)


def derived(proofs: Iterable[Step]) -> list[str]:
    """Return what proofs prove: positions, what stands beside them under international law, and conflicts."""
    steps = (step for proof in proofs for step in (proof, *proof.steps))
    return [step.iri for step in steps if step.iri is not None and kind(step.iri) in _PROVED]


def sign(step: Step) -> str:
    """Return the mark before a condition's sentence: + holds, - fails, ? unknown, ~ a proceeding decides."""
    return _SIGNS.get(step.outcome or "", "")
