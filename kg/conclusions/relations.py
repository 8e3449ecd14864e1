"""What a state did towards a treaty, and what that made it: signatory only, party, no longer one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.conclusions.steps import Step
from kg.language.wording import CONSENT_ACTS, Wording
from kg.names import kind, stem
from kg.oxigraph import Store, referring

_ONLY = ("provisional", "signatory")


class Relations:
    """Words the relations of states to treaties."""

    def __init__(self, store: Store, words: Wording) -> None:
        """Read from a built store."""
        self._store = store
        self._words = words

    def fact(self, iri: str, text: str | None = None) -> Step:
        """Return a node as a step: what it states, whether it is unconfirmed, and its sources."""
        words = self._words
        return Step(
            text or words.sentence(iri), iri, unconfirmed=words.unconfirmed(iri), citations=words.citations(iri)
        )

    def told(self, key: str, state: str | None, treaty: str, actions: Iterable[str], closed: str | None) -> Step:
        """Return a state's acts towards a treaty as one step, above the acts and the statement that they are all."""
        words = self._words
        acts = sorted(actions, key=lambda iri: words.value(iri, "actDate") or "")
        text = words.phrases.say(
            key,
            state=words.name(state),
            treaty=words.name(treaty),
            acts=words.acts(acts),
            relation=None if state is None else self.standing(state, treaty, acts, known=closed is not None),
            complete=None if closed is None else words.date_of(closed, "asOf"),
        )
        return Step(text, treaty, steps=[self.fact(iri) for iri in (*acts, *([closed] if closed else ()))])

    def standing(self, state: str, treaty: str, acts: Iterable[str], *, known: bool) -> str | None:
        """Return in words what a state is to a treaty; ``known`` says that the list of its acts is complete.

        None where consent is recorded but has made the state no party (yet).
        """
        say = self._words.phrases.say
        spans = sorted(self.participations(state, treaty), key=lambda iri: self._words.value(iri, "from") or "")
        statuses = [stem(self._words.value(iri, "status") or "") for iri in spans]
        if "possibleParty" in statuses[-1:]:
            return say("relation.possible")
        if "party" in statuses:
            last = spans[max(i for i, status in enumerate(statuses) if status == "party")]
            start, end = (self._words.date_of(last, name, known=False) for name in ("from", "until"))
            return say("relation.left" if end else "relation.party", start=start, end=end)
        if any(self._words.classes(iri) & CONSENT_ACTS for iri in acts):
            return None
        if not known:
            return say("relation.unlisted")
        return say(f"relation.{next((status for status in _ONLY if status in statuses), 'never')}")

    def participations(self, state: str, treaty: str) -> list[str]:
        """Return the intervals in which a state was party, signatory or the like."""
        return [
            iri
            for iri in referring(self._store, "treaty", treaty)
            if kind(iri) == "participation" and self._words.value(iri, "state") == state
        ]

    def was_party(self, state: str, treaty: str, day: date) -> bool:
        """Return whether a state was a party to a treaty on a day, without doubt."""
        return any(
            stem(self._words.value(iri, "status") or "") == "party" and self._words.covers(iri, day)
            for iri in self.participations(state, treaty)
        )

    def closing(self, treaty: str) -> str | None:
        """Return the statement that all acts towards a treaty are listed, if there is one."""
        return next((iri for iri in referring(self._store, "about", treaty) if self.closes_acts(iri)), None)

    def closes_acts(self, iri: str) -> bool:
        """Return whether a node is a statement that lists of treaty actions are complete."""
        closes = stem(self._words.value(iri, "closes") or "")
        return "CompletenessStatement" in self._words.classes(iri) and closes == "TreatyAction"
