"""Pictures, each one HTML file that works offline: our template and style, pyvis for the data of the network."""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import jinja2
from pyvis.network import Network

from kg.citations import Bibliography
from kg.faults import Fault, UsageFault
from kg.files import read_text
from kg.names import short
from kg.network import neighbourhood
from kg.oxigraph import EVERYTHING, Literal, Store, op
from kg.things import Directory

VIEWS: Final = ("neighbourhood",)
"""What can be drawn."""

_ASPECTS = {"wide": 1.35, "tall": 0.45}
Style = dict[str, Any]


class Block(NamedTuple):
    """Things of one kind that stand together under a title, with at most so many lines for each label."""

    kind: str
    title: str
    members: list[str]
    lines: int


class Arrangement(NamedTuple):
    """Where everything lies: the centre of each thing's shape, the frames of the blocks, and how large it all is."""

    places: dict[str, tuple[float, float]]
    frames: list[dict[str, str | float]]
    width: float
    height: float


def draw(graph_root: Path, store: Store, directory: Directory, view: str, subject_iri: str) -> str:
    """Return a view of a thing as one HTML page.

    Raises UsageFault for a view that is none, Fault where the folder viz/ cannot be read.
    """
    if view not in VIEWS:
        raise UsageFault(f"no view is called {view!r}; there is {', '.join(VIEWS)}")
    return draw_neighbourhood(graph_root, store, directory, subject_iri)


def draw_neighbourhood(
    root: Path, store: Store, directory: Directory, iri: str, *, depth: int = 1, limit: int = 150
) -> str:
    """Return a page with a thing, the things around it, and all statements between them.

    Raises Fault where the folder viz/ cannot be read.
    """
    style = read_style(root)
    network = neighbourhood(store, directory, iri, depth=depth, limit=limit)
    attributes = {node: {**found, "kind": _styled(style, found["kind"])} for node, found in network.nodes(data=True)}
    blocks = _blocks(style, iri, attributes)
    arranged = {name: arrange(style["cell"], iri, blocks, aspect) for name, aspect in _ASPECTS.items()}
    lines = {node: block.lines for block in blocks for node in block.members}
    cited = Bibliography()
    net = Network(directed=True, cdn_resources="in_line")
    net.nodes = [
        {"id": short(node), **found, "sources": cited.numbers(found["sources"]), "lines": lines.get(node, 3)}
        | {name: arrangement.places[node] for name, arrangement in arranged.items()}
        for node, found in attributes.items()
    ]
    net.edges = [
        {"id": number, "from": short(start), "to": short(end)}
        | found
        | {"fact": short(found["fact"]), "sources": cited.numbers(found["sources"])}
        for number, (start, end, found) in enumerate(network.edges(data=True))
    ]
    nodes, edges, *_ = net.get_network_data()
    data = {
        "subject": short(iri), "nodes": nodes, "edges": edges, "sources": _sources(cited),
        "kinds": style["kinds"], "cell": style["cell"], "font": style["font"],
        "frames": {name: arrangement.frames for name, arrangement in arranged.items()},
    }  # fmt: skip
    left_out = {style["kinds"][_styled(style, kind)]["many"]: n for kind, n in network.graph["left_out"].items()}
    read = store.quads_for_pattern(None, op("dateRead"), None, EVERYTHING)
    read_until = max((quad.object.value for quad in read if isinstance(quad.object, Literal)), default=None)
    return _page(root, "neighbourhood", style, data, left_out=left_out, depth=depth, read_until=read_until)


def read_style(root: Path) -> Style:
    """Return viz/style.toml.

    Raises Fault where it cannot be read.
    """
    path = root / "viz" / "style.toml"
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise Fault(f"not well-formed TOML: {error}", file=path) from error


def _styled(style: Style, kind: str) -> str:
    return kind if kind in style["kinds"] else "other"


def _sources(cited: Bibliography) -> list[dict[str, str | None]]:
    """Return the sources that a page cites; an address that is not http or https is left out."""
    return [
        {
            "title": source.title,
            "publisher": source.publisher,
            "issued": source.issued,
            "url": source.url if source.url and urlsplit(source.url).scheme in ("http", "https") else None,
        }
        for source in cited.listed
    ]


def _blocks(style: Style, subject: str, attributes: dict[str, dict[str, Any]]) -> list[Block]:
    """Group things by kind; a kind with more than half of all things stands in two blocks."""
    blocks = []
    for kind, look in style["kinds"].items():
        by_day = look["sort"] == "day"
        members = sorted(
            (node for node, found in attributes.items() if found["kind"] == kind and node != subject),
            key=lambda n: ((attributes[n]["day"] or "9999") if by_day else "", attributes[n]["label"].casefold(), n),
        )
        longest = max((len(attributes[node]["label"]) for node in members), default=0)
        lines = next((n for n in (1, 2) if longest <= n * style["cell"]["letters"]), 3)
        two = len(members) > 24 and len(members) > len(attributes) / 2
        part = (len(members) + 1) // 2 if two else len(members)
        for start in range(0, len(members), max(part, 1)):
            held = members[start : start + part]
            name = look["one"] if len(members) == 1 else f"{look['many']} ({len(members)})"
            title = f"{look['many']} ({start + 1} to {start + len(held)} of {len(members)})" if two else name
            blocks.append(Block(kind, title, held, lines))
    return blocks


