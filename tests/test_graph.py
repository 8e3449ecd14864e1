"""The built graph as a whole: its Python interface, its JSON, and what the derived part may say."""

import json
from datetime import date

import pytest

from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import ONTOLOGY, STEP
from kg.oxigraph import EVERYTHING, A, NamedNode
from kg.presenting import present

KEYS = [
    "state", "subject", "kind", "label", "verdict", "effect", "rule", "reading", "provision", "from", "until",
    "international", "conflict", "knownTo", "unconfirmed", "position",
]  # fmt: skip


def test_json_has_exactly_the_keys_of_the_interface(graph: Graph) -> None:
    found = json.loads(present.positions(graph.assess("RUS", on="2026-02-01", all=True), "json"))
    assert len(found) > 200
    for position in found:
        assert list(position) == KEYS


def test_dates_may_be_text_or_dates(graph: Graph) -> None:
    assert graph.assess("russia", on="2026-02-01") == graph.assess("RUS", on=date(2026, 2, 1))


def test_unknown_names_list_the_nearest(graph: Graph) -> None:
    with pytest.raises(UsageFault, match=r"state:RUS \(Russia\)"):
        graph.assess("Rusia")
    with pytest.raises(UsageFault, match="body:icc"):
        graph.why("RUS", "Internatonal Criminal Court")


def test_impossible_dates_are_refused(graph: Graph) -> None:
    for text in ("2026-02-30", "yesterday", "2026-2-1", "20260201"):
        with pytest.raises(UsageFault, match="no date of the calendar"):
            graph.assess("RUS", on=text)


def test_a_state_without_recorded_rules_is_told_so(graph: Graph) -> None:
    assert graph.assess("CHE", all=True) == []
    assert "records no rule" in graph.silence(graph.directory.resolve("CHE", "state"))


def test_no_scaffolding_leaves_the_build(graph: Graph) -> None:
    nodes = {node for quad in graph.store for node in (quad.subject, quad.predicate, quad.object)}
    assert not [node for node in nodes if isinstance(node, NamedNode) and node.value.startswith(STEP)]


def test_every_term_used_is_declared(graph: Graph) -> None:
    used = set()
    for quad in graph.quads():
        terms = [quad.predicate, quad.object] if quad.predicate == A else [quad.predicate]
        used |= {term for term in terms if isinstance(term, NamedNode) and term.value.startswith(ONTOLOGY)}
    undeclared = {term.value for term in used if not any(graph.store.quads_for_pattern(term, A, None, EVERYTHING))}
    assert undeclared == set()


def test_every_derived_node_names_its_rule_and_its_grounds(graph: Graph) -> None:
    rows = graph.query(
        """PREFIX op: <https://w3id.org/opposable/ontology/>
        SELECT ?node WHERE {
          VALUES ?kind { op:Participation op:ConditionTest op:ConditionOutcome op:Position op:InternationalPosition
                         op:Conflict op:DutyToArrest }
          ?node a ?kind
          OPTIONAL { ?node op:byRule ?rule } OPTIONAL { ?node op:restsOn ?ground }
          FILTER(!BOUND(?rule) || !BOUND(?ground))
        }"""
    ).rows
    assert rows == []


def test_proofs_end_at_sources_or_marks(graph: Graph) -> None:
    """Every leaf of a proof that is an authored fact has a source or is marked unconfirmed."""
    for subject in ("icc", "special-tribunal-aggression", "ecthr", "icj"):
        for proof in graph.why("RUS", subject, on="2026-02-01"):
            for _, step in proof.walk():
                authored = step.iri is not None and "/id/" in step.iri and not step.steps and step.outcome is None
                derived = step.iri is not None and any(f"/id/{kind}/" in step.iri for kind in ("participation", "test"))
                if authored and not derived:
                    assert step.citations or step.unconfirmed or "/id/treaty/" in str(step.iri), step.text
