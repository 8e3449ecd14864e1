"""The static site: every link leads somewhere, every thing has its page, it works from a folder with no server."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from browsing import Watched
from kg import files
from kg.cli import main
from kg.faults import UsageFault
from kg.graph import Graph
from kg.language.words import read_words
from kg.names import DCT, SKOS, kind, stem, thing
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Quad, RdfFormat, Store, op, parse
from kg.site.static import write_site
from kg.site.webpages import LISTED

DAY = date(2026, 11, 26)


class Links(HTMLParser):
    """Collects the addresses that a page refers to, its anchors, and elements that load or run something."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.refers: list[str] = []
        self.anchors: set[str] = set()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element refers to."""
        known = dict(attrs)
        if known.get("id"):
            self.anchors.add(str(known["id"]))
        for name in ("href", "src"):
            if known.get(name):
                self.refers.append(str(known[name]))
                if tag != "a":
                    self.loads.append(str(known[name]))
        assert not [name for name in known if name.startswith("on")]


@pytest.fixture(scope="module")
def site(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site; of its pictures, whose pages have tests of their own, the quickest."""
    folder = tmp_path_factory.mktemp("published") / "site"
    write_site(graph, folder, DAY, drawn_views=["matrix"], languages=["en"])
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Links]:
    """Return the links of every page of ours; pictures are tested as pictures, and pyLODE wrote the ontology's page."""
    return {
        path: Links(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
        if path.parent.name not in ("pictures", "ontology")
    }


def test_no_link_is_broken(site: Path, pages: dict[Path, Links]) -> None:
    assert not broken_links(site, pages)


def broken_links(site: Path, pages: dict[Path, Links]) -> list[tuple[str, str]]:
    """Return the pages of a site with the addresses in them at which nothing is."""
    broken = []
    for path, links in pages.items():
        for address in links.refers:
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), (path, address)
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            found = target in pages or target.is_file()
            if not found or (parts.fragment and target in pages and parts.fragment not in pages[target].anchors):
                broken.append((str(path.relative_to(site)), address))
    return broken


