"""A built graph: opened from disk or built, its things, facts and questions."""

from __future__ import annotations

import os

import kg
from kg import files
from kg.building import fingerprints, store
from kg.building.spoken import SpokenGraph
from kg.days import Day, day
from kg.faults import UsageFault
from kg.names import CONNECTED, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import Self

    import rdflib

    from kg.language.dossier import Fact
    from kg.networks.paths import Chains
    from kg.oxigraph import Quad, Store
    from kg.queries.questions import Answer
    from kg.queries.sparql import Query, Term
    from kg.queries.things import Thing


class BuiltGraph(SpokenGraph):
    """All facts, and all that follows from them; opened read-only from the built store."""

    @classmethod
    def open(
        cls,
        knowledge: Path | None = None,
        progress: Callable[[str, int, int], None] | None = None,
        *,
        rebuild: bool = False,
    ) -> Self:
        """Return the graph of a knowledge folder (by default the one that ships), building it where needed.

        Raises Fault where the knowledge has a fault.
        """
        root = files.knowledge_folder() if knowledge is None else os.path.realpath(knowledge)
        cache = files.cache_folder()
        fingerprint = f"{fingerprints.remembered(root, kg.__version__, cache)}-{store.LAYOUT}"
        folder = store.folder(cache, fingerprint)

        def built(*, force: bool = False) -> Store:
            from pathlib import Path

            from kg.building import pipeline, prepared

            return store.build(
                cache, fingerprint, lambda: pipeline.build(Path(root), progress), force=force,
                beside=lambda unfinished, filled: prepared.write(unfinished, filled, Path(root)),
            )  # fmt: skip

        if rebuild or not store.is_complete(cache, fingerprint):
            return cls(root, built(force=rebuild), folder)
        return cls(root, lambda: store.open_built(cache, fingerprint) or built(), folder)

    def coverage(self, by: str = "kind") -> Answer:
        """Return how many facts the graph holds, by kind, treaty, body or state, and how many of them are confirmed.

        Raises UsageFault for anything else to count by.
        """
        from kg.queries import questions

        return questions.ask(self.store, self.root, f"coverage-by-{by}", {})

    def show(self, thing: str) -> tuple[Thing, list[Fact]]:
        """Return a thing and all that the graph says of it and of what refers to it.

        Raises UsageFault for a name that is unknown or ambiguous.
        """
        found = self.directory.resolve(thing)
        from kg.language import dossier

        return found, dossier.describe(self.store, self.wording, found.iri)

    def find(self, text: str) -> list[Thing]:
        """Return the things whose names hold all words of a text."""
        return self.directory.find(text)

    def questions(self) -> dict[str, Query]:
        """Return the question catalogue."""
        from kg.queries.sparql import catalogue

        return catalogue(self.root)

    def term(self, type_name: str, text: str) -> Term:
        """Return the term that a text means as a parameter of a type: Date, or a kind of thing such as State.

        Raises UsageFault for an unknown name or an impossible date.
        """
        from kg.oxigraph import NamedNode
        from kg.queries.headers import DATE, kinds_of
        from kg.queries.sparql import date_term

        if type_name == DATE:
            return date_term(day(text))
        return NamedNode(self.directory.resolve(text, *kinds_of(type_name)).iri)

    def terms(self, query: Query, given: dict[str, str]) -> dict[str, Term]:
        """Return the parameters of a query as terms, given as stems, names or dates.

        Raises UsageFault for an unknown parameter or name, or an impossible date.
        """
        types = {parameter.name: parameter.type for parameter in query.parameters}
        unknown = sorted(set(given) - set(types))
        if unknown:
            known = ", ".join(types) or "none"
            raise UsageFault(f"{query.stem} has no parameter {', '.join(unknown)}; it has {known}")
        return {key: self.term(types[key], text) for key, text in given.items()}

    def ask(self, name: str, **given: str) -> Answer:
        """Return the answer to a question of the catalogue, its parameters given as stems, names or dates.

        Raises UsageFault for an unknown question, parameter or name.
        """
        from kg.queries import questions

        terms = self.terms(questions.named(self.root, name), given)
        return questions.ask(self.store, self.root, name, terms)

    def query(self, text: str) -> Answer:
        """Return the answer to a SPARQL query over the whole graph.

        Raises UsageFault for a query that does not parse.
        """
        from kg.queries import questions

        return questions.run(self.store, text)

    def why_empty(self, name: str, **given: str) -> list[str]:
        """Return sentences that say why a question of the catalogue has no answer.

        What of it never matches, and whether that is a true negative or unknown to the graph.

        Raises UsageFault for an unknown question, parameter or name.
        """
        from kg.language import silence
        from kg.queries import questions

        question = questions.named(self.root, name)
        terms = self.terms(question, given)
        asked = silence.closure(question.header.get("closes"), terms.values())
        return silence.explain(self.store, self.wording, question.with_values(terms), asked)

    def why_empty_query(self, text: str) -> list[str]:
        """Return sentences that say why a SPARQL query has no answer; none, where it has no patterns to tell of."""
        from kg.language import silence

        return silence.explain(self.store, self.wording, text)

    def path(self, start: str, end: str, *, kinds: Iterable[str] = (), on: Day = None, limit: int = 5) -> Chains:
        """Return the shortest chains of dated statements that join two things.

        ``kinds`` are the kinds of things they may pass through (all, if none is given). With ``on``, they use only what
        was so by that day.

        Raises UsageFault for an unknown name, the same thing twice, a kind that is none, or an impossible date.
        """
        from kg.networks import paths

        ends = [self.directory.resolve(text) for text in (start, end)]
        for thing in ends:
            if thing.kind not in CONNECTED:
                raise UsageFault(f"{thing} is a {thing.kind}; a chain joins things of kind {', '.join(CONNECTED)}")
        if ends[0].iri == ends[1].iri:
            raise UsageFault(f"{start!r} and {end!r} are the same thing, {ends[0]}")
        unknown = sorted(set(kinds) - set(CONNECTED))
        if unknown:
            raise UsageFault(f"no kind is called {', '.join(unknown)}; there is {', '.join(CONNECTED)}")
        if limit < 1:
            raise UsageFault(f"a limit of {limit} chains shows nothing; give 1 or more")
        when = day(on) if isinstance(on, str) else on
        return paths.chains(self.store, self.directory, ends[0].iri, ends[1].iri, kinds, when, limit=limit)

    def quads(self) -> list[Quad]:
        """Return every quad of the graph, each in the named graph of the file or rule that says it."""
        from kg.oxigraph import EVERYTHING

        return [quad for quad in self.store if quad.graph_name != EVERYTHING]

    def to_rdflib(self) -> rdflib.Graph:
        """Return the whole graph as one rdflib graph, without graph names."""
        from kg.derivation.validate import rdflib_graph

        return rdflib_graph(self.quads())

    def __len__(self) -> int:
        """Return how many statements the graph holds."""
        return len(self.store) // 2

    def __repr__(self) -> str:
        """Return how much the graph holds."""
        return f"<opposable graph: {len(self)} statements from {stem(str(self.root))}>"
