"""Pages about things, kinds of things and questions: the same for a static site and for a server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from kg.conclusions.positions import NOT_COVERED, Position
from kg.conclusions.segments import segments
from kg.drawing.pages import Imprint, filled, listed_sources
from kg.drawing.styles import Style
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.dossier import Fact
from kg.language.words import Words
from kg.names import DCT, ENGLISH, KINDS, kind, short
from kg.oxigraph import EVERYTHING, A, NamedNode
from kg.queries.questions import Cell, readable
from kg.queries.sparql import Query
from kg.queries.things import Thing
from kg.site.choices import Asked, headed, labelled

Link = Callable[[str], str | None]
"""The address of the page of an IRI, seen from the page that is made; None where it has none."""

LISTED = (
    "state", "body", "treaty", "proceeding", "ruling", "person", "law", "rule", "reading", "resolution", "organization",
    "provision", "claim", "source",
)  # fmt: skip
"""The kinds of things that have pages of their own, in the order in which they are listed."""
_SHOWN = 50
"""How many rows of an answer a question's page shows."""
_VIEWS = {"state": ("timeline", "readings"), "person": ("arrest",)}
"""The views that are drawn of each thing of a kind."""


@dataclass(frozen=True)
class Said:
    """One line of a page: about what, what is said, the page of the thing meant, sources, whether it is unconfirmed."""

    about: str
    says: str
    link: str | None
    sources: list[int]
    unconfirmed: bool


class Also(NamedTuple):
    """A page in another language: the language, what it is called in itself, the address."""

    language: str
    name: str
    address: str


@dataclass(frozen=True)
class Site:
    """What all pages share: the graph, the day they are made for, and how they find each other.

    ``base`` leads from a page to the first page: ``../../`` or ``/``.
    """

    graph: Graph
    imprint: Imprint
    style: Style
    day: date
    link: Link
    base: str = ""
    pictures: frozenset[str] = field(default_factory=frozenset)
    """Names of pictures that are drawn beside the pages, without ``.html``."""
    frame: str = "site/frame.html"
    """The template that all pages extend."""
    shared: str | None = None
    """What leads from a page to what the pages of all languages share, where that is not ``base``."""
    also: tuple[Also, ...] = ()
    """The same page in other languages."""

    def listing(self, kind_name: str) -> str:
        """Return the address of the page that lists the things of a kind."""
        return f"{self.base}id/{kind_name}/index.html"

    def drawn(self, thing: Thing) -> list[tuple[str, str]]:
        """Return the pictures of a thing that there are: what leads to each, and its address."""
        words = self.graph.words
        named = [(view, f"{view}-{thing.stem}") for view in _VIEWS.get(thing.kind, ())]
        return [
            (words.say("site.picture", view=words[f"view.{view}"]), f"{self.base}pictures/{name}.html")
            for view, name in named if name in self.pictures
        ]  # fmt: skip

    @property
    def index(self) -> str:
        """The name of the script that holds the names of all things, for the search."""
        language = self.graph.language
        return "index" if language == ENGLISH else f"index-{language}"

    @property
    def said(self) -> str:
        """What the script of the pages says, as JSON: kinds of things, and that nothing was found."""
        words = self.graph.words
        kinds = {name: kind_word(words, self.style, name) for name in LISTED}
        return json.dumps(kinds | {"": words["site.not-found"]}, ensure_ascii=False)

    def page(self, template: str, **shown: object) -> str:
        """Return a page of the site filled in."""
        about = {"imprint": self.imprint, "style": self.style, "day": self.day.isoformat(), "kinds": LISTED}
        about |= {"shared": self.base if self.shared is None else self.shared, "english": ENGLISH}
        return filled(self.graph.root, f"site/{template}.html", self.graph.words, site=self, **about, **shown)


def kind_word(words: Words, style: Style, kind_name: str) -> str:
    """Return what several things of a kind are called, as a heading."""
    return words[f"{'kinds' if kind_name in style['kinds'] else 'other-kinds'}.{kind_name}"]


def things_by_kind(graph: Graph) -> dict[str, list[Thing]]:
    """Return all things that have pages of their own, by kind, those of a kind by name."""
    typed = graph.store.quads_for_pattern(None, A, None, EVERYTHING)
    found: dict[str, set[str]] = {name: set() for name in LISTED}
    for node in {quad.subject for quad in typed}:
        if isinstance(node, NamedNode) and (name := kind(node.value)) in found:
            found[name].add(node.value)
    return {
        name: sorted((titled(graph, iri) for iri in iris), key=lambda one: (one.name.casefold(), one.iri))
        for name, iris in found.items()
    }


