"""The map of duties to arrest: it says what the answer says, on every day, and one can use it in every way."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from attacks import EVIL
from browsing import SCREENS, Elements, Watched, data_of, faults_of_access
from kg.drawing.atlas import read_atlas
from kg.drawing.draw import drawn, picture
from kg.drawing.pictures import Asked
from kg.drawing.styles import read_style
from kg.faults import Fault, UsageFault
from kg.graph import Graph
from kg.names import DCT, SKOS, thing
from kg.oxigraph import A, Literal, NamedNode, Quad, Store, op
from kg.queries.questions import run
from seeds import outputs

DAY = "2026-11-25"
LOOKS = {"duty": "dutyHolds", "undetermined": "undetermined", "noDuty": "noDuty"}
SVG = "{http://www.w3.org/2000/svg}"


def drawn_of(graph: Graph, person: str, on: str = DAY, form: str = "html") -> str:
    """Return the map of a person as text."""
    return drawn(graph, picture(graph, "arrest", Asked(subject=person, on=on)), form).decode()


@pytest.fixture(scope="module")
def pages(graph: Graph) -> dict[str, str]:
    """Return pages by the person they are of."""
    return {person: drawn_of(graph, person) for person in ("vladimir-putin", "benjamin-netanyahu", "omar-al-bashir")}


@pytest.fixture
def putin(browser: Browser, pages: dict[str, str], tmp_path: Path) -> Watched:
    """Return a page in a browser."""
    return opened(browser, pages["vladimir-putin"], tmp_path)


def opened(browser: Browser, page: str, folder: Path, *, width: int = 1280, dark: bool = False) -> Watched:
    """Open a page in a browser."""
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    return Watched(browser, path, width=width, dark=dark)


def answers_of(data: dict[str, Any], on: str) -> dict[tuple[str, int], list[Any]]:
    """Return what a page's data say of a day, by state and number of the warrant."""
    return {
        (state, span[2]): span[3:]
        for state, spans in data["spans"].items()
        for span in spans
        if span[0] <= on and (span[1] is None or on < span[1])
    }


def go(watched: Watched, on: str) -> None:
    """Move a page to a day."""
    watched.page.fill("#date", on)
    watched.page.press("#date", "Enter")


def classes(watched: Watched, state: str) -> str:
    """Return the classes of a state's shape or dot."""
    found: str = watched.page.evaluate(
        "s => document.querySelector(`path[data-state=${s}], [data-state=${s}] path`).getAttribute('class')",
        state,
    )
    return found


@pytest.mark.parametrize(
    ("person", "on"),
    [
        ("vladimir-putin", "2023-03-16"),
        ("vladimir-putin", "2024-01-31"),
        ("vladimir-putin", "2024-02-01"),
        ("vladimir-putin", DAY),
        ("benjamin-netanyahu", "2024-11-20"),
        ("benjamin-netanyahu", "2025-04-03"),
        ("benjamin-netanyahu", "2026-06-02"),
        ("omar-al-bashir", "2009-03-04"),
        ("omar-al-bashir", "2017-10-26"),
        ("omar-al-bashir", "2017-10-27"),
        ("omar-al-bashir", "2019-03-17"),
    ],
)
def test_the_map_says_what_the_answer_says(graph: Graph, pages: dict[str, str], person: str, on: str) -> None:
    data, answer = data_of(pages[person]), graph.arrest(person, on=on)
    numbers = {w.iri.rpartition("/")[2]: number for number, w in enumerate(answer.warrants)}
    shown = answers_of(data, on)
    assert len(shown) == len(answer.duties)
    for duty in answer.duties:
        look, basis, since, until, why, *_ = shown[duty.state, numbers[duty.warrant]]
        assert (look, why, basis is None) == (LOOKS[duty.duty], duty.why, duty.basis is None)
        if duty.duty != "noDuty":
            assert (since, until) == (duty.start, duty.end)
    bound = {duty.state for duty in answer.duties if duty.duty == "duty"}
    title = data["titles"][max(day for day in data["days"] if day <= on)] if on >= data["days"][0] else data["before"]
    assert (f" {len(bound)} states have a duty" in title) == bool(bound)
    assert bool(bound) == (on >= data["days"][0])


