"""Writes proofs as RDF that PROV-O tools read: what was derived from what, by which rule, and from which sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.conclusions.steps import closure
from kg.exporting.layout import turtle
from kg.names import BASE, DCT, ONTOLOGY, PROV, THING
from kg.oxigraph import EVERYTHING, A, NamedNode, Quad, Store, Triple, op

ENGINE: Final = NamedNode(BASE + "engine")
"""What runs the rules: the agent of every derivation."""
_RESTS_ON, _BY_RULE, _SOURCE = op("restsOn"), op("byRule"), NamedNode(DCT + "source")
_AGENTS = frozenset(ONTOLOGY + name for name in ("Actor", "AdjudicatoryBody", "Person"))
"""What ontology/alignments.ttl makes a prov:Agent."""


def _prov(local: str) -> NamedNode:
    return NamedNode(PROV + local)


def proof_turtle(store: Store, iris: Iterable[str]) -> str:
    """Return derived nodes and all that they rest on, down to facts and sources, as Turtle.

    Each derived node is a prov:Entity that a prov:Activity generated, which used what the node rests on and whose plan
    is the rule; a source is a prov:Entity with its op:url. All things named are described, so that the shapes of
    ontology/shapes hold of the Turtle alone. (W3C PROV-O, 30 April 2013.)
    """
    found: list[Triple] = []
    for node in _described(store, closure(store, iris)):
        quads = list(store.quads_for_pattern(node, None, None, EVERYTHING))
        found += [quad.triple for quad in quads]
        found += _derivation(node, quads)
        found += [Triple(node, _prov("hadPrimarySource"), quad.object) for quad in quads if quad.predicate == _SOURCE]
        classes = {getattr(quad.object, "value", "") for quad in quads if quad.predicate == A}
        if classes and not classes & _AGENTS:
            found.append(Triple(node, A, _prov("Entity")))
    return turtle(found)


def _described(store: Store, nodes: list[NamedNode]) -> list[NamedNode]:
    """Return nodes and all things that what is said of them names, themselves or through others."""
    found, queue = dict.fromkeys(nodes), list(nodes)
    while queue:
        for quad in store.quads_for_pattern(queue.pop(), None, None, EVERYTHING):
            named = quad.object
            if isinstance(named, NamedNode) and named.value.startswith(THING) and named not in found:
                found[named] = None
                queue.append(named)
    return list(found)


def _derivation(node: NamedNode, quads: list[Quad]) -> Iterator[Triple]:
    """Yield how a derived node came about; nothing for a fact."""
    rules = [quad.object for quad in quads if quad.predicate == _BY_RULE]
    if not rules:
        return
    activity, association = NamedNode(f"{node.value}#derivation"), NamedNode(f"{node.value}#association")
    yield Triple(node, _prov("wasGeneratedBy"), activity)
    yield Triple(activity, A, _prov("Activity"))
    yield Triple(activity, _prov("qualifiedAssociation"), association)
    yield Triple(activity, _prov("wasAssociatedWith"), ENGINE)
    yield Triple(association, A, _prov("Association"))
    yield Triple(association, _prov("agent"), ENGINE)
    yield Triple(ENGINE, A, _prov("SoftwareAgent"))
    for rule in rules:
        assert isinstance(rule, NamedNode)
        yield Triple(association, _prov("hadPlan"), rule)
        yield Triple(rule, A, _prov("Plan"))
    for ground in (quad.object for quad in quads if quad.predicate == _RESTS_ON):
        yield Triple(node, _prov("wasDerivedFrom"), ground)
        yield Triple(activity, _prov("used"), ground)
