"""The picture of a proof: graph and tree say what ``why`` says, and what is chosen in the one is so in the other."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from pyvis.network import Network

from attacks import replaced
from browsing import SCREENS, Elements, Watched, data_of, faults_of_access, written
from kg.conclusions.steps import Step
from kg.drawing.draw import drawn, picture
from kg.drawing.layering import laid_out, ranked
from kg.drawing.pages import Page
from kg.drawing.pictures import Asked
from kg.faults import UsageFault
from kg.graph import Graph
from seeds import outputs

ASKED = {
    "icc": Asked("RUS", "icc", on="2026-11-01"),
    "ecthr": Asked("RUS", "ecthr", on="2021-03-01"),
    "poland": Asked("POL", "ecthr", on="2024-01-01"),
    "situation": Asked("RUS", "icc-ukraine", on="2026-11-01"),
    "before": Asked("VEN", "iacthr", on="2001-01-01"),
}


@pytest.fixture(scope="module")
def pages(graph: Graph) -> dict[str, Page]:
    """Return pictures of proofs by name."""
    return {name: picture(graph, "proof", asked) for name, asked in ASKED.items()}


@pytest.fixture(scope="module")
def evil(graph: Graph) -> Graph:
    """Return the graph with an attack in the place of every text."""
    return replaced(graph)


def said(step: Step) -> tuple[Any, ...]:
    """Return what a step and those below it say, as nested values."""
    return (
        step.text, step.outcome, step.unconfirmed, tuple(sorted(c.iri for c in step.citations)),
        tuple(said(below) for below in step.steps),
    )  # fmt: skip


def packed(page: Page, number: int) -> tuple[Any, ...]:
    """Return the same of a step that a page carries."""
    text, outcome, unconfirmed, sources, below = page.packed["steps"][number]
    cited = tuple(sorted(page.cited.listed[source - 1].iri for source in sources))
    return text, outcome, bool(unconfirmed), cited, tuple(packed(page, one) for one in below)


@pytest.mark.parametrize("name", ASKED)
def test_the_page_carries_the_proofs_that_why_gives(graph: Graph, pages: dict[str, Page], name: str) -> None:
    asked = ASKED[name]
    assert asked.state is not None
    assert asked.subject is not None
    expected = graph.why(asked.state, asked.subject, on=asked.on)
    assert [packed(pages[name], proof["top"]) for proof in pages[name].packed["proofs"]] == [said(s) for s in expected]


@pytest.mark.parametrize("name", ASKED)
def test_the_graph_shows_every_step_once_and_every_line_between_two(pages: dict[str, Page], name: str) -> None:
    steps = pages[name].packed["steps"]
    for proof in pages[name].packed["proofs"]:
        shown = [box[0] for box in proof["boxes"]]
        assert len(shown) == len(set(shown))
        reached, queue = set(), [proof["top"]]
        while queue:
            step = queue.pop()
            if step not in reached:
                reached.add(step)
                queue.extend(steps[step][4])
        assert set(shown) == reached
        lines = {(upper, lower) for upper, lower, _, kind in proof["edges"] if kind != "cites"}
        assert lines == {(step, below) for step in reached for below in steps[step][4]}
        assert {source for source, *_ in proof["sources"]} == {s for step in reached for s in steps[step][3]}


@pytest.mark.parametrize("name", ASKED)
def test_no_two_boxes_touch_and_every_line_leads_downward(pages: dict[str, Page], name: str) -> None:
    for proof in pages[name].packed["proofs"]:
        boxes = {box[0]: box[1:5] for box in proof["boxes"]} | {f"s{s[0]}": s[1:5] for s in proof["sources"]}
        for (x, y, wide, high), (x2, y2, wide2, high2) in combinations(boxes.values(), 2):
            assert x + wide <= x2 or x2 + wide2 <= x or y + high <= y2 or y2 + high2 <= y
        width, height = proof["size"]
        assert all(x >= 0 and y >= 0 and x + w <= width + 1 and y + h <= height + 1 for x, y, w, h in boxes.values())
        for upper, lower, _, kind in proof["edges"]:
            if kind == "beside":
                assert boxes[upper][1] == boxes[lower][1]
            else:
                assert boxes[upper][1] + boxes[upper][3] < boxes[lower][1]


def test_no_text_is_cut_and_lines_of_a_proof_pass_no_box(pages: dict[str, Page]) -> None:
    """A line leaves the foot of its box and passes between others: its upright parts lie in no box."""
    for proof in pages["icc"].packed["proofs"]:
        boxes = [box[1:5] for box in proof["boxes"]]
        assert not [line for box in proof["boxes"] for line in box[8] if line.endswith("…")]
        for _, _, path, kind in proof["edges"]:
            if kind == "beside":
                continue
            numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", path)]
            x, y = numbers[0], numbers[1]
            for command, given in re.findall(r"([VCL])([^A-Z]*)", path):
                values = [float(number) for number in given.split()]
                if command == "V":
                    for left, top, wide, high in boxes:
                        inside = left < x < left + wide and max(top, y) + 1 < min(top + high, values[0])
                        assert not inside, (path, (left, top))
                    y = values[0]
                else:
                    x, y = values[-2:]


def test_the_title_states_the_finding(pages: dict[str, Page], graph: Graph) -> None:
    assert pages["before"].title == graph.why("VEN", "iacthr", on="2001-01-01")[0].text
    verdicts = [p.verdict for p in graph.assess("RUS", on="2026-11-01", subject="icc")]
    total, treated = len(verdicts), verdicts.count("treatedAsNonBinding")
    assert f"treated as non-binding under {treated} of {total} rules and readings" in pages["icc"].title


def test_a_reading_can_be_chosen_and_a_state_without_rules_is_refused(graph: Graph) -> None:
    reading = graph.assess("RUS", on="2026-11-01", subject="icc")[0].reading
    assert len(picture(graph, "proof", Asked("RUS", "icc", reading, "2026-11-01")).packed["proofs"]) == 1
    with pytest.raises(UsageFault, match="no rule of that state"):
        picture(graph, "proof", Asked("FRA", "icc", on="2026-11-01"))
    with pytest.raises(UsageFault, match="--subject"):
        picture(graph, "proof", Asked("RUS"))


def test_layers_keep_edges_downward_and_ranks_narrow() -> None:
    children = {"a": ["b", "c", "d", "e"], "b": ["f"], "c": ["f"], "d": [], "e": ["g"], "f": ["g"], "g": []}
    ranks = ranked("abcdefg", children, 2)
    assert all(ranks[child] > ranks[node] for node, below in children.items() for child in below)
    assert max(list(ranks.values()).count(rank) for rank in ranks.values()) <= 2
    laid = laid_out(ranks, children, dict.fromkeys(children, (50.0, 20.0)))
    assert set(laid.routes) == {(node, child) for node, below in children.items() for child in below}
    assert laid == laid_out(ranks, children, dict.fromkeys(children, (50.0, 20.0)))


def test_the_file_is_at_most_half_of_what_pyvis_makes_of_the_graph(graph: Graph, pages: dict[str, Page]) -> None:
    for page in pages.values():
        net = Network(directed=True, cdn_resources="in_line")
        for proof in page.packed["proofs"]:
            for step, *_ in proof["boxes"]:
                net.add_node(step, label=page.packed["steps"][step][0])
            for upper, lower, _, kind in proof["edges"]:
                if kind != "cites":
                    net.add_edge(upper, lower)
        assert 2 * len(drawn(graph, page, "html")) <= len(net.generate_html().encode())


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_without_a_browser_holds_every_proof(graph: Graph, pages: dict[str, Page], form: str) -> None:
    made = drawn(graph, pages["icc"], form)
    if form == "png":
        assert made.startswith(b"\x89PNG")
        return
    texts = ["".join(element.itertext()) for element in ET.fromstring(made).iter("{http://www.w3.org/2000/svg}text")]
    for proof in pages["icc"].packed["proofs"]:
        assert proof["heading"] in texts
        assert {line for box in proof["boxes"] for line in box[8]} <= set(texts)
    assert b"var(" not in made


def test_the_table_has_every_step_with_its_sources(graph: Graph, pages: dict[str, Page]) -> None:
    page = drawn(graph, pages["icc"], "html").decode()
    rows = [a["data-row"] for tag, a in Elements(page).found if tag == "tr" and "data-row" in a]
    assert set(rows) == {str(box[0]) for proof in pages["icc"].packed["proofs"] for box in proof["boxes"]}
    assert data_of(page)["steps"] == pages["icc"].packed["steps"]


def test_what_is_chosen_in_one_form_is_chosen_in_the_others(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path
) -> None:
    watched = Watched(browser, written(graph, pages["icc"], tmp_path))
    page, steps, proof = watched.page, pages["icc"].packed["steps"], pages["icc"].packed["proofs"][0]
    number = next(box[0] for box in proof["boxes"] if steps[box[0]][3] and steps[box[0]][1] is None)
    page.locator(f'[data-box="{number}"]').click()
    assert steps[number][0] in page.locator("#details").inner_text()
    assert page.locator("#details .sources li").count() == len(steps[number][3])
    assert page.locator("#tree li.current").first.get_attribute("data-step") == str(number)
    assert page.locator("#tree li.current").first.is_visible()
    other = steps[proof["top"]][4][2]
    page.locator(f'#tree li[data-step="{other}"] > details > summary').click()
    assert page.locator(".box.current").get_attribute("data-box") == str(other)
    assert page.locator("#details p").first.inner_text() == steps[other][0]
    page.locator(f'#twin [data-thing="{number}"]').click()
    assert page.locator(".box.current").get_attribute("data-box") == str(number)
    page.locator(f'.source[data-source="{steps[number][3][0]}"]').click()
    assert page.locator("#details h2").inner_text() == f"Source {steps[number][3][0]}"
    assert not watched.wrong


def test_readings_search_filter_keyboard_and_address(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path
) -> None:
    path = written(graph, pages["icc"], tmp_path)
    watched = Watched(browser, path)
    page, proofs, steps = watched.page, pages["icc"].packed["proofs"], pages["icc"].packed["steps"]
    assert page.locator(".box").count() == len(proofs[0]["boxes"])
    page.select_option("#which", "2")
    assert page.locator(".box").count() == len(proofs[2]["boxes"])
    assert page.locator("tr[data-row]:visible").count() == len(proofs[2]["boxes"])
    assert steps[proofs[2]["top"]][0] in page.locator("#tree").inner_text()
    page.uncheck("#legend input[value=fails]")
    failing = sum(steps[box[0]][1] == "fails" for box in proofs[2]["boxes"])
    assert failing > 0
    assert page.locator(".box.off").count() == failing
    assert page.locator("tr[data-row]:visible").count() == len(proofs[2]["boxes"]) - failing
    page.locator("#frame").focus()
    page.keyboard.press("ArrowDown")
    below = int(page.locator(".box.current").get_attribute("data-box") or "")
    assert below in steps[proofs[2]["top"]][4]
    page.keyboard.press("ArrowUp")
    assert page.locator(".box.current").get_attribute("data-box") == str(proofs[2]["top"])
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.fill("#text", "reading of the rule")
    page.press("#text", "Enter")
    assert page.locator("#details h2").inner_text() == "Reading of the rule"
    wide = page.evaluate("document.querySelector('svg.drawing').getBoundingClientRect().width")
    page.click("#fit")
    fitted = page.evaluate("document.querySelector('svg.drawing').getBoundingClientRect().width")
    assert fitted < wide
    assert fitted <= page.evaluate("document.getElementById('frame').clientWidth")
    again = Watched(browser, path)
    again.page.goto(page.url)
    again.page.reload()
    again.page.wait_for_selector("html[data-ready=true]")
    assert again.page.locator("#which").input_value() == "2"
    assert again.page.locator("#details h2").inner_text() == "Reading of the rule"
    assert not watched.wrong


def test_a_shown_picture_can_be_saved(browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path) -> None:
    watched = Watched(browser, written(graph, pages["poland"], tmp_path), dark=True)
    for form in ("svg", "png"):
        with watched.page.expect_download() as waited:
            watched.page.click(f"#save-{form}")
        saved = Path(waited.value.path()).read_bytes()
        assert waited.value.suggested_filename == f"proof-POL-ecthr.{form}"
        if form == "svg":
            whole = ET.fromstring(saved)
            assert b"var(" not in saved
            assert pages["poland"].title in "".join(whole.itertext())
            assert len(re.findall(rb'class="box ', saved)) == len(pages["poland"].packed["proofs"][0]["boxes"])
        else:
            assert saved.startswith(b"\x89PNG")
            assert len(saved) > 20_000


@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_axe_finds_no_serious_violation(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path, width: int, dark: bool
) -> None:
    watched = Watched(browser, written(graph, pages["icc"], tmp_path), width=width, dark=dark)
    assert faults_of_access(watched.page) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    card = watched.page.evaluate("getComputedStyle(document.querySelector('.part-rule .card')).fill")
    assert card == ("rgb(20, 23, 28)" if dark else "rgb(255, 255, 255)")
    assert not watched.wrong


def test_texts_that_attack_stay_texts(browser: Browser, evil: Graph, tmp_path: Path) -> None:
    page = picture(evil, "proof", Asked("RUS", "icc", on="2026-11-01"))
    watched = Watched(browser, written(evil, page, tmp_path))
    for box in watched.page.locator(".box").all()[:6]:
        box.click()
    assert watched.page.evaluate("window.evil") is None
    assert watched.page.locator("img").count() == 0
    assert "onerror" in watched.page.locator("#twin").inner_text()
    assert not watched.wrong
    ET.fromstring(drawn(evil, page, "svg"))


def test_a_page_is_the_same_with_any_hash_seed() -> None:
    code = """if True:
        import hashlib, kg
        from kg.drawing.draw import drawn, picture
        from kg.drawing.pictures import Asked
        graph = kg.open()
        shown = picture(graph, "proof", Asked("RUS", "icc", on="2026-11-01"))
        for form in ("html", "svg"):
            print(hashlib.sha256(drawn(graph, shown, form)).hexdigest())
    """
    assert len(outputs(code, seeds=("1", "2"))) == 1