def test_a_duty_begins_on_its_day_and_another_ends(pages: dict[str, str]) -> None:
    data = data_of(pages["vladimir-putin"])
    assert answers_of(data, "2024-01-31")["ARM", 0][0] == "noDuty"
    assert answers_of(data, "2024-02-01")["ARM", 0][:2] == ["dutyHolds", "party"]
    data = data_of(pages["omar-al-bashir"])
    assert {answers_of(data, "2017-10-26")["BDI", number][0] for number in (0, 1)} == {"dutyHolds"}
    assert {answers_of(data, "2017-10-27")["BDI", number][0] for number in (0, 1)} == {"noDuty"}
    assert answers_of(data, "2017-10-27")["SDN", 0][:2] == ["dutyHolds", "resolution"]


def test_accepting_jurisdiction_and_being_a_party_are_told_apart(pages: dict[str, str]) -> None:
    told = answers_of(data_of(pages["vladimir-putin"]), "2024-06-01")
    assert [state for (state, _), (_, basis, *_) in told.items() if basis == "acceptance"] == ["UKR"]
    assert sum(basis == "party" for _, basis, *_ in told.values()) > 120


def test_the_last_day_of_a_warrant_is_no_day_of_duty(graph: Graph) -> None:
    page = drawn_of(graph, "rodrigo-duterte", "2025-03-12")
    assert "no public arrest warrant against Rodrigo Roa Duterte stood; the last ended on 2025-03-12" in page
    assert " stood; the first was made public on 2025-03-11" in drawn_of(graph, "rodrigo-duterte", "2025-03-10")
    on_the_day = drawn_of(graph, "rodrigo-duterte", "2025-03-11")
    assert re.search(r"<h1>On 2025-03-11, \d+ states have a duty .* led to an arrest</h1>", on_the_day)
    assert not answers_of(data_of(on_the_day), "2025-03-12")


def test_a_person_without_a_warrant_is_told_plainly(graph: Graph, browser: Browser, tmp_path: Path) -> None:
    watched = opened(browser, drawn_of(graph, "charles-taylor"), tmp_path)
    assert (
        watched.page.locator("h1").inner_text()
        == "No public arrest warrant against Charles Ghankay Taylor is on record"
    )
    assert "does not mean that there is none" in watched.page.locator("#details").inner_text()
    watched.page.click("path[data-state=RUS]")
    assert watched.page.locator("#details h2").inner_text() == "Russia"
    watched.page.click("#details button")
    assert watched.page.locator("#details h2").inner_text() == "No warrant"
    assert not watched.wrong


def test_who_is_no_person_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageFault, match="no person"):
        picture(graph, "arrest", Asked(subject="rome-statute"))
    with pytest.raises(UsageFault, match="--subject"):
        picture(graph, "arrest", Asked())


def test_every_state_has_a_shape_or_a_dot(graph: Graph, root: Path) -> None:
    world = read_atlas(root)
    states = {
        str(row[0]).rpartition("/")[2]
        for row in run(graph.store, f"SELECT ?s WHERE {{ ?s a <{op('State').value}> }}").rows
    }
    assert states - world.places.keys() == set(), "add them with viz/static/world/countries.mjs"
    assert len(states) > 200
    for place in world.places.values():
        assert place.path or place.dot, place.state
        assert all(0 < at < limit for at, limit in zip(place.at, world.size, strict=True)), place.state
    assert (root / "viz/static/world/countries.json").stat().st_size <= 150_000


def test_dots_do_not_cover_each_other(root: Path) -> None:
    dots = [place for place in read_atlas(root).places.values() if place.dot]
    for number, one in enumerate(dots):
        for other in dots[:number]:
            apart = (one.at[0] - other.at[0]) ** 2 + (one.at[1] - other.at[1]) ** 2
            assert apart > 5.5**2, (one.state, other.state)


