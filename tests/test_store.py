"""The built graph on disk: rebuilt where damaged, never half there, and safe against two builds at once."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from kg.building import store
from kg.faults import Fault
from kg.oxigraph import NamedNode, Quad

A, B = ("a" * 32, "b" * 32)


def quads(count: int = 3) -> list[Quad]:
    """Return some quads."""
    return [Quad(NamedNode(f"urn:{number}"), NamedNode("urn:p"), NamedNode("urn:o")) for number in range(count)]


def folder(cache: Path, fingerprint: str = A) -> Path:
    """Return where a build lies."""
    return cache / f"graph-{fingerprint}"


def test_a_build_is_opened_again(tmp_path: Path) -> None:
    """What was built is opened, not built again."""
    assert store.open_built(tmp_path, A) is None
    assert set(store.build(tmp_path, A, quads)) == set(quads())

    def again() -> list[Quad]:
        raise AssertionError("built twice")

    assert set(store.build(tmp_path, A, again)) == set(quads())
    opened = store.open_built(tmp_path, A)
    assert opened is not None
    assert len(opened) == 3


def test_an_open_build_is_read_only(tmp_path: Path) -> None:
    """Nobody changes a built graph, so many can read it at once."""
    first, second = store.build(tmp_path, A, quads), store.open_built(tmp_path, A)
    assert second is not None
    with pytest.raises((OSError, RuntimeError)):
        first.add(quads(4)[3])


def test_other_knowledge_is_another_build(tmp_path: Path) -> None:
    """A build is found by its fingerprint only."""
    store.build(tmp_path, A, quads)
    assert store.open_built(tmp_path, B) is None
    assert len(store.build(tmp_path, B, lambda: quads(5))) == 5
    assert len(store.build(tmp_path, A, quads)) == 3


def test_a_forced_build_replaces_the_old(tmp_path: Path) -> None:
    """A build that is forced takes the place of the one that is there."""
    store.build(tmp_path, A, quads)
    assert len(store.build(tmp_path, A, lambda: quads(5), force=True)) == 5


def damaged(cache: Path) -> Iterator[tuple[str, Path]]:
    """Yield the ways in which a build can be damaged, and the file to look at."""
    inside = folder(cache) / "store"
    yield "mark", folder(cache) / "complete.json"
    yield "current", inside / "CURRENT"
    yield "manifest", next(inside.glob("MANIFEST-*"))


@pytest.mark.parametrize("what", ["mark", "current", "manifest"])
@pytest.mark.parametrize("content", [None, b"", b"\x00\xff{"])
def test_a_damaged_build_is_built_anew(tmp_path: Path, what: str, content: bytes | None) -> None:
    """A file that is missing, empty or broken makes the build one that is not there."""
    store.build(tmp_path, A, quads)
    path = dict(damaged(tmp_path))[what]
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert store.open_built(tmp_path, A) is None
    assert set(store.build(tmp_path, A, quads)) == set(quads())


def test_a_missing_table_of_the_store_is_noticed(tmp_path: Path) -> None:
    """A store whose tables are gone is built anew."""
    store.build(tmp_path, A, quads)
    tables = list((folder(tmp_path) / "store").glob("*.sst"))
    assert tables
    for table in tables:
        table.unlink()
    assert set(store.build(tmp_path, A, quads)) == set(quads())


def test_a_mark_of_another_build_does_not_count(tmp_path: Path) -> None:
    """A folder that was renamed is not taken for what its name says."""
    store.build(tmp_path, A, quads)
    folder(tmp_path).rename(folder(tmp_path, B))
    assert store.open_built(tmp_path, B) is None


def test_a_failed_build_leaves_nothing(tmp_path: Path) -> None:
    """Where the derivation finds a fault, the fault is raised and no build appears."""

    def fails() -> Iterator[Quad]:
        yield from quads()
        raise Fault("something is wrong")

    store.build(tmp_path, B, quads)
    with pytest.raises(Fault, match="something is wrong"):
        store.build(tmp_path, A, fails)
    assert store.open_built(tmp_path, A) is None
    assert store.open_built(tmp_path, B) is not None
    assert {path.name for path in tmp_path.iterdir()} <= {folder(tmp_path, B).name, "build.lock"}


def test_old_builds_are_dropped(tmp_path: Path) -> None:
    """The cache does not grow without end: the latest builds stay."""
    for number in range(7):
        store.build(tmp_path, f"{number:032}", quads)
        os.utime(folder(tmp_path, f"{number:032}"), (number, number))
    kept = {path.name for path in tmp_path.glob("graph-*")}
    assert f"graph-{6:032}" in kept
    assert len(kept) == 4


def held(cache: Path) -> list[str]:
    """Return the names of the files by which builds are held."""
    return sorted(path.name for path in cache.glob("held-*"))


def test_a_build_that_is_held_is_not_dropped(tmp_path: Path) -> None:
    """A server opens its build anew whenever it replaces a process, however much is built meanwhile."""
    store.build(tmp_path, A, quads)
    os.utime(folder(tmp_path), (0, 0))
    hold = store.Hold(folder(tmp_path))
    hold.begin()
    for number in range(5):
        store.build(tmp_path, f"{number:032}", quads)
    assert store.open_built(tmp_path, A) is not None
    again = store.Hold(folder(tmp_path))
    again.begin()
    assert [name.partition(".")[0] for name in held(tmp_path)] == [f"held-{A}"] * 2
    hold.end()
    store.build(tmp_path, f"{5:032}", quads)
    assert store.open_built(tmp_path, A) is not None
    again.end()
    assert held(tmp_path) == []
    store.build(tmp_path, B, quads)
    assert store.open_built(tmp_path, A) is None


def hold_forever(cache: Path) -> None:
    """Hold a build in a process of its own, and be killed."""
    store.Hold(folder(cache)).begin()
    os.kill(os.getpid(), signal.SIGKILL)


def test_who_is_killed_holds_nothing(tmp_path: Path) -> None:
    """The build goes as others do, and so does the file that said that it was held."""
    store.build(tmp_path, A, quads)
    os.utime(folder(tmp_path), (0, 0))
    killed = multiprocessing.get_context("spawn").Process(target=hold_forever, args=(tmp_path,))
    killed.start()
    killed.join(60)
    assert len(held(tmp_path)) == 1
    for number in range(5):
        store.build(tmp_path, f"{number:032}", quads)
    assert held(tmp_path) == []
    assert store.open_built(tmp_path, A) is None


def test_in_a_cache_that_cannot_be_written_nothing_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody drops builds there."""

    def refused(_: FileLock) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileLock, "_acquire", refused)
    hold = store.Hold(folder(tmp_path))
    hold.begin()
    hold.end()
    assert held(tmp_path) == []


