"""How a source is cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
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