def test_a_broken_map_is_told_with_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "viz" / "static" / "world"
    folder.mkdir(parents=True)
    (folder / "countries.json").write_text('{"size": [1000, 400], "states": {"AAA": {}}}', encoding="utf-8")
    with pytest.raises(Fault, match="not a map of the world"):
        read_atlas(tmp_path)


def test_looks_differ_without_colour(root: Path) -> None:
    style = read_style(root)
    assert len({look["path"] for look in style["duties"].values()}) == len(style["duties"])
    assert len({look["path"] for look in style["outcomes"].values()}) == len(style["outcomes"])
    hatched = [look["tile"] for look in (*style["bases"].values(), style["duties"]["undetermined"])]
    assert len(set(hatched)) == len(hatched)
    for path in (root / "viz").rglob("arrest.*"):
        assert not re.search(r"#[0-9A-Fa-f]{6}\b|rgba?\(|hsla?\(", path.read_text(encoding="utf-8")), path.name


def test_a_page_refers_to_nothing_outside_but_links_to_sources(pages: dict[str, str]) -> None:
    for page in pages.values():
        for tag, attributes in Elements(page).found:
            assert tag not in ("link", "img", "iframe", "object", "embed", "base", "image", "use", "audio", "video")
            assert not {"src", "srcset", "style", "xlink:href", "background"} & attributes.keys()
            assert not [key for key in attributes if key.startswith("on")]
            if "href" in attributes:
                assert tag == "a"
                assert re.match(r"https?://|#twin$|#s\d+$", attributes["href"] or "")
        assert not [text for tag, _, text in Elements(page).inside if tag == "style" and "url(" in text]


def test_the_table_has_every_span_with_its_sources(pages: dict[str, str]) -> None:
    for page in pages.values():
        spans = {f"{state}|{n}" for state, of in data_of(page)["spans"].items() for n in range(len(of))}
        rows = {attributes["data-row"] for _, attributes in Elements(page).found if "data-row" in attributes}
        assert {row for row in rows if row and "|" in row} == spans
        assert len(rows - spans) == len(data_of(page)["visits"])
        body = page.split("<tbody>")[-1].split("</tbody>")[0]
        assert body.count('class="cites"') == len(re.findall(r'class="cites">\s*<a href="#s\d+">', body)) == len(spans)


def test_the_slider_moves_map_title_visits_and_table(putin: Watched) -> None:
    page = putin.page
    go(putin, "2024-01-31")
    assert classes(putin, "ARM") == "region duty-noDuty"
    assert page.locator("h1").inner_text().startswith("On 2024-01-31, 124 states have a duty to arrest")
    assert page.locator("[data-count=dutyHolds]").inner_text() == "124"
    assert page.locator(".visit").count() == 6
    row = page.locator("tr[data-row^='ARM|']:visible")
    duty = row.locator("td").first  # text_content: inner_text is empty where the browser skips what is off the screen
    assert duty.text_content() == "no duty recorded"
    page.locator("#slider").focus()
    page.keyboard.press("ArrowRight")
    assert page.input_value("#date") == "2024-02-01"
    assert classes(putin, "ARM") == "region duty-dutyHolds"
    assert page.locator("h1").inner_text().startswith("On 2024-02-01, 125 states")
    assert page.locator("#change").inner_text() == "Armenia: a duty to arrest begins."
    assert duty.text_content() == "duty to arrest"
    go(putin, "2024-09-02")
    assert page.locator("[data-outcome=notArrestedUnderDuty]").inner_text() == "1"
    assert page.locator("h1").inner_text().endswith("1 was to a state with a duty, and none led to an arrest")
    assert "as of 2024-09-02" in page.locator("#citation").inner_text()
    go(putin, "2023-03-16")
    assert page.locator("h1").inner_text().endswith("stood; the first was made public on 2023-03-17")
    assert classes(putin, "FRA") == "region nothing"
    assert page.locator("tbody tr:visible").count() == 0
    assert not putin.wrong


