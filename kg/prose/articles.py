"""Checks a text: finds its things and statements, and says which the graph confirms, contradicts or does not know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kg.language.citations import Citation
from kg.language.wording import Wording
from kg.names import kind, short
from kg.oxigraph import Store
from kg.prose.appellations import Appellations
from kg.prose.datings import find_dates
from kg.prose.decisions import decisions
from kg.prose.ledger import Claim, Ledger
from kg.prose.marked import mark, quotations
from kg.prose.mentions import Mention, Names
from kg.prose.predicates import Reader
from kg.prose.rulings import judge_law, judge_ruling, judge_warrant
from kg.prose.sentences import split
from kg.prose.statements import Statement
from kg.prose.understood import stated
from kg.prose.verdicts import CONFIRMED, CONTRADICTED, EXITS, UNKNOWN, UNSURE, Judge, Judgement

_LONGEST = 4_000
"""Characters; what is longer without a full stop is a list or a table, and not read."""


@dataclass(frozen=True)
class Finding:
    """A statement of a text with its verdict: confirmed, contradicted, unknown or unsure.

    ``stated`` says what was understood; ``words`` are those of the text, from ``start`` up to ``end``, counted in
    characters from 0. ``says`` is what the graph holds. ``known_to`` is the day up to which the list of acts that the
    answer rests on is complete; None where it rests on no list.
    """

    verdict: str
    stated: str
    words: str
    sentence: str
    line: int
    start: int
    end: int
    things: tuple[str, ...]
    date: str | None
    says: str
    because: str
    known_to: dt.date | None
    unconfirmed: bool
    citations: tuple[Citation, ...]
    claimed_in: tuple[Citation, ...]
    """Sources of claims on the matter that the graph does not accept: they support nothing."""

    def as_json(self) -> dict[str, object]:
        """Return the finding as plain values."""
        return {
            "verdict": self.verdict, "stated": self.stated, "words": self.words, "sentence": self.sentence,
            "line": self.line, "start": self.start, "end": self.end, "things": list(self.things), "date": self.date,
            "says": self.says, "because": self.because,
            "known_to": self.known_to.isoformat() if self.known_to else None,
            "unconfirmed": self.unconfirmed, "sources": [citation.as_json() for citation in self.citations],
            "claimed_in": [citation.as_json() for citation in self.claimed_in],
        }  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A checked text: the names found in it and its statements with their verdicts, in the order of the text."""

    mentions: tuple[Mention, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """Return all as plain values."""
        named = [
            {"text": m.text, "start": m.start, "end": m.end, "things": [short(thing) for thing in m.things]}
            for m in self.mentions
        ]
        return {"mentions": named, "statements": [finding.as_json() for finding in self.findings]}


class Checker:
    """Holds texts against one graph."""

    def __init__(self, store: Store, wording: Wording) -> None:
        """Take a built graph."""
        self._appellations = Appellations(store)
        self._ledger = Ledger(store, wording)
        self._wording = wording
        self._names = Names(self._appellations.pairs)
        self._judges: dict[tuple[str, str, dt.date], Judge] = {}

    def check(self, text: str, on: dt.date) -> Checked:
        """Return a text's things and statements; present tense speaks of the day on which the text was written."""
        mentions = self._mentions(text)
        states = frozenset(thing for m in mentions for thing in m.things if kind(thing) == "state")
        days = frozenset(dating.first for dating in find_dates(text) if dating.precision == "day")
        found = [self._finding(said, text, on, states, days) for said in self._statements(text, mentions)]
        return Checked(tuple(mentions), tuple(sorted(found, key=lambda finding: (finding.start, finding.end))))

    def _mentions(self, text: str) -> list[Mention]:
        """Return the names in a text; a bare last name counts where the text gives the whole name too."""
        found = self._names.find(text)
        persons = {thing for mention in found for thing in mention.things if kind(thing) == "person"}
        covered = {place for mention in found for place in range(mention.start, mention.end)}
        bare = Names(self._appellations.surnames(persons)).find(text) if persons else []
        found += [mention for mention in bare if covered.isdisjoint(range(mention.start, mention.end))]
        return sorted(found, key=lambda mention: mention.start)

    def _statements(self, text: str, mentions: list[Mention]) -> Iterator[Statement]:
        dates, quoted = find_dates(text), quotations(text)
        meant = {treaties: m for m in mentions if (treaties := self._appellations.treaties(m.things))}
        common = next(iter(meant.values())) if len(meant) == 1 else None
        for sentence in split(text):
            if len(sentence.text) > _LONGEST:
                continue
            marked = mark(sentence, mentions, dates)
            reader = Reader(marked, quoted, common)
            yield from reader.read()
            yield from decisions(marked, reader)

    def _finding(
        self, statement: Statement, text: str, on: dt.date, states: frozenset[str], days: frozenset[dt.date]
    ) -> Finding:
        statement = self._meant(statement)
        judgement = self._judge(statement, on, states, days)
        if statement.doubts and judgement.verdict != UNKNOWN:
            because = "; ".join(statement.doubts)
            if judgement.verdict != UNSURE:
                because += f"; otherwise it would be {judgement.verdict}: {judgement.because}"
            judgement = replace(judgement, verdict=UNSURE, because=because)
        doubtful = {claim.iri for claim in self._ledger.claims if claim.status != "accepted"}
        facts = [iri for iri in dict.fromkeys(judgement.facts) if iri not in doubtful]
        return Finding(
            verdict=judgement.verdict,
            stated=stated(statement, self._wording),
            words=text[statement.start : statement.end],
            sentence=statement.sentence.text,
            line=statement.sentence.line,
            start=statement.start,
            end=statement.end,
            things=tuple(map(short, dict.fromkeys((*statement.actor, *statement.object)))),
            date=str(statement.dating or statement.law or "") or None,
            says=judgement.says,
            because=judgement.because,
            known_to=judgement.known_to,
            unconfirmed=any(self._wording.unconfirmed(iri) for iri in facts),
            citations=self._cited(facts),
            claimed_in=self._cited(iri for iri in judgement.facts if iri in doubtful),
        )

    def _cited(self, iris: Iterable[str]) -> tuple[Citation, ...]:
        return tuple(dict.fromkeys(citation for iri in iris for citation in self._wording.citations(iri)))

    def _meant(self, statement: Statement) -> Statement:
        """Return a statement about those, of several things of one name, of which it can be said."""
        if statement.form in ("act", "standing"):
            joined = tuple(thing for thing in statement.object if self._appellations.treaties((thing,)))
            return replace(statement, object=joined or statement.object)
        if statement.form in ("warrant", "ruling"):
            bodies = tuple(thing for thing in statement.actor if kind(thing) == "body")
            return replace(statement, actor=bodies or statement.actor)
        return statement

    def _judge(self, statement: Statement, on: dt.date, states: frozenset[str], days: frozenset[dt.date]) -> Judgement:
        if statement.form == "warrant":
            return judge_warrant(self._ledger, statement)
        if statement.form == "ruling":
            return judge_ruling(self._ledger, statement)
        if statement.form in ("law", "amendment"):
            return judge_law(self._ledger, self._claimed, statement, states, days)
        treaties = self._appellations.treaties(statement.object)
        if not treaties:
            return Judgement(UNKNOWN, "the graph holds no treaty that is joined or left with it")
        if len(statement.actor) > 1:
            names = " or ".join(sorted(map(self._wording.name, statement.actor)))
            return Judgement(UNSURE, f"the name can mean {names}")
        found = [self._towards(statement, treaty, on) for treaty in treaties]
        verdicts = {judgement.verdict for judgement in found}
        judgement = next((j for j in found if j.verdict == CONFIRMED), found[0])
        if len(verdicts) > 1 or (len(found) > 1 and verdicts == {CONTRADICTED}):
            judgement = replace(judgement, verdict=UNSURE, because="more than one treaty can be meant")
        judgement = self._with_claim(judgement, statement, treaties)
        return self._or_akin(judgement, statement, on) if judgement.verdict == CONTRADICTED else judgement

    def _towards(self, statement: Statement, treaty: str, on: dt.date) -> Judgement:
        key = (statement.actor[0], treaty, on)
        if key not in self._judges:
            self._judges[key] = Judge(self._ledger, *key)
        return self._judges[key].judge(statement)

    def _or_akin(self, judgement: Judgement, statement: Statement, on: dt.date) -> Judgement:
        """Return a contradiction as unsure where a text may speak of another instrument that bears a body's name."""
        for thing in statement.object:
            for treaty in self._appellations.akin(thing) if kind(thing) in ("body", "organization") else ():
                if self._ledger.acts(statement.actor[0], treaty):
                    other = self._towards(statement, treaty, on)
                    if other.verdict in (CONFIRMED, UNSURE):
                        because = f"the text may speak of another instrument: {other.says}"
                        facts = (*judgement.facts, *other.facts)
                        return replace(judgement, verdict=UNSURE, because=because, facts=facts)
        return judgement

    def _with_claim(self, judgement: Judgement, statement: Statement, treaties: tuple[str, ...]) -> Judgement:
        """Add the rejected claim that states the same, if the graph holds no act that bears the statement out."""
        if judgement.verdict == CONFIRMED or statement.denied:
            return judgement
        for claim, said in self._claimed:
            alike = said.act == statement.act or {said.act, statement.act} <= EXITS
            same = said.form == statement.form and alike and not said.denied
            about = set(treaties) & set(self._appellations.treaties(said.object))
            if not (same and about and claim.status == "rejected" and said.actor == statement.actor):
                continue
            if not _agree(statement, said, claim):
                continue
            if judgement.verdict == CONTRADICTED or (judgement.verdict == UNSURE and statement.dating is None):
                because = f"a claim that the graph rejects says so too: {claim.because}"
                return replace(judgement, verdict=CONTRADICTED, because=because, facts=(*judgement.facts, claim.iri))
        return judgement

    @cached_property
    def _claimed(self) -> list[tuple[Claim, Statement]]:
        """What the claims of the graph state, read as any text is."""
        return [
            (claim, statement)
            for claim in self._ledger.claims
            for words in claim.words
            for statement in self._statements(words, self._mentions(words))
        ]


def _agree(statement: Statement, claimed: Statement, claim: Claim) -> bool:
    """Return whether the dates of a statement and of what a claim states can be the same."""
    if claim.value is not None:
        said = statement.dating if statement.relation == "within" else None
        return said is not None and said.first.isoformat() <= claim.value <= said.last.isoformat()
    if statement.dating is None or claimed.dating is None:
        return True
    return statement.dating.first <= claimed.dating.last and claimed.dating.first <= statement.dating.last
