"""What would follow if other facts held: they are laid over a graph, and what they can reach is derived again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg import reason, rules
from kg.names import GRAPH
from kg.oxigraph import NamedNode, Quad, Store, op
from kg.reach import Part, Reach, World, parts, reach

SUPPOSED = NamedNode(GRAPH + "supposed")
"""The graph of facts that are only supposed."""
_DERIVED = GRAPH + "derived/"
_STATE, _SUBJECT, _WARRANT, _TREATY = op("state"), op("subject"), op("warrant"), op("treaty")


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
        removed = {quad.triple for change in self.changes for quad in change.removed}
        ontology = [quad for quad in facts if _is_ontology(quad)]
        added += reason.types(ontology, added)
        kept = [quad for quad in facts if quad.triple not in removed] if removed else facts
        self.facts = kept + added
        self.store = Store()
        self.store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in (*facts, *added))
        changed = {quad.subject.value for quad in added if isinstance(quad.subject, NamedNode)}
        changed |= {triple.subject.value for triple in removed if isinstance(triple.subject, NamedNode)}
        # A link that is taken away led somewhere, and one that is put in leads somewhere: both are followed.
        self.reach: Reach | None = reach(self.store, sorted(changed))
        for triple in removed - {quad.triple for quad in added}:
            self.store.remove(Quad(triple.subject, triple.predicate, triple.object))
        self.world = World(self.facts)
        self.parts: list[Part] = [only] if only is not None else parts(self.reach)
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
        self.store.bulk_extend(quad for quad in found if quad.subject not in outside)

    def covers(self, state: str | None, subject: str | None) -> bool:
        """Return whether what is derived about a state and a subject (or about either alone) was derived anew."""
        for part in self.parts:
            by_state = part.states is None or state in part.states
            by_body = part.bodies is None or (subject is not None and bool(self.world.bodies_of(subject) & part.bodies))
            if by_state and by_body:
                return True
        return False


def _is_ontology(quad: Quad) -> bool:
    name = quad.graph_name
    return isinstance(name, NamedNode) and name.value.startswith(f"{GRAPH}ontology/")
