"""An answer with what it takes to quote it: the sources that it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.conclusions.steps import closure
from kg.graph import Graph
from kg.interfaces.asking import Told
from kg.language.citations import Bibliography, Citation
from kg.names import kind

MOST = 60
"""How many sources go along with an answer; of one that rests on more, the proofs tell which fact is in which."""
_LAW = ("rule", "provision", "law")
"""What is cited first: the norm that is applied."""
_KEYS = frozenset(("source", "title", "publisher", "issued", "url"))


def sources(graph: Graph, told: Told) -> list[Citation]:
    """Return the sources of an answer, each once: those that its JSON cites, else those of the nodes it rests on."""
    listed = Bibliography()
    listed.numbers(_cited(json.loads(told.text)))
    if not listed.listed:
        nodes = [node.value for node in closure(graph.store, told.rests_on)]
        for node in sorted(nodes, key=lambda node: kind(node) not in _LAW):
            if kind(node) != "source":
                listed.numbers(graph.wording.citations(node))
    return listed.listed


def _cited(part: Any) -> Iterator[Citation]:  # noqa: ANN401  (any part of the JSON)
    if isinstance(part, list):
        for one in part:
            yield from _cited(one)
    elif isinstance(part, dict):
        if part.keys() == _KEYS:
            yield Citation(part["source"], part["title"], part["publisher"], part["issued"], part["url"])
        else:
            for one in part.values():
                yield from _cited(one)
