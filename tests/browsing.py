"""Reads pages of pictures: their elements, their data, and what they do in a browser without a network."""

from __future__ import annotations

import base64
import json
import xml.etree.ElementTree as ET
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, Request

from kg.drawing.draw import drawn
from kg.drawing.pages import Page as Picture
from kg.graph import Graph

Point = tuple[float, float]
SCREENS = ((1280, False), (390, True))
"""A wide light screen and a narrow dark one: contrast turns on colours, what is shown and fits turns on the width."""


class Elements(HTMLParser):
    """Collects the elements of a page, and what stands in its scripts and styles."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element; of scripts and styles also the text."""
        self.found.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.inside.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        """Keep the text of a script or style."""
        if self.cdata_elem is not None:
            tag, attributes, text = self.inside[-1]
            self.inside[-1] = (tag, attributes, text + data)


def data_of(page: str) -> dict[str, Any]:
    """Return the data that a page carries, with what of it is compressed."""
    [text] = [text for _, attributes, text in Elements(page).inside if attributes.get("type") == "application/json"]
    found: dict[str, Any] = json.loads(text)
    packed = found.get("packed")
    return found if packed is None else found | json.loads(zlib.decompress(base64.b64decode(packed)))


def faults_of_access(page: Page) -> list[str]:
    """Return what axe-core finds in an open page that is serious or critical: rule and element."""
    page.evaluate((Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


def ink(page: Page) -> float:
    """Return how much of the canvas of an open page is drawn upon, from 0 to 1."""
    share: float = page.evaluate(
        """() => { const c = document.querySelector('#network canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        let ink = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) ink++; return ink / (d.length / 4); }"""
    )
    return share


def spot(page: Page, place: tuple[float, float], around: tuple[float, float, float, float], margin: int) -> Point:
    """Return where in the window a place of the whole picture is, which is shown as large as its box allows.

    ``around`` are the left, top, right and bottom end of the picture.
    """
    page.locator("#network").scroll_into_view_if_needed()
    box = page.locator("#network canvas").bounding_box()
    assert box is not None
    left, top, right, bottom = around
    scale = min(box["width"] / (right - left + margin), box["height"] / (bottom - top + margin), 1.6)
    x, y = (place[0] - (left + right) / 2) * scale, (place[1] - (top + bottom) / 2) * scale
    return box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2 + y


class Watched:
    """A page in a browser without a network, and everything that must not happen in it."""

    def __init__(
        self, browser: Browser, path: Path, *, width: int = 1280, height: int = 800, dark: bool = False
    ) -> None:
        """Open a page and wait until its picture is drawn."""
        self.wrong: list[str] = []
        self.path = path
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, color_scheme="dark" if dark else "light"
        )
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self.wrong.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", self._note)
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready=true]")

    def _dismiss(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        if request.url != self.path.as_uri() and not request.url.startswith("blob:"):  # what the page made itself
            self.wrong.append(f"request: {request.url}")


def marks(page: Page) -> dict[str, str]:
    """Return the verdicts that an open matrix shows, by cell."""
    found: dict[str, str] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('.cell')]
          .filter((cell) => cell.style.display !== 'none' && cell.closest('.row').style.display !== 'none')
          .map((cell) => [cell.dataset.cell, cell.querySelector('[class*=verdict-]').getAttribute('class')]))"""
    )
    return {cell: drawn.rpartition("verdict-")[2] for cell, drawn in found.items()}


def saved(page: Page, button: str) -> bytes:
    """Return the file that a button of an open page saves."""
    with page.expect_download() as download:
        page.click(button)
    return download.value.path().read_bytes()


def lettered(drawing: ET.Element, name: str) -> str:
    """Return what the lines of one class of a drawing say, joined."""
    lines = drawing.iter("{http://www.w3.org/2000/svg}text")
    return " ".join(line.text or "" for line in lines if name in line.attrib.get("class", "").split())


def written(graph: Graph, picture: Picture, folder: Path) -> Path:
    """Return where the page of a picture was written."""
    path = folder / "page.html"
    path.write_bytes(drawn(graph, picture, "html"))
    return path
