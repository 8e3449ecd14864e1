"""How good the ontology and the release are: one line for each criterion, its findings, and what no machine decides.

The criteria are those of two published catalogues, OOPS! (pitfalls of ontologies, P01 to P41) and FOOPS! (indicators of
the FAIR principles), and some of this house. Each that a query can decide is one file of queries/quality/.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.derivation.checks import faults, read_checks
from kg.derivation.reason import profile_violations
from kg.facts.load import Knowledge
from kg.faults import Fault
from kg.files import read_text
from kg.names import DCT, GRAPH, ONTOLOGY, RDFS, short
from kg.oxigraph import NamedNode, Quad, Store
from kg.queries.sparql import Query

FOLDER = Path("queries", "quality")
_KEYS = ("title", "criterion", "because", "fix")
_NAMED_TERM = re.compile(r"\bop:([A-Za-z][A-Za-z0-9]*)")
_DEFINED_BY, _REFERENCES = NamedNode(RDFS + "isDefinedBy"), NamedNode(DCT + "references")
_USES = ("queries/*.rq", "queries/rules/**/*.rq", "queries/changes/*.rq")
"""The queries that make a term used; a check of a term is no use of it."""


@dataclass(frozen=True)
class Row:
    """A thing, as a prefixed name, and what about it; the file that says it, where it is a term of ours."""

    thing: str
    detail: str
    place: str = ""

    def __str__(self) -> str:
        """Return the row as it is shown: where, the thing, and the detail in brackets."""
        return f"{self.place}{self.thing}{f' ({self.detail})' if self.detail else ''}"


@dataclass(frozen=True)
class Criterion:
    """One criterion and how it came out; ``unchecked`` says why no machine decides it, where none does."""

    check: str
    criterion: str
    title: str
    because: str = ""
    fix: str = ""
    findings: tuple[Row, ...] = ()
    allowed: tuple[tuple[Row, str], ...] = ()
    unchecked: str = ""

    @property
    def result(self) -> str:
        """The outcome in a few words."""
        if self.unchecked:
            return f"not checked: {self.unchecked}"
        excused = f", {len(self.allowed)} allowed" if self.allowed else ""
        return f"{len(self.findings)} found{excused}" if self.findings else f"clean{excused}"


def read_criteria(root: Path) -> list[Query]:
    """Return the checks of queries/quality/, by name.

    Raises Fault for one that lacks title, criterion, because or fix.
    """
    return read_checks(root / FOLDER, _KEYS)


def examined(knowledge: Knowledge, described: Iterable[Quad]) -> Store:
    """Return what the checks look at: ontology, facts, the data set's description, which query names which term."""
    store = Store()
    store.extend([*knowledge.ontology, *knowledge.facts, *described])
    for pattern in _USES:
        for path in sorted(knowledge.root.glob(pattern)):
            query = NamedNode(GRAPH + path.relative_to(knowledge.root).as_posix())
            lines = [line for line in read_text(path).splitlines() if not line.startswith(("#", "PREFIX"))]
            for name in set(_NAMED_TERM.findall("\n".join(lines))):
                store.add(Quad(query, _REFERENCES, NamedNode(ONTOLOGY + name), NamedNode(GRAPH + "uses")))
    return store


def rows(query: Query, store: Store) -> list[Row]:
    """Return the rows of one check, sorted.

    Raises Fault for a query that does not parse or is no SELECT.
    """
    found = {(_text(thing), _text(detail)) for thing, detail in faults(store, query, union=True)}
    return [Row(thing, detail) for thing, detail in sorted(found)]


def _text(node: object) -> str:
    value = getattr(node, "value", "")
    return short(value) if isinstance(node, NamedNode) else str(value)


def report(knowledge: Knowledge, described: Iterable[Quad]) -> list[Criterion]:
    """Return every criterion, how it came out, and what is not decided by machine.

    An allowance of allowed.csv that excuses nothing is a finding itself.

    Raises Fault for a check or a table that cannot be read.
    """
    store = examined(knowledge, described)
    allowed = {(row["check"], row["thing"], row["detail"]): row["reason"] for row in _table(knowledge.root, "allowed")}
    places = {
        short(quad.subject.value): knowledge.files[quad.graph_name.value].name
        for quad in knowledge.ontology
        if quad.predicate == _DEFINED_BY
        and isinstance(quad.subject, NamedNode)
        and isinstance(quad.graph_name, NamedNode)
    }
    used: set[tuple[str, str, str]] = set()
    criteria = []
    for query in read_criteria(knowledge.root):
        findings, excused = [], []
        for row in rows(query, store):
            key = (query.stem, row.thing, row.detail)
            if key in allowed:
                used.add(key)
                excused.append((row, allowed[key]))
            else:
                place = f"{places[row.thing]}: " if row.thing in places else ""
                findings.append(Row(row.thing, row.detail, place))
        said = {key: query.header[key] for key in _KEYS}
        criteria.append(Criterion(query.stem, **said, findings=tuple(findings), allowed=tuple(excused)))
    stale = tuple(Row(thing, detail, f"{check}: ") for check, thing, detail in sorted(set(allowed) - used))
    criteria.append(
        Criterion(
            "stale-allowance", "house rule", "An allowance that excuses nothing",
            "it would excuse the next mistake unseen", f"remove its line from {FOLDER.as_posix()}/allowed.csv", stale,
        )
    )  # fmt: skip
    criteria.append(_profile(knowledge))
    unchecked = _table(knowledge.root, "not-checked")
    return [*criteria, *(Criterion("", row["criterion"], row["title"], unchecked=row["why"]) for row in unchecked)]


def _profile(knowledge: Knowledge) -> Criterion:
    """Return how the OWL API finds the profile of the ontology; that it could not run is said, and is no success."""
    title = "An axiom outside the profile OWL 2 DL"
    because, fix = "reasoners need not understand it", "write it in OWL 2 DL, or leave it to a shape"
    try:
        found = tuple(Row(line, "") for line in profile_violations(knowledge.ontology))
    except Fault as fault:
        return Criterion("owl-2-dl", "W3C OWL 2 Profiles", title, because, fix, (Row(f"not run: {fault}", ""),))
    return Criterion("owl-2-dl", "W3C OWL 2 DL", title, because, fix, found)


def _table(root: Path, name: str) -> Iterator[dict[str, str]]:
    path = root / FOLDER / f"{name}.csv"
    if path.exists():
        yield from csv.DictReader(read_text(path).splitlines(), strict=True)
