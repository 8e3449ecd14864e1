"""The pages of the server: each is there in every language, says where it is, and works with and without scripts."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page

from attacks import EVIL, evil_store
from browsing import SCREENS, Elements, faults_of_access
from kg.commands.serving import lying
from kg.graph import Graph
from kg.jobs import page as job
from kg.language.words import read_words, written
from kg.listing import listed, module
from kg.names import kind, stem, thing
from kg.oxigraph import A
from kg.queries.sparql import catalogue
from kg.serving.answering import Unanswered, Worker
from kg.serving.encodings import coded
from kg.serving.limits import Limits
from kg.serving.negotiation import spoken
from kg.site.assets import POLICY, read_assets
from kg.site.places import KEPT
from kg.site.visits import read_given
from kg.site.webpages import LISTED
from serve import Served, serving, until

DAY = "2026-11-26"
ADDRESSES = (
    "/", "/editor", "/editor?question=parties", "/search", "/search?q=criminal+court", "/suggest?q=court",
    "/assess", "/assess?state=RUS&all=yes",
    "/conflicts", "/conflicts?state=POL", "/arrest", "/arrest?person=vladimir-putin", "/why-not",
    "/why-not?state=POL&subject=body:ecthr", "/what-if",
    "/what-if?state=ZWE&act=Accession&treaty=rome-statute&date=2027-01-01", "/diff",
    "/diff?old=2020-01-01&new=2026-01-01&state=POL", "/coverage", "/coverage?by=treaty", "/questions",
    "/questions/parties?treaty=rome-statute", "/questions/parties.csv", "/about", "/things/reading", "/id/body/icc",
    "/view/matrix?state=ZWE", "/view/timeline", "/view/timeline.svg?state=ZWE", "/view/proof.png?state=ITA&subject=icj",
)  # fmt: skip
"""Addresses of every page, at least one for each path of kg/screens/."""
PAGES = tuple(one for one in ADDRESSES if not re.search(r"/suggest|\.(csv|svg|png)", one))


class Texts(HTMLParser):
    """Collects what a page says to a reader: its texts and the attributes that are read out, each alone."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.said: set[str] = set()
        self.names = False
        self.feed(page)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is read out; what is not to be translated, such as names of variables, is no text."""
        self.names = ("translate", "no") in attrs
        self.said |= {value for name, value in attrs if value and name in ("aria-label", "placeholder", "title")}

    def handle_endtag(self, _tag: str) -> None:
        """End what is not to be translated."""
        self.names = False

    def handle_data(self, data: str) -> None:
        """Keep a text, but not that of scripts."""
        if self.cdata_elem is None and not self.names:
            self.said.add(" ".join(data.split()))


class Asker:
    """Asks for pages as the server does, of one process, which keeps them."""

    def __init__(self, worker: Worker) -> None:
        """Ask a worker."""
        self.worker = worker

    def bytes(self, address: str, language: str = "en") -> bytes:
        """Return what lies at an address."""
        parts = urlsplit(address)
        parameters = [list(pair) for pair in parse_qsl(parts.query, keep_blank_values=True)]
        given = {"path": parts.path, "parameters": parameters, "language": language}
        return job.answer(self.worker, given).body

    def __call__(self, address: str, language: str = "en") -> str:
        """Return the page at an address."""
        return self.bytes(address, language).decode()

    def refused(self, address: str) -> tuple[int, str]:
        """Return with which status and sentence an address is refused."""
        with pytest.raises(Unanswered) as caught:
            self.bytes(address)
        return caught.value.status, caught.value.sentence


@pytest.fixture(scope="module")
def ask(graph: Graph) -> Asker:
    """Return what asks for pages of the graph that ships."""
    return Asker(Worker(graph.root, lying(graph), 100_000, 1 << 26))


@pytest.fixture(scope="module")
def served(graph: Graph) -> Iterator[Served]:
    """Return a server of the graph that ships."""
    with serving(graph.root, lying(graph), Limits(workers=1, answerers=1, time=600)) as running:
        yield running


def test_the_addresses_below_are_of_every_page() -> None:
    paths = {path for name in listed("screens") for path in module("screens", name, "page").PATHS}
    asked = {urlsplit(address).path for address in ADDRESSES}
    assert not {path for path in paths if not any(job.pattern(path).fullmatch(one) for one in asked)}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("address", [one for one in PAGES if not one.startswith(("/id/", "/things/"))])
def test_a_page_speaks_its_language_and_no_other(ask: Asker, address: str, language: str) -> None:
    text = ask(address, language)
    elements = Elements(text)
    [root] = [attributes for tag, attributes in elements.found if tag == "html"]
    assert root["lang"] == language
    assert sum(tag == "h1" for tag, _ in elements.found) == 1
    assert not re.search(
        r"\{[a-z]+\}|\{\{", re.sub(r"(?s)<script.*?</script>|<pre.*?</pre>|<p id=.leads.*?>", "", text)
    )
    other = next(code for code in ("en", "ru") if code != language)
    words, foreign = read_words(ask.worker.root, language).texts, read_words(ask.worker.root, other).texts
    own = {said for said in words.values() if isinstance(said, str)}
    wrong = {said for said in foreign.values() if isinstance(said, str)} - own
    names = {read_words(ask.worker.root, code).name for code in written(ask.worker.root)}
    assert not (Texts(text).said & wrong) - names


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_how_to_cite_it_and_where_it_stays_so(ask: Asker, address: str) -> None:
    elements = Elements(ask(address)).found
    [permanent] = [attributes["href"] for tag, attributes in elements if attributes.get("id") == "permanent"]
    told = dict(parse_qsl(urlsplit(str(permanent)).query))
    assert told.keys() >= {"on", "lang"}
    assert told.items() >= dict(parse_qsl(urlsplit(address).query)).items()
    text = ask(address)
    assert re.search(r"Opposable \(version \S+, data [0-9a-f]{12}", text)


def test_what_is_no_page_is_that_answer_in_its_form(ask: Asker) -> None:
    assert ask.bytes("/view/timeline.svg?state=ZWE").startswith(b"<svg")
    assert ask.bytes("/view/proof.png?state=ITA&subject=icj").startswith(b"\x89PNG\r\n")
    assert ask("/questions/parties.csv").splitlines()[0] == "state,name,since,act"
    assert '"id": "body:icc"' in ask("/suggest?q=international+criminal&kinds=body")
    assert '"kind": "Орган, разрешающий споры"' in ask("/suggest?q=international+criminal&kinds=body", "ru")


def test_every_kind_of_thing_has_a_list_and_its_things_have_pages(graph: Graph, ask: Asker) -> None:
    typed = {str(quad.subject)[1:-1] for quad in graph.store.quads_for_pattern(None, A, None)}
    for name in LISTED:
        stems = sorted(stem(iri) for iri in typed if kind(iri) == name)
        if name in ("body", "claim", "reading"):
            links = {str(attributes.get("href")) for _, attributes in Elements(ask(f"/things/{name}")).found}
            assert {f"/id/{name}/{one}" for one in stems} <= links
        text = ask(f"/id/{name}/{stems[0]}")
        assert f'href="{thing(name, stems[0])}"' in text
        assert f'href="/id/{name}/{stems[0]}.ttl"' in text


def test_a_link_leads_to_a_page_that_takes_what_it_gives(ask: Asker) -> None:
    """Every link of the first page, and of one page of each path that these lead to."""
    screens = [(job.pattern(path), module("screens", name, "page").TAKES) for name in listed("screens")
               for path in module("screens", name, "page").PATHS]  # fmt: skip
    seen: set[str] = set()
    queue = ["/", *PAGES]
    for page in queue:
        for tag, attributes in Elements(ask(page)).found:
            address = str(attributes.get("href") or attributes.get("src") or "")
            if not address.startswith("/") or tag == "form":
                continue
            parts = urlsplit(address)
            if parts.path.startswith(read_assets(ask.worker.root).base):
                assert parts.path.removeprefix(read_assets(ask.worker.root).base) in read_assets(ask.worker.root).files
            elif not parts.path.startswith(("/sparql", "/api/")) and not parts.path.endswith((".ttl", ".jsonld")):
                [takes, *_] = [takes for fitting, takes in screens if fitting.fullmatch(parts.path)]
                read_given([list(pair) for pair in parse_qsl(parts.query)], takes)
                seen.add(parts.path)
    things = {path for path in seen if path.startswith("/id/")}
    assert len(things) > 100
    assert all(ask.worker.graph.directory.knows(thing(*path.split("/")[2:])) for path in things)


def test_forms_and_links_keep_what_the_address_says(ask: Asker) -> None:
    given = {"state": "RUS", "subject": "body:icc", "kind": "every", "all": "yes", "on": "2026-02-01", "lang": "ru"}
    text = ask("/assess?" + "&".join(f"{name}={value}" for name, value in given.items()))
    form = text[text.index('<form class="ask"') :].partition("</form>")[0]
    held: dict[str, str] = {}
    for name, options in re.findall(r'(?s)<select name="(\w+)"(.*?)</select>', form):
        [held[name]] = re.findall(r'value="([^"]*)" selected', options) or [""]
    for tag, attributes in Elements(form).found:
        if tag == "input" and (attributes.get("type") != "checkbox" or "checked" in attributes):
            held[str(attributes["name"])] = str(attributes["value"])
    assert {name: value for name, value in held.items() if value} == given
    assert 'lang="ru"' in text
    kept = [str(attributes["href"]) for tag, attributes in Elements(text).found
            if tag == "a" and str(attributes.get("href")).startswith(("/id/", "/assess", "/view/", "/about"))
            and "hreflang" not in attributes]  # fmt: skip
    assert len(kept) > 5
    assert all({"on=2026-02-01", "lang=ru"} <= set(urlsplit(one).query.split("&")) for one in kept)


def test_a_day_that_an_address_says_is_the_day_of_its_answer(ask: Asker) -> None:
    before, after = (ask(f"/assess?state=POL&kind=case&on={day}") for day in ("2021-01-01", "2024-01-01"))
    assert "2021-01-01" in before
    assert "Broda and Bojara" not in before
    assert "Broda and Bojara" in after


def test_what_is_asked_wrongly_is_said_in_a_sentence(ask: Asker) -> None:
    assert ask.refused("/assess?state=Atlantis")[0] == 400
    assert "'2026-02-30' is no date" in ask.refused("/about?on=2026-02-30")[1]
    assert ask.refused("/conflicts?person=x") == (
        400, "this page takes no parameter 'person'; it takes state, on, lang"
    )  # fmt: skip
    assert ask.refused("/conflicts?state=POL&state=RUS") == (400, "the parameter state is given twice")
    assert ask.refused("/assess?state=" + "x" * 3000)[0] == 400
    assert ask.refused("/about?lang=xx")[0] == 400
    assert ask.refused("/diff?old=2020-01-01")[0] == 400
    assert ask.refused("/what-if?state=RUS&act=Adoption&treaty=rome-statute&date=2027-01-01")[0] == 400
    assert ask.refused("/what-if?state=RUS&treaty=rome-statute") == (
        400, "to suppose an act, give state, act, treaty, date; act, date is missing"
    )  # fmt: skip
    for address in ("/nothing", "/things/nothing", "/id/body/nothing", "/id/body/a b", "/questions/x", "/view/x"):
        assert ask.refused(address)[0] == 404, address


def test_texts_that_attack_stay_texts(graph: Graph) -> None:
    evil = Worker(graph.root, lying(graph), 100, 1 << 26)
    evil.graph = Graph(graph.root, evil_store())
    ask = Asker(evil)
    for address in ("/id/body/evil", "/things/body", "/things/source", "/search?q=script", "/search?q=<script>x"):
        text = ask(address)
        scripts = [attributes for tag, attributes in Elements(text).found if tag == "script"]
        assert [attributes["src"] for attributes in scripts] == [f"{read_assets(graph.root).base}live.js"]
        assert not {name for _, attributes in Elements(text).found for name in attributes if name.startswith("on")}
        assert "javascript:" not in text
    assert EVIL[0] in Texts(ask("/things/body")).said


def test_the_parameters_of_pages_of_questions_are_those_of_the_questions(graph: Graph) -> None:
    names = {one.name for question in catalogue(graph.root).values() for one in question.parameters}
    assert names - {*KEPT} == set(module("screens", "questions", "page").TAKES)


def test_a_page_is_chosen_by_language_and_kept_by_its_tag(served: Served) -> None:
    english = served.client.get("/about")
    russian = served.client.get("/about", headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"})
    assert [one.headers["content-language"] for one in (english, russian)] == ["en", "ru"]
    assert (
        served.client.get("/about?lang=en", headers={"Accept-Language": "ru"}).text
        == english.text.replace('href="/about?on', 'href="/about?lang=en&amp;on')
        or 'lang="en"' in english.text
    )
    assert english.headers["content-security-policy"] == POLICY
    assert english.headers["vary"] == "Accept-Language, Accept-Encoding"
    assert english.headers["content-encoding"] == "gzip"
    assert english.headers["content-type"] == "text/html; charset=utf-8"
    again = served.client.get("/about", headers={"If-None-Match": english.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_thing_answers_at_its_name_as_a_page_or_as_rdf(served: Served) -> None:
    """What a client accepts or an ending says decides; a page says by what it varies, and where its RDF is."""
    asks = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "ru"}
    page = served.client.get("/id/body/icc", headers=asks)
    assert (page.headers["content-type"], page.headers["content-language"]) == ("text/html; charset=utf-8", "ru")
    assert page.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert page.headers["content-security-policy"] == POLICY
    assert '</id/body/icc.ttl>; rel="alternate"; type="text/turtle"' in page.headers["link"]
    ending = served.client.get("/id/body/icc.html?on=2020-01-01&lang=ru", headers={"Accept": "text/turtle"})
    assert 'lang="ru"' in ending.text
    assert "2020" in ending.text
    turtle = served.client.get("/id/body/icc")
    assert (turtle.headers["content-type"], turtle.headers["vary"]) == (
        "text/turtle; charset=utf-8", "Accept, Accept-Language"
    )  # fmt: skip
    assert '</id/body/icc.html>; rel="alternate"; type="text/html"' in turtle.headers["link"]
    again = served.client.get("/id/body/icc", headers={**asks, "If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for address in ("/id/body/none", "/id/body/none.html", "/id/body/%3Cscript%3E.html"):
        missing = served.client.get(address, headers=asks)
        assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "<script>" not in missing.text


def test_scripts_and_styles_are_kept_for_ever_under_the_mark_of_their_build(served: Served, graph: Graph) -> None:
    assets = read_assets(graph.root)
    for name, (media, body) in assets.files.items():
        found = served.client.get(assets.base + name)
        assert (found.headers["content-type"], found.content) == (media, body)
        assert found.headers["cache-control"].endswith("immutable")
    assert served.client.get("/static/0000/page.css").status_code == 404
    assert served.client.get(f"{assets.base}../templates/page.html").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/assess?state=Atlantis", 400, "no state is called"),
        ("/assess?lang=xx", 400, "no language is called"),
        ("/assess?state=%FF", 400, "not UTF-8"),
        ("/questions/<script>", 404, "no question is called"),
    ],
)
def test_a_refusal_is_a_page_with_its_status(served: Served, address: str, status: int, said: str) -> None:
    found = served.client.get(address, headers={"Accept-Language": "ru"})
    assert found.status_code == status
    assert said in found.text
    assert found.headers["content-type"] == "text/html; charset=utf-8"
    assert found.headers["content-security-policy"] == POLICY
    assert "<script>" not in found.text


def _sections(page: str) -> list[tuple[str, str]]:
    """Return the sections that the head of a page leads to, each with what it is called."""
    [nav] = re.findall(r'(?s)<nav class="sections".*?</nav>', page)
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', nav)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nothing", 404), ("/questions/x", 404), ("/ontology/None", 404), ("/id/body/x", 404), ("/sparql?query=x", 400),
     ("/api/nothing/x", 404), ("/mcp", 405), ("/assess?state=Atlantis", 400), ("//elsewhere.example/x", 404)],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_refusal_has_the_frame_of_every_page(served: Served, address: str, status: int, language: str) -> None:
    """Whoever asks for pages is told by one, whichever part of the server refuses; only the API answers in its form."""
    asks = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": language}
    refused = served.client.get(f"{served.client.base_url}{address}", headers=asks)
    assert refused.status_code == status
    if address.startswith("/api/"):
        assert refused.headers["content-type"] == "application/problem+json"
        return
    assert refused.headers["content-type"] == "text/html; charset=utf-8"
    assert refused.headers["content-language"] == language
    assert refused.headers.get_list("content-security-policy") == [POLICY]
    assert {"Accept-Language"} <= set(refused.headers["vary"].split(", "))
    assert _sections(refused.text) == _sections(served.client.get("/about", headers=asks).text)
    elements = Elements(refused.text)
    [root] = [attributes for tag, attributes in elements.found if tag == "html"]
    assert root["lang"] == language
    [other] = [str(attributes["href"]) for tag, attributes in elements.found if tag == "a" and "hreflang" in attributes]
    assert other.startswith("?"), "a link to the same page must not lead to another server"
    wanted = "ru" if language == "en" else "en"
    turned = served.client.get(f"{served.client.base_url}{address.partition('?')[0]}{other}", headers=asks)
    assert (turned.status_code, turned.headers["content-language"]) == (status, wanted)
    assert not [attributes for tag, attributes in elements.found if tag == "script" and "src" not in attributes]


def test_a_refusal_keeps_the_day_and_the_language_that_there_are(served: Served) -> None:
    kept = served.client.get("/assess?state=Atlantis&on=2026-02-01&lang=ru").text
    assert all(address.endswith("?on=2026-02-01&amp;lang=ru") for address, _ in _sections(kept))
    assert '<input type="hidden" name="on" value="2026-02-01">' in kept
    lost = served.client.get("/assess?on=2026-02-30&lang=xx").text
    assert all("?" not in address for address, _ in _sections(lost))
    assert 'type="hidden"' not in lost


@pytest.mark.parametrize("accept", [None, "*/*", "image/png", "application/json, */*;q=0.5", "text/plain, text/html"])
def test_a_refusal_is_a_sentence_to_whoever_asks_for_no_page(served: Served, accept: str | None) -> None:
    for address, status in (("/nothing", 404), ("/sparql?query=x", 400), ("/static/0/page.css", 404)):
        refused = served.client.get(address, headers={"Accept": accept} if accept else {})
        assert (refused.status_code, refused.headers["content-type"]) == (status, "text/plain; charset=utf-8")
        assert len(refused.text.splitlines()) == 1


def test_a_refusal_comes_though_every_process_is_at_work(graph: Graph) -> None:
    asks = {"Accept": "text/html", "Accept-Language": "ru"}
    limits = Limits(workers=1, answerers=1, time=3600, queue=0, patience=3600)
    with serving(graph.root, lying(graph), limits) as running, ThreadPoolExecutor(1) as threads:
        pool = running.service.answers
        [only] = pool.running
        os.kill(only.pid, signal.SIGSTOP)
        try:
            waits = threads.submit(httpx.get, f"{running.client.base_url}/about", timeout=None, trust_env=False)
            until(lambda: pool.busy)
            full = running.client.get("/coverage", headers=asks)
            none = running.client.get("/nothing", headers=asks)
        finally:
            os.kill(only.pid, signal.SIGCONT)
        assert waits.result().status_code == 200
    assert (full.status_code, none.status_code) == (503, 404)
    assert int(full.headers["retry-after"]) > 0
    for page in (full.text, none.text):
        assert [word for _, word in _sections(page)][-1] == read_words(graph.root, "ru")["to.about"]


def test_a_reader_who_asks_too_often_is_told_so_by_a_page(graph: Graph) -> None:
    with serving(graph.root, lying(graph), Limits(workers=1, answerers=1, time=3600, rate=1e-3)) as running:
        assert running.client.get("/health").status_code == 200
        refused = running.client.get("/about?on=2026-02-01", headers={"Accept": "text/html", "Accept-Language": "ru"})
    assert (refused.status_code, refused.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert refused.headers.get_list("content-security-policy") == [POLICY]
    assert int(refused.headers["retry-after"]) > 0
    assert len(_sections(refused.text)) > 5
    assert read_words(graph.root, "ru")["trouble.429"] in refused.text


def test_what_a_client_takes_is_negotiated() -> None:
    offers = ["en", "ru"]
    for accept, wanted in (
        (None, "en"),
        ("ru-RU, en;q=0.5", "ru"),
        ("fr, ru;q=0.2", "ru"),
        ("ru;q=0", "en"),
        ("*", "en"),
    ):
        assert spoken(accept, offers) == wanted, accept
    long = b"x" * 2000
    for taken in ("gzip, br", "gzip;q=0.5", "br, gzip", "*"):
        assert "Content-Encoding" in coded(long, "text/html; charset=utf-8", taken)[1], taken
    for refused in (None, "br", "gzip;q=0", "gzip; q=0.000, br", "xgzip"):
        assert coded(long, "text/html", refused)[0] == long, refused
    assert coded(long, "image/png", "gzip") == (long, {})


def _watched(
    browser: Browser, served: Served, address: str, *, width: int = 1280, dark: bool = False
) -> tuple[Page, list[str]]:
    """Return a page in a browser, and what must not happen in it."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme="dark" if dark else "light", locale="en-GB"
    )
    page, wrong = context.new_page(), list[str]()
    base = str(served.client.base_url)
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(base) else wrong.append(request.url))
    page.goto(f"{base}{address}")
    return page, wrong


