"""Why a subject is treated as it is and not otherwise: the conditions that fail, and what would flip the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.flips import Flipper, Search
from kg.oxigraph import Store
from kg.positions import TREATED
from kg.steps import Step
from kg.things import Directory, Thing

_DECIDING = frozenset(("fails", "unknown", "decided"))


@dataclass(frozen=True)
class WhyNot:
    """What keeps a subject from being treated as non-binding (or what would), and what would flip the answer."""

    state: Thing
    subject: Thing
    on: date
    failing: list[Step]
    """For each position, its verdict with the conditions that do not hold, each down to facts."""
    search: Search

    @property
    def treated(self) -> bool:
        """Whether the subject is treated as non-binding."""
        return self.search.verdict == TREATED

    def steps(self) -> list[Step]:
        """Return it as a tree for people."""
        would = "would no longer" if self.treated else "would"
        if self.search.flips:
            number = len(self.search.flips[0].changes)
            size = "one change" if number == 1 else f"{number} changes together"
            head = (
                f"The smallest change after which {self.state.name} {would} treat {self.subject.name} as non-binding: "
                f"{size}; each was tried by deriving what would follow ({self.search.tried} tried)"
            )
        else:
            head = f"No change flips the answer, of the {self.search.tried} sets of changes that were tried"
        if not self.search.complete:
            head += "; the search was cut off, so other changes of this size may flip it too"
        told = Step(head, steps=[Step(f"{flip.words} → {flip.verdict}") for flip in self.search.flips])
        return [*self.failing, told]

    def as_json(self) -> dict[str, object]:
        """Return it as plain values."""
        return {
            "state": self.state.stem,
            "subject": self.subject.stem,
            "on": self.on.isoformat(),
            "verdict": self.search.verdict,
            "failing": [step.as_json() for step in self.failing],
            "flips": [
                {"changes": [change.words for change in flip.changes], "verdict": flip.verdict}
                for flip in self.search.flips
            ],
            "tried": self.search.tried,
            "complete": self.search.complete,
        }


def explain(
    store: Store,
    root: Path,
    directory: Directory,
    state: Thing,
    subject: Thing,
    on: date,
    reading: str | None,
    proofs: list[Step],
    tell: Callable[[int], None] | None,
) -> WhyNot:
    """Return what the proofs of a day's positions say of the conditions that fail, and search what would flip them."""
    search = Flipper(store, root, directory, state.iri, subject.iri, on).search(reading, tell)
    return WhyNot(state, subject, on, list(_failing(proofs)), search)


def _failing(proofs: list[Step]) -> Iterator[Step]:
    for proof in proofs:
        named = [step for step in proof.steps if step.text.startswith(("Rule: ", "Reading: "))]
        deciding = [step for step in proof.steps if step.outcome in _DECIDING]
        yield Step(proof.text, proof.iri, unconfirmed=proof.unconfirmed, steps=[*named, *deciding])
