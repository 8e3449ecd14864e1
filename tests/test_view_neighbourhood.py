"""The neighbourhood: a thing, what is around it, and what can be opened, on a page and in print."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from attacks import EVIL, evil_store
from browsing import SCREENS, Elements, Watched, data_of, faults_of_access, ink, spot
from kg.drawing.draw import drawn, picture
from kg.drawing.lettering import Lettering
from kg.drawing.pictures import Asked
from kg.drawing.styles import read_style
from kg.graph import Graph
from kg.names import CONNECTED, thing
from kg.oxigraph import EVERYTHING, A

NAMES = ("court", "state", "treaty", "evil")


def drawn_around(graph: Graph, iri: str) -> str:
    """Return the page of a thing's neighbourhood."""
    return drawn(graph, picture(graph, "neighbourhood", Asked(subject=iri)), "html").decode()


@pytest.fixture(scope="module")
def pages(graph: Graph, root: Path) -> dict[str, str]:
    """Return pages by name: a court, a state, a treaty with more parties than a picture holds, a court of attacks."""
    shown = {"court": thing("body", "icc"), "state": thing("state", "RUS"), "treaty": thing("treaty", "rome-statute")}
    found = {name: drawn_around(graph, iri) for name, iri in shown.items()}
    return found | {"evil": drawn_around(Graph(root, evil_store()), thing("body", "evil"))}


@pytest.fixture(scope="module")
def files(pages: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the files of those pages."""
    folder = tmp_path_factory.mktemp("neighbourhoods")
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


def near(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the things that a page shows at first."""
    return [node for node in data["nodes"] if node["distance"] < 2]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["wide", "tall"])
def test_no_two_cells_overlap(pages: dict[str, str], name: str, form: str) -> None:
    data = data_of(pages[name])
    rows, width = data["cell"]["rows"], data["cell"]["width"]
    cells = []
    for node in near(data):
        x, y = node[form]
        if node["id"] == data["subject"]:
            cells.append((x - width / 2, y - 30, x + width / 2, y + 60))
        else:
            high = rows[node["lines"] - 1]
            cells.append((x - 10, y - high / 2, x - 10 + width - 1, y + high / 2))
    for one, other in combinations(cells, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] + 0.11 or other[3] <= one[1] + 0.11
        assert apart, (one, other)


@pytest.mark.parametrize("name", NAMES)
def test_the_table_says_every_statement_of_the_picture(pages: dict[str, str], name: str) -> None:
    data = data_of(pages[name])
    shown = {node["id"] for node in near(data)}
    rows = [attributes["data-row"] for tag, attributes in Elements(pages[name]).found if tag == "tr" and attributes]
    wanted = [number for number, edge in enumerate(data["edges"]) if {edge["from"], edge["to"]} <= shown]
    assert rows == [str(number) for number in wanted]


@pytest.mark.parametrize("name", NAMES)
def test_what_can_be_opened_is_one_step_farther_and_tied_to_what_is_shown(pages: dict[str, str], name: str) -> None:
    data = data_of(pages[name])
    shown = {node["id"] for node in near(data)}
    assert len(shown) <= data["most"] == 150
    farther = {node["id"] for node in data["nodes"]} - shown
    ends = {end for edge in data["edges"] for end in (edge["from"], edge["to"])}
    assert farther <= ends
    assert all(edge["from"] in shown or edge["to"] in shown for edge in data["edges"])


def test_the_farther_things_of_a_thing_are_all_there(graph: Graph, pages: dict[str, str]) -> None:
    own = data_of(drawn_around(graph, thing("proceeding", "icc-ukraine")))
    touched = {node["id"] for node in near(own)} - {"proceeding:icc-ukraine"}
    court = data_of(pages["court"])
    edges = [edge for edge in court["edges"] if "proceeding:icc-ukraine" in (edge["from"], edge["to"])]
    assert {end for edge in edges for end in (edge["from"], edge["to"])} - {"proceeding:icc-ukraine"} == touched


