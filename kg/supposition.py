"""What would follow if other facts held: they are laid over a graph, and what they can reach is derived again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg import reason
from kg.assertions import Assertions
from kg.names import GRAPH
from kg.oxigraph import NamedNode, Quad, RdfFormat, Store, op
from kg.reach import Reach, parts, reach
from kg.rules import Rule, derive_in
from kg.world import Part

SUPPOSED = NamedNode(GRAPH + "supposed")
"""The graph of facts that are only supposed."""
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


class Supposition:
    """A graph as it would be after a change; the graph itself stays as it is."""

    def __init__(
        self, before: Assertions, strata: list[list[Rule]], changes: Iterable[Change], *, only: Part | None = None
    ) -> None:
        """Lay changes over what is asserted and derive what they can reach; with ``only``, no more than that part.

        Raises Fault for a rule that cannot be run.
        """
        self.changes = tuple(changes)
        added = [quad for change in self.changes for quad in change.added]
        added += reason.types(before.world.hierarchy, added)
        removed = frozenset(quad.triple for change in self.changes for quad in change.removed)
        self._before, self._added, self._removed = before, added, removed
        self.world = before.world.changed(added, removed)
        self.reach: Reach | None = None
        if only is None:
            # A link that is taken away led somewhere, and one that is put in leads somewhere: both are followed.
            linked = before.world.changed(added) if removed else self.world
            changed = {triple.subject for triple in removed} | {quad.subject for quad in added}
            self.reach = reach(linked, sorted(node.value for node in changed if isinstance(node, NamedNode)))
            self.parts = parts(self.reach, linked)
        else:
            self.parts = [only]
        self.derived = Store()
        """What was derived anew, and nothing else."""
        for part in self.parts:
            self._derive(strata, part)

    def _derive(self, strata: list[list[Rule]], part: Part) -> None:
        found = Store()
        for _, lines in derive_in(strata, self.world.cut(part)):
            found.load(lines, format=RdfFormat.N_TRIPLES)
        if part.states is not None:
            named = list(found.quads_for_pattern(None, _STATE, None))
            for subject in {q.subject for q in named if getattr(q.object, "value", "") not in part.states}:
                for quad in list(found.quads_for_pattern(subject, None, None)):
                    found.remove(quad)
        self.derived.bulk_extend(found)

    @cached_property
    def facts(self) -> list[Quad]:
        """All that is asserted once the changes are made."""
        return [quad for quad in self._before.facts if quad.triple not in self._removed] + self._added

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
