"""The options with which a command reads, or builds, the graph that a SPARQL engine holds."""

from __future__ import annotations

from kg.faults import UsageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping

_BUILD = "build"
_READ = ("assess", "why", "timeline", "query", "readings", "conflicts", "arrest", "show", "find", "coverage")


def offer(commands: Mapping[str, ArgumentParser]) -> None:
    """Let the commands that can work on an engine be told which."""
    for name in (_BUILD, *_READ):
        add = commands[name].add_argument
        add("--endpoint", metavar="URL", help="a SPARQL engine that holds the graph (default: this machine does)")
        add("--time", metavar="S", type=float, help="with --endpoint: seconds that one request to it may take")
    commands[_BUILD].add_argument("--update-url", metavar="URL", help="with --endpoint: where it takes updates")


def meant(command: Callable[[Namespace], int], options: Namespace) -> Callable[[Namespace], int]:
    """Return a command so that it reads the graph that its options name.

    Raises UsageFault for options that say how to ask an engine, where none is named.
    """
    if getattr(options, "endpoint", None) is None:
        if options.command in _READ and options.time is not None:
            raise UsageFault("--time goes with --endpoint")
        return command
    if options.command == _BUILD:
        return command
    from functools import partial

    from kg.engines.consulted import consult

    return partial(consult, command)
