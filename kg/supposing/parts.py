"""Cuts a part out of the asserted facts of a graph: what bears on some states or bodies."""

from __future__ import annotations

from typing import Final

from kg.facts.world import Part, World
from kg.oxigraph import Store

_SUBJECTS: Final = ("AdjudicatoryBody", "Proceeding", "Ruling")
_OF_RULES: Final = {"Reading": "hasReading", "Condition": "requires"}
"""What belongs to rules, and how they point to it."""
_ON_SUBJECTS: Final = {"Appearance": "appearanceIn", "NonAppearance": "appearanceIn", "Conferral": "conferredOn"}
"""What is about bodies, proceedings or rulings only, and how it points to them."""


def cut(world: World, part: Part) -> Store:
    """Return a store of the facts from which everything in a part follows as it does from all facts."""
    subjects = set[str]().union(*map(world.members, _SUBJECTS))
    kept = subjects if part.bodies is None else {one for one in subjects if _is_within(world, one, part)}
    dropped = subjects.difference(kept)
    acts, rules = world.members("TreatyAction"), world.members("RuleOnRulings")
    if part.states is not None:
        dropped |= acts - world.linked_to_any(part.states, "actor")
        dropped |= rules - world.linked_to_any(part.states, "holder")
        dropped |= world.members("State") - part.states
    if part.rules is not None:
        dropped |= rules - part.rules
        for name, local in _OF_RULES.items():
            dropped |= {iri for iri in world.members(name) if world.linked_to(iri, local) <= dropped}
    if part.bodies is not None:
        treaties = part.treaties.union(*(_treaties_of(world, one) for one in kept))
        dropped |= acts - world.linked_to_any(treaties, "treaty")
        for name, local in _ON_SUBJECTS.items():
            dropped |= {iri for iri in world.members(name) if world.links(iri, local) <= dropped}
    return world.facts.load(iri for iri in world.facts if iri not in dropped)


def _is_within(world: World, subject: str, part: Part) -> bool:
    if part.subjects is not None and subject in part.subjects:
        return True
    bodies = world.bodies_of(subject)
    if part.bodies is not None and not bodies & part.bodies:
        return False
    return part.subjects is None or subject in bodies


def _treaties_of(world: World, subject: str) -> set[str]:
    """Return the treaties on which an answer about a subject can turn: what ``bodies_under`` follows, the other way."""
    instruments = {
        instrument
        for basis in world.links(subject, "competenceBasis")
        for instrument in world.links(basis, "instrument")
    }
    obliging = {treaty for instrument in instruments for treaty in world.links(instrument, "obligesPartiesTo")}
    return instruments | obliging | world.links(subject, "generalConsent")
