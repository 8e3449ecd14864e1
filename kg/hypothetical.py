"""What would change if: a graph before and after a supposition, and how the two differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.assertions import Assertions
from kg.demand import OBLIGATIONS, SILENCE, demanded
from kg.differences import INTERNATIONAL, POSITIONS, QUESTIONS, TABLES, Difference, Standing, differences
from kg.rules import Rule, read_rules
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

    What differs is derived by the rules that it turns on; what else follows, once the outcome's store is asked for.

    Raises Fault for a rule that cannot be run.
    """
    strata = read_rules(root)
    supposition = Supposition(before, strata, changes)
    return Outcome(supposition, differences(*standings(store, supposition, strata)))


def standings(store: Store, supposition: Supposition, strata: list[list[Rule]]) -> tuple[Standing, Standing]:
    """Return what is so in all portions of a supposition: in a built graph, and once the changes are made."""
    before, after, replaced = Standing(), Standing(), Standing()
    for portion in supposition.portions:
        part, subjects = portion.part, supposition.subjects_in(portion)
        scope = {"states": part.states, "subjects": subjects, "rules": part.rules if portion.law else None}
        # A conflict has two sides: where only one is derived anew, the other is read as it is.
        sides = TABLES if portion.obligations else (POSITIONS, INTERNATIONAL)
        before.add(old := Standing(store, **scope, tables=sides, silence=False))
        anew = [name for name in sides if (portion.law if name == POSITIONS else portion.obligations)]
        without = (SILENCE,) if portion.obligations else (SILENCE, OBLIGATIONS)
        derived = supposition.answered(portion, demanded(strata, (QUESTIONS[name] for name in anew), without))
        after.add(Standing(derived, **scope, tables=anew, silence=False))
        replaced.add(old, anew)
    for name in TABLES:
        was, gone = before.table(name), replaced.table(name)
        after.table(name).update({key: spans for key, spans in was.items() if key not in gone})
    return before, after
