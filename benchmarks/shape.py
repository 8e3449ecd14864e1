"""How many there are of what in a graph: counted on the real graph, and given by it to those that are generated."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.sweep.facts import Facts

CLASSES = (
    "State", "Treaty", "TreatyAction", "ConsentAct", "PartyStatusEnd", "Signature", "AdjudicatoryBody", "Proceeding",
    "Ruling", "ArrestWarrant", "CompetenceBasis", "ChapterVIIResolution", "NonRecognitionRule", "CompletenessStatement",
)  # fmt: skip


def counts(facts: Facts) -> dict[str, int]:
    """Return the members of the classes that decide how much follows, and how many readings and holders there are."""
    rules = facts.members["NonRecognitionRule"]
    return {cls: len(facts.members[cls]) for cls in CLASSES} | {
        "pairs of state and treaty": len(_pairs(facts)),
        "readings of rules": sum(len(facts.all("hasReading", rule)) for rule in rules),
        "states with a rule": len({state for rule in rules for state in facts.all("holder", rule)}),
    }


def _pairs(facts: Facts) -> set[tuple[str, str]]:
    states = facts.members["State"]
    return {
        (state, treaty)
        for act in facts.members["TreatyAction"]
        for state in facts.all("actor", act)
        if state in states
        for treaty in facts.all("treaty", act)
    }


def ratios(found: dict[str, int]) -> dict[str, float]:
    """Return the proportions that a generated graph shares with the real one."""
    pairs = found["State"] * found["Treaty"]
    return {
        "pairs with acts, of all": found["pairs of state and treaty"] / pairs,
        "acts per pair": found["TreatyAction"] / found["pairs of state and treaty"],
        "consents, of acts": found["ConsentAct"] / found["TreatyAction"],
        "signatures, of acts": found["Signature"] / found["TreatyAction"],
        "ends, of acts": found["PartyStatusEnd"] / found["TreatyAction"],
        "proceedings per body": found["Proceeding"] / found["AdjudicatoryBody"],
        "warrants, of rulings": found["ArrestWarrant"] / found["Ruling"],
        "readings per rule": found["readings of rules"] / found["NonRecognitionRule"],
        "states with a rule, per rule": found["states with a rule"] / found["NonRecognitionRule"],
    }


def table(named: Iterable[tuple[str, dict[str, int]]]) -> tuple[list[str], list[list[str]]]:
    """Return counts and ratios of several graphs as a table: head and rows."""
    graphs = list(named)
    head = ["", *(name for name, _ in graphs)]
    rows = [[label, *(f"{found[label]:,}" for _, found in graphs)] for label in graphs[0][1]]
    shares = [ratios(found) for _, found in graphs]
    return head, rows + [[label, *(f"{share[label]:.2f}" for share in shares)] for label in shares[0]]
