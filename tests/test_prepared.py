"""Positions that lie ready beside the store: the same answers, and none from a damaged file."""

import shutil
from pathlib import Path

import pytest

from kg.building import prepared
from kg.facts.assertions import asserted
from kg.facts.world import Part, World
from kg.graph import Graph
from kg.names import stem
from kg.supposing.parts import cut

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
        assert prepared.positions(graph.folder, state) is not None
        assert graph.timeline(state) == asked.timeline(state)
        for day in DAYS:
            assert graph.assess(state, on=day, all=True) == asked.assess(state, on=day, all=True)


def test_a_graph_that_was_asked_before_says_the_same(graph: Graph) -> None:
    """What it keeps of earlier answers are no lists that whoever asked could have changed."""
    state, fresh = stem(graph.holders()[0]), Graph(graph.root, graph.store, graph.folder)
    for day in DAYS[::-1]:
        fresh.assess(state, on=day).clear()
    fresh.timeline(state).clear()
    fresh.holders().clear()
    assert fresh.holders() == graph.holders() != []
    for day in DAYS:
        untouched = Graph(graph.root, graph.store, graph.folder)
        assert fresh.assess(state, on=day, all=True) == untouched.assess(state, on=day, all=True)


def test_a_name_leads_to_the_same_answer_as_a_code(graph: Graph) -> None:
    assert graph.assess("Россия", on=DAYS[-1]) == graph.assess("RUS", on=DAYS[-1]) != []


def test_other_states_are_answered_by_the_store(graph: Graph, asked: Graph) -> None:
    assert graph.folder is not None
    assert prepared.positions(graph.folder, "CHE") is None
    assert graph.assess("CHE", on=DAYS[-1], all=True) == asked.assess("CHE", on=DAYS[-1], all=True)


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b"{}", b'{"rows": [], "pairs": []}', b'{"rows": [[]', b"null", b"1", b'"rows"']
)
def test_a_damaged_file_is_not_read(tmp_path: Path, content: bytes) -> None:
    for name in ("positions/AAA", "occasions/AAA", "readings"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.json").write_bytes(content)
    assert prepared.positions(tmp_path, "AAA") is None
    assert not prepared.occasions(tmp_path, "AAA")
    assert prepared.readings(tmp_path) == {}
    (tmp_path / "world.nt").write_bytes(b"")
    (tmp_path / "world.json").write_bytes(content)
    assert prepared.world(tmp_path) is None


def test_only_a_stem_names_a_file(tmp_path: Path) -> None:
    (tmp_path / "positions").mkdir()
    for name in ("positions/AAA.json", "outside.json"):
        (tmp_path / name).write_text('{"pairs": [], "rules": [], "rows": []}')
    assert prepared.positions(tmp_path, "AAA") is not None
    assert prepared.positions(tmp_path, "../outside") is None


def test_what_changed_answers_lies_ready_in_words(graph: Graph, asked: Graph) -> None:
    for iri in graph.holders()[-3:]:
        ready = prepared.occasions(graph.folder, stem(iri))
        assert ready == asked.occasions(iri) == graph.occasions(stem(iri)) != []
        assert [occasion.day for occasion in ready] == sorted(occasion.day for occasion in ready)


def test_every_reading_lies_ready(graph: Graph, asked: Graph) -> None:
    ready = prepared.readings(graph.folder)
    stems = {position.reading for iri in graph.holders() for position in graph.timeline(iri) if position.reading}
    assert stems <= set(ready)
    for name in stems:
        assert ready[name] == asked.reading(name) == graph.reading(name)


def test_the_world_that_rules_read_lies_ready(graph: Graph, tmp_path: Path) -> None:
    """The same facts can be cut from it; one whose facts were damaged is not read."""
    ready, read = prepared.world(graph.folder), World.of(asserted(graph.store))
    assert ready is not None
    body, state = graph.directory.resolve("icc", "body").iri, graph.directory.resolve("ARM", "state").iri
    for part in (Part(None, None), Part(frozenset((state,)), frozenset((body,)))):
        found = [set(cut(world, part)) for world in (ready, read)]
        assert len(found[0]) > 1000
        assert found[0] == found[1]
    for name in ("world.nt", "world.json"):
        shutil.copy(Path(str(graph.folder), name), tmp_path / name)
    assert prepared.world(tmp_path) is not None
    facts = bytearray((tmp_path / "world.nt").read_bytes())
    facts[1000] ^= 1
    (tmp_path / "world.nt").write_bytes(facts)
    assert prepared.world(tmp_path) is None
