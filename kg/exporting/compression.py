"""Compressed files: gzip and zstd, with no time or name in them, so that the same content gives the same bytes."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

from kg.faults import UsageFault

METHODS: Final[dict[str, str]] = {"gzip": ".gz", "zstd": ".zst"}
"""The ways to compress, each with the suffix of its files."""
_LEVELS: Final = {"gzip": 6, "zstd": 10}


def method_of(path: Path | None, chosen: str | None = None) -> str | None:
    """Return how a file is to be compressed: as chosen, else as its name ends; None: not at all.

    Raises UsageFault for a way there is none of, or where the name of the file says another one.
    """
    if chosen is not None and chosen not in METHODS:
        raise UsageFault(f"no way to compress is called {chosen!r}; there is {', '.join(METHODS)}")
    named = next((name for name, suffix in METHODS.items() if path is not None and path.suffix == suffix), None)
    if chosen is not None and named is not None and chosen != named:
        raise UsageFault(f"{path} is named as {named}, but {chosen} is asked for")
    return chosen or named


def compressed(out: BinaryIO, method: str | None) -> AbstractContextManager[IO[bytes]]:
    """Return a file that compresses what is written to it into ``out``, which stays open; ``out`` itself for None."""
    if method is None:
        return nullcontext(out)
    if method == "gzip":
        import gzip

        zipped = gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVELS[method], fileobj=out, mtime=0)
        return cast("AbstractContextManager[IO[bytes]]", zipped)
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    options: dict[int, int] = {
        zstd.CompressionParameter.compression_level: _LEVELS[method],
        zstd.CompressionParameter.checksum_flag: 1,
    }
    return cast("AbstractContextManager[IO[bytes]]", zstd.ZstdFile(out, "wb", options=options))
