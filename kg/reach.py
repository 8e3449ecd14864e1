"""What a change of facts can reach: the states, bodies and treaties whose answers may differ after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.names import ONTOLOGY
from kg.world import Part, World

_TOWARDS: Final[dict[str, tuple[str, ...]]] = {
    "TreatyAction": ("undoes",),
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
_CLOSES_EVERYWHERE: Final = ONTOLOGY + "ChapterVIIResolution"
"""What a list must close to bear on every body: where it is closed, no other resolution founds a competence."""


@dataclass(frozen=True)
class Reach:
    """The answers that may differ: all of some states, every state's about some bodies, those that acts bear on."""

    states: frozenset[str]
    bodies: frozenset[str]
    treaties: frozenset[str]
    acts: frozenset[tuple[str, str]]
    """Who acts towards which treaty: only that actor's answers, and only those about bodies that rest on the treaty."""


def reach(world: World, changed: Iterable[str]) -> Reach | None:
    """Return what a change of these things can reach, or None where that is everything.

    The links that a change follows are those that the rules of queries/rules follow, backwards; a thing of a class
    that is not listed here is taken to reach everything, so that nothing is missed.
    """
    states, bodies, treaties, acts = set[str](), set[str](), set[str](), set[tuple[str, str]]()
    queue = list(dict.fromkeys(changed))
    seen = set(queue)
    while queue:
        iri = queue.pop()
        classes = world.classes_of(iri)
        if not classes & (_TOWARDS.keys() | _AGAINST.keys() | _ENDS):
            return None
        if "State" in classes:
            states.add(iri)
        if "AdjudicatoryBody" in classes:
            bodies.add(iri)
        if "Treaty" in classes:
            treaties.add(iri)
        if "TreatyAction" in classes:
            acts |= {(who, treaty) for who in world.links(iri, "actor") for treaty in world.links(iri, "treaty")}
        if "CompletenessStatement" in classes and _CLOSES_EVERYWHERE in world.links(iri, "closes"):
            return None
        found = {end for name in classes for local in _TOWARDS.get(name, ()) for end in world.links(iri, local)}
        found |= {end for name in classes for local in _AGAINST.get(name, ()) for end in world.linked_to(iri, local)}
        queue += found - seen
        seen |= found
    return Reach(frozenset(states), frozenset(bodies), frozenset(treaties), frozenset(acts))


def parts(found: Reach | None, world: World) -> list[Part]:
    """Return the parts of a world that must be derived again for a reach."""
    if found is None:
        return [Part(None, None)]
    made = []
    if found.states:
        made.append(Part(found.states, None, found.treaties))
    if found.bodies or found.treaties:
        made.append(Part(None, found.bodies, found.treaties))
    towards: dict[str, set[str]] = {}
    for actor, treaty in found.acts:
        if actor not in found.states:
            towards.setdefault(actor, set()).add(treaty)
    together: dict[frozenset[str], set[str]] = {}
    for actor, treaties in towards.items():
        together.setdefault(frozenset(treaties), set()).add(actor)
    for shared, actors in together.items():
        bodies = {body for treaty in shared for body in world.bodies_under(treaty)}
        made.append(Part(frozenset(actors), frozenset(bodies), shared))
    return made
