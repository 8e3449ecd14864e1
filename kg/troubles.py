"""The page that says why there is no page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.addresses import url
from kg.assets import read_assets
from kg.days import day
from kg.faults import UsageFault
from kg.pages import filled
from kg.words import read_words, written


@dataclass(frozen=True)
class Lost:
    """A request that found no page, as far as its links to other pages go; it needs no graph."""

    root: Path
    path: str
    given: Mapping[str, str]
    base: str

    def url(self, path: str | None = None, **parameters: str | None) -> str:
        """Return the address of a page, by default of the one that was asked for."""
        return url(self.path, self.given, path, **parameters)

    @property
    def translations(self) -> list[tuple[str, str, str]]:
        """The languages that there are words in: code, own name, the address that was asked for."""
        return [(code, read_words(self.root, code).name, self.url(lang=code)) for code in written(self.root)]


def _is_sound(root: Path, name: str, text: str) -> bool:
    """Return whether a parameter that links keep will do for another page."""
    if name == "on":
        try:
            day(text)
        except UsageFault:
            return False
    return name != "lang" or text in written(root)


def trouble(
    root: Path, status: int, sentence: str, language: str, path: str = "/", given: Mapping[str, str] | None = None
) -> bytes:
    """Return a small page that says a sentence, with a search and links to all sections, in a language.

    ``path`` and ``given`` are what was asked for, as far as it could be read; a day and a language that are none are
    not kept for other pages.

    Raises Fault where viz/ cannot be read.
    """
    words = read_words(root, language)
    known = f"{status}" if f"trouble.{status}" in words.texts else "other"
    told = {name: text for name, text in (given or {}).items() if _is_sound(root, name, text)}
    lost = Lost(root, path, told, read_assets(root).base)
    return filled(
        root, "live/trouble.html", words, visit=lost, title=words[f"trouble.{known}"], sentence=sentence
    ).encode()
