"""The world as a map draws it: viz/static/world/countries.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from kg.faults import Fault
from kg.files import read_text


@dataclass(frozen=True)
class Place:
    """A state on the map: where its mark stands, its shape, and whether it is too small to be seen but as a dot."""

    state: str
    at: tuple[float, float]
    path: str | None
    dot: bool


@dataclass(frozen=True)
class Atlas:
    """The map: its width and height, the states by their codes, and the shapes of no state of the graph."""

    size: tuple[int, int]
    places: dict[str, Place]
    others: list[str]


def read_atlas(root: Path) -> Atlas:
    """Return the world as the map draws it.

    Raises Fault where the file cannot be read.
    """
    path = root / "viz" / "static" / "world" / "countries.json"
    try:
        found = json.loads(read_text(path))
        width, height = found["size"]
        places = {
            state: Place(state, (place["at"][0], place["at"][1]), place.get("path"), place.get("dot", False))
            for state, place in found["states"].items()
        }
        return Atlas((width, height), places, [other["path"] for other in found["others"]])
    except (ValueError, KeyError, TypeError) as error:
        raise Fault(f"not a map of the world: {error}", file=path) from error
