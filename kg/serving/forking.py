"""The process from which those of a pool are forked: it loads what they need once, and waits for what the server says.

It opens no store and runs no job, so it has one thread, nothing of a client ever reaches it, and what it forks begins
clean.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType
from typing import Any

from kg.serving.answering import Job, job, work
from kg.serving.frames import FORK, REPORT

_CHILD_ENDED = {signal.SIGCHLD}


def main() -> None:
    """Fork when the server says so, until it ends; the arguments are a socket and what each process is given."""
    server, given = socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2])
    jobs = {name: job(name) for name in given["jobs"]}
    gc.collect()
    gc.freeze()

    def report(pid: int, status: int, is_end: bool) -> None:
        with suppress(OSError):
            server.sendall(REPORT.pack(pid, status, is_end))

    def reap(_number: int, _frame: FrameType | None) -> None:
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                report(ended[0], os.waitstatus_to_exitcode(ended[1]), is_end=True)

    signal.signal(signal.SIGCHLD, reap)
    while True:
        said, handed, _, _ = socket.recv_fds(server, len(FORK), 2)
        if said != FORK:
            return
        # Until the server is told that there is a process, it is not told that the process has ended.
        signal.pthread_sigmask(signal.SIG_BLOCK, _CHILD_ENDED)
        try:
            pid = os.fork()
        except OSError as error:
            report(0, error.errno or 0, is_end=False)
        else:
            if not pid:
                _work(server, (handed[0], handed[1]), jobs, given)
            report(pid, 0, is_end=False)
        for descriptor in handed:
            os.close(descriptor)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _CHILD_ENDED)


def _work(server: socket.socket, handed: tuple[int, int], jobs: Mapping[str, Job], given: Mapping[str, Any]) -> None:
    """Be a process of the pool until the end."""
    status = 1
    try:
        server.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _CHILD_ENDED)
        work(*handed, jobs, given)
        status = 0
    finally:
        # What the process that forks has begun, it ends: nothing of it is to be ended here.
        os._exit(status)
