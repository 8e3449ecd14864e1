"""Finds many names in a text at once: whole words only, and the longest name wins."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

LEAST = 3
"""Names of fewer letters are not looked for: too many words of every language are written like them."""
_SAME = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "-": " ", "’": "'", "ʼ": "'", "‘": "'"})


@dataclass(frozen=True)
class Mention:
    """A name that stands in a text: where, as it is written there, and the IRIs of the things it can mean."""

    start: int
    end: int
    text: str
    things: tuple[str, ...]


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text with its spaces, hyphens and apostrophes made alike, and the place each character comes from."""
    plain: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        same = character.translate(_SAME).translate(_SAME)
        if same.isspace():
            if plain and plain[-1] == " ":
                continue
            same = " "
        plain.append(same)
        places.append(place)
    return "".join(plain), [*places, len(text)]


def _fold(plain: str) -> str:
    """Return a text in small letters, character for character, so that places stay what they are."""
    return "".join(low if len(low := character.lower()) == 1 else character for character in plain)


def _joins(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


class Names:
    """Names of things, ready to be found. A single word must be written as the name is; of several, case is free."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take names with the IRI of the thing that each names."""
        exact: dict[str, set[str]] = {}
        folded: dict[str, set[str]] = {}
        for name, iri in pairs:
            plain = _plain(unicodedata.normalize("NFC", name).strip())[0]
            if sum(map(str.isalpha, plain)) < LEAST:
                continue
            if " " in plain:
                folded.setdefault(_fold(plain), set()).add(iri)
            else:
                exact.setdefault(plain, set()).add(iri)
        self._tables = [
            (AhoCorasick(list(table)), list(table.values()), free)
            for table, free in ((exact, False), (folded, True))
            if table
        ]

    def find(self, text: str) -> list[Mention]:
        """Return the names that stand in a text, in the order of the text; none overlaps another."""
        plain, places = _plain(text)
        found: list[tuple[int, int, set[str]]] = []
        for automaton, things, free in self._tables:
            searched = _fold(plain) if free else plain
            for which, start, end in automaton.find_matches_as_indexes(searched, overlapping=True):
                whole = (start == 0 or not _joins(plain[start - 1])) and (end == len(plain) or not _joins(plain[end]))
                if whole:
                    found.append((start, end, things[which]))
        taken: dict[tuple[int, int], set[str]] = {}
        covered = bytearray(len(plain))
        for start, end, iris in sorted(found, key=lambda match: (match[0] - match[1], match[0])):
            if (start, end) in taken:
                taken[start, end].update(iris)
            elif not any(covered[start:end]):
                taken[start, end] = set(iris)
                covered[start:end] = b"\1" * (end - start)
        return [
            Mention(places[start], places[end - 1] + 1, text[places[start] : places[end - 1] + 1], tuple(sorted(iris)))
            for (start, end), iris in sorted(taken.items())
        ]
