"""The pictures: one file that loads nothing, runs nothing that a label says, and can be read without seeing it."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import Elements, Watched, data_of
from kg.draw import drawn, picture
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import DCT, SKOS, thing
from kg.network import KINDS
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Quad, Store, op
from kg.pictures import Asked
from kg.styles import read_style

EVIL = (
    "</script><img src=x onerror=alert(1)>",
    '<a href><img src=x onerror="window.evil=1"></a>',
    "--><svg onload=alert(2)>",
    "'\"><script>alert(3)</script>",
    "]]>{{ 7*7 }}{% raw %}\u2028</style><style>*{display:none}",
)


def evil_store() -> Store:
    """Return a store in which every text is an attack: a court, its proceedings, and sources."""
    body, store = NamedNode(thing("body", "evil")), Store()
    facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (body, A, op("AdjudicatoryBody")),
        (body, NamedNode(SKOS + "prefLabel"), Literal(EVIL[0], language="en")),
    ]
    for number, text in enumerate(EVIL):
        case, source = NamedNode(thing("proceeding", f"p{number}")), NamedNode(thing("source", f"s{number}"))
        claim = NamedNode(thing("claim", f"c{number}"))
        url = "javascript:alert(4)" if number % 2 else f"https://example.org/{text.replace(' ', '%20')}"
        facts += [
            (case, A, op("Case")),
            (case, NamedNode(SKOS + "prefLabel"), Literal(text, language="en")),
            (case, op("before"), body),
            (case, NamedNode(DCT + "source"), source),
            (source, NamedNode(DCT + "title"), Literal(text)),
            (source, NamedNode(DCT + "publisher"), Literal(text)),
            (source, op("url"), Literal(url)),
            (claim, A, op("Claim")),
            (claim, op("concerns"), case),
            (claim, op("states"), Literal(text, language="en")),
        ]
    for subject, predicate, value in facts:
        store.add(Quad(subject, predicate, value))
    return store


def drawn_around(graph: Graph, iri: str) -> str:
    """Return the page of a thing's neighbourhood."""
    return drawn(graph, picture(graph, "neighbourhood", Asked(subject=iri)), "html").decode()


@pytest.fixture(scope="module")
def evil(root: Path) -> str:
    """Return the page of the evil court."""
    return drawn_around(Graph(root, evil_store()), thing("body", "evil"))


@pytest.fixture(scope="module")
def pages(graph: Graph, evil: str) -> dict[str, str]:
    """Return pages by name: a court, a state, a treaty with more parties than a picture holds, the evil court."""
    shown = {"court": thing("body", "icc"), "state": thing("state", "RUS"), "treaty": thing("treaty", "rome-statute")}
    drawn = {name: drawn_around(graph, iri) for name, iri in shown.items()}
    return drawn | {"evil": evil}


NAMES = ("court", "state", "treaty", "evil")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_refers_to_nothing_outside_but_links_to_sources(pages: dict[str, str], name: str) -> None:
    for tag, attributes in Elements(pages[name]).found:
        assert tag not in (
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "base",
            "video",
            "audio",
            "source",
            "image",
            "use",
        )
        assert not {"src", "srcset", "style", "xlink:href", "background"} & attributes.keys()
        assert not [key for key in attributes if key.startswith("on")]
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"https?://|#twin$|#s\d+$", attributes["href"] or "")
    for tag, _, text in Elements(pages[name]).inside:
        if tag == "style":
            assert "url(" not in text
            assert "@import" not in text


@pytest.mark.parametrize("name", NAMES)
def test_the_policy_of_a_page_allows_its_own_scripts_and_styles_only(pages: dict[str, str], name: str) -> None:
    elements = Elements(pages[name])
    [policy] = [a["content"] for tag, a in elements.found if tag == "meta" and "http-equiv" in a]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    for tag in ("script", "style"):
        texts = [text for found, attributes, text in elements.inside if found == tag and "type" not in attributes]
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert rules[f"{tag}-src"] == [f"'sha256-{digest}'" for digest in digests]


def test_texts_that_attack_stay_texts(evil: str) -> None:
    assert [tag for tag, _ in Elements(evil).found if tag in ("img", "svg")] == ["svg"] * 2, "one shape for each kind"
    assert {node["label"] for node in data_of(evil)["nodes"]} == set(EVIL)
    assert "javascript:alert" not in evil


