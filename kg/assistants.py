"""What ``kg mcp`` does: gives assistants the answers as tools."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from kg.commands import opened
from kg.limits import Limits
from kg.serving import lying, serve_until_stopped


def mcp(options: Namespace) -> int:
    """Serve the tools over stdin and stdout until they close; with ``--http`` over HTTP until the process is stopped.

    Raises ModuleNotFoundError where the extra ``mcp`` is not installed, Fault where graph or port cannot be had.
    """
    processes = 2 if options.http else 1
    hosts = tuple(options.allowed_host)
    limits = Limits(workers=processes, answerers=processes, time=options.time, hosts=hosts)
    from kg import assistance
    from kg.service import shared
    from kg.tools import Toolbox

    if options.http:
        serve_until_stopped(options, limits, "/mcp", ("mcp", "state"))
        return 0
    graph = opened(options)
    used = shared(graph.root, lying(graph), limits, lambda _: None)

    async def talk() -> None:
        async with used.running():
            await assistance.talk(Toolbox(used.queries, used.answers))

    asyncio.run(talk())
    return 0
