"""A reader's request for a live page: what is asked, in which language and of which day; and where other pages are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from kg.days import day_of
from kg.drawing.pages import Imprint
from kg.drawing.styles import Style
from kg.faults import UsageFault
from kg.graph import Graph
from kg.language.words import Words
from kg.names import kind, stem
from kg.queries.things import Thing
from kg.site.places import KEPT, Place
from kg.site.webpages import LISTED

_LONGEST = 2000


@dataclass(frozen=True)
class Visit(Place):
    """A request: its place, and the graph in the reader's language.

    ``matched`` holds the parts of the path that its pattern names.
    """

    graph: Graph
    imprint: Imprint
    style: Style
    matched: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self.graph.words

    @property
    def day(self) -> date:
        """The day asked about, by default today.

        Raises UsageFault for an impossible date.
        """
        return day_of(self.given.get("on"))

    @property
    def dated(self) -> bool:
        """Whether the address says the day, so that it will show the same tomorrow."""
        return "on" in self.given

    def api(self, answer: str, **parameters: str | None) -> str:
        """Return the address of the same answer of the API, which takes no parameters but its own."""
        return f"/api/{answer}?{urlencode({name: text for name, text in parameters.items() if text})}".rstrip("?")

    @property
    def permanent(self) -> str:
        """The address of this page with the day and the language that it shows."""
        return self.url(on=self.day.isoformat(), lang=self.words.language)

    def kind(self, name: str) -> str:
        """Return what a thing of a kind is called; the kind itself, where there are no words for it."""
        known = self.words.texts
        return next((self.words[key] for key in (f"kind.{name}", f"other-kind.{name}") if key in known), name)

    def kinds(self, name: str) -> str:
        """Return what things of a kind are called; the kind itself, where there are no words for it."""
        known = self.words.texts
        return next((self.words[key] for key in (f"kinds.{name}", f"other-kinds.{name}") if key in known), name)

    def page_of(self, iri: str) -> str | None:
        """Return the address of the page of a thing, None where it has none."""
        return self.url(f"/id/{kind(iri)}/{stem(iri)}") if kind(iri) in LISTED else None

    def state(self, name: str = "state") -> Thing | None:
        """Return the state that a parameter names, None where it is not given.

        Raises UsageFault for an unknown name.
        """
        return self.named(name, "state")

    def named(self, name: str, *kinds: str) -> Thing | None:
        """Return the thing of these kinds that a parameter names, None where it is not given.

        Raises UsageFault for an unknown name.
        """
        return self.graph.directory.resolve(self.given[name], *kinds) if name in self.given else None


@dataclass(frozen=True)
class Shown:
    """What a page shows: its template below viz/templates/live/, its title, and what fills the template.

    ``data`` are addresses of the same answer as data, each with what it is called. ``styles`` are hashes of the styles
    that a library writes into the page, as a content security policy allows them.
    """

    template: str
    title: str
    filling: dict[str, Any] = field(default_factory=dict)
    data: list[tuple[str, str]] = field(default_factory=list)
    styles: str = ""


@dataclass(frozen=True)
class Raw:
    """An answer that is no page: its media type and its bytes."""

    media: str
    body: bytes


class Screen(Protocol):
    """A module of kg/screens/: one kind of page."""

    PATHS: tuple[str, ...]
    """The paths that it answers; ``{name}`` stands for one part of a path."""
    TAKES: tuple[str, ...]
    """The parameters that it takes, beside those of every page."""

    def shown(self, visit: Visit) -> Shown | Raw:
        """Return what is shown.

        Raises UsageFault for what is asked wrongly, Missing for a page that there is none of.
        """


class Missing(Exception):
    """There is no such page; the sentence says what is not there."""


def read_given(parameters: list[list[str]], takes: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters of an address that are not empty.

    Raises UsageFault for one that the page does not take, one that is given twice, or one that is too long.
    """
    known = (*takes, *KEPT)
    found: dict[str, str] = {}
    for name, value in parameters:
        if name not in known:
            raise UsageFault(f"this page takes no parameter {name[:40]!r}; it takes {', '.join(known)}")
        if name in found:
            raise UsageFault(f"the parameter {name} is given twice")
        if len(value) > _LONGEST:
            raise UsageFault(f"the parameter {name} is longer than {_LONGEST} characters")
        found[name] = value.strip()
    return {name: value for name, value in found.items() if value}
