"""The graph as a network of things: statements become edges, and what only carries a statement is contracted away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

import networkx as nx

from kg.language.citations import Citation
from kg.language.wording import Wording
from kg.language.words import Words
from kg.names import CONNECTED, THING, kind, stem
from kg.oxigraph import EVERYTHING, NamedNode, Store, op, referring
from kg.queries.things import Directory

_DAYS = {
    "proceeding": ("opened",),
    "ruling": ("decided",),
    "law": ("inForceFrom", "adopted"),
    "resolution": ("adopted",),
    "rule": ("inForceFrom",),
    "treaty": ("signed", "adopted"),
}
_DATING = frozenset(("proceeding", "ruling", "law", "resolution", "rule"))
"""The kinds whose day is also the day of what they say of others."""
_PHRASED = frozenset((
    "before", "inProceeding", "issuedBy", "concernsPerson", "concernsBody", "concernsTreaty", "addressee", "applicant",
    "respondent", "territory", "courtOf", "organOf", "lawOf", "nationality", "provisionOf", "setBy", "holder",
    "hasReading", "bindingClause", "cooperationClause", "residualClause", "transitClause", "generalConsent",
))  # fmt: skip
"""The properties that viz/words has a phrase for; of others the name is said."""
_CONTRACTED: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "action": (("actor", "action", "treaty"),),
    "basis": (("competenceBasis", "instrument", "instrument"), ("competenceBasis", "instrument", "basisProvision")),
    "conferral": (
        ("conferredBy", "conferredBy", "conferredOn"),
        ("conferredOn", "conferralInstrument", "conferralInstrument"),
    ),
    "appearance": (("actor", "appearance", "appearanceIn"),),
    "finding": (("madeIn", "finds", "finds"),),
}
"""Kind of a node that carries a statement -> what it says: from, relation, to."""
_WORDED = frozenset(("action", "appearance"))
"""The relations whose words depend on the fact: which act it was, on which day."""


class Statement(NamedTuple):
    """One statement between two things, and the fact that makes it; its phrase is empty where the wording has it."""

    source: str
    target: str
    phrase: str
    fact: str
    relation: str
    """What joins the two, in any language: a property of the ontology, or the kind of node that carries it."""


class Statements:
    """Finds the statements about a thing, each once."""

    def __init__(self, store: Store, directory: Directory) -> None:
        """Read from a built store; names come from its directory."""
        self._store = store
        self._words = Wording(store, directory)
        self._of: dict[str, list[Statement]] = {}
        self._carried: dict[str, list[Statement]] = {}
        self._evidence_of: dict[str, dict[str, object]] = {}

    @property
    def words(self) -> Words:
        """The words that statements are said with."""
        return self._words.words

    def of(self, iri: str) -> list[Statement]:
        """Return the statements that begin or end at a thing, in a stable order."""
        if iri not in self._of:
            self._of[iri] = sorted(set(self._find(iri)))
        return self._of[iri]

    def named(self, iri: str) -> dict[str, object]:
        """Return what is shown of a thing by itself."""
        named = {"iri": iri, "label": self._words.name(iri), "kind": kind(iri), "day": self.day(iri)}
        return named | self._evidence(iri)

    def node(self, iri: str) -> dict[str, object]:
        """Return what is shown of a thing, and how many statements there are about it."""
        return self.named(iri) | {"degree": len(self.of(iri))}

    def edge(self, said: Statement) -> dict[str, object]:
        """Return what is shown of a statement."""
        label = said.phrase or self._worded(said)
        return {"label": label, "day": self.day_of(said), "fact": said.fact} | self._evidence(said.fact)

    def told(self, said: Statement) -> tuple[str, str | None, tuple[Citation, ...], bool]:
        """Return what a statement says, its day, its sources, and whether nobody has read it."""
        fact = said.fact
        cited, unconfirmed = tuple(self._words.citations(fact)), self._words.unconfirmed(fact)
        return said.phrase or self._worded(said), self.day_of(said), cited, unconfirmed

    def day_of(self, said: Statement) -> str | None:
        """Return the day of a statement, as precisely as it is known."""
        return self.day(said.fact) if kind(said.fact) in _DATING else self._words.day(said.fact, "actDate")

    def day(self, iri: str) -> str | None:
        """Return the day on which a thing came about, as precisely as it is known."""
        return next((day for local in _DAYS.get(kind(iri) or "", ()) if (day := self._words.day(iri, local))), None)

    def _evidence(self, iri: str) -> dict[str, object]:
        if iri not in self._evidence_of:
            claims = set(map(self._words.sentence, referring(self._store, "concerns", iri)))
            self._evidence_of[iri] = {
                "sources": tuple(self._words.citations(iri)),
                "claims": tuple(sorted(claims)),
                "unconfirmed": self._words.unconfirmed(iri),
            }
        return self._evidence_of[iri]

    def _find(self, iri: str) -> Iterator[Statement]:
        node = NamedNode(iri)
        for quad in self._store.quads_for_pattern(node, None, None, EVERYTHING):
            if isinstance(quad.object, NamedNode) and (other := kind(quad.object.value)):
                if other in CONNECTED:
                    yield self._direct(iri, quad.predicate.value, quad.object.value)
                elif other in _CONTRACTED and stem(quad.predicate.value) != "effectiveBasis":
                    yield from self._from_carrier(quad.object.value, iri)
        for quad in self._store.quads_for_pattern(None, None, node, EVERYTHING):
            if isinstance(quad.subject, NamedNode) and (other := kind(quad.subject.value)):
                if other in CONNECTED:
                    yield self._direct(quad.subject.value, quad.predicate.value, iri)
                elif other in _CONTRACTED:
                    yield from self._from_carrier(quad.subject.value, iri)

    def _direct(self, source: str, predicate: str, target: str) -> Statement:
        relation = stem(predicate)
        phrase = self._phrase(relation) if relation in _PHRASED else self._words.name(predicate)
        return Statement(source, target, phrase, source, relation)

    def _phrase(self, relation: str) -> str:
        return self._words.words[f"relation.{relation}"]

    def _from_carrier(self, carrier: str, iri: str) -> Iterator[Statement]:
        if carrier not in self._carried:
            self._carried[carrier] = [
                Statement(source, target, "" if relation in _WORDED else self._phrase(relation), carrier, relation)
                for start, relation, end in _CONTRACTED[kind(carrier) or ""]
                for source in self._ends(carrier, start)
                for target in self._ends(carrier, end)
            ]
        yield from (said for said in self._carried[carrier] if iri in (said.source, said.target))

    def _ends(self, carrier: str, local: str) -> list[str]:
        """Return the things at one end of a carrier, whichever of the two says so."""
        return sorted({*self._words.values(carrier, op(local)), *referring(self._store, local, carrier)})

    def _worded(self, said: Statement) -> str:
        """Return what a fact says, without the names of the two things that it joins."""
        if said.relation == "action":
            return self._words.words.say("relation.action", **self._words.act(said.fact))
        absent = "NonAppearance" in self._words.classes(said.fact)
        return self._phrase("non-appearance" if absent else "appearance")


def routes(joined: Iterable[frozenset[str]], start: str, end: str) -> Iterator[list[str]]:
    """Yield the shortest routes from one thing to another over pairs of joined things; none where none leads there."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from((start, end))
    for one, other in joined:
        network.add_edge(one, other)
    if nx.has_path(network, start, end):
        yield from nx.all_shortest_paths(network, start, end)


