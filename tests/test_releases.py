"""Two releases compared, and a release that a supposition is laid over and that stays as it is."""

import hashlib
from pathlib import Path

import pytest

from commandline import run
from kg import files
from kg.graph import Graph
from release import ACTS, release

WITHDRAWAL = "XBB,Withdrawal,2010-01-01,2011-01-01,,gazette,yes,,\n"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder for built graphs, which is the one in use."""
    monkeypatch.setenv(files.CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a release."""
    return release(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return the next release: a withdrawal has come to light."""
    return release(tmp_path / "new", acts=ACTS + WITHDRAWAL)


def contents(folder: Path) -> dict[str, str]:
    """Return a hash of each file below a folder, but for what is noted of knowledge unchanged for a while."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("fingerprint-")
    }


@pytest.mark.usefixtures("cache")
def test_two_releases_differ_by_what_a_changed_fact_changes(old: Path, new: Path) -> None:
    ran = run("diff", str(old), str(new), "--format", "json")
    assert ran.status == 0
    told = {(d["kind"], d["state"], d["subject"], d["from"], d["before"], d["after"]) for d in ran.json()}
    assert told == {
        ("international", "XBB", "court", "2011-01-01", "bound", "notBound"),
        ("conflict", "XBB", "court", "2018-02-01", "conflict", "noConflict"),
        ("duty", "XBB", "court-warrant", "2011-02-01", "duty", "noDuty"),
    }
    assert {d["until"] for d in ran.json()} == {None}


@pytest.mark.usefixtures("cache")
def test_the_other_way_round_before_and_after_are_exchanged(old: Path, new: Path) -> None:
    forth, back = (run("diff", *map(str, pair), "--format", "json").json() for pair in ((old, new), (new, old)))
    assert back == [one | {"before": one["after"], "after": one["before"]} for one in forth]


@pytest.mark.usefixtures("cache")
def test_the_changes_of_one_state_are_told_alone(old: Path, new: Path) -> None:
    whole = run("diff", str(old), str(new), "--format", "csv")
    assert run("diff", str(old), str(new), "--state", "XBB", "--format", "csv").csv() == whole.csv()
    none = run("diff", str(old), str(new), "--state", "XAA")
    assert (none.status, none.out) == (0, "")
    assert none.err.endswith("kg: nothing differs\n")


@pytest.mark.usefixtures("cache")
def test_a_supposition_foretells_the_next_release(old: Path, new: Path) -> None:
    """To suppose an act gives what two builds, with and without it, give."""
    supposed = run(
        "--knowledge", str(old), "what-if", "--add", "XBB Withdrawal pact 2010-01-01 2011-01-01", "--format", "csv"
    )
    built = run("diff", str(old), str(new), "--format", "csv")
    assert supposed.csv() == built.csv() != []


def test_built_graphs_of_two_caches_are_compared(
    old: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the graphs were built does not matter."""
    opened = []
    for folder in (old, new):
        monkeypatch.setenv(files.CACHE_VARIABLE, str(tmp_path / f"cache-{folder.name}"))
        opened.append(Graph.open(folder))
    before, after = opened
    assert [len(list((tmp_path / f"cache-{name}").glob("graph-*"))) for name in ("old", "new")] == [1, 1]
    assert {one.kind for one in after.diff_from(before)} == {"international", "conflict", "duty"}
    assert after.diff_from(after) == []


def test_a_supposition_leaves_the_built_graph_and_the_facts_untouched(cache: Path, old: Path) -> None:
    knowledge = ("--knowledge", str(old))
    assert run(*knowledge, "timeline", "XAA", "court").status == 0
    built, facts = contents(cache), contents(old)
    assert any("graph-" in name for name in built)
    for arguments in (
        ("--add", "XAA Withdrawal pact 2027-01-01 2028-01-01"),
        ("--add", "XAA Withdrawal pact 2027-01-01", "--format", "json"),
        ("--add", "XAA Withdrawal pact 2027-01-01", "--proofs"),
        ("--change", "repeal", "--given", "state=XBB", "--given", "subject=court", "--given", "on=2027-01-01"),
    ):
        ran = run(*knowledge, "what-if", *arguments)
        assert ran.status == 0, ran.err
        assert ran.out
        assert contents(cache) == built
    assert run(*knowledge, "why-not", "XBB", "court").status == 0
    assert contents(cache) == built
    assert contents(old) == facts
