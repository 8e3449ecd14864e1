"""What benchmarks compare is equal: tried on small graphs, where no time counts."""

import platform
import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks import baseline, comparing, report, running, shape, targets, worlds
from benchmarks.answers import Asked, digest
from benchmarks.engines import clingo_oracle
from benchmarks.sweep.facts import Facts
from benchmarks.sweep.timeline import sweep
from kg import files
from kg.conclusions.differences import Difference
from kg.graph import Given, Graph
from kg.supposing.hypothetical import Outcome
from oracle import random_world, solve
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


ENGINES = ("kg_rules", "python_sweep", "clingo_oracle", "pyoxigraph_naive", "rdflib_naive", "owlready2_naive")
"""Those that the environment of development has."""
TINY = comparing.Graph("x0.02", 0.02, whole=True, enough=0)


@pytest.fixture(scope="module")
def compared(root: Path, tmp_path_factory: pytest.TempPathFactory) -> comparing.Comparison:
    """Return what came of putting engines to a tiny graph."""
    folder = tmp_path_factory.mktemp("compared")
    return comparing.compared([TINY], root, folder, 60, 2, lambda _: None, ENGINES)


def test_engines_give_equal_answers(compared: comparing.Comparison) -> None:
    """Each question is answered by all that can, with the same rows, and each engine answers something."""
    assert not [result for result in compared.results.values() if result.error or result.over]
    answered = {(task, engine) for (_, task, engine), result in compared.results.items() if result.rows}
    assert {engine for task, engine in answered if task == "everything"} == set(ENGINES[:3])
    assert {engine for task, engine in answered if task == "parties"} == {*ENGINES} - {"clingo_oracle"}
    assert compared.unequal() == []
    derived, built = (compared.seconds("x0.02", task, "kg_rules") for task in ("everything", "build"))
    assert derived is not None
    assert built is not None
    assert 0 < derived < built


def test_answers_that_differ_are_told(compared: comparing.Comparison) -> None:
    """One row more or less in one engine's answer is found."""
    key = ("x0.02", "parties", "rdflib_naive")
    rows = compared.results[key].rows
    other = replace(compared.results[key], digest=digest({("a state", "a treaty")}))
    found = comparing.Comparison(compared.results | {key: other})
    assert [line.split(":")[0] for line in found.unequal()] == ["x0.02, parties"]
    assert f"rdflib_naive {rows} rows" in found.unequal()[0]


@pytest.mark.parametrize("seed", range(40))
def test_the_lower_bound_derives_what_the_oracle_does(seed: int) -> None:
    """The sweep in plain Python agrees with the oracle on worlds in which every kind of condition turns up."""
    world = list(random_world(seed))
    oracle = clingo_oracle.answers(solve(world))
    assert sweep(Facts(world)).answers() == oracle


def test_a_generated_graph_is_decided_by_size_and_seed(root: Path, tmp_path: Path) -> None:
    """The same size and seed give the same bytes; another seed gives another graph of the same size."""
    texts = []
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        worlds.write(tmp_path / name, root, worlds.size(0.02), seed)
        texts.append((tmp_path / name).read_bytes())
    assert texts[0] == texts[1] != texts[2]
    counts = [shape.counts(Facts.read(tmp_path / name)) for name in ("one", "other")]
    assert counts[0]["State"] == counts[1]["State"] == worlds.size(0.02).states


def test_pairs_grow_as_the_size_says(root: Path, tmp_path: Path) -> None:
    """A size four times as large has about four times as many pairs of states and treaties that act."""
    pairs = []
    for times in (0.25, 1.0):
        worlds.write(tmp_path / "graph", root, worlds.size(times))
        pairs.append(shape.counts(Facts.read(tmp_path / "graph"))["pairs of state and treaty"])
    assert 3 < pairs[1] / pairs[0] < 5


def test_the_report_holds_what_was_measured(compared: comparing.Comparison, tmp_path: Path) -> None:
    """Each engine and each question stands in it, pictures say in words what they show, and no name of a host does."""
    (tmp_path / "docs").mkdir()
    over = replace(compared.results["x0.02", "unfounded-all", "rdflib_naive"], seconds=None, over=True)
    found = replace(compared, results=compared.results | {("x0.02", "unfounded-all", "rdflib_naive"): over})
    written = report.write(report.Run(found, 60), tmp_path)
    page = written[0].read_text(encoding="utf-8")
    for engine in ENGINES:
        assert running.title(engine) in page
    assert "> 60 s" in page
    assert "All answers were equal." in page
    assert platform.node() not in page.split()
    for picture in written[1:]:
        text = picture.read_text(encoding="utf-8")
        assert f"]({picture.name})" in page
        assert "<title" in text.split("<desc")[0]
        assert "Date" not in text
    again = tmp_path / "again"
    (again / "docs").mkdir(parents=True)
    assert [path.read_bytes() for path in report.write(report.Run(found, 60), again)] == [
        p.read_bytes() for p in written
    ]


def test_a_run_is_compared_with_the_ratios_on_file(compared: comparing.Comparison, tmp_path: Path) -> None:
    """What changed by more than half is told; graphs that only one run had are not."""
    path = tmp_path / "baseline.json"
    assert baseline.read(path) == {}
    baseline.write(compared, path)
    before = baseline.read(path)
    assert baseline.changes(before, before) == []
    name = "x0.02 parties rdflib_naive"
    slower = before | {name: before[name] * 2, "x7 parties rdflib_naive": 1.0}
    assert [line.split(":")[0] for line in baseline.changes(before, slower)] == [name]


def test_targets_are_judged_by_the_numbers(compared: comparing.Comparison) -> None:
    """A bound holds up to itself; what was not measured is neither reached nor missed."""
    most, least = (targets.Target("t", 5, at_most, found=5.0) for at_most in (True, False))
    assert (most.met, least.met) == (True, True)
    assert not replace(most, found=5.1).met
    assert replace(least, found=None).met is None
    assert any(target.met is not None for target in targets.targets(compared, 60, [25.0]))


def test_an_engine_over_the_limit_is_stopped(root: Path, tmp_path: Path) -> None:
    """A process that takes longer than it may is ended, and what it did before stands."""
    worlds.write(tmp_path / "graph.nt", root, worlds.size(0.3))
    asked = Asked(tmp_path / "graph.nt", TINY.state, comparing.DAY)
    found = running.measure("rdflib_naive", asked, ["parties"], 0.6)
    assert found[-1].over
    assert found[-1].seconds is None
