"""Where knowledge and cache lie, and that a file is written whole or not at all."""

import errno
import os
import stat
import time
from pathlib import Path

import pytest

from kg import files
from kg.building import fingerprints
from kg.faults import Fault


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a folder of knowledge with one file in each folder."""
    for name in ("ontology/a.ttl", "data/states.csv", "queries/rules/1-a/b.rq"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_knowledge_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a setting, a checkout uses its own folders."""
    monkeypatch.delenv(files.KNOWLEDGE_VARIABLE, raising=False)
    assert files.knowledge_root() == Path(__file__).resolve().parents[1]


def test_knowledge_by_setting(monkeypatch: pytest.MonkeyPatch, tree: Path) -> None:
    """The environment can name another folder of the same layout."""
    monkeypatch.setenv(files.KNOWLEDGE_VARIABLE, str(tree))
    assert files.knowledge_root() == tree.resolve()


def test_a_folder_without_knowledge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without the three is a fault that names the setting."""
    monkeypatch.setenv(files.KNOWLEDGE_VARIABLE, str(tmp_path))
    with pytest.raises(Fault, match=f"{tmp_path}.*{files.KNOWLEDGE_VARIABLE}"):
        files.knowledge_root()


def test_cache_by_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment can name the cache; else it is the user's."""
    monkeypatch.setenv(files.CACHE_VARIABLE, str(tmp_path))
    assert files.cache_root() == tmp_path
    monkeypatch.delenv(files.CACHE_VARIABLE)
    assert files.cache_root().name == "opposable"


def test_fingerprint_changes_with_what_a_build_reads(tree: Path) -> None:
    """Content, name, a new file and the version change the fingerprint; reading again does not."""
    seen = {fingerprints.of_files(tree, "1")}
    assert seen == {fingerprints.of_files(tree, "1")}
    seen.add(fingerprints.of_files(tree, "2"))
    (tree / "data/states.csv").write_text("changed")
    seen.add(fingerprints.of_files(tree, "1"))
    (tree / "data/states.csv").rename(tree / "data/persons.csv")
    seen.add(fingerprints.of_files(tree, "1"))
    (tree / "data/empty.ttl").touch()
    seen.add(fingerprints.of_files(tree, "1"))
    assert len(seen) == 5


def test_fingerprint_passes_over_notes(tree: Path) -> None:
    """A file that no build reads does not force one."""
    before = fingerprints.of_files(tree, "1")
    (tree / "data/FORMAT.md").write_text("# Format")
    (tree / "data/.states.csv.swp").write_text("?")
    assert fingerprints.of_files(tree, "1") == before


def test_a_remembered_fingerprint_is_that_of_the_files(
    tree: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is worked out anew where a file changed, though its size and time stay; never from a file of rubbish."""
    cache = tmp_path_factory.mktemp("cache")
    later = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: later)
    first = fingerprints.remembered(tree, "1", cache)
    assert first == fingerprints.of_files(tree, "1")
    [memory] = cache.iterdir()
    with monkeypatch.context() as patch:
        patch.setattr(fingerprints, "of_files", lambda _root, _version: pytest.fail("worked out twice"))
        assert fingerprints.remembered(tree, "1", cache) == first
    assert fingerprints.remembered(tree, "2", cache) == fingerprints.of_files(tree, "2") != first
    states = tree / "data/states.csv"
    seen = states.stat()
    states.write_text("data/status.csv")
    os.utime(states, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert states.stat().st_size == seen.st_size
    changed = fingerprints.of_files(tree, "1")
    assert fingerprints.remembered(tree, "1", cache) == changed != first
    for rubbish in (b"", b"\xff", memory.read_bytes()[:-1]):
        memory.write_bytes(rubbish)
        assert fingerprints.remembered(tree, "1", cache) == changed


def test_what_changed_just_now_is_not_remembered(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file system may give two changes the same time."""
    cache = tmp_path_factory.mktemp("cache")
    ahead = time.time_ns() + 60 * 10**9
    os.utime(tree / "data/states.csv", ns=(ahead, ahead))
    assert fingerprints.remembered(tree, "1", cache) == fingerprints.of_files(tree, "1")
    assert not list(cache.iterdir())


def test_text_that_is_not_utf8(tmp_path: Path) -> None:
    """A file in another encoding, or none, is a fault that names it."""
    path = tmp_path / "a.ttl"
    path.write_bytes("Россия".encode("cp1251"))
    with pytest.raises(Fault, match=r"a\.ttl: not UTF-8 \(byte 0\)"):
        files.read_text(path)
    with pytest.raises(Fault, match="cannot be read: No such file"):
        files.read_text(tmp_path / "b.ttl")


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    """Line ends are kept, the old text is replaced, and no other file is left."""
    path = tmp_path / "out.csv"
    path.write_text("old")
    files.write_text(path, "a,b\r\nж\n")
    assert path.read_bytes() == "a,b\r\nж\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_written_file_has_the_usual_mode(tmp_path: Path) -> None:
    """Others can read what was written, as far as the umask lets them."""
    old = os.umask(0o022)
    try:
        files.write_text(tmp_path / "out", "")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o644


def fills_the_disk(path: Path) -> None:
    """Write a part, then fail as on a full disk."""
    path.write_text("half")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def breaks(path: Path) -> None:
    """Write a part, then fail for another reason."""
    path.write_text("half")
    raise ZeroDivisionError


@pytest.mark.parametrize(("fill", "error"), [(fills_the_disk, Fault), (breaks, ZeroDivisionError)])
@pytest.mark.parametrize("existed", [True, False])
def test_a_failed_write_changes_nothing(tmp_path: Path, fill: object, error: type[Exception], existed: bool) -> None:
    """Where the writer fails, the old file stays, or none appears, and nothing lies beside it."""
    path = tmp_path / "out"
    if existed:
        path.write_text("old")
    assert callable(fill)
    with pytest.raises(error):
        files.write_atomically(path, fill)
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == ([("out", "old")] if existed else [])


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """The fault names the file, the reason, and that nothing was changed."""
    with pytest.raises(Fault) as caught:
        files.write_atomically(tmp_path / "out", fills_the_disk)
    assert (
        str(caught.value)
        == f"{tmp_path / 'out'}: could not be written whole: No space left on device; nothing was changed"
    )


def test_a_full_disk_at_the_last_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full only when the file is flushed is told too."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (tmp_path / "out").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Fault, match="No space left on device"):
        files.write_text(tmp_path / "out", "new")
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("out", "old")]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Writing into a folder that does not exist is a fault."""
    with pytest.raises(Fault, match="cannot be written: No such file or directory"):
        files.write_text(tmp_path / "no" / "out", "")
