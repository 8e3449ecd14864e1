"""The rules of queries/rules: how they are read, in what order they run, and what never leaves a build."""

from pathlib import Path
from random import Random

import pytest

from kg.derivation.rules import Rule, derive, read_rules
from kg.faults import Fault
from kg.names import GRAPH, ONTOLOGY, RULE, STEP
from kg.oxigraph import NamedNode, Quad, Triple
from oracle import random_world

HEADER = "# title: A rule\n# gives: a thing\n# because: VCLT art. 24\n"
P, Q, R, S = (NamedNode(f"urn:{letter}") for letter in "pqrs")
FACT = Quad(NamedNode("urn:a"), P, NamedNode("urn:b"))


def rules_of(tmp_path: Path, **files: str) -> list[list[Rule]]:
    """Return the rules of files, ``__`` in a name standing for ``/`` and a leading number following ``n``."""
    for name, text in files.items():
        path = tmp_path / "queries" / "rules" / "/".join(part.removeprefix("n") for part in name.split("__"))
        path = path.with_name(f"{path.name.replace('_', '-')}.rq")
        path = path.parent.parent / path.parent.name.replace("_", "-") / path.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_rules(tmp_path)


def rule(head: str, where: str) -> str:
    """Return the text of a rule."""
    return f"{HEADER}CONSTRUCT {{ {head} }} WHERE {{ {where} }}\n"


def fault(tmp_path: Path, text: str) -> Fault:
    """Return the fault of a rule of this text."""
    with pytest.raises(Fault) as caught:
        list(derive(rules_of(tmp_path, n1_status__a=text), [FACT]))
    assert caught.value.file == tmp_path / "queries" / "rules" / "1-status" / "a.rq"
    return caught.value


def derived(strata: list[list[Rule]], *facts: Quad) -> set[Triple]:
    """Return all that rules derive."""
    return {triple for _, triples in derive(strata, list(facts)) for triple in triples}


def test_strata_run_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """Folder 10 comes after folder 2, and a rule is named by its path."""
    text = rule("?s <urn:q> ?o", "?s <urn:p> ?o")
    strata = rules_of(tmp_path, n10_last__a=text, n2_first__b=text, n2_first__a=text)
    assert [[found.identity for found in stratum] for stratum in strata] == [["2-first/a", "2-first/b"], ["10-last/a"]]
    assert strata[0][0].iri == f"{RULE}2-first/a"
    assert strata[0][0].graph.value == f"{GRAPH}derived/2-first/a"


def test_a_rule_sees_what_lower_folders_derived(tmp_path: Path) -> None:
    """A rule uses and negates what a lower folder derived."""
    strata = rules_of(
        tmp_path,
        n1__a=rule("?s <urn:q> ?o", "?s <urn:p> ?o"),
        n2__a=rule("?s <urn:r> ?o", "?s <urn:q> ?o"),
        n2__b=rule("?s <urn:s> ?o", "?s <urn:p> ?o FILTER NOT EXISTS { ?s <urn:q> ?o }"),
    )
    assert derived(strata, FACT) == {
        Triple(FACT.subject, Q, FACT.object),
        Triple(FACT.subject, R, FACT.object),
    }


def test_rules_of_one_folder_do_not_see_each_other(tmp_path: Path) -> None:
    """A rule neither uses nor negates what its neighbour derives, whichever runs first."""
    strata = rules_of(
        tmp_path,
        n1__a=rule("?s <urn:q> ?o", "?s <urn:p> ?o"),
        n1__b=rule("?s <urn:r> ?o", "?s <urn:q> ?o"),
        n1__c=rule("?s <urn:s> ?o", "?s <urn:p> ?o FILTER NOT EXISTS { ?s <urn:q> ?o }"),
    )
    expected = {Triple(FACT.subject, Q, FACT.object), Triple(FACT.subject, S, FACT.object)}
    assert derived(strata, FACT) == expected
    assert derived([strata[0][::-1]], FACT) == expected


@pytest.mark.parametrize("seed", range(3))
def test_order_within_a_stratum_does_not_matter(seed: int, root: Path) -> None:
    """The rules that ship give the same in whatever order those of one folder run."""
    strata, world = read_rules(root), random_world(seed)
    shuffled = [Random(seed).sample(stratum, len(stratum)) for stratum in strata]
    assert derived(shuffled, *world) == derived(strata, *world)


@pytest.mark.parametrize("seed", range(2))
def test_deriving_twice_gives_the_same_names(seed: int, root: Path) -> None:
    """Names of derived things depend on the facts, not on the order in which these are read."""
    strata, world = read_rules(root), random_world(seed)
    assert derived(strata, *Random(seed).sample(world, len(world))) == derived(strata, *world)


def test_no_scaffolding_leaves_a_derivation(root: Path) -> None:
    """What a rule derives in the step namespace is used and dropped; what is left is named by rules that exist."""
    strata, world = read_rules(root), random_world(5)
    found = derived(strata, *world)
    assert found
    assert not [triple for triple in found if STEP in str(triple)]
    named = {str(triple.object) for triple in found if triple.predicate.value == f"{ONTOLOGY}byRule"}
    assert named <= {f"<{rule.iri}>" for stratum in strata for rule in stratum}


