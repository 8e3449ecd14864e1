"""Completion of the command line in a shell: the script that a shell reads, and the answer when it asks."""

from __future__ import annotations

import os

from argcomplete.completers import BaseCompleter
from argcomplete.finders import ExclusiveCompletionFinder
from argcomplete.shell_integration import shellcode

from kg.commands.candidates import offered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Action, ArgumentParser, Namespace
    from collections.abc import Callable
    from typing import NoReturn, TextIO


def completion(options: Namespace) -> int:
    """Print the script with which a shell completes the command."""
    print(shellcode(["kg"], use_defaults=False, shell=options.shell), end="")
    return 0


def answer(parser: ArgumentParser, end: Callable[[int], NoReturn] = os._exit, told: TextIO | None = None) -> None:
    """Tell the shell what can stand where it asks, as the environment says that it asks, and ``end`` the process.

    The shell is told on file descriptor 8, or what is ``told`` is kept.
    """
    ExclusiveCompletionFinder()(
        parser,
        always_complete_options=False,  # only after a hyphen
        exit_method=end,
        output_stream=told,
        default_completer=_Offered(),
        validator=_begins,
    )


class _Offered(BaseCompleter):
    """Completes the arguments that the parser names no choices for."""

    def __call__(self, *, prefix: str, action: Action, parsed_args: Namespace, **_: object) -> dict[str, str]:
        """Return what can be typed for an argument, each with what it is."""
        return offered(action.dest, parsed_args, prefix)


def _begins(completion: str, typed: str) -> bool:
    return completion.casefold().startswith(typed.casefold())