def test_every_page_is_there_in_every_language(
    root: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """A page of one language leads to the same page of the other, those of questions too."""
    monkeypatch.setenv(files.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr("kg.site.static.documentation", lambda *_: "")
    folder, little = tmp_path / "site", Graph(root, Graph.open(small).store)
    write_site(little, folder, DAY, drawn_views=[])
    found = {path: Links(path.read_text(encoding="utf-8")) for path in folder.rglob("*.html")}
    assert not broken_links(folder, found)
    russian = {path for path in found if path.is_relative_to(folder / "ru")}
    english = {path for path in {*found} - russian if path.relative_to(folder).parts[0] != "ontology"}
    assert {path.relative_to(folder / "ru") for path in russian} == {path.relative_to(folder) for path in english}
    assert folder / "ru" / "id" / "state" / "index.html" in russian
    assert {path.parent.name for path in (folder / "ru" / "questions").rglob("*.html")} == {*little.questions()}
    own = {text for text in read_words(root, "ru").texts.values() if isinstance(text, str)}
    foreign = {text for text in read_words(root, "en").texts.values() if isinstance(text, str)} - own
    named = little.store.quads_for_pattern(None, NamedNode(SKOS + "prefLabel"), None, EVERYTHING)
    foreign -= {"English", *(quad.object.value for quad in named if isinstance(quad.object, Literal))}
    for path in russian:
        text = re.sub(r' translate="no">[^<]*', ">", path.read_text(encoding="utf-8"))
        if "questions" in path.parts:  # cells are what the graph answers
            text = re.sub(r"<td>.*?</td>", "", text)
        assert text.startswith('<!DOCTYPE html>\n<html lang="ru">')
        other = (folder / path.relative_to(folder / "ru")).resolve()
        assert {(path.parent / one).resolve() for one in found[path].refers} >= {other}, path
        assert {(other.parent / one).resolve() for one in found[other].refers} >= {path}, path
        assert not {*re.findall(r">([^<>]+)<", text)} & foreign, path


def test_the_documentation_says_every_term_and_links_its_questions(graph: Graph, site: Path) -> None:
    page = site / "ontology" / "index.html"
    links = Links(page.read_text(encoding="utf-8"))
    for address in links.refers:
        if not urlsplit(address).scheme and urlsplit(address).path:
            assert (page.parent / urlsplit(address).path).resolve().is_file(), address
    text = page.read_text(encoding="utf-8")
    terms = graph.query(
        "SELECT DISTINCT ?t { ?t <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> ?m ; a ?k "
        "FILTER(STRSTARTS(STR(?k), 'http://www.w3.org/2002/07/owl#') && STRENDS(STR(?k), 'Class')) }"
    ).rows
    assert len(terms) > 50
    assert not [term for (term,) in terms if str(term) not in text]


def test_a_page_loads_nothing_from_elsewhere(pages: dict[Path, Links]) -> None:
    for path, links in pages.items():
        assert not [address for address in links.loads if urlsplit(address).scheme or address.startswith("//")], path


def test_every_thing_has_its_page_and_the_lists_name_all(graph: Graph, site: Path, pages: dict[Path, Links]) -> None:
    subjects = {str(quad.subject)[1:-1] for quad in graph.store.quads_for_pattern(None, A, None)}
    for name in LISTED:
        stems = {stem(iri) for iri in subjects if kind(iri) == name}
        assert stems == {path.name for path in (site / "id" / name).iterdir() if path.is_dir()}
        listed = pages[site / "id" / name / "index.html"].refers
        assert {f"../../id/{name}/{one}/index.html" for one in stems} <= set(listed)


def test_a_page_says_the_facts_with_their_sources_and_what_follows(site: Path) -> None:
    text = (site / "id" / "state" / "RUS" / "index.html").read_text(encoding="utf-8")
    assert "What its own law makes of the rulings of bodies, on 2026-11-26" in text
    assert "Russia, Rome Statute of the International Criminal Court: Signature" in text or "signed 2000-09-13" in text
    assert re.search(r'<a href="#s\d+">\d+</a>', text)
    court = (site / "id" / "body" / "icc" / "index.html").read_text(encoding="utf-8")
    assert "What states make of it under their own law, on 2026-11-26" in court
    assert "readings of the rule differ" in court


def test_the_pages_of_questions_hold_the_query_and_an_answer(graph: Graph, site: Path) -> None:
    for name, question in graph.questions().items():
        text = (site / "questions" / name / "index.html").read_text(encoding="utf-8")
        assert question.header["asks"].replace("'", "&#39;") in text
        assert "<pre" in text


def test_a_page_of_a_question_speaks_its_language(
    root: Path, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the live pages do: in its title, what it asks, and the heads of columns."""
    monkeypatch.setattr("kg.site.static.documentation", lambda *_: "")
    folder, little = tmp_path / "site", Graph(root, Graph.open(small).store)
    write_site(little, folder, DAY, drawn_views=[], languages=["ru"])
    text = (folder / "ru" / "questions" / "parties" / "index.html").read_text(encoding="utf-8")
    header = little.questions()["parties"].header
    assert f"<h1>{header['title@ru']}</h1>" in text
    assert '<th scope="col">Государство <code translate="no">state</code></th>' in text
    assert '<code translate="no">treaty</code> Договор' in text
    assert f"<h1>{header['title']}</h1>" in (folder / "questions" / "parties" / "index.html").read_text(
        encoding="utf-8"
    )
    home = (folder / "ru" / "index.html").read_text(encoding="utf-8")
    assert f'<a href="questions/parties/index.html">{header["asks@ru"]}</a>' in home


def test_the_description_counts_what_the_files_hold_and_their_checksums_are_right(graph: Graph, site: Path) -> None:
    store = Store()
    store.extend(parse((site / ".well-known" / "void").read_bytes(), format=RdfFormat.TURTLE))
    void, spdx = "http://rdfs.org/ns/void#", "http://spdx.org/rdf/terms#"
    [triples] = [q.object.value for q in store.quads_for_pattern(None, NamedNode(void + "triples"), None)
                 if str(q.subject).endswith("/dataset>") and isinstance(q.object, Literal)]  # fmt: skip
    assert int(triples) == graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]
    whole = gzip.decompress((site / "downloads" / "opposable.ttl.gz").read_bytes())
    counted = sum(1 for _ in parse(whole, format=RdfFormat.TURTLE))
    assert counted == int(triples)
    told = {
        str(quad.subject).split("/")[-2]: quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(spdx + "checksumValue"), None)
        if isinstance(quad.object, Literal)
    }
    real = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (site / "downloads").iterdir()}
    assert told == real


def test_search_works_from_a_folder_without_a_server(browser: Browser, site: Path) -> None:
    context = browser.new_context(offline=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((site / "index.html").as_uri())
    page.locator("#words").fill("criminal court international")
    assert page.locator("#found a").first.inner_text().startswith("International Criminal Court")
    page.locator("#words").press("Enter")
    page.wait_for_url("**/id/body/icc/index.html")
    assert page.locator("h1").inner_text().strip() == "International Criminal Court"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.locator("#words").fill("<img src=x onerror=alert(1)>")
    assert page.locator("#found li").inner_text() == "Nothing has that name."
    context.close()
    assert not wrong


def _nowhere(_iri: str) -> None:
    """Link no thing."""


def test_texts_that_attack_stay_texts(root: Path) -> None:
    from kg.drawing.pictures import imprint
    from kg.drawing.styles import read_style
    from kg.site.webpages import Site, thing_page

    evil, store = "</title><script>alert(1)</script><img src=x onerror=alert(2)>", Store()
    body, source = NamedNode(thing("body", "evil")), NamedNode(thing("source", "evil"))
    for subject, predicate, value in (
        (body, A, op("AdjudicatoryBody")),
        (body, NamedNode(SKOS + "prefLabel"), Literal(evil, language="en")),
        (body, NamedNode(SKOS + "note"), Literal(evil, language="en")),
        (body, NamedNode(DCT + "source"), source),
        (source, NamedNode(DCT + "title"), Literal(evil)),
        (source, op("url"), Literal("javascript:alert(3)")),
    ):
        store.add(Quad(subject, predicate, value))
    graph = Graph(root, store)
    text = thing_page(Site(graph, imprint(graph), read_style(root), DAY, _nowhere), body.value)
    assert Counter(re.findall(r"<(script|img)\b", text)) == {"script": 2}, "the site's own two scripts"
    assert "javascript:" not in text


def test_a_folder_that_holds_something_is_refused(
    graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(UsageFault, match="not an empty folder"):
        write_site(graph, tmp_path, DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert main(["site", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_pictures_of_the_site_open(browser: Browser, site: Path) -> None:
    pictures = sorted((site / "pictures").glob("*.html"))
    assert pictures
    for path in pictures[:3]:
        watched = Watched(browser, path)
        watched.page.context.close()
        assert not watched.wrong
