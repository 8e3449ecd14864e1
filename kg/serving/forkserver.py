"""The process from which those of a pool are forked, seen from the server.

It has loaded what they need, so that one more is there after a few milliseconds of processor.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kg.files import CHECKOUT
from kg.serving.frames import FORK, REPORT
from kg.serving.limits import Limits

_START = "import sys; sys.path.insert(0, {!r}); from kg.serving.forking import main; main()"
_LOST = -1
"""The status of a process whose end nobody saw."""


class Forked(NamedTuple):
    """A process that has been forked: its number, and how it will have ended."""

    pid: int
    died: asyncio.Future[int]


class ForkServer:
    """Forks processes and tells how each ended; it is begun when it is first needed, and anew if it ends."""

    def __init__(self, root: Path, folder: Path, limits: Limits, jobs: Sequence[str]) -> None:
        """Fork processes that do these jobs over the graph that was built from the knowledge below a root."""
        self._given = {
            "root": str(root), "folder": str(folder), "jobs": list(jobs), "memory": limits.memory,
            "rows": limits.rows, "size": limits.size, "time": limits.time,
        }  # fmt: skip
        self._popen: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._asked: deque[asyncio.Future[Forked]] = deque()
        self._running: dict[int, asyncio.Future[int]] = {}
        self._rest = b""

    @property
    def pid(self) -> int | None:
        """The number of the process that forks; None while there is none."""
        return self._popen.pid if self._popen and self._socket else None

    async def fork(self, handed: Sequence[int]) -> Forked:
        """Return a new process that has been handed these descriptors.

        Raises OSError where there can be none.
        """
        if self._socket is None:
            self._begin()
        assert self._socket is not None
        asked: asyncio.Future[Forked] = asyncio.get_running_loop().create_future()
        self._asked.append(asked)
        try:
            socket.send_fds(self._socket, [FORK], list(handed))
        except OSError:
            self._lose()
        return await asyncio.shield(asked)

    async def stop(self) -> None:
        """End it; what it forked has ended before."""
        popen = self._popen
        self._lose()
        if popen is not None:
            popen.kill()
            await asyncio.get_running_loop().run_in_executor(None, popen.wait)

    def _begin(self) -> None:
        if self._popen is not None:
            self._popen.kill()
            self._popen.wait()
        ours, theirs = socket.socketpair()
        start = _START.format(CHECKOUT)
        with theirs:
            try:
                self._popen = subprocess.Popen(
                    [sys.executable, "-P", "-c", start, str(theirs.fileno()), json.dumps(self._given)],
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(),), process_group=0,
                )  # fmt: skip
            except OSError:
                ours.close()
                raise
        self._socket, self._rest = ours, b""
        asyncio.get_running_loop().add_reader(ours.fileno(), self._read)

    def _read(self) -> None:
        assert self._socket is not None
        try:
            data = self._socket.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        self._rest += data
        while len(self._rest) >= REPORT.size:
            pid, status, is_end = REPORT.unpack_from(self._rest)
            self._rest = self._rest[REPORT.size :]
            if is_end:
                self._running.pop(pid).set_result(status)
            else:
                self._tell(pid, status)

    def _tell(self, pid: int, error: int) -> None:
        asked = self._asked.popleft()
        if not pid:
            asked.set_exception(OSError(error, "there can be no further process"))
            return
        died: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._running[pid] = died
        asked.set_result(Forked(pid, died))

    def _lose(self) -> None:
        """Take it that the process that forks has ended."""
        if self._socket is None:
            return
        asyncio.get_running_loop().remove_reader(self._socket.fileno())
        self._socket.close()
        self._socket = None
        while self._asked:
            self._asked.popleft().set_exception(OSError("the process that forks others ended"))
        for died in self._running.values():
            died.set_result(_LOST)
        self._running.clear()
