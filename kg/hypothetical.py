"""What would change if: a graph before and after a supposition, and how the two differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.assertions import Assertions
from kg.differences import Difference, Standing, differences
from kg.rules import read_rules
from kg.supposition import Change, Supposition

if TYPE_CHECKING:
    from kg.oxigraph import Store


@dataclass(frozen=True)
class Outcome:
    """A supposition laid over a graph: its store afterwards (what it reaches, derived anew) and what differs."""

    supposition: Supposition
    differences: list[Difference]

    @property
    def store(self) -> Store:
        """The facts as supposed, and what follows from them as far as the supposition reaches."""
        return self.supposition.store


def suppose(store: Store, before: Assertions, root: Path, changes: Iterable[Change]) -> Outcome:
    """Lay changes over a built graph with what it asserts, which stays as it is; return what follows and what differs.

    Raises Fault for a rule that cannot be run.
    """
    supposition = Supposition(before, read_rules(root), changes)
    scope = {"states": supposition.states(), "subjects": supposition.subjects()}
    stood = Standing(store, supposition.covers, **scope)
    return Outcome(supposition, differences(stood, Standing(supposition.derived, supposition.covers)))
