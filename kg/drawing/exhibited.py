"""Proofs that a page carries: each step once, however many proofs rest on it."""

from __future__ import annotations

from typing import Any

from kg.conclusions.steps import Step
from kg.language.citations import Bibliography


class ExhibitedProofs:
    """The steps of many proofs, as plain values for a page's script.

    A step is ``[text, outcome or null, unconfirmed as 0 or 1, numbers of sources, numbers of the steps below]``; the
    nodes that steps are about are left out, for a page shows no IRIs of derived facts.
    """

    def __init__(self, cited: Bibliography) -> None:
        """Begin without a proof; sources are numbered in a page's list."""
        self._cited = cited
        self._numbers: dict[tuple[object, ...], int] = {}
        self.steps: list[list[Any]] = []

    def add(self, step: Step) -> int:
        """Return the number of a step, it and all below it among the steps afterwards."""
        below = tuple(self.add(inner) for inner in step.steps)
        sources = tuple(self._cited.numbers(step.citations))
        key = (step.text, step.outcome, step.unconfirmed, sources, below)
        if key not in self._numbers:
            self._numbers[key] = len(self.steps)
            self.steps.append([step.text, step.outcome, int(step.unconfirmed), list(sources), list(below)])
        return self._numbers[key]

    def sources(self, number: int) -> list[int]:
        """Return the numbers of all sources that a step and those below it cite, in their order."""
        found: dict[int, None] = {}
        queue = [number]
        seen: set[int] = set()
        while queue:
            current = queue.pop()
            if current not in seen:
                seen.add(current)
                found.update(dict.fromkeys(self.steps[current][3]))
                queue.extend(self.steps[current][4])
        return sorted(found)