def test_choosing_a_state_tells_why(putin: Watched) -> None:
    page = putin.page
    page.click("path[data-state=MNG]")
    told = page.locator("#details").inner_text()
    assert page.locator("#details h2").inner_text() == "Mongolia"
    assert (
        "Duty to arrest, as a party to the treaty (Rome Statute of the International Criminal Court); since 2023-03-17."
        in told
    )
    assert "ratified 2002-04-11" in told
    assert "Not arrested; the state had a duty. ICC finding of non-compliance by Mongolia" in told
    assert page.locator("#details .answer .sources a[href^=http]").count() > 0
    assert page.locator("#chosen path").count() == 1
    page.click("[data-state=TUV]")
    assert "no act recorded" in page.locator("#details").inner_text()
    page.locator("#twin details summary").click()
    page.click("#twin details >> text=Greenland")
    assert "It joined no treaty on record" in page.locator("#details").inner_text()
    assert page.url.endswith("#state=GRL")
    assert not putin.wrong


def test_the_keyboard_alone_reaches_states_and_reasons(putin: Watched) -> None:
    page = putin.page
    page.click("path[data-state=POL]")
    page.focus("#frame")
    page.keyboard.press("ArrowLeft")
    first = page.locator("#details h2").inner_text()
    page.keyboard.press("ArrowRight")
    assert len({first, page.locator("#details h2").inner_text(), "Poland"}) >= 2
    at, state = data_of(putin.path.read_text(encoding="utf-8"))["at"], page.evaluate("kg.state.get('state')")
    page.keyboard.press("ArrowUp")
    assert at[page.evaluate("kg.state.get('state')")][1] < at[state][1]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.focus("#frame")
    page.keyboard.press("Escape")
    assert page.locator("#details h2").inner_text() == "Warrants"
    before = page.locator("svg.drawing").bounding_box()
    page.keyboard.press("+")
    after = page.locator("svg.drawing").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(1.5 * before["width"], rel=0.01)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_marks_keep_their_size_while_one_zooms(putin: Watched) -> None:
    size = "document.querySelector('#dots [data-state=MLT]').getBoundingClientRect().width"
    before = putin.page.evaluate(size)
    for _ in range(4):
        putin.page.click("#closer")
    assert putin.page.evaluate(size) == pytest.approx(before, rel=0.15)
    putin.page.click("#whole")
    assert putin.page.evaluate("document.getElementById('frame').scrollLeft") == 0


def test_a_filter_takes_states_out_of_map_and_table(putin: Watched) -> None:
    page = putin.page
    all_rows = page.locator("tr[data-row*='|']:visible").count()
    page.uncheck("#legend input[value=noDuty]")
    assert classes(putin, "RUS") == "region faded"
    assert classes(putin, "FRA") == "region duty-dutyHolds"
    left = page.locator("tr[data-row*='|']:visible").count()
    assert all_rows - left == int(page.locator("[data-count=noDuty]").inner_text())
    assert page.locator("#twin .filtered").is_visible()
    page.reload()
    page.wait_for_selector("html[data-ready=true]")
    assert classes(putin, "RUS") == "region faded"
    assert not page.is_checked("#legend input[value=noDuty]")


def test_search_finds_a_state_by_name_or_code(putin: Watched) -> None:
    page = putin.page
    page.fill("#text", "TRINIDÁD")
    assert page.locator("#hits button").all_inner_texts() == ["Trinidad & Tobago"]
    page.press("#text", "Enter")
    assert page.locator("#details h2").inner_text() == "Trinidad & Tobago"
    page.fill("#text", "zzz")
    assert "Nothing in this picture" in page.locator("#hits").inner_text()


def test_the_hatching_shows_what_colour_shows(putin: Watched) -> None:
    assert putin.page.locator("#hatching path[fill='url(#tile-undetermined)']").count() == 1
    assert putin.page.locator("#hatching path[fill='url(#tile-acceptance)']").count() == 1
    go(putin, "2023-03-16")
    assert putin.page.locator("#hatching path").count() == 0


