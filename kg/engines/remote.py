"""A build that an engine holds, read like a store: few requests, each for all that the last answers named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import NoReturn

from kg.engines import builds
from kg.engines.builds import Build
from kg.engines.engine import Engine, Result
from kg.faults import Fault
from kg.names import DCT, DERIVED_KINDS, KINDS, ONTOLOGY, THING, kind, stem, thing
from kg.oxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, op

_OURS = re.compile(rf"\"((?:{re.escape(THING)}|{re.escape(ONTOLOGY)})[^\"\\<>{{}}|^`\x00-\x20]+)\"")
"""An IRI of ours in an answer; nothing that could be more than an IRI in a query."""
_NAMES_GRAPHS = re.compile(r"(?i)\bGRAPH\b")
_BATCH = 300
"""How many things are asked about in one request, at most."""
_FORESEEN = 20_000
"""Of an answer that names more things than this, none is asked about before it is needed."""
_GROUNDS = f"({'|'.join(str(op(local)) for local in ('restsOn', 'test', 'condition', 'decidedIn'))}|<{DCT}source>)*"
"""The way from what is derived down to facts and sources."""
_SINGLY = 3
"""How many things of a kind are asked about alone, where much may refer to each."""
_AUTHORED = frozenset[str | None](KINDS)
_DERIVED = frozenset[str | None](DERIVED_KINDS)
Node = NamedNode | BlankNode | Literal | Triple


class RemoteStore:
    """The visible build of an engine, with those methods of a store that look-ups use.

    Whoever asks about one thing will ask about the others that were named with it. So each request is about many, and
    what it brings is kept.
    """

    def __init__(self, engine: Engine) -> None:
        """Find the build that is to be read.

        Raises Fault where there is none, or it was built by another version of this program.
        """
        self._engine = engine
        self.build: Build = builds.visible(engine)
        self._answers: dict[str, tuple[str, bytes]] = {}
        self._named: dict[str | None, dict[str, None]] = {}
        self._about: dict[str, list[Quad]] = {}
        self._to: dict[tuple[NamedNode | None, str], list[Quad]] = {}
        self._singly: dict[tuple[NamedNode | None, str | None], int] = {}
        self._by: dict[NamedNode, list[Quad]] = {}

    def confirm(self) -> None:
        """Return where the build is visible still, so that all that was read of it is of one build.

        Raises Fault where another took its place meanwhile.
        """
        if not any(build.visible and build.iri == self.build.iri for build in builds.registered(self._engine)):
            raise Fault(f"the graph at {self._engine.queries} was built anew while it was read; ask again")

    def query(self, text: str) -> Result:
        """Return the answer to a query; its default graph is all that the build says.

        Raises SyntaxError for a query that the engine does not understand, Fault where it gives no answer.
        """
        if text not in self._answers:
            named: Iterable[str] = ()
            if _NAMES_GRAPHS.search(text):
                named = (part for part in self._graphs if part != self.build.everything)
            media, body = self._engine.answer(self.build.to_engine(text), self.build.everything, named)
            self._answers[text] = media, self._noted(body)
        return self._engine.read(*self._answers[text])

    @cached_property
    def _graphs(self) -> list[str]:
        return builds.parts(self._engine, self.build)

    def quads_for_pattern(
        self, subject: Node | None, predicate: NamedNode | None, object: Node | None, graph: object = None
    ) -> Iterator[Quad]:
        """Yield the statements that match a pattern in the default graph; None matches anything.

        Raises Fault where the engine gives no answer, and for what only a store on this machine can be asked.
        """
        if not isinstance(graph, DefaultGraph) or isinstance(subject, BlankNode) or isinstance(object, BlankNode):
            self._not_here()
        if isinstance(subject, NamedNode):
            found = self._statements_about(subject.value)
        elif isinstance(object, NamedNode):
            found = self._statements_to(predicate, object)
        elif predicate is not None:
            found = self._statements_by(predicate)
        else:
            self._not_here()
        for quad in found:
            if predicate in (None, quad.predicate) and object in (None, quad.object):
                yield quad

    def __len__(self) -> int:
        """Return how many quads a built store of the same statements has."""
        return 2 * (self.build.statements or 0)

    def __iter__(self) -> Iterator[Quad]:
        self._not_here()

    def named_graphs(self) -> NoReturn:
        """Raise Fault: whoever asks for the graphs reads all that they hold."""
        self._not_here()

    def _not_here(self) -> NoReturn:
        raise Fault("this reads the whole graph, which only a graph on this machine is for; leave --endpoint out")

    def _noted(self, body: bytes) -> bytes:
        """Return an answer with our names of graphs, and remember which things it names."""
        body = self.build.from_engine(body)
        iris = dict.fromkeys(_OURS.findall(body.decode()))
        if len(iris) <= _FORESEEN:
            for iri in iris:
                self._remember(iri)
        return body

    def _remember(self, iri: str) -> None:
        if iri not in self._about and iri.startswith((THING, ONTOLOGY)):
            self._named.setdefault(kind(iri), {})[iri] = None

    def foresee(self, derived: Iterable[str]) -> None:
        """Read, in one request, derived nodes and all that they rest on."""
        roots = " ".join(f"<{iri}>" for iri in derived)
        self._learn(self._select(f"VALUES ?root {{ {roots} }} ?root {_GROUNDS} ?s . ?s ?p ?o", distinct=True))

    def _learn(self, quads: Iterable[Quad]) -> None:
        """Keep all that is said of things; nothing else is said of them."""
        found: dict[str, list[Quad]] = {}
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                found.setdefault(quad.subject.value, []).append(quad)
        self._about |= found
        for iri in found:
            self._named.get(kind(iri), {}).pop(iri, None)
        for quad in (quad for about in found.values() for quad in about):
            if isinstance(quad.object, NamedNode):
                self._remember(quad.object.value)

    def _statements_about(self, iri: str) -> list[Quad]:
        """Return all that is said of a thing; with it, others are asked about."""
        if iri not in self._about:
            asked = list(islice(dict.fromkeys(self._asked_with(iri)), _BATCH))
            for one in asked:
                self._about[one] = []
                self._named.get(kind(one), {}).pop(one, None)
            self._learn(self._select(f"VALUES ?s {{ {' '.join(f'<{one}>' for one in asked)} }} ?s ?p ?o"))
        return self._about[iri]

    def _asked_with(self, iri: str) -> Iterator[str]:
        """Yield a thing and what was named of its kind, and of others that people write; the latest first.

        What no answer named a person has typed, who may mean something else that is called so.
        """
        of = kind(iri)
        yield iri
        if of in _AUTHORED and iri not in self._named.get(of, ()):
            alike = (thing(one, form) for one in KINDS for form in (stem(iri), stem(iri).upper()))
            yield from (one for one in alike if one not in self._about)
        for other in (of, *(one for one in KINDS if one != of)) if of in _AUTHORED else (of,):
            yield from reversed(self._named.get(other, {}))

    def _statements_to(self, predicate: NamedNode | None, node: NamedNode) -> list[Quad]:
        """Return what refers to a thing.

        To what is derived little refers, so others of its kind are asked about too; to what is authored much may, so
        others are only once one after the other was asked about.
        """
        if (predicate, node.value) not in self._to:
            of = kind(node.value)
            self._singly[predicate, of] = times = self._singly.get((predicate, of), 0) + 1
            known = [*self._about, *self._named.get(of, ())] if of in _DERIVED or times > _SINGLY else []
            others = (one for one in known if kind(one) == of and (predicate, one) not in self._to)
            asked = list(dict.fromkeys((node.value, *others)))
            for iri in asked[:_BATCH]:
                self._to[predicate, iri] = []
            given = " ".join(f"<{iri}>" for iri in asked[:_BATCH])
            by = "?s ?p ?o" if predicate is None else f"?s {predicate} ?o BIND({predicate} AS ?p)"
            for quad in self._select(f"VALUES ?o {{ {given} }} {by}"):
                assert isinstance(quad.object, NamedNode)
                self._to[predicate, quad.object.value].append(quad)
                if isinstance(quad.subject, NamedNode):
                    self._remember(quad.subject.value)
        return self._to[predicate, node.value]

    def _statements_by(self, predicate: NamedNode) -> list[Quad]:
        if predicate not in self._by:
            self._by[predicate] = list(self._select(f"?s {predicate} ?o BIND({predicate} AS ?p)"))
        return self._by[predicate]

    def _select(self, pattern: str, *, distinct: bool = False) -> Iterator[Quad]:
        """Yield the statements that a pattern finds."""
        text = f"SELECT {'DISTINCT ' if distinct else ''}?s ?p ?o WHERE {{ {pattern} }}"
        for row in self._engine.solutions(text, self.build.everything):
            yield Quad(row["s"], row["p"], row["o"])
