"""How pictures look: viz/style.toml, with the words of a language, as variables of CSS and as plain colours."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from kg.faults import Fault
from kg.files import read_text
from kg.language.words import Words, read_words
from kg.names import ENGLISH

Style = dict[str, Any]
MARKS: Final = {
    "kinds": "kind",
    "verdicts": "verdict",
    "obligations": "obligation",
    "duties": "duty",
    "outcomes": "outcome",
    "statuses": "status",
    "results": "result",
    "acts": "act",
    "laws": "law",
}
"""The tables of the style whose entries are a name, a colour and a shape; how the classes of CSS for them begin."""
_VARIABLE = re.compile(r"var\(--([\w-]+)\)")


def read_style(root: Path, language: str = ENGLISH) -> Style:
    """Return viz/style.toml with what its marks are called in a language: ``one``, of a kind of things also ``many``.

    Raises UsageFault for a language without words, Fault where a file cannot be read or a mark has no name.
    """
    path = root / "viz" / "style.toml"
    try:
        style = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Fault(f"not well-formed TOML: {error}", file=path) from error
    return _named(style, read_words(root, language))


def _named(style: Style, words: Words) -> Style:
    for table in (*MARKS, "bases"):
        for name, look in style[table].items():
            look["one"] = words[f"{'kind' if table == 'kinds' else table}.{name}"]
    for name, look in style["kinds"].items():
        look["many"] = words[f"kinds.{name}"]
    return style


def _marks(style: Style) -> dict[str, str]:
    """Return the colours of all marks, such as ``kind-state`` or ``verdict-notCovered``."""
    return {
        f"{begin}-{name}": style["palette"][look["colour"]]
        for table, begin in MARKS.items()
        for name, look in style[table].items()
    }


def _values(style: Style, theme: str) -> dict[str, str]:
    return {**style[theme], **_marks(style), "family": style["font"]["family"]}


def variables(style: Style) -> str:
    """Return the style as variables of CSS, light and dark, and a class that fills a shape for each mark."""
    light = "".join(f"--{name}:{value};" for name, value in _values(style, "light").items())
    dark = "".join(f"--{name}:{value};" for name, value in style["dark"].items())
    fills = "".join(f".{mark}{{fill:var(--{mark})}}" for mark in _marks(style))
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{fills}\n"


def plain(css: str, style: Style) -> str:
    """Return a style sheet with the light theme's values in the place of variables, for programs that know none.

    Raises KeyError for a variable that the style does not set.
    """
    values = _values(style, "light") | {"family": style["font"]["print"]}
    fills = "".join(f".{mark}{{fill:{colour}}}" for mark, colour in _marks(style).items())
    return fills + _VARIABLE.sub(lambda match: values[match[1]], css)
