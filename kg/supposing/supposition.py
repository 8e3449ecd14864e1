"""What would follow if other facts held: they are laid over a graph, and what they can reach is derived again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.derivation import reason
from kg.derivation.rules import Rule, derive_in, saturate
from kg.facts.assertions import Assertions
from kg.facts.world import Part
from kg.names import GRAPH
from kg.oxigraph import NamedNode, Quad, RdfFormat, Store, op
from kg.supposing.parts import cut
from kg.supposing.reach import Portion, Reach, parts, portions, reach

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
        """Lay changes over what is asserted and find what they can reach; with ``only``, no more than that part."""
        self.changes = tuple(changes)
        added = [quad for change in self.changes for quad in change.added]
        added += reason.types(before.world.hierarchy, added)
        removed = frozenset(quad.triple for change in self.changes for quad in change.removed)
        self._before, self._added, self._removed, self._strata = before, added, removed, strata
        self.world = before.world.changed(added, removed)
        self.reach: Reach | None = None
        # A link that is taken away led somewhere, and one that is put in leads somewhere: both are followed.
        self._linked = before.world.changed(added) if removed else self.world
        if only is None:
            changed = {triple.subject for triple in removed} | {quad.subject for quad in added}
            self.reach = reach(self._linked, sorted(node.value for node in changed if isinstance(node, NamedNode)))
            self.parts, self.portions = parts(self.reach, self._linked), portions(self.reach, self._linked)
        else:
            self.parts, self.portions = [only], [Portion(only)]

    @cached_property
    def derived(self) -> Store:
        """What is derived anew, and nothing else: all that follows in the parts that may differ, with its grounds.

        Raises Fault for a rule that cannot be run.
        """
        found = Store()
        for part in self.parts:
            self._derive(part, found)
        return found

    def _derive(self, part: Part, derived: Store) -> None:
        found = Store()
        for _, lines in derive_in(self._strata, cut(self.world, part)):
            found.load(lines, format=RdfFormat.N_TRIPLES)
        if part.states is not None:
            named = list(found.quads_for_pattern(None, _STATE, None))
            for subject in {q.subject for q in named if getattr(q.object, "value", "") not in part.states}:
                for quad in list(found.quads_for_pattern(subject, None, None)):
                    found.remove(quad)
        derived.bulk_extend(found)

    def answered(self, part: Part, strata: list[list[Rule]]) -> Store:
        """Return a store of a part's facts with all that these rules derive from them, scaffolding too.

        Raises Fault for a rule that cannot be run.
        """
        store = cut(self.world, part)
        saturate(strata, store)
        return store

    def subjects_in(self, part: Part) -> frozenset[str] | None:
        """Return the only bodies, proceedings and rulings whose answers are in a part, or None for all."""
        if part.subjects is not None or part.bodies is None:
            return part.subjects
        return frozenset(self._linked.subjects_of(part.bodies))

    @cached_property
    def facts(self) -> list[Quad]:
        """All that is asserted once the changes are made."""
        return [quad for quad in self._before.facts if quad.triple not in self._removed] + self._added

    def asserted(self) -> Store:
        """Return a new store of the facts as supposed, without what follows from them."""
        store = Store()
        store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in self.facts)
        return store

    @cached_property
    def store(self) -> Store:
        """The facts as supposed, and what was derived anew.

        Raises Fault for a rule that cannot be run.
        """
        whole = self.asserted()
        whole.bulk_extend(self.derived)
        return whole
