"""Reads a text that a user wrote or saved: from a file or standard input, in UTF-8, of a size that can be checked."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.faults import UsageFault

MAX_BYTES = 1_000_000
"""No article is so long; a file that is was named by mistake."""


def read_text(file: str) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises UsageFault where it cannot be read, is empty, too long, or no text in UTF-8.
    """
    name = "standard input" if file == "-" else repr(file)
    try:
        data = sys.stdin.buffer.read(MAX_BYTES + 1) if file == "-" else _start(Path(file))
    except (OSError, ValueError) as error:
        raise UsageFault(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > MAX_BYTES:
        raise UsageFault(f"{name} is longer than {MAX_BYTES:,} bytes; give one article at a time")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageFault(f"{name} is no text in UTF-8: byte {error.start} cannot be read") from error
    if "\0" in text:
        raise UsageFault(f"{name} is no text: it holds null characters")
    if not text.strip():
        raise UsageFault(f"{name} is empty")
    return text


def _start(path: Path) -> bytes:
    """Return as many bytes as are allowed, and one more if there is one."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
