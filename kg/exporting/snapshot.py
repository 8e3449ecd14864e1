"""What the graph holds on one day: what had come about by then, and what is derived for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kg.names import DERIVED_KINDS, THING, kind
from kg.oxigraph import EVERYTHING, Literal, NamedNode, Store, op

MADE: Final = tuple(
    op(name)
    for name in (
        "actDate", "adopted", "signed", "published", "inForceFrom", "established", "operationalFrom", "opened",
        "decided", "arrived",
    )
)  # fmt: skip
"""The days on which a thing came about; the earliest recorded counts. Not among them: the days of later events (an end,
finality), of the facts of a case, and of the evidence."""
_WHOLE: Final = tuple(
    op(name) for name in ("provisionOf", "appearanceIn", "conferredOn", "before", "inProceeding", "concerns", "about")
)
"""From a thing without a day of its own to what it belongs to."""
_PART: Final = tuple(op(name) for name in ("competenceBasis", "hasReading", "requires"))
"""To a thing without a day of its own from what it belongs to."""
_INSTRUMENT: Final = (op("instrument"), op("conferralInstrument"))
"""From a thing without a day of its own to the instrument without which it cannot be."""
_FROM, _UNTIL, _TREATY, _TEST, _RESTS = op("from"), op("until"), op("treaty"), op("test"), op("restsOn")
_TESTED: Final = (op("subject"), op("condition"))
_REMEMBERED: Final = 1 << 14


class Snapshot:
    """Tells of each thing of a built graph whether it is there on a day. Nothing is kept but the latest answers."""

    def __init__(self, store: Store, day: str) -> None:
        """Look at a built store on a day, YYYY-MM-DD."""
        self._store = store
        self._day = day
        self.has = lru_cache(_REMEMBERED)(self._has)

    def keeps(self, subject: bytes, value: bytes) -> bool:
        """Return whether a statement is of the day: neither its subject nor its object is a thing that is not there."""
        return all(self.has(node[1:-1].decode()) for node in (subject, value) if node.startswith(b"<" + THING.encode()))

    def _has(self, iri: str) -> bool:
        """Return whether a thing is there on the day.

        A derived node is there on the days of its interval, and after them as long as something that is there rests
        on it; a test, where what it tests is. A thing that came about on a recorded day is there from that day on. One
        without a day is there with what it belongs to and its instrument; where it belongs to nothing (a state, a
        person, a source), always.
        """
        node = NamedNode(iri)
        if kind(iri) in DERIVED_KINDS:
            start, end = (min(self._days(node, bound), default=None) for bound in (_FROM, _UNTIL))
            return (
                (start is None or start <= self._day)
                and (end is None or self._day < end or any(map(self.has, self._naming(_RESTS, node))))
                and all(self.has(test) for test in self._named(node, _TEST))
                and all(self.has(tested) for link in _TESTED for tested in self._named(node, link))
            )
        days = [day for made in MADE for day in self._days(node, made)]
        if days and kind(iri) == "treaty":
            days += [day for act in self._naming(_TREATY, node) for day in self._days(NamedNode(act), MADE[0])]
        if days:
            return min(days) <= self._day
        owners = [whole for link in _WHOLE for whole in self._named(node, link)]
        owners += [whole for link in _PART for whole in self._naming(link, node)]
        instruments = (named for link in _INSTRUMENT for named in self._named(node, link))
        return (not owners or any(map(self.has, owners))) and all(map(self.has, instruments))

    def _days(self, node: NamedNode, link: NamedNode) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(node, link, None, EVERYTHING):
            if isinstance(quad.object, Literal):
                yield quad.object.value

    def _named(self, node: NamedNode, link: NamedNode) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(node, link, None, EVERYTHING):
            if isinstance(quad.object, NamedNode):
                yield quad.object.value

    def _naming(self, link: NamedNode, node: NamedNode) -> Iterator[str]:
        for quad in self._store.quads_for_pattern(None, link, node, EVERYTHING):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject.value
