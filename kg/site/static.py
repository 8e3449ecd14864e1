"""The static site: every thing's page, the pictures, the questions and the downloads, for any web host."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from kg.drawing.classdiagrams import diagrams
from kg.drawing.draw import drawn, picture, view, views
from kg.drawing.pictures import Asked, imprint
from kg.drawing.styles import read_style, variables
from kg.exporting.description import Distribution, describe
from kg.exporting.export import export
from kg.exporting.extracts import Extract
from kg.exporting.vocabulary import documentation
from kg.files import fill_folder, read_text
from kg.graph import Graph
from kg.language.words import read_words, written
from kg.media import form_of
from kg.names import BASE, ENGLISH, kind, stem
from kg.oxigraph import referring
from kg.queries.things import Thing
from kg.site.choices import questions
from kg.site.webpages import Also, Site, home_page, list_page, question_page, thing_page, things_by_kind

Progress = Callable[[str, int, int], None]
P = ParamSpec("P")
_DOWNLOADS = (
    ("trig", "opposable.trig.gz"),
    ("nquads", "opposable.nq.gz"),
    ("turtle", "opposable.ttl.gz"),
    ("jsonld", "opposable.jsonld.gz"),
)
"""The files to take away: form and name."""
_STATIC = ("site.css", "site.js")


def write_site(
    graph: Graph, folder: Path, day: date, progress: Progress | None = None, *,
    drawn_views: Iterable[str] | None = None, languages: Iterable[str] | None = None,
) -> int:  # fmt: skip
    """Write the site into a folder that does not exist yet or is empty, and return how many pages it has.

    The site is made beside the folder and put in its place when it is whole. ``drawn_views`` are the views of which it
    has pictures, ``languages`` those of its pages (by default all that there are words in). English pages stand in the
    folder itself, those of another language in a folder that is called as it is; what pages share stands in the folder.

    Raises UsageFault where the folder holds something, Fault where it cannot be written.
    """
    pages = [0]

    spoken = tuple(dict.fromkeys((ENGLISH, *(languages or written(graph.root)))))

    def fill(whole: Path) -> None:
        downloads = _Shared(graph, whole, day, progress or (lambda *_: None)).write()
        for language in spoken:
            writer = _Writer(graph.in_language(language), whole, day, progress or (lambda *_: None), spoken)
            pages[0] += writer.write(views() if drawn_views is None else drawn_views, downloads)

    fill_folder(folder, fill)
    return pages[0]


class _Folder:
    """Puts files into a folder."""

    def __init__(self, graph: Graph, folder: Path, day: date, progress: Progress) -> None:
        self._graph, self._folder, self._day, self._progress = graph, folder, day, progress
        self._imprint = imprint(graph)

    def _put(self, path: str, text: str) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")


class _Shared(_Folder):
    """Writes what the pages of all languages share: styles and scripts, downloads, the ontology."""

    def write(self) -> list[dict[str, Any]]:
        """Write all of it and return what the first page says of the files to take away."""
        root = self._graph.root
        for name in _STATIC:
            self._put(f"assets/{name}", read_text(root / "viz" / "static" / "site" / name))
        self._put("assets/page.css", variables(read_style(root)) + read_text(root / "viz" / "static" / "page.css"))
        pictures = diagrams(root)
        for name, picture_of_it in pictures.items():
            self._put(f"ontology/{name}.svg", picture_of_it)
        documented = documentation(root, "../questions/{}/index.html", [f"{name}.svg" for name in pictures])
        self._put("ontology/index.html", documented)
        return self._export()

    def _export(self) -> list[dict[str, Any]]:
        """Write the files to take away and the description of the data set; return what the first page says of them."""
        folder = self._folder / "downloads"
        folder.mkdir(parents=True)
        files = []
        for number, (form, name) in enumerate(_DOWNLOADS):
            export(Extract(self._graph), form, folder / name)
            title = self._graph.words[f"download.{form}"]
            files.append(Distribution(folder / name, f"{BASE}downloads/{name}", *form_of(name), title))
            self._progress(f"download {name}", number, len(_DOWNLOADS))
        version, fingerprint = self._imprint.version, self._imprint.fingerprint
        self._put(
            ".well-known/void",
            describe(self._graph.store, version, fingerprint, self._day, self._graph.holders(), files),
        )
        forms = (form for form, _ in _DOWNLOADS)
        return [
            {"form": form, "name": one.path.name, "bytes": one.path.stat().st_size}
            for form, one in zip(forms, files, strict=True)
        ]


class _Writer(_Folder):
    """Writes the pages of one language."""

    def __init__(self, graph: Graph, folder: Path, day: date, progress: Progress, languages: tuple[str, ...]) -> None:
        super().__init__(graph, folder, day, progress)
        self._languages = languages
        self._things = things_by_kind(graph)
        self._known = {thing.iri for things in self._things.values() for thing in things}
        self._style = read_style(graph.root, graph.language)
        self._pages = 0
        self._pictures: frozenset[str] = frozenset()

    def write(self, drawn_views: Iterable[str], downloads: list[dict[str, Any]]) -> int:
        """Write all pages of the language and return how many there are."""
        self._index()
        self._draw(drawn_views)
        for number, things in enumerate(self._things.items()):
            name, listed = things
            self._page(f"id/{name}/index.html", list_page, name, listed)
            for thing in listed:
                self._page(f"id/{name}/{thing.stem}/index.html", thing_page, thing.iri)
            self._progress(f"pages of {name}", number, len(self._things))
        catalogue, asked = self._graph.questions(), questions(self._graph)
        for one in asked:
            self._page(f"questions/{one.stem}/index.html", question_page, catalogue[one.stem], one)
        counts = {name: len(things) for name, things in self._things.items()}
        self._page("index.html", home_page, counts, downloads, asked)
        return self._pages

    def _page(self, path: str, make: Callable[Concatenate[Site, P], str], *of: P.args, **named: P.kwargs) -> None:
        base, within = "../" * path.count("/"), _within(self._graph.language)
        shared = base + "../" * within.count("/")
        also = tuple(
            Also(one, read_words(self._graph.root, one).name, f"{shared}{_within(one)}{path}")
            for one in self._languages if one != self._graph.language
        )  # fmt: skip
        site = Site(
            self._graph, self._imprint, self._style, self._day, lambda iri: self._link(iri, base), base, self._pictures,
            shared=shared, also=also,
        )  # fmt: skip
        self._put(within + path, make(site, *of, **named))
        self._pages += 1

    def _link(self, iri: str, base: str) -> str | None:
        return f"{base}id/{kind(iri)}/{stem(iri)}/index.html" if iri in self._known else None

    def _index(self) -> None:
        index = [[thing.name, name, stem(thing.iri)] for name, things in self._things.items() for thing in things]
        text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
        site = Site(self._graph, self._imprint, self._style, self._day, lambda _: None)
        self._put(f"assets/{site.index}.js", f"const INDEX = {text};\n")

    def _draw(self, drawn_views: Iterable[str]) -> None:
        wanted = [(name, asked) for name in drawn_views for asked in self._asked(name)]
        names = []
        for number, (name, asked) in enumerate(wanted):
            page = picture(self._graph, name, asked)
            called = str(page.data.get("name", page.view))
            target = self._folder / _within(self._graph.language) / "pictures" / f"{called}.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(drawn(self._graph, page, "html"))
            names.append(called)
            self._pages += 1
            self._progress(f"picture {called}", number, len(wanted))
        self._pictures = frozenset(names)

    def _asked(self, name: str) -> list[Asked]:
        """Return what a view is drawn of: all that a reader would look for."""
        drawn_by = view(name)
        if not drawn_by.NEEDS:
            return [Asked(on=self._day)]
        states = self._graph.holders() if "state" in drawn_by.OF else []
        persons = [thing.iri for thing in self._things["person"] if "person" in drawn_by.OF and self._wanted(thing)]
        return [
            *(Asked(state=iri, on=self._day) for iri in states),
            *(Asked(subject=iri, on=self._day) for iri in persons),
        ]

    def _wanted(self, thing: Thing) -> bool:
        """Return whether a ruling is about a person: such a picture of any other would be empty."""
        return bool(referring(self._graph.store, "concernsPerson", thing.iri))


def _within(language: str) -> str:
    """Return the folder in which the pages of a language stand; none for English."""
    return "" if language == ENGLISH else f"{language}/"
