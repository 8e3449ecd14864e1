"""The build, on one screen: load, reason, validate, derive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kg.derivation import reason, rules, validate
from kg.facts.load import Knowledge, load
from kg.oxigraph import Quad, RdfFormat, parse

Progress = Callable[[str, int, int], None]


def asserted(knowledge: Knowledge) -> list[Quad]:
    """Return ontology and facts, with the types that follow from the class hierarchy."""
    facts = knowledge.facts + reason.types(knowledge.ontology, knowledge.facts)
    return knowledge.ontology + facts


def build(root: Path, progress: Progress | None = None) -> Iterator[Quad]:
    """Yield every quad of the graph: ontology, facts, and what the rules derive from them.

    Raises Fault for the first thing found wrong, with its file and line.
    """
    knowledge = load(root)
    quads = asserted(knowledge)
    for finding in validate.check(knowledge, quads):
        raise finding.fault()
    yield from quads
    derived = rules.derive_lines(rules.read_rules(root), quads, progress)
    while derived:
        rule, lines = derived.pop(0)
        for quad in parse(lines, format=RdfFormat.N_TRIPLES):
            yield Quad(quad.subject, quad.predicate, quad.object, rule.graph)
