"""Splits a text into sentences, each with its place; abbreviations end none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sentencex import get_sentence_boundaries

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")
_CONTINUES = re.compile(r"(?:\b(?:art|arts|no|nos|para|paras|sec|vol|v|vs|ст|п|пп|ч|г|гг|т|им|№)\.)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: its words, the place of its first character and of the one after its last, its line."""

    text: str
    start: int
    end: int
    line: int

    @property
    def language(self) -> str:
        """The language that the sentence is written in, as its letters tell."""
        return language(self.text)


def language(text: str) -> str:
    """Return ``ru`` for a text written for the most part in Cyrillic letters, else ``en``."""
    return "ru" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else "en"


def split(text: str) -> list[Sentence]:
    """Return the sentences of a text; an empty line always ends one."""
    found: list[Sentence] = []
    spans: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries(language(text), text):
        start, end = boundary["start_index"], boundary["end_index"]
        glued = (
            spans and _CONTINUES.search(text[spans[-1][0] : spans[-1][1]]) and "\n\n" not in text[spans[-1][0] : end]
        )
        if glued:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    for start, end in spans:
        words = text[start:end]
        stripped = words.strip()
        if stripped:
            begin = start + words.index(stripped[0])
            found.append(Sentence(stripped, begin, begin + len(stripped), text.count("\n", 0, begin) + 1))
    return found