def titled(graph: Graph, iri: str) -> Thing:
    """Return a thing; a source is called by its publisher and title."""
    if kind(iri) != "source":
        return graph.directory.thing(iri)
    titles, publishers = (graph.wording.values(iri, NamedNode(DCT + name)) for name in ("title", "publisher"))
    return Thing(iri, ": ".join([*publishers[:1], *titles[:1]]) or graph.directory.name(iri))


def thing_page(site: Site, iri: str) -> str:
    """Return the page of a thing: its facts, what refers to it, what follows on the day, each with its sources."""
    graph = site.graph
    _, facts = graph.show(iri)
    thing = titled(graph, iri)
    cited = Bibliography()
    own = [_said(site, fact, cited) for fact in facts if fact.about not in KINDS and fact.about != "derived"]
    referring: dict[str, list[Said]] = {}
    for fact in facts:
        if fact.about in KINDS:
            referring.setdefault(fact.about, []).append(_said(site, fact, cited))
    return site.page(
        "thing",
        thing=thing,
        short=short(thing.iri),
        own=own,
        referring={name: referring[name] for name in KINDS if name in referring},
        derived=[fact.says for fact in facts if fact.about == "derived"],
        positions=_positions(site, thing),
        drawn=site.drawn(thing),
        sources=[
            shown | {"page": site.link(citation.iri)}
            for shown, citation in zip(listed_sources(cited), cited.listed, strict=True)
        ],
    )


def _said(site: Site, fact: Fact, cited: Bibliography) -> Said:
    link = site.link(fact.node) if fact.node and fact.about != "kind" else None
    about = site.graph.words["fact.kind"] if fact.about == "kind" else fact.about
    return Said(about, fact.says, link, cited.numbers(fact.citations), fact.unconfirmed)


def _positions(site: Site, thing: Thing) -> list[dict[str, Any]]:
    """Return what states make of the thing, or the state of bodies, on the day; what no rule reaches is left out."""
    if thing.kind == "state":
        known = [p for p in site.graph.assess(thing.iri, on=site.day, all=True) if p.kind == "body"]
    elif thing.kind in ("body", "proceeding", "ruling"):
        known = [p for p in site.graph.timeline(thing.iri) if p.holds_on(site.day)]
    else:
        return []
    pairs: dict[tuple[str, str], list[Position]] = {}
    for position in known:
        pairs.setdefault((position.state, position.subject_iri), []).append(position)
    rows = []
    for (state, subject), positions in pairs.items():
        one = next(one for one in segments(positions) if one.holds_on(site.day))
        if one.verdict == NOT_COVERED:
            continue
        who = site.graph.directory.resolve(state, "state")
        other = site.graph.directory.thing(subject) if thing.kind == "state" else who
        rows.append({
            "name": other.name, "link": site.link(other.iri), "verdict": one.verdict, "since": one.start.isoformat(),
            "provisions": sorted({p.provision for p in positions if p.provision}),
            "international": site.graph.words[f"international.{one.international}"], "conflict": one.conflict,
        })  # fmt: skip
    return sorted(rows, key=lambda row: str(row["name"]).casefold())


def list_page(site: Site, kind_name: str, things: Iterable[Thing]) -> str:
    """Return the page that lists the things of a kind."""
    rows = [{"thing": thing, "link": site.link(thing.iri), "notes": _notes(site.graph, thing)} for thing in things]
    return site.page("things", kind=kind_name, rows=rows)


def _notes(graph: Graph, thing: Thing) -> str:
    if thing.kind == "source":
        return ", ".join(graph.wording.values(thing.iri, NamedNode(DCT + "issued")))
    said = graph.wording.sentence(thing.iri)
    return said.removeprefix(thing.name).lstrip(" :,") if said != thing.name else ""


def question_page(site: Site, question: Query, asked: Asked) -> str:
    """Return the page of a question of the catalogue: what it asks, its SPARQL, and its answer with example values."""
    words = site.graph.words
    answer = site.graph.query(question.text)
    rows = [[(readable(cell), _link(site, cell)) for cell in row] for row in answer.rows[:_SHOWN]]
    labels = {one.name: labelled(words, one.name) for one in question.parameters}
    shown = {"question": question, "asked": asked, "labels": labels, "number": len(answer.rows)}
    return site.page("question", heads=headed(words, answer.columns), rows=rows, **shown)


def _link(site: Site, cell: Cell) -> str | None:
    return site.link(cell) if isinstance(cell, str) and kind(cell) is not None else None


def home_page(site: Site, counts: dict[str, int], downloads: list[dict[str, Any]], questions: list[Asked]) -> str:
    """Return the first page: search, the answer at a glance, kinds, pictures, questions, downloads."""
    return site.page("home", counts=counts, downloads=downloads, questions=questions)
