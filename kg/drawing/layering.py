"""Lays out a graph without cycles in layers, every edge downward: after Sugiyama, Tagawa and Toda (1981).

The steps are theirs: ranks, an order within each rank with few crossings, coordinates. Edges over several ranks pass
between the boxes, so that no line runs through a box and no two boxes overlap.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Children = Mapping[str, Sequence[str]]
_GAP, _NARROW, _RISE, _LANE = 14.0, 5.0, 44.0, 4.0
"""Pixels: between boxes, between a lane and its neighbour, between ranks; width of a lane, by which an edge passes."""
_SWEEPS: Final = 10
_STRAIGHT: Final = 8.0
"""How much more an edge's lane wants to be straight than a box wants to stand amid its neighbours."""


@dataclass(frozen=True)
class Laid:
    """Where the boxes stand (left and top), the paths of the edges, and the size of the whole, in pixels."""

    places: dict[str, tuple[float, float]]
    routes: dict[tuple[str, str], str]
    width: float
    height: float


def ranked(nodes: Iterable[str], children: Children, most: int) -> dict[str, int]:
    """Return a rank for each node, below the ranks of all nodes above it, at most so many nodes in one rank.

    Nodes come in an order in which a node stands after those above it.
    """
    ranks: dict[str, int] = {}
    least: dict[str, int] = {}
    filled: dict[int, int] = {}
    for node in nodes:
        rank = least.get(node, 0)
        while filled.get(rank, 0) >= most:
            rank += 1
        ranks[node] = rank
        filled[rank] = filled.get(rank, 0) + 1
        for below in children.get(node, ()):
            least[below] = max(least.get(below, 0), rank + 1)
    return ranks


def laid_out(ranks: Mapping[str, int], children: Children, sizes: Mapping[str, tuple[float, float]]) -> Laid:
    """Return where nodes of given ranks and sizes stand; within a rank their order is at first that of ``ranks``."""
    rows: list[list[str]] = [[] for _ in range(max(ranks.values()) + 1)]
    for node, rank in ranks.items():
        rows[rank].append(node)
    chains = _chains(ranks, children, rows)
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for chain in chains.values():
        for upper, lower in pairwise(chain):
            if upper not in above.get(lower, ()):
                above.setdefault(lower, []).append(upper)
                below.setdefault(upper, []).append(lower)
    rows = _ordered(rows, above, below)
    widths = {node: sizes[node][0] if node in sizes else _LANE for row in rows for node in row}
    middles = _coordinates(rows, above, below, widths)
    _close(rows, {node: [*above.get(node, ()), *below.get(node, ())] for row in rows for node in row}, middles, widths)
    return _drawn(rows, chains, middles, widths, sizes)


def _chains(
    ranks: Mapping[str, int], children: Children, rows: list[list[str]]
) -> dict[tuple[str, str], list[str]]:  # fmt: skip
    """Return the nodes that each edge passes, its ends and a lane for each rank between, and add the lanes to rows.

    A lane stands at first beside the box that has, in its row, the place of the box to which the lane leads.
    """
    chains = {}
    column = {node: float(place) for row in rows for place, node in enumerate(row)}
    for node, rank in ranks.items():
        for child in children.get(node, ()):
            lanes = [f"{node}>{child}@{between}" for between in range(rank + 1, ranks[child])]
            for between, lane in enumerate(lanes, rank + 1):
                rows[between].append(lane)
                column[lane] = column[child] - 0.5
            chains[node, child] = [node, *lanes, child]
    for row in rows:
        row.sort(key=column.__getitem__)
    return chains


def _ordered(
    rows: list[list[str]], above: dict[str, list[str]], below: dict[str, list[str]]
) -> list[list[str]]:  # fmt: skip
    """Return the rows in the order with the fewest crossings found by sweeps of barycentres."""
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    current = [list(row) for row in rows]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for number in range(1, len(current)) if down else range(len(current) - 2, -1, -1):
            beside = current[number - 1] if down else current[number + 1]
            place = {node: index for index, node in enumerate(beside)}
            near = above if down else below
            own = {node: float(index) for index, node in enumerate(current[number])}
            middle = {
                node: sum(place[n] for n in near[node]) / len(near[node]) if near.get(node) else own[node]
                for node in current[number]
            }
            current[number].sort(key=lambda node, by=middle: by[node])  # type: ignore[misc]
        found = _crossings(current, below)
        if found < fewest:
            best, fewest = [list(row) for row in current], found
    return best


