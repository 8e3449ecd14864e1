"""The picture of a state over time: its bars and flips are those of the graph, whatever span of years is shown."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from attacks import replaced
from browsing import SCREENS, Elements, Watched, data_of, faults_of_access, lettered, written
from kg.conclusions.positions import NOT_COVERED, Position
from kg.conclusions.segments import DIFFER, segments
from kg.drawing.draw import drawn, picture
from kg.drawing.pages import Page
from kg.drawing.pictures import Asked
from kg.drawing.timescale import BEFORE, Scale
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import stem, thing
from seeds import outputs

DAY = "2026-11-26"
ASKED = {
    "russia": Asked("RUS", on=DAY),
    "poland": Asked("POL", on=DAY),
    "venezuela": Asked("VEN", on="2009-01-01"),
    "court": Asked("RUS", "ecthr", on=DAY),
    "none": Asked("FRA", on=DAY),
}
WITH_RULES = ("russia", "poland", "venezuela", "court")


@pytest.fixture(scope="module")
def pages(graph: Graph) -> dict[str, Page]:
    """Return timelines by name."""
    return {name: picture(graph, "timeline", asked) for name, asked in ASKED.items()}


def lanes_of(page: Page, group: str) -> dict[str, list[Any]]:
    """Return the lanes of a group, by key."""
    return {lane[0]: lane for lane in page.packed["lanes"] if lane[1] == group}


def by_subject(graph: Graph, asked: Asked) -> dict[str, list[Position]]:
    """Return the positions of what is asked, by the key of their subject's lane."""
    found: dict[str, list[Position]] = {}
    for position in graph.timeline(asked.state or "", asked.subject):
        if asked.subject or position.kind == "body":
            kind = "proceeding" if position.kind in ("situation", "case") else position.kind
            found.setdefault(f"position:{kind}-{position.subject}", []).append(position)
    return found


@pytest.mark.parametrize("name", WITH_RULES)
def test_the_bars_of_positions_are_the_timeline_of_the_graph(
    graph: Graph, pages: dict[str, Page], name: str
) -> None:  # fmt: skip
    lanes = lanes_of(pages[name], "position")
    for key, positions in by_subject(graph, ASKED[name]).items():
        expected = [
            [s.start.isoformat(), s.end.isoformat() if s.end else None, s.verdict, s.international, int(s.conflict)]
            for s in segments(positions)
        ]
        assert [bar[:5] for bar in lanes[key][4]] == expected
        ever = any(bar[2] != NOT_COVERED for bar in lanes[key][4])
        assert lanes[key][3] == int(ever or ASKED[name].subject is not None)


@pytest.mark.parametrize("name", WITH_RULES)
def test_the_proofs_of_a_bar_are_those_of_its_positions(graph: Graph, pages: dict[str, Page], name: str) -> None:
    lanes, steps = lanes_of(pages[name], "position"), pages[name].packed["steps"]
    shown = sorted((key, found) for key, found in by_subject(graph, ASKED[name]).items() if lanes[key][3])[:3]
    for key, positions in shown:
        for bar, segment in zip(lanes[key][4], segments(positions), strict=True):
            told = [p for p in segment.positions if p.rule or ASKED[name].subject]
            assert [steps[proof][0] for _, proof in bar[5]] == [graph.proof(p, segment.start).text for p in told]


@pytest.mark.parametrize("name", WITH_RULES)
def test_flips_are_the_days_on_which_a_joint_verdict_changes(
    graph: Graph, pages: dict[str, Page], name: str
) -> None:  # fmt: skip
    expected: dict[str, set[tuple[str, str, str]]] = {}
    for key, positions in by_subject(graph, ASKED[name]).items():
        parts = segments(positions)
        for before, after in pairwise(parts):
            if before.verdict != after.verdict:
                expected.setdefault(after.start.isoformat(), set()).add((key, before.verdict, after.verdict))
    flips = pages[name].packed["flips"]
    assert {day: set(map(tuple, changed)) for day, changed, _ in flips} == expected
    assert expected
    texts = [pages[name].packed["steps"][cause][0] for _, _, causes in flips for cause in causes]
    assert texts
    asked = ASKED[name]
    facts = {stem(str(row["fact"])) for row in graph.flips(asked.subject or asked.state or "").dicts()}
    assert facts
    for day, _, causes in flips:
        assert causes, day
        assert any(day in pages[name].packed["steps"][cause][0] for cause in causes)


