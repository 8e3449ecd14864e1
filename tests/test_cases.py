"""A lawyer's tests: each case in cases/*.toml is a sentence, its right answer, and what the proof must rest on.

legal/case.py says what a case may say; legal/answers.py and legal/analyses.py put its question to the graph.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

import kg
from kg.conclusions.steps import closure
from kg.graph import Graph
from kg.names import short
from legal import analyses, answers
from legal.case import COMMON_OPTIONAL, COMMON_REQUIRED, KINDS, SUPPOSED, Case, Row, cases
from legal.outcome import Outcome, fit, iri, rows

ALL = list(cases())
ANSWERS: dict[str, Callable[[Graph, Case], Outcome]] = {
    "subject": answers.position,
    "binding": answers.binding,
    "treaty": answers.treaty,
    "warrant": answers.warrant,
    "rule": answers.rule,
    "claim": answers.claim,
    "question": answers.question,
    "select": answers.select,
    "ask": answers.ask,
    "why": analyses.why,
    "why_not": analyses.why_not,
    "what_if": analyses.what_if,
    "rival": analyses.rival,
    "timeline": analyses.timeline,
    "diff": analyses.diff,
    "conflicts": analyses.conflicts,
    "arrest": analyses.arrest,
    "path": analyses.path,
    "empty": analyses.empty,
    "silent": analyses.silent,
}


@pytest.fixture(scope="session")
def supposing(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the graph with the facts of cases/suppose/ added, built in a cache of its own."""
    from kg.files import KNOWLEDGE_FOLDERS, knowledge_root

    root = tmp_path_factory.mktemp("supposed")
    for folder in KNOWLEDGE_FOLDERS[:3]:
        shutil.copytree(knowledge_root() / folder, root / folder)
    for path in SUPPOSED.glob("*.ttl"):
        shutil.copy(path, root / "data" / "bodies" / f"supposed-{path.name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPPOSABLE_CACHE", str(tmp_path_factory.mktemp("cache")))
        return kg.open(root)


def _parameters() -> Iterator[Any]:
    for case in ALL:
        marks = [pytest.mark.xfail(reason=case.says["gap"])] if "gap" in case.says else []
        yield pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", list(_parameters()))
def test_the_answer_is_right_and_for_the_right_reason(case: Case, request: pytest.FixtureRequest) -> None:
    asked: Graph = request.getfixturevalue("supposing" if "suppose" in case.says else "graph")
    (kind,) = case.kinds
    outcome = ANSWERS[kind.mark](asked, case)
    expected = {key: value for key, value in case.says.items() if key not in COMMON_REQUIRED | COMMON_OPTIONAL}
    sentence = f"{case.says['sentence']} ({case.on})"
    assert outcome.right, f"{sentence}\nexpected: {expected}\nfound: {outcome.found}"

    store = (outcome.graph or asked).store
    reached = {short(node.value) for node in closure(store, map(iri, outcome.things))}
    missing = [thing for thing in case.says.get("because", []) if thing not in reached]
    shown = sorted(name for name in reached if not name.startswith(("source:", "test:", "outcome:")))
    assert not missing, f"{sentence}\nthe proof does not rest on {missing}; it rests on {shown}"
    wrong = [thing for thing in case.says.get("not_because", []) if thing in reached]
    assert not wrong, f"{sentence}\nthe proof rests on {wrong}, which should not matter"


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in ALL])
def test_the_case_is_well_formed(case: Case) -> None:
    assert list(case.faults()) == [], case.says.get("sentence")


def test_all_things_that_cases_name_are_in_the_graph(supposing: Graph) -> None:
    named = {thing for case in ALL for thing in case.things()}
    found = rows(supposing, f"SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {' '.join(named)} }} ?thing a ?class }}")
    assert named - {row["thing"] for row in found} == set()


def test_no_two_cases_ask_the_same() -> None:
    sentences = [f"{case.says['sentence']} {case.says['on']}" for case in ALL]
    assert len(sentences) == len(set(sentences))


WELL_FORMED = {
    "sentence": "A sentence.",
    "on": date(2026, 2, 1),
    "state": "RUS",
    "subject": "icc",
    "verdict_without_rule": "notCovered",
    "because": ["body:icc"],
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"becuase": ["body:icc"]}, "does not know 'becuase'"),
        ({"because": []}, "must say in 'because' what its proof rests on"),
        ({"expect": [{"verdct": "notCovered"}]}, "does not know 'verdct' in 'expect'"),
        ({"suppose": "nothing"}, "supposes 'nothing', for which cases/suppose/ has no file"),
        ({"treaty": "echr"}, "must bear the mark of one kind of question, not of subject, treaty"),
        ({"treaties": "echr"}, "does not know 'treaties'"),
        ({"verdict_without_rule": None}, "must say 'expect' or 'verdict_without_rule'"),
        ({"deemings": {"contian": []}}, "does not know 'contian' in 'deemings'"),
        (
            {"deemings": {"lack": [{"state": "RUS"}]}},
            "does not know 'state' in a row of 'deemings'",
        ),
        ({"deemings": {}}, "says nothing in 'deemings'"),
    ],
)
def test_a_slip_in_a_case_is_found(change: Row, fault: str) -> None:
    assert list(Case("well-formed", WELL_FORMED).faults()) == []
    slip = {key: value for key, value in (WELL_FORMED | change).items() if value is not None}
    assert list(Case("slip", slip).faults()) == [fault]


def test_every_kind_of_question_has_an_answer_and_cases() -> None:
    assert {kind.mark for kind in KINDS} == ANSWERS.keys() == {kind.mark for case in ALL for kind in case.kinds}


@pytest.mark.parametrize(
    ("says", "right"),
    [
        ({"contain": [{"state": "ARM"}], "lack": [{"state": "MNG", "duty": "noDuty"}], "count": 2}, True),
        ({"equal": [{"state": "MNG"}, {"state": "ARM", "duty": "duty"}], "at_least": 2}, True),
        ({"contain": [{"state": "ARM", "duty": "noDuty"}]}, False),
        ({"lack": [{"state": "MNG"}]}, False),
        ({"equal": [{"state": "MNG"}]}, False),
        ({"count": 1}, False),
        ({"at_least": 3}, False),
    ],
)
def test_rows_that_are_not_as_a_case_says_are_told(says: Row, right: bool) -> None:
    assert fit(says, [{"state": "ARM", "duty": "duty"}, {"state": "MNG", "duty": "duty"}]) is right
