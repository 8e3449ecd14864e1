"""Faults that a user can mend: one sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path


class Fault(Exception):
    """Something is wrong with the knowledge, the store or the machine.

    The text is one sentence for a person. ``exit_status`` is what the command line exits with:
    1 for a failure, 2 for wrong usage.
    """

    exit_status = 1

    def __init__(self, message: str, *, file: Path | None = None, line: int | None = None) -> None:
        """Keep the sentence and, where known, the file and line it is about."""
        self.message = message
        self.file = file
        self.line = line
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return the sentence, preceded by ``file:line:`` where they are known."""
        if self.file is None:
            return self.message
        place = f"{self.file}:{self.line}" if self.line is not None else str(self.file)
        return f"{place}: {self.message}"


class MissingLibrary(Fault):
    """A library that only some commands need is not installed."""

    def __init__(self, library: str, extra: str) -> None:
        """Name the library, and the extra of the package that brings it."""
        super().__init__(f"{library} is not installed; pip install 'opposable[{extra}]'")


class UsageFault(Fault):
    """The command was called in a way that cannot be answered: an unknown name, an impossible date."""

    exit_status = 2


class UnknownQuestion(UsageFault):
    """A question of the catalogue was asked for by a name that is none."""
