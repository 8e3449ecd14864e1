"""The overview: what ties actors and instruments on a day, in clusters by kind."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser

from browsing import SCREENS, Watched, data_of, faults_of_access, ink, lettered, spot
from kg.drawing.draw import drawn, picture
from kg.drawing.pages import Page
from kg.drawing.pictures import Asked
from kg.drawing.springs import spring
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import thing
from kg.networks.ties import KINDS, ties
from kg.oxigraph import Store
from kg.views import overview

DAY = "2026-01-01"


@pytest.fixture(scope="module")
def shown(graph: Graph) -> Page:
    """Return the overview of a day."""
    return picture(graph, "overview", Asked(on=DAY))


@pytest.fixture(scope="module")
def page(graph: Graph, shown: Page, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of that overview."""
    path = tmp_path_factory.mktemp("overview") / "page.html"
    path.write_bytes(drawn(graph, shown, "html"))
    return path


def edges(page: Page, **wanted: str) -> list[dict[str, Any]]:
    """Return the ties of a picture that have these values."""
    return [edge for edge in page.packed["edges"] if all(edge[key] == value for key, value in wanted.items())]


def test_parties_are_those_that_the_question_of_parties_names(graph: Graph, shown: Page) -> None:
    answer = graph.ask("parties", treaty="rome-statute", on=DAY)
    column = answer.columns.index("state")
    asked = {str(row[column]).removesuffix(">").rsplit("/", 1)[-1] for row in answer.rows}
    assert asked
    found = edges(shown, to="treaty:rome-statute", label="is party to")
    assert {edge["from"].removeprefix("state:") for edge in found} == asked


def test_a_day_before_a_thing_existed_shows_it_not(graph: Graph) -> None:
    old = ties(graph.store, graph.directory, Asked(on="2001-07-01").day)
    assert thing("body", "icc") not in old
    assert thing("treaty", "un-charter") in old
    told = {(start, end): found["label"] for start, end, found in old.edges(data=True)}
    signed = {label for (_, end), label in told.items() if end == thing("treaty", "rome-statute")}
    assert signed <= {"has signed", "is party to"}
    assert all(found["day"] is None or found["day"][:7] <= "2001-07" for _, _, found in old.edges(data=True))


def test_a_graph_in_which_nothing_is_tied_is_refused(root: Path) -> None:
    with pytest.raises(UsageFault, match=f"tied to anything on {DAY}"):
        picture(Graph(root, Store()), "overview", Asked(on=DAY))


def test_the_title_counts_what_bodies_rest_on(shown: Page) -> None:
    kinds = {node["id"]: node["kind"] for node in shown.packed["nodes"]}
    resting = {(edge["from"], kinds[edge["to"]]) for edge in edges(shown, label="rests on")}
    count = Counter(kind for body, kind in resting if kinds[body] == "body")
    bodies = sum(kind == "body" for kind in kinds.values())
    assert shown.title == (
        f"Of {bodies} adjudicatory bodies, {count['treaty']} rest on a treaty, {count['law']} on a law,"
        f" {count['resolution']} on a resolution"
    )


def test_the_table_has_every_thing_and_every_tie(shown: Page) -> None:
    rows = {row.key: row for row in shown.twin.rows}
    assert rows.keys() == {node["id"] for node in shown.packed["nodes"]}
    names = {node["id"]: node["label"] for node in shown.packed["nodes"]}
    for edge in shown.packed["edges"]:
        teller, other = edge["from"], edge["to"]
        if other.startswith("treaty:") and teller.startswith("state:"):
            teller, other = other, teller
        assert names[other] in rows[teller].cells[2], edge
        assert set(edge["sources"]) <= set(rows[teller].sources)


