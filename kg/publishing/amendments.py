"""What two releases of the data record differently: acts, laws, rules, rulings, each with its state and its period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from kg.graph import Graph
from kg.names import GRAPH, THING, kind, stem
from kg.oxigraph import EVERYTHING, Literal, NamedNode, Quad, op

KINDS: Final = ("action", "treaty", "resolution", "law", "rule", "reading", "body", "proceeding", "ruling", "visit")
"""The kinds of things that are compared, in the order in which they are told."""
ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_STATES: Final = ("actor", "lawOf", "holder", "respondent", "addressee", "visited")
"""The properties that say which state a thing is about."""
_VIA: Final = ("inProceeding",)
_STARTS: Final = (
    "effectiveDate", "actDate", "inForceFrom", "signed", "adopted", "decided", "opened", "arrived", "established",
)  # fmt: skip
_ENDS: Final = ("inForceUntil", "ended", "closed", "lastDay")
_ASSERTED: Final = f"<{GRAPH}data/"
_Statements = dict[str, set[tuple[str, str]]]


@dataclass(frozen=True)
class Amendment:
    """A thing that was added, removed or changed; the states and the days (if any) that it is about."""

    what: str
    kind: str
    thing: str
    name: str
    states: tuple[str, ...]
    start: str | None
    end: str | None
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, object]:
        """Return the amendment as plain values; ``before`` and ``after`` are what only one of the two states."""
        found = asdict(self)
        return {"from" if key == "start" else "until" if key == "end" else key: value for key, value in found.items()}


def amendments(older: Graph, newer: Graph) -> list[Amendment]:
    """Return what people recorded otherwise in the newer release, by kind, state and day.

    What was derived is no part of it; Graph.diff_from tells that.
    """
    before, after = _stated(older), _stated(newer)
    found = []
    for iri in sorted(before.keys() | after.keys()):
        gone, come = before.get(iri, set()) - after.get(iri, set()), after.get(iri, set()) - before.get(iri, set())
        if gone or come:
            graph = newer if iri in after else older
            what = ADDED if iri not in before else REMOVED if iri not in after else CHANGED
            found.append(_amendment(graph, iri, what, gone, come))
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.states, one.start or "", one.thing))


def _stated(graph: Graph) -> _Statements:
    found: _Statements = {}
    for quad in graph.store:
        if quad.graph_name == EVERYTHING or not str(quad.graph_name).startswith(_ASSERTED):
            continue
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if subject.startswith(THING) and kind(subject) in KINDS:
            found.setdefault(subject, set()).add((stem(quad.predicate.value), _value(quad)))
    return found


def _value(quad: Quad) -> str:
    if isinstance(quad.object, NamedNode):
        return stem(quad.object.value)
    return quad.object.value if isinstance(quad.object, Literal) else str(quad.object)


def _amendment(
    graph: Graph, iri: str, what: str, gone: Iterable[tuple[str, str]], come: Iterable[tuple[str, str]]
) -> Amendment:  # fmt: skip
    name = graph.wording.sentence(iri) if kind(iri) in ("action", "visit") else graph.wording.name(iri)
    return Amendment(
        what, kind(iri) or "", stem(iri), name, _states(graph, iri), _first(graph, iri, _STARTS),
        _first(graph, iri, _ENDS), tuple(sorted(gone)), tuple(sorted(come)),
    )  # fmt: skip


def _states(graph: Graph, iri: str) -> tuple[str, ...]:
    about = [iri, *(value for local in _VIA for value in _objects(graph, iri, local))]
    found = {value for one in about for local in _STATES for value in _objects(graph, one, local)}
    return tuple(sorted(graph.wording.name(one) for one in found))


def _objects(graph: Graph, iri: str, local: str) -> list[str]:
    found = graph.store.quads_for_pattern(NamedNode(iri), op(local), None, EVERYTHING)
    return [_full(quad) for quad in found]


def _full(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else str(quad.object)


def _first(graph: Graph, iri: str, names: Iterable[str]) -> str | None:
    return next((value for local in names for value in sorted(_objects(graph, iri, local))), None)
