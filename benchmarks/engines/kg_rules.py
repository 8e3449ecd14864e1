"""Opposable: rules derive all intervals once, look-ups read them."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from benchmarks.answers import Asked, Done, Row, flat
from benchmarks.derived import answers, questions
from kg import files
from kg.building import prepared, store
from kg.building.built import BuiltGraph
from kg.conclusions.positions import Position
from kg.derivation import rules
from kg.derivation.rules import Rule
from kg.graph import Graph
from kg.names import stem, thing
from kg.oxigraph import Quad, QuerySolutions, RdfFormat, Store, parse
from kg.supposing.demand import demanded

_TREATIES = ("1-status/", "2-competence/1-subjects/", "2-competence/2-inheritance/")
"""The strata on which the questions about treaties rest."""
_PARTIES = """
PREFIX op: <https://w3id.org/opposable/ontology/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?state ?treaty {
  ?participation op:status op:party ; op:from ?from ; op:state ?state ; op:treaty ?treaty .
  FILTER(?from <= "{day}"^^xsd:date)
  MINUS { ?participation op:until ?until FILTER(?until <= "{day}"^^xsd:date) }
}"""
_UNFOUNDED = """
PREFIX op: <https://w3id.org/opposable/ontology/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT {columns} {
  {every} ?body a op:AdjudicatoryBody ; op:established ?founded . FILTER(?founded <= "{day}"^^xsd:date)
  MINUS {
    { SELECT DISTINCT {treaties} {
        ?participation op:status op:party ; op:state {state} ; op:treaty ?treaty ; op:from ?from .
        FILTER(?from <= "{day}"^^xsd:date)
        OPTIONAL { ?participation op:until ?until } FILTER(!BOUND(?until) || ?until > "{day}"^^xsd:date)
    } }
    ?basis op:instrument ?treaty . ?body op:effectiveBasis ?basis .
  }
}"""
"""What an engine of SPARQL is asked once the intervals are there; strata below make the negation a MINUS.

A state that is asked about stands in it as itself: after a VALUES Oxigraph plans for all states, 150 times slower.
"""


class Engine:
    """Opposable."""

    TITLE = "kg"
    PACKAGE = None
    PEER = False

    def __init__(self) -> None:
        """Find the rules; facts come later."""
        self._root = files.knowledge_root()
        self._facts: list[Quad] = []
        self._graph: BuiltGraph | None = None
        self._first: list[float] = []
        self._folder = tempfile.TemporaryDirectory()
        self.tasks = {
            "participations": self._participations,
            "timeline": self._timeline,
            "everything": self._everything,
            "unfounded": self._unfounded,
            "parties": self._parties,
            "unfounded-all": self._unfounded_all,
            "assess": self._assess,
            "assess-all": self._assess_all,
        }

    def load(self, asked: Asked) -> None:
        """Read the facts."""
        self._facts = list(parse(path=str(asked.facts), format=RdfFormat.N_TRIPLES))

    def _strata(self, chosen: Callable[[Rule], bool]) -> list[list[Rule]]:
        strata = ([rule for rule in stratum if chosen(rule)] for stratum in rules.read_rules(self._root))
        return [stratum for stratum in strata if stratum]

    def _derived(self, chosen: Callable[[Rule], bool]) -> Iterator[Quad]:
        for rule, lines in rules.derive_lines(self._strata(chosen), self._facts):
            for quad in parse(lines, format=RdfFormat.N_TRIPLES):
                yield Quad(quad.subject, quad.predicate, quad.object, rule.graph)

    def _participations(self, asked: Asked) -> Done:
        """Derive what the questions about treaties need; where no more is derived, they are asked of it."""
        derived = Store()
        strata = self._strata(lambda rule: rule.identity.startswith("1-status/"))
        for _, lines in rules.derive_lines(strata, self._facts):
            derived.load(lines, format=RdfFormat.N_TRIPLES)
        return Done(lambda: self._kept(asked, derived))

    def _kept(self, asked: Asked, derived: Store) -> set[Row]:
        if not asked.whole:
            self._graph = BuiltGraph(self._root, Store())
            self._graph.store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in self._facts)
            self._graph.store.bulk_extend(
                Quad(quad.subject, quad.predicate, quad.object)
                for quad in self._derived(lambda rule: rule.identity.startswith(_TREATIES))
            )
        return answers(derived)["participations"]

    def _timeline(self, _: Asked) -> Done:
        """Derive the intervals, and of what they rest on no more than they are derived from."""
        strata = demanded(rules.read_rules(self._root), questions())
        found = [lines for _, lines in rules.derive_lines(strata, self._facts)]

        def rows() -> set[Row]:
            derived = Store()
            for lines in found:
                derived.load(lines, format=RdfFormat.N_TRIPLES)
            return flat(answers(derived))

        return Done(rows)

    def _everything(self, _: Asked) -> Done:
        """Derive and store all, and measure the deriving alone as well.

        Rules run in this thread alone; meanwhile the store that is filled sorts and writes in threads of its own.
        """
        spent, folder = 0.0, Path(self._folder.name)

        def quads() -> Iterator[Quad]:
            nonlocal spent
            yield from self._facts
            there = self._derived(lambda _: True)
            while True:
                start = time.thread_time()
                quad = next(there, None)
                spent += time.thread_time() - start
                if quad is None:
                    return
                yield quad

        def beside(unfinished: Path, filled: Store) -> None:
            prepared.write(unfinished, filled, self._root)

        start = time.process_time()
        built = store.build(folder, "benchmark", quads, beside=beside)
        whole = time.process_time() - start
        self._graph = Graph(self._root, built, store.folder(folder, "benchmark"))
        return Done(lambda: flat(answers(built)), spent, {"build": whole})

    def _rows(self, text: str, asked: Asked) -> set[Row]:
        assert self._graph is not None
        found = self._graph.store.query(text.replace("{day}", asked.day))
        assert isinstance(found, QuerySolutions)
        return {tuple(node.value for node in row) for row in found}

    def _unfounded(self, asked: Asked) -> Done:
        text = _filled(columns="?body", treaties="?treaty", every="", state=f"<{asked.state}>")
        return Done({(asked.state, *row) for row in self._rows(text, asked)})

    def _unfounded_all(self, asked: Asked) -> Done:
        every = "?state a op:State ."
        text = _filled(columns="?state ?body", treaties="?state ?treaty", every=every, state="?state")
        return Done(self._rows(text, asked))

    def _parties(self, asked: Asked) -> Done:
        return Done(self._rows(_PARTIES, asked))

    def _assess(self, asked: Asked) -> Done:
        """Look up a state's positions, and tell apart what the first look takes, which reads them from the build."""
        assert isinstance(self._graph, Graph)
        start = time.process_time()
        found = self._graph.assess(stem(asked.state), on=date.fromisoformat(asked.day))
        self._first.append(time.process_time() - start)
        return Done(lambda: {_row(position) for position in found}, also={"assess-first": self._first[0]})

    def _assess_all(self, asked: Asked) -> Done:
        graph = self._graph
        assert isinstance(graph, Graph)
        day = date.fromisoformat(asked.day)
        found = [position for state in graph.holders() for position in graph.assess(stem(state), on=day)]
        return Done(lambda: {_row(position) for position in found})


def _filled(**parts: str) -> str:
    text = _UNFOUNDED
    for name, value in parts.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _row(found: Position) -> Row:
    rule, reading = (
        thing(kind, name) if name else "" for kind, name in (("rule", found.rule), ("reading", found.reading))
    )
    return thing("state", found.state), found.subject_iri, rule, reading, found.verdict
