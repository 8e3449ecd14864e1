"""The parts of a SPARQL query, and the patterns that every row of its answer must match."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rdflib.paths import MulPath, Path
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Identifier, Node, URIRef, Variable

from kg.names import BASE, PREFIXES

_LIMITS = {"Filter": "FILTER", "Minus": "MINUS"}


class Pattern(NamedTuple):
    """One triple pattern as SPARQL, its variables, and the IRIs in it."""

    text: str
    variables: frozenset[str]
    iris: tuple[str, ...]


class Values(NamedTuple):
    """Values that a query gives to variables; ``single`` has those of a query that gives one to each."""

    text: str
    variables: frozenset[str]
    single: dict[str, str]


class Branch(NamedTuple):
    """What one alternative of a query requires together: patterns, given values, and what else can leave rows out."""

    patterns: tuple[Pattern, ...] = ()
    values: tuple[Values, ...] = ()
    limits: tuple[str, ...] = ()

    def __or__(self, other: Branch) -> Branch:
        """Return what both require."""
        return Branch(self.patterns + other.patterns, self.values + other.values, self.limits + other.limits)


def parts(text: str) -> Iterator[str]:
    """Yield the names of the parts of a parsed query.

    Raises what the parser raises (many kinds of exception) for a text that it cannot read.
    """
    queue: list[object] = list(parseQuery(text))
    while queue:
        part = queue.pop()
        if isinstance(part, CompValue):
            yield part.name
            queue.extend(part.values())
        elif isinstance(part, (list, tuple)) or type(part).__name__ in ("ParseResults", "plist"):
            queue.extend(part)  # type: ignore[arg-type]


def sources(text: str) -> set[str]:
    """Return the IRIs of the graphs that FROM and FROM NAMED of a query name; our prefixes need no declaration.

    Raises what the parser raises (many kinds of exception) for a text that it cannot read.
    """
    clauses = translateQuery(parseQuery(text), base=BASE, initNs=PREFIXES).algebra.datasetClause or ()
    return {str(clause.default or clause.named) for clause in clauses}


def branches(text: str) -> list[Branch]:
    """Return the alternatives (UNION) of a query, each with all that its rows must match; OPTIONAL requires nothing.

    Raises what the parser raises (many kinds of exception) for a text that it cannot read.
    """
    return _branches(translateQuery(parseQuery(text)).algebra)


def _branches(node: object) -> list[Branch]:
    if not isinstance(node, CompValue):
        return [Branch()]
    if node.name == "BGP":
        return [Branch(tuple(_pattern(triple) for triple in node.triples))]
    if node.name == "Union":
        return [*_branches(node.p1), *_branches(node.p2)]
    if node.name == "Join":
        return [one | other for one in _branches(node.p1) for other in _branches(node.p2)]
    if node.name in ("LeftJoin", "Minus"):
        return [branch | _limit(node) for branch in _branches(node.p1)]
    if node.name == "values":
        return [Branch(values=(_values(node.res),))]
    return [branch | _limit(node) for branch in _branches(node.get("p"))]


def _limit(node: CompValue) -> Branch:
    named = _LIMITS.get(node.name)
    if node.name == "Filter":
        inner = {part.name for part in _within(node.expr)}
        named = "FILTER NOT EXISTS" if "Builtin_NOTEXISTS" in inner else named
    return Branch(limits=(named,)) if named else Branch()


def _within(node: object) -> Iterator[CompValue]:
    if isinstance(node, CompValue):
        yield node
        for value in node.values():
            yield from _within(value)
    elif isinstance(node, list):
        for value in node:
            yield from _within(value)


def _pattern(triple: tuple[Node, Node | Path, Node]) -> Pattern:
    free = all(isinstance(end, (Variable, BNode)) for end in (triple[0], triple[2]))
    predicate = triple[1]
    if free and isinstance(predicate, MulPath):
        predicate = predicate.path  # one step exists if any chain of steps does, and is found at once
    shown = (triple[0], predicate, triple[2])
    text = " ".join(_term(term) for term in shown)
    iris = tuple(str(term) for term in shown if isinstance(term, URIRef))
    if isinstance(predicate, Path):
        iris += tuple(str(part) for part in _steps(predicate))
    variables = frozenset(_term(term)[1:] for term in shown if isinstance(term, (Variable, BNode)))
    return Pattern(text, variables, iris)


def _steps(path: object) -> Iterator[URIRef]:
    if isinstance(path, URIRef):
        yield path
    elif isinstance(path, Path):
        for held in vars(path).values():
            for inner in held if isinstance(held, list) else [held]:
                yield from _steps(inner)


def _term(term: Node | Path) -> str:
    if isinstance(term, BNode):
        return f"?_{str(term)[:12]}"
    assert isinstance(term, (Identifier, Path))
    return term.n3()


def _values(rows: list[dict[Variable, Node]]) -> Values:
    names = sorted({str(name) for row in rows for name in row})
    heads = " ".join(f"?{name}" for name in names)
    shown = " ".join(f"({' '.join(_given(row.get(Variable(name))) for name in names)})" for row in rows)
    single = {name: _given(rows[0].get(Variable(name))) for name in names} if len(rows) == 1 else {}
    return Values(f"VALUES ({heads}) {{ {shown} }}", frozenset(names), single)


def _given(value: object) -> str:
    return _term(value) if isinstance(value, Node) else "UNDEF"
