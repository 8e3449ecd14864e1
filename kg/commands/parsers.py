"""Parsers of the command line: errors are one sentence, and a command's parser is made when it is needed."""

from __future__ import annotations

import argparse

from kg.presenting import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=terminal.width(80) - 2)


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def __init__(self, **options: Any) -> None:
        """Take what ``argparse.ArgumentParser`` takes."""
        super().__init__(formatter_class=_Help, **options)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and exit with 2."""
        self.exit(2, f"{self.prog}: {message}; see '{self.prog} --help'\n")


class Command(Parser):
    """The parser of one command, made when it is first looked into: of all commands one is asked for."""

    def __init__(self, **options: Any) -> None:
        """Keep what ``Parser`` is to be made with."""
        self.__dict__["_to_do"] = [(Parser.__init__, (), options)]

    def __getattr__(self, name: str) -> Any:
        if "_to_do" not in self.__dict__:
            raise AttributeError(name)
        for do, arguments, options in self.__dict__.pop("_to_do"):
            do(self, *arguments, **options)
        return getattr(self, name)

    def _when_made(self, do: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        if "_to_do" not in self.__dict__:
            return do(self, *arguments, **options)
        self.__dict__["_to_do"].append((do, arguments, options))
        return None

    def add_argument(self, *names: Any, **options: Any) -> Any:
        """Add an argument, at once or when the parser is made."""
        return self._when_made(argparse.ArgumentParser.add_argument, names, options)

    def set_defaults(self, **values: Any) -> None:
        """Set values of the answer, at once or when the parser is made."""
        self._when_made(argparse.ArgumentParser.set_defaults, (), values)