def blank(day: str) -> nx.MultiDiGraph[str]:
    """Return a network of a day, without things."""
    return nx.MultiDiGraph(day=day)


def neighbourhood(
    store: Store, directory: Directory, iri: str, *, depth: int = 1, limit: int = 150, beyond: bool = False
) -> nx.MultiDiGraph[str]:
    """Return a thing with the things around it, and every statement between any two of them.

    Nodes carry label, kind, iri, day, distance, sources, claims, unconfirmed and degree (statements in the whole
    graph); edges carry label, day, fact, sources, claims and unconfirmed. Of more than ``limit`` things the nearest
    stay, and among those equally near each kind gets its share, the most connected first; ``left_out`` of the network
    counts the others by kind. With ``beyond``, all that the things of the last ring touch is there too, one step
    farther and without a degree, and every statement that joins it with a thing that is nearer.
    """
    statements = Statements(store, directory)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(subject=iri, depth=depth, limit=limit)
    distance, left_out = _chosen(statements, iri, depth, limit)
    network.graph["left_out"] = dict(sorted(left_out.items()))
    for node, steps in distance.items():
        network.add_node(node, distance=steps, **statements.node(node))
    last = [node for node, steps in distance.items() if steps == depth] if beyond else []
    touched = {other for node in last for said in statements.of(node) for other in (said.source, said.target)}
    for node in sorted(touched - distance.keys()):
        network.add_node(node, distance=depth + 1, **statements.named(node))
    for node in distance:
        for said in statements.of(node):
            other = said.target if said.source == node else said.source
            if (said.source == node or other not in distance) and other in network:
                key = f"{said.fact} {said.phrase}"
                network.add_edge(said.source, said.target, key=key, **statements.edge(said))
    return network


def _chosen(statements: Statements, iri: str, depth: int, limit: int) -> tuple[dict[str, int], Counter[str]]:
    """Return the things to show, with their distance, and how many of each kind within reach are left out."""
    distance = {iri: 0}
    ring = [iri]
    left_out: Counter[str] = Counter()
    for steps in range(1, depth + 1):
        near: Counter[str] = Counter()
        for node in ring:
            near.update({other for s in statements.of(node) for other in (s.source, s.target) if other not in distance})
        ring = _shared_out(statements, near, limit - len(distance))
        distance.update(dict.fromkeys(ring, steps))
        left_out.update(kind(other) or "" for other in near if other not in distance)
    return distance, left_out


def _shared_out(statements: Statements, near: Counter[str], room: int) -> list[str]:
    """Return at most ``room`` things, kinds taking turns, in each the most connected first."""
    if len(near) <= room:
        return sorted(near)
    queues: dict[str, list[str]] = {}
    for thing in sorted(near, key=lambda thing: (-near[thing], -len(statements.of(thing)), thing)):
        queues.setdefault(thing.removeprefix(THING).partition("/")[0], []).append(thing)
    turns = [(turn, name, thing) for name, queue in queues.items() for turn, thing in enumerate(queue)]
    return sorted(thing for _, _, thing in sorted(turns)[: max(room, 0)])
