"""What each command does that makes something to publish."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from kg.assessed import day_of
from kg.commands import opened
from kg.progress import note, progress
from kg.site import write_site


def site(options: Namespace) -> int:
    """Write the static site into a folder."""
    graph = opened(options)
    folder = Path(options.folder)
    pages = write_site(
        graph, folder, day_of(options.on), progress("publishing", "making the site; this takes a minute or two")
    )
    note(f"kg: written: {folder}, {pages} pages; open {folder / 'index.html'}, or put the folder on any web host")
    return 0
