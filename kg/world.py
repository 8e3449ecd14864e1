"""The asserted facts of a graph, from which the part that bears on some states or bodies can be cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.names import ONTOLOGY, RDFS
from kg.oxigraph import A, NamedNode, Quad

_LINKS: Final = frozenset((
    "about", "actor", "appearanceIn", "before", "bindingClause", "characteristic", "closes", "competenceBasis",
    "concerns", "conferredOn", "cooperationClause", "generalConsent", "hasReading", "holder", "inProceeding",
    "instrument", "issuedBy", "obligesPartiesTo", "provisionOf", "requires", "residualClause", "setBy",
    "transitClause", "treaty", "undoes",
))  # fmt: skip
"""The properties by which one fact bears on another."""
_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")
_SUBJECTS: Final = frozenset(("AdjudicatoryBody", "Proceeding", "Ruling"))


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


class World:
    """The asserted facts of a graph as far as rules can read them: they know the words of the ontology only.

    Of the ontology itself the class hierarchy is kept, from which the types of a supposed thing follow.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        """Index facts by the things they are about; names, remarks and what describes a source are left out."""
        self._facts: dict[str, list[Quad]] = {}
        self._classes: dict[str, set[str]] = {}
        self._links: dict[tuple[str, str], set[str]] = {}
        self._back: dict[tuple[str, str], set[str]] = {}
        for quad in quads:
            predicate = quad.predicate
            of_class = predicate == A
            local = predicate.value.removeprefix(ONTOLOGY)
            if not of_class and local == predicate.value and predicate != _SUBCLASS:
                continue
            subject = str(getattr(quad.subject, "value", ""))
            self._facts.setdefault(subject, []).append(quad)
            if not (of_class or local in _LINKS):
                continue
            target = quad.object
            if not isinstance(target, NamedNode):
                continue
            if of_class:
                if target.value.startswith(ONTOLOGY):
                    self._classes.setdefault(subject, set()).add(target.value.removeprefix(ONTOLOGY))
            else:
                self._links.setdefault((subject, local), set()).add(target.value)
                self._back.setdefault((target.value, local), set()).add(subject)
        self._facts = {iri: said for iri, said in self._facts.items() if "Source" not in self.classes_of(iri)}

    def classes_of(self, iri: str) -> set[str]:
        """Return the classes of a thing, by their local names."""
        return self._classes.get(iri, set())

    def links(self, iri: str, local: str) -> set[str]:
        """Return the things to which a thing is linked by a property, given by its local name."""
        return self._links.get((iri, local), set())

    def linked_to(self, iri: str, local: str) -> set[str]:
        """Return the things that are linked to a thing by a property."""
        return self._back.get((iri, local), set())

    def bodies_of(self, subject: str) -> set[str]:
        """Return the bodies that a body, proceeding or ruling belongs to."""
        if "AdjudicatoryBody" in self.classes_of(subject):
            return {subject}
        return self.links(subject, "before") | self.links(subject, "issuedBy")

    def subjects_of(self, bodies: Iterable[str]) -> set[str]:
        """Return bodies with all their proceedings and rulings."""
        return {
            subject
            for body in bodies
            for subject in (body, *self.linked_to(body, "before"), *self.linked_to(body, "issuedBy"))
        }

    def above(self, subject: str) -> set[str]:
        """Return a body, proceeding or ruling together with the proceeding that it belongs to."""
        return {subject} | self.links(subject, "inProceeding")

    def bodies_under(self, treaty: str) -> set[str]:
        """Return the bodies on which an answer can turn on who is party to a treaty."""
        instruments = {treaty} | self.linked_to(treaty, "obligesPartiesTo")
        resting = {
            subject
            for instrument in instruments
            for basis in self.linked_to(instrument, "instrument")
            for subject in self.linked_to(basis, "competenceBasis")
        }
        return {
            body for subject in resting | self.linked_to(treaty, "generalConsent") for body in self.bodies_of(subject)
        }

    def _treaties_of(self, subject: str) -> set[str]:
        """Return the treaties on which an answer about a subject can turn: what bodies_under follows, the other way."""
        instruments = {
            instrument
            for basis in self.links(subject, "competenceBasis")
            for instrument in self.links(basis, "instrument")
        }
        obliging = {treaty for instrument in instruments for treaty in self.links(instrument, "obligesPartiesTo")}
        return instruments | obliging | self.links(subject, "generalConsent")

    def _within(self, subject: str, part: Part) -> bool:
        bodies = self.bodies_of(subject)
        if part.bodies is not None and not bodies & part.bodies:
            return False
        return part.subjects is None or subject in part.subjects or subject in bodies

    def cut(self, part: Part) -> list[Quad]:
        """Return the facts from which everything in a part follows as it does from all facts."""
        dropped = set[str]()
        treaties = set(part.treaties)
        for iri, classes in self._classes.items():
            if classes & _SUBJECTS:
                if part.bodies is not None and not self._within(iri, part):
                    dropped.add(iri)
                else:
                    treaties |= self._treaties_of(iri)
            elif part.states is not None and (
                ("RuleOnRulings" in classes and not self.links(iri, "holder") & part.states)
                or ("TreatyAction" in classes and not self.links(iri, "actor") & part.states)
                or ("State" in classes and iri not in part.states)
            ):
                dropped.add(iri)
        if part.bodies is not None:
            dropped |= {
                iri for iri, classes in self._classes.items() if self._is_beside(iri, classes, treaties, dropped)
            }
        return [quad for iri, said in self._facts.items() if iri not in dropped for quad in said]

    def _is_beside(self, iri: str, classes: set[str], treaties: set[str], dropped: set[str]) -> bool:
        """Return whether a fact is only about bodies that were dropped, or an act towards a treaty not needed."""
        if "TreatyAction" in classes:
            return not self.links(iri, "treaty") & treaties
        if classes & {"Appearance", "NonAppearance"}:
            return self.links(iri, "appearanceIn") <= dropped
        return "Conferral" in classes and self.links(iri, "conferredOn") <= dropped
