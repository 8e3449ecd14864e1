"""What would follow if other facts held: they are laid over a graph, and what they can reach is derived again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg import reason, rules
from kg.names import GRAPH
from kg.oxigraph import NamedNode, Quad, Store, op
from kg.reach import Reach, parts, reach
from kg.world import Part, World

SUPPOSED = NamedNode(GRAPH + "supposed")
"""The graph of facts that are only supposed."""
_DERIVED = GRAPH + "derived/"
_STATE = op("state")


@dataclass(frozen=True)
class Change:
    """Facts that are supposed to hold, and facts that are supposed not to, with what that means in words."""

    words: str
    added: tuple[Quad, ...] = ()
    removed: tuple[Quad, ...] = ()
    about: str | None = None
    """The thing that the change is made to, where a kind of change can be made to several."""
    reading: str | None = None
    """The reading of a rule that the change is made to, where it is made to one: an amended rule is read likewise."""


def asserted(store: Store) -> list[Quad]:
    """Return the ontology and facts of a built graph, without what was derived."""
    return [
        quad
        for graph in store.named_graphs()
        if isinstance(graph, NamedNode) and not graph.value.startswith(_DERIVED)
        for quad in store.quads_for_pattern(None, None, None, graph)
    ]


class Supposition:
    """A graph as it would be after a change; the graph itself stays as it is."""

    def __init__(self, facts: list[Quad], root: Path, changes: Iterable[Change], *, only: Part | None = None) -> None:
        """Lay changes over asserted facts and derive what they can reach; with ``only``, no more than that part.

        Raises Fault for a rule of ``root`` that cannot be run.
        """
        self.changes = tuple(changes)
        added = [quad for change in self.changes for quad in change.added]
        added += reason.types(facts, added)
        removed = {quad.triple for change in self.changes for quad in change.removed}
        kept = [quad for quad in facts if quad.triple not in removed] if removed else facts
        self.facts = kept + added
        self.world = World(self.facts)
        self.reach: Reach | None = None
        if only is None:
            # A link that is taken away led somewhere, and one that is put in leads somewhere: both are followed.
            linked = World([*facts, *added]) if removed else self.world
            changed = {triple.subject for triple in removed} | {quad.subject for quad in added}
            self.reach = reach(linked, sorted(node.value for node in changed if isinstance(node, NamedNode)))
            self.parts = parts(self.reach, linked)
        else:
            self.parts = [only]
        self.derived = Store()
        """What was derived anew, and nothing else."""
        strata = rules.read_rules(root)
        for part in self.parts:
            self._derive(strata, part)

    def _derive(self, strata: list[list[rules.Rule]], part: Part) -> None:
        found = [
            Quad(triple.subject, triple.predicate, triple.object)
            for _, triples in rules.derive(strata, self.world.cut(part))
            for triple in triples
        ]
        outside = set()
        if part.states is not None:
            outside = {
                quad.subject
                for quad in found
                if quad.predicate == _STATE and getattr(quad.object, "value", "") not in part.states
            }
        self.derived.bulk_extend(quad for quad in found if quad.subject not in outside)

    @cached_property
    def store(self) -> Store:
        """The facts as supposed, and what was derived anew."""
        whole = Store()
        whole.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in self.facts)
        whole.bulk_extend(self.derived)
        return whole

    def covers(self, state: str | None, subject: str | None) -> bool:
        """Return whether what is derived about a state and a subject (or about either alone) was derived anew."""
        for part in self.parts:
            by_state = part.states is None or state in part.states
            by_body = part.bodies is None or (subject is not None and bool(self.world.bodies_of(subject) & part.bodies))
            if by_state and by_body:
                return True
        return False

    def states(self) -> frozenset[str] | None:
        """Return the only states about which anything was derived anew, or None for all."""
        named = [part.states for part in self.parts]
        return frozenset[str]().union(*(states for states in named if states)) if None not in named else None

    def subjects(self) -> frozenset[str] | None:
        """Return the only bodies, proceedings and rulings about which anything was derived anew, or None for all."""
        named = [part.bodies for part in self.parts]
        bodies = [body for bodies in named if bodies for body in bodies]
        return frozenset(self.world.subjects_of(bodies)) if None not in named else None
