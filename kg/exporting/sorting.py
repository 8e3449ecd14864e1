"""Sorts more than fits into memory: sorted runs lie in temporary files without a name, and are merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import IO, Final

RUN: Final = 8 * 1024 * 1024
"""How many bytes are sorted in memory at once."""
_MOST_RUNS: Final = 64


class Sorter:
    """Takes records (bytes without a line feed) in any order and gives each once, in the order of their bytes.

    Memory is bounded by ``run`` and by a buffer for each of 64 runs, however many records there are. The files have no
    name, so nothing is left of them where the process ends early.
    """

    def __init__(self, run: int = RUN) -> None:
        """Sort ``run`` bytes at a time in memory."""
        self._limit = run
        self._held: list[bytes] = []
        self._size = 0
        self._runs: list[IO[bytes]] = []

    def add(self, record: bytes) -> None:
        """Take a record.

        Raises OSError where the disk is full.
        """
        self._held.append(record)
        self._size += len(record)
        if self._size >= self._limit:
            self._spill()

    def _spill(self) -> None:
        self._held.sort()
        self._runs.append(_kept(self._held))
        self._held, self._size = [], 0
        if len(self._runs) == _MOST_RUNS:
            merged = _kept(heapq.merge(*map(_read, self._runs)))
            for run in self._runs:
                run.close()
            self._runs = [merged]

    def __iter__(self) -> Iterator[bytes]:
        """Yield the records once each, sorted; what was taken is used up."""
        self._held.sort()
        for record, _ in groupby(heapq.merge(self._held, *map(_read, self._runs))):
            yield record
        for run in self._runs:
            run.close()
        self._held, self._runs = [], []


def _kept(records: Iterable[bytes]) -> IO[bytes]:
    """Write records to a temporary file that has no name."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the sorter closes it)
    file.writelines(record + b"\n" for record, _ in groupby(records))
    file.flush()
    return file


def _read(run: IO[bytes]) -> Iterator[bytes]:
    run.seek(0)
    for line in run:
        yield line[:-1]
