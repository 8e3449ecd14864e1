"""The options of the commands that listen: where, and within which limits."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser


def offer(serve: ArgumentParser, mcp: ArgumentParser) -> None:
    """Let the server, and the tools of assistants, be told where to listen and what a request may take."""
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    serve.add_argument("--port", type=int, default=8000, help="the port (default: 8000; 0: any that is free)")
    serve.add_argument("--workers", metavar="N", type=int, default=2, help="queries that run at once (default: 2)")
    serve.add_argument("--answerers", metavar="N", type=int, default=2, help="pages made at once (default: 2)")
    serve.add_argument("--time", metavar="S", type=float, default=30.0, help="seconds a query may run (default: 30)")
    serve.add_argument("--memory", metavar="MB", type=int, default=1024, help="its memory in MiB (default: 1024)")
    serve.add_argument("--rate", metavar="R", type=float, help="requests a second of one client (default: 100; 0: any)")
    serve.add_argument("--behind-proxy", action="store_true", help="a proxy's X-Forwarded-For says who the client is")
    serve.add_argument("--cache", metavar="MB", type=int, default=64, help="MiB of answers kept (default: 64; 0: none)")
    serve.add_argument("--rows", metavar="N", type=int, default=100_000, help="rows of an answer (default: 100000)")
    mcp.add_argument("--http", action="store_true", help="over HTTP, at /mcp, not over stdin and stdout")
    mcp.add_argument("--host", default="127.0.0.1", help="with --http: the address (default: this machine only)")
    mcp.add_argument("--port", type=int, default=8001, help="with --http: the port (default: 8001; 0: any free)")
    mcp.add_argument("--time", metavar="S", type=float, default=120.0, help="seconds an answer may take (default: 120)")
    names = "a name under which assistants may reach /mcp (repeatable; default: only this machine's own)"
    for command in (serve, mcp):
        command.add_argument("--allowed-host", metavar="NAME", action="append", default=[], help=names)
