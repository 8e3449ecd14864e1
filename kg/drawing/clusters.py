"""Where the things of an overview lie: in clusters by kind, in each near to what is connected alike."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

Place = tuple[float, float]
STACKS: Final = (("state",), ("treaty", "organization"), ("body",), ("resolution", "law"))
"""Kinds whose clusters stand one below the other, from left to right: what rests on what stands side by side."""


class Clusters(NamedTuple):
    """Where everything lies: the centre of each thing's mark, the frame of each kind, and how large it all is."""

    places: dict[str, Place]
    frames: list[dict[str, str | float]]
    width: float
    height: float


def clusters(
    look: dict[str, Any], titles: dict[str, str], members: dict[str, list[str]], near: dict[str, Place], *, tall: bool
) -> Clusters:
    """Return where the members of each kind lie, each in a cell of its own, so that no two labels overlap.

    ``look`` is the overview's part of the style, ``near`` where things would lie if only what connects them counted.
    Tall, all clusters stand one below the other, as wide as a narrow window; else side by side, in the aspect wanted.
    """
    stacks = [[kind for kind in stack if members.get(kind)] for stack in STACKS]
    stacks = [stack for stack in stacks if stack]
    if tall:
        return _laid(look, titles, members, near, [[kind for stack in stacks for kind in stack]], [look["narrow"]])

    widths = [_widths(look, stack, members) for stack in stacks]
    most = max(len(held) for held in members.values()) + 4
    tried = []
    for rows in sorted({int(1.04**power) for power in range(1, 400) if 1.04**power <= most} | {most}):
        chosen = [_narrowest(look, *one, members, rows * look["row"]) for one in zip(stacks, widths, strict=True)]
        high = max(_stack_high(look, *one, members) for one in zip(stacks, chosen, strict=True))
        tried.append((min(look["aspect"] / (sum(chosen) + look["gap"] * (len(stacks) - 1)), 1 / high), chosen))
    return _laid(look, titles, members, near, stacks, max(tried)[1])


def _columns(look: dict[str, Any], kind: str, width: float) -> int:
    return max(1, int((width - look["pad"]) // look["width"][kind]))


def _high(look: dict[str, Any], kind: str, count: int, width: float) -> float:
    return float(look["title"] + -(-count // _columns(look, kind, width)) * look["row"] + look["pad"])


def _stack_high(look: dict[str, Any], stack: list[str], width: float, members: dict[str, list[str]]) -> float:
    high = sum(_high(look, kind, len(members[kind]), width) for kind in stack)
    return float(high + look["gap"] * (len(stack) - 1))


def _widths(look: dict[str, Any], stack: list[str], members: dict[str, list[str]]) -> list[float]:
    """Return the widths that a stack may have: each holds a whole number of cells of one of its kinds."""
    least = max(look["width"][kind] for kind in stack)
    found = {count * look["width"][kind] for kind in stack for count in range(1, len(members[kind]) + 1)}
    return [float(look["pad"] + width) for width in sorted(found) if width >= least]


def _narrowest(
    look: dict[str, Any], stack: list[str], widths: list[float], members: dict[str, list[str]], height: float
) -> float:
    """Return the least width at which a stack is not higher than wanted; the greatest, where none is."""
    low, high = -1, len(widths) - 1
    while high - low > 1:
        middle = (low + high) // 2
        fits = _stack_high(look, stack, widths[middle], members) <= height
        low, high = (low, middle) if fits else (middle, high)
    return widths[high]


def _laid(
    look: dict[str, Any], titles: dict[str, str], members: dict[str, list[str]], near: dict[str, Place],
    stacks: list[list[str]], widths: list[float],
) -> Clusters:  # fmt: skip
    found = Clusters({}, [], sum(widths) + look["gap"] * (len(widths) - 1), 0)
    left, lowest = 0.0, 0.0
    for stack, width in zip(stacks, widths, strict=True):
        top = 0.0
        for kind in stack:
            high = _high(look, kind, len(members[kind]), width)
            found.frames.append(
                {"kind": kind, "title": titles[kind], "x": left, "y": top, "width": width, "height": high}
            )
            columns = _columns(look, kind, width)
            cell = (width - look["pad"]) / columns
            for thing, (column, row) in _cells(members[kind], near, columns).items():
                x = left + look["pad"] / 2 + column * cell + look["mark"]
                found.places[thing] = (x, top + look["title"] + (row + 0.5) * look["row"])
            top += high + look["gap"]
        lowest = max(lowest, top - look["gap"])
        left += width + look["gap"]
    return found._replace(height=lowest)


def _cells(members: list[str], near: dict[str, Place], columns: int) -> dict[str, tuple[int, int]]:
    """Give each thing a cell: things that would lie further right stand in a column further right, lower ones lower."""
    rows = -(-len(members) // columns)
    across = sorted(members, key=lambda thing: (near[thing][0], thing))
    found = {}
    for column in range(columns):
        held = sorted(across[column * rows : (column + 1) * rows], key=lambda thing: (near[thing][1], thing))
        found.update({thing: (column, row) for row, thing in enumerate(held)})
    return found
