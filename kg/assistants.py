"""What ``kg mcp`` does: gives assistants the answers as tools."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from kg.commands import opened
from kg.limits import Limits
from kg.progress import note
from kg.serving import listening, lying, run, server


def mcp(options: Namespace) -> int:
    """Serve the tools over stdin and stdout until they close; with ``--http`` over HTTP until the process is stopped.

    Raises ModuleNotFoundError where the extra ``mcp`` is not installed, Fault where graph or port cannot be had.
    """
    processes = 2 if options.http else 1
    hosts = tuple(options.allowed_host)
    limits = Limits(workers=processes, answerers=processes, time=options.time, hosts=hosts)
    from kg import assistance
    from kg.service import service, shared
    from kg.tools import Toolbox

    if options.http:
        with listening(options.host, options.port) as bound:
            graph = opened(options)
            app, _ = service(graph.root, lying(graph), limits, parts=("mcp", "state"))
            running = server(app, limits)
            host, port = bound.getsockname()[:2]
            note(f"kg: serving http://{f'[{host}]' if ':' in host else host}:{port}/mcp; Ctrl-C stops")
            run(running, bound)
        return 0
    graph = opened(options)
    used = shared(graph.root, lying(graph), limits, lambda _: None)

    async def talk() -> None:
        try:
            for pool in (used.queries, used.answers):
                await pool.start()
            await assistance.talk(Toolbox(used.queries, used.answers))
        finally:
            for pool in (used.queries, used.answers):
                await pool.stop()

    asyncio.run(talk())
    return 0
