"""Lists of what was found that display themselves, as text in a terminal and as HTML in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, SupportsIndex, TypeVar, cast, overload

from kg.conclusions.differences import Difference
from kg.conclusions.positions import Position
from kg.conclusions.readings import Rivalry
from kg.conclusions.steps import Step
from kg.faults import MissingLibrary
from kg.language.phrases import Phrases
from kg.language.wording import Wording
from kg.names import short, thing
from kg.notebooks import fragments
from kg.presenting import exhibits, present, trees
from kg.presenting.present import words_of
from kg.queries.things import Thing

if TYPE_CHECKING:
    from typing import Any

    import pandas as pd

_LINES = 60
"""How many lines the interpreter shows of a value; printing it shows all."""
T = TypeVar("T")


class _Pretty(Protocol):
    """What IPython gives to write on."""

    def text(self, text: str) -> None: ...


class Displayed:
    """A value that displays itself."""

    def __str__(self) -> str:
        """Return the value as text for a terminal."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        """Return the value as HTML, every text of it escaped."""
        raise NotImplementedError

    def __repr__(self) -> str:
        """Return the first lines of the value as text."""
        lines = str(self).splitlines()
        more = [f"… {len(lines) - _LINES} lines more; print() shows all"] if len(lines) > _LINES else []
        return "\n".join(lines[:_LINES] + more)

    def _repr_pretty_(self, printer: _Pretty, cycle: bool) -> None:  # noqa: ARG002 - the signature is IPython's
        printer.text(repr(self))


class Results(Displayed, list[T]):
    """A list that displays itself; a slice of it does, too."""

    def __init__(self, found: Iterable[T], text: Callable[[list[T]], str], html: Callable[[list[T]], str]) -> None:
        """Hold what was found, and how it is shown as text and as HTML."""
        super().__init__(found)
        self._text, self._html = text, html

    @overload
    def __getitem__(self, place: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Results[T]: ...
    def __getitem__(self, place: SupportsIndex | slice) -> T | Results[T]:
        """Return one of what was found, or some."""
        if isinstance(place, slice):
            return Results(super().__getitem__(place), self._text, self._html)
        return super().__getitem__(place)

    def __str__(self) -> str:
        """Return all that was found as text for a terminal."""
        return self._text(self) if self else "nothing found"

    def _repr_html_(self) -> str:
        return self._html(self) if self else fragments.paragraph("nothing found")

    def to_pandas(self) -> pd.DataFrame:
        """Return what was found as a data frame.

        Raises MissingLibrary where pandas is not installed.
        """
        return frame(_plain(one) for one in self)


def frame(rows: Iterable[dict[str, Any]], columns: list[str] | None = None) -> pd.DataFrame:
    """Return rows as a data frame, its columns those named, or those of the rows.

    Raises MissingLibrary where pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingLibrary("pandas", "pandas") from error
    return pd.DataFrame(list(rows), columns=columns)


def _plain(one: object) -> dict[str, Any]:
    for name in ("as_dict", "as_json"):
        if hasattr(one, name):
            return cast("dict[str, Any]", getattr(one, name)())
    return dict(vars(one))


def positions(found: Iterable[Position]) -> Results[Position]:
    """Return positions that display themselves."""

    def html(shown: list[Position]) -> str:
        noted = any(position.unconfirmed for position in shown)
        tables = [fragments.table(head, rows) for head, rows in present.position_tables(shown)]
        return "".join([*tables, fragments.paragraph(present.UNCONFIRMED) if noted else ""])

    return Results(found, lambda shown: present.positions(shown, "table"), html)


def proofs(found: Iterable[Step], phrases: Phrases) -> Results[Step]:
    """Return proofs that display themselves."""
    return Results(
        found, lambda shown: trees.proof(shown, "table", phrases), lambda shown: "".join(map(fragments.proof, shown))
    )


def rivalries(found: Iterable[Rivalry], words: Wording) -> Results[Rivalry]:
    """Return rivalries that display themselves."""

    def rows(shown: list[Rivalry]) -> Iterator[list[str]]:
        for one in shown:
            for verdict, names in one.answers.items():
                read = "; ".join(words.name(thing("reading", name)) for name in names)
                yield [one.label, one.provision, words_of(verdict), read]

    head = ("About", "Provision", "Answer", "Reading")
    return Results(
        found, lambda shown: exhibits.rivalries(shown, words, "table"), lambda shown: fragments.table(head, rows(shown))
    )


def differences(found: Iterable[Difference], words: Wording) -> Results[Difference]:
    """Return differences that display themselves."""
    return Results(
        found, lambda shown: exhibits.differences(shown, words, "table"),
        lambda shown: "".join(
            fragments.table(head, rows, title) for title, head, rows in exhibits.difference_tables(shown, words)
        ),
    )  # fmt: skip


def things(found: Iterable[Thing]) -> Results[Thing]:
    """Return things that display themselves."""
    head = ("Name", "Kind", "Thing")

    def rows(shown: list[Thing]) -> list[list[str]]:
        return [[one.name, one.kind, short(one.iri)] for one in shown]

    return Results(
        found, lambda shown: present.table(head, rows(shown), "table"), lambda shown: fragments.table(head, rows(shown))
    )