def arrange(cell: dict[str, Any], subject: str, blocks: list[Block], aspect: float) -> Arrangement:
    """Return where things lie: the subject in the middle, the others in blocks around it; no two labels overlap.

    Of all numbers of columns beside, above and below the subject, those are taken that let the picture be shown
    largest in a window of this aspect (width by height), the subject not too far from its middle.
    """

    def size(tried: Arrangement) -> float:
        away = abs(tried.places[subject][1]) / tried.height
        return min(aspect / tried.width, 1 / tried.height) * (1 - away / 3)

    tried = (_arranged(cell, subject, blocks, side, middle) for side in range(1, 6) for middle in range(1, 5))
    return max(tried, key=size)


def _arranged(cell: dict[str, Any], subject: str, blocks: list[Block], side: int, middle: int) -> Arrangement:
    """Put each block, the largest first, left, right, above or below, where the picture stays lowest."""
    columns = {"left": side, "above": middle, "below": middle, "right": side}
    heights = dict.fromkeys(columns, 0.0)
    stacks: dict[str, list[Block]] = {slot: [] for slot in columns}

    def high(block: Block, slot: str) -> float:
        rows = -(-len(block.members) // columns[slot])
        return float(cell["title"] + rows * cell["rows"][block.lines - 1] + cell["gap"])

    def lowest(block: Block, slot: str) -> tuple[float, float]:
        tried = heights | {slot: heights[slot] + high(block, slot)}
        return max(tried["left"], tried["right"], tried["above"] + tried["below"] + cell["subject"]), tried[slot]

    for block in sorted(blocks, key=lambda block: -len(block.members)):
        slot = min(columns, key=lambda slot: lowest(block, slot))
        heights[slot] += high(block, slot)
        stacks[slot].append(block)
    for kind in {block.kind for block in blocks}:  # the first part of a kind in two parts stands before the second
        places = [(slot, i) for slot in columns for i, block in enumerate(stacks[slot]) if block.kind == kind]
        for (slot, i), block in zip(places, [block for block in blocks if block.kind == kind], strict=True):
            stacks[slot][i] = block
    heights = {slot: sum(high(block, slot) for block in stacks[slot]) for slot in columns}
    centre = (heights["above"] - heights["below"]) / 2
    half = middle * cell["width"] / 2
    corners = {
        "left": (-half - 2 * cell["gap"] - side * cell["width"], -heights["left"] / 2),
        "right": (half + 2 * cell["gap"], -heights["right"] / 2),
        "above": (-half, centre - cell["subject"] / 2 - heights["above"]),
        "below": (-half, centre + cell["subject"] / 2 + cell["gap"]),
    }
    beside = sum(side * cell["width"] + 2 * cell["gap"] for slot in ("left", "right") if stacks[slot])
    height = max(heights["left"], heights["right"], heights["above"] + heights["below"] + cell["subject"])
    arrangement = Arrangement({subject: (0.0, centre)}, [], 2 * half + beside, height)
    for slot, (left, y) in corners.items():
        for block in stacks[slot]:
            top = y + sum(high(other, slot) for other in stacks[slot][: stacks[slot].index(block)])
            size = {"width": columns[slot] * cell["width"], "height": high(block, slot) - cell["gap"]}
            arrangement.frames.append({"kind": block.kind, "title": block.title, "x": left, "y": top, **size})
            rows = -(-len(block.members) // columns[slot])
            for number, node in enumerate(block.members):
                column, row = divmod(number, rows)
                x = left + column * cell["width"] + cell["gap"]
                y_row = top + cell["title"] + (row + 0.5) * cell["rows"][block.lines - 1]
                arrangement.places[node] = (x, y_row)
    return arrangement


def _page(root: Path, view: str, style: Style, data: dict[str, Any], **shown: object) -> str:
    """Fill a template; scripts and styles stand in the page, and its policy lets nothing else run or load."""
    static = root / "viz" / "static"
    scripts = [read_text(static / "vis-network" / "vis-network.min.js"), read_text(static / f"{view}.js")]
    styles = [_variables(style) + read_text(static / f"{view}.css")]
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    template = environment.from_string(read_text(root / "viz" / "templates" / f"{view}.html"))
    hashed = {"script_hashes": _hashes(scripts), "style_hashes": _hashes(styles), "scripts": scripts, "styles": styles}
    by_id = {node["id"]: node for node in data["nodes"]}
    return template.render(data=data, json=_json(data), by_id=by_id, **hashed, **shown)


def _variables(style: Style) -> str:
    """Return the style as variables of CSS, light and dark."""
    kinds = {f"kind-{kind}": style["palette"][look["colour"]] for kind, look in style["kinds"].items()}
    light = style["light"] | kinds | {"family": style["font"]["family"]}
    fixed, dark = ("".join(f"--{name}:{value};" for name, value in theme.items()) for theme in (light, style["dark"]))
    fills = "".join(f".{kind}{{fill:var(--{kind})}}" for kind in kinds)
    return f":root{{{fixed}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{fills}\n"


def _hashes(texts: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _json(data: object) -> str:
    """Return JSON that can stand in a script element: no character of it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.translate({ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})
