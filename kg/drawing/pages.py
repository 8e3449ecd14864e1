"""A picture as a page: one HTML file that loads nothing and runs nothing but its own scripts; or as SVG alone."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from jinja2.filters import FILTERS, do_mark_safe

from kg.drawing.lettering import Lettering
from kg.drawing.styles import MARKS, Style, plain, read_style, variables
from kg.faults import Fault
from kg.files import read_text
from kg.language.citations import Bibliography, Citation
from kg.language.phrases import fill
from kg.language.words import Words

_NARROWEST, _HEADING, _COLOPHON = 480, 18, 11
"""Pixels: how wide a picture that stands alone is at least; the sizes of letters of its title and its citation."""


@dataclass(frozen=True)
class Row:
    """One row of the table twin: its cells, the numbers of its sources, and the key by which scripts find it.

    ``thing`` is the name by which the picture selects what the first cell stands for; ``interval`` (half-open, of ISO
    dates) is when the row is so, for views that follow the day.
    """

    cells: tuple[str, ...]
    sources: tuple[int, ...] = ()
    key: str = ""
    thing: str | None = None
    interval: tuple[str, str | None] | None = None


@dataclass(frozen=True)
class Twin:
    """What a picture shows, as a table: for the keyboard, for screen readers, for copying."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    title: str


@dataclass(frozen=True)
class Imprint:
    """What identifies the data: the engine's version, the knowledge's fingerprint, the last day a source was read."""

    version: str
    fingerprint: str
    read_until: str | None


@dataclass(frozen=True)
class Page:
    """A picture with all that stands around it.

    ``title`` states the finding; ``lead`` says what is shown; ``words`` are those of its language. ``data`` goes to the
    script of the page; so does ``packed``, compressed, for what would make the file large (``kg.unpacked`` in page.js
    waits for it). ``shown`` goes to its templates ``VIEW.html`` and ``VIEW.svg`` only; its ``size`` is width and height
    of the drawing in pixels.
    ``shared`` names scripts and style sheets below viz/static/ that stand before the view's own; ``said`` tables of
    words that its script speaks with besides those of the page and the view; ``library`` is a large script, which goes
    along with ``packed``. ``day`` is the day shown at first.
    """

    view: str
    words: Words
    title: str
    lead: str
    twin: Twin
    cited: Bibliography
    imprint: Imprint
    data: dict[str, Any] = field(default_factory=dict)
    packed: dict[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)
    day: str | None = None
    shared: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    library: str | None = None
    credits: str = ""

    @property
    def citation(self) -> str:
        """How to cite the picture."""
        words, read = self.words, self.imprint.read_until
        return words.say(
            "page.citation", version=self.imprint.version, data=self.imprint.fingerprint[:12], title=self.title,
            read=words.day(read) if read else None,
            day=words.say("page.as-of", day=words.day(self.day)) if self.day else None,
        )  # fmt: skip


def html(root: Path, page: Page) -> str:
    """Return a picture as one HTML file.

    Raises Fault where the folder viz/ cannot be read or a template of it has a fault.
    """
    static, style = root / "viz" / "static", read_style(root, page.words.language)
    scripts = [read_text(static / name) for name in _scripts(page)]
    drawing = read_text(static / "drawing.css")
    sheets = [read_text(static / f"{name}.css") for name in ("page", *page.shared, page.view)]
    styles = [variables(style) + "".join(sheets), drawing]
    data = _data(page)
    library = {} if page.library is None else {"library": read_text(static / page.library)}
    if page.packed or library:
        packed = json.dumps({**page.packed, **library}, separators=(",", ":"))
        data["packed"] = base64.b64encode(zlib.compress(packed.encode(), 9)).decode()
    allowed = hashes([*scripts, *library.values()])
    hashed = {"script_hashes": allowed, "style_hashes": hashes(styles), "scripts": scripts, "styles": styles}
    return _paged(root, page, style, data, visit=None, **hashed)


