"""The asserted facts of a graph, the classes of things and the links between them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Self

from kg.facts.ordered import Facts
from kg.names import ONTOLOGY, RDFS
from kg.oxigraph import A, BlankNode, NamedNode, Quad, Triple

_LINKS: Final = frozenset((
    "about", "actor", "appearanceIn", "before", "bindingClause", "characteristic", "closes", "competenceBasis",
    "concerns", "conferredOn", "cooperationClause", "generalConsent", "hasReading", "holder", "inProceeding",
    "instrument", "issuedBy", "obligesPartiesTo", "provisionOf", "requires", "residualClause", "setBy",
    "transitClause", "treaty", "undoes",
))  # fmt: skip
"""The properties by which one fact bears on another."""
_SUBCLASS: Final = NamedNode(RDFS + "subClassOf")


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
    rules: frozenset[str] | None = None
    """The only rules on rulings that are there, with their readings and conditions; None: all of these states."""


class World:
    """The asserted facts of a graph as far as rules can read them: they know the words of the ontology only.

    Of the ontology itself the class hierarchy is kept, from which the types of a supposed thing follow.
    """

    def __init__(
        self, facts: Facts, classes: dict[str, list[str]], links: dict[str, dict[str, list[str]]],
        base: World | None = None, touched: Collection[str] = (),
    ) -> None:  # fmt: skip
        """Hold facts, the classes of things and the links between them, both by their local names.

        Of ``base`` this is what comes of a change to the things that are ``touched``.
        """
        self.facts, self._classes, self._links = facts, classes, links
        self._base, self._touched = base, touched
        self._back: dict[str, dict[str, frozenset[str]]] = {}

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """Index facts by the things they are about; names, remarks and what describes a source are left out."""
        readable = list(filter(_is_readable, quads))
        classes: dict[str, list[str]] = {}
        links: dict[str, dict[str, list[str]]] = {}
        for quad in readable:
            _index(quad, classes, links)
        sources = {iri for iri, names in classes.items() if "Source" in names}
        return cls(Facts.of(q for q in readable if getattr(q.subject, "value", "") not in sources), classes, links)

    @classmethod
    def written(cls, text: bytes, index: Any) -> Self:  # noqa: ANN401  (whatever a file holds)
        """Read what ``write`` gave.

        Raises KeyError, TypeError or AttributeError for anything else.
        """
        return cls(Facts.written(text, index["ends"]), dict(index["classes"]), dict(index["links"]))

    def write(self) -> tuple[bytes, dict[str, object]]:
        """Return the facts as lines of N-Triples, and what finds them, as values that JSON knows."""
        text, ends = self.facts.write()
        return text, {"ends": ends, "classes": self._classes, "links": self._links}

    def changed(self, added: Iterable[Quad], removed: frozenset[Triple] = frozenset()) -> World:
        """Return this world with facts added and some left out."""
        fresh = list(filter(_is_readable, added))
        facts = self.facts.changed(fresh, removed)
        classes, links = dict(self._classes), {local: dict(found) for local, found in self._links.items()}
        subjects = {quad.subject for quad in fresh} | {triple.subject for triple in removed}
        touched = {str(getattr(node, "value", "")) for node in subjects}
        for iri in touched:
            classes.pop(iri, None)
            for found in links.values():
                found.pop(iri, None)
            for quad in facts.about(iri):
                _index(quad, classes, links)
        return World(facts, classes, links, self, touched)

    @cached_property
    def hierarchy(self) -> list[Quad]:
        """The statements about classes."""
        return [quad for iri in self.facts if iri.startswith(ONTOLOGY) for quad in self.facts.about(iri)]

    def classes_of(self, iri: str) -> set[str]:
        """Return the classes of a thing, by their local names."""
        return set(self._classes.get(iri, ()))

    def links(self, iri: str, local: str) -> set[str]:
        """Return the things to which a thing is linked by a property, given by its local name."""
        return set(self._links.get(local, {}).get(iri, ()))

    def linked_to(self, iri: str, local: str) -> set[str]:
        """Return the things that are linked to a thing by a property."""
        return set(self._backward(local).get(iri, ()))

    def linked_to_any(self, iris: Iterable[str], local: str) -> set[str]:
        """Return the things that are linked to one of these by a property."""
        back = self._backward(local)
        return {subject for iri in iris for subject in back.get(iri, ())}

    def _backward(self, local: str) -> dict[str, frozenset[str]]:
        """Return by what each thing is linked to by a property; of a changed world, the base's with the change."""
        if local not in self._back:
            if self._base is None:
                found: dict[str, set[str]] = {}
                for subject, targets in self._links.get(local, {}).items():
                    for target in targets:
                        found.setdefault(target, set()).add(subject)
                back = {target: frozenset(subjects) for target, subjects in found.items()}
            else:
                back = dict(self._base._backward(local))
                for iri in self._touched:
                    for target in self._base.links(iri, local):
                        back[target] = back[target] - {iri}
                    for target in self.links(iri, local):
                        back[target] = back.get(target, frozenset()) | {iri}
            self._back[local] = back
        return self._back[local]

    @cached_property
    def _by_class(self) -> dict[str, set[str]]:
        """The things of each class."""
        found: dict[str, set[str]] = {}
        for iri, names in self._classes.items():
            for name in names:
                found.setdefault(name, set()).add(iri)
        return found

    def members(self, name: str) -> set[str]:
        """Return the things of a class, given by its local name; of a changed world, the base's with the change."""
        if self._base is None:
            return self._by_class.get(name, set())
        fresh = {iri for iri in self._touched if name in self._classes.get(iri, ())}
        return self._base.members(name).difference(self._touched) | fresh

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

    def rules_of(self, states: Iterable[str]) -> set[str]:
        """Return the rules on rulings of states."""
        return {rule for state in states for rule in self.linked_to(state, "holder")}

    def holders(self) -> set[str]:
        """Return all that has a rule on rulings."""
        return {holder for rule in self._links.get("holder", ()) for holder in self.links(rule, "holder")}

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


def _is_readable(quad: Quad) -> bool:
    """Return whether a rule can read a fact: it knows the words of the ontology, and what has a name."""
    known = quad.predicate in (A, _SUBCLASS) or quad.predicate.value.startswith(ONTOLOGY)
    return known and isinstance(quad.subject, NamedNode) and not isinstance(quad.object, BlankNode)


def _index(quad: Quad, classes: dict[str, list[str]], links: dict[str, dict[str, list[str]]]) -> None:
    """Note the class or the link that a fact states."""
    if not isinstance(quad.object, NamedNode):
        return
    subject, target = str(getattr(quad.subject, "value", "")), quad.object.value
    local = quad.predicate.value.removeprefix(ONTOLOGY)
    if quad.predicate == A:
        names = classes.setdefault(subject, [])
        if target.startswith(ONTOLOGY) and (name := target.removeprefix(ONTOLOGY)) not in names:
            names.append(name)
    elif local in _LINKS and target not in (found := links.setdefault(local, {}).setdefault(subject, [])):
        found.append(target)
