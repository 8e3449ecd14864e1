"""ZIP archives, the same bytes each time: no times, no names of users or systems."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from typing import IO, Final

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that the format knows."""
_UNIX, _PLAIN_FILE = 3, 0o100644 << 16
_LEVEL: Final = 6


def archived(members: Iterable[tuple[str, IO[bytes]]], out: IO[bytes]) -> None:
    """Write files into an archive in their order, each from its start, 1 MiB at a time.

    The archive is made in a temporary file without a name, so it is the same whether ``out`` can be rewound or not.

    Raises OSError where the disk is full.
    """
    with tempfile.TemporaryFile() as whole:
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for name, content in members:
                entry = zipfile.ZipInfo(name, _NO_TIME)
                entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
                entry.compress_type = zipfile.ZIP_DEFLATED
                # public as compress_level from 3.13 on
                entry._compresslevel = _LEVEL  # type: ignore[attr-defined]
                entry.file_size = content.seek(0, 2)
                content.seek(0)
                with archive.open(entry, "w") as member:
                    shutil.copyfileobj(content, member, 1 << 20)
        whole.seek(0)
        shutil.copyfileobj(whole, out, 1 << 20)
