"""From acts to intervals: party, possibly party, signatory, provisional application."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from benchmarks.sweep.facts import INF, Facts, Span, merged

Status = dict[tuple[str, str], list[Span]]
"""Intervals by state and treaty."""
_Acts = dict[str, list[tuple[int, bool]]]
"""Days and whether they are undisputed, by what the act does."""
_KINDS = (
    ("ConsentAct", "consent"), ("PartyStatusEnd", "end"), ("Signature", "signature"),
    ("SignatureWithdrawal", "withdrawn"), ("ProvisionalApplication", "applied"),
    ("ProvisionalApplicationTermination", "terminated"),
)  # fmt: skip


def _acts(facts: Facts) -> tuple[dict[tuple[str, str], _Acts], set[tuple[str, str]]]:
    """Return the acts of each state towards each treaty, and the pairs of which an act is disputed."""
    undone = {
        act
        for rescission in facts.members["WithdrawalRescission"] - facts.disputed
        for act in facts.all("undoes", rescission)
    }
    acts: dict[tuple[str, str], _Acts] = defaultdict(lambda: defaultdict(list))
    doubtful = {
        (state, treaty)
        for act in facts.disputed & facts.members["TreatyAction"]
        for state in facts.all("actor", act)
        for treaty in facts.all("treaty", act)
    }
    states, actor, treaties = facts.members["State"], facts.things["actor"], facts.things["treaty"]
    done, effective, disputed = facts.days["actDate"], facts.days["effectiveDate"], facts.disputed
    for cls, name in _KINDS:
        for act in facts.members[cls]:
            if act in undone or act not in treaties or actor[act][0] not in states:
                continue
            day = done.get(act) if name == "signature" else effective.get(act)
            if day is None and name == "withdrawn":
                day = done.get(act)
            if day is not None:
                acts[actor[act][0], treaties[act][0]][name].append((day, act not in disputed))
    return acts, doubtful


def _runs(starts: Iterable[int], ends: list[int], life: Span) -> list[Span]:
    """Return the intervals from each start to the first later end, cut to the treaty's life."""
    found = []
    for start in starts:
        begin = max(start, life[0])
        end = min(min((day for day in ends if day > start), default=INF), life[1])
        if begin < end:
            found.append((begin, end))
    return merged(found)


def statuses(facts: Facts) -> dict[str, Status]:
    """Return the intervals of each status; possible ones contain the certain ones."""
    found: dict[str, Status] = {"party": {}, "possibleParty": {}, "signatory": {}, "provisional": {}}
    acts, doubtful = _acts(facts)
    for pair, kinds in acts.items():
        life = facts.life(pair[1])
        consents, ends = kinds["consent"], kinds["end"]
        live = [day for day, certain in consents if certain]
        found["party"][pair] = _runs(live, [day for day, _ in ends], life)
        found["possibleParty"][pair] = (
            _runs([day for day, _ in consents], [day for day, certain in ends if certain], life)
            if pair in doubtful
            else found["party"][pair]
        )
        if signatures := [day for day, certain in kinds["signature"] if certain]:
            gone = [day for day, certain in kinds["withdrawn"] if certain]
            spans = []
            for day in signatures:
                until = min([c for c in live if c >= day] + [w for w in gone if w > day] + [life[1]])
                if day < until:
                    spans.append((day, until))
            found["signatory"][pair] = merged(spans)
        if applied := [day for day, certain in kinds["applied"] if certain]:
            stops = live + [day for day, certain in kinds["terminated"] if certain]
            spans = [(day, min([s for s in stops if s > day] + [life[1]])) for day in applied]
            found["provisional"][pair] = merged(span for span in spans if span[0] < span[1])
    return found
