"""The picture of rival readings: its marks are the answers of each reading on the day shown."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import SCREENS, Watched, faults_of_access, marks, saved
from kg.drawing.draw import drawn, picture
from kg.drawing.pages import Page
from kg.drawing.pictures import Asked
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import short, thing

BEFORE, AFTER = "2026-01-08", "2026-01-09"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def rivals(graph: Graph) -> Page:
    """Return the picture of all contested subjects of a state whose law is read in several ways."""
    return picture(graph, "readings", Asked("RUS", on=AFTER))


@pytest.fixture(scope="module")
def file(graph: Graph, rivals: Page, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return its page as a file."""
    path = tmp_path_factory.mktemp("readings") / "page.html"
    path.write_bytes(drawn(graph, rivals, "html"))
    return path


def shown_on(page: Page, day: str) -> dict[tuple[str, str], dict[str, str]]:
    """Return, of each subject and rule whose readings differ on a day, the verdict under each reading."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    columns = page.shown["columns"]
    for key, spans in page.packed["spans"].items():
        for start, end, answers, differ in spans:
            if start <= day and (end is None or day < end):
                for column, answer, differs in zip(columns, answers, differ, strict=True):
                    if differs and answer is not None:
                        found.setdefault((key, column.rule), {})[column.reading.stem] = answer[0]
    return found


@pytest.mark.parametrize(
    ("state", "day"),
    [("RUS", "2022-09-15"), ("RUS", BEFORE), ("RUS", AFTER), ("RUS", "2026-11-25"), ("POL", AFTER), ("ITA", AFTER)],
)
def test_the_data_are_the_rivalries_of_the_graph(graph: Graph, rivals: Page, state: str, day: str) -> None:
    page = rivals if state == "RUS" else picture(graph, "readings", Asked(state, on=AFTER))
    kinds = {"situation": "proceeding", "case": "proceeding"}
    expected = {
        (short(thing(kinds.get(one.kind, one.kind), one.subject)), one.rule): {
            name: verdict for verdict, names in one.answers.items() for name in names
        }
        for one in graph.rivalries(state, on=day)
    }
    assert shown_on(page, day) == expected


def test_the_title_counts_the_contested_subjects(graph: Graph, rivals: Page) -> None:
    contested = {(one.kind, one.subject) for one in graph.rivalries("RUS", on=AFTER)}
    assert rivals.title.startswith(f"On {AFTER}, what the law of Russia makes of {len(contested)} subjects turns on")
    none = picture(graph, "readings", Asked("ARG", on=AFTER))
    assert none.title == f"On {AFTER}, nothing that the law of Argentina reaches turns on how it is read"
    assert drawn(graph, none, "png").startswith(b"\x89PNG")


def test_a_reading_says_what_it_says_and_who_proposes_it(graph: Graph, rivals: Page) -> None:
    assert len(rivals.shown["columns"]) > 4
    for column in rivals.shown["columns"]:
        reading = graph.reading(column.reading.stem)
        assert column.reading.definition == reading.definition
        assert [rivals.cited.listed[number - 1].iri for number in column.sources] == [
            c.iri for c in reading.proposed_by
        ]


def test_a_mark_stands_for_the_proof_under_its_reading(graph: Graph, rivals: Page) -> None:
    for column, answer in zip(rivals.shown["columns"], rivals.packed["spans"]["body:icc"][-1][2], strict=True):
        if answer is not None:
            proofs = [step.text for step in graph.why("RUS", "icc", on=AFTER, reading=column.reading.stem)]
            assert rivals.packed["steps"][answer[1]][0] in proofs


def test_a_reading_keeps_its_letter_where_one_subject_is_asked_about(graph: Graph, rivals: Page) -> None:
    letters = {column.reading.stem: column.letter for column in rivals.shown["columns"]}
    one = picture(graph, "readings", Asked("RUS", "icc", on=AFTER))
    assert 0 < len(one.shown["columns"]) <= len(letters)
    assert {column.reading.stem: column.letter for column in one.shown["columns"]}.items() <= letters.items()
    bodies = {body for *_, body in one.packed["subjects"].values()}
    assert bodies == {"body:icc"}
    assert len(one.packed["subjects"]) > 1, "what is under the court is there, too"


def test_a_state_must_be_named_and_a_reading_must_not(graph: Graph) -> None:
    with pytest.raises(UsageFault, match="--state"):
        picture(graph, "readings", Asked(on=AFTER))
    with pytest.raises(UsageFault, match="--reading"):
        picture(graph, "readings", Asked("RUS", reading="rus-limb-a-conferral", on=AFTER))


def test_the_picture_for_print_shows_what_the_page_shows(
    browser: Browser, graph: Graph, rivals: Page, file: Path
) -> None:
    tree = ET.fromstring(drawn(graph, rivals, "svg"))
    printed = []
    for row in tree.iter(f"{SVG}g"):
        if row.get("class") == "row":
            classes = [path.attrib["class"] for path in row.findall(f"{SVG}path")]
            verdicts = [name.rpartition("verdict-")[2] for name in classes if "verdict-" in name]
            printed.append([row.findtext(f"{SVG}text"), verdicts])
    page = Watched(browser, file).page
    shown = page.evaluate(
        """() => [...document.querySelectorAll('#rows .row')].map((row) => [
          row.querySelector('.label text').textContent.replace(/^[▸▾] /, ''),
          [...row.querySelectorAll('.cell .outline')].map((one) => one.getAttribute('class').split('verdict-')[1])])"""
    )
    assert shown == printed
    assert "".join(tree.find(f"{SVG}title").itertext()) == page.locator("h1").inner_text()  # type: ignore[union-attr]
    assert drawn(graph, rivals, "png").startswith(b"\x89PNG\r\n\x1a\n")


def test_the_slider_moves_the_contested_subjects(browser: Browser, graph: Graph, file: Path) -> None:
    watched = Watched(browser, file)
    page = watched.page
    there = page.locator(".row").count()
    page.locator("#slider").press("ArrowLeft")
    page.fill("#date", BEFORE)
    page.press("#date", "Tab")
    left = {(one.kind, one.subject) for one in graph.rivalries("RUS", on=BEFORE)}
    many = f"{len(left)} subject{'' if len(left) == 1 else 's'}" if left else "nothing"
    assert many in page.locator("h1").inner_text()
    assert page.locator(".row").count() < there
    assert "body:icc|0" not in marks(page)
    page.click("#later")
    assert page.locator("#shown-day").inner_text() == AFTER
    assert "body:icc|0" in marks(page)
    assert "readings differ on" in page.locator("#change").inner_text()
    assert page.locator("h1").inner_text() in page.locator("#citation").inner_text()
    assert not watched.wrong


def test_long_lists_fold_and_unfold(browser: Browser, file: Path) -> None:
    page = Watched(browser, file).page
    folded = page.locator(".row").count()
    fold = page.locator(".row.fold").first
    number = int((fold.locator(".label text").text_content() or "").split()[1])
    fold.locator(".label text").click()
    assert page.locator(".row").count() == folded + number
    page.locator(".row.fold").first.locator(".label text").click()
    assert page.locator(".row").count() == folded
    page.click("#unfold")
    assert page.locator(".row").count() > folded + number
    page.click("#unfold")
    assert page.locator(".row").count() == folded


def test_filter_search_and_address(browser: Browser, graph: Graph, file: Path) -> None:
    watched = Watched(browser, file)
    page = watched.page
    for kind in ("ruling", "case", "situation"):
        page.uncheck(f"#kinds input[value={kind}]")
    bodies = {one.subject for one in graph.rivalries("RUS", on=AFTER) if one.kind == "body"}
    assert {cell.split("|")[0] for cell in marks(page)} == {f"body:{body}" for body in bodies}
    assert page.locator("tr[data-row]:visible").count() == len(
        [one for one in graph.rivalries("RUS", on=AFTER) if one.kind == "body"]
    )
    page.fill("#text", "darfur")
    page.press("#text", "Enter")
    assert page.locator("#details h2").inner_text() == "Situation in Darfur, Sudan"
    assert page.locator("#kinds input[value=situation]").is_checked(), "what was searched is shown"
    again = Watched(browser, file)
    again.page.goto(page.url)
    again.page.reload()
    again.page.wait_for_selector("html[data-ready=true]")
    assert again.page.locator("#details h2").inner_text() == "Situation in Darfur, Sudan"
    assert not watched.wrong


def test_marks_are_chosen_by_mouse_and_keyboard(browser: Browser, graph: Graph, rivals: Page, file: Path) -> None:
    watched = Watched(browser, file)
    page = watched.page
    assert page.locator("#details .reading").count() == len(rivals.shown["columns"])
    page.click(".cell[data-cell='body:icc|1']")
    stem = rivals.shown["columns"][1].reading.stem
    [proof] = graph.why("RUS", "icc", on=AFTER, reading=stem)
    assert page.locator("#details .proof summary").first.inner_text() == proof.text
    page.focus("#frame")
    page.keyboard.press("ArrowLeft")
    stem = rivals.shown["columns"][0].reading.stem
    [proof] = graph.why("RUS", "icc", on=AFTER, reading=stem)
    assert page.locator("#details .proof summary").first.inner_text() == proof.text
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.focus("#frame")
    page.keyboard.press("Escape")
    assert page.locator("#details .reading").count() == len(rivals.shown["columns"])
    page.click("#head .reading >> nth=0")
    assert page.locator("#details h2").inner_text() == rivals.shown["columns"][0].reading.name
    assert page.locator("#details a[href^=http]").count() == len(rivals.shown["columns"][0].sources)
    page.click("#details .back")
    page.locator("tr[data-row]:visible .thing").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#details .proof").count() == 1
    assert not watched.wrong


def test_axe_finds_nothing_serious(browser: Browser, file: Path) -> None:
    for width, dark in SCREENS:
        watched = Watched(browser, file, width=width, height=800 if width > 800 else 844, dark=dark)
        page = watched.page
        assert faults_of_access(page) == []
        page.click(".cell >> nth=1")
        assert faults_of_access(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert not watched.wrong
        page.context.close()


def test_the_page_saves_what_it_shows_with_what_the_letters_mean(browser: Browser, rivals: Page, file: Path) -> None:
    watched = Watched(browser, file, width=390, height=844, dark=True)
    page = watched.page
    tree = ET.fromstring(saved(page, "#save-svg"))
    said = " ".join(text.text or "" for text in tree.iter(f"{SVG}text"))
    assert page.locator("h1").inner_text() in said
    for column in rivals.shown["columns"]:
        assert f"{column.letter} = {column.reading.name}." in said
    assert saved(page, "#save-png").startswith(b"\x89PNG")
    assert not watched.wrong
