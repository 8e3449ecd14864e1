"""What a build is named after: a hash of all knowledge, remembered while no file changes."""

from __future__ import annotations

import os
import time
from binascii import crc32

from kg.files import KNOWLEDGE_FOLDERS, SUFFIXES, knowledge_files, write_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_LENGTH = 32
_SETTLED = 2_000_000_000


def of_files(root: Path, version: str) -> str:
    """Return a hash of the content of all knowledge files, of their names and of the version of the engine."""
    from hashlib import sha256

    digest = sha256(version.encode())
    for path in knowledge_files(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:_LENGTH]


def _memory(root: Path | str, cache: Path | str) -> str:
    """Return the file in which the hash of a folder is remembered; a clash of two folders costs time, no more."""
    return f"{cache}{os.sep}fingerprint-{crc32(os.fsencode(root)):08x}"


def last(root: Path | str, version: str, cache: Path | str) -> str | None:
    """Return the hash of a folder as it was when it was last worked out, without a look at its files.

    None where nothing is remembered of this folder for this version of the engine.
    """
    try:
        with open(_memory(root, cache), encoding="ascii", newline="") as file:
            known, about = file.readline().rstrip("\n"), file.readline().rstrip("\n")
    except (OSError, ValueError):
        return None
    return known if about == _about(root, version) and len(known) == _LENGTH else None


def _about(root: Path | str, version: str) -> str:
    return f"{version} {os.fspath(root)!a}"


def remembered(root: Path | str, version: str, cache: Path | str) -> str:
    """Return what ``of_files`` returns, read from the cache where no file changed since it was worked out.

    Whether one changed is told as git tells it: by size, inode and the times of change. What changed in the last two
    seconds is not remembered, since a file system may give two changes the same time.
    """
    seen = [_about(root, version)]
    newest = 0
    for path, status in _looked_at(root):
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        seen.append(f"{status.st_size} {status.st_ino} {status.st_mtime_ns} {status.st_ctime_ns} {path!a}")
    state = "\n".join(seen)
    memory = _memory(root, cache)
    try:
        with open(memory, encoding="ascii", newline="") as file:
            known, kept = file.readline().rstrip("\n"), file.read()
    except (OSError, ValueError):
        known = kept = ""
    if kept == state and len(known) == _LENGTH:
        return known
    from pathlib import Path

    found = of_files(Path(root), version)
    if os.access(cache, os.W_OK) and time.time_ns() - newest > _SETTLED:
        write_text(Path(memory), f"{found}\n{state}")
    return found


def _looked_at(root: Path | str) -> list[tuple[str, os.stat_result]]:
    """Return the path and status of every file that a build depends on, in a stable order."""
    found = []
    folders = [f"{root}{os.sep}{folder}" for folder in KNOWLEDGE_FOLDERS[:3]]
    for folder in folders:  # grows meanwhile
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                elif entry.name.endswith(SUFFIXES):
                    found.append((entry.path, entry.stat()))
    return sorted(found)
