"""What a change of facts can reach: the states, bodies and treaties whose answers may differ after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.names import ONTOLOGY, stem
from kg.oxigraph import EVERYTHING, A, NamedNode, Quad, Store, op

_TOWARDS: Final[dict[str, tuple[str, ...]]] = {
    "TreatyAction": ("actor", "undoes"),
    "RuleOnRulings": ("holder",),
    "ConstitutionalityFinding": ("actor",),
    "Proceeding": ("before",),
    "Ruling": ("issuedBy", "inProceeding"),
    "Conferral": ("conferredOn",),
    "Appearance": ("appearanceIn",),
    "NonAppearance": ("appearanceIn",),
    "CompletenessStatement": ("about",),
    "Claim": ("concerns",),
}
"""Class -> the properties of its members through which a change goes on."""
_AGAINST: Final[dict[str, tuple[str, ...]]] = {
    "Proceeding": ("inProceeding",),
    "CompetenceBasis": ("competenceBasis",),
    "Treaty": ("instrument", "generalConsent", "obligesPartiesTo"),
    "SecurityCouncilResolution": ("instrument",),
    "OrganizationDecision": ("instrument",),
    "NationalLaw": ("instrument", "provisionOf"),
    "Provision": ("setBy", "bindingClause", "cooperationClause", "residualClause", "transitClause"),
    "Reading": ("hasReading",),
    "Condition": ("requires",),
    "Characteristic": ("characteristic",),
}
"""Class -> the properties that point to its members, against which a change goes on."""
_ENDS: Final = frozenset(
    ("State", "AdjudicatoryBody", "Person", "Source", "Visit", "DraftResolution", "InternationalOrganization")
)


@dataclass(frozen=True)
class Reach:
    """The states all of whose answers may differ, the bodies about which every state's may, and the treaties."""

    states: frozenset[str]
    bodies: frozenset[str]
    treaties: frozenset[str]


def reach(store: Store, changed: Iterable[str]) -> Reach | None:
    """Return what a change of these things can reach, or None where that is everything.

    The links that a change follows are those that the rules of queries/rules follow, backwards; a thing of a class
    that is not listed here is taken to reach everything, so that nothing is missed.
    """
    states, bodies, treaties = set[str](), set[str](), set[str]()
    queue = list(dict.fromkeys(changed))
    seen = set(queue)
    while queue:
        iri = queue.pop()
        node = NamedNode(iri)
        classes = {
            stem(quad.object.value)
            for quad in store.quads_for_pattern(node, A, None, EVERYTHING)
            if isinstance(quad.object, NamedNode) and quad.object.value.startswith(ONTOLOGY)
        }
        if not classes & (_TOWARDS.keys() | _AGAINST.keys() | _ENDS):
            return None
        if "State" in classes:
            states.add(iri)
        if "AdjudicatoryBody" in classes:
            bodies.add(iri)
        if "Treaty" in classes:
            treaties.add(iri)
        if "CompletenessStatement" in classes and _closes_everywhere(store, node):
            return None
        for name in classes:
            for local in _TOWARDS.get(name, ()):
                for quad in store.quads_for_pattern(node, op(local), None, EVERYTHING):
                    if isinstance(quad.object, NamedNode) and quad.object.value not in seen:
                        seen.add(quad.object.value)
                        queue.append(quad.object.value)
            for local in _AGAINST.get(name, ()):
                for quad in store.quads_for_pattern(None, op(local), node, EVERYTHING):
                    if isinstance(quad.subject, NamedNode) and quad.subject.value not in seen:
                        seen.add(quad.subject.value)
                        queue.append(quad.subject.value)
    return Reach(frozenset(states), frozenset(bodies), frozenset(treaties))


def _closes_everywhere(store: Store, statement: NamedNode) -> bool:
    """Return whether a list that is about an organization is closed: then every body's answer may differ."""
    closes = store.quads_for_pattern(statement, op("closes"), op("ChapterVIIResolution"), EVERYTHING)
    return next(iter(closes), None) is not None