@pytest.mark.parametrize("name", ASKED)
def test_bars_and_marks_of_treaties_are_participations_and_acts(
    graph: Graph, pages: dict[str, Page], name: str
) -> None:  # fmt: skip
    state = ASKED[name].state or ""
    bars, days = set(), set()
    for row in graph.ask("participation-timeline", state=state).dicts():
        bars.add((f"treaty:{stem(str(row['treaty']))}", row["from"], row["until"], stem(str(row["status"]))))
        days.add((f"treaty:{stem(str(row['treaty']))}", row["actDate"]))
    lanes = lanes_of(pages[name], "treaty")
    assert {(key, *bar[:3]) for key, lane in lanes.items() for bar in lane[4]} >= bars
    assert {(key, mark[0]) for key, lane in lanes.items() for mark in lane[5]} >= days
    firsts = [min([b[0] for b in lane[4]] + [m[0] for m in lane[5]]) for lane in lanes.values()]
    assert firsts == sorted(firsts)
    founding = {stem(str(row[0])) for row in graph.query(FOUNDING).rows}
    for key, lane in lanes.items():
        if ASKED[name].subject is None:
            assert lane[3] or key.removeprefix("treaty:") not in founding


FOUNDING = """PREFIX op: <https://w3id.org/opposable/ontology/>
SELECT DISTINCT ?treaty WHERE {
  ?body a op:AdjudicatoryBody ; op:effectiveBasis ?basis . ?basis op:instrument ?treaty . ?treaty a op:Treaty }"""


@pytest.mark.parametrize("name", ["russia", "poland", "venezuela"])
def test_rules_are_those_of_the_state(graph: Graph, pages: dict[str, Page], name: str) -> None:
    rows = list(graph.ask("rules-of-state", state=ASKED[name].state or "").dicts())
    expected = {(f"rule:{stem(str(row['rule']))}", row["from"], row["until"]) for row in rows}
    lanes = lanes_of(pages[name], "rule")
    assert {(key, *bar[:2]) for key, lane in lanes.items() for bar in lane[4] if bar[2] != "deemed"} == expected


def test_a_subject_has_a_lane_for_each_rule_and_reading(graph: Graph, pages: dict[str, Page]) -> None:
    keys = {
        f"position:{p.rule}" + (f":{p.reading}" if p.reading else "") for p in graph.timeline("RUS", "ecthr") if p.rule
    }
    assert set(lanes_of(pages["court"], "position")) == keys | {"position:body-ecthr"}


def test_titles_state_the_finding(graph: Graph, pages: dict[str, Page]) -> None:
    found = graph.assess("RUS", on=DAY)
    reached = len({p.subject for p in found if p.kind == "body"})
    flips = len(pages["russia"].packed["flips"])
    assert pages["russia"].title.startswith(
        f"Russia: {flips} flips since {pages['russia'].packed['flips'][0][0][:4]}; "
    )
    assert f"on {DAY} rulings of {reached} of " in pages["russia"].title
    assert "readings of the rule differ" in pages["court"].title
    assert pages["none"].title.startswith("France: no rule recorded")
    assert "not a finding that it has none" in pages["none"].lead
    assert lanes_of(pages["none"], "treaty")
    assert not lanes_of(pages["none"], "position")


def test_one_reading_can_be_chosen_and_a_state_must_be(graph: Graph) -> None:
    reading = next(p.reading for p in graph.assess("RUS", on=DAY, subject="icc") if p.verdict == "treatedAsNonBinding")
    one = picture(graph, "timeline", Asked("RUS", "icc", reading, DAY))
    looks = {bar[2] for lane in lanes_of(one, "position").values() for bar in lane[4]}
    assert looks == {NOT_COVERED, "treatedAsNonBinding"}
    whole = picture(graph, "timeline", Asked("RUS", "icc", on=DAY))
    assert DIFFER in {bar[2] for lane in lanes_of(whole, "position").values() for bar in lane[4]}
    with pytest.raises(UsageFault, match="--state"):
        picture(graph, "timeline", Asked())
    with pytest.raises(UsageFault):
        picture(graph, "timeline", Asked("RUS", reading="no such reading"))


def test_a_scale_keeps_the_order_of_days_and_gives_later_years_room() -> None:
    scale = Scale("1900-01-01", "2026-01-01", 1000, "2015-01-01")
    places = [
        scale.at(day) for day in ("1890-01-01", "1900-01-01", "1957-07-02", "2015-01-01", "2020-01-01", "2030-01-01")
    ]
    assert places == sorted(places)
    assert (places[0], places[1], places[3], places[5]) == (0, 0, 1000 * BEFORE, 1000)
    assert abs(places[2] - 500 * BEFORE) < 1
    years = Scale("1900-01-01", "2026-01-01", 1000, None).years()
    assert [year for year, _ in years][:2] == [1900, 1910]
    assert all(later - earlier > 50 for (_, earlier), (_, later) in pairwise(years))


