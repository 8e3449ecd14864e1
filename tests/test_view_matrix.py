"""The matrix: its marks are the answers of the day shown, in the page, in the table, and in the picture for print."""

from __future__ import annotations

import hashlib
import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from attacks import attacked
from browsing import SCREENS, Elements, Watched, data_of, faults_of_access, marks, saved
from kg.conclusions.positions import DEPENDS, NOT_COVERED, TREATED
from kg.conclusions.segments import joint_verdict
from kg.drawing.draw import drawn, picture
from kg.drawing.pages import Page
from kg.drawing.pictures import Asked
from kg.faults import UsageFault
from kg.graph import Graph
from seeds import outputs

BEFORE, AFTER = "2026-01-08", "2026-01-09"
DAYS = ("1950-06-01", "2015-12-31", "2016-04-19", "2022-09-15", BEFORE, AFTER, "2026-11-25")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawings(graph: Graph) -> dict[str, Page]:
    """Return pictures by name: all states, one state whose law changed often, one whose law changed once."""
    asked = {"all": Asked(on=BEFORE), "often": Asked("RUS", on=BEFORE), "once": Asked("POL", on=AFTER)}
    return {name: picture(graph, "matrix", what) for name, what in asked.items()}


@pytest.fixture(scope="module")
def files(graph: Graph, drawings: dict[str, Page], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the pages of the pictures as files."""
    found = {name: tmp_path_factory.mktemp("matrix") / f"{name}.html" for name in drawings}
    for name, path in found.items():
        path.write_bytes(drawn(graph, drawings[name], "html"))
    return found


def expected(graph: Graph, state: str, day: str) -> dict[str, tuple[str, str, bool]]:
    """Return for each body that exists on a day the joint verdict, the international answer, whether they conflict."""
    by_body: dict[str, list[Any]] = {}
    for position in graph.assess(state, on=day, all=True):
        if position.kind == "body":
            by_body.setdefault(position.subject, []).append(position)
    return {
        body: (joint_verdict(found), found[0].international, any(p.conflict for p in found))
        for body, found in by_body.items()
    }


def on(told: list[list[Any]], day: str) -> list[Any] | None:
    """Return what a page says of a pair on a day."""
    return next((one for one in told if one[0] <= day and (one[1] is None or day < one[1])), None)


@pytest.mark.parametrize("day", DAYS)
def test_the_data_are_the_answers_of_the_graph(graph: Graph, drawings: dict[str, Page], day: str) -> None:
    page = drawings["all"]
    for state in page.data["states"]:
        shown = {
            key.split("|")[1]: (one[2], one[3], bool(one[4]))
            for key, told in page.packed["cells"].items()
            if key.startswith(f"{state}|") and (one := on(told, day))
        }
        assert shown == expected(graph, state, day), state


def test_the_slider_stops_on_every_day_on_which_an_answer_changes(graph: Graph, drawings: dict[str, Page]) -> None:
    stops = set(drawings["often"].data["days"])
    flips = {
        str(row["day"]) for row in graph.flips("RUS").dicts() if str(row["subject"]).startswith(_BODY)
    }  # fmt: skip
    assert AFTER in flips
    assert flips <= stops


_BODY = "https://w3id.org/opposable/id/body/"


def test_the_proofs_behind_a_mark_are_those_of_the_graph(graph: Graph, drawings: dict[str, Page]) -> None:
    packed = drawings["often"].packed
    answers = on(packed["cells"]["RUS|icc"], AFTER)
    assert answers is not None
    numbers = [number for _, _, read in answers[5] for _, number in read]
    ours = [step.text for step in graph.why("RUS", "icc", on=AFTER)]
    assert sorted(packed["steps"][number][0] for number in numbers) == sorted(ours)
    assert all(packed["steps"][number][4] for number in numbers), "a proof rests on something"


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_the_table_tells_every_pair_that_a_rule_reaches(graph: Graph, drawings: dict[str, Page], day: str) -> None:
    rows = [
        row for row in drawings["often"].twin.rows
        if row.interval and row.interval[0] <= day and (row.interval[1] is None or day < row.interval[1])
    ]  # fmt: skip
    reached = {body for body, (verdict, _, _) in expected(graph, "RUS", day).items() if verdict != NOT_COVERED}
    assert {str(row.thing).split("|")[1] for row in rows} == reached
    assert all(row.sources for row in rows)


def test_a_state_alone_is_set_against_the_periods_of_its_law(drawings: dict[str, Page]) -> None:
    columns = drawings["often"].data["columns"]
    starts = [column[3] for column in columns]
    assert [column[4] for column in columns] == [*starts[1:], None]
    days = set()
    for body in drawings["often"].data["bodies"]:
        told = drawings["often"].packed["cells"][f"RUS|{body}"]
        days |= {after[0] for before, after in pairwise(told) if before[2] != after[2]}
    assert starts == [None, *sorted(days)]
    assert AFTER in starts


def test_the_title_states_the_finding(graph: Graph, drawings: dict[str, Page]) -> None:
    reached = {
        position.subject
        for position in graph.assess("RUS", on=BEFORE)
        if position.kind == "body" and position.verdict in (TREATED, DEPENDS)
    }
    assert drawings["often"].title.startswith(f"On {BEFORE}, rulings of {len(reached)} of ")
    assert drawings["often"].title.endswith("under the law of Russia")
    assert BEFORE in drawings["often"].citation
    assert drawings["often"].title in drawings["often"].citation


def test_the_picture_for_print_shows_what_the_page_shows(
    browser: Browser, graph: Graph, files: dict[str, Path], drawings: dict[str, Page]
) -> None:
    for name in ("all", "often"):
        tree = ET.fromstring(drawn(graph, drawings[name], "svg"))
        printed = {
            cell.attrib["data-cell"]: cell.find(f"{SVG}g/{SVG}path").attrib["class"].rpartition("verdict-")[2]  # type: ignore[union-attr]
            for cell in tree.iter(f"{SVG}g")
            if cell.get("class") == "cell"
        }
        watched = Watched(browser, files[name])
        assert printed == marks(watched.page)
        assert "".join(tree.find(f"{SVG}title").itertext()) == watched.page.locator("h1").inner_text()  # type: ignore[union-attr]
        key = [text.text for text in tree.findall(f".//{SVG}g[@class='key']/{SVG}text")]
        assert "treated as non-binding" in key
        watched.page.context.close()


def test_a_png_is_one_and_the_same_each_time(graph: Graph, drawings: dict[str, Page]) -> None:
    first = drawn(graph, drawings["once"], "png")
    assert first.startswith(b"\x89PNG\r\n\x1a\n")
    assert first == drawn(graph, drawings["once"], "png")


def test_a_page_is_the_same_with_any_hash_seed() -> None:
    code = """if True:
        import hashlib, kg
        from kg.drawing.draw import drawn, picture
        from kg.drawing.pictures import Asked
        graph = kg.open()
        for view in ("matrix", "readings"):
            page = picture(graph, view, Asked("POL", on="2026-01-09"))
            print(*(hashlib.sha256(drawn(graph, page, form)).hexdigest() for form in ("html", "svg")))
    """
    assert len(outputs(code, seeds=("1", "2"))) == 1


def test_names_of_things_that_are_unknown_are_refused(graph: Graph) -> None:
    with pytest.raises(UsageFault, match="no state is called"):
        picture(graph, "matrix", Asked("atlantis"))
    with pytest.raises(UsageFault, match="no date of the calendar"):
        picture(graph, "matrix", Asked(on="2026-02-30"))


def test_the_slider_moves_the_verdict_of_the_day(browser: Browser, graph: Graph, files: dict[str, Path]) -> None:
    watched = Watched(browser, files["all"])
    page, cell = watched.page, "RUS|icc"
    assert marks(page)[cell] == expected(graph, "RUS", BEFORE)["icc"][0] == NOT_COVERED
    title = page.locator("h1").inner_text()
    page.locator("#slider").press("ArrowRight")
    assert page.locator("#shown-day").inner_text() == AFTER
    assert marks(page)[cell] == expected(graph, "RUS", AFTER)["icc"][0] != NOT_COVERED
    assert page.locator("h1").inner_text() != title
    assert page.locator("h1").inner_text() == page.title()
    assert page.locator("h1").inner_text() in page.locator("#citation").inner_text()
    assert page.locator("#citation").inner_text().endswith(f"as of {AFTER}.")
    assert re.search(r"the answer changes for \d+ pairs", page.locator("#change").inner_text())
    page.click("#earlier")
    assert page.locator("#shown-day").inner_text() == BEFORE
    assert marks(page)[cell] == NOT_COVERED
    page.fill("#date", "2026-02-30")
    page.press("#date", "Enter")
    assert page.locator("#shown-day").inner_text() == BEFORE
    page.fill("#date", "2022-09-15")
    page.press("#date", "Tab")
    for state in ("RUS", "POL", "DEU"):
        for body, (verdict, _, _) in expected(graph, state, "2022-09-15").items():
            assert marks(page)[f"{state}|{body}"] == verdict
            break
    assert not watched.wrong


def test_the_column_of_the_day_follows_the_slider(browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser, files["often"]).page
    chosen = page.locator("#head .chosen-column")
    assert " ".join(chosen.all_text_contents()) == "from 2020-06-19"
    left = float(page.locator("#now").get_attribute("x") or 0)
    page.locator("#slider").press("ArrowRight")
    assert " ".join(chosen.all_text_contents()) == f"from {AFTER}"
    assert float(page.locator("#now").get_attribute("x") or 0) > left


def test_filters_search_and_address(browser: Browser, files: dict[str, Path]) -> None:
    watched = Watched(browser, files["all"])
    page = watched.page
    whole = marks(page)
    page.uncheck("#legend input[value=notCovered]")
    assert marks(page) == {cell: verdict for cell, verdict in whole.items() if verdict != NOT_COVERED}
    page.check("#legend input[value=notCovered]")
    assert marks(page) == whole
    kind = page.locator("#kinds input").first.get_attribute("value")
    page.uncheck(f"#kinds input[value='{kind}']")
    bodies = {
        f"{body}" for body, (_, of) in data_of(files["all"].read_text(encoding="utf-8"))["bodies"].items() if of == kind
    }
    assert {cell for cell in whole if cell.split("|")[1] not in bodies} == set(marks(page))
    rows = page.locator("tr[data-row]:visible").count()
    page.check(f"#kinds input[value='{kind}']")
    assert page.locator("tr[data-row]:visible").count() >= rows
    page.fill("#text", "international criminal court")
    page.press("#text", "Enter")
    assert page.locator("#details h2").inner_text().endswith("International Criminal Court")
    page.uncheck("#legend input[value=undetermined]")
    page.locator("#slider").press("ArrowRight")
    again = Watched(browser, files["all"])
    again.page.goto(page.url)
    again.page.reload()
    again.page.wait_for_selector("html[data-ready=true]")
    assert again.page.locator("#shown-day").inner_text() == AFTER
    assert not again.page.locator("#legend input[value=undetermined]").is_checked()
    assert again.page.locator("#details h2").inner_text().endswith("International Criminal Court")
    assert marks(again.page) == marks(page)
    assert not watched.wrong


def test_a_mark_shows_its_proof_to_mouse_and_keyboard(browser: Browser, graph: Graph, files: dict[str, Path]) -> None:
    watched = Watched(browser, files["all"])
    page = watched.page
    page.locator("#slider").press("ArrowRight")
    page.click(".cell[data-cell='RUS|icc']")
    assert page.locator("#details h2").inner_text() == "Russia: International Criminal Court"
    assert page.locator("#details .proof").count() == len(graph.why("RUS", "icc", on=AFTER))
    assert page.locator("#details .proof summary").first.inner_text().startswith("Russia treats rulings")
    page.focus("#frame")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#details h2").inner_text() == "Poland: International Criminal Court"
    assert page.locator("#details").inner_text().endswith("No recorded rule of the state reaches it.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert not watched.wrong


def test_the_table_is_reached_and_used_with_the_keyboard_alone(browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser, files["often"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "twin"
    for row in page.locator("tr[data-row]:visible").all()[:2]:
        assert row.locator("td.cites a").count()


@pytest.mark.parametrize("name", ["all", "often"])
def test_axe_finds_nothing_serious(browser: Browser, files: dict[str, Path], name: str) -> None:
    for width, dark in SCREENS:
        watched = Watched(browser, files[name], width=width, height=800 if width > 800 else 844, dark=dark)
        page = watched.page
        page.click(".cell >> nth=0")
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (paper == "rgb(255, 255, 255)") != dark
        assert not watched.wrong
        page.context.close()


def test_the_page_saves_what_it_shows(browser: Browser, files: dict[str, Path]) -> None:
    watched = Watched(browser, files["often"], dark=True)
    page = watched.page
    page.uncheck("#legend input[value=notCovered]")
    page.locator("#slider").press("ArrowRight")
    tree = ET.fromstring(saved(page, "#save-svg"))
    heading = " ".join(text.text or "" for text in tree.findall(f"{SVG}text[@class='heading']"))
    assert heading == page.locator("h1").inner_text()
    assert "var(" not in "".join(tree.find(f"{SVG}style").itertext())  # type: ignore[union-attr]
    drawn_marks = [
        group for group in tree.iter(f"{SVG}g") if group.get("class") == "cell" and "none" not in group.get("style", "")
    ]
    assert len(drawn_marks) >= len(marks(page)) > 20
    assert saved(page, "#save-png").startswith(b"\x89PNG")
    assert not watched.wrong


def test_printing_leaves_the_answer_and_no_controls(browser: Browser, files: dict[str, Path]) -> None:
    page = Watched(browser, files["often"]).page
    page.emulate_media(media="print")
    assert not page.locator("#days").is_visible()
    assert not page.locator("#save-png").is_visible()
    assert page.locator("svg.drawing").is_visible()
    assert page.locator("#twin table").is_visible()
    assert page.locator("#citation").is_visible()


@pytest.mark.parametrize("view", ["matrix", "readings"])
def test_texts_that_attack_stay_texts(browser: Browser, graph: Graph, tmp_path: Path, view: str) -> None:
    evil = attacked(graph)
    page = picture(evil, view, Asked("https://w3id.org/opposable/id/state/POL", on=AFTER))
    path = tmp_path / "evil.html"
    path.write_bytes(drawn(evil, page, "html"))
    elements = Elements(path.read_text(encoding="utf-8"))
    assert not [tag for tag, _ in elements.found if tag in ("img", "iframe", "object")]
    for tag, attributes in elements.found:
        assert not [name for name in attributes if name.startswith("on")]
        if "href" in attributes:
            assert tag == "a"
            assert re.match(r"https?://|#twin$|#s\d+$", attributes["href"] or "")
    watched = Watched(browser, path)
    shown = watched.page
    names = shown.locator(".row title").evaluate_all("(titles) => titles.map((title) => title.textContent)")
    assert any("onerror=" in name for name in names)
    shown.click(".cell >> nth=0")
    shown.fill("#text", "img")
    shown.press("#text", "Enter")
    for summary in shown.locator("#details summary").all()[:20]:
        if summary.is_visible():
            summary.click()
    assert shown.evaluate("window.evil") is None
    assert shown.locator("img").count() == 0
    assert not watched.wrong
    ET.fromstring(drawn(evil, page, "svg"))
    assert hashlib.sha256(drawn(evil, page, "png")).digest()
