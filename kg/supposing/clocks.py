"""Two clocks: what a state's law was on a day, and what the law known on another day deems it to have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.language.wording import Wording
from kg.names import ONTOLOGY, XSD, stem, thing
from kg.oxigraph import A, Literal, NamedNode, Quad, Store, date_literal, op
from kg.queries.questions import run
from kg.supposing.supposition import SUPPOSED, Change

_RULES = f"""PREFIX op: <{ONTOLOGY}>
SELECT ?rule ?from ?deemed WHERE {{
  ?rule a op:RuleOnRulings ; op:holder <STATE> ; op:inForceFrom ?from .
  OPTIONAL {{ ?rule op:deemedFrom ?deemed }}
}}"""
_TRUE = Literal("true", datatype=NamedNode(XSD + "boolean"))


@dataclass(frozen=True)
class Deeming:
    """A rule that a later law gives an earlier effect: known since ``enacted``, deemed to hold since ``deemed``."""

    rule: str
    says: str
    provision: str
    enacted: str
    deemed: str

    def as_json(self) -> dict[str, object]:
        """Return the deeming as plain values."""
        return {
            "rule": self.rule,
            "says": self.says,
            "provision": self.provision,
            "enacted": self.enacted,
            "deemedFrom": self.deemed,
        }


def as_known(store: Store, words: Wording, state: str, known: date) -> tuple[Change, list[Deeming]]:
    """Return the change that puts a state's law as it is known on a day, and the deemings in it.

    Rules that come into force after that day are not known yet. A rule with ``op:deemedFrom`` holds from then. Where
    such a rule deems a treaty ended, the state's participation ends with it, for the state's own law only.
    """
    added: list[Quad] = []
    removed: list[Quad] = []
    deemings = []
    for row in run(store, _RULES.replace("<STATE>", f"<{state}>")).dicts():
        rule, start, deemed = NamedNode(str(row["rule"])), str(row["from"]), row["deemed"]
        if start > known.isoformat():
            removed += store.quads_for_pattern(rule, A, None)
            continue
        if not isinstance(deemed, str):
            continue
        removed.append(Quad(rule, op("inForceFrom"), date_literal(start), SUPPOSED))
        added.append(Quad(rule, op("inForceFrom"), date_literal(deemed), SUPPOSED))
        definition = words.definition(rule.value) or words.name(rule.value)
        provision = words.name(words.value(rule.value, "setBy"))
        deemings.append(Deeming(stem(rule.value), definition, provision, start, deemed))
        if words.value(rule.value, "effect") == op("treatyDeemedEnded").value:
            for treaty in words.values(rule.value, op("concernsTreaty")):
                added += _ended(state, treaty, deemed)
    return Change(f"the law as known on {known}", tuple(added), tuple(removed)), deemings


def _ended(state: str, treaty: str, day: str) -> list[Quad]:
    act = NamedNode(thing("action", f"{stem(treaty)}-{stem(state).lower()}-deemed-{day}"))
    return [
        Quad(act, A, op("Cessation"), SUPPOSED),
        Quad(act, op("actor"), NamedNode(state), SUPPOSED),
        Quad(act, op("treaty"), NamedNode(treaty), SUPPOSED),
        Quad(act, op("actDate"), date_literal(day), SUPPOSED),
        Quad(act, op("effectiveDate"), date_literal(day), SUPPOSED),
        Quad(act, op("unconfirmed"), _TRUE, SUPPOSED),
    ]
