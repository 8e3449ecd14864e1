"""The Python interface: a built graph and the questions one asks of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg import files, questions, store
from kg.faults import UsageFault
from kg.names import stem
from kg.oxigraph import EVERYTHING, NamedNode, Quad, Store
from kg.positions import DEPENDS, TREATED, VERDICTS, Position, Positions
from kg.questions import Answer
from kg.sparql import Query, Term, catalogue, date_term, day
from kg.things import Directory, Thing

if TYPE_CHECKING:
    import rdflib

    from kg.dossier import Fact
    from kg.steps import Step
    from kg.wording import Wording

SUBJECTS = ("body", "proceeding", "ruling")
Day = date | str | None


def _day(on: Day) -> date:
    if on is None:
        return date.today()
    return day(on) if isinstance(on, str) else on


class Graph:
    """All facts, and all that follows from them; opened read-only from the built store."""

    def __init__(self, root: Path, opened: Store) -> None:
        """Wrap an open store built from the knowledge below ``root``; use ``Graph.open``."""
        self.root = root
        self.store = opened

    @classmethod
    def open(
        cls,
        knowledge: Path | None = None,
        progress: Callable[[str, int, int], None] | None = None,
        *,
        rebuild: bool = False,
    ) -> Graph:
        """Return the graph of a knowledge folder (by default the one that ships), building it where needed.

        Raises Fault where the knowledge has a fault.
        """
        root = files.knowledge_root() if knowledge is None else knowledge.resolve()
        cache = files.cache_root()
        fingerprint = files.fingerprint(root, kg.__version__)
        opened = None if rebuild else store.open_built(cache, fingerprint)
        if opened is None:
            from kg import pipeline

            opened = store.build(cache, fingerprint, lambda: pipeline.build(root, progress), force=rebuild)
        return cls(root, opened)

    @cached_property
    def directory(self) -> Directory:
        """The names of all things."""
        return Directory(self.store)

    @cached_property
    def wording(self) -> Wording:
        """What words the facts of this graph."""
        from kg.wording import Wording

        return Wording(self.store, self.directory)

    def _chosen(self, found: list[Position], subject: str | None, reading: str | None) -> list[Position]:
        if subject is not None:
            about = self.directory.resolve(subject, *SUBJECTS).iri
            found = [position for position in found if position.subject_iri == about]
        if reading is not None:
            chosen = self.directory.resolve(reading, "reading").stem
            found = [position for position in found if position.reading in (chosen, None)]
        return found

    def _positions(self, state: str) -> Positions:
        who = self.directory.resolve(state, "state")
        return Positions(self.store, self.root, NamedNode(who.iri), self.directory)

    def timeline(self, state: str, subject: str | None = None, *, reading: str | None = None) -> list[Position]:
        """Return a state's positions over all time, on all subjects or one, under all readings or one.

        Raises UsageFault for a name that is unknown or ambiguous.
        """
        return self._chosen(self._positions(state).timeline(), subject, reading)

    def assess(
        self, state: str, *, on: Day = None, subject: str | None = None, reading: str | None = None, all: bool = False
    ) -> list[Position]:
        """Return a state's positions on a day (today by default).

        Those treated as non-binding and those that depend on the proceeding; with ``all``, or for one subject, every
        verdict.

        Raises UsageFault for an unknown name or an impossible date.
        """
        when = _day(on)
        found = self._chosen(self._positions(state).on(when), subject, reading)
        shown = VERDICTS if all or subject is not None else (TREATED, DEPENDS)
        return [position for position in found if position.verdict in shown]

    def conflicts(self, state: str, *, on: Day = None) -> list[Position]:
        """Return where a state is bound on a day and treats as non-binding all the same.

        Raises UsageFault for an unknown name or an impossible date.
        """
        return [position for position in self._positions(state).on(_day(on)) if position.conflict]

    def why(self, state: str, subject: str, *, on: Day = None, reading: str | None = None) -> list[Step]:
        """Return the proofs of a state's positions on a subject on a day, one for each rule and reading.

        Raises UsageFault for an unknown name or an impossible date, or where the subject does not exist on that day.
        """
        when = _day(on)
        found = self.assess(state, on=when, subject=subject, reading=reading)
        if not found:
            who, what = self.directory.resolve(state, "state"), self.directory.resolve(subject, *SUBJECTS)
            raise UsageFault(
                f"the graph has no position of {who.name} on {what.name} on {when}: {self.silence(who, what)}"
            )
        from kg import proofs

        prover = proofs.Prover(self.store, self.root, self.wording)
        return [prover.prove(position, when) for position in found]

    def silence(self, state: Thing, subject: Thing | None = None) -> str:
        """Return why there is no position: no rule of the state is recorded, or the subject did not exist yet."""
        rules = questions.ask(self.store, self.root, "rules-of-state", {"state": NamedNode(state.iri)}).rows
        if not rules:
            return "it records no rule of that state; that is not a finding that the state has none"
        return "the subject did not exist that day" if subject is not None else "no rule reaches anything that day"

    def flips(self, state: str) -> Answer:
        """Return the days on which a state's positions changed, with the dated facts that changed them.

        Raises UsageFault for an unknown name.
        """
        who = self.directory.resolve(state, "state")
        return questions.ask(self.store, self.root, "flips", {"state": NamedNode(who.iri)})

    def coverage(self, by: str = "kind") -> Answer:
        """Return how many facts the graph holds, by kind, treaty, body or state, and how many of them are confirmed.

        Raises UsageFault for anything else to count by.
        """
        return questions.ask(self.store, self.root, f"coverage-by-{by}", {})

    def show(self, thing: str) -> tuple[Thing, list[Fact]]:
        """Return a thing and all that the graph says of it and of what refers to it.

        Raises UsageFault for a name that is unknown or ambiguous.
        """
        found = self.directory.resolve(thing)
        from kg import dossier

        return found, dossier.describe(self.store, self.wording, found.iri)

    def find(self, text: str) -> list[Thing]:
        """Return the things whose names hold all words of a text."""
        return self.directory.find(text)

    def questions(self) -> dict[str, Query]:
        """Return the question catalogue."""
        return catalogue(self.root)

    def term(self, type_name: str, text: str) -> Term:
        """Return the term that a text means as a parameter of a type: Date, or a kind of thing such as State.

        Raises UsageFault for an unknown name or an impossible date.
        """
        if type_name == "Date":
            return date_term(day(text))
        kinds = () if type_name == "Thing" else (type_name.lower(),)
        return NamedNode(self.directory.resolve(text, *kinds).iri)

    def ask(self, name: str, **given: str) -> Answer:
        """Return the answer to a question of the catalogue, its parameters given as stems, names or dates.

        Raises UsageFault for an unknown question, parameter or name.
        """
        question = questions.named(self.root, name)
        types = {parameter.name: parameter.type for parameter in question.parameters}
        unknown = sorted(set(given) - set(types))
        if unknown:
            known = ", ".join(types) or "none"
            raise UsageFault(f"{name} has no parameter {', '.join(unknown)}; it has {known}")
        terms = {key: self.term(types[key], text) for key, text in given.items()}
        return questions.ask(self.store, self.root, name, terms)

    def query(self, text: str) -> Answer:
        """Return the answer to a SPARQL query over the whole graph.

        Raises UsageFault for a query that does not parse.
        """
        return questions.run(self.store, text)

    def quads(self) -> list[Quad]:
        """Return every quad of the graph, each in the named graph of the file or rule that says it."""
        return [quad for quad in self.store if quad.graph_name != EVERYTHING]

    def to_rdflib(self) -> rdflib.Graph:
        """Return the whole graph as one rdflib graph, without graph names."""
        from kg.validate import rdflib_graph

        return rdflib_graph(self.quads())

    def __len__(self) -> int:
        """Return how many statements the graph holds."""
        return len(self.store) // 2

    def __repr__(self) -> str:
        """Return how much the graph holds."""
        return f"<opposable graph: {len(self)} statements from {stem(str(self.root))}>"
