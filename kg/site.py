"""The static site: every thing's page, the pictures, the questions and the downloads, for any web host."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from kg.classdiagrams import diagrams
from kg.description import Distribution, describe
from kg.draw import drawn, picture, view, views
from kg.export import export
from kg.extracts import Extract
from kg.files import fill_folder, read_text
from kg.graph import Graph
from kg.names import BASE, kind, stem
from kg.oxigraph import referring
from kg.pictures import Asked, imprint
from kg.styles import read_style, variables
from kg.things import Thing
from kg.vocabulary import documentation
from kg.webpages import Site, home_page, list_page, question_page, thing_page, things_by_kind

Progress = Callable[[str, int, int], None]
P = ParamSpec("P")
_DOWNLOADS = (
    ("trig", "opposable.trig.gz", "application/trig", "RDF_TRIG", "Everything, in named graphs (TriG)"),
    ("nquads", "opposable.nq.gz", "application/n-quads", "RDF_N_QUADS", "Everything, in named graphs (N-Quads)"),
    ("turtle", "opposable.ttl.gz", "text/turtle", "RDF_TURTLE", "Everything, graphs merged (Turtle)"),
    ("jsonld", "opposable.jsonld.gz", "application/ld+json", "JSON_LD", "Everything, graphs merged (JSON-LD)"),
)
"""The files to take away: form, name, media type, the name of the form at the EU, title."""
_STATIC = ("site.css", "site.js")


def write_site(
    graph: Graph, folder: Path, day: date, progress: Progress | None = None, *, drawn_views: Iterable[str] | None = None
) -> int:
    """Write the site into a folder that does not exist yet or is empty, and return how many pages it has.

    The site is made beside the folder and put in its place when it is whole. ``drawn_views`` are the views of which it
    has pictures (by default all).

    Raises UsageFault where the folder holds something, Fault where it cannot be written.
    """
    pages = [0]

    def fill(whole: Path) -> None:
        pages[0] = _Writer(graph, whole, day, progress or (lambda *_: None)).write(drawn_views or views())

    fill_folder(folder, fill)
    return pages[0]


class _Writer:
    """Writes the files of one site."""

    def __init__(self, graph: Graph, folder: Path, day: date, progress: Progress) -> None:
        self._graph, self._folder, self._day, self._progress = graph, folder, day, progress
        self._things = things_by_kind(graph)
        self._known = {thing.iri for things in self._things.values() for thing in things}
        self._imprint, self._style = imprint(graph), read_style(graph.root)
        self._pages = 0
        self._pictures: frozenset[str] = frozenset()

    def write(self, drawn_views: Iterable[str]) -> int:
        """Write everything and return how many pages there are."""
        self._static()
        self._draw(drawn_views)
        downloads = self._export()
        for number, things in enumerate(self._things.items()):
            name, listed = things
            self._page(f"id/{name}/index.html", list_page, name, listed)
            for thing in listed:
                self._page(f"id/{name}/{thing.stem}/index.html", thing_page, thing.iri)
            self._progress(f"pages of {name}", number, len(self._things))
        for question in self._graph.questions().values():
            self._page(f"questions/{question.stem}/index.html", question_page, question)
        pictures = diagrams(self._graph.root)
        for name, picture_of_it in pictures.items():
            self._put(f"ontology/{name}.svg", picture_of_it)
        documented = documentation(self._graph.root, "../questions/{}/index.html", [f"{name}.svg" for name in pictures])
        self._put("ontology/index.html", documented)
        counts = {name: len(things) for name, things in self._things.items()}
        self._page("index.html", home_page, counts, downloads)
        return self._pages

    def _page(self, path: str, make: Callable[Concatenate[Site, P], str], *of: P.args, **named: P.kwargs) -> None:
        base = "../" * path.count("/")
        site = Site(
            self._graph, self._imprint, self._style, self._day, lambda iri: self._link(iri, base), base, self._pictures
        )
        self._put(path, make(site, *of, **named))
        self._pages += 1

    def _link(self, iri: str, base: str) -> str | None:
        return f"{base}id/{kind(iri)}/{stem(iri)}/index.html" if iri in self._known else None

    def _put(self, path: str, text: str) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")

    def _static(self) -> None:
        root = self._graph.root
        for name in _STATIC:
            self._put(f"assets/{name}", read_text(root / "viz" / "static" / "site" / name))
        style = variables(self._style) + read_text(root / "viz" / "static" / "page.css")
        self._put("assets/page.css", style)
        index = [[thing.name, name, stem(thing.iri)] for name, things in self._things.items() for thing in things]
        text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
        self._put("assets/index.js", f"const INDEX = {text};\n")

    def _draw(self, drawn_views: Iterable[str]) -> None:
        wanted = [(name, asked) for name in drawn_views for asked in self._asked(name)]
        names = []
        for number, (name, asked) in enumerate(wanted):
            page = picture(self._graph, name, asked)
            called = str(page.data.get("name", page.view))
            target = self._folder / "pictures" / f"{called}.html"
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

    def _export(self) -> list[dict[str, Any]]:
        """Write the files to take away and the description of the data set; return what the first page says of them."""
        folder = self._folder / "downloads"
        folder.mkdir(parents=True)
        files = []
        for number, (form, name, media, eu_form, title) in enumerate(_DOWNLOADS):
            export(Extract(self._graph), form, folder / name)
            files.append(Distribution(folder / name, f"{BASE}downloads/{name}", media, eu_form, title))
            self._progress(f"download {name}", number, len(_DOWNLOADS))
        version, fingerprint = self._imprint.version, self._imprint.fingerprint
        self._put(
            ".well-known/void",
            describe(self._graph.store, version, fingerprint, self._day, self._graph.holders(), files),
        )
        return [{"title": one.title, "name": one.path.name, "bytes": one.path.stat().st_size} for one in files]
