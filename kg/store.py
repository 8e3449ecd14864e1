"""The built graph on disk: found by the fingerprint of what it was built from, opened read-only, replaced whole."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.faults import Fault
from kg.oxigraph import Quad, Store

_MARK = "complete.json"
_KEPT_BUILDS = 4


def _folder(cache: Path, fingerprint: str) -> Path:
    return cache / f"graph-{fingerprint}"


def place(cache: Path, fingerprint: str) -> Path:
    """Return the folder that the store built from knowledge of a fingerprint lies in."""
    return _folder(cache, fingerprint) / "store"


def open_built(cache: Path, fingerprint: str) -> Store | None:
    """Return the store built from knowledge of this fingerprint, or None where there is none that can be opened."""
    folder = _folder(cache, fingerprint)
    try:
        if json.loads((folder / _MARK).read_text(encoding="utf-8"))["fingerprint"] != fingerprint:
            return None
        return Store.read_only(str(place(cache, fingerprint)))
    except (OSError, RuntimeError, ValueError, KeyError, TypeError):  # RuntimeError: the store is corrupt
        return None


def build(cache: Path, fingerprint: str, quads: Callable[[], Iterable[Quad]], *, force: bool = False) -> Store:
    """Return the store for a fingerprint, filling it first with ``quads()`` where it is not there yet.

    Only one process builds at a time; others wait and then find the finished store. A build that is killed leaves the
    old stores as they were.

    Raises Fault where the cache cannot be written, and whatever ``quads`` raises.
    """
    from filelock import FileLock

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / "build.lock"):
            if not force and (store := open_built(cache, fingerprint)) is not None:
                return store
            _fill(cache, fingerprint, quads())
    except OSError as error:
        reason = error.strerror or str(error)
        raise Fault(f"the built graph could not be written: {reason}; nothing was changed", file=cache) from error
    built = open_built(cache, fingerprint)
    if built is None:
        raise Fault("the graph was built but cannot be opened; remove this folder and try again", file=cache)
    return built


def _fill(cache: Path, fingerprint: str, quads: Iterable[Quad]) -> None:
    for left in cache.glob("unfinished-*"):  # by a build that was killed: we hold the lock
        shutil.rmtree(left, ignore_errors=True)
    temporary = Path(tempfile.mkdtemp(prefix="unfinished-", dir=cache))
    try:
        store = Store(str(temporary / "store"))
        store.bulk_extend(copy for quad in quads for copy in (quad, Quad(quad.subject, quad.predicate, quad.object)))
        store.optimize()
        store.flush()
        mark = {"fingerprint": fingerprint}
        del store
        (temporary / _MARK).write_text(json.dumps(mark), encoding="utf-8")
        target = _folder(cache, fingerprint)
        shutil.rmtree(target, ignore_errors=True)
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    builds = sorted(cache.glob("graph-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in builds[_KEPT_BUILDS:]:
        shutil.rmtree(old, ignore_errors=True)
