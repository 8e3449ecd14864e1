"""The sentences of one language, from queries/wording: the only place where proofs get their words from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from kg.faults import Fault, UsageFault
from kg.files import read_text
from kg.queries.sparql import Query

_OPTIONAL = re.compile(r"\[([^\[\]]*\{[^\[\]]*)\]")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


def placeholders(template: str) -> set[str]:
    """Return the names that a sentence is to be filled with."""
    return set(_PLACEHOLDER.findall(template))


def fill(template: str, values: dict[str, str | None]) -> str:
    """Return a sentence with its placeholders filled.

    What stands in square brackets is left out where a placeholder in it has no value.

    Raises KeyError for a placeholder that is not among the values.
    """

    def part(match: re.Match[str]) -> str:
        return match[1] if all(values[name] for name in placeholders(match[1])) else ""

    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), _OPTIONAL.sub(part, template))


class Phrases:
    """The sentences of one language."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        """Speak a language; a sentence is called by ``table.key``."""
        self.language = language
        self._sentences = sentences

    def __contains__(self, key: str) -> bool:
        """Return whether there is a sentence of that name."""
        return key in self._sentences

    def say(self, key: str, **values: str | None) -> str:
        """Return the sentence of a name, filled."""
        return fill(self._sentences[key], values)

    def table(self, name: str) -> dict[str, str]:
        """Return the sentences of a table, as they are written, by key."""
        begin = f"{name}."
        return {key.removeprefix(begin): text for key, text in self._sentences.items() if key.startswith(begin)}

    def day(self, text: str) -> str:
        """Return a day, month or year, written YYYY-MM-DD or as much of it, as the language writes it."""
        found = _DAY.fullmatch(text)
        if found is None:
            return text
        precision = "day" if found["day"] else "month" if found["month"] else "year"
        return self.say(f"day.{precision}", **found.groupdict())

    def of(self, query: Query, key: str) -> str | None:
        """Return what the header of a query says under a key in this language, or else in English."""
        return query.header.get(f"{key}@{self.language}", query.header.get(key))


def languages(root: Path) -> list[str]:
    """Return the languages that there are sentences in."""
    return sorted(path.stem for path in (root / "queries" / "wording").glob("*.toml"))


def read_phrases(root: Path, language: str) -> Phrases:
    """Return the sentences of a language.

    Raises UsageFault for a language without a file in queries/wording, Fault for a file that is no TOML.
    """
    known = languages(root)
    if language not in known:
        raise UsageFault(f"no language is called {language!r}; there are {', '.join(known) or 'none'}")
    path = root / "queries" / "wording" / f"{language}.toml"
    try:
        tables = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Fault(f"not well-formed TOML: {error}", file=path) from error
    return Phrases(language, {f"{name}.{key}": text for name, table in tables.items() for key, text in table.items()})