def test_a_name_is_suggested_while_it_is_typed_and_taken_with_the_keyboard(browser: Browser, served: Served) -> None:
    page, wrong = _watched(browser, served, "/?on=2026-02-01", width=390, dark=True)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not faults_of_access(page)
    page.keyboard.press("/")
    page.keyboard.type("european court of human")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == page.locator("#words").get_attribute("aria-activedescendant")
    with page.expect_navigation(url=re.compile(r"/id/body/ecthr\?on=2026-02-01")):
        page.keyboard.press("Enter")
    page.goto(f"{served.client.base_url}/why-not")
    assert not faults_of_access(page)
    page.locator("input[name=subject]").fill("european court of human")
    page.locator("[role=option]").first.click()
    assert page.locator("input[name=subject]").input_value() == "body:ecthr"
    page.context.close()
    assert not [one for one in wrong if "/id/body/ecthr" not in one and "404" not in one]


def test_a_picture_is_a_page_among_others(browser: Browser, served: Served) -> None:
    page, wrong = _watched(browser, served, "/view/matrix?state=ZWE&on=2020-01-01")
    page.wait_for_selector("html[data-ready=true]")
    assert page.locator("#date").input_value() == "2020-01-01"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not faults_of_access(page)
    with page.expect_download() as download:
        page.click("#save-svg")
    assert b".verdict-" in download.value.path().read_bytes()
    with page.expect_navigation(url=re.compile(r"lang=ru")):
        page.click(".languages a")
    assert page.locator("html").get_attribute("lang") == "ru"
    page.goto(f"{served.client.base_url}/view/neighbourhood?subject=body:sadc-tribunal")
    page.wait_for_selector("html[data-ready=true]")
    page.locator("#details .leads a").last.wait_for()
    assert "subject=body%3Asadc-tribunal" in str(page.locator("#details .leads a").last.get_attribute("href"))
    page.context.close()
    assert not wrong