def test_a_page_is_the_same_with_any_hash_seed(root: Path) -> None:
    code = """if True:
        import hashlib, sys
        from pathlib import Path
        from kg.graph import Graph
        from kg.names import thing
        sys.path.insert(0, sys.argv[2])
        from test_draw import drawn_around, evil_store
        page = drawn_around(Graph(Path(sys.argv[1]), evil_store()), thing("body", "evil"))
        print(hashlib.sha256(page.encode()).hexdigest())
    """
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(root), str(Path(__file__).parent)],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(digests) == 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["wide", "tall"])
def test_no_two_cells_overlap(pages: dict[str, str], name: str, form: str) -> None:
    data = data_of(pages[name])
    rows, width = data["cell"]["rows"], data["cell"]["width"]
    cells = []
    for node in data["nodes"]:
        x, y = node[form]
        if node["id"] == data["subject"]:
            cells.append((x - width / 2, y - 30, x + width / 2, y + 60))
        else:
            high = rows[node["lines"] - 1]
            cells.append((x - 10, y - high / 2, x - 10 + width - 1, y + high / 2))
    for one, other in combinations(cells, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 0.01 or other[3] <= one[1] + 0.01
        assert apart, (one, other)


@pytest.mark.parametrize("name", NAMES)
def test_the_table_says_every_statement_of_the_picture(pages: dict[str, str], name: str) -> None:
    rows = [attributes["data-row"] for tag, attributes in Elements(pages[name]).found if tag == "tr" and attributes]
    assert rows == [str(edge["id"]) for edge in data_of(pages[name])["edges"]]


def test_a_title_says_what_is_shown_what_is_left_out_and_the_date_of_the_data(pages: dict[str, str]) -> None:
    head = pages["treaty"].split("<main>")[0]
    assert re.search(r"<h1>Rome Statute.*</h1>", head)
    assert re.search(r"<strong>149 things</strong>\s+one step away", head)
    assert re.search(r"\d+ more left out \(States: \d+\)", head)
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', head)


def test_every_kind_has_a_colour_and_a_shape_of_its_own(root: Path) -> None:
    style = read_style(root)
    assert set(KINDS) | {"other"} == set(style["kinds"])
    assert len({look["path"] for look in style["kinds"].values()}) == len(style["kinds"])
    assert {look["colour"] for look in style["kinds"].values()} <= set(style["palette"])
    for path in (root / "viz").rglob("neighbourhood.*"):
        assert not re.search(r"#[0-9A-Fa-f]{3,8}\b(?!\")|rgba?\(|hsla?\(", path.read_text(encoding="utf-8")), path.name


def test_an_unknown_view_is_refused_with_those_there_are(graph: Graph) -> None:
    with pytest.raises(UsageFault, match="neighbourhood"):
        picture(graph, "panorama", Asked(subject="icc"))


@pytest.mark.parametrize("kind", ["source", "claim", "action"])
def test_things_that_are_no_nodes_elsewhere_can_stand_in_the_middle(graph: Graph, kind: str) -> None:
    subjects = {str(quad.subject)[1:-1] for quad in graph.store.quads_for_pattern(None, A, None, EVERYTHING)}
    iri = min(iri for iri in subjects if iri.startswith(thing(kind, "")))
    assert data_of(drawn_around(graph, iri))["nodes"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_a_page_without_request_or_error(
    browser: Browser, pages: dict[str, str], tmp_path: Path, name: str, width: int
) -> None:
    path = tmp_path / "page.html"
    path.write_text(pages[name], encoding="utf-8")
    watched = Watched(browser, path, width=width, height=800 if width > 800 else 844, dark=name == "state")
    page = watched.page
    page.wait_for_timeout(300)
    for button in page.locator("#details .thing").all()[:3]:
        if button.is_visible():
            button.click()
            break
    page.locator("#text").fill("a")
    page.locator("#text").press("Enter")
    assert page.evaluate("window.evil") is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
        "the page is wider than its window"
    )
    assert (
        page.evaluate(
            """() => { const c = document.querySelector('#network canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let ink = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) ink++; return ink / (d.length / 4); }"""
        )
        > 0.01
    ), "nothing is drawn"
    page.context.close()
    assert not watched.wrong


def test_search_filter_and_address_work(browser: Browser, pages: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(pages["court"], encoding="utf-8")
    page = Watched(browser, path).page
    shown = page.locator("tr[data-row]:visible").count()
    page.locator("#text").fill("situation ukraine")
    page.locator("#text").press("Enter")
    assert page.locator("#details h2").inner_text() == "Situation in Ukraine"
    assert page.locator("#details a").first.get_attribute("href", timeout=1000)
    page.uncheck("#legend input[value=ruling]")
    assert 0 < page.locator("tr[data-row]:visible").count() < shown
    assert page.url.endswith("#thing=proceeding%3Aicc-ukraine&without=ruling")
    again = Watched(browser, path).page
    again.goto(page.url)
    again.reload()
    again.wait_for_selector("html[data-ready=true]")
    assert again.locator("#details h2").inner_text() == "Situation in Ukraine"
    assert not again.locator("#legend input[value=ruling]").is_checked()


def test_the_table_can_be_used_with_the_keyboard_alone(browser: Browser, pages: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(pages["state"], encoding="utf-8")
    page = Watched(browser, path).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("tbody th .thing").first.focus()
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == name
    page.keyboard.press("Escape")
    assert page.locator("#details h2").inner_text() == "Russia"
