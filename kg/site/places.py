"""Where a live page is, and how it leads to others: the day and the language that a reader has chosen go along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

from kg.days import day
from kg.faults import UsageFault
from kg.language.words import read_words, written

KEPT: Final = ("on", "lang")
"""The parameters of every page, which links to other pages keep where a reader has set them."""


@dataclass(frozen=True)
class Place:
    """A path, and the parameters that are not empty; ``base`` is where style sheets and scripts are.

    Without a path, links to the page itself lead to wherever it is shown.
    """

    root: Path
    path: str
    given: Mapping[str, str]
    base: str

    @cached_property
    def kept(self) -> dict[str, str]:
        """What links to other pages keep; not what no page takes."""
        return {name: self.given[name] for name in KEPT if name in self.given and self._sound(name)}

    def _sound(self, name: str) -> bool:
        if name == "lang":
            return self.given[name] in written(self.root)
        try:
            day(self.given[name])
        except UsageFault:
            return False
        return True

    def url(self, path: str | None = None, **parameters: str | None) -> str:
        """Return the address of a page, by default of this one as it was asked for; ``on`` and ``lang`` are kept."""
        if path is None:
            told = {**self.given, **parameters}
        else:
            told = parameters | {name: text for name, text in self.kept.items() if name not in parameters}
        query = urlencode({name: text for name, text in told.items() if text})
        return quote(path or self.path, safe="/:,{}") + (f"?{query}" if query else "")

    @property
    def translations(self) -> list[tuple[str, str, str]]:
        """The languages that there are words in: code, own name, address of this page."""
        named = [(code, read_words(self.root, code).name) for code in written(self.root)]
        return [(code, name, self.url(lang=code)) for code, name in named]
