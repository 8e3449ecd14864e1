"""How each condition of a rule came out for a subject, in the sentences of its rule, down to the facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kg.conclusions.relations import Relations
from kg.conclusions.steps import Step
from kg.language.phrases import fill, placeholders
from kg.language.wording import Wording
from kg.names import stem
from kg.oxigraph import EVERYTHING, NamedNode, Store, op
from kg.queries.sparql import Query, read_query

_OUTCOME_KEYS = {"fails": "fails", "unknown": "unknown", "decidedByProceeding": "decided"}
_RANK = ("fails", "decidedByProceeding", "unknown")
EXCEPTION = "considered"
"""The key of the sentence that says why an exception of a rule was considered and does not help."""


def read_sentences(root: Path) -> dict[str, Query]:
    """Return, by kind of condition, the rule that tries it; its header holds the sentences for each outcome."""
    queries = map(read_query, sorted((root / "queries" / "rules").rglob("*.rq")))
    return {query.header["kind"]: query for query in queries if "kind" in query.header}


class Conditions:
    """Words the tests of conditions of one graph."""

    def __init__(self, store: Store, root: Path, words: Wording, relations: Relations) -> None:
        """Read tests from a store, and their sentences from the headers of the rules below ``root``."""
        self._store = store
        self._words = words
        self._relations = relations
        self._sentences = read_sentences(root)

    def step(self, test: str, day: date, *, exceptions: bool) -> Step:
        """Return a test with its outcome on a day and the facts that it turned on.

        With ``exceptions``, conditions that no exception applies say which one was considered and why it does not help.
        """
        condition = self._words.value(test, "condition") or ""
        kind = next((name for name in self._words.classes(condition) if name in self._sentences), None)
        outcome, reasons = self._outcome(test, day)
        grounds = [iri for iri in self._words.values(test, op("restsOn")) if iri != condition]
        sentence = None
        if kind is not None:
            says = self._words.phrases.of
            considered = says(self._sentences[kind], EXCEPTION) if exceptions and outcome == "holds" else None
            sentence = considered or says(self._sentences[kind], outcome)
        text = self._words.name(condition) if sentence is None else self._fill(sentence, test, condition, grounds)
        step = Step(text, test, outcome, unconfirmed=self._words.unconfirmed(condition))
        treaties = self._words.value(condition, "treatyInForceOn") is not None
        state = self._words.value(test, "state")
        step.steps.extend(self._grounds(dict.fromkeys(reasons + grounds), state, treaties=treaties))
        return step

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
        acts: dict[str, list[str]] = {}
        closed: dict[str, str] = {}
        rest: list[str] = []
        for iri in grounds:
            classes = self._words.classes(iri)
            if "TreatyAction" in classes:
                acts.setdefault(self._words.value(iri, "treaty") or "", []).append(iri)
            elif self._relations.closes_acts(iri):
                closed.update(dict.fromkeys(self._words.values(iri, op("about")), iri))
            else:
                rest.append(iri)
            if treaties and "CompetenceBasis" in classes:
                for treaty in self._words.values(iri, op("instrument")):
                    if "Treaty" in self._words.classes(treaty):
                        acts.setdefault(treaty, [])
        steps = [
            self._relations.told("proof.acts", state, treaty, actions, closed.get(treaty))
            for treaty, actions in sorted(acts.items())
        ]
        return steps + [self._relations.fact(iri) for iri in rest]

    def _fill(self, sentence: str, test: str, condition: str, grounds: list[str]) -> str:
        """Fill a sentence.

        {state}, {subject}, {body}; {bases}: the instruments that the competence rests on; {complete}: the earliest day
        to which a list is complete; or any property of the condition or else of the subject.
        """
        words = self._words
        subject = words.value(test, "subject") or ""
        body = words.value(subject, "issuedBy") or words.value(subject, "before") or subject
        known = {"state": [words.value(test, "state") or ""], "subject": [subject], "body": [body]}
        known["bases"] = [instrument for iri in grounds for instrument in words.values(iri, op("instrument"))]
        days = [asof for iri in grounds if (asof := words.value(iri, "asOf"))]
        values: dict[str, str | None] = {"complete": words.phrases.day(min(days)) if days else None}
        for name in placeholders(sentence) - set(values):
            things = known[name] if name in known else words.values(condition, op(name))
            values[name] = words.names(set(things or words.values(subject, op(name))))
        return fill(sentence, values)