def linked(root: Path, page: Page, **live: object) -> str:
    """Return a picture as a page of a server: scripts and style sheets are files of it, data stand in the page.

    ``live`` fills the templates that frame live pages.

    Raises Fault as ``html`` does.
    """
    style, sheets = read_style(root, page.words.language), [f"{name}.css" for name in ("page", *page.shared, page.view)]
    scripts = [*([page.library] if page.library else []), *_scripts(page)]
    return _paged(root, page, style, _data(page) | page.packed, sheets=sheets, scripts=scripts, **live)


def _scripts(page: Page) -> list[str]:
    """Return the names of the scripts of a page below viz/static/, in the order in which they run."""
    return [*(f"{name}.js" for name in page.shared), "page.js", f"{page.view}.js"]


def _data(page: Page) -> dict[str, Any]:
    """Return what the scripts of a page are given, uncompressed."""
    said = page.words.tables("page", "results", *page.shared, page.view, *page.said)
    return {"view": page.view, "day": page.day, "citation": page.citation, "words": said} | page.data


def _paged(root: Path, page: Page, style: Style, data: dict[str, Any], **framed: object) -> str:
    given = {"page": page, "style": style, "data": data, "sources": listed_sources(page.cited), "json": carried(data)}
    return filled(root, f"{page.view}.html", page.words, **given, alone=False, **page.shown, **framed)


def svg(root: Path, page: Page) -> str:
    """Return a picture as SVG that stands alone, in the colours of the light theme, with its title and citation.

    Raises Fault as ``html`` does.
    """
    style, letters = read_style(root, page.words.language), Lettering(root)
    css = plain(read_text(root / "viz" / "static" / "drawing.css"), style)
    width = max(page.shown["size"][0], _NARROWEST)
    heading = letters.lines(page.title, _HEADING, width, 4, bold=True)
    colophon = letters.lines(page.citation, _COLOPHON, width, 6)
    given = {"page": page, "style": style, "alone": True, "css": css, "heading": heading, "colophon": colophon}
    return filled(root, "alone.svg", page.words, **given, **page.shown)


@cache
def _environment(root: Path) -> jinja2.Environment:
    """Return what reads templates; those read once stay read."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(root / "viz" / "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["runs"] = runs
    return environment


def filled(root: Path, name: str, words: Words, **shown: object) -> str:
    """Return a template of viz/templates/ filled in, in a language; all text in it is escaped.

    Raises Fault for a template that is missing or has a fault, or a word that the language lacks.
    """

    def say(key: str, **values: object) -> str:
        return _escaped(words[key], values)

    def many(key: str, number: int, **values: object) -> str:
        return _escaped(words.form(key, number), {"n": number} | values)

    shown |= {"words": words, "say": say, "many": many, "marks": MARKS}
    folder, environment = root / "viz" / "templates", _environment(root)
    try:
        return environment.get_template(name).render(shown)
    except jinja2.TemplateNotFound as error:
        raise Fault("there is no such template", file=folder / str(error.name)) from error
    except jinja2.TemplateSyntaxError as error:
        place = folder / (error.name or name)
        raise Fault(f"the template cannot be read: {error.message}", file=place, line=error.lineno) from error
    except jinja2.UndefinedError as error:
        raise Fault(f"the template names what the view does not give: {error.message}", file=folder / name) from error


def _escaped(text: str, values: dict[str, Any]) -> str:
    """Return a text filled: it and what it is filled with are escaped, but for markup of the template's own."""
    escape = FILTERS["escape"]
    given = {name: None if value in (None, "") else str(escape(value)) for name, value in values.items()}
    return do_mark_safe(fill(str(escape(text)), given))


def listed_sources(cited: Bibliography) -> list[dict[str, object]]:
    """Return what a page shows of the sources that it cites; an address that is not http or https is left out."""
    return [_source(citation) for citation in cited.listed]


def _source(cited: Citation) -> dict[str, object]:
    safe = cited.url is not None and urlsplit(cited.url).scheme in ("http", "https")
    return {
        "title": cited.title,
        "publisher": cited.publisher,
        "issued": cited.issued,
        "url": cited.url if safe else None,
    }


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return sorted numbers as runs, each with its first and its last: 1, 2, 3, 7 are (1, 3) and (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def hashes(texts: Iterable[str]) -> str:
    """Return what a content security policy allows these scripts or styles by."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def carried(data: object) -> str:
    """Return JSON that can stand in a script element: no character of it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
