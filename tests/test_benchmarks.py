"""What the benchmark compares is equal: tried on a small release, where nothing is timed."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from kg import files
from kg.differences import Difference
from kg.graph import Given, Graph
from kg.hypothetical import Outcome
from release import release

ROOT = Path(__file__).resolve().parents[1]
ON = {"state": "XBB", "subject": "court", "on": "2027-01-01"}


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    """Return the benchmark of suppositions as a module."""
    spec = spec_from_file_location("suppositions", ROOT / "benchmarks" / "suppositions.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Graph:
    """Return the graph of a small release."""
    monkeypatch.setenv(files.CACHE_VARIABLE, str(tmp_path / "cache"))
    return Graph.open(release(tmp_path / "small"))


@pytest.mark.parametrize(
    ("acts", "changes"),
    [
        (["XAA Withdrawal pact 2027-01-01 2028-01-01"], {}),
        (["XCC Accession pact 2027-01-01"], {}),
        ([], {"repeal": ON}),
        ([], {"adoption": {"state": "XCC", "rule": "xaa-act", "on": "2027-01-01"}}),
    ],
    ids=["a withdrawal", "an accession", "a repeal", "a rule adopted"],
)
def test_a_supposition_and_a_full_derivation_agree(
    benchmark: ModuleType, small: Graph, acts: list[str], changes: Given
) -> None:
    outcome = small.what_if(*acts, changes=changes)
    assert outcome.differences
    whole = benchmark.all_derived(small.root, outcome.supposition.facts)
    assert benchmark.is_equal(small, outcome, whole)


def test_the_benchmark_sees_a_difference(benchmark: ModuleType, small: Graph) -> None:
    """Where a supposition told less or more, the benchmark would say so."""
    outcome = small.what_if("XAA Withdrawal pact 2027-01-01 2028-01-01")
    whole = benchmark.all_derived(small.root, outcome.supposition.facts)
    extra = Difference("duty", "s", "w", None, None, "2000-01-01", None, "noDuty", "duty")
    for told in (outcome.differences[1:], [*outcome.differences, extra]):
        assert not benchmark.is_equal(small, Outcome(outcome.supposition, told), whole)
    unchanged = benchmark.all_derived(small.root, [q for q in outcome.supposition.facts if "supposed" not in str(q)])
    assert not benchmark.is_equal(small, outcome, unchanged)


def test_each_case_names_things_that_are_on_file(benchmark: ModuleType, graph: Graph) -> None:
    """The cases stay askable as the data grows."""
    for case in benchmark.CASES:
        assert bool(case.acts) != bool(case.changes)
        for act in case.acts:
            state, _, treaty, *_ = act.split()
            assert graph.directory.resolve(state, "state").kind == "state"
            assert graph.directory.resolve(treaty, "treaty").kind == "treaty"
        for given in case.changes.values():
            assert all(graph.directory.resolve(value).iri for name, value in given.items() if name != "on")