@pytest.mark.parametrize("form", ["wide", "tall"])
def test_cells_do_not_overlap_and_lie_in_the_frame_of_their_kind(shown: Page, form: str) -> None:
    look, frames = shown.data["look"], {frame["kind"]: frame for frame in shown.data["frames"][form]}
    places = [(node["kind"], *node[form]) for node in shown.packed["nodes"]]
    for kind, x, y in places:
        frame = frames[kind]
        assert frame["x"] <= x - look["mark"]
        assert x - look["mark"] + look["width"][kind] <= frame["x"] + frame["width"] + 0.1
        assert frame["y"] + look["title"] <= y - look["row"] / 2 + 0.1
        assert y + look["row"] / 2 <= frame["y"] + frame["height"] + 0.1
    for (kind, x, y), (_, other_x, other_y) in combinations(places, 2):
        beside = abs(x - other_x) >= look["width"][kind] - 0.1 or kind != _
        assert beside or abs(y - other_y) >= look["row"] - 0.1
    for one, other in combinations(frames.values(), 2):
        apart_across = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        assert apart_across or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]


def test_what_is_connected_lies_nearer_than_what_is_not() -> None:
    groups = [[f"{group}{number}" for number in range(8)] for group in "ab"]
    pairs = [pair for group in groups for pair in combinations(group, 2)] + [("a0", "b0")]
    places = spring([name for group in groups for name in group], pairs)
    assert places == spring([name for group in reversed(groups) for name in reversed(group)], reversed(pairs))

    def mean(names: list[str]) -> tuple[float, float]:
        return sum(places[n][0] for n in names) / 8, sum(places[n][1] for n in names) / 8

    def far(one: tuple[float, float], other: tuple[float, float]) -> float:
        return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)

    inside = max(far(places[name], mean(group)) for group in groups for name in group[1:])
    assert inside < far(mean(groups[0]), mean(groups[1]))


def test_things_beyond_a_thousand_lie_amid_what_they_are_connected_with() -> None:
    hubs = [f"h{number:04}" for number in range(1000)]
    ring = list(zip(hubs, [*hubs[1:], hubs[0]], strict=True))
    places = spring([*hubs, "z"], [*ring, ("z", "h0000")])
    assert places["z"] == places["h0000"]


def test_print_has_every_short_name_inside_its_cell(graph: Graph, shown: Page) -> None:
    tree = ET.fromstring(drawn(graph, shown, "svg"))
    words = " ".join(text.text or "" for text in tree.iter("{http://www.w3.org/2000/svg}text"))
    for node in shown.packed["nodes"]:
        assert node["short"].split()[0][:6] in words, node["id"]
    assert not [node["short"] for node in shown.packed["nodes"] if len(node["short"]) > len(node["label"])]


@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_a_browser_shows_it_without_request_or_error_and_all_can_use_it(
    browser: Browser, page: Path, width: int, dark: bool
) -> None:
    watched = Watched(browser, page, width=width, height=844, dark=dark)
    opened = watched.page
    opened.wait_for_timeout(300)
    assert ink(opened) > 0.01, "nothing is drawn"
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    paper = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(20, 23, 28)" if dark else "rgb(255, 255, 255)")
    assert faults_of_access(opened) == []
    opened.locator("#text").fill("criminal court")
    opened.locator("#text").press("Enter")
    assert faults_of_access(opened) == []
    opened.context.close()
    assert not watched.wrong


def test_search_is_used_with_the_keyboard_alone(browser: Browser, page: Path) -> None:
    opened = Watched(browser, page).page
    opened.locator("#text").focus()
    opened.keyboard.type("rome statute")
    hits = opened.locator("#hits .thing").all_inner_texts()
    assert len(hits) > 1
    opened.keyboard.press("ArrowDown")
    opened.keyboard.press("ArrowDown")
    assert opened.evaluate("document.activeElement.textContent") == hits[1]
    opened.keyboard.press("ArrowUp")
    opened.keyboard.press("Enter")
    assert opened.locator("#details h2").inner_text() == hits[0]
    opened.locator("#hits .thing").first.focus()
    opened.keyboard.press("Escape")
    assert opened.evaluate("document.activeElement.id") == "text"
    opened.keyboard.press("Escape")
    assert opened.locator("#details h2").inner_text() == "Most tied"
    opened.context.close()


