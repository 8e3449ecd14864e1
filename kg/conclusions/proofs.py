"""Proofs: why a position holds, as a tree of steps down to facts and their sources."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from kg.conclusions.conditions import Conditions
from kg.conclusions.obligations import Obligations
from kg.conclusions.positions import DEPENDS, NOT_COVERED, TREATED, Position
from kg.conclusions.relations import Relations
from kg.conclusions.steps import READING, RULE, Step
from kg.language.wording import Wording
from kg.names import kind, thing
from kg.oxigraph import EVERYTHING, NamedNode, Store, op, referring

_NORMS = (("RuleOnRulings", RULE), ("Reading", READING))


class Prover:
    """Words the proofs of one graph in one language."""

    def __init__(self, store: Store, root: Path, words: Wording) -> None:
        """Read proofs from a store; the sentences of the conditions come from the headers of their rules."""
        self._store = store
        self._words = words
        self._say = words.phrases.say
        self._relations = Relations(store, words)
        self._conditions = Conditions(store, root, words, self._relations)
        self._obligations = Obligations(store, words, self._relations)

    def prove(self, position: Position, day: date) -> Step:
        """Return the proof of a position as it stands on a day, with the side of international law beside it."""
        top = self._relations.fact(position.iri, self._verdict(position))
        top.citations = []
        grounds = self._words.values(position.iri, op("restsOn"))
        for word, role in _NORMS:
            top.steps.extend(self._norm(iri, role) for iri in grounds if word in self._words.classes(iri))
        top.steps.extend(self._tests(position, grounds, day))
        top.steps.extend(self._differing(position, grounds, day))
        if position.rule is None:
            top.steps.extend(self._relations.fact(iri) for iri in grounds if kind(iri) == "completeness")
        top.steps.append(self._obligations.step(position, day))
        if position.conflict:
            text = self._say("international.both-sides", state=self._words.name(thing("state", position.state)))
            top.steps.append(Step(text, self._conflict(position, day)))
        if position.known_to is not None:
            known = self._words.phrases.day(position.known_to.isoformat())
            top.steps.append(Step(self._say("position.known-to", day=known)))
        return top

    def _verdict(self, position: Position) -> str:
        day = self._words.phrases.day
        end = None if position.end is None else day(position.end.isoformat())
        said = {
            "state": self._words.name(thing("state", position.state)),
            "what": self._say(f"what.{position.kind}", subject=self._words.name(position.subject_iri)),
            "when": self._say("position.when", start=day(position.start.isoformat()), end=end),
        }
        if position.verdict == TREATED:
            return self._say("position.treated-ruling" if position.kind == "ruling" else "position.treated", **said)
        if position.verdict == DEPENDS:
            return self._say("position.depends", **said)
        if position.verdict == NOT_COVERED:
            return self._say("position.not-reached" if position.rule else "position.no-rule", **said)
        return self._say(
            "position.undetermined-ruling" if position.kind == "ruling" else "position.undetermined", **said
        )

    def _norm(self, iri: str, role: str) -> Step:
        """Word a rule, or a reading with who proposes it."""
        definition = self._words.definition(iri)
        if role == RULE:
            step = self._relations.fact(
                iri, self._say("proof.rule", rule=self._words.sentence(iri), definition=definition)
            )
        else:
            step = self._relations.fact(
                iri, self._say("proof.reading", reading=self._words.name(iri), definition=definition)
            )
            if not step.citations:
                step.steps.append(Step(self._say("proof.reading-unproposed")))
        step.role = role
        return step

    def _tests(self, position: Position, grounds: list[str], day: date) -> list[Step]:
        """Word the tests of a position's conditions, those that fail first."""
        tests = {iri for iri in grounds if kind(iri) == "test"}
        for iri in grounds:
            test = self._words.value(iri, "test")
            if test is not None and self._words.value(test, "subject") == position.subject_iri:
                tests.add(test)
        treated = position.verdict == TREATED
        steps = [self._conditions.step(test, day, exceptions=treated) for test in sorted(tests)]
        if position.rule is None:
            steps = self._by_sentence([step for step in steps if step.outcome == "fails"], day)
        return sorted(steps, key=lambda step: (step.outcome != "fails", step.text))

    def _by_sentence(self, steps: list[Step], day: date) -> list[Step]:
        """Join failed conditions that say the same, and name the provisions in force that day that ask for them."""
        provisions: dict[str, set[str]] = {}
        first: dict[str, Step] = {}
        for step in steps:
            asking = set(self._rules_asking(self._words.value(step.iri or "", "condition") or "", day))
            if asking:
                provisions.setdefault(step.text, set()).update(asking)
                first.setdefault(step.text, step)
        for text, step in first.items():
            step.text = self._say("proof.asked-by", sentence=text, provisions="; ".join(sorted(provisions[text])))
        return list(first.values())

    def _rules_asking(self, condition: str, day: date) -> Iterator[str]:
        """Yield the provisions of the rules in force on a day that ask for a condition, themselves or in a reading."""
        queue = [condition]
        while queue:
            for quad in self._store.quads_for_pattern(None, None, NamedNode(queue.pop()), EVERYTHING):
                if not isinstance(quad.subject, NamedNode) or quad.predicate not in (op("requires"), op("hasReading")):
                    continue
                node = quad.subject.value
                if "Reading" in self._words.classes(node):
                    queue.append(node)
                    continue
                if self._words.covers(node, day, "inForceFrom", "inForceUntil"):
                    yield self._words.name(self._words.value(node, "setBy"))

    def _differing(self, position: Position, grounds: list[str], day: date) -> Iterator[Step]:
        """Yield the proceedings and rulings whose answer differs; rulings in one that is told are only counted."""
        children = self._words.values(position.iri, op("decidedIn"))
        if not children:
            return
        tests: dict[str, list[str]] = {}
        for test in dict.fromkeys(test for iri in grounds if (test := self._words.value(iri, "test"))):
            tests.setdefault(self._words.value(test, "subject") or "", []).append(test)
        told = [iri for iri in children if self._words.value(iri, "inProceeding") not in children]
        steps = [self._relations.fact(iri) for iri in told]
        for step in steps:
            step.steps.extend(
                self._conditions.step(test, day, exceptions=False) for test in tests.get(step.iri or "", ())
            )
        if len(told) < len(children):
            steps.append(Step(self._say("proof.more-rulings", number=str(len(children) - len(told)))))
        yield Step(self._say("proof.differing"), steps=steps)

    def _conflict(self, position: Position, day: date) -> str | None:
        """Return the conflict of a position with what binds the state on a day."""
        for node in referring(self._store, "position", position.iri):
            if kind(node) == "conflict" and self._words.covers(node, day):
                return node
        return None
