"""The side of international law: why a subject binds a state, or does not, down to consent and provisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kg.conclusions.positions import Position
from kg.conclusions.relations import Relations
from kg.conclusions.steps import INTERNATIONAL, Step
from kg.language.wording import Wording
from kg.names import kind, stem, thing
from kg.oxigraph import Store, op, referring


class Obligations:
    """Words the international positions of one graph."""

    def __init__(self, store: Store, words: Wording, relations: Relations) -> None:
        """Read from a built store."""
        self._store = store
        self._words = words
        self._relations = relations

    def step(self, position: Position, day: date) -> Step:
        """Return why the subject of a position binds its state on a day, or does not, or why that is undetermined."""
        state, subject = thing("state", position.state), position.subject_iri
        node = self._node(state, subject, day)
        grounds = [] if node is None else self._words.values(node, op("restsOn"))
        because = self._because(position, state, addressed=node is not None, grounds=grounds)
        step = Step(
            self._words.phrases.say(f"international.{position.international}", because=because),
            node,
            role=INTERNATIONAL,
        )
        told: set[str] = set()
        for below in self._consents(position, state, grounds, day):
            step.steps.append(below)
            told.update(one.iri for _, one in below.walk() if one.iri is not None and one.iri != subject)
        step.steps.extend(self._relations.fact(iri) for iri in grounds if iri not in told)
        return step

    def _node(self, state: str, subject: str, day: date) -> str | None:
        """Return the international position that holds on a day, if one was derived."""
        for node in referring(self._store, "subject", subject):
            if kind(node) != "international-position" or self._words.value(node, "state") != state:
                continue
            if self._words.covers(node, day):
                return node
        return None

    def _critical(self, subject: str) -> tuple[str | None, str]:
        """Return the day of the facts of a proceeding or ruling, and the node that says it."""
        above = self._words.value(subject, "inProceeding")
        for node in (subject, *([above] if above else ())):
            if found := self._words.value(node, "criticalDate"):
                return found, node
        return None, subject

    def _treaties(self, subject: str) -> list[str]:
        """Return the treaties among the bases of a subject's competence."""
        bases = self._words.values(subject, op("effectiveBasis"))
        instruments = {instrument for basis in bases for instrument in self._words.values(basis, op("instrument"))}
        return sorted(iri for iri in instruments if "Treaty" in self._words.classes(iri))

    def _because(self, position: Position, state: str, *, addressed: bool, grounds: list[str]) -> str | None:
        say, subject = self._words.phrases.say, position.subject_iri
        if position.international == "undetermined":
            return None
        if position.kind == "body":
            return say("international.no-general-consent") if position.international == "notBound" else None
        critical, _ = self._critical(subject)
        day = None if critical is None else self._words.phrases.day(critical)
        if position.international == "bound":
            rests = any(kind(iri) == "participation" for iri in grounds)
            return say("international.consent", day=day) if rests and day else None
        if not addressed:
            return say("international.not-directed", state=self._words.name(state))
        if "AdvisoryOpinion" in self._words.classes(subject):
            return say("international.advisory")
        if critical is None or not self._treaties(subject):
            return None
        facts = date.fromisoformat(critical)
        consented = any(self._relations.was_party(state, treaty, facts) for treaty in self._treaties(subject))
        return say("international.not-final") if consented else say("international.no-consent", day=day)

    def _consents(self, position: Position, state: str, grounds: list[str], on: date) -> Iterator[Step]:
        """Yield the day of the facts, the state's acts towards each treaty, and the provisions that bind it."""
        say, subject = self._words.phrases.say, position.subject_iri
        if position.kind == "body":
            for treaty in self._words.values(subject, op("generalConsent")):
                yield self._told("international.general-consent", state, treaty)
            return
        critical, node = self._critical(subject)
        if critical is not None:
            text = say("international.critical-date", day=self._words.phrases.day(critical))
            yield self._relations.fact(node, text)
        elif position.international == "undetermined":
            yield self._relations.fact(node, say("international.no-critical-date"))
        if not grounds:
            return
        for treaty in self._treaties(subject):
            yield self._told("proof.acts", state, treaty)
            clauses = self._words.values(treaty, op("bindingClause"))
            for clause in clauses:
                text = say("international.binding-clause", provision=self._provision(clause))
                yield self._relations.fact(clause, text)
            if not clauses:
                yield Step(say("international.no-binding-clause", treaty=self._words.name(treaty)), treaty)
            yield from self._residual(state, treaty, grounds, on)

    def _residual(self, state: str, treaty: str, grounds: list[str], on: date) -> Iterator[Step]:
        """Yield the provision by which a state that has left a treaty still owes what it owed for earlier facts."""
        for clause in self._words.values(treaty, op("residualClause")):
            ended = [
                iri
                for iri in grounds
                if kind(iri) == "participation"
                and self._words.value(iri, "treaty") == treaty
                and stem(self._words.value(iri, "status") or "") == "party"
                and (self._words.value(iri, "until") or "9999") <= on.isoformat()
            ]
            if clause in grounds and ended:
                who, end = self._words.name(state), self._words.date_of(ended[-1], "until", known=False)
                said = self._provision(clause)
                text = self._words.phrases.say("international.residual", state=who, end=end, provision=said)
                yield self._relations.fact(clause, text)

    def _told(self, key: str, state: str, treaty: str) -> Step:
        acts = self._words.acts_towards(state, treaty)
        return self._relations.told(key, state, treaty, acts, self._relations.closing(treaty))

    def _provision(self, iri: str) -> str:
        says = " ".join(self._words.notes(iri)) or None
        return self._words.phrases.say("fact.provision", provision=self._words.name(iri), text=says)