def test_a_click_on_a_mark_tells_its_ties_and_their_sources(browser: Browser, page: Path, shown: Page) -> None:
    opened = Watched(browser, page).page
    node = next(node for node in shown.packed["nodes"] if node["id"] == "body:icc")
    size = [
        max(frame[at] + frame[by] for frame in shown.data["frames"]["wide"])
        for at, by in (("x", "width"), ("y", "height"))
    ]
    opened.mouse.click(*spot(opened, tuple(node["wide"]), (0, 0, size[0], size[1]), 12))
    assert opened.locator("#details h2").inner_text() == node["label"]
    assert opened.locator("#details h3").inner_text() == f"Ties: {node['ties']}"
    assert opened.locator("#details li .thing").count() == node["ties"]
    assert opened.locator("#details a[href^=http]").count() > 0
    assert opened.url.endswith("#thing=body%3Aicc")
    opened.context.close()


def test_a_filter_hides_a_kind_in_picture_and_table_and_stays_in_the_address(browser: Browser, page: Path) -> None:
    opened = Watched(browser, page).page
    rows = opened.locator("tr[data-row]:not([hidden])")
    before, drawn_before = rows.count(), ink(opened)
    opened.uncheck("#legend input[value=state]")
    opened.wait_for_timeout(300)
    states = opened.locator("tr[data-row^='state:']").count()
    assert rows.count() == before - states < before
    assert ink(opened) < drawn_before
    again = Watched(browser, page).page
    again.goto(opened.url)
    again.reload()
    again.wait_for_selector("html[data-ready=true]")
    assert not again.locator("#legend input[value=state]").is_checked()
    assert again.locator("tr[data-row]:not([hidden])").count() == before - states
    for used in (opened, again):
        used.context.close()


def test_the_picture_is_saved_as_svg_and_png(browser: Browser, page: Path, shown: Page) -> None:
    opened = Watched(browser, page).page
    with opened.expect_download() as saved:
        opened.locator("#save-svg").click()
    tree = ET.parse(saved.value.path()).getroot()
    space = "{http://www.w3.org/2000/svg}"
    marks = [path for path in tree.iter(f"{space}path") if "kind-" in path.attrib["class"]]
    kinds = {node["kind"] for node in shown.packed["nodes"]}
    assert len(marks) == len(shown.packed["nodes"]) + len(kinds), (
        "a mark for each thing, and one for each kind in the key"
    )
    assert shown.title in lettered(tree, "heading")
    with opened.expect_download() as saved:
        opened.locator("#save-png").click()
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")
    opened.context.close()


def generated(count: int) -> nx.MultiDiGraph[str]:
    """Return a network of so many things, two ties from each."""
    chance = random.Random(1)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(day=DAY)
    told: dict[str, Any] = {"day": DAY, "sources": (), "unconfirmed": False}
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        iri = thing(kind, f"g{number}")
        named = {"iri": iri, "label": f"{kind} number {number}", "short": f"{kind[0]}{number}", "kind": kind}
        network.add_node(iri, **told | named | {"claims": ()})
    iris = list(network)
    for iri in iris:
        for _ in range(2):
            network.add_edge(iri, chance.choice(iris), label="rests on", relation="instrument", **told)
    return network


def test_twenty_thousand_things_can_be_searched_and_chosen(browser: Browser, root: Path, tmp_path: Path) -> None:
    large = Graph(root, Store())
    found = overview.page(large, generated(20_000))
    assert len(found.packed["nodes"]) == 20_000
    path = tmp_path / "large.html"
    path.write_bytes(drawn(large, found, "html"))
    watched = Watched(browser, path)
    watched.page.locator("#text").fill("number 19999")
    watched.page.locator("#text").press("Enter")
    assert re.search(r"number 19999$", watched.page.locator("#details h2").inner_text())
    assert watched.page.locator("#details li .thing").count() >= 2
    watched.page.uncheck("#legend input[value=state]")
    assert watched.page.locator("tr[data-row^='state:']:not([hidden])").count() == 0
    assert ink(watched.page) > 0.01
    watched.page.context.close()
    assert not watched.wrong
    assert data_of(path.read_text(encoding="utf-8"))["drawn"] < len(found.packed["edges"])
