"""Answers of several parts that display themselves: a thing, a query's answer, why not, what if, arrest, chains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from kg.conclusions.arrest import Arrest
from kg.conclusions.readings import Reading
from kg.faults import UsageFault
from kg.language.dossier import Fact
from kg.language.wording import Wording
from kg.networks.paths import Chains
from kg.notebooks import fragments
from kg.notebooks.results import Displayed, differences, frame
from kg.oxigraph import Quad
from kg.presenting import exhibits, present
from kg.presenting.present import words_of
from kg.queries.questions import Answer, cell, readable
from kg.queries.things import Thing
from kg.supposing.hypothetical import Outcome
from kg.supposing.whynot import WhyNot

if TYPE_CHECKING:
    import pandas as pd
    import rdflib


class _Shown(NamedTuple):
    thing: Thing
    facts: list[Fact]


class Shown(Displayed, _Shown):
    """A thing and all that the graph says of it."""

    def __str__(self) -> str:
        """Return the facts as text, sources numbered and listed below."""
        return f"{self.thing}\n\n{present.dossier(self.facts, 'table')}"

    def _repr_html_(self) -> str:
        rows = [
            (fact.about, fact.says + (" (unconfirmed)" if fact.unconfirmed else ""), fact.citations)
            for fact in self.facts
        ]
        return fragments.table(("about", "says", "sources"), rows, str(self.thing))


class ShownReading(Displayed, Reading):
    """A reading of a rule: what it says and who proposes it."""

    def __str__(self) -> str:
        """Return the reading as text."""
        return exhibits.legend([self], "table")

    def _repr_html_(self) -> str:
        row = (self.name, self.definition, self.proposed_by or "nobody yet (unconfirmed)")
        return fragments.table(("Reading", "Says", "Proposed by"), [row])


@dataclass(frozen=True, repr=False)
class ShownAnswer(Displayed, Answer):
    """The answer to a question."""

    def to_pandas(self) -> pd.DataFrame:
        """Return the rows (of a CONSTRUCT or DESCRIBE, the triples) as a data frame, IRIs whole.

        Raises MissingLibrary where pandas is not installed.
        """
        rows = self.rows if self.triples is None else [[cell(node) for node in triple] for triple in self.triples]
        return frame((dict(zip(self.columns, row, strict=True)) for row in rows), self.columns)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE as an rdflib graph.

        Raises UsageFault for the answer of another query, which is no graph.
        """
        from kg.derivation.validate import rdflib_graph

        if self.triples is None:
            raise UsageFault("rows are no graph; ask with CONSTRUCT or DESCRIBE, or take to_pandas()")
        return rdflib_graph(Quad(triple.subject, triple.predicate, triple.object) for triple in self.triples)

    def __str__(self) -> str:
        """Return the answer as text."""
        return present.answer(self, "table") if self.triples is None else "\n".join(f"{t} ." for t in self.triples)

    def _repr_html_(self) -> str:
        nodes: Iterable[Iterable[object]] = self.rows if self.triples is None else self.triples
        rows = [["" if node is None else str(readable(_text(node))) for node in row] for row in nodes]
        return fragments.table(self.columns, rows)


def _text(node: object) -> str | int | None:
    return node if isinstance(node, str | int | None) else str(getattr(node, "value", node))


@dataclass(frozen=True, repr=False)
class ShownWhyNot(Displayed, WhyNot):
    """Which conditions fail, and what would flip the answer."""

    def __str__(self) -> str:
        """Return it as a tree."""
        return exhibits.why_not(self, "table")

    def _repr_html_(self) -> str:
        return "".join(map(fragments.proof, self.steps()))


@dataclass(frozen=True, repr=False)
class ShownArrest(Displayed, Arrest):
    """Who must arrest a person on a day, who need not, and what came of visits."""

    def __str__(self) -> str:
        """Return warrants, duties and visits as text; states without a duty are only listed."""
        return exhibits.arrest(self, "table", every=False)

    def _repr_html_(self) -> str:
        warrants = [(w.label, w.body, w.issued, w.public, f"{w.status} {w.ended or ''}".strip()) for w in self.warrants]
        duties = [(words_of(d.duty), d.state_name, d.start, d.end, d.warrant, d.why) for d in self.duties]
        visits = [
            (
                v.arrived, v.last_day, v.state_name, words_of(v.duty), "arrested" if v.arrested else "not arrested",
                v.finding,
            )
            for v in self.visits
        ]  # fmt: skip
        parts = [fragments.table(("Warrant", "Body", "Issued", "Public", "Status"), warrants, str(self.person))]
        if duties:
            order = sorted(duties, key=lambda row: (row[0] != "duty", row[0] != "undetermined"))
            head = ("Answer", "State", "Since", "Until", "Warrant", "Why")
            parts.append(fragments.table(head, order, f"Duties to arrest on {self.on}"))
        if visits:
            head = ("Arrived", "Last day", "State", "Duty that day", "What happened", "Finding")
            parts.append(fragments.table(head, visits, "Recorded visits"))
        return "".join([*parts, *map(fragments.paragraph, self.transit)])


@dataclass(frozen=True, repr=False)
class ShownOutcome(Displayed, Outcome):
    """What would change under a supposition; ``worded`` gives what words the graph as it would be."""

    worded: Callable[[], Wording]

    @cached_property
    def words(self) -> Wording:
        """What words the graph as it would be; its store is made when that is first asked for."""
        return self.worded()

    def _supposed(self) -> list[str]:
        return [f"supposed: {change.words}" for change in self.supposition.changes]

    def __str__(self) -> str:
        """Return what is supposed and what would change as text."""
        return "\n".join([*self._supposed(), "", str(differences(self.differences, self.words))])

    def _repr_html_(self) -> str:
        changed = differences(self.differences, self.words)
        return "".join(map(fragments.paragraph, self._supposed())) + changed._repr_html_()


class ShownChains(Displayed, Chains):
    """How two things are connected."""

    words: Wording

    def __str__(self) -> str:
        """Return the chains as text, sources numbered and listed below."""
        return exhibits.chains(self, self.words, "table") if self.chains else "no chain found"

    def _repr_html_(self) -> str:
        name = self.words.name
        rows = [
            (
                str(number), f"{name(one.source)} {one.says} {name(one.target)}",
                (one.day or "") + (" (unconfirmed)" if one.unconfirmed else ""), one.citations,
            )
            for number, chain in enumerate(self.chains, 1) for step in chain for one in step
        ]  # fmt: skip
        return fragments.table(("Chain", "What is said", "Day", "Sources"), rows)