def _crossings(rows: list[list[str]], below: dict[str, list[str]]) -> int:
    """Return how many pairs of edges between neighbouring rows cross."""
    count = 0
    for upper, lower in pairwise(rows):
        place = {node: index for index, node in enumerate(lower)}
        seen: list[int] = []
        for node in upper:
            ends = sorted(place[child] for child in below.get(node, ()))
            count += sum(len(seen) - bisect_left(seen, end + 1) for end in ends)
            for end in ends:
                insort(seen, end)
    return count


def _coordinates(
    rows: list[list[str]], above: dict[str, list[str]], below: dict[str, list[str]], widths: dict[str, float]
) -> dict[str, float]:  # fmt: skip
    """Return the middle of each node: in the order given, apart from each other, and near the nodes they join."""
    at: dict[str, float] = {}
    for row in rows:
        at.update(zip(row, _apart(row, [0.0] * len(row), widths), strict=True))
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows if down else reversed(rows):
            near = above if down else below
            wished = [sum(at[n] for n in near[node]) / len(near[node]) if near.get(node) else at[node] for node in row]
            at.update(zip(row, _apart(row, wished, widths), strict=True))
    return at


def _close(
    rows: list[list[str]], near: dict[str, list[str]], at: dict[str, float], widths: dict[str, float]
) -> None:  # fmt: skip
    """Move parts of the graph that no edge joins to those left of them up to these."""
    left = set(near)
    parts = []
    while left:
        part, queue = set(), [min(left)]
        while queue:
            node = queue.pop()
            if node not in part:
                part.add(node)
                queue.extend(near[node])
        left -= part
        parts.append(part)
    parts.sort(key=lambda part: min((at[node], node) for node in part))
    for number, part in enumerate(parts[1:], 1):
        before = set().union(*parts[:number])
        gaps = [
            (at[node] - widths[node] / 2) - (at[row[place - 1]] + widths[row[place - 1]] / 2) - _GAP
            for row in rows
            for place, node in enumerate(row)
            if place and node in part and row[place - 1] in before
        ]
        if gaps and min(gaps) > 0:
            for node in part:
                at[node] -= min(gaps)


def _apart(row: list[str], wished: list[float], widths: dict[str, float]) -> list[float]:
    """Return the places nearest to those wished at which neighbours are apart: isotonic regression by pooling."""
    offsets, offset = [], 0.0
    for number, node in enumerate(row):
        if number:
            last = row[number - 1]
            offset += (widths[last] + widths[node]) / 2 + (_NARROW if "@" in last + node else _GAP)
        offsets.append(offset)
    pools: list[list[float]] = []
    for node, wish, offset in zip(row, wished, offsets, strict=True):
        weight = _STRAIGHT if "@" in node else 1.0
        pools.append([wish - offset, weight, 1])
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            value, heavy, count = pools.pop()
            pool = pools[-1]
            pool[0] = (pool[0] * pool[1] + value * heavy) / (pool[1] + heavy)
            pool[1] += heavy
            pool[2] += count
    values = [value for value, _, count in pools for _ in range(int(count))]
    return [value + offset for value, offset in zip(values, offsets, strict=True)]


def _drawn(
    rows: list[list[str]],
    chains: dict[tuple[str, str], list[str]],
    middles: dict[str, float],
    widths: dict[str, float],
    sizes: Mapping[str, tuple[float, float]],
) -> Laid:
    left = min(middles[node] - widths[node] / 2 for row in rows for node in row)
    right = max(middles[node] + widths[node] / 2 for row in rows for node in row)
    tops, spans, y = {}, {}, 0.0
    for row in rows:
        high = max((sizes[node][1] for node in row if node in sizes), default=0.0)
        for node in row:
            tops[node], spans[node] = y, high
        y += high + _RISE
    places = {node: (round(middles[node] - widths[node] / 2 - left, 1), round(tops[node], 1)) for node in sizes}
    routes = {}
    for edge, chain in chains.items():
        x, y0 = middles[chain[0]] - left, tops[chain[0]] + sizes[chain[0]][1]
        path = f"M{x:.1f} {y0:.1f}V{tops[chain[0]] + spans[chain[0]]:.1f}"
        for node in chain[1:]:
            to, top = middles[node] - left, tops[node]
            half = _RISE / 2
            path += f"C{x:.1f} {top - half:.1f} {to:.1f} {top - half:.1f} {to:.1f} {top:.1f}"
            if node not in sizes:
                path += f"V{top + spans[node]:.1f}"
            x = to
        routes[edge] = path
    return Laid(places, routes, round(right - left, 1), round(y - _RISE, 1))
