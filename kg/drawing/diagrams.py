"""A proof as a diagram: each step once, below what rests on it, the sources at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any, Final

from kg.conclusions.steps import INTERNATIONAL, READING, RULE, Step
from kg.drawing.exhibited import ExhibitedProofs
from kg.drawing.layering import Laid, laid_out, ranked
from kg.drawing.lettering import Lettering
from kg.drawing.pages import runs
from kg.language.wording import Wording
from kg.names import kind

POSITION, CONDITION, GROUND = "position", "condition", "ground"
"""The parts of a proof, beside those that its steps name."""
_WIDTH, _PAD, _TEXT, _LINE, _HEAD = 192.0, 8.0, 11.0, 14.0, 17.0
"""Pixels: a box, the space within it, the size of its letters, the height of a line, that of the line that names it."""
_LINES: Final = 16
_MARK: Final = 19.0
_SOURCE: Final = (30.0, 22.0)
_MOST_LINED: Final = 40
"""Of so many sources at most, a line leads to each; of more, the numbers in the boxes tell."""
_GAP: Final = 6.0


@dataclass(frozen=True)
class Part:
    """What a step is in the diagram: its part in the proof, what stands above its text, and the mark beside that."""

    part: str
    named: str
    mark: tuple[str, str] | None


class Diagrams:
    """Draws proofs whose steps a page carries."""

    def __init__(self, proofs: ExhibitedProofs, words: Wording, letters: Lettering, style: dict[str, Any]) -> None:
        """Draw with these numbers of steps, these names of kinds, these letters, this style."""
        self._proofs = proofs
        self._words = words
        self._letters = letters
        self._style = style
        self.parts: dict[int, Part] = {}

    def drawn(self, top: Step, verdict: str, obligation: str) -> dict[str, Any]:
        """Return a proof as plain values: ``boxes``, ``edges``, ``sources``, ``size`` and the number of its ``top``.

        A box is ``[step, x, y, width, height, part, what it is, mark, lines, sources in words]``; an edge is ``[upper,
        lower, path, kind]``, where what is upper or lower is a step, or a source with an s before its number.
        """
        number = self._proofs.add(top)
        self._name(top, verdict, obligation)
        order = self._order(number)
        beside = next((n for n in self._below(number) if self.parts[n].part == INTERNATIONAL), None)
        children = {str(n): [str(m) for m in self._below(n) if (n, m) != (number, beside)] for n in order}
        lined = len({s for n in order for s in self._proofs.steps[n][3]}) <= _MOST_LINED
        laid, sizes, lines = self._laid(order, children, lined=lined)
        boxes = [
            [
                n, *laid.places[str(n)], *sizes[str(n)], self.parts[n].part, self._heading(self.parts[n]),
                self.parts[n].mark, lines[n], self._cited(n),
            ]
            for n in order
        ]  # fmt: skip
        edges = [[int(a), int(b), path, "rests"] for (a, b), path in laid.routes.items() if a[0] != "h" and b[0] != "h"]
        if beside is not None:
            edges.append([number, beside, self._across(laid, sizes, number, beside), "beside"])
        sources, width, height = self._sources(order, laid, lined=lined)
        if lined:
            for n in order:
                for s in self._proofs.steps[n][3]:
                    down = laid.routes[str(n), f"h{n}"] + "L" + laid.routes[f"h{n}", f"s{s}"][1:]
                    edges.append([n, f"s{s}", down, "cites"])
        return {"top": number, "boxes": boxes, "edges": edges, "sources": sources, "size": [width, height]}

    def _below(self, number: int) -> list[int]:
        return list(dict.fromkeys(self._proofs.steps[number][4]))

    def _name(self, top: Step, verdict: str, obligation: str) -> None:
        self.parts[self._proofs.add(top)] = Part(POSITION, self._words.words["proof.own-law"], ("verdicts", verdict))
        words = self._words.words
        for _, step in top.walk():
            part = self._part(step)
            if step.role == INTERNATIONAL:
                part = Part(INTERNATIONAL, words["proof.international"], ("obligations", obligation))
            self.parts.setdefault(self._proofs.add(step), part)

    def _part(self, step: Step) -> Part:
        words = self._words.words
        if step.role == RULE:
            return Part(RULE, words["proof.rule"], ("kinds", "rule"))
        if step.role == READING:
            return Part(READING, words["proof.reading"], ("kinds", "reading"))
        if step.outcome is not None:
            outcome = self._style["results"][step.outcome]["one"]
            return Part(CONDITION, words.say("proof.condition", outcome=outcome), ("results", step.outcome))
        if step.iri is None:
            return Part(GROUND, words["proof.note"], None)
        named, sort = self._words.kind_of(step.iri), kind(step.iri)
        mark = ("kinds", sort) if sort and sort in self._style["kinds"] else None
        return Part(GROUND, named[:1].upper() + named[1:], mark)

    def _heading(self, part: Part) -> str:
        """Return what stands above the text of a box, cut to the box: beside it stands the mark."""
        room = _WIDTH - 2 * _PAD - (_MARK if part.mark else 0)
        return self._letters.fitted(part.named, _TEXT, room, bold=True)

    def _order(self, number: int) -> list[int]:
        """Return a step and those below it, each after all those above it."""
        done: dict[int, None] = {}

        def visit(one: int) -> None:
            if one not in done:
                for below in reversed(self._below(one)):
                    visit(below)
                done[one] = None

        visit(number)
        return list(reversed(done))

    def _cited(self, number: int) -> str:
        spans = [f"{a}" if a == b else f"{a}\N{EN DASH}{b}" for a, b in runs(self._proofs.steps[number][3])]
        words, cited = self._words.words, len(self._proofs.steps[number][3])
        said = words.many("proof.cited", cited, numbers=", ".join(spans)) if spans else ""
        unread = words["page.unconfirmed"] if self._proofs.steps[number][2] else ""
        return "; ".join(part for part in (said, unread) if part)

    def _laid(
        self, order: list[int], children: dict[str, list[str]], *, lined: bool
    ) -> tuple[Laid, dict[str, tuple[float, float]], dict[int, list[str]]]:  # fmt: skip
        sizes: dict[str, tuple[float, float]] = {}
        lines: dict[int, list[str]] = {}
        for n in order:
            lines[n] = self._letters.lines(self._proofs.steps[n][0], _TEXT, _WIDTH - 2 * _PAD, _LINES)
            rows = len(lines[n]) + bool(self._cited(n))
            sizes[str(n)] = (_WIDTH, 2 * _PAD + _HEAD + _LINE * rows - 3)
        most = max(4, ceil(0.8 * sqrt(len(order))))
        top = str(order[0])
        ranks = {top: 0} | {n: r + 1 for n, r in ranked(map(str, order[1:]), children, most).items()}
        sides = [str(n) for n in order if self.parts[n].part == INTERNATIONAL]
        side = next((n for n in sides if n not in children[top]), None)
        if side in ranks:
            ranks[side] = 0
        if lined:
            last = max(ranks.values())
            for n in order:
                if cited := self._proofs.steps[n][3]:
                    children = children | {str(n): [*children[str(n)], f"h{n}"], f"h{n}": [f"s{s}" for s in cited]}
                    ranks[f"h{n}"] = last + 1
                    sizes[f"h{n}"] = (4.0, 0.0)
                    for s in cited:
                        ranks[f"s{s}"] = last + 2
                        sizes[f"s{s}"] = _SOURCE
        return laid_out(ranks, children, sizes), sizes, lines

    def _across(self, laid: Laid, sizes: dict[str, tuple[float, float]], one: int, other: int) -> str:
        """Return the line between the position and what stands beside it."""
        (x, y), (to, _) = laid.places[str(one)], laid.places[str(other)]
        at = y + 24
        return f"M{x + sizes[str(one)][0]:.1f} {at:.1f}H{to:.1f}" if x < to else f"M{x:.1f} {at:.1f}H{to + _WIDTH:.1f}"

    def _sources(self, order: list[int], laid: Laid, *, lined: bool) -> tuple[list[list[float]], float, float]:
        """Return the numbers of the sources, each with its place, and the size of the whole."""
        numbers = sorted({s for n in order for s in self._proofs.steps[n][3]})
        if lined:
            return [[s, *laid.places[f"s{s}"], *_SOURCE] for s in numbers], laid.width, laid.height
        wide, high = _SOURCE
        columns = max(1, int((laid.width + _GAP) // (wide + _GAP)))
        placed = [
            [s, (i % columns) * (wide + _GAP), laid.height + 30 + (i // columns) * (high + _GAP), wide, high]
            for i, s in enumerate(numbers)
        ]
        return placed, laid.width, laid.height + 30 + ceil(len(numbers) / columns) * (high + _GAP)
