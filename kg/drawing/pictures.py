"""What a view is asked for, and what it gives: the contract of the modules in kg/views/."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import kg
from kg import files
from kg.building import fingerprints
from kg.days import day_of
from kg.drawing.pages import Imprint, Page
from kg.faults import UsageFault
from kg.graph import Graph
from kg.language.words import Words
from kg.oxigraph import EVERYTHING, Literal, op
from kg.queries.things import Thing


@dataclass(frozen=True)
class Asked:
    """What is to be drawn: names as a user gives them, the day (by default today), the language (that of the graph)."""

    state: str | None = None
    subject: str | None = None
    reading: str | None = None
    on: date | str | None = None
    language: str | None = None

    @property
    def day(self) -> date:
        """The day asked about.

        Raises UsageFault for an impossible date.
        """
        return day_of(self.on)

    def the_state(self, graph: Graph) -> Thing:
        """Return the state asked about.

        Raises UsageFault where none is named, or the name is unknown.
        """
        if self.state is None:
            raise UsageFault("this view is of one state; name it with --state")
        return graph.directory.resolve(self.state, "state")

    def the_subject(self, graph: Graph, *kinds: str) -> Thing:
        """Return the subject asked about, of one of these kinds (of any, where none is given).

        Raises UsageFault where none is named, or the name is unknown.
        """
        if self.subject is None:
            raise UsageFault(f"this view is of one {' or '.join(kinds) or 'thing'}; name it with --subject")
        return graph.directory.resolve(self.subject, *kinds)


class View(Protocol):
    """A module of kg/views/."""

    NEEDS: tuple[str, ...]
    """Which of ``state``, ``subject`` must be named."""
    OF: tuple[str, ...]
    """The kinds of things of which a reader expects the picture where pictures are published."""

    def picture(self, graph: Graph, asked: Asked) -> Page:
        """Return the picture of what is asked.

        Raises UsageFault for what is missing, unknown or not to be drawn; Fault where viz/ cannot be read.
        """


def international(words: Words, answer: str, *, conflict: bool) -> str:
    """Return what a subject is to a state under international law, as tables say it; a conflict stands out."""
    said = words[f"international.{answer}"]
    return words.say("international.conflict", answer=said) if conflict else said


def imprint(graph: Graph) -> Imprint:
    """Return what identifies the data of a graph."""
    quads = graph.store.quads_for_pattern(None, op("dateRead"), None, EVERYTHING)
    read = max((quad.object.value for quad in quads if isinstance(quad.object, Literal)), default=None)
    return Imprint(kg.__version__, fingerprints.remembered(graph.root, kg.__version__, files.cache_folder()), read)