def test_what_is_saved_stands_alone(putin: Watched) -> None:
    putin.page.click("#closer")
    with putin.page.expect_download() as download:
        putin.page.click("#save-svg")
    assert download.value.suggested_filename == "arrest-vladimir-putin.svg"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert "var(" not in text
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", text)
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    written = {
        name: [t.text or "" for t in root.iter(f"{SVG}text") if t.get("class") == name]
        for name in ("heading", "colophon")
    }
    assert " ".join(written["heading"]) == putin.page.locator("h1").inner_text()
    assert " ".join(written["colophon"]) == putin.page.locator("#citation").inner_text()
    assert max(map(len, written["heading"])) < 110
    assert any("duty, having accepted jurisdiction" in said for said in texts)
    assert len([e for e in root.iter(f"{SVG}path") if "duty-dutyHolds" in e.get("class", "")]) > 100
    with putin.page.expect_download() as download:
        putin.page.click("#save-png")
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    assert [found for found in putin.wrong if not found.startswith("request: blob:")] == []


def test_the_picture_alone_is_of_the_day_asked(graph: Graph) -> None:
    text = drawn_of(graph, "omar-al-bashir", "2017-04-01", "svg")
    root = ET.fromstring(text)
    shapes = {
        element.get("data-state"): element.get("class", "") for element in root.iter() if element.get("data-state")
    }
    assert "duty-dutyHolds" in shapes["BDI"]
    assert "duty-noDuty" in shapes["RUS"]
    texts = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
    assert "On 2017-04-01, 125 states have a duty to arrest" in texts
    assert "2017-03-29 Jordan; ICC finding of non-compliance by Jordan" in texts
    assert "2018-07-09" not in texts
    assert "Borders as Natural Earth draws them" in texts
    assert "Sources of the warrants: " in texts
    assert root.find(".//*[@fill='url(#tile-resolution)']") is not None
    png = drawn(graph, picture(graph, "arrest", Asked(subject="omar-al-bashir", on="2017-04-01")), "png")
    width, height = struct.unpack(">II", png[16:24])
    assert width == 2080
    assert height > 1500


@pytest.mark.parametrize(("width", "dark"), SCREENS)
def test_everyone_can_use_it(browser: Browser, pages: dict[str, str], tmp_path: Path, width: int, dark: bool) -> None:
    watched = opened(browser, pages["vladimir-putin"], tmp_path, width=width, dark=dark)
    assert faults_of_access(watched.page) == []
    watched.page.click("tr[data-row^=HUN]:visible button")
    assert faults_of_access(watched.page) == []
    assert watched.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not watched.wrong


def test_dark_and_light_differ_in_the_land_and_agree_in_the_duty(
    browser: Browser, pages: dict[str, str], tmp_path: Path
) -> None:
    fill = "state => getComputedStyle(document.querySelector(`path[data-state=${state}]`)).fill"
    seen = {
        dark: [
            opened(browser, pages["vladimir-putin"], tmp_path, dark=dark).page.evaluate(fill, s) for s in ("RUS", "FRA")
        ]
        for dark in (False, True)
    }
    assert seen[False][0] != seen[True][0]
    assert seen[False][1] == seen[True][1]


