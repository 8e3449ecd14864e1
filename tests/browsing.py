"""Reads pages of pictures: their elements, their data, and what they do in a browser without a network."""

from __future__ import annotations

import base64
import json
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, Request


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
    """Return the data that a page carries."""
    [text] = [text for _, attributes, text in Elements(page).inside if attributes.get("type") == "application/json"]
    found: dict[str, Any] = json.loads(text)
    return found


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
        if request.url != self.path.as_uri():
            self.wrong.append(f"request: {request.url}")


def unpacked(page: str) -> dict[str, Any]:
    """Return the compressed data that a page carries."""
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(data_of(page)["packed"])))
    return found


def serious(page: Page) -> list[str]:
    """Return what axe-core finds seriously or critically wrong with a page, each with where it is."""
    page.evaluate((Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