@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_a_refusal_can_be_read_by_everybody(browser: Browser, served: Served, width: int, dark: bool) -> None:
    page, wrong = _watched(browser, served, "/nothing?lang=ru", width=width, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not faults_of_access(page)
    with page.expect_navigation(url=re.compile(r"/questions\?lang=ru")):
        page.click(".sections a >> nth=6")
    assert page.locator("h1").inner_text() == read_words(served.service.answers.root, "ru")["catalogue.title"]
    page.context.close()
    assert not [one for one in wrong if "404" not in one]


def test_the_editor_asks_the_endpoint_of_its_server_and_shows_rows(browser: Browser, served: Served) -> None:
    sent = served.client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/editor")
    page, wrong = _watched(browser, served, "/editor")
    page.select_option("#question", "parties")
    page.click(".ask button")
    page.locator("#editor .tabPanel.active .yasr tbody tr").first.wait_for()
    assert page.locator("#editor .tabPanel.active .yasr tbody tr").count() > 10
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "VALUES ?treaty" in str(
        page.evaluate("document.querySelector('#editor .tabPanel.active .CodeMirror').CodeMirror.getValue()")
    )
    page.context.close()
    assert not wrong


SEEN = """() => [...document.querySelectorAll('#editor *')]
  .filter(one => one.checkVisibility() && !one.closest('.CodeMirror-code, .CodeMirror-measure, tbody, thead'))
  .flatMap(one => [...['title', 'aria-label', 'placeholder'].map(name => one.getAttribute(name)),
    ...[...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data)])
  .map(text => (text || '').trim()).filter(text => /[a-z]{2}/i.test(text))"""
"""Returns what the editor says that has a word in Latin letters, but for queries and answers."""


def test_the_editor_speaks_the_language_of_its_page(browser: Browser, served: Served) -> None:
    """What Yasgui says in English is told in the reader's language, whenever it is said."""
    page, wrong = _watched(browser, served, "/editor?question=parties&lang=ru")
    page.locator("#editor .tabPanel.active .yasr tbody tr").first.wait_for()
    page.locator("#editor .dt-info", has_text="из 125").first.wait_for()
    assert [text for text in page.evaluate(SEEN) if text != "Запрос SPARQL"] == []
    page.locator("#editor .tabPanel.active .tableFilter").press_sequentially("no such row")
    page.get_by_text("Ни одна строка не подходит").or_(page.get_by_text("всего")).first.wait_for()
    page.click("#editor .addTab")
    assert page.locator("#editor .tab.active").inner_text().startswith("Запрос")
    page.click("#editor .tab.active a", button="right")
    page.locator("#editor .context-menu").wait_for()
    assert [text for text in page.evaluate(SEEN) if text != "Запрос SPARQL"] == []
    page.context.close()
    assert not wrong


VENDORED = {
    # CodeMirror scrolls with the cursor in its text field, which the keyboard reaches and which stands beside what
    # scrolls. Were that reached too, it would be a stop at which nothing can be done.
    ("scrollable-region-focusable", '<div class="CodeMirror-scroll" tabindex="-1">'),
}
"""What axe finds in Yasgui that no page around it can mend: rule and element."""
OUTCOMES = {
    "ASK { ?s a op:State }": "Да",
    "SELECT * { ?s a op:NoSuch }": "Строк нет",
    "CONSTRUCT { ?s a op:State } { ?s a op:State }": "rdf-syntax-ns#type",
    "SELECT * { ?s ?p (": "not well-formed SPARQL",
}
"""Queries, and what the answer shows."""


def _found(page: Page) -> set[tuple[str, str]]:
    """Return what axe finds in the editor, rule and element, but for what comes with Yasgui."""
    faults = (fault.partition(": ") for fault in faults_of_access(page))
    return {(rule, element) for rule, _, element in faults} - VENDORED


@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_the_editor_can_be_used_by_everybody(browser: Browser, served: Served, width: int, dark: bool) -> None:
    page, wrong = _watched(browser, served, "/editor?lang=ru", width=width, dark=dark)
    active, words = "#editor .tabPanel.active", read_words(served.service.answers.root, "ru")
    page.locator(f"{active} .yasqe .CodeMirror").wait_for()
    assert not _found(page)
    page.select_option("#question", "conflicts")
    page.click(".ask button")
    page.locator(f"{active} .yasr tbody tr").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "a name is long"
    button = page.locator("#editor .addTab").bounding_box()
    assert button is not None
    assert button["x"] + button["width"] <= width
    assert not _found(page)
    assert {rule for rule, _ in VENDORED} <= {fault.partition(":")[0] for fault in faults_of_access(page)}
    page.click(f"{active} .select_response")
    page.locator(f"{active} .yasr .CodeMirror").wait_for()
    assert not _found(page)
    page.click("#editor .addTab")
    page.locator("#editor [role=tab]").nth(2).focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement === document.querySelector('#editor [role=tab]')"), "tabs go round"
    for query, shown in OUTCOMES.items():
        _put(page, query)
        page.click(f"{active} .yasqe_queryButton")
        page.locator(active).locator(".yasr_results").get_by_text(shown).first.wait_for()
        assert not _found(page), query
    _put(page, "PREFIX op: <https://w3id.org/opposable/ontology/> ASK { ?s a op:Sta }", before=" }")
    page.keyboard.press("Control+Space")
    page.get_by_role("listbox", name=words["editor.terms"]).wait_for()
    assert not _found(page)
    page.keyboard.press("Escape")
    page.click("#editor .tab.active a", button="right")
    page.locator(".context-menu").wait_for()
    assert not _found(page)
    assert page.get_by_role("textbox", name=words["editor.query"]).count()
    page.context.close()
    assert [one for one in wrong if "400" not in one] == []


def _put(page: Page, query: str, before: str = "") -> None:
    """Write a query into the editor, with the cursor at its end or before something."""
    page.evaluate(
        """([query, at]) => {
          const editor = document.querySelector("#editor .tabPanel.active .CodeMirror").CodeMirror;
          editor.setValue(query);
          editor.focus();
          editor.setCursor(0, at);
        }""",
        [query, query.rindex(before) if before else len(query)],
    )


def test_pages_work_without_scripts(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(str(served.client.base_url))
    page.fill("#words", "rome statute")
    page.click("main .find button")
    assert "Rome Statute" in page.locator(".hits").inner_text()
    page.goto(f"{served.client.base_url}/assess")
    page.select_option("select[name=state]", "POL")
    page.click(".ask button")
    assert "state=POL" in page.url
    assert page.locator("table.positions").count() > 0
    context.close()
