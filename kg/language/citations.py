"""How a source is cited."""

from __future__ import annotations

from kg.tuples import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Citation(Record):
    """A source as it is cited: its IRI, title, publisher, date of issue and address, as far as they are known."""

    iri: str
    title: str
    publisher: str
    issued: str | None
    url: str | None

    def as_json(self) -> dict[str, object]:
        """Return the citation as plain values."""
        return {
            "source": self.iri,
            "title": self.title,
            "publisher": self.publisher,
            "issued": self.issued,
            "url": self.url,
        }

    def line(self, issued: str | None) -> str:
        """Return publisher, title, date of issue as it is written here, and address on one line."""
        dated = f", {issued}" if issued else ""
        return f"{self.publisher}: {self.title}{dated}{' <' + self.url + '>' if self.url else ''}"

    def __str__(self) -> str:
        """Return publisher, title, date and address on one line."""
        return self.line(self.issued)


class Bibliography:
    """The sources that one document cites, each once, numbered from 1 in the order in which they are first cited."""

    def __init__(self) -> None:
        """Begin without a source."""
        self.listed: list[Citation] = []
        self._numbers: dict[str, int] = {}

    def numbers(self, citations: Iterable[Citation]) -> list[int]:
        """Return the numbers of sources, those new to the list added to it."""
        found = []
        for cited in citations:
            if cited.iri not in self._numbers:
                self.listed.append(cited)
                self._numbers[cited.iri] = len(self.listed)
            found.append(self._numbers[cited.iri])
        return found

    def marks(self, citations: Iterable[Citation]) -> str:
        """Return the numbers of sources in brackets."""
        return " ".join(f"[{number}]" for number in self.numbers(citations))

    def __str__(self) -> str:
        """Return the list, one source a line."""
        return "\n".join(f"[{number}] {cited}" for number, cited in enumerate(self.listed, 1))
