"""What a change of facts can reach: the states, bodies and treaties whose answers may differ after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kg.facts.world import Part, World
from kg.names import ONTOLOGY

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
    rules: frozenset[tuple[str, str]] = frozenset()
    """Who has which rule on rulings: only the holder's positions under it."""
    subjects: frozenset[str] = frozenset()
    """Proceedings and rulings: every state's answers about them, and positions on their bodies, whose proceedings are
    compared."""


@dataclass(frozen=True)
class Portion:
    """A part of the world, and which answers in it may differ."""

    part: Part
    law: bool = True
    """What a state's own law makes of a subject."""
    obligations: bool = True
    """What binds a state, and whether it must arrest."""


def reach(world: World, changed: Iterable[str]) -> Reach | None:
    """Return what a change of these things can reach, or None where that is everything.

    The links that a change follows are those that the rules of queries/rules follow, backwards; a thing of a class
    that is not listed here is taken to reach everything, so that nothing is missed.
    """
    states, bodies, treaties, subjects = set[str](), set[str](), set[str](), set[str]()
    acts, rules = set[tuple[str, str]](), set[tuple[str, str]]()
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
        if "RuleOnRulings" in classes:
            holders = {end for end in world.links(iri, "holder") if _is_no_more_than(world, end, "State")}
            rules |= {(holder, iri) for holder in holders}
            found -= holders
        if classes & {"Proceeding", "Ruling"}:
            subjects.add(iri)
            found -= {end for end in world.bodies_of(iri) if _is_no_more_than(world, end, "AdjudicatoryBody")}
        found |= {end for name in classes for local in _AGAINST.get(name, ()) for end in world.linked_to(iri, local)}
        queue += found - seen
        seen |= found
    return Reach(
        frozenset(states),
        frozenset(bodies),
        frozenset(treaties),
        frozenset(acts),
        frozenset(rules),
        frozenset(subjects),
    )


def _is_no_more_than(world: World, iri: str, name: str) -> bool:
    """Return whether a change that comes to a thing ends there, for it is of a class and of none that leads on."""
    classes = world.classes_of(iri)
    return name in classes and not classes & (_TOWARDS.keys() | _AGAINST.keys())


def parts(found: Reach | None, world: World) -> list[Part]:
    """Return the parts of a world in which everything must be derived again for a reach."""
    if found is None:
        return [Part(None, None)]
    made = []
    states = found.states | {holder for holder, _ in found.rules}
    bodies = found.bodies.union(*map(world.bodies_of, found.subjects))
    if states:
        made.append(Part(states, None, found.treaties))
    if bodies or found.treaties:
        made.append(Part(None, bodies, found.treaties))
    return made + _acting(found, states, world)


def portions(found: Reach | None, world: World) -> list[Portion]:
    """Return the portions of a world in which answers may differ for a reach; they are less than its parts.

    A rule bears on its holder's positions under it, and on nothing else. A proceeding or a ruling bears on itself and
    on what belongs to it; on its body only through the comparison of what comes before the body, which is made for
    positions, so for the states that have rules.
    """
    if found is None:
        return [Portion(Part(None, None))]
    made = []
    if found.states:
        made.append(Portion(_with_their_rules(Part(found.states, None, found.treaties), world)))
    if ruling := {(holder, rule) for holder, rule in found.rules if holder not in found.states}:
        holders, rules = (frozenset(names) for names in zip(*ruling, strict=True))
        made.append(Portion(Part(holders, None, rules=rules), obligations=False))
    if found.bodies:
        made.append(Portion(Part(None, found.bodies, found.treaties)))
    subjects = frozenset(iri for iri in found.subjects if not world.bodies_of(iri) <= found.bodies)
    if bodies := frozenset[str]().union(*map(world.bodies_of, subjects)):
        holders = frozenset(world.holders())
        made.append(Portion(Part(holders, bodies, found.treaties), obligations=False))
        made.append(Portion(Part(None, bodies, found.treaties, subjects, frozenset()), law=False))
    return made + [Portion(_with_their_rules(part, world)) for part in _acting(found, found.states, world)]


def _with_their_rules(part: Part, world: World) -> Part:
    """Return a part without what is only of the rules of other states."""
    return replace(part, rules=frozenset(world.rules_of(part.states or ())))


def _acting(found: Reach, states: frozenset[str], world: World) -> list[Part]:
    """Return a part for each set of treaties towards which other states than these act."""
    towards: dict[str, set[str]] = {}
    for actor, treaty in found.acts:
        if actor not in states:
            towards.setdefault(actor, set()).add(treaty)
    together: dict[frozenset[str], set[str]] = {}
    for actor, treaties in towards.items():
        together.setdefault(frozenset(treaties), set()).add(actor)
    made = []
    for shared, actors in together.items():
        bodies = {body for treaty in shared for body in world.bodies_under(treaty)}
        made.append(Part(frozenset(actors), frozenset(bodies), shared))
    return made
