"""Sentences in which names and dates are replaced by marks, so that patterns can be read over them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.names import kind
from kg.prose.datings import Dating
from kg.prose.mentions import Mention
from kg.prose.sentences import Sentence

_Found = TypeVar("_Found", Mention, Dating)
_LETTERS = {
    "state": "S", "body": "B", "treaty": "T", "organization": "O", "person": "P", "proceeding": "C", "ruling": "C",
    "law": "L", "resolution": "R",
}  # fmt: skip
"""The letter of a mark, by the kind of thing; the first that fits where a name can mean several."""
_OPENS = re.compile(r"[“«]|(?<!\w)[\"‘']")
_CLOSES = {"“": "[”»]", "«": "[”»]", '"': '"', "‘": r"’(?!\w)", "'": r"'(?!\w)"}
"""What closes a quotation, by what opens it; an apostrophe within a word does neither."""


@dataclass(frozen=True)
class Marked:
    """A sentence with marks: what each stands for, and from which place of the text each character comes."""

    sentence: Sentence
    text: str
    marks: tuple[Mention | Dating, ...]
    places: tuple[int, ...]

    def mention(self, number: str) -> Mention:
        """Return the name that a mark stands for."""
        found = self.marks[int(number)]
        assert isinstance(found, Mention)
        return found

    def dating(self, number: str) -> Dating:
        """Return the date that a mark stands for."""
        found = self.marks[int(number)]
        assert isinstance(found, Dating)
        return found

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the text of a stretch of the marked sentence, without blanks and commas around it."""
        while end > start and self.text[end - 1] in " ,":
            end -= 1
        while start < end and self.text[start] in " ,":
            start += 1
        return self.places[start], self.places[end]


def letter(mention: Mention) -> str:
    """Return the letter of the mark of a name."""
    kinds = {kind(thing) for thing in mention.things}
    return next((sign for name, sign in _LETTERS.items() if name in kinds), "X")


def _within(sentence: Sentence, found: Sequence[_Found]) -> list[_Found]:
    """Return what lies in a sentence, of what was found in the text, in its order."""
    first = bisect_left(found, sentence.start, key=lambda one: one.start)
    last = bisect_left(found, sentence.end, key=lambda one: one.start)
    return [one for one in found[first:last] if one.end <= sentence.end]


def mark(sentence: Sentence, mentions: Sequence[Mention], datings: Sequence[Dating]) -> Marked:
    """Return a sentence with the names and dates in it marked; a date within a name belongs to the name."""
    names, dates = _within(sentence, mentions), _within(sentence, datings)
    inside: list[Mention | Dating] = [*names]
    inside += [d for d in dates if all(d.end <= m.start or m.end <= d.start for m in names)]
    inside.sort(key=lambda found: found.start)
    text, places, at = "", [], sentence.start

    def copy(until: int) -> None:
        nonlocal text
        for place in range(at, until):
            character = sentence.text[place - sentence.start]
            if character.isspace():
                if text.endswith(" "):
                    continue
                character = " "
            text += {"’": "'", "<": "(", ">": ")"}.get(character, character)
            places.append(place)

    for number, found in enumerate(inside):
        copy(found.start)
        sign = letter(found) if isinstance(found, Mention) else "D"
        words = f"<{sign}{number}>"
        text += words
        places += [found.start] * len(words)
        at = found.end
    copy(sentence.end)
    return Marked(sentence, text, tuple(inside), (*_ends(text, places, inside), sentence.end))


def _ends(text: str, places: list[int], inside: list[Mention | Dating]) -> list[int]:
    """Let what follows a mark at once begin where the mark's name ends, also at the end of the sentence."""
    for match in re.finditer(r"<[A-Z](\d+)>", text):
        if match.end() < len(places):
            places[match.end()] = max(places[match.end()], inside[int(match[1])].end)
    return places


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where a text quotes: the places between quotation marks, those included."""
    closing = {sign: [match.start() for match in re.finditer(words, text)] for sign, words in _CLOSES.items()}
    found: list[tuple[int, int]] = []
    for match in _OPENS.finditer(text):
        if found and match.start() < found[-1][1]:
            continue
        ends = closing[match[0]]
        next_end = bisect_left(ends, match.end())
        if next_end < len(ends):
            found.append((match.start(), ends[next_end] + 1))
    return found
