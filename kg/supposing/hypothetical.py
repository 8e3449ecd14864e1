"""What would change if: a graph before and after a supposition, and how the two differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.conclusions.differences import INTERNATIONAL, POSITIONS, QUESTIONS, TABLES, Difference, Standing, differences
from kg.derivation.rules import Rule, read_rules
from kg.facts.assertions import Assertions
from kg.names import SKOS
from kg.oxigraph import EVERYTHING, NamedNode, Store
from kg.supposing.demand import OBLIGATIONS, SILENCE, demanded
from kg.supposing.reach import Portion
from kg.supposing.supposition import Change, Supposition

_NAME = NamedNode(SKOS + "prefLabel")


@dataclass(frozen=True)
class Outcome:
    """A supposition laid over a graph: its store afterwards (what it reaches, derived anew) and what differs."""

    supposition: Supposition
    differences: list[Difference]

    @property
    def store(self) -> Store:
        """The facts as supposed, and what follows from them as far as the supposition reaches."""
        return self.supposition.store

    def naming(self, store: Store) -> Store:
        """Return a store in whose words the differences can be told.

        That is the given one, or, where what is supposed gives names or things that it lacks, the facts as supposed.
        """
        if any(quad.predicate == _NAME for change in self.supposition.changes for quad in change.added):
            return self.supposition.asserted()
        told = {iri for one in self.differences for iri in (one.state, one.subject, one.rule, one.reading) if iri}
        known = all(any(store.quads_for_pattern(NamedNode(iri), None, None, EVERYTHING)) for iri in told)
        return store if known else self.supposition.asserted()


def suppose(store: Store, before: Assertions, root: Path, changes: Iterable[Change], *, whole: bool = False) -> Outcome:
    """Lay changes over a built graph with what it asserts, which stays as it is; return what follows and what differs.

    What differs is derived by no more of the rules than it turns on. The rest of what follows is derived once the
    outcome's store is asked for, or with ``whole`` at once, so that nothing is derived twice.

    Raises Fault for a rule that cannot be run.
    """
    strata = read_rules(root)
    supposition = Supposition(before, strata, changes)
    derived = supposition.derived if whole else None
    return Outcome(supposition, differences(*standings(store, supposition, strata, derived)))


def standings(
    store: Store, supposition: Supposition, strata: list[list[Rule]], derived: Store | None = None
) -> tuple[Standing, Standing]:
    """Return what is so in all that a supposition reaches: in a built graph, and once the changes are made.

    With ``derived``, all that follows from the supposition, nothing is derived here.

    Raises Fault for a rule that cannot be run.
    """
    before, after, replaced = Standing(), Standing(), Standing()
    for portion in supposition.portions if derived is None else map(Portion, supposition.parts):
        part, subjects = portion.part, supposition.subjects_in(portion.part)
        rules = part.rules if portion.law else None
        # A conflict has two sides: where only one is derived anew, the other is read as it is.
        sides = TABLES if portion.obligations else (POSITIONS, INTERNATIONAL)
        old = Standing(store, states=part.states, subjects=subjects, rules=rules, tables=sides, silence=False)
        anew = [name for name in sides if (portion.law if name == POSITIONS else portion.obligations)]
        found = derived
        if found is None:
            without = (SILENCE,) if portion.obligations else (SILENCE, OBLIGATIONS)
            found = supposition.answered(part, demanded(strata, (QUESTIONS[name] for name in anew), without))
        after.add(Standing(found, states=part.states, subjects=subjects, rules=rules, tables=anew, silence=False))
        before.add(old)
        replaced.add(old, anew)
    for name in TABLES:
        was, gone = before.table(name), replaced.table(name)
        after.table(name).update({key: spans for key, spans in was.items() if key not in gone})
    return before, after
