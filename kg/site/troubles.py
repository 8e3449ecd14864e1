"""The page that says why there is no page, made of what lies ready: no process is asked for it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kg.drawing.pages import filled
from kg.language.words import read_words
from kg.site.assets import read_assets
from kg.site.places import Place


@lru_cache(maxsize=64)
def trouble(root: Path, status: int, sentence: str, language: str, parameters: tuple[tuple[str, str], ...]) -> bytes:
    """Return a page that says a sentence in the frame of all live pages, in a language.

    ``parameters`` are those of the address that was asked for: the same page in another language is asked so too.

    Raises Fault where viz/ cannot be read.
    """
    words = read_words(root, language)
    known = f"{status}" if f"trouble.{status}" in words.texts else "other"
    # Without a path, for that which was asked for may be anything, such as //elsewhere.
    visit = Place(root, "", {name: value for name, value in parameters if value}, read_assets(root).base)
    shown = {"title": words[f"trouble.{known}"], "sentence": sentence}
    return filled(root, "live/trouble.html", words, visit=visit, shown=shown).encode()
