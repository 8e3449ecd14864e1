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

    def __str__(self) -> str:
        """Return publisher, title, date and address on one line."""
        issued = f", {self.issued}" if self.issued else ""
        return f"{self.publisher}: {self.title}{issued}{' <' + self.url + '>' if self.url else ''}"
