"""The words of pictures and pages, one file for each language: viz/words/LANGUAGE.toml.

``read_words(root, "ru")`` gives the words of a language; a graph has its own as ``graph.words``.

- ``words["page.skip"]`` is a text that needs nothing, ``words.say("page.day-shown", day=…)`` one that is filled;
- ``words.many("matrix.bodies", 3)`` is a text that depends on a number, in the form that the language asks for;
- ``words.day("2026-01-09")`` is a day as the language writes it in a sentence; in tables days stay as they are;
- in a template, ``say`` and ``many`` do the same and escape what they are given, ``words["…"]`` is a plain text;
- in a script, ``kg.say``, ``kg.many`` and ``kg.day`` do the same, with the ``tables`` that the page was given.

Another language is another file, with the same keys and, in each text, the same placeholders. A word that is missing is
a Fault: no text is shown in another language than the one asked for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import Any, Final

from kg.faults import Fault, UsageFault
from kg.files import CHECKOUT, PACKAGE, read_text
from kg.language.phrases import Phrases, fill, read_phrases

Text = str | dict[str, str]
"""A text, or the forms of one that depends on a number."""
_LANGUAGE: Final = "language"
_DAY: Final = "day"


class Words:
    """The words of one language, each called by ``table.key``."""

    def __init__(self, file: Path, tables: dict[str, dict[str, Any]], phrases: Phrases) -> None:
        """Speak with the words of a file; days are written as ``phrases`` of the same language writes them.

        Raises Fault where the file does not say how its language counts, or a text lacks a form.
        """
        self.language = phrases.language
        self._file, self._tables, self._phrases = file, tables, phrases
        try:
            self._forms: list[str] = tables[_LANGUAGE]["plurals"]
            self._form: Callable[[int], int] = c2py(tables[_LANGUAGE]["plural"])
            self.name: str = tables[_LANGUAGE]["name"]
        except (KeyError, ValueError) as error:
            raise Fault(f"the table [language] must say name, plurals and plural: {error}", file=file) from error
        for key, text in self.texts.items():
            if isinstance(text, dict) and list(text) != self._forms:
                raise Fault(f"{key} has the forms {', '.join(text)}, not {', '.join(self._forms)}", file=file)

    @property
    def texts(self) -> dict[str, Text]:
        """All texts, by ``table.key``."""
        return {
            f"{name}.{key}": text
            for name, table in self._tables.items() if name != _LANGUAGE
            for key, text in table.items()
        }  # fmt: skip

    def _text(self, key: str) -> Text:
        table, _, name = key.partition(".")
        try:
            found: Text = self._tables[table][name]
        except KeyError:
            raise Fault(f"no words are called {key}", file=self._file) from None
        return found

    def __getitem__(self, key: str) -> str:
        """Return a text that does not depend on a number, as it is written.

        Raises Fault where there is none of that name.
        """
        found = self._text(key)
        if isinstance(found, dict):
            raise Fault(f"{key} depends on a number", file=self._file)
        return found

    def form(self, key: str, number: int) -> str:
        """Return the form that a text has for a number, as it is written.

        Raises Fault where there is no text of that name, or it does not depend on a number.
        """
        found = self._text(key)
        if isinstance(found, str):
            raise Fault(f"{key} does not depend on a number", file=self._file)
        return found[self._forms[self._form(number)]]

    def say(self, key: str, **values: str | None) -> str:
        """Return a text filled; what stands in square brackets is left out where a placeholder in it has no value.

        Raises Fault where there is none of that name, or it has a placeholder that nothing is given for.
        """
        return self._filled(key, self[key], values)

    def many(self, key: str, number: int, **values: str | None) -> str:
        """Return a text for a number, filled; ``{n}`` is the number.

        Raises Fault as ``say`` and ``form`` do.
        """
        return self._filled(key, self.form(key, number), {"n": str(number), **values})

    def _filled(self, key: str, text: str, values: dict[str, str | None]) -> str:
        try:
            return fill(text, values)
        except KeyError as error:
            raise Fault(f"nothing is given for {{{error.args[0]}}} of {key}", file=self._file) from error

    def day(self, text: str) -> str:
        """Return a day, month or year, written YYYY-MM-DD or as much of it, as the language writes it."""
        return self._phrases.day(text)

    def listed(self, parts: Iterable[str]) -> str:
        """Return parts as a list in a sentence: commas between them, and the last joined by a word."""
        *first, last = parts
        return self.say("page.list", first=", ".join(first), last=last) if first else last

    def tables(self, *names: str) -> dict[str, dict[str, Text]]:
        """Return tables as they are written, with how days are written: what a script of a page says.

        Raises Fault for a table that is none.
        """
        missing = [name for name in names if name not in self._tables]
        if missing:
            raise Fault(f"no table of words is called {', '.join(missing)}", file=self._file)
        return {_DAY: dict(self._phrases.table(_DAY))} | {name: dict(self._tables[name]) for name in names}


def _folder(root: Path) -> Path:
    """Return where the words stand: below the knowledge asked about or, where that has none, those that ship."""
    folders = [place / "viz" / "words" for place in (root, Path(CHECKOUT), Path(PACKAGE, "knowledge"))]
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def written(root: Path) -> list[str]:
    """Return the languages that there are words in."""
    return sorted(path.stem for path in _folder(root).glob("*.toml"))


@cache
def read_words(root: Path, language: str) -> Words:
    """Return the words of a language.

    Raises UsageFault for a language without a file in viz/words or queries/wording, Fault for a file with a fault.
    """
    known = written(root)
    if language not in known:
        raise UsageFault(f"no language is called {language!r}; there are {', '.join(known) or 'none'}")
    path = _folder(root) / f"{language}.toml"
    try:
        tables = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Fault(f"not well-formed TOML: {error}", file=path) from error
    return Words(path, tables, read_phrases(root, language))
