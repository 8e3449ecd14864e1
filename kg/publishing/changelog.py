"""What changed in law between two releases of the data: acts, laws, rulings, and the answers that follow from them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.faults import UsageFault
from kg.graph import Graph
from kg.oxigraph import EVERYTHING, Quad, RdfFormat, Store, parse
from kg.presenting.exhibits import differences as shown
from kg.presenting.present import table
from kg.publishing.amendments import Amendment, amendments

CHANGES: Final = "CHANGES"
"""The stem of the two files."""
_QUADS: Final = ("opposable-nquads.nq.gz", "opposable-nquads.nq")
_BOTH: Final = 3
"""How many statements of a changed thing are told on each side before the rest is only counted."""


def older_release(path: Path, root: Path) -> Graph:
    """Return the graph of an older release: N-Quads (perhaps gzip), or the folder of a release that holds them.

    Raises UsageFault for what is none, OSError where it cannot be read.
    """
    found = path
    if path.is_dir():
        candidates = [place / name for place in (path / "exports", path) for name in _QUADS]
        found = next((one for one in candidates if one.is_file()), path)
    if not found.is_file():
        raise UsageFault(f"{path} is no release: it holds no {_QUADS[0]}")
    try:
        content = found.read_bytes()
        quads = list(parse(gzip.decompress(content) if found.suffix == ".gz" else content, format=RdfFormat.N_QUADS))
    except (SyntaxError, EOFError, gzip.BadGzipFile) as error:
        raise UsageFault(f"{found} is not N-Quads: {error}") from error
    store = Store()
    store.bulk_extend(quads)
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object, EVERYTHING) for quad in quads)
    return Graph(root, store)


def write_changes(older: Graph, newer: Graph, folder: Path) -> None:
    """Write CHANGES.md for people and CHANGES.json for programs into a folder.

    Raises OSError where they cannot be written.
    """
    recorded, derived = amendments(older, newer), newer.diff_from(older)
    parts = [*_told(recorded)]
    if derived:
        parts.append("## What follows from it\n\n" + shown(derived, newer.wording, "md"))
    if not parts:
        parts = ["Nothing changed that the graph records of acts, laws or rulings, and no answer."]
    text = "\n\n".join(["# Changes in law since the earlier release", *parts]) + "\n"
    (folder / f"{CHANGES}.md").write_text(text, encoding="utf-8", newline="")
    whole = {"recorded": [one.as_json() for one in recorded], "derived": [one.as_json() for one in derived]}
    plain = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    (folder / f"{CHANGES}.json").write_text(plain, encoding="utf-8", newline="")


def _told(recorded: list[Amendment]) -> Iterator[str]:
    for kind in dict.fromkeys(one.kind for one in recorded):
        rows = [
            [one.what, ", ".join(one.states), one.name, one.start or "", one.end or "", _statements(one)]
            for one in recorded
            if one.kind == kind
        ]
        yield f"## Recorded: {kind}\n\n" + table(["", "State", "What", "From", "Until", "Statements"], rows, "md")


def _statements(one: Amendment) -> str:
    """Return what a changed thing said and says; of one that came or went, its name tells enough."""
    if one.what != "changed":
        return ""
    sides = ("no longer", one.before), ("now", one.after)
    return "; ".join(
        f"{word} {', '.join(f'{key} {value}' for key, value in said[:_BOTH])}"
        + (f" and {len(said) - _BOTH} more" if len(said) > _BOTH else "")
        for word, said in sides
        if said
    )
