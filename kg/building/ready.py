"""Files of JSON that lie ready beside the store: a look-up reads one of them and opens no store."""

from __future__ import annotations

import json

from kg.names import STEM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


def write(folder: Path, name: str, content: object) -> None:
    """Write a file of this name, perhaps in a folder that is there, into the folder of a build.

    Raises OSError where it cannot be written.
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    (folder / f"{name}.json").write_text(text, encoding="utf-8")


def read(folder: Path | str | None, *names: str) -> Any:  # noqa: ANN401  (whatever a file holds)
    """Return what a file holds that ``write`` left; None where there is none, it is damaged, or a name is no stem."""
    if folder is None or not all(map(STEM.fullmatch, names)):
        return None
    try:
        with open(f"{folder}/{'/'.join(names)}.json", "rb") as file:
            return json.loads(file.read())
    except (OSError, ValueError):
        return None
