"""Reads what the nodes of a graph hold: the values of their properties, their classes, days and intervals."""

from __future__ import annotations

from datetime import date

from kg.names import ENGLISH, ONTOLOGY, stem
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Store, op


class Nodes:
    """Reads the nodes of one graph."""

    def __init__(self, store: Store) -> None:
        """Read from a store that stays as it is."""
        self._store = store
        self._values: dict[tuple[str, NamedNode], list[str]] = {}

    def values(self, iri: str, predicate: NamedNode) -> list[str]:
        """Return the values of a property, sorted; texts in English or without a language only."""
        if (iri, predicate) not in self._values:  # read once: proofs ask for the same facts, and a built store stays
            quads = self._store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING)
            nodes = (quad.object for quad in quads)
            spoken = (node for node in nodes if not isinstance(node, Literal) or node.language in (None, ENGLISH))
            self._values[iri, predicate] = sorted({getattr(node, "value", str(node)) for node in spoken})
        return list(self._values[iri, predicate])

    def value(self, iri: str, local: str) -> str | None:
        """Return the first value of a term of the ontology, or None."""
        return next(iter(self.values(iri, op(local))), None)

    def classes(self, iri: str) -> set[str]:
        """Return the local names of the classes of ours that a thing belongs to."""
        return {stem(found) for found in self.values(iri, A) if found.startswith(ONTOLOGY)}

    def covers(self, iri: str, day: date, start: str = "from", end: str = "until") -> bool:
        """Return whether a day lies in a node's half-open interval; a missing start or end bounds nothing."""
        since, until = self.value(iri, start), self.value(iri, end)
        return (since is None or since <= day.isoformat()) and (until is None or day.isoformat() < until)

    def day(self, iri: str, local: str) -> str | None:
        """Return a date as it is known: a day, a month or a year."""
        found = self.value(iri, local)
        precision = self.value(iri, "datePrecision")
        return found[: {"month": 7, "year": 4}.get(precision or "", 10)] if found else None

    def unconfirmed(self, iri: str) -> bool:
        """Return whether nobody has read the fact, or a value of it, in a source."""
        return self.value(iri, "unconfirmed") == "true" or self.value(iri, "unconfirmedFor") is not None
