"""Positions that lie ready beside the store: the same answers, and none from a damaged file."""

from pathlib import Path

import pytest

from kg import prepared
from kg.graph import Graph
from kg.names import stem

DAYS = ("1950-01-01", "2016-12-01", "2022-09-16", "2026-01-09", "2026-11-01")


@pytest.fixture(scope="module")
def asked(graph: Graph) -> Graph:
    """Return the graph without what lies ready: it asks the store."""
    return Graph(graph.root, graph.store)


def test_what_lies_ready_is_what_the_store_answers(graph: Graph, asked: Graph) -> None:
    """For each state with positions: on days, and over all time."""
    assert graph.folder is not None
    states = [stem(iri) for iri in graph.holders()]
    assert len(states) > 5
    for state in states:
        assert prepared.read(graph.folder, state) is not None
        assert graph.timeline(state) == asked.timeline(state)
        for day in DAYS:
            assert graph.assess(state, on=day, all=True) == asked.assess(state, on=day, all=True)


def test_a_name_leads_to_the_same_answer_as_a_code(graph: Graph) -> None:
    assert graph.assess("Россия", on=DAYS[-1]) == graph.assess("RUS", on=DAYS[-1]) != []


def test_other_states_are_answered_by_the_store(graph: Graph, asked: Graph) -> None:
    assert graph.folder is not None
    assert prepared.read(graph.folder, "CHE") is None
    assert graph.assess("CHE", on=DAYS[-1], all=True) == asked.assess("CHE", on=DAYS[-1], all=True)


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b'{"rows": [], "spans": [1]}', b'{"rows": [[]', b"null"]
)
def test_a_damaged_file_is_not_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "positions").mkdir()
    (tmp_path / "positions/AAA.json").write_bytes(content)
    assert prepared.read(tmp_path, "AAA") is None


def test_only_a_stem_names_a_file(tmp_path: Path) -> None:
    (tmp_path / "positions").mkdir()
    (tmp_path / "outside.json").write_text('{"rows": [], "spans": []}')
    assert prepared.read(tmp_path, "../outside") is None