def test_the_table_has_every_bar_act_and_flip(graph: Graph, pages: dict[str, Page]) -> None:
    page = drawn(graph, pages["poland"], "html").decode()
    rows = [a["data-row"] for tag, a in Elements(page).found if tag == "tr" and "data-row" in a]
    packed = data_of(page)
    bars = sum(len(lane[4]) + len(lane[5]) for lane in packed["lanes"])
    assert len(rows) == len(set(rows)) == bars + len(packed["flips"])
    assert data_of(page)["day"] == DAY


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_picture_without_a_browser_shows_lanes_flips_and_a_legend(
    graph: Graph, pages: dict[str, Page], form: str
) -> None:  # fmt: skip
    made = drawn(graph, pages["russia"], form)
    if form == "png":
        assert made.startswith(b"\x89PNG")
        return
    assert b"var(" not in made
    texts = ["".join(element.itertext()) for element in ET.fromstring(made).iter("{http://www.w3.org/2000/svg}text")]
    for day, changed, _ in pages["russia"].packed["flips"]:
        assert f"{day} · {len(changed)}" in texts
    assert {"Treaties", "party", "depends on the proceeding", "readings of the rule differ"} <= set(texts)


def test_a_span_can_be_chosen_by_fields_by_buttons_and_by_dragging(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path
) -> None:
    path = written(graph, pages["russia"], tmp_path)
    watched = Watched(browser, path)
    page = watched.page
    flips = pages["russia"].packed["flips"]
    assert page.locator(".fliptag").count() == len(flips)
    rows = page.locator("tr[data-row]:visible").count()
    page.fill("#from", "2018")
    page.fill("#to", "2021")
    page.press("#to", "Enter")
    assert page.locator("#shown").inner_text().startswith("From 2018-01-01 to 2021-12-31: 1 flip,")
    assert page.locator(".fliptag").count() == sum("2018" <= day[:4] <= "2021" for day, *_ in flips)
    assert page.locator("tr[data-row]:visible").count() < rows
    assert "from=2018-01-01&to=2021-12-31" in page.url
    again = Watched(browser, path)
    again.page.goto(page.url)
    again.page.reload()
    again.page.wait_for_selector("html[data-ready=true]")
    assert again.page.locator("#from").input_value() == "2018-01-01"
    page.fill("#from", "2022")
    page.press("#from", "Enter")
    assert page.evaluate("document.getElementById('to').validationMessage") == "This is before the other."
    page.click("#all")
    assert page.locator(".fliptag").count() == len(flips)
    page.click("#since")
    since = data_of(path.read_text(encoding="utf-8"))["since"]
    assert page.locator("#from").input_value() == f"{since[:4]}-01-01"
    box = page.locator(".brush").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.8 * box["width"], middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], middle, steps=4)
    assert page.locator(".chosen").count() == 1
    page.mouse.up()
    first, last = (date.fromisoformat(page.locator(f"#{name}").input_value()) for name in ("from", "to"))
    assert date(2015, 1, 1) < first < last < date(2026, 1, 1)
    assert not watched.wrong


def test_bars_of_each_verdict_have_a_colour_and_a_pattern(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path
) -> None:
    """The pattern is of lines: printed to PDF, a page with SVG's own patterns took fifty megabytes."""
    watched = Watched(browser, written(graph, pages["russia"], tmp_path))
    for look, pattern in (("dependsOnProceeding", "hatch"), ("readingsDiffer", "cross"), ("undetermined", "dots")):
        bars = watched.page.locator(f".bar:has(> .verdict-{look})")
        assert bars.count() == watched.page.locator(f".bar:has(> .verdict-{look}) > .pattern-{pattern}").count()
    assert watched.page.locator(".bar > .pattern-hatch").count() > 20
    assert len(watched.page.pdf(format="A4")) < 3_000_000


def test_the_wheel_scrolls_and_does_not_zoom(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path
) -> None:  # fmt: skip
    page = Watched(browser, written(graph, pages["russia"], tmp_path)).page
    page.locator("#frame").hover()
    shown = page.locator("#shown").inner_text()
    page.mouse.wheel(0, 400)
    page.wait_for_timeout(500)
    assert page.evaluate("document.getElementById('frame').scrollTop") > 100
    assert page.locator("#shown").inner_text() == shown
    assert page.locator("#head").get_attribute("transform") != "translate(0 0)"


