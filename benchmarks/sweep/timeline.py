"""All intervals at once: participations, positions, what binds, conflicts, duties to arrest."""

from __future__ import annotations

from collections import defaultdict

from benchmarks.sweep import obligations, positions
from benchmarks.sweep.facts import Facts, Span, common
from benchmarks.sweep.found import Sweep
from benchmarks.sweep.positions import TREATED
from benchmarks.sweep.status import statuses
from benchmarks.sweep.subjects import subjects


def sweep(facts: Facts) -> Sweep:
    """Return all that follows from facts."""
    found = Sweep(facts, statuses(facts), subjects(facts))
    positions.find(found)
    obligations.find(found)
    bound: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for state, subject, verdict, start, end in found.international:
        if verdict == "bound":
            bound[str(state), str(subject)].append((int(start), int(end)))
    for state, subject, rule, reading, verdict, start, end in found.positions:
        if verdict == TREATED:
            for span in common([(int(start), int(end))], bound[str(state), str(subject)]):
                found.conflicts.add((state, subject, rule, reading, *span))
    return found
