"""How two things are connected: the shortest chains of statements between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice, pairwise
from typing import NamedTuple

from kg.language.citations import Citation
from kg.names import kind
from kg.networks.network import Statement, Statements, routes
from kg.oxigraph import Store
from kg.queries.things import Directory


class Link(NamedTuple):
    """One statement of a chain: what it says of which two things, when, where that was read."""

    source: str
    says: str
    target: str
    day: str | None
    fact: str
    citations: tuple[Citation, ...]
    unconfirmed: bool


Chain = list[list[Link]]
"""From one thing to the other: for each step, every statement that joins the two things of the step."""


class Chains(NamedTuple):
    """The shortest chains, those through the least connected things first, and how many more are as short.

    ``furthest`` is the number of steps up to which chains were looked for.
    """

    chains: list[Chain]
    more: int
    furthest: int


def chains(
    store: Store, directory: Directory, start: str, end: str, kinds: Iterable[str] = (), on: date | None = None,
    *, limit: int = 5, furthest: int = 8,
) -> Chains:  # fmt: skip
    """Return the shortest chains of statements that join two different things, of at most ``furthest`` steps.

    With ``kinds``, a chain passes through things of these kinds only. With ``on``, it uses no statement made after that
    day, and no thing that came about after it; what has no day counts.
    """
    statements = Statements(store, directory)
    allowed = frozenset(kinds)
    explored = _explored(statements, start, end, furthest, _chooser(statements, start, end, allowed, on))
    found = list(islice(routes(explored, start, end), 2000))
    if not found or len(found[0]) - 1 > furthest:
        return Chains([], 0, furthest)

    def commonness(route: list[str]) -> tuple[int, list[str]]:
        return sum(len(statements.of(node)) for node in route[1:-1]), route

    found.sort(key=commonness)
    shown = [_chain(statements, explored, route) for route in found[:limit]]
    return Chains(shown, len(found) - len(shown), furthest)


Chooser = Callable[[Statement], bool]
Joined = dict[frozenset[str], dict[Statement, None]]
"""Two things -> the statements that join them, each once."""


def _chooser(statements: Statements, start: str, end: str, kinds: frozenset[str], on: date | None) -> Chooser:
    """Return the test whether a statement may stand in a chain."""
    last = on.isoformat() if on else None

    def early(day: str | None) -> bool:
        return last is None or day is None or day <= last[: len(day)]

    def passable(thing: str) -> bool:
        if thing in (start, end):
            return True
        return (not kinds or kind(thing) in kinds) and early(statements.day(thing))

    def usable(said: Statement) -> bool:
        ends = said.source != said.target and passable(said.source) and passable(said.target)
        return ends and early(statements.day_of(said))

    return usable


def _explored(statements: Statements, start: str, end: str, furthest: int, usable: Chooser) -> Joined:
    """Return the part of the network that holds all shortest chains: rings around both ends, until they touch."""
    joined: Joined = {}
    reached = {start: {start}, end: {end}}
    rings = {start: [start], end: [end]}
    for _ in range(furthest):
        side, other = sorted((start, end), key=lambda thing: len(rings[thing]))
        grown: set[str] = set()
        for node in rings[side]:
            for said in filter(usable, statements.of(node)):
                joined.setdefault(frozenset((said.source, said.target)), {})[said] = None
                grown.update((said.source, said.target))
        rings[side] = sorted(grown - reached[side])
        reached[side] |= grown
        if reached[side] & reached[other] or not rings[side]:
            break
    return joined


def _chain(statements: Statements, joined: Joined, route: list[str]) -> Chain:
    return [
        sorted(
            _links(statements, joined[frozenset((near, far))]),
            key=lambda link: (link.day or "9999", link.says, link.fact),
        )
        for near, far in pairwise(route)
    ]


def _links(statements: Statements, said_of_both: Iterable[Statement]) -> Iterator[Link]:
    for said in said_of_both:
        label, day, citations, unconfirmed = statements.told(said)
        yield Link(said.source, label, said.target, day, said.fact, citations, unconfirmed)
