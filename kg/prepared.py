"""The positions of each state, worked out when the graph is built, so that a look-up reads a file and asks no query."""

from __future__ import annotations

import json
from pathlib import Path

from kg.names import STEM, stem
from kg.oxigraph import NamedNode, Store
from kg.positions import Positions
from kg.questions import ask
from kg.things import Directory

_FOLDER = "positions"


def write(folder: Path, store: Store, root: Path) -> None:
    """Write a file for each state that has positions into a folder of the build.

    Raises OSError where it cannot be written.
    """
    directory = Directory(store)
    (folder / _FOLDER).mkdir()
    for state, *_ in ask(store, root, "states-with-rules", {}).rows:
        found = Positions.read(store, root, directory, state=NamedNode(str(state)))
        text = json.dumps(found.plain(), ensure_ascii=False, separators=(",", ":"))
        (folder / _FOLDER / f"{stem(str(state))}.json").write_text(text, encoding="utf-8")


def read(folder: Path | None, state: str) -> Positions | None:
    """Return the positions of a state, by its stem, as ``write`` left them.

    None where there is no such file, or it is damaged: the store gives the same answer, only later.
    """
    if folder is None or not STEM.fullmatch(state):
        return None
    try:
        return Positions.from_plain(json.loads((folder / _FOLDER / f"{state}.json").read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None
