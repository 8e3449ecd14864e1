"""The table of answers that HTTP and MCP give: what is asked, what it is given, what the JSON is, and what calls it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol, cast

from kg.interfaces.parameters import ON, Parameter
from kg.interfaces.records import Schema
from kg.listing import listed, module

WORDING = (
    "A verdict says what a state's own law makes of a ruling: the state treats it as non-binding under its own law. It "
    "does not say that the ruling is not binding; whether international law binds the state stands beside it."
)
"""What a verdict in an answer says, and what it does not."""
Given = Mapping[str, Any]
"""What an answer is given: each parameter of it by its ``key``."""


@dataclass(frozen=True)
class Told:
    """An answer: JSON as the command prints it with ``--format json``, without the last line break.

    ``notes`` are what the command says on stderr; ``rests_on`` are the nodes in which the sources of the answer are
    found, where the JSON itself holds none.
    """

    text: str
    notes: list[str] = field(default_factory=list)
    rests_on: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Asking:
    """What one answer is: its question in a line, its parameters, the JSON Schema of what it gives.

    ``heavy`` says that it is derived anew for each request, so that it does not keep pages waiting. ``media`` are the
    media types of a POST beside application/json, each with the parameter that the body then is.
    """

    asks: str
    parameters: tuple[Parameter, ...]
    gives: Schema
    heavy: bool = False
    media: Mapping[str, str] = field(default_factory=dict)

    @property
    def posts(self) -> bool:
        """Whether it can be asked by POST."""
        return bool(self.media)

    @property
    def of_today(self) -> bool:
        """Whether it is about today where no day is given."""
        return ON.name in (parameter.name for parameter in self.parameters if parameter.default is not None)


class Answering(Protocol):
    """A module of kg/answers/."""

    ASKING: Asking

    def answer(self, graph: Any, given: Given) -> Told:  # noqa: ANN401  (a Graph, of a higher layer)
        """Return the answer that a graph gives.

        Raises UsageFault for what it cannot be given, Fault for what it is given that cannot be read.
        """


def names() -> list[str]:
    """Return the names of all answers, which are those of the commands."""
    return [name.rstrip("_").replace("_", "-") for name in listed("answers")]


@cache
def answering(name: str) -> Answering:
    """Return what gives an answer.

    Raises UsageFault for a name that is none.
    """
    return cast(Answering, module("answers", name.replace("-", "_"), "answer"))


def table() -> dict[str, Asking]:
    """Return the table: every answer by its name."""
    return {name: answering(name).ASKING for name in names()}
