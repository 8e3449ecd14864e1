"""What look-ups show, worked out when the graph is built, so that they read a file and ask no query."""

from __future__ import annotations

import json

from kg.names import STEM, stem
from kg.positions import Positions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from kg.occasions import Occasion
    from kg.oxigraph import Store
    from kg.readings import Reading

_POSITIONS, _OCCASIONS, _READINGS = "positions", "occasions", "readings"


def write(folder: Path, store: Store, root: Path) -> None:
    """Write files for each state that has positions, and one for the readings of rules, into a folder of the build.

    Raises OSError where they cannot be written.
    """
    from kg import occasions, readings, recorded
    from kg.oxigraph import EVERYTHING, A, NamedNode, op
    from kg.questions import ask
    from kg.things import Directory
    from kg.wording import Wording

    directory = Directory(store)
    words = Wording(store, directory)
    for name in (_POSITIONS, _OCCASIONS):
        (folder / name).mkdir()
    for state, *_ in ask(store, root, "states-with-rules", {}).rows:
        iri = str(state)
        _write(folder, f"{_POSITIONS}/{stem(iri)}", recorded.of_state(store, root, directory, iri).plain())
        flips = occasions.of_state(store, root, iri)
        _write(folder, f"{_OCCASIONS}/{stem(iri)}", occasions.worded(flips, words))
    read = store.quads_for_pattern(None, A, op("Reading"), EVERYTHING)
    stems = sorted(stem(quad.subject.value) for quad in read if isinstance(quad.subject, NamedNode))
    _write(folder, _READINGS, {one: readings.read(words, one).as_json() for one in stems})


def _write(folder: Path, name: str, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def _read(folder: Path | str | None, *names: str) -> Any:  # noqa: ANN401  (whatever a file holds)
    if folder is None or not all(map(STEM.fullmatch, names)):
        return None
    try:
        with open(f"{folder}/{'/'.join(names)}.json", "rb") as file:
            return json.loads(file.read())
    except (OSError, ValueError):
        return None


def positions(folder: Path | str | None, state: str) -> Positions | None:
    """Return the positions of a state, by its stem, as ``write`` left them.

    None where there is no such file, or it is damaged: the store gives the same answer, only later. So below.
    """
    try:
        return Positions.from_plain(_read(folder, _POSITIONS, state))
    except (KeyError, TypeError):
        return None


def occasions(folder: Path | str | None, state: str) -> list[Occasion] | None:
    """Return the days on which a state's positions changed, and what changed them."""
    from kg.occasions import Occasion

    found = _read(folder, _OCCASIONS, state)
    try:
        return None if found is None else [Occasion(*one) for one in found]
    except TypeError:
        return None


def readings(folder: Path | str | None) -> dict[str, Reading]:
    """Return the readings of all rules by their stems; none where there is no such file."""
    from kg.readings import Reading

    try:
        return {name: Reading.from_json(one) for name, one in _read(folder, _READINGS).items()}
    except (AttributeError, KeyError, TypeError):
        return {}
