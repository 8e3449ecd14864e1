"""Holds what a text states about warrants, rulings and laws against the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from kg.names import kind
from kg.prose.datings import Dating
from kg.prose.ledger import Claim, Ledger, days_of, meets
from kg.prose.statements import Statement
from kg.prose.verdicts import CONFIRMED, CONTRADICTED, UNKNOWN, UNSURE, Judgement

_NAMED_BY = ("signed", "adopted", "published")
"""The days by which a law is called the law of a day."""


def _compared(
    ledger: Ledger, statement: Statement, facts: Sequence[str], meant: Sequence[str], other: Sequence[str]
) -> Judgement:
    """Return how a stated date agrees with dated properties of facts: those meant, and those it may be taken for."""
    says = "; ".join(ledger.wording.sentence(iri) for iri in facts)
    said = statement.dating
    if said is None:
        return Judgement(CONFIRMED, "it stands in the graph", says, tuple(facts))
    close: list[str] = []
    for iri in facts:
        for local in (*meant, *other):
            days = days_of(ledger.wording, iri, local)
            fits = None if days is None else meets(days, said, statement.relation)
            if fits and local in meant:
                return Judgement(CONFIRMED, "it stands in the graph with that date", says, (iri,))
            if fits:
                close.append("it is the day of something else about it")
            elif days is not None and fits is None:
                close.append("the graph does not know the date so exactly")
    disputed = [
        claim for claim in ledger.claims if set(claim.concerns) & set(facts) and claim.value == said.first.isoformat()
    ]
    for claim in disputed:
        if claim.status == "rejected" and said.precision == "day":
            because = f"a claim that the graph rejects says so too: {claim.because}"
            return Judgement(CONTRADICTED, because, says, (*facts, claim.iri))
    if disputed or close:
        because = close[0] if close else "sources disagree on the date"
        return Judgement(UNSURE, because, says, (*facts, *(claim.iri for claim in disputed)))
    return Judgement(CONTRADICTED, "it stands in the graph with another date", says, tuple(facts))


def judge_warrant(ledger: Ledger, statement: Statement) -> Judgement:
    """Return what the graph says to a warrant of a body against a person."""
    person, bodies = statement.object[0], {thing for thing in statement.actor if kind(thing) == "body"}
    issued = ledger.rulings("concernsPerson", person, "ArrestWarrant")
    found = [iri for iri in issued if not bodies or bodies & set(ledger.values(iri, "issuedBy"))]
    if len(statement.object) > 1 or (not bodies and len({*ledger.issuers(found)}) > 1):
        return Judgement(UNSURE, "more than one warrant can be meant")
    if found:
        return _compared(ledger, statement, found, ("decided",), ("madePublic",))
    for body in bodies:
        complete = ledger.complete(body, "ArrestWarrant")
        if complete and statement.dating is not None and statement.dating.last <= complete[0]:
            says = f"{ledger.wording.sentence(complete[1])}; none is against {ledger.wording.name(person)}"
            return Judgement(
                CONTRADICTED, "the complete list of warrants holds none such", says, complete[1:], complete[0]
            )
    return Judgement(UNKNOWN, "the graph holds no such warrant")


def judge_ruling(ledger: Ledger, statement: Statement) -> Judgement:
    """Return what the graph says to a ruling of a body on a day, in a case that is named."""
    bodies = set(statement.actor)
    rulings = [thing for thing in statement.object if kind(thing) == "ruling"]
    in_case = [iri for case in statement.object for iri in ledger.rulings("inProceeding", case, "Ruling")]
    found = [iri for iri in rulings or in_case if bodies & set(ledger.values(iri, "issuedBy"))]
    if not found:
        return Judgement(UNKNOWN, "the graph holds no such ruling")
    judgement = _compared(ledger, statement, found, ("decided",), ("becameFinal",))
    if judgement.verdict == CONTRADICTED and not rulings:
        because = "the graph holds other rulings in that case; its list is not complete"
        return replace(judgement, verdict=UNKNOWN, because=because)
    return judgement


def judge_law(
    ledger: Ledger,
    claimed: Iterable[tuple[Claim, Statement]],
    statement: Statement,
    states: frozenset[str],
    days: frozenset[date],
) -> Judgement:
    """Return what the graph says to a law: to a dated event of it, or to what claims say that it amends.

    ``states`` and ``days`` are those that the text names: they tell which law is meant, where only its year is given.
    """
    laws = _laws(ledger, statement)
    if not laws:
        return Judgement(UNKNOWN, "the graph holds no law of that date")
    spoken = [law for law in laws if set(ledger.values(law, "lawOf")) & states]
    if len(spoken) > 1:
        spoken = [law for law in spoken if any(_known_by(ledger, law, day) for day in days)] or spoken
    if statement.form == "law":
        if len(spoken) != 1:
            return Judgement(UNSURE, "it is not sure which law is meant", _named(ledger, laws), tuple(laws))
        return _compared(ledger, statement, spoken, (statement.act,), ("deemedFrom",))
    for claim, said in claimed:
        concerned = [law for law in laws if law in claim.concerns]
        if said.form != "amendment" or not concerned or claim.status == "open":
            continue
        if not set(concerned) & set(spoken):
            return Judgement(
                UNSURE, "the text does not name the state of the law", _named(ledger, concerned), (claim.iri,)
            )
        says = f"{_named(ledger, concerned)}: {claim.because}"
        if claim.status == "rejected":
            return Judgement(CONTRADICTED, "a claim that the graph rejects says so too", says, (*concerned, claim.iri))
        return Judgement(CONFIRMED, "a claim that the graph accepts says so", says, (*concerned, claim.iri))
    return Judgement(UNKNOWN, "the graph holds no claim on what the law amends", _named(ledger, laws), tuple(laws))


def _laws(ledger: Ledger, statement: Statement) -> list[str]:
    named = [thing for thing in statement.actor if kind(thing) == "law"]
    said: Dating | None = statement.law
    if named or said is None:
        return named
    dated = [(law, days) for law in ledger.laws for local in _NAMED_BY if (days := days_of(ledger.wording, law, local))]
    return sorted({law for law, days in dated if meets(days, said, "within")})


def _known_by(ledger: Ledger, law: str, day: date) -> bool:
    return any(days_of(ledger.wording, law, local) == (day, day) for local in _NAMED_BY)


def _named(ledger: Ledger, things: Iterable[str]) -> str:
    return "; ".join(sorted(map(ledger.wording.name, things)))
