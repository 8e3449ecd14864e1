"""What a graph records, without what was derived: all of it, and the world that rules read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Self

from kg.facts.world import World
from kg.names import GRAPH
from kg.oxigraph import NamedNode, Quad, Store

_DERIVED = GRAPH + "derived/"


def asserted(store: Store) -> list[Quad]:
    """Return the ontology and facts of a built graph, without what was derived."""
    return [
        quad
        for graph in store.named_graphs()
        if isinstance(graph, NamedNode) and not graph.value.startswith(_DERIVED)
        for quad in store.quads_for_pattern(None, None, None, graph)
    ]


class Assertions:
    """The ontology and facts of a graph; a supposition reads the world, and all facts only where they are asked for."""

    def __init__(self, facts: Callable[[], list[Quad]], world: World | None = None) -> None:
        """Hold what gives all facts, and the world of them where it lies ready."""
        self._facts, self._world = facts, world

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Self:
        """Return given facts."""
        facts = list(quads)
        return cls(lambda: facts)

    @cached_property
    def facts(self) -> list[Quad]:
        """All facts, and the ontology."""
        return self._facts()

    @cached_property
    def world(self) -> World:
        """What rules can read of them."""
        return World.of(self.facts) if self._world is None else self._world
