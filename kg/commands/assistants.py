"""What ``kg mcp`` does: gives assistants the answers as tools."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from kg.commands.opening import opened
from kg.commands.serving import lying, serve_until_stopped
from kg.serving.limits import Limits


def mcp(options: Namespace) -> int:
    """Serve the tools over stdin and stdout until they close; with ``--http`` over HTTP until the process is stopped.

    Raises ModuleNotFoundError where the extra ``mcp`` is not installed, Fault where graph or port cannot be had.
    """
    processes = 2 if options.http else 1
    hosts = tuple(options.allowed_host)
    limits = Limits(workers=processes, answerers=processes, time=options.time, hosts=hosts)
    from kg.serving import assistance
    from kg.serving.service import shared
    from kg.serving.tools import Toolbox

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
