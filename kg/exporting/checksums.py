"""The list of a folder's files with their checksums, and whether a folder is as its list says."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Final

from kg.faults import UsageFault
from kg.files import read_text
from kg.media import form_of

SUMS, MANIFEST = "SHA256SUMS", "manifest.json"
_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file.

    Raises OSError where it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> list[str]:
    """Return the names of all files below a folder, sorted, parts joined by slashes."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


def write_lists(folder: Path, about: dict[str, object]) -> None:
    """Write the manifest (what ``about`` says, and each file) and the checksums of all files, the manifest's too.

    ``sha256sum -c SHA256SUMS`` reads the latter.

    Raises OSError where they cannot be written.
    """
    listed = [
        {
            "name": name, "bytes": (folder / name).stat().st_size, "sha256": checksum(folder / name),
            "mediaType": form_of(name)[0],
        } | ({"compressed": "gzip"} if name.endswith(".gz") and not name.endswith(".tar.gz") else {})
        for name in files_of(folder)
    ]  # fmt: skip
    text = json.dumps(about | {"files": listed}, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="")
    sums = "".join(f"{checksum(folder / name)}  {name}\n" for name in files_of(folder))
    (folder / SUMS).write_text(sums, encoding="utf-8", newline="")


def differing(folder: Path) -> list[tuple[str, str]]:
    """Return what is not as the checksums of a folder say: names, and what is wrong with each.

    Raises UsageFault for a folder without a list of checksums or with one that is none, Fault for what is unreadable.
    """
    if not (folder / SUMS).is_file():
        raise UsageFault(f"{folder} is no release: it has no {SUMS}")
    told = {}
    for number, line in enumerate(read_text(folder / SUMS).splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None or match[2].startswith("/") or ".." in match[2].split("/"):
            raise UsageFault(f"{folder / SUMS}:{number}: not a checksum and a name within the folder")
        told[match[2]] = match[1]
    wrong = []
    for name in sorted({*told, *files_of(folder)} - {SUMS}):
        path = folder / name
        if name not in told:
            wrong.append((name, "is not listed"))
        elif not path.is_file():
            wrong.append((name, "is missing"))
        elif checksum(path) != told[name]:
            wrong.append((name, "differs from its checksum"))
    return wrong