@dataclass(frozen=True)
class Part:
    """A part of the world in which everything about some states, or about some bodies, can be derived by itself."""

    states: frozenset[str] | None
    """The states whose acts and rules are there; None: of all."""
    bodies: frozenset[str] | None
    """The bodies that are there, with their proceedings and rulings; None: all."""
    treaties: frozenset[str] = frozenset()
    """Further treaties whose acts are there though no such body rests on them."""
    subjects: frozenset[str] | None = None
    """The only proceedings and rulings of these bodies that are there; None: all. What is derived about the bodies
    themselves then leaves the others out of account."""


def parts(found: Reach | None) -> list[Part]:
    """Return the parts of the world that must be derived again for a reach."""
    if found is None:
        return [Part(None, None)]
    made = []
    if found.states:
        made.append(Part(found.states, None, found.treaties))
    if found.bodies or found.treaties:
        made.append(Part(None, found.bodies, found.treaties))
    return made


class World:
    """The asserted facts of a graph, from which parts can be cut."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Index facts by the things they are about."""
        self.quads = list(quads)
        self._classes: dict[str, set[str]] = {}
        self._links: dict[tuple[str, str], set[str]] = {}
        wanted = {op(local).value for local in (
            "actor", "holder", "before", "issuedBy", "treaty", "competenceBasis", "instrument", "generalConsent",
            "obligesPartiesTo", "appearanceIn", "conferredOn", "inProceeding",
        )}  # fmt: skip
        for quad in self.quads:
            if not isinstance(quad.subject, NamedNode) or not isinstance(quad.object, NamedNode):
                continue
            if quad.predicate == A:
                self._classes.setdefault(quad.subject.value, set()).add(stem(quad.object.value))
            elif quad.predicate.value in wanted:
                key = (quad.subject.value, stem(quad.predicate.value))
                self._links.setdefault(key, set()).add(quad.object.value)

    def _of(self, iri: str, local: str) -> set[str]:
        return self._links.get((iri, local), set())

    def bodies_of(self, subject: str) -> set[str]:
        """Return the bodies that a body, proceeding or ruling belongs to."""
        if "AdjudicatoryBody" in self._classes.get(subject, ()):
            return {subject}
        return self._of(subject, "before") | self._of(subject, "issuedBy")

    def above(self, subject: str) -> set[str]:
        """Return a body, proceeding or ruling together with the proceeding that it belongs to."""
        return {subject} | self._of(subject, "inProceeding")

    def _within(self, subject: str, part: Part) -> bool:
        if part.bodies is not None and not self.bodies_of(subject) & part.bodies:
            return False
        return part.subjects is None or subject in part.subjects or subject in self.bodies_of(subject)

    def cut(self, part: Part) -> list[Quad]:
        """Return the facts from which everything in a part follows as it does from all facts."""
        if part.states is None and part.bodies is None:
            return self.quads
        dropped = set[str]()
        treaties = set(part.treaties)
        for iri, classes in self._classes.items():
            subject = classes & {"AdjudicatoryBody", "Proceeding", "Ruling"}
            if subject and part.bodies is not None and not self._within(iri, part):
                dropped.add(iri)
            elif subject:
                for basis in self._of(iri, "competenceBasis"):
                    for instrument in self._of(basis, "instrument"):
                        treaties |= {instrument} | self._of(instrument, "obligesPartiesTo")
                treaties |= self._of(iri, "generalConsent")
            elif part.states is not None and (
                ("RuleOnRulings" in classes and not self._of(iri, "holder") & part.states)
                or ("TreatyAction" in classes and not self._of(iri, "actor") & part.states)
                or ("State" in classes and iri not in part.states)
            ):
                dropped.add(iri)
        if part.bodies is not None:
            dropped |= {
                iri for iri, classes in self._classes.items() if self._is_beside(iri, classes, treaties, dropped)
            }
        return [quad for quad in self.quads if getattr(quad.subject, "value", "") not in dropped]

    def _is_beside(self, iri: str, classes: set[str], treaties: set[str], dropped: set[str]) -> bool:
        """Return whether a fact is only about bodies that were dropped, or an act towards a treaty not needed."""
        if "TreatyAction" in classes:
            return not self._of(iri, "treaty") & treaties
        if classes & {"Appearance", "NonAppearance"}:
            return self._of(iri, "appearanceIn") <= dropped
        return "Conferral" in classes and self._of(iri, "conferredOn") <= dropped