def test_scaffolding_is_seen_by_higher_folders(tmp_path: Path) -> None:
    """A triple with a step anywhere in it is left out of the result, but the next folder can use it."""
    strata = rules_of(
        tmp_path,
        n1__a=rule(f"?s <{STEP}x> ?o . <{STEP}y> <urn:q> ?o . ?s <urn:q> <{STEP}z>", "?s <urn:p> ?o"),
        n2__a=rule("?s <urn:r> ?o", f"?s <{STEP}x> ?o . <{STEP}y> <urn:q> ?o . ?s <urn:q> <{STEP}z>"),
    )
    assert derived(strata, FACT) == {Triple(FACT.subject, R, FACT.object)}


def test_progress_is_told_by_stratum(tmp_path: Path) -> None:
    """Progress names each folder once, with its number and their count."""
    text = rule("?s <urn:q> ?o", "?s <urn:p> ?o")
    told: list[tuple[str, int, int]] = []
    list(derive(rules_of(tmp_path, n1_a__a=text, n1_a__b=text, n2_b__a=text), [], lambda *step: told.append(step)))
    assert told == [("1-a", 1, 2), ("2-b", 2, 2)]


@pytest.mark.parametrize("key", ["title", "gives", "because"])
def test_a_rule_must_describe_itself(tmp_path: Path, key: str) -> None:
    """A rule without a title, without what it gives or without its provision is a fault."""
    text = rule("?s <urn:q> ?o", "?s <urn:p> ?o")
    found = fault(tmp_path, "".join(line for line in text.splitlines(True) if not line.startswith(f"# {key}:")))
    assert f"'# {key}: " in found.message
    assert found.line == 1


@pytest.mark.parametrize("query", ["SELECT ?s WHERE { ?s ?p ?o }", "ASK { ?s ?p ?o }", "DESCRIBE <urn:a>", ""])
def test_a_rule_must_construct(tmp_path: Path, query: str) -> None:
    """A query of another form is a fault."""
    assert "must be one CONSTRUCT" in fault(tmp_path, HEADER + query).message


@pytest.mark.parametrize("head", ["_:b <urn:q> ?o .", "?s <urn:q> [] .", "?s <urn:q>\n [ <urn:q> ?o ] ."])
def test_a_blank_node_in_a_head(tmp_path: Path, head: str) -> None:
    """A blank node in a head is a fault with its line: the thing derived could not be cited."""
    found = fault(tmp_path, f"{HEADER}CONSTRUCT {{\n  {head}\n}} WHERE {{ ?s <urn:p> ?o }}")
    assert "blank node" in found.message
    assert found.line == 5 + head.count("\n")


def test_a_blank_node_in_a_body(tmp_path: Path) -> None:
    """In the body, where it is a nameless variable, a blank node is welcome."""
    strata = rules_of(tmp_path, n1__a=rule("?s <urn:q> ?s", "?s <urn:p> []"))
    assert derived(strata, FACT) == {Triple(FACT.subject, Q, FACT.subject)}


def test_by_rule_names_this_file(tmp_path: Path) -> None:
    """A rule that says another file made its result is a fault with its line."""
    right = rule(f"?s <{ONTOLOGY}byRule> <{RULE}1-status/a>", "?s <urn:p> ?o")
    assert derived(rules_of(tmp_path, n1_status__a=right), FACT)
    found = fault(tmp_path, right.replace("/a>", "/b>"))
    assert "names 1-status/b, but this file is 1-status/a" in found.message
    assert found.line == 4


@pytest.mark.parametrize(
    ("where", "line"), [("?s <urn:p> ", 4), ("?s <urn:p> ?o .\n  FILTR(?o)", 5), ("?s op:treaty ?o", 4)]
)
def test_a_rule_that_does_not_parse(tmp_path: Path, where: str, line: int) -> None:
    """SPARQL that does not parse is a fault with file and line."""
    found = fault(tmp_path, f"{HEADER}CONSTRUCT {{ ?s <urn:q> ?o }} WHERE {{ {where} }}")
    assert found.message.startswith("not well-formed SPARQL: ")
    assert found.line == line


def test_a_header_line_that_is_none(tmp_path: Path) -> None:
    """A comment in the header that is no 'key: text' is a fault with its line."""
    found = fault(tmp_path, HEADER + "# nothing\n" + rule("?s <urn:q> ?o", "?s <urn:p> ?o"))
    assert found.line == 4


def test_the_rules_that_ship(root: Path) -> None:
    """Every rule that ships is read, is in a numbered folder, and names a provision or principle."""
    strata = read_rules(root)
    assert {rule.query.path for stratum in strata for rule in stratum} == set((root / "queries/rules").rglob("*.rq"))
    for rule in (rule for stratum in strata for rule in stratum):
        assert all(part[0].isdigit() for part in rule.identity.split("/")[:-1])
        assert len(rule.query.header["because"]) > 3