def test_a_cache_that_is_a_file(tmp_path: Path) -> None:
    """A cache that cannot be a folder is a fault that names it."""
    (tmp_path / "cache").write_text("")
    with pytest.raises(Fault, match="could not be written"):
        store.build(tmp_path / "cache", A, quads)


def slowly(cache: Path, fingerprint: str, pause: float, answer: "multiprocessing.Queue[int]") -> None:
    """Build in a process of its own, taking time over it, and say how much was built."""

    def some() -> Iterator[Quad]:
        (cache / "begun").touch()
        for quad in quads(200):
            time.sleep(pause / 200)
            yield quad

    answer.put(len(store.build(cache, fingerprint, some)))


def test_two_processes_build_at_once(tmp_path: Path) -> None:
    """Two first runs at the same moment both get the whole graph, of the same knowledge or of different."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    makers = [context.Process(target=slowly, args=(tmp_path, fingerprint, 0.2, answer)) for fingerprint in (A, A, B)]
    for maker in makers:
        maker.start()
    assert [answer.get(timeout=60) for _ in makers] == [200, 200, 200]
    for maker in makers:
        maker.join(60)
    assert [maker.exitcode for maker in makers] == [0, 0, 0]
    assert not list(tmp_path.glob("unfinished-*"))


def test_a_killed_build_leaves_the_old_one(tmp_path: Path) -> None:
    """A build that is killed in the middle does not harm those that are there, nor the next one."""
    store.build(tmp_path, B, quads)
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    maker = context.Process(target=slowly, args=(tmp_path, A, 30, answer))
    maker.start()
    deadline = time.monotonic() + 60
    while not (tmp_path / "begun").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (tmp_path / "begun").exists()
    assert maker.pid is not None
    os.kill(maker.pid, signal.SIGKILL)
    maker.join(60)
    assert store.open_built(tmp_path, A) is None
    assert len(store.build(tmp_path, B, quads)) == 3
    assert len(store.build(tmp_path, A, quads)) == 3


def test_what_a_killed_build_left_is_swept(tmp_path: Path) -> None:
    """The next build removes the unfinished folder of one that was killed."""
    left = tmp_path / "unfinished-x" / "store"
    left.mkdir(parents=True)
    store.build(tmp_path, A, quads)
    assert not left.exists()
