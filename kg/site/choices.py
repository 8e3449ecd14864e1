"""What the fields of forms offer: states with rules, all states, treaties, persons under warrant, readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph import Graph
from kg.language.words import Words
from kg.names import ENGLISH, kind, thing
from kg.oxigraph import EVERYTHING, A, NamedNode, referring
from kg.queries.things import Thing


def by_name(graph: Graph, iris: Iterable[str]) -> list[Thing]:
    """Return things by name."""
    return sorted((graph.directory.thing(iri) for iri in set(iris)), key=lambda one: (one.name.casefold(), one.iri))


def holders(graph: Graph) -> list[Thing]:
    """Return the states of which a rule is recorded under which rulings are treated as non-binding."""
    return by_name(graph, graph.holders())


def of_kind(graph: Graph, name: str) -> list[Thing]:
    """Return all things of a kind."""
    typed = graph.store.quads_for_pattern(None, A, None, EVERYTHING)
    nodes = (quad.subject for quad in typed if isinstance(quad.subject, NamedNode))
    return by_name(graph, (node.value for node in nodes if kind(node.value) == name))


def counted(graph: Graph, kinds: Iterable[str]) -> dict[str, int]:
    """Return how many things of each kind there are."""
    found: dict[str, set[str]] = {name: set() for name in kinds}
    for quad in graph.store.quads_for_pattern(None, A, None, EVERYTHING):
        if isinstance(quad.subject, NamedNode) and (name := kind(quad.subject.value)) in found:
            found[name].add(quad.subject.value)
    return {name: len(iris) for name, iris in found.items()}


def sought(graph: Graph) -> list[Thing]:
    """Return the persons whom a ruling concerns."""
    return [person for person in of_kind(graph, "person") if referring(graph.store, "concernsPerson", person.iri)]


@dataclass(frozen=True)
class Asked:
    """A question of the catalogue: its name, title and what it asks, and the language that they are in."""

    stem: str
    title: str
    asks: str
    language: str


def questions(graph: Graph) -> list[Asked]:
    """Return the questions of the catalogue, in the language of the graph or else in English."""
    phrases, found = graph.wording.phrases, []
    for one in graph.questions().values():
        language = phrases.language if f"asks@{phrases.language}" in one.header else ENGLISH
        found.append(Asked(one.stem, phrases.of(one, "title") or "", phrases.of(one, "asks") or "", language))
    return found


def headed(words: Words, columns: Iterable[str]) -> list[tuple[str | None, str]]:
    """Return the columns of an answer to a question: the word for each, None where there is none, and its name."""
    known = words.texts
    return [(words[f"variable.{name}"] if f"variable.{name}" in known else None, name) for name in columns]


def labelled(words: Words, parameter: str) -> str:
    """Return what a parameter of a question is called; its name, where there is no word for it."""
    return words[f"ask.{parameter}"] if f"ask.{parameter}" in words.texts else parameter


def readings(graph: Graph, state: Thing | None) -> list[Thing]:
    """Return the readings of a state's rules; all readings, where no state is chosen."""
    if state is None:
        return of_kind(graph, "reading")
    named = {position.reading for position in graph.timeline(state.iri) if position.reading}
    return by_name(graph, (thing("reading", name) for name in named))