def evil_store() -> Store:
    """Return a store in which every text about a person under warrant is an attack."""
    store, person = Store(), NamedNode(thing("person", "evil"))
    warrant, body, treaty = (NamedNode(thing(*of)) for of in (("ruling", "w"), ("body", "b"), ("treaty", "t")))
    basis = NamedNode(thing("basis", "b"))
    label, day = NamedNode(SKOS + "prefLabel"), NamedNode("http://www.w3.org/2001/XMLSchema#date")
    facts: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (person, A, op("Person")),
        (person, label, Literal(EVIL[0], language="en")),
        (warrant, A, op("ArrestWarrant")),
        (warrant, label, Literal(EVIL[1], language="en")),
        (warrant, op("concernsPerson"), person),
        (warrant, op("issuedBy"), body),
        (warrant, op("decided"), Literal("2020-01-01", datatype=day)),
        (warrant, op("madePublic"), Literal("2020-01-01", datatype=day)),
        (body, label, Literal(EVIL[2], language="en")),
        (treaty, A, op("Treaty")),
        (treaty, label, Literal(EVIL[3], language="en")),
        (basis, op("instrument"), treaty),
        (warrant, op("effectiveBasis"), basis),
    ]
    for number, (code, text) in enumerate(zip(("FRA", "MLT", "RUS", "XXX", "GRL"), EVIL, strict=True)):
        state, part = NamedNode(thing("state", code)), NamedNode(thing("participation", code))
        duty, visit = NamedNode(thing("duty", code)), NamedNode(thing("visit", code))
        source = NamedNode(thing("source", code))
        facts += [
            (state, A, op("State")),
            (state, label, Literal(text, language="en")),
            (part, A, op("Participation")),
            (part, op("state"), state),
            (duty, op("warrant"), warrant),
            (duty, op("state"), state),
            (duty, op("duty"), op("dutyHolds" if number % 2 else "undetermined")),
            (duty, op("basis"), basis),
            (duty, op("from"), Literal("2020-01-01", datatype=day)),
            (visit, A, op("Visit")),
            (visit, op("visitor"), person),
            (visit, op("visited"), state),
            (visit, op("arrived"), Literal(f"2020-01-0{number + 1}", datatype=day)),
            (visit, op("lastDay"), Literal("2020-01-09", datatype=day)),
            (visit, op("arrested"), Literal("false", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))),
            (visit, op("visitFinding"), warrant),
            (visit, NamedNode(DCT + "source"), source),
            (source, NamedNode(DCT + "title"), Literal(text)),
            (source, NamedNode(DCT + "publisher"), Literal(text)),
            (source, op("url"), Literal("javascript:alert(4)" if number % 2 else "https://example.org/<b>")),
        ]
    for subject, predicate, value in facts:
        store.add(Quad(subject, predicate, value))
    return store


def test_texts_that_attack_stay_texts(root: Path, browser: Browser, tmp_path: Path) -> None:
    page = drawn_of(Graph(root, evil_store()), "evil")
    assert "javascript:alert" not in page
    assert not [tag for tag, _ in Elements(page).found if tag in ("img", "b")]
    watched = opened(browser, page, tmp_path)
    for state in ("FRA", "MLT", "XXX"):
        watched.page.locator(f"[data-thing={state}]").last.click()
        assert watched.page.locator("#details h2").inner_text() in EVIL
    assert EVIL[0] in watched.page.locator("h1").inner_text()
    assert "Not on the map" in watched.page.locator("#twin").inner_text()
    assert watched.page.evaluate("window.evil") is None
    assert not watched.wrong
    ET.fromstring(drawn_of(Graph(root, evil_store()), "evil", form="svg"))


def test_a_page_is_the_same_with_any_hash_seed(root: Path) -> None:
    code = """if True:
        import hashlib, sys
        from pathlib import Path
        from kg.graph import Graph
        sys.path.insert(0, sys.argv[2])
        from test_view_arrest import drawn_of, evil_store
        print(hashlib.sha256(drawn_of(Graph(Path(sys.argv[1]), evil_store()), "evil").encode()).hexdigest())
    """
    assert len(outputs(code, str(root), str(Path(__file__).parent))) == 1


def test_a_page_is_at_most_half_as_large_as_that_of_pyvis(graph: Graph, pages: dict[str, str]) -> None:
    from pyvis.network import Network

    network = Network(cdn_resources="in_line")
    answer = graph.arrest("omar-al-bashir", on=DAY)
    for node in sorted({duty.state for duty in answer.duties} | {duty.warrant for duty in answer.duties}):
        network.add_node(node)
    for duty in answer.duties:
        if duty.duty != "noDuty":
            network.add_edge(duty.state, duty.warrant, title=duty.why)
    theirs = len(network.generate_html(notebook=False).encode())
    assert len(pages["omar-al-bashir"].encode()) <= theirs / 2


def test_days_of_the_slider_are_days_of_the_calendar(pages: dict[str, str]) -> None:
    for page in pages.values():
        days = data_of(page)["days"]
        assert days == sorted(set(days), key=date.fromisoformat)
        assert json.dumps(sorted(data_of(page)["titles"])) == json.dumps(days)
