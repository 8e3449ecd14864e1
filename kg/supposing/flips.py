"""The smallest change that would flip an answer: found by trying sets of changes, each derived anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from kg.conclusions.differences import POSITIONS, QUESTIONS, Standing
from kg.conclusions.positions import NOT_COVERED, TREATED, VERDICTS
from kg.derivation.rules import read_rules
from kg.facts.assertions import Assertions
from kg.facts.world import Part
from kg.language.phrases import Phrases
from kg.oxigraph import A, NamedNode, Store, op
from kg.queries.sparql import Term, date_term
from kg.queries.things import Directory
from kg.supposing.changes import possible, read_changes
from kg.supposing.demand import OBLIGATIONS, SILENCE, demanded
from kg.supposing.parts import cut
from kg.supposing.supposition import Change, Supposition

MOST_CHANGES = 3
"""How many changes together are tried at most."""
MOST_TRIALS = 150
"""How many sets of changes are tried at most."""


@dataclass(frozen=True)
class Flip:
    """A set of changes that flips an answer, and what the answer then is."""

    changes: tuple[Change, ...]
    verdict: str


@dataclass(frozen=True)
class Search:
    """The outcome of a search: the flips of the smallest size found, and how many sets of changes were tried."""

    verdict: str
    flips: list[Flip]
    tried: int
    complete: bool
    """Whether every set up to the size of the flips (or MOST_CHANGES) was tried."""


class Flipper:
    """Tries changes on one state and one subject, on one day."""

    def __init__(
        self,
        store: Store,
        asserted: Assertions,
        root: Path,
        directory: Directory,
        state: str,
        subject: str,
        on: date,
        phrases: Phrases | None = None,
    ) -> None:
        """Cut out of a built graph what bears on the state and the subject; changes are told in a language."""
        self._store, self._root, self._directory, self._phrases = store, root, directory, phrases
        self._state, self._subject, self._on = state, subject, on
        world = asserted.world
        bodies = frozenset(world.bodies_of(subject))
        alone = None if subject in bodies else frozenset(world.above(subject))
        self._part = Part(frozenset((state,)), bodies, subjects=alone)
        about = cut(world, self._part)
        self._asserted, self._strata = Assertions.of(about), read_rules(root)
        self._decisive = demanded(self._strata, (QUESTIONS[POSITIONS],), (SILENCE, OBLIGATIONS))
        self._readings = {
            quad.subject.value
            for quad in about.quads_for_pattern(None, A, op("Reading"))
            if isinstance(quad.subject, NamedNode)
        }

    def search(self, reading: str | None = None, tell: Callable[[int], None] | None = None) -> Search:
        """Return the smallest sets of changes after which the subject is treated otherwise than before.

        What flips is whether the subject is treated as non-binding: under the reading whose IRI is given, or else
        under any; a rule that is amended for that reading is read as amended. ``tell`` is called with the number of
        sets tried.
        """
        stood = Standing(self._store, states=(self._state,), subjects=(self._subject,), tables=(POSITIONS,))
        before = self._verdict(stood, reading)
        candidates = [change for change in self._candidates() if reading is None or change.reading in (reading, None)]
        tried = 0
        for size in range(1, MOST_CHANGES + 1):
            found: list[Flip] = []
            for chosen in combinations(candidates, size):
                if tried == MOST_TRIALS:
                    return Search(before, found, tried, complete=False)
                tried += 1
                if tell is not None:
                    tell(tried)
                after = self._after(chosen, reading)
                if (after == TREATED) != (before == TREATED):
                    found.append(Flip(chosen, after))
            if found:
                return Search(before, found, tried, complete=True)
        return Search(before, [], tried, complete=True)

    def _candidates(self) -> Iterator[Change]:
        given: dict[str, Term] = {
            "state": NamedNode(self._state), "subject": NamedNode(self._subject), "on": date_term(self._on)
        }  # fmt: skip
        for query in read_changes(self._root).values():
            if {parameter.name for parameter in query.parameters} <= given.keys():
                yield from possible(self._store, self._directory, query, given, self._phrases)

    def _after(self, changes: tuple[Change, ...], reading: str | None) -> str:
        supposed = Supposition(self._asserted, self._strata, changes, only=self._part)
        derived = supposed.answered(self._part, self._decisive)
        return self._verdict(Standing(derived, tables=(POSITIONS,)), reading)

    def _verdict(self, standing: Standing, reading: str | None) -> str:
        day = self._on.isoformat()
        verdicts = {
            value
            for (state, subject, _, read), spans in standing.positions.items()
            if (state, subject) == (self._state, self._subject)
            and (reading is None or read in (reading, None) or read not in self._readings)
            for start, end, value in spans
            if start <= day and (end is None or day < end)
        }
        return min(verdicts, key=VERDICTS.index, default=NOT_COVERED)
