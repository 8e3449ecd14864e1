"""Proofs: why a position holds, as a tree of steps down to facts and their sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kg.names import stem, thing
from kg.oxigraph import EVERYTHING, NamedNode, Store, op
from kg.positions import DEPENDS, NOT_COVERED, TREATED, Position
from kg.sparql import read_query
from kg.steps import Step
from kg.wording import Wording

_OUTCOME_KEYS = {"fails": "fails", "unknown": "unknown", "decidedByProceeding": "decided"}
_RANK = ("fails", "decidedByProceeding", "unknown")


class Prover:
    """Words the proofs of one graph."""

    def __init__(self, store: Store, root: Path, wording: Wording) -> None:
        """Read proofs from a store; the sentences of the conditions come from the headers of their rules."""
        self._store = store
        self._words = wording
        self._sentences = {
            query.header["kind"]: query.header
            for path in sorted((root / "queries" / "rules").rglob("*.rq"))
            if "kind" in (query := read_query(path)).header
        }

    def prove(self, position: Position, day: date) -> Step:
        """Return the proof of a position as it stands on a day."""
        top = self._fact_step(position.iri, self._verdict(position))
        top.citations = []
        grounds = self._words.values(position.iri, op("restsOn"))
        by_class = {iri: self._words.classes(iri) for iri in grounds}
        for word, title in (("RuleOnRulings", "Rule"), ("Reading", "Reading")):
            for iri in (iri for iri in grounds if word in by_class[iri]):
                top.steps.append(self._norm(iri, title))
        tests = {iri for iri in grounds if "ConditionTest" in by_class[iri]}
        elsewhere: dict[str, list[str]] = {}
        for iri in grounds:
            test = self._words.value(iri, "test")
            if test is None:
                continue
            subject = self._words.value(test, "subject") or ""
            if subject == position.subject_iri:
                tests.add(test)
            elif test not in elsewhere.setdefault(subject, []):
                elsewhere[subject].append(test)
        steps = [self._test(test, day) for test in sorted(tests)]
        if position.rule is None:
            steps = self._by_sentence([step for step in steps if step.outcome == "fails"], day)
        top.steps.extend(sorted(steps, key=lambda step: (step.outcome != "fails", step.text)))
        differing = self._differing(self._words.values(position.iri, op("decidedIn")))
        for step in differing:
            step.steps.extend(self._test(test, day) for test in elsewhere.get(step.iri or "", ()))
        if differing:
            top.steps.append(Step("Where the answer differs from the body's own", steps=differing))
        if position.rule is None:
            statements = [iri for iri in grounds if "CompletenessStatement" in by_class[iri]]
            top.steps.extend(map(self._fact_step, statements))
        top.steps.append(self._international(position, day))
        if position.known_to is not None:
            known = f"Known to {position.known_to}: the earliest day to which a list it rests on is complete"
            top.steps.append(Step(known))
        return top

    def _verdict(self, position: Position) -> str:
        state = self._words.name(thing("state", position.state))
        what = position.label if position.kind == "ruling" else f"rulings of {position.label}"
        when = f"since {position.start}" + (f", until {position.end}" if position.end else "")
        if position.verdict == TREATED:
            return f"{state} treats {what} as non-binding under its own law, {when}"
        if position.verdict == DEPENDS:
            whether = f"whether {what} are treated as non-binding"
            return f"Under the law of {state} it depends on the proceeding {whether}, {when}"
        if position.verdict == NOT_COVERED:
            if position.rule:
                return f"This rule of the law of {state} does not reach {what} under this reading, {when}"
            return f"No recorded rule of the law of {state} reaches {what}, {when}"
        return f"Whether {state} treats {what} as non-binding under its own law is undetermined, {when}"

    def _fact_step(self, iri: str, text: str | None = None) -> Step:
        return Step(
            text or self._words.sentence(iri),
            iri,
            unconfirmed=self._words.unconfirmed(iri),
            citations=self._words.citations(iri),
        )

    def _norm(self, iri: str, title: str) -> Step:
        definition = self._words.definition(iri)
        text = self._words.sentence(iri) if title == "Rule" else self._words.name(iri)
        return self._fact_step(iri, f"{title}: {text}" + (f" — {definition}" if definition else ""))

    def _test(self, test: str, day: date) -> Step:
        condition = self._words.value(test, "condition") or ""
        kind = next((name for name in self._words.classes(condition) if name in self._sentences), "")
        outcome, reasons = self._outcome(test, day)
        header = self._sentences.get(kind, {})
        sentence = header.get(outcome, self._words.name(condition))
        recalled = self._words.unconfirmed(condition)
        step = Step(self._fill(sentence, test, condition), test, outcome, unconfirmed=recalled)
        grounds = [iri for iri in self._words.values(test, op("restsOn")) if iri != condition]
        treaties = self._words.value(condition, "treatyInForceOn") is not None
        state = self._words.value(test, "state")
        step.steps.extend(self._grounds(dict.fromkeys(reasons + grounds), state, treaties=treaties))
        return step

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
            step.text = f"{text} So these do not reach it: {'; '.join(sorted(provisions[text]))}"
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

    def _outcome(self, test: str, day: date) -> tuple[str, list[str]]:
        found: dict[str, list[str]] = {}
        for quad in self._store.quads_for_pattern(None, op("test"), NamedNode(test), EVERYTHING):
            assert isinstance(quad.subject, NamedNode)
            node = quad.subject.value
            if self._words.covers(node, day):
                result = stem(self._words.value(node, "outcome") or "")
                found.setdefault(result, []).extend(self._words.values(node, op("restsOn")))
        for result in _RANK:
            if result in found:
                return _OUTCOME_KEYS[result], found[result]
        return "holds", []

    def _grounds(self, grounds: Iterable[str], state: str | None, *, treaties: bool) -> list[Step]:
        """Word the grounds of a test; a state's acts towards one treaty are told together, with their list."""
        steps: list[Step] = []
        acts: dict[str, list[str]] = {}
        closed: dict[str, str] = {}
        rest: list[str] = []
        for iri in grounds:
            classes = self._words.classes(iri)
            if "TreatyAction" in classes:
                acts.setdefault(self._words.value(iri, "treaty") or "", []).append(iri)
            elif "CompletenessStatement" in classes and stem(self._words.value(iri, "closes") or "") == "TreatyAction":
                closed.update(dict.fromkeys(self._words.values(iri, op("about")), iri))
            else:
                rest.append(iri)
            if treaties and "CompetenceBasis" in classes:
                for treaty in self._words.values(iri, op("instrument")):
                    if "Treaty" in self._words.classes(treaty):
                        acts.setdefault(treaty, [])
        for treaty, actions in sorted(acts.items()):
            line = f"{self._words.name(state)} and {self._words.name(treaty)}: {self._words.acts(actions)}"
            if treaty in closed:
                line += f"; list complete as of {self._words.day(closed[treaty], 'asOf')}"
            told = sorted(actions, key=lambda iri: self._words.value(iri, "actDate") or "")
            if treaty in closed:
                told.append(closed[treaty])
            steps.append(Step(line, treaty, steps=[self._fact_step(iri) for iri in told]))
        steps.extend(self._fact_step(iri) for iri in rest)
        return steps

    def _fill(self, sentence: str, test: str, condition: str) -> str:
        """Fill a sentence: {state}, {subject}, {body}, or any property of the condition or else of the subject."""
        subject = self._words.value(test, "subject") or ""
        body = self._words.value(subject, "issuedBy") or self._words.value(subject, "before") or subject
        known = {"state": self._words.value(test, "state") or "", "subject": subject, "body": body}
        words = {}
        for name in set(re.findall(r"\{(\w+)\}", sentence)):
            found = [known[name]] if name in known else self._words.values(condition, op(name))
            words[name] = self._words.names(found or self._words.values(subject, op(name)))
        return sentence.format_map(words)

    def _consent(self, state: str, treaty: str) -> Step:
        """Word a state's acts towards a treaty that accepts a body's jurisdiction in general."""
        acts = self._words.acts_towards(state, treaty)
        line = f"{self._words.name(treaty)} accepts it in general; {self._words.name(state)}: {self._words.acts(acts)}"
        return Step(line, treaty, steps=[self._fact_step(iri) for iri in acts])

    def _differing(self, children: list[str]) -> list[Step]:
        """Word the proceedings and rulings that differ; rulings in a proceeding that is told are only counted."""
        told = [iri for iri in children if self._words.value(iri, "inProceeding") not in children]
        steps = [self._fact_step(iri) for iri in told]
        if len(told) < len(children):
            steps.append(Step(f"and {len(children) - len(told)} rulings in these proceedings"))
        return steps

    def _international(self, position: Position, day: date) -> Step:
        words = {
            "bound": "Under international law: bound",
            "notBound": "Under international law: not bound",
            "undetermined": "Under international law: undetermined",
        }
        step = Step(words[position.international])
        state = thing("state", position.state)
        consents = self._words.values(position.subject_iri, op("generalConsent"))
        for treaty in consents:
            step.steps.append(self._consent(state, treaty))
        if position.international == "notBound" and position.kind == "body":
            step.text += (
                ": no consent to its jurisdiction in general is in force, and no Chapter VII resolution obliges"
            )
        for quad in self._store.quads_for_pattern(None, op("subject"), NamedNode(position.subject_iri), EVERYTHING):
            node = quad.subject
            if not isinstance(node, NamedNode) or "InternationalPosition" not in self._words.classes(node.value):
                continue
            if stem(self._words.value(node.value, "state") or "") != position.state:
                continue
            if self._words.covers(node.value, day):
                step.iri = node.value
                step.steps.extend(map(self._fact_step, self._words.values(node.value, op("restsOn"))))
        return step
