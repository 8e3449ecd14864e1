"""Where knowledge and cache lie, and how files are written: whole or not at all."""

from __future__ import annotations

import os
import sys

from kg.faults import Fault, UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

KNOWLEDGE_FOLDERS = ("ontology", "data", "queries", "viz")
KNOWLEDGE_VARIABLE = "OPPOSABLE_KNOWLEDGE"
PACKAGE = os.path.dirname(os.path.realpath(__file__))
CHECKOUT = os.path.dirname(PACKAGE)
"""The folder that this package stands in: a checkout, or where packages are installed."""
CACHE_VARIABLE = "OPPOSABLE_CACHE"
SUFFIXES = (".ttl", ".csv", ".rq", ".toml")
"""How the names of files end on which a build depends."""


def knowledge_folder() -> str:
    """Return the path of the folder that holds ontology/, data/, queries/ and viz/.

    The environment variable OPPOSABLE_KNOWLEDGE names another one; else it is the checkout that this package
    stands in, else the copy inside the installed package.

    Raises Fault where the folder found lacks one of the first three.
    """
    chosen = os.environ.get(KNOWLEDGE_VARIABLE)
    candidates = [chosen] if chosen else [CHECKOUT, os.path.join(PACKAGE, "knowledge")]
    for root in candidates:
        if all(os.path.isdir(os.path.join(root, folder)) for folder in KNOWLEDGE_FOLDERS[:3]):
            return os.path.realpath(root)
    raise Fault(
        f"no ontology/, data/ and queries/ in {candidates[0]}; set {KNOWLEDGE_VARIABLE} to a folder that has them"
    )


def knowledge_root() -> Path:
    """Return that folder.

    Raises Fault as ``knowledge_folder`` does.
    """
    from pathlib import Path

    return Path(knowledge_folder())


def cache_folder() -> str:
    """Return the path of the folder for built stores: OPPOSABLE_CACHE, else the user's cache directory.

    On Linux that is what the XDG Base Directory Specification says; platformdirs says the same, later.
    """
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return chosen
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        xdg, home = os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", "")
        if xdg.startswith("/") or (not xdg and home.startswith("/")):
            return os.path.join(xdg or os.path.join(home, ".cache"), "opposable")
    from platformdirs import user_cache_dir

    return user_cache_dir("opposable", appauthor=False)


def cache_root() -> Path:
    """Return that folder."""
    from pathlib import Path

    return Path(cache_folder())


def stems(folder: str, suffix: str) -> list[str]:
    """Return the names of the files of a folder that end in a suffix, without it, sorted.

    Raises OSError where there is no such folder.
    """
    return sorted(name.removesuffix(suffix) for name in os.listdir(folder) if name.endswith(suffix))


def knowledge_files(root: Path) -> Iterator[Path]:
    """Yield every file that a build depends on, in a stable order."""
    from pathlib import Path

    for folder in KNOWLEDGE_FOLDERS[:3]:
        for parent, folders, names in os.walk(root / folder):
            folders.sort()
            for name in sorted(names):
                if name.endswith(SUFFIXES):
                    yield Path(parent, name)


def read_text(path: Path) -> str:
    """Return the text of a UTF-8 file.

    Raises Fault where it cannot be read or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Fault(f"not UTF-8 (byte {error.start}); save the file as UTF-8", file=path) from error
    except OSError as error:
        raise Fault(f"cannot be read: {error.strerror}", file=path) from error


def write_atomically(path: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` write a temporary file beside ``path`` and put it in its place when it is complete.

    Raises Fault where the disk is full or the folder cannot be written; the old file is then untouched.
    """
    from pathlib import Path
    from tempfile import mkstemp

    try:
        handle, name = mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise Fault(f"cannot be written: {error.strerror}", file=path) from error
    temporary = Path(name)
    try:
        fill(temporary)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except OSError as error:
        raise Fault(f"could not be written whole: {error.strerror or error}; nothing was changed", file=path) from error
    finally:
        temporary.unlink(missing_ok=True)


def stream_atomically(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    """Let ``fill`` write a file that has no name yet, and give it the name ``path`` when it is complete.

    Where the system knows files without a name (Linux), nothing is left of a process that is killed meanwhile;
    elsewhere a hidden temporary file is.

    Raises Fault as write_atomically does.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    try:
        Path("/proc/self/fd").stat()
        handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o666)  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, OSError):
        write_atomically(path, lambda temporary: _streamed(temporary, fill))
        return
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file)
            file.flush()
            os.fsync(handle)
            with TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
                named = Path(folder, path.name)  # a link cannot take the place of a file; a rename can
                # With a folder given, though the path is absolute, Python makes a link to what the path leads to.
                os.link(f"/proc/self/fd/{handle}", named, src_dir_fd=handle)
                named.replace(path)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Fault(f"could not be written whole: {error.strerror or error}; nothing was changed", file=path) from error


def _streamed(path: Path, fill: Callable[[BinaryIO], None]) -> None:
    with path.open("wb") as file:
        fill(file)


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes to a file, whole or not at all.

    Raises Fault as write_atomically does.
    """

    def fill(temporary: Path) -> None:
        temporary.write_bytes(content)

    write_atomically(path, fill)


def write_text(path: Path, text: str) -> None:
    """Write text to a file, whole or not at all.

    Raises Fault as write_atomically does.
    """
    write_atomically(path, lambda temporary: _fill(temporary, text))


def _fill(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def fill_folder(folder: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` write into a folder beside ``folder``, which is put in its place when it is complete.

    Raises UsageFault where ``folder`` holds something, Fault where it cannot be written.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageFault(f"{folder} is not an empty folder; name one that does not exist yet")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as made:
            whole = Path(made, "whole")
            whole.mkdir()
            fill(whole)
            if folder.exists():
                folder.rmdir()
            whole.rename(folder)
    except OSError as error:
        raise Fault(f"cannot be written whole: {error.strerror or error}", file=folder) from error