def test_bars_flips_and_acts_tell_why(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path
) -> None:  # fmt: skip
    watched = Watched(browser, written(graph, pages["russia"], tmp_path))
    page, steps = watched.page, pages["russia"].packed["steps"]
    day, changed, causes = pages["russia"].packed["flips"][0]
    page.locator(".fliptag text").first.click()
    told = page.locator("#details").inner_text()
    assert f"Flip of {day}" in told
    assert all(steps[cause][0] in told for cause in causes)
    assert page.locator("#details .changed li").count() == len(changed)
    page.locator("#details .changed .thing").first.click()
    assert page.locator("#details h2").inner_text() == "European Court of Human Rights"
    assert "Readings of the rule differ from" in page.locator("#details").inner_text()
    assert page.locator("#details .proof").count() > 1
    assert page.locator("#details .sources li").count() > 3
    act = page.locator('[data-item^="treaty:rome-statute|m"]').last
    act.click()
    assert "Signature withdrawn" in page.locator("#details").inner_text()
    assert page.locator("#details .sources a[href^=http]").count() >= 1
    assert page.locator(".act.current").count() == 1
    assert not watched.wrong


def test_filters_search_and_keyboard(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path
) -> None:  # fmt: skip
    watched = Watched(browser, written(graph, pages["russia"], tmp_path))
    page, lanes = watched.page, pages["russia"].packed["lanes"]
    assert page.locator(".lane").count() == sum(lane[3] for lane in lanes)
    page.check("#shows [name=every][value=position]")
    page.check("#shows [name=every][value=treaty]")
    assert page.locator(".lane").count() == len(lanes)
    page.uncheck("#shows [name=every][value=treaty]")
    page.uncheck("#shows [name=group][value=treaty]")
    page.uncheck("#shows [name=group][value=rule]")
    assert page.locator(".lane").count() == sum(lane[1] == "position" for lane in lanes)
    page.uncheck("#legend input[value=notCovered]")
    reached = [lane for lane in lanes if lane[1] == "position" and any(bar[2] != NOT_COVERED for bar in lane[4])]
    assert page.locator(".lane").count() == len(reached)
    assert page.locator(".bar[data-item] .verdict-notCovered").count() == 0
    page.locator("#frame").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#details h2").inner_text().startswith("Flip of ")
    page.keyboard.press("ArrowRight")
    assert page.locator("#details h2").inner_text() == f"Flip of {pages['russia'].packed['flips'][1][0]}"
    page.keyboard.press("ArrowDown")
    assert page.locator(".bar.current").count() == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.fill("#text", "rome statute")
    page.press("#text", "Enter")
    assert "Rome Statute" in page.locator("#details h2").inner_text()
    assert page.locator(".bar.current").count() == 1, "what a search finds is shown though a filter left it out"
    button = page.locator("#twin tr:visible .thing").last
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("#details h2").inner_text() == button.inner_text()
    assert not watched.wrong


def test_a_shown_picture_can_be_saved(browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path) -> None:
    watched = Watched(browser, written(graph, pages["poland"], tmp_path), dark=True)
    for form in ("svg", "png"):
        with watched.page.expect_download() as waited:
            watched.page.click(f"#save-{form}")
        saved = Path(waited.value.path()).read_bytes()
        assert waited.value.suggested_filename == f"timeline-POL.{form}"
        if form == "svg":
            assert b"var(" not in saved
            said = "".join(ET.fromstring(saved).itertext())
            assert pages["poland"].title in lettered(ET.fromstring(saved), "heading")
            assert all(day in said for day, *_ in pages["poland"].packed["flips"])
        else:
            assert saved.startswith(b"\x89PNG")
            assert len(saved) > 20_000
    assert not [one for one in watched.wrong if not one.startswith("request: blob:")]


@pytest.mark.parametrize("name", ["russia", "none", "court"])
@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_axe_finds_no_serious_violation(
    browser: Browser, graph: Graph, pages: dict[str, Page], tmp_path: Path, name: str, width: int, dark: bool
) -> None:
    watched = Watched(browser, written(graph, pages[name], tmp_path), width=width, dark=dark)
    page = watched.page
    assert faults_of_access(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    paper = page.evaluate("getComputedStyle(document.querySelector('#head .paper')).fill")
    assert paper == ("rgb(20, 23, 28)" if dark else "rgb(255, 255, 255)")
    labels = page.locator(".lane > text").evaluate_all(
        "all => all.filter((one) => one.getBBox().width > one.ownerSVGElement.clientWidth).length"
    )
    assert labels == 0
    assert not watched.wrong


def test_texts_that_attack_stay_texts(browser: Browser, graph: Graph, tmp_path: Path) -> None:
    evil = replaced(graph)
    page = picture(evil, "timeline", Asked(thing("state", "POL"), on=DAY))
    watched = Watched(browser, written(evil, page, tmp_path))
    for item in watched.page.locator(".bar[data-item^=rule]").all()[:4]:
        item.click()
    watched.page.locator(".fliptag text").first.click()
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
        shown = picture(graph, "timeline", Asked("POL", on="2026-11-26"))
        for form in ("html", "svg"):
            print(hashlib.sha256(drawn(graph, shown, form)).hexdigest())
    """
    assert len(outputs(code, seeds=("1", "2"))) == 1
