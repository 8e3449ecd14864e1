"""Why a subject is treated as it is and not otherwise: the conditions that fail, and what would flip the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce

from kg.conclusions.positions import TREATED
from kg.conclusions.steps import Step
from kg.language.phrases import Phrases
from kg.language.wording import Wording
from kg.queries.things import Thing
from kg.supposing.flips import Flip, Flipper, Search

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
    words: Wording
    """What words it."""

    @property
    def phrases(self) -> Phrases:
        """The sentences of the language that it is worded in."""
        return self.words.phrases

    @property
    def treated(self) -> bool:
        """Whether the subject is treated as non-binding."""
        return self.search.verdict == TREATED

    def steps(self) -> list[Step]:
        """Return it as a tree for people."""
        say = self.phrases.say
        names = {"state": self.words.name(self.state.iri), "subject": self.words.name(self.subject.iri)}
        cut = None if self.search.complete else say("why-not.cut")
        tried = str(self.search.tried)
        if self.search.flips:
            number = len(self.search.flips[0].changes)
            size = say("why-not.one-change") if number == 1 else say("why-not.changes", number=str(number))
            flips = "why-not.flips-back" if self.treated else "why-not.flips"
            head = say(flips, **names, size=size, tried=tried, cut=cut)
        else:
            head = say("why-not.none", tried=tried, cut=cut)
        told = [Step(self._flip(flip)) for flip in self.search.flips]
        return [*self.failing, Step(head, steps=told)]

    def _flip(self, flip: Flip) -> str:
        """Return what would have to happen, as one sentence, and what the answer would then be."""
        say = self.phrases.say
        change = reduce(lambda one, other: say("why-not.and", one=one, other=other), (c.words for c in flip.changes))
        return say("why-not.flip", change=change, verdict=say(f"verdict.{flip.verdict}"))

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
    flipper: Flipper,
    words: Wording,
    state: Thing,
    subject: Thing,
    on: date,
    reading: str | None,
    proofs: list[Step],
    tell: Callable[[int], None] | None,
) -> WhyNot:
    """Return what the proofs of a day's positions say of the conditions that fail, and search what would flip them."""
    return WhyNot(state, subject, on, list(failing(proofs)), flipper.search(reading, tell), words)


def failing(proofs: list[Step]) -> Iterator[Step]:
    """Yield each proof with the rule, the reading, and the conditions that do not hold."""
    for proof in proofs:
        named = [step for step in proof.steps if step.role is not None]
        deciding = [step for step in proof.steps if step.outcome in _DECIDING]
        yield Step(proof.text, proof.iri, unconfirmed=proof.unconfirmed, steps=[*named, *deciding])
