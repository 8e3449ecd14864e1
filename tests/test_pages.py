"""The frame of every picture: one file that loads nothing, runs nothing that a text says, and says how to cite it."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from attacks import EVIL, evil_store
from browsing import Elements, data_of
from kg.drawing.draw import drawn, picture, views
from kg.drawing.pages import Page
from kg.drawing.pictures import Asked
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import thing
from seeds import outputs

ASKED = {
    "court": ("neighbourhood", Asked(subject="icc")),
    "treaty": ("neighbourhood", Asked(subject="rome-statute")),
    "overview": ("overview", Asked(on="2026-01-01")),
    "past": ("overview", Asked(on="2001-07-01")),
}
NAMES = (*ASKED, "evil", "evil overview")


@pytest.fixture(scope="module")
def pictures(graph: Graph, root: Path) -> dict[str, Page]:
    """Return pictures by name; two are of a graph in which every text is an attack."""
    evil = Graph(root, evil_store())
    return {name: picture(graph, *asked) for name, asked in ASKED.items()} | {
        "evil": picture(evil, "neighbourhood", Asked(subject=thing("body", "evil"))),
        "evil overview": picture(evil, "overview", Asked(on="2026-01-01")),
    }


@pytest.fixture(scope="module")
def pages(graph: Graph, pictures: dict[str, Page]) -> dict[str, str]:
    """Return those pictures as pages."""
    return {name: drawn(graph, page, "html").decode() for name, page in pictures.items()}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_refers_to_nothing_outside_but_links_to_sources(pages: dict[str, str], name: str) -> None:
    outside = {"link", "img", "iframe", "object", "embed", "base", "video", "audio", "source", "image", "use"}
    for tag, attributes in Elements(pages[name]).found:
        assert tag not in outside
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
        if tag == "script":
            texts.append(data_of(pages[name])["library"])
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert rules[f"{tag}-src"] == [f"'sha256-{digest}'" for digest in digests]


def test_texts_that_attack_stay_texts(pages: dict[str, str]) -> None:
    assert [tag for tag, _ in Elements(pages["evil"]).found if tag in ("img", "svg")] == ["svg"] * 3, "one shape a kind"
    assert {node["label"] for node in data_of(pages["evil"])["nodes"]} == set(EVIL)
    assert {node["label"] for node in data_of(pages["evil overview"])["nodes"]} == set(EVIL[:2])
    assert "javascript:alert" not in pages["evil"]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_version_data_and_day_in_its_citation(
    pictures: dict[str, Page], pages: dict[str, str], name: str
) -> None:
    page = pictures[name]
    assert page.title in page.citation
    assert f"version {page.imprint.version}" in page.citation
    assert page.imprint.fingerprint[:12] in page.citation
    assert page.day is None or page.citation.endswith(f"as of {page.day}.")
    assert data_of(pages[name])["citation"] == page.citation


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_stands_alone_as_svg_with_its_title_and_nothing_active(
    graph: Graph, pictures: dict[str, Page], name: str
) -> None:
    page = pictures[name]
    tree = ET.fromstring(drawn(graph, page, "svg"))
    space = "{http://www.w3.org/2000/svg}"
    assert tree.tag == f"{space}svg"
    assert tree.findtext(f"{space}title") == page.title
    tags = {element.tag.removeprefix(space) for element in tree.iter()}
    assert tags <= {"svg", "title", "style", "rect", "text", "g", "path"}
    assert "var(" not in (tree.findtext(f"{space}style") or "")
    words = " ".join(text.text or "" for text in tree.iter(f"{space}text"))
    assert page.imprint.fingerprint[:12] in words


def test_a_picture_is_a_png_without_a_browser(graph: Graph, pictures: dict[str, Page]) -> None:
    found = drawn(graph, pictures["past"], "png")
    width, height = (int.from_bytes(found[start : start + 4], "big") for start in (16, 20))
    assert found.startswith(b"\x89PNG\r\n")
    assert (width, height) >= tuple(2 * side for side in pictures["past"].shown["size"])


def test_pictures_are_the_same_with_any_hash_seed(root: Path) -> None:
    code = """if True:
        import hashlib, sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[2])
        from attacks import evil_store
        from kg.drawing.draw import drawn, picture
        from kg.graph import Graph
        from kg.names import thing
        from kg.drawing.pictures import Asked
        graph = Graph(Path(sys.argv[1]), evil_store())
        for page in (
            picture(graph, "neighbourhood", Asked(subject=thing("body", "evil"))),
            picture(graph, "overview", Asked(on="2026-01-01")),
        ):
            for form in ("html", "svg"):
                print(hashlib.sha256(drawn(graph, page, form)).hexdigest())
    """
    assert len(outputs(code, str(root), str(Path(__file__).parent))) == 1


def test_an_unknown_view_or_form_is_refused_with_those_there_are(graph: Graph, pictures: dict[str, Page]) -> None:
    with pytest.raises(UsageFault, match=", ".join(views())):
        picture(graph, "panorama", Asked(subject="icc"))
    with pytest.raises(UsageFault, match="html, svg, png"):
        drawn(graph, pictures["past"], "gif")


def test_colours_are_written_in_the_style_only(root: Path) -> None:
    for path in sorted((root / "viz").rglob("*")):
        if path.suffix in (".css", ".js", ".html", ".svg") and not {"vis-network", "yasgui"} & {*path.parts}:
            text = re.sub(r'url\([^)]*\)|href="#[^"]*"', "", path.read_text(encoding="utf-8"))
            assert not re.search(r"(?<![\w&`\"'])#[0-9A-Fa-f]{3,8}\b|rgba?\(|hsla?\(", text), path.name
