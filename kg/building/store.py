"""The built graph on disk: found by the fingerprint of what it was built from, opened read-only, replaced whole."""

from __future__ import annotations

import json

from kg.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from filelock import BaseFileLock

    from kg.oxigraph import Quad, Store

_NAMED, _HELD = "graph-", "held-"
_MARK = "complete.json"
_KEPT_BUILDS = 4
LAYOUT = "6"
"""What a build consists of; another number makes builds of older programs ones that are not there."""


def folder(cache: Path | str, fingerprint: str) -> str:
    """Return the path at which the build of a fingerprint lies, or would lie."""
    return f"{cache}/{_NAMED}{fingerprint}"


def fingerprint_of(built: Path) -> str:
    """Return the fingerprint that the folder of a build is named after."""
    return built.name.removeprefix(_NAMED)


def is_complete(cache: Path | str, fingerprint: str) -> bool:
    """Return whether there is a build of this fingerprint that was finished; its store may be damaged since."""
    try:
        with open(f"{folder(cache, fingerprint)}/{_MARK}", encoding="utf-8") as file:
            mark: object = json.load(file)["fingerprint"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return mark == fingerprint


def open_built(cache: Path | str, fingerprint: str) -> Store | None:
    """Return the store built from knowledge of this fingerprint, or None where there is none that can be opened."""
    if not is_complete(cache, fingerprint):
        return None
    from kg.oxigraph import Store

    try:
        return Store.read_only(f"{folder(cache, fingerprint)}/store")
    except (OSError, RuntimeError):  # RuntimeError: the store is corrupt
        return None


def build(
    cache: Path | str,
    fingerprint: str,
    quads: Callable[[], Iterable[Quad]],
    *,
    force: bool = False,
    beside: Callable[[Path, Store], None] | None = None,
) -> Store:
    """Return the store for a fingerprint, filling it first with ``quads()`` where it is not there yet.

    ``beside`` may write files of its own, made from the filled store, into the folder of the build.

    Only one process builds at a time; others wait and then find the finished store. A build that is killed leaves the
    old stores as they were.

    Raises Fault where the cache cannot be written, and whatever ``quads`` raises.
    """
    from pathlib import Path

    from filelock import FileLock

    cache = Path(cache)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "build.lock"):
            if not force and (store := open_built(cache, fingerprint)) is not None:
                return store
            _fill(cache, fingerprint, quads(), beside)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Fault(f"the built graph could not be written: {reason}; nothing was changed", file=cache) from error
    built = open_built(cache, fingerprint)
    if built is None:
        raise Fault("the graph was built but cannot be opened; remove this folder and try again", file=cache)
    return built


class Hold:
    """Keeps a build in the cache, whatever else is built, for a process that opens it again and again."""

    def __init__(self, built: Path) -> None:
        """Mean the build in a folder."""
        self._built = built
        self._lock: BaseFileLock | None = None

    def begin(self) -> None:
        """Keep it from now on; from a cache that cannot be written nothing is removed, and nothing is done."""
        from os import getpid
        from pathlib import Path
        from uuid import uuid4

        from filelock import FileLock

        path = Path(f"{self._built.parent}/{_HELD}{fingerprint_of(self._built)}.{getpid()}-{uuid4().hex}")
        lock = FileLock(path, thread_local=False)
        try:
            lock.acquire()
            while not path.exists():  # another process, which dropped old builds, took it for one that nobody holds
                lock.release()
                lock.acquire()
        except OSError:
            return
        self._lock = lock

    def end(self) -> None:
        """Keep it no longer."""
        from pathlib import Path

        if self._lock is not None:
            Path(self._lock.lock_file).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None


def _held(cache: Path) -> set[str]:
    """Return the names of the folders of builds that processes hold; what such left that were killed is removed."""
    from filelock import FileLock

    found = set()
    for path in cache.glob(f"{_HELD}*"):
        try:
            with FileLock(path, blocking=False):
                path.unlink(missing_ok=True)
        except OSError:  # a process holds it; or another user's, which we may not touch
            found.add(_NAMED + path.stem.removeprefix(_HELD))
    return found


def _replace(target: Path, made: Path) -> None:
    """Put a folder in the place of another, which waits beside it to be removed; where that fails it is put back."""
    replaced = made.with_name(f"{made.name}-replaced")
    if target.exists():
        target.rename(replaced)
    try:
        made.rename(target)
    except OSError:
        if replaced.exists():
            replaced.rename(target)
        raise


def _fill(cache: Path, fingerprint: str, quads: Iterable[Quad], beside: Callable[[Path, Store], None] | None) -> None:
    import shutil
    import tempfile
    from pathlib import Path

    from kg.oxigraph import Quad, Store

    for left in cache.glob("unfinished-*"):  # by a build that was killed: we hold the lock
        shutil.rmtree(left, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(prefix="unfinished-", dir=cache))
    try:
        store = Store(str(temporary / "store"))
        store.bulk_extend(copy for quad in quads for copy in (quad, Quad(quad.subject, quad.predicate, quad.object)))
        store.optimize()
        store.flush()
        if beside is not None:
            beside(temporary, store)
        mark = {"fingerprint": fingerprint}
        del store
        (temporary / _MARK).write_text(json.dumps(mark), encoding="utf-8")
        _replace(Path(folder(cache, fingerprint)), temporary)
    finally:
        for left in cache.glob(f"{temporary.name}*"):
            shutil.rmtree(left, ignore_errors=True)
    builds = sorted(cache.glob(f"{_NAMED}*"), key=lambda path: path.stat().st_mtime, reverse=True)
    held = _held(cache)
    for old in builds[_KEPT_BUILDS:]:
        if old.name not in held:
            shutil.rmtree(old, ignore_errors=True)
