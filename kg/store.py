"""The built graph on disk: found by the fingerprint of what it was built from, opened read-only, replaced whole."""

from __future__ import annotations

import json

from kg.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kg.oxigraph import Quad, Store

_NAMED = "graph-"
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
        target = Path(folder(cache, fingerprint))
        shutil.rmtree(target, ignore_errors=True)
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    builds = sorted(cache.glob(f"{_NAMED}*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in builds[_KEPT_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)
