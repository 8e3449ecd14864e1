"""What look-ups show, worked out when the graph is built, so that they read a file and ask no query."""

from __future__ import annotations

from kg.building import ready
from kg.conclusions.positions import Positions
from kg.names import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from kg.conclusions.occasions import Occasion
    from kg.conclusions.readings import Reading
    from kg.facts.world import World
    from kg.oxigraph import Store

_POSITIONS, _OCCASIONS, _READINGS, _WORLD = "positions", "occasions", "readings", "world"


def write(folder: Path, store: Store, root: Path) -> None:
    """Write files for each state that has positions, the readings of rules and the world that rules read.

    They go into a folder of the build.

    Raises OSError where they cannot be written.
    """
    from kg.building import roster
    from kg.conclusions import occasions, readings, recorded
    from kg.facts.assertions import asserted
    from kg.facts.world import World
    from kg.language.wording import Wording
    from kg.oxigraph import EVERYTHING, A, NamedNode, op
    from kg.queries.questions import ask
    from kg.queries.things import Directory

    directory = Directory(store)
    words = Wording(store, directory)
    for name in (_POSITIONS, _OCCASIONS, roster.FOLDER):
        (folder / name).mkdir()
    for state, *_ in ask(store, root, "states-with-rules", {}).rows:
        iri = str(state)
        ready.write(folder, f"{_POSITIONS}/{stem(iri)}", recorded.of_state(store, root, directory, iri).plain())
        flips = occasions.of_state(store, root, iri)
        ready.write(folder, f"{_OCCASIONS}/{stem(iri)}", occasions.worded(flips, words))
    read = store.quads_for_pattern(None, A, op("Reading"), EVERYTHING)
    stems = sorted(stem(quad.subject.value) for quad in read if isinstance(quad.subject, NamedNode))
    ready.write(folder, _READINGS, {one: readings.read(words, one).as_json() for one in stems})
    for name, content in roster.contents(store, directory).items():
        ready.write(folder, f"{roster.FOLDER}/{name}", content)
    text, index = World.of(asserted(store)).write()
    (folder / f"{_WORLD}.nt").write_bytes(text)
    ready.write(folder, _WORLD, {"digest": _digest(text), **index})


def _digest(text: bytes) -> str:
    from hashlib import sha256

    return sha256(text).hexdigest()


def positions(folder: Path | str | None, state: str) -> Positions | None:
    """Return the positions of a state, by its stem, as ``write`` left them.

    None where there is no such file, or it is damaged: the store gives the same answer, only later. So below.
    """
    try:
        return Positions.from_plain(ready.read(folder, _POSITIONS, state))
    except (KeyError, TypeError):
        return None


def occasions(folder: Path | str | None, state: str) -> list[Occasion] | None:
    """Return the days on which a state's positions changed, and what changed them."""
    from kg.conclusions.occasions import Occasion

    found = ready.read(folder, _OCCASIONS, state)
    try:
        return None if found is None else [Occasion(*one) for one in found]
    except TypeError:
        return None


def readings(folder: Path | str | None) -> dict[str, Reading]:
    """Return the readings of all rules by their stems; none where there is no such file."""
    from kg.conclusions.readings import Reading

    try:
        return {name: Reading.from_json(one) for name, one in ready.read(folder, _READINGS).items()}
    except (AttributeError, KeyError, TypeError):
        return {}


def world(folder: Path | str | None) -> World | None:
    """Return what rules can read of the facts that the graph was built from."""
    from kg.facts.world import World

    try:
        index = ready.read(folder, _WORLD)
        with open(f"{folder}/{_WORLD}.nt", "rb") as file:
            text = file.read()
        return World.written(text, index) if _digest(text) == index["digest"] else None
    except (OSError, AttributeError, KeyError, TypeError):
        return None