def test_a_title_says_what_is_found_what_is_left_out_and_the_date_of_the_data(pages: dict[str, str]) -> None:
    head = pages["treaty"].split("<main>")[0]
    title = re.search(r"<h1>Rome Statute[^<]*: tied to (\d+) states, (\d+) [^<]*</h1>", head)
    assert title is not None
    assert re.search(r"<strong>149 things</strong>\s+one step away", head)
    left_out = re.search(r"\d+ more left out \(States: (\d+)\)", head)
    assert left_out is not None
    states = sum(node["kind"] == "state" for node in near(data_of(pages["treaty"])))
    assert int(title[1]) == states + int(left_out[1])
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', head)


def test_every_kind_has_a_colour_and_a_shape_of_its_own(root: Path) -> None:
    style = read_style(root)
    assert set(CONNECTED) | {"other"} == set(style["kinds"])
    assert len({look["path"] for look in style["kinds"].values()}) == len(style["kinds"])
    assert {look["colour"] for look in style["kinds"].values()} <= set(style["palette"])


@pytest.mark.parametrize("kind", ["source", "claim", "action"])
def test_things_that_are_no_nodes_elsewhere_can_stand_in_the_middle(graph: Graph, kind: str) -> None:
    subjects = {str(quad.subject)[1:-1] for quad in graph.store.quads_for_pattern(None, A, None, EVERYTHING)}
    iri = min(iri for iri in subjects if iri.startswith(thing(kind, "")))
    assert data_of(drawn_around(graph, iri))["nodes"]


def test_labels_of_the_print_do_not_overlap(graph: Graph, root: Path) -> None:
    page = picture(graph, "neighbourhood", Asked(subject="icc"))
    plate, letters, boxes = page.shown["plate"], Lettering(root), []
    for mark, lines in plate.lettered():
        for text, x, y in lines:
            width = letters.width(text, mark.letters, bold=mark.below)
            left = x - width / 2 if mark.below else x
            boxes.append((left, y - 0.75 * mark.letters, left + width, y + 0.2 * mark.letters, text))
    width, height = page.shown["size"]
    for left, top, right, bottom, text in boxes:
        assert plate.left <= left, text
        assert right <= plate.left + width, text
        assert plate.top <= top, text
        assert bottom <= plate.top + height, text
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_a_browser_shows_a_page_without_request_or_error_and_all_can_use_it(
    browser: Browser, files: dict[str, Path], name: str, width: int, dark: bool
) -> None:
    watched = Watched(browser, files[name], width=width, height=800 if width > 800 else 844, dark=dark)
    page = watched.page
    page.wait_for_timeout(300)
    for button in page.locator("#details .thing").all()[:3]:
        if button.is_visible():
            button.click()
            break
    page.locator("#text").fill("a")
    page.locator("#text").press("Enter")
    opener = page.locator("#open")
    if opener.count():
        opener.click()
    assert page.evaluate("window.evil") is None
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than its window"
    page.wait_for_timeout(300)
    assert ink(page) > 0.01, "nothing is drawn"
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(20, 23, 28)" if dark else "rgb(255, 255, 255)")
    if name in ("court", "evil"):
        assert faults_of_access(page) == []
    page.context.close()
    assert not watched.wrong


def test_search_filter_and_address_work(browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser, files["court"]).page
    shown = page.locator("tr[data-row]:not([hidden])").count()
    page.locator("#text").fill("situation ukraine")
    page.locator("#text").press("Enter")
    assert page.locator("#details h2").inner_text() == "Situation in Ukraine"
    assert page.locator("#details a").first.get_attribute("href")
    page.uncheck("#legend input[value=ruling]")
    assert 0 < page.locator("tr[data-row]:not([hidden])").count() < shown
    assert page.url.endswith("#thing=proceeding%3Aicc-ukraine&without=ruling")
    again = Watched(browser, files["court"]).page
    again.goto(page.url)
    again.reload()
    again.wait_for_selector("html[data-ready=true]")
    assert again.locator("#details h2").inner_text() == "Situation in Ukraine"
    assert not again.locator("#legend input[value=ruling]").is_checked()
    for used in (page, again):
        used.context.close()


