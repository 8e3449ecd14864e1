"""Holds what a text states about a state and a treaty against what the graph holds of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kg.language.wording import CONSENT_ACTS
from kg.prose.datings import Dating
from kg.prose.ledger import Act, Claim, Ledger, Span, meets
from kg.prose.statements import Statement

CONFIRMED, CONTRADICTED, UNKNOWN, UNSURE = "confirmed", "contradicted", "unknown", "unsure"
_LEFT = frozenset(("Withdrawal", "Cessation"))
_MEANS = {
    "sign": frozenset(("Signature", "DefinitiveSignature")),
    "ratify": frozenset(("Ratification", "Acceptance", "Approval")),
    "accede": frozenset(("Accession",)),
    "join": CONSENT_ACTS,
    "become": CONSENT_ACTS,
    "withdraw": _LEFT,
    "leave": _LEFT,
    "unsign": frozenset(("SignatureWithdrawal",)),
}
"""The classes of acts that the words of an act mean."""
_ABOUT = {
    "ratify": CONSENT_ACTS, "accede": CONSENT_ACTS, "party": CONSENT_ACTS | _LEFT,
    "signatory": _MEANS["sign"] | _MEANS["unsign"] | CONSENT_ACTS,
}  # fmt: skip
"""Of which classes the acts are that an answer rests on, where they are more than the words mean."""
_BY_EFFECT = frozenset(("join", "become", "leave"))
"""Words that speak of the effect: one has left when the notice takes effect, not on the day of the notice."""
EXITS = frozenset(("withdraw", "leave"))
"""Words for the same: that a state is a party no more, or has said that it will not be."""
_EITHER_DAY = frozenset(("withdraw",))
_AT_HOME = {
    **dict.fromkeys(("ratify", "accede", "join"), timedelta(days=366)),
    **dict.fromkeys(("withdraw", "unsign"), timedelta(days=92)),
}
"""So long before the act towards the treaty a day may be that of a vote or decision at home, which the press means."""


@dataclass(frozen=True)
class Judgement:
    """A verdict, why, the facts that were compared, and up to which day they are known."""

    verdict: str
    because: str
    says: str = ""
    facts: tuple[str, ...] = ()
    known_to: date | None = None


def _gives(claim: Claim, said: Dating) -> bool:
    """Return whether a claim on a date may give the date that a text gives."""
    if claim.value is None:
        return claim.about is not None
    return said.first.isoformat() <= claim.value <= said.last.isoformat()


class Judge:
    """Judges statements about one state and one treaty, as of the day on which the text was written."""

    def __init__(self, ledger: Ledger, state: str, treaty: str, on: date) -> None:
        """Read what the graph holds of both."""
        self._on = on
        self._wording = ledger.wording
        self._acts: list[Act] = ledger.acts(state, treaty)
        self._spans: list[Span] = ledger.spans(state, treaty)
        self._complete = ledger.complete(treaty)
        iris = {act.iri for act in self._acts}
        self._open = [claim for claim in ledger.claims if claim.status == "open" and iris & set(claim.concerns)]
        self._names = f"{self._wording.name(state)}, {self._wording.name(treaty)}"

    def judge(self, statement: Statement) -> Judgement:
        """Return what the graph says to a statement."""
        verdict, because = (self._standing if statement.form == "standing" else self._act)(statement)
        kinds = _ABOUT.get(statement.act) or _MEANS[statement.act]
        facts = tuple(act.iri for act in self._acts if act.kinds & kinds)
        done = verdict == CONFIRMED and statement.form == "act" and not statement.denied
        complete = None if done and facts else self._complete
        facts = facts or tuple(act.iri for act in self._acts)
        facts = (*facts, complete[1]) if complete else facts
        return Judgement(verdict, because, self.says(complete), facts, complete[0] if complete else None)

    def says(self, complete: tuple[date, str] | None) -> str:
        """Return what the graph holds of the state and the treaty in one line, and up to when, if that matters."""
        text = f"{self._names}: {self._wording.acts(act.iri for act in self._acts)}"
        parties = [span for span in self._spans if span.status == "party"]
        if parties:
            last = parties[-1]
            text += f"; a party from {last.start}" + (f" until {last.end}" if last.end else "")
        elif self._complete:
            text += "; it never was a party"
        return text + (f" (list complete as of {complete[0]})" if complete else "")

    def _absent(self, statement: Statement, what: str) -> tuple[str, str]:
        """Return the verdict where no such act stands in the graph: contradicted only within a complete list."""
        if self._complete is None:
            return UNKNOWN, f"the graph holds {what}, but its list of acts is not declared complete"
        known = self._complete[0]
        if statement.dating is None:
            if self._on <= known:
                return CONTRADICTED, f"the graph holds {what}"
            return UNSURE, f"the graph holds {what} up to {known}; the text may speak of a later one"
        if statement.dating.last <= known and statement.relation in ("within", "before", "by", "since"):
            return CONTRADICTED, f"the graph holds {what}"
        return UNKNOWN, f"the graph holds {what}, and knows the acts only up to {known}"

    def _act(self, statement: Statement) -> tuple[str, str]:
        exact = [act for act in self._acts if act.kinds & _MEANS[statement.act] and not self._later(act)]
        consented = [act for act in self._acts if act.kinds & CONSENT_ACTS and not self._later(act)]
        near = consented if statement.act in ("ratify", "accede") else []
        if statement.denied:
            return self._denied(statement, exact, near)
        if not exact:
            if near and (statement.dating is None or self._dated(statement, near)[0] == CONFIRMED):
                return UNSURE, "it became a party, but by another act than the text says"
            return self._absent(statement, "no such act")
        undone = [act for act in exact if act.kinds & _LEFT and (act.effect is None or act.undone)]
        if statement.act in EXITS and len(undone) == len(exact):
            if statement.act == "leave":
                return self._absent(statement, "a notice only, which took no effect")
            return UNSURE, "a notice was given, but it took no effect"
        if statement.act == "leave" and all(act.effect and act.effect[0] > self._on for act in exact):
            return UNSURE, f"the notice had not taken effect on {self._on}"
        if claim := self._disputed(exact):
            return UNSURE, f"sources disagree: {claim.words[0]}"
        if statement.dating is None:
            return CONFIRMED, "the act stands in the graph"
        return self._dated(statement, exact)

    def _took_effect(self, act: Act) -> bool:
        return act.effect is not None and act.effect[0] <= self._on and not act.undone

    def _disputed(self, acts: Sequence[Act]) -> Claim | None:
        """Return an open claim on whether acts were done, or had effect, if there is one."""
        iris = {act.iri for act in acts}
        return next((claim for claim in self._open if iris & set(claim.concerns) and not claim.about), None)

    def _later(self, act: Act) -> bool:
        return act.acted is not None and act.acted[0] > self._on

    def _denied(self, statement: Statement, exact: Sequence[Act], near: Sequence[Act]) -> tuple[str, str]:
        if statement.dating is not None:
            return UNSURE, "a denial with a date can be meant in more than one way"
        if not exact and near:
            return UNSURE, "it became a party, but by another act than the text denies"
        if any(not act.kinds & _LEFT or self._took_effect(act) for act in exact):
            if claim := self._disputed(exact):
                return UNSURE, f"sources disagree: {claim.words[0]}"
            return CONTRADICTED, "the act that the text denies stands in the graph"
        if exact and (statement.act != "leave" or self._disputed(exact)):
            return UNSURE, f"a notice was given, but it had taken no effect on {self._on}"
        if self._complete is None:
            return UNKNOWN, "the graph holds no such act, but its list of acts is not declared complete"
        if exact:
            return CONFIRMED, f"a notice was given, but it had taken no effect on {self._on}"
        return CONFIRMED, "the complete list of acts holds none such"

    def _dated(self, statement: Statement, acts: Sequence[Act]) -> tuple[str, str]:
        """Return whether one of the acts has the date that the text gives; another date contradicts."""
        said = statement.dating
        assert said is not None
        effect_first = statement.effect or statement.act in _BY_EFFECT
        close: list[str] = []
        for act in acts:
            meant, other = (act.effect, act.acted) if effect_first else (act.acted, act.effect)
            fits = None if meant is None else meets(meant, said, statement.relation)
            also = None if other is None else meets(other, said, statement.relation)
            if fits or (also and statement.act in _EITHER_DAY and not statement.effect):
                return CONFIRMED, "an act of that date stands in the graph"
            if fits is None and meant is not None:
                close.append("the graph does not know the date so exactly")
            elif also:
                close.append(
                    "that is the day of the act, which took effect later"
                    if effect_first
                    else "that is the day on which the act took effect"
                )
            elif self._vote(statement, act):
                close.append("it may be the day of a decision at home; the act towards the treaty came later")
        compared = {act.iri for act in acts}
        if any(_gives(claim, said) for claim in self._open if compared & set(claim.concerns)):
            close.append("sources disagree on the date")
        if any(act.unconfirmed for act in acts):
            close.append("the graph holds another date, which nobody has read in a source")
        if close:
            return UNSURE, close[0]
        return CONTRADICTED, "the act stands in the graph with another date"

    def _vote(self, statement: Statement, act: Act) -> bool:
        said = statement.dating
        if statement.act not in _AT_HOME or said is None or act.acted is None or statement.relation != "within":
            return False
        return said.last < act.acted[0] <= said.last + _AT_HOME[statement.act]

    def _standing(self, statement: Statement) -> tuple[str, str]:
        statuses = ("party",) if statement.act == "party" else ("signatory",)
        spans = [span for span in self._spans if span.status in statuses and span.start <= self._on]
        now = [span for span in spans if span.covers(self._on)]
        if any(span.status == "possibleParty" and span.covers(self._on) for span in self._spans):
            return UNSURE, "sources disagree whether it is still a party"
        if statement.act == "signatory" and not now and any(s.status == "party" for s in self._spans):
            return UNSURE, "it became a party, and is no mere signatory"
        if statement.dating is not None and not statement.denied and spans:
            return self._since(statement, spans)
        held = spans if statement.past else now
        if statement.denied:
            return self._not_held(statement, held, spans)
        if held:
            return CONFIRMED, "the status stands in the graph"
        if spans:
            return CONTRADICTED, "the status had ended"
        return self._absent(statement, "no such status")

    def _not_held(self, statement: Statement, held: Sequence[Span], spans: Sequence[Span]) -> tuple[str, str]:
        if statement.dating is not None:
            return UNSURE, "a denial with a date can be meant in more than one way"
        if statement.past and not statement.never and held and all(span.end is not None for span in held):
            return UNSURE, "it had the status for a time; the text may speak of another"
        if held:
            return CONTRADICTED, "the status that the text denies stands in the graph"
        if spans:
            return CONFIRMED, "the status had ended"
        if self._complete is None:
            return UNKNOWN, "the graph holds no such status, but its list of acts is not declared complete"
        if statement.ended:
            return CONTRADICTED, "it never had the status that the text says it lost"
        return CONFIRMED, "the complete list of acts gives it no such status"

    def _since(self, statement: Statement, spans: Sequence[Span]) -> tuple[str, str]:
        said, relation = statement.dating, statement.relation
        assert said is not None
        if relation == "until":
            ends = [(span.end, span.end) for span in spans if span.end]
            if any(meets(end, said, "within") for end in ends):
                return CONFIRMED, "the status ended on that date"
            return (CONTRADICTED, "the status ended on another date") if ends else (UNSURE, "the status has not ended")
        if relation == "since":
            if any(meets((span.start, span.start), said, "within") for span in spans):
                return CONFIRMED, "the status began on that date"
            if any(act.acted and meets(act.acted, said, "within") for act in self._acts if act.kinds & CONSENT_ACTS):
                return UNSURE, "that is the day of the act, which took effect later"
            return CONTRADICTED, "the status began on another date"
        if relation == "within" and any(span.covers(said.first) and span.covers(said.last) for span in spans):
            return CONFIRMED, "it had the status then"
        return UNSURE, "the date can be meant in more than one way"
