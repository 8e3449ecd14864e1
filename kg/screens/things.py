"""Things: the list of a kind, and the page of one with its facts, its sources and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.media import HTML
from kg.names import CONNECTED, STEM
from kg.names import thing as iri_of
from kg.queries.things import Thing
from kg.site.choices import of_kind
from kg.site.visits import Missing, Raw, Shown, Visit
from kg.site.webpages import LISTED, Site, list_page, thing_page, titled

PATHS = ("/things/{kind}", "/id/{kind}/{stem}")
TAKES: tuple[str, ...] = ()
_ANSWERS = {"state": ("assess", "conflicts", "what-if"), "person": ("arrest",)}
_VIEWS = {
    "state": (("timeline", "to.timeline"), ("readings", "to.readings")),
    "person": (("arrest", "pictured.arrest"),),
}
"""The answers about a thing of a kind, and the pictures of it with their words, beside that of its neighbourhood."""


@dataclass(frozen=True)
class LiveSite(Site):
    """The pages of things in the frame of live pages."""

    visit: Visit | None = None
    about: Thing | None = None

    def listing(self, kind_name: str) -> str:
        """Return the address of the page that lists the things of a kind; nothing where there is none."""
        return self._visit.url(f"/things/{kind_name}") if kind_name in LISTED else ""

    def drawn(self, thing: Thing) -> list[tuple[str, str]]:
        """Return the answers about a thing and the pictures of it, each with its address."""
        words, url, kind = self._visit.words, self._visit.url, thing.kind
        found = [(words[f"to.{name}"], url(f"/{name}", **{kind: thing.stem})) for name in _ANSWERS.get(kind, ())]
        for view, word in _VIEWS.get(kind, ()):
            named = "state" if kind == "state" else "subject"
            found.append((words[word], url(f"/view/{view}", **{named: thing.stem})))
        if kind in CONNECTED:
            about = f"{kind}:{thing.stem}"
            found.append((words["pictured.around"], url("/view/neighbourhood", subject=about)))
        return found

    def page(self, template: str, **shown: object) -> str:
        """Return a page filled in."""
        title = self.about.name if self.about else self._visit.kinds(self._visit.matched["kind"])
        data = [("Turtle", f"{self._visit.path}.ttl"), ("JSON-LD", f"{self._visit.path}.jsonld")] if self.about else []
        framed = {"visit": self.visit, "shown": Shown(template, title, data=data)}
        return super().page(template, **framed, **shown)

    @property
    def _visit(self) -> Visit:
        assert self.visit is not None
        return self.visit


def shown(visit: Visit) -> Shown | Raw:
    """Return the page of a thing, or of a kind of things.

    Raises Missing for a kind or a thing that the graph does not know.
    """
    name, graph, stem = visit.matched["kind"], visit.graph, visit.matched.get("stem")
    if stem is None and name not in LISTED:
        raise Missing("there is no list of things of that kind")
    iri = iri_of(name, stem) if stem and STEM.fullmatch(stem) and STEM.fullmatch(name) else None
    if stem is not None and (iri is None or not graph.directory.knows(iri)):
        raise Missing("the graph knows no such thing")
    site = LiveSite(
        graph, visit.imprint, visit.style, visit.day, visit.page_of, "/", frozenset(), "live/frame.html",
        visit=visit, about=titled(graph, iri) if iri else None,
    )  # fmt: skip
    if iri is not None:
        return Raw(HTML, thing_page(site, iri).encode())
    listed = [titled(graph, one.iri) for one in of_kind(graph, name)]
    ordered = sorted(listed, key=lambda one: (one.name.casefold(), one.iri))
    return Raw(HTML, list_page(site, name, ordered).encode())
