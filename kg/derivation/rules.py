"""Runs the rules of queries/rules, folder by folder: a rule sees only what lower folders derived."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.faults import Fault
from kg.names import GRAPH, RULE, STEP
from kg.oxigraph import NamedNode, Quad, QueryTriples, RdfFormat, Store, Triple, parse
from kg.queries.sparql import Query, read_query, syntax_fault

HEAD = re.compile(r"(?s)\bCONSTRUCT\s*(\{.*?\})\s*WHERE\b")
_BLANK = re.compile(r"_:\w+|\[")
_STEP = f"<{STEP}".encode()
"""How a name of the scaffolding begins in N-Triples."""


@dataclass(frozen=True)
class Rule:
    """One rule: its identity (the path below queries/rules without .rq) and its query."""

    identity: str
    query: Query

    @property
    def iri(self) -> str:
        """The IRI that derived nodes carry as op:byRule."""
        return RULE + self.identity

    @property
    def graph(self) -> NamedNode:
        """The named graph of what the rule derives."""
        return NamedNode(f"{GRAPH}derived/{self.identity}")


def _natural(path: Path) -> list[tuple[int, str]]:
    return [(int(match[1]) if (match := re.match(r"(\d+)-", part)) else 0, part) for part in path.parts]


def read_rules(root: Path) -> list[list[Rule]]:
    """Return the rules, stratum by stratum in the order of the folders' numbers.

    Raises Fault, with file and line, for a rule without title, gives or because; for one that is no CONSTRUCT; for a
    blank node in its head; for an op:byRule that names another file.
    """
    base = root / "queries" / "rules"
    strata: dict[Path, list[Rule]] = {}
    for path in sorted(base.rglob("*.rq")):
        rule = Rule(path.relative_to(base).with_suffix("").as_posix(), read_query(path))
        _check(rule)
        strata.setdefault(path.parent.relative_to(base), []).append(rule)
    return [strata[folder] for folder in sorted(strata, key=_natural)]


def _check(rule: Rule) -> None:
    query = rule.query
    for key, meaning in (
        ("title", "what it is"),
        ("gives", "what it derives"),
        ("because", "the provision or principle it implements"),
    ):
        if key not in query.header:
            raise Fault(f"a rule must say '# {key}: …' ({meaning})", file=query.path, line=1)
    head = HEAD.search(query.text)
    if head is None:
        raise Fault("a rule must be one CONSTRUCT { … } WHERE { … }", file=query.path)
    if blank := _BLANK.search(head[1]):
        line = query.text.count("\n", 0, head.start(1) + blank.start()) + 1
        raise Fault(
            "a blank node in the head of a rule; make an IRI from the rule and its bindings", file=query.path, line=line
        )
    for named in re.finditer(rf"<{re.escape(RULE)}([^>]*)>", query.text):
        if named[1] != rule.identity:
            line = query.text.count("\n", 0, named.start()) + 1
            raise Fault(f"op:byRule names {named[1]}, but this file is {rule.identity}", file=query.path, line=line)


def derive(
    strata: list[list[Rule]], facts: Iterable[Quad], progress: Callable[[str, int, int], None] | None = None
) -> Iterator[tuple[Rule, list[Triple]]]:
    """Run the rules over facts, as ``derive_in`` does, and yield what each derived as triples."""
    for rule, lines in derive_lines(strata, facts, progress):
        yield rule, [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]


def derive_lines(
    strata: list[list[Rule]], facts: Iterable[Quad], progress: Callable[[str, int, int], None] | None = None
) -> list[tuple[Rule, bytes]]:
    """Run the rules over facts, as ``derive_in`` does, and return what each derived, once all of them have run.

    The store in which they ran is gone by then: whoever keeps what was derived in another needs no memory for both.
    """
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in facts)
    return list(derive_in(strata, store, progress))


def derive_in(
    strata: list[list[Rule]], store: Store, progress: Callable[[str, int, int], None] | None = None
) -> Iterator[tuple[Rule, bytes]]:
    """Run the rules over the facts in the default graph of a store, which holds afterwards what they derive.

    Yields, for each rule that derived something, that as lines of N-Triples (scaffolding left out): a store reads and
    writes them faster than Python makes objects of them.

    ``progress`` is called with the stratum's name, its number and how many there are. Rules of one folder do not see
    each other's results, so their order does not matter, and a rule can negate only what lower folders derived.

    Raises Fault, with the file, for a rule that does not parse or cannot be run.
    """
    for rule, lines in _derived(strata, store, progress):
        lasting = b"".join(line for line in lines.splitlines(keepends=True) if _STEP not in line)
        if lasting:
            yield rule, lasting


def saturate(strata: list[list[Rule]], store: Store) -> None:
    """Run the rules over the facts in the default graph of a store, as ``derive_in`` does; all stays in the store.

    Raises Fault, with the file, for a rule that does not parse or cannot be run.
    """
    for stratum in strata:
        if len(stratum) == 1:  # no other rule must not see what it gives: the store need not hand that out first
            _insert(store, stratum[0])
        else:
            for _ in _derived([stratum], store, None):
                pass


def _insert(store: Store, rule: Rule) -> None:
    text = rule.query.text
    head = HEAD.search(text)
    if head is None:
        raise _no_construct(rule)
    try:
        store.update(f"{text[: head.start()]}INSERT {head[1]} WHERE{text[head.end() :]}")
    except SyntaxError as error:
        raise syntax_fault(error, rule.query.path) from error


def _no_construct(rule: Rule) -> Fault:
    return Fault("a rule must be a CONSTRUCT", file=rule.query.path)


def _derived(
    strata: list[list[Rule]], store: Store, progress: Callable[[str, int, int], None] | None
) -> Iterator[tuple[Rule, bytes]]:
    for number, stratum in enumerate(strata, 1):
        if progress is not None:
            progress(stratum[0].identity.rsplit("/", 1)[0], number, len(strata))
        results = [(rule, _run(store, rule)) for rule in stratum]
        for rule, lines in results:
            store.load(lines, format=RdfFormat.N_TRIPLES)
            yield rule, lines


def _run(store: Store, rule: Rule) -> bytes:
    try:
        result = store.query(rule.query.text)
    except SyntaxError as error:
        raise syntax_fault(error, rule.query.path) from error
    if not isinstance(result, QueryTriples):
        raise _no_construct(rule)
    return result.serialize(format=RdfFormat.N_TRIPLES) or b""