def test_a_thing_is_opened_and_folded_away_again(
    browser: Browser, files: dict[str, Path], pages: dict[str, str]
) -> None:
    data = data_of(pages["court"])
    page = Watched(browser, files["court"], width=1280, height=900).page
    rows = page.locator("tr[data-row]:not([hidden])")
    before = rows.count()
    page.locator("#text").fill("situation ukraine")
    page.locator("#text").press("Enter")
    opener = page.locator("#open")
    assert opener.get_attribute("aria-expanded") == "false"
    told = re.search(r"\((\d+)\)", opener.inner_text())
    assert told is not None
    farther = {node["id"] for node in data["nodes"] if node["distance"] > 1}
    added = [
        edge
        for edge in data["edges"]
        if "proceeding:icc-ukraine" in (edge["from"], edge["to"]) and {edge["from"], edge["to"]} & farther
    ]
    assert int(told[1]) == len({end for edge in added for end in (edge["from"], edge["to"])} & farther) > 0
    opener.focus()
    page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.id") == "open"
    assert "open=proceeding%3Aicc-ukraine" in page.url
    for edge in added:
        assert page.locator(f"tr[data-row='{data['edges'].index(edge)}']").is_visible()
    assert page.locator("#count").inner_text().startswith("Shown: 150 things")
    again = Watched(browser, files["court"]).page
    again.goto(page.url)
    again.reload()
    again.wait_for_selector("html[data-ready=true]")
    assert again.locator("#open").get_attribute("aria-expanded") == "true"
    again.locator("#open").click()
    assert again.locator("tr[data-row]:not([hidden])").count() == before
    assert "open=" not in again.url
    for used in (page, again):
        used.context.close()


def test_a_double_click_opens_and_the_picture_never_holds_more_than_150(
    browser: Browser, files: dict[str, Path], pages: dict[str, str]
) -> None:
    data = data_of(pages["court"])
    page = Watched(browser, files["court"]).page
    places = {node["id"]: node["wide"] for node in near(data)}
    x, y = places[data["subject"]]
    frames = data["frames"]["wide"]
    around = (
        min(x - 140, *(f["x"] - 4 for f in frames)),
        min(y - 40, *(f["y"] for f in frames)),
        max(x + 140, *(f["x"] + f["width"] for f in frames)),
        max(y + 70, *(f["y"] + f["height"] for f in frames)),
    )
    page.mouse.dblclick(*spot(page, tuple(places["treaty:rome-statute"]), around, 24))
    page.wait_for_selector("#open[aria-expanded=true]")
    assert page.locator("#details h2").inner_text().startswith("Rome Statute")
    assert re.match(r"Shown: 150 things; \d+ gave way", page.locator("#count").inner_text())
    page.context.close()


def test_what_is_found_farther_away_is_opened(browser: Browser, files: dict[str, Path], pages: dict[str, str]) -> None:
    far = next(node for node in data_of(pages["court"])["nodes"] if node["distance"] > 1 and node["kind"] == "state")
    page = Watched(browser, files["court"]).page
    page.locator("#text").fill(far["label"])
    page.locator(f"#hits .thing[data-thing='{far['id']}']").click()
    assert page.locator("#details h2").inner_text() == far["label"]
    assert page.locator("#details ol li").count() > 0
    assert "open=" in page.url
    page.context.close()


def test_the_table_can_be_used_with_the_keyboard_alone(browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser, files["state"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.locator("tbody th .thing").first.focus()
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == name
    page.keyboard.press("Escape")
    assert page.locator("#details h2").inner_text() == "Russia"
    page.context.close()


def test_the_picture_is_saved_as_svg_and_png(browser: Browser, files: dict[str, Path], pages: dict[str, str]) -> None:
    page = Watched(browser, files["evil"]).page
    with page.expect_download() as saved:
        page.locator("#save-svg").click()
    tree = ET.parse(saved.value.path()).getroot()
    space = "{http://www.w3.org/2000/svg}"
    marks = [path for path in tree.iter(f"{space}path") if "kind-" in path.attrib["class"]]
    drawn = near(data_of(pages["evil"]))
    kinds = {node["kind"] for node in drawn}
    assert len(marks) == len(drawn) + len(kinds), "a mark for each thing, and one for each kind in the key"
    words = "".join(text.text or "" for text in tree.iter(f"{space}text"))
    assert EVIL[0][:12] in words
    assert "Opposable (version" in words
    with page.expect_download() as saved:
        page.locator("#save-png").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    page.context.close()
