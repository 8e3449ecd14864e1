"""Compares the pictures of networks with what pyvis makes of the same networks when it is left alone.

Run it from a checkout: python benchmarks/pictures.py. It needs Chromium, as the tests do (sh tests/browser.sh).
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import networkx as nx
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as TooLate
from pyvis.network import Network

import kg
from kg.drawing.draw import drawn, picture
from kg.drawing.pages import Page
from kg.drawing.pictures import Asked
from kg.graph import Graph
from kg.oxigraph import Store
from kg.views import overview

CAP, RUNS = 25.0, 3
"""Seconds after which a page counts as not usable; how often each page is opened, the median counts."""
READY = {
    "ours": "document.documentElement.dataset.ready === 'true'",
    "pyvis": "typeof network !== 'undefined' && network?.physics?.ready === true",
}
"""Usable: the picture is drawn and answers. pyvis shows nothing before the first run of its physics is over."""


def main() -> int:
    """Print, for each picture, file sizes and seconds until usable, and how they compare."""
    graph = kg.open()
    pages = {
        "neighbourhood, icc": picture(graph, "neighbourhood", Asked(subject="icc")),
        "neighbourhood, rome-statute": picture(graph, "neighbourhood", Asked(subject="rome-statute")),
        "overview": picture(graph, "overview", Asked()),
        "arrest, omar-al-bashir": picture(graph, "arrest", Asked(subject="omar-al-bashir", on="2026-11-25")),
        "overview, 20,000 things": overview.page(Graph(graph.root, Store()), generated(20_000)),
    }
    print(
        f"{'picture':30} {'things':>7} {'edges':>7} {'MB':>6} {'pyvis':>6} {'ratio':>6} {'s':>7} {'pyvis':>7} {'1/':>6}"
    )
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        for name, page in pages.items():
            nodes, edges = network_of(page)
            ours, theirs = Path(folder, "ours.html"), Path(folder, "pyvis.html")
            ours.write_bytes(drawn(graph, page, "html"))
            theirs.write_text(by_default(nodes, edges), encoding="utf-8")
            sizes = [path.stat().st_size / 1e6 for path in (ours, theirs)]
            taken = [median(browser, ours, "ours"), median(browser, theirs, "pyvis")]
            print(
                f"{name:30} {len(nodes):7} {len(edges):7} {sizes[0]:6.2f} {sizes[1]:6.2f} {sizes[0] / sizes[1]:6.2f}"
                f" {taken[0]:7.2f} {'≥' if taken[1] >= CAP else ''}{taken[1]:6.2f} {taken[1] / taken[0]:6.0f}",
                flush=True,
            )
        browser.close()
    return 0


def network_of(page: Page) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return nodes and edges of a picture; of a map, states and warrants as nodes, duties of all days as edges."""
    data = page.packed
    if page.view != "arrest":
        return data["nodes"], data["edges"]
    warrants = [{"id": label, "label": label, "kind": "ruling"} for label, *_ in data["warrants"]]
    states = [{"id": state, "label": name, "kind": "state"} for state, name in data["states"].items()]
    edges = [
        {"from": state, "to": warrants[warrant]["id"], "label": f"{duty} since {since}: {why}"}
        for state, spans in data["spans"].items()
        for _, _, warrant, duty, _, since, _, why, *_ in spans
        if duty != "noDuty"
    ]
    return warrants + states, edges


def by_default(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> str:
    """Return pyvis's own page of a network: labels, kinds and what the edges say, and nothing else.

    Bootstrap, which the page loads from a server, is left out: there is no network.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in nodes:
        network.add_node(node["id"], label=node["label"], title=node["label"], group=node["kind"])
    for edge in edges:
        network.add_edge(edge["from"], edge["to"], label=edge["label"], title=edge["label"])
    drawing = Network(cdn_resources="in_line", directed=True)
    drawing.from_nx(network)
    return re.sub(r"<(link|script)[^>]*https?:[^>]*>(</script>)?", "", drawing.generate_html())


def median(browser: Browser, path: Path, whose: str) -> float:
    """Return the median of the seconds until a page is usable, at most the cap; a page over the cap is opened once."""
    first = opened(browser, path, whose)
    if first >= CAP:
        return CAP
    return sorted([first, *(opened(browser, path, whose) for _ in range(RUNS - 1))])[RUNS // 2]


def opened(browser: Browser, path: Path, whose: str) -> float:
    """Return after how many seconds a page is usable, at most the cap."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True, bypass_csp=True)
    page = context.new_page()
    start = time.perf_counter()
    try:
        page.goto(path.as_uri(), wait_until="commit", timeout=CAP * 1000)
        page.wait_for_function(READY[whose], timeout=max(1.0, CAP - (time.perf_counter() - start)) * 1000, polling=20)
        return min(CAP, time.perf_counter() - start)
    except TooLate:
        return CAP
    finally:
        context.close()


def generated(count: int) -> nx.MultiDiGraph[str]:
    """Return a network of so many things that no data is behind: states that are party to treaties, and bodies."""
    chance = random.Random(1)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph(day="2020-01-01")
    kinds = ("state", "treaty", "body", "organization", "resolution", "law")
    told: dict[str, Any] = {"day": "2020-01-01", "sources": (), "unconfirmed": False}
    for number in range(count):
        kind = kinds[number % len(kinds)]
        name = f"{kind} {number} of the generated network"
        iri = f"https://w3id.org/opposable/id/{kind}/g{number}"
        network.add_node(
            iri,
            iri=iri,
            label=name,
            short=f"{kind[0]}{number}",
            kind=kind,
            day=None,
            sources=(),
            claims=(),
            unconfirmed=False,
        )
    iris = list(network)
    for number, iri in enumerate(iris):
        for _ in range(2):
            other = iris[int(chance.random() ** 2 * count)]
            network.add_edge(iri, other, label="is party to" if number % 6 == 0 else "rests on", **told)
    return network


if __name__ == "__main__":
    sys.exit(main())
