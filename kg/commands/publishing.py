"""What each command does that makes something to publish."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from kg.commands.opening import opened
from kg.commands.progress import note, progress
from kg.days import day_of
from kg.exporting.checksums import SUMS, differing
from kg.faults import UsageFault
from kg.graph import Graph
from kg.site.static import write_site


def site(options: Namespace) -> int:
    """Write the static site into a folder."""
    graph = opened(options)
    folder = Path(options.folder)
    pages = write_site(
        graph, folder, day_of(options.on), progress("publishing", "making the site; this takes a minute or two")
    )
    note(f"kg: written: {folder}, {pages} pages; open {folder / 'index.html'}, or put the folder on any web host")
    return 0


def release(options: Namespace) -> int:
    """Write a release into a folder, or with --check tell what of a release is not as its checksums say."""
    folder = Path(options.folder)
    if options.check:
        if options.on or options.since or options.format:
            raise UsageFault("--check goes with no other option")
        wrong = differing(folder)
        for name, what in wrong:
            print(f"{name}: {what}")
        if not wrong:
            note(f"kg: {folder}: every file is as {SUMS} says")
        return 1 if wrong else 0
    from kg.publishing.changelog import older_release
    from kg.publishing.releasing import day_of_release, write_release

    graph = opened(options)
    older = None if options.since is None else _older(Path(options.since), graph, older_release)
    day = day_of_release(graph, day_of(options.on) if options.on else None)
    shown = progress("releasing", "making the release; this takes some minutes")
    released = write_release(graph, folder, day, since=older, only=options.format or (), progress=shown)
    for lacking in released.lacks:
        note(f"kg: not in it: {lacking}")
    note(f"kg: written: {folder}, {released.files} files; 'kg release --check {folder}' verifies them")
    return 0


def _older(path: Path, graph: Graph, read: Callable[[Path, Path], Graph]) -> Graph:
    """Return an older release: a folder of knowledge, which is built, or what a release was written to."""
    if (path / "data").is_dir() and (path / "queries").is_dir():
        return Graph.open(path, progress())
    return read(path, graph.root)
