"""The Python interface as one uses it in a notebook or at a prompt: answers display themselves, and views are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.conclusions.positions import Position
from kg.conclusions.steps import Step
from kg.days import Day
from kg.graph import Given, Graph
from kg.notebooks import results
from kg.notebooks.results import Results
from kg.queries.things import Thing
from kg.supposing.clocks import Deeming

if TYPE_CHECKING:
    from kg.conclusions.differences import Difference
    from kg.conclusions.readings import Rivalry
    from kg.drawing.pages import Page
    from kg.notebooks import accounts
    from kg.supposing.hypothetical import Outcome


@dataclass(frozen=True, repr=False)
class Picture:
    """A picture: a notebook shows it, ``html`` is the page that one uses, ``save`` writes any form."""

    graph: Graph
    page: Page

    @property
    def title(self) -> str:
        """The finding that the picture shows."""
        return self.page.title

    @cached_property
    def html(self) -> str:
        """The picture as one HTML file that works offline."""
        return self._drawn("html").decode()

    @cached_property
    def svg(self) -> str:
        """The picture as SVG that stands alone."""
        return self._drawn("svg").decode()

    @cached_property
    def png(self) -> bytes:
        """The picture as PNG."""
        return self._drawn("png")

    def save(self, path: Path | str) -> Path:
        """Write the picture in the form that the name of the file ends in: ``.html``, ``.svg`` or ``.png``.

        Raises UsageFault for another ending, Fault where the file cannot be written.
        """
        from kg.files import write_bytes

        target = Path(path)
        write_bytes(target, self._drawn(target.suffix.removeprefix(".").casefold()))
        return target

    def _drawn(self, form: str) -> bytes:
        from kg.drawing.draw import drawn

        return drawn(self.graph, self.page, form)

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        """Return the finding that the picture shows."""
        return f"<picture: {self.title}>"


class DisplayedGraph(Graph):
    """All facts, and all that follows from them; its answers display themselves."""

    def draw(
        self, view: str, *, state: str | None = None, subject: str | None = None, reading: str | None = None,
        on: Day = None, language: str | None = None,
    ) -> Picture:  # fmt: skip
        """Return the picture of a view, such as ``matrix``, of what is named, on a day, in a language (``en``, ``ru``).

        Raises UsageFault for an unknown view, name or language, or where something is missing.
        """
        from kg.drawing.draw import picture
        from kg.drawing.pictures import Asked

        return Picture(self, picture(self, view, Asked(state, subject, reading, on, language)))

    def assess(
        self, state: str, *, on: Day = None, subject: str | None = None, reading: str | None = None, all: bool = False
    ) -> Results[Position]:
        """Return a state's positions on a day, as ``Graph.assess`` does."""
        return results.positions(super().assess(state, on=on, subject=subject, reading=reading, all=all))

    def timeline(
        self, state: str, subject: str | None = None, *, reading: str | None = None
    ) -> Results[Position]:  # fmt: skip
        """Return a state's positions over all time, as ``Graph.timeline`` does."""
        return results.positions(super().timeline(state, subject, reading=reading))

    def conflicts(self, state: str | None = None, *, on: Day = None) -> Results[Position]:
        """Return where a state is bound and treats as non-binding all the same, as ``Graph.conflicts`` does."""
        return results.positions(super().conflicts(state, on=on))

    def assess_as_known(
        self, state: str, known: Day, *, on: Day = None, subject: str | None = None, reading: str | None = None,
        all: bool = False,
    ) -> tuple[Results[Position], list[Deeming]]:  # fmt: skip
        """Return a state's positions as the law known on another day deems them, as ``Graph.assess_as_known`` does."""
        found, deemings = super().assess_as_known(state, known, on=on, subject=subject, reading=reading, all=all)
        return results.positions(found), deemings

    def why(
        self, state: str, subject: str, *, on: Day = None, reading: str | None = None, language: str | None = None
    ) -> Results[Step]:
        """Return the proofs of a state's positions on a subject, as ``Graph.why`` does."""
        found = super().why(state, subject, on=on, reading=reading, language=language)
        return results.proofs(found, self.wording_in(language or self.language).phrases)

    def why_not(
        self, state: str, subject: str, *, on: Day = None, reading: str | None = None, language: str | None = None,
        tell: Callable[[int], None] | None = None,
    ) -> accounts.ShownWhyNot:  # fmt: skip
        """Return which conditions fail, and what would flip the answer, as ``Graph.why_not`` does."""
        from kg.notebooks import accounts

        found = super().why_not(state, subject, on=on, reading=reading, language=language, tell=tell)
        return accounts.ShownWhyNot(**vars(found))

    def what_if(
        self, *acts: str, facts: Path | str | None = None, changes: Given | None = None, whole: bool = False
    ) -> accounts.ShownOutcome:  # fmt: skip
        """Return what would change if acts or other facts were so, as ``Graph.what_if`` does."""
        from kg.notebooks import accounts

        found = super().what_if(*acts, facts=facts, changes=changes, whole=whole)
        return accounts.ShownOutcome(
            **vars(found), worded=lambda: DisplayedGraph(self.root, found.naming(self.store)).wording
        )

    def supposed(self, outcome: Outcome) -> DisplayedGraph:
        """Return the graph as it would be after a supposition, as ``Graph.supposed`` does."""
        return DisplayedGraph(self.root, outcome.store)

    def diff(self, old: Day, new: Day, *, state: str | None = None) -> Results[Difference]:
        """Return what differs between two days, as ``Graph.diff`` does."""
        return results.differences(super().diff(old, new, state=state), self.wording)

    def diff_from(self, older: Graph, *, state: str | None = None) -> Results[Difference]:
        """Return what this graph says otherwise than an older release, as ``Graph.diff_from`` does."""
        return results.differences(super().diff_from(older, state=state), self.wording)

    def arrest(self, person: str, *, on: Day = None) -> accounts.ShownArrest:
        """Return who must arrest a person on a day, as ``Graph.arrest`` does."""
        from kg.notebooks import accounts

        return accounts.ShownArrest(**vars(super().arrest(person, on=on)))

    def rivalries(self, state: str, *, on: Day = None) -> Results[Rivalry]:
        """Return the subjects on which the answer turns on a reading, as ``Graph.rivalries`` does."""
        return results.rivalries(super().rivalries(state, on=on), self.wording)

    def reading(self, name: str) -> accounts.ShownReading:
        """Return a reading of a rule, as ``Graph.reading`` does."""
        from kg.notebooks import accounts

        return accounts.ShownReading(*super().reading(name))

    def show(self, thing: str) -> accounts.Shown:
        """Return a thing and all that the graph says of it, as ``Graph.show`` does."""
        from kg.notebooks import accounts

        return accounts.Shown(*super().show(thing))

    def find(self, text: str) -> Results[Thing]:
        """Return the things whose names hold all words of a text, as ``Graph.find`` does."""
        return results.things(super().find(text))

    def ask(self, name: str, **given: str) -> accounts.ShownAnswer:
        """Return the answer to a question of the catalogue, as ``Graph.ask`` does."""
        from kg.notebooks import accounts

        return accounts.ShownAnswer(**vars(super().ask(name, **given)))

    def query(self, text: str) -> accounts.ShownAnswer:
        """Return the answer to a SPARQL query, as ``Graph.query`` does."""
        from kg.notebooks import accounts

        return accounts.ShownAnswer(**vars(super().query(text)))

    def path(
        self, start: str, end: str, *, kinds: Iterable[str] = (), on: date | str | None = None, limit: int = 5
    ) -> accounts.ShownChains:
        """Return the shortest chains of statements that join two things, as ``Graph.path`` does."""
        from kg.notebooks import accounts

        found = accounts.ShownChains(*super().path(start, end, kinds=kinds, on=on, limit=limit))
        found.words = self.wording
        return found
