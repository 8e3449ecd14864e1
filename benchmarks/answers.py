"""What is asked of every engine, and answers that can be compared: rows of IRIs, local names and days as numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

Row = tuple[str | int, ...]
Answers = dict[str, set[Row]]
"""Rows by what they say: participations, positions, international, conflicts, duties."""

TASKS = {
    "participations": "all intervals in which a state is party or signatory of a treaty or applies it",
    "timeline": "all intervals of all kinds: participations, positions, what binds, conflicts, duties to arrest",
    "everything": "the same, and of each interval all that it rests on",
    "build": "the same, stored and ready to be asked",
    "unfounded": "one state on one day: the bodies that no treaty of the state founds",
    "parties": "all states on one day: who is party to which treaty",
    "unfounded-all": "all states on one day: the bodies that no treaty of the state founds",
    "assess": "one state on one day: what it treats as non-binding, and what depends on the proceeding",
    "assess-first": "one state on one day: the same, where nobody asked about the state before",
    "assess-all": "all states on one day: the same",
}
"""What is asked, in the order in which it is asked."""


class Unable(Exception):
    """An engine cannot do what is asked, and says why."""


@dataclass(frozen=True)
class Asked:
    """Facts, and the state and day that are asked about."""

    facts: Path
    state: str
    day: str
    whole: bool = True
    """Whether everything is derived from these facts, or only what the questions about treaties need."""
    enough: float = 0.5
    """A task is repeated until its runs took so many seconds together."""


@dataclass
class Done:
    """What an engine did: rows, or what makes them comparable, which is not measured."""

    rows: set[Row] | Callable[[], set[Row]]
    seconds: float | None = None
    """What it took, where the engine measured it itself."""
    also: dict[str, float] = field(default_factory=dict)
    """Seconds of other tasks that were done with this one."""


Work = Callable[[Asked], Done]


class Engine(Protocol):
    """One way to answer: a module of benchmarks/engines with a class of this form, and what its table says of it."""

    TITLE: str
    PACKAGE: str | None
    """The distribution whose version is told; None where there is none."""
    PEER: bool
    """Whether it answers from the acts themselves each time, so that each answer has a limit of time."""
    tasks: dict[str, Work]
    """What it can do, by the names in TASKS."""

    def load(self, asked: Asked) -> None:
        """Read the facts."""


def flat(answers: Answers) -> set[Row]:
    """Return answers of several kinds as rows that begin with the kind."""
    return {(kind, *row) for kind, rows in answers.items() for row in rows}


def digest(rows: Iterable[Row]) -> str:
    """Return a text that two sets of rows share only where they are equal."""
    whole = hashlib.sha256()
    for line in sorted("\t".join(map(str, row)) for row in rows):
        whole.update(line.encode() + b"\n")
    return whole.hexdigest()[:16]
