"""The things whose names hold these words."""

from __future__ import annotations

from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import Parameter
from kg.interfaces.records import TEXT, listed, record
from kg.names import short
from kg.presenting import present
from kg.queries.things import Thing

ASKING = Asking(
    "the things whose names hold these words",
    (Parameter("text", "words of a name, in any language", "text", required=True),),
    listed(record(thing=TEXT, kind=TEXT, name=TEXT)),
)


def silence(graph: Graph, text: str) -> str:
    """Return that nothing is called so, and what is called nearly so."""
    near = ", ".join(str(thing) for thing in graph.directory.nearest(text))
    return f"nothing is called {text!r}{'; the nearest are ' + near if near else ''}"


def listing(things: list[Thing], form: str) -> str:
    """Return things in a form."""
    return present.table(["thing", "kind", "name"], ([short(t.iri), t.kind, t.name] for t in things), form)


def answer(graph: Graph, given: Given) -> Told:
    """Return the things."""
    things = graph.find(given["text"])
    notes = [] if things else [silence(graph, given["text"])]
    return Told(listing(things, "json"), notes, [thing.iri for thing in things])
