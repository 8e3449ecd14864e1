"""Where the things of a neighbourhood lie: one in the middle, the others in blocks by kind around it."""

from __future__ import annotations

from typing import Any, NamedTuple

from kg.drawing.styles import Style
from kg.language.words import Words


class Block(NamedTuple):
    """Things of one kind that stand together under a title, with at most so many lines for each label."""

    kind: str
    title: str
    members: list[str]
    lines: int


class Arrangement(NamedTuple):
    """Where everything lies: the centre of each thing's shape, the frames of the blocks, and how large it all is."""

    places: dict[str, tuple[float, float]]
    frames: list[dict[str, str | float]]
    width: float
    height: float


def blocks_of(words: Words, style: Style, subject: str, attributes: dict[str, dict[str, Any]]) -> list[Block]:
    """Group things by kind; a kind with more than half of all things stands in two blocks."""
    blocks = []
    for kind, look in style["kinds"].items():
        by_day = look["sort"] == "day"
        members = sorted(
            (node for node, found in attributes.items() if found["kind"] == kind and node != subject),
            key=lambda n: ((attributes[n]["day"] or "9999") if by_day else "", attributes[n]["label"].casefold(), n),
        )
        longest = max((len(attributes[node]["label"]) for node in members), default=0)
        lines = next((n for n in (1, 2) if longest <= n * style["cell"]["letters"]), 3)
        two = len(members) > 24 and len(members) > len(attributes) / 2
        part = (len(members) + 1) // 2 if two else len(members)
        for start in range(0, len(members), max(part, 1)):
            held = members[start : start + part]
            name, n = words.say("page.by-kind", kind=look["many"], n=str(len(members))), str(len(members))
            if two:
                first, last = str(start + 1), str(start + len(held))
                title = words.say("neighbourhood.part", kinds=look["many"], first=first, last=last, n=n)
            else:
                title = look["one"] if len(members) == 1 else name
            blocks.append(Block(kind, title, held, lines))
    return blocks


def arrange(cell: dict[str, Any], subject: str, blocks: list[Block], aspect: float) -> Arrangement:
    """Return where things lie: the subject in the middle, the others in blocks around it; no two labels overlap.

    Of all numbers of columns beside, above and below the subject, those are taken that let the picture be shown
    largest in a window of this aspect (width by height), the subject not too far from its middle.
    """

    def size(tried: Arrangement) -> float:
        away = abs(tried.places[subject][1]) / tried.height
        return min(aspect / tried.width, 1 / tried.height) * (1 - away / 3)

    tried = (_arranged(cell, subject, blocks, side, middle) for side in range(1, 6) for middle in range(1, 5))
    return max(tried, key=size)


def _arranged(cell: dict[str, Any], subject: str, blocks: list[Block], side: int, middle: int) -> Arrangement:
    """Put each block, the largest first, left, right, above or below, where the picture stays lowest."""
    columns = {"left": side, "above": middle, "below": middle, "right": side}
    heights = dict.fromkeys(columns, 0.0)
    stacks: dict[str, list[Block]] = {slot: [] for slot in columns}

    def high(block: Block, slot: str) -> float:
        rows = -(-len(block.members) // columns[slot])
        return float(cell["title"] + rows * cell["rows"][block.lines - 1] + cell["gap"])

    def lowest(block: Block, slot: str) -> tuple[float, float]:
        tried = heights | {slot: heights[slot] + high(block, slot)}
        return max(tried["left"], tried["right"], tried["above"] + tried["below"] + cell["subject"]), tried[slot]

    for block in sorted(blocks, key=lambda block: -len(block.members)):
        slot = min(columns, key=lambda slot: lowest(block, slot))
        heights[slot] += high(block, slot)
        stacks[slot].append(block)
    for kind in {block.kind for block in blocks}:  # the first part of a kind in two parts stands before the second
        places = [(slot, i) for slot in columns for i, block in enumerate(stacks[slot]) if block.kind == kind]
        for (slot, i), block in zip(places, [block for block in blocks if block.kind == kind], strict=True):
            stacks[slot][i] = block
    heights = {slot: sum(high(block, slot) for block in stacks[slot]) for slot in columns}
    centre = (heights["above"] - heights["below"]) / 2
    half = middle * cell["width"] / 2
    corners = {
        "left": (-half - 2 * cell["gap"] - side * cell["width"], -heights["left"] / 2),
        "right": (half + 2 * cell["gap"], -heights["right"] / 2),
        "above": (-half, centre - cell["subject"] / 2 - heights["above"]),
        "below": (-half, centre + cell["subject"] / 2 + cell["gap"]),
    }
    beside = sum(side * cell["width"] + 2 * cell["gap"] for slot in ("left", "right") if stacks[slot])
    height = max(heights["left"], heights["right"], heights["above"] + heights["below"] + cell["subject"])
    arrangement = Arrangement({subject: (0.0, centre)}, [], 2 * half + beside, height)
    for slot, (left, y) in corners.items():
        for block in stacks[slot]:
            top = y + sum(high(other, slot) for other in stacks[slot][: stacks[slot].index(block)])
            size = {"width": columns[slot] * cell["width"], "height": high(block, slot) - cell["gap"]}
            arrangement.frames.append({"kind": block.kind, "title": block.title, "x": left, "y": top, **size})
            rows = -(-len(block.members) // columns[slot])
            for number, node in enumerate(block.members):
                column, row = divmod(number, rows)
                x = left + column * cell["width"] + cell["gap"]
                y_row = top + cell["title"] + (row + 0.5) * cell["rows"][block.lines - 1]
                arrangement.places[node] = (x, y_row)
    return arrangement
