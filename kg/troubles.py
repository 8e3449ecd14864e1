"""The page that says why there is no page."""

from __future__ import annotations

from pathlib import Path

from kg.assets import read_assets
from kg.pages import filled
from kg.words import read_words


def trouble(root: Path, status: int, sentence: str, language: str) -> bytes:
    """Return a small page that says a sentence, with a search, in a language.

    Raises Fault where viz/ cannot be read.
    """
    words = read_words(root, language)
    known = f"{status}" if f"trouble.{status}" in words.texts else "other"
    shown = {"base": read_assets(root).base, "title": words[f"trouble.{known}"], "sentence": sentence}
    return filled(root, "live/trouble.html", words, visit=None, **shown).encode()
