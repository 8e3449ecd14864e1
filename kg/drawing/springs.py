"""Where things lie when what is connected attracts each other and all else repels each other."""

from __future__ import annotations

from collections.abc import Iterable

import rustworkx

_MOST, _SEED = 1000, 1
"""Of how many things the forces are computed, for their cost grows with the square of the number; a fixed beginning."""


def spring(things: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """Return a place for each thing; the same for the same things and pairs in any order.

    Of more than a thousand things, the most connected are placed by forces, and each other one amid those that it is
    connected with.
    """
    near: dict[str, set[str]] = {thing: set() for thing in sorted(things)}
    for one, other in pairs:
        if one != other:
            near[one].add(other)
            near[other].add(one)
    placed = sorted(sorted(near, key=lambda thing: (-len(near[thing]), thing))[:_MOST])
    numbers = {thing: number for number, thing in enumerate(placed)}
    graph = rustworkx.PyGraph(multigraph=False)
    graph.add_nodes_from(placed)
    graph.add_edges_from(
        sorted((numbers[one], numbers[other], 1.0) for one in placed for other in near[one] if other in numbers)
    )
    found = rustworkx.spring_layout(graph, seed=_SEED)
    places = {thing: (float(found[number][0]), float(found[number][1])) for thing, number in numbers.items()}
    for thing in near.keys() - numbers.keys():
        around = [places[other] for other in sorted(near[thing] & numbers.keys())] or [(0.0, 0.0)]
        places[thing] = (sum(x for x, _ in around) / len(around), sum(y for _, y in around) / len(around))
    return places
