"""The ontology as diagrams: its main classes and what joins them, and each module's classes with their properties."""

from __future__ import annotations

from collections import Counter
from math import ceil
from pathlib import Path
from typing import Any, Final

from kg.drawing.layering import laid_out, ranked
from kg.drawing.lettering import Lettering
from kg.drawing.pages import filled
from kg.drawing.schema import Schema, read_schema
from kg.drawing.styles import plain, read_style
from kg.files import read_text
from kg.language.words import read_words
from kg.names import ENGLISH

OVERVIEW: Final = "overview"
"""The name of the diagram of the whole; those of modules are called as the modules are."""
_MAIN: Final = 4
"""Of how many ends of properties a class is one that is shown in the overview."""
_TEXT, _SMALL, _LINE, _PAD, _INDENT, _LABEL = 12.0, 11.0, 15.0, 8.0, 14.0, 120.0
"""Pixels: letters of names and of properties, a line, room in a box, a step inward, the width of a label."""
_HEADING: Final = 18.0
"""The letters of the heading, as viz/static/drawing.css has them."""
_CARD, _GAP, _COLUMNS = 300.0, 16.0, 3
"""Pixels: a card and the room between two; how many stand side by side."""
_ANY: Final = "any thing"
_MOST: Final = 7
"""How many boxes or labels stand side by side in the overview."""
_SHADES: Final = ("blue", "vermillion", "grey", "green", "purple", "orange", "sky", "yellow")
"""The colours of modules, in the order of their names."""


def diagrams(root: Path) -> dict[str, str]:
    """Return the diagrams of the ontology as SVG that stands alone, by name, the same for the same ontology.

    Raises Fault where ontology/ or viz/ cannot be read.
    """
    schema, letters = read_schema(root), Lettering(root)
    made = {OVERVIEW: _overview(schema, letters)}
    made |= {module: _module(schema, module, letters) for module in schema.modules}
    for shown in made.values():
        shown["width"] = max(shown["width"], ceil(letters.width(shown["title"], _HEADING, bold=True)))
    style, words = read_style(root), read_words(root, ENGLISH)
    css = plain(read_text(root / "viz" / "static" / "drawing.css"), style)
    shades = {
        module: style["palette"][_SHADES[number % len(_SHADES)]] for number, module in enumerate(schema.modules)
    }  # fmt: skip
    look = {"css": css, "shades": shades, "muted": style["light"]["muted"]}
    return {name: filled(root, "ontology.svg", words, **look, **shown) for name, shown in made.items()}


def _overview(schema: Schema, letters: Lettering) -> dict[str, Any]:
    main, joins = _joins(schema)
    order = _order(main, joins)
    place = {name: number for number, name in enumerate(order)}
    sizes = {name: (letters.width(name, _TEXT, bold=True) + 2 * _PAD + 6, 30.0) for name in order}
    children: dict[str, list[str]] = {}
    lines: dict[str, list[str]] = {}
    upward = set()
    for (start, end), names in sorted(joins.items()):
        label = f"{start}|{end}"
        lines[label] = letters.lines(", ".join(sorted(names)), _SMALL, _LABEL, 9)
        sizes[label] = (max(letters.width(one, _SMALL) for one in lines[label]) + 6, _LINE * len(lines[label]) + 2)
        upper, lower = (start, end) if place[start] < place[end] else (end, start)
        if upper == end:
            upward.add(label)
        children.setdefault(upper, []).append(label)
        children[label] = [lower]
    laid = laid_out(ranked(_below_each_other(order, children), children, _MOST), children, sizes)
    boxes = [(*laid.places[name], *sizes[name], name, schema.classes[name]) for name in order]
    texts = [
        (laid.places[label][0] + sizes[label][0] / 2, laid.places[label][1] + _LINE - 3, told)
        for label, told in lines.items()
    ]
    edges = [
        (path, "start" if low in upward else "end" if high in lines and high not in upward else "")
        for (high, low), path in sorted(laid.routes.items())
    ]
    return {
        "title": "The main classes, and the properties that lead from one to another",
        "width": ceil(max(laid.width, _CARD)), "height": ceil(laid.height), "cards": [],
        "boxes": boxes, "texts": texts, "edges": edges, "modules": sorted({box[5] for box in boxes}),
    }  # fmt: skip


def _joins(schema: Schema) -> tuple[list[str], dict[tuple[str, str], list[str]]]:
    """Return the main classes, and the properties that lead from one of them to another."""
    ends = [(one.name, one.domain, one.range) for one in schema.properties]
    count = Counter(name for _, starts, finishes in ends for name in (*starts, *finishes))
    main = [name for name, number in count.items() if number >= _MAIN and name not in schema.vocabularies]
    joins: dict[tuple[str, str], list[str]] = {}
    for name, starts, finishes in ends:
        for start in starts:
            for end in finishes:
                if start != end and start in main and end in main:
                    joins.setdefault((start, end), []).append(name)
    return sorted({name for pair in joins for name in pair}), joins


def _order(main: list[str], joins: dict[tuple[str, str], list[str]]) -> list[str]:
    """Return the classes so that few properties lead upward: what many lead away from stands first."""
    left, order = set(main), []
    while left:

        def gain(name: str) -> tuple[int, str]:
            out = sum(1 for start, end in joins if start == name and end in left)
            into = sum(1 for start, end in joins if end == name and start in left)
            return into - out if into else -len(joins), name

        first = min(left, key=gain)
        left.discard(first)
        order.append(first)
    return order


def _below_each_other(order: list[str], children: dict[str, list[str]]) -> list[str]:
    """Return classes and labels, each after all those above it; a class comes as soon as it can."""
    waiting = Counter(child for below in children.values() for child in below)
    found: list[str] = []
    queue = [name for name in order if not waiting[name]]
    while queue:
        found.append(name := queue.pop(0))
        for child in children.get(name, ()):
            waiting[child] -= 1
            if not waiting[child]:
                queue.append(child)
    return found


def _module(schema: Schema, module: str, letters: Lettering) -> dict[str, Any]:
    roots = [
        name for name, of in schema.classes.items()
        if of == module and not any(schema.classes[one] == module for one in schema.above[name])
    ]  # fmt: skip
    drawn = [_card(schema, name, module, letters) for name in roots]
    columns = [0.0] * min(_COLUMNS, len(drawn))
    cards = []
    for lines in sorted(drawn, key=lambda lines: (-len(lines), lines[0][2])):
        height = 2 * _PAD + _LINE * len(lines) - 2
        column = columns.index(min(columns))
        cards.append((column * (_CARD + _GAP), columns[column], _CARD, height, lines))
        columns[column] += height + _GAP
    return {
        "title": f"Classes of the module {module}, with their subclasses and properties",
        "width": ceil(len(columns) * (_CARD + _GAP) - _GAP), "height": ceil(max(columns) - _GAP),
        "boxes": [], "texts": [], "edges": [], "cards": cards, "modules": [module],
    }  # fmt: skip


def _card(schema: Schema, name: str, module: str, letters: Lettering, depth: int = 0) -> list[tuple[float, str, str]]:
    """Return the lines of a class: its name, its properties with where they lead, and its subclasses farther in."""
    far = _PAD + depth * _INDENT
    beyond = [one for one in schema.above[name] if schema.classes[one] != module]
    named = f"{name} (a {', '.join(beyond)})" if beyond else name
    lines = [(far, "strong" if depth == 0 else "", letters.fitted(named, _TEXT, _CARD - far - _PAD, bold=depth == 0))]
    for one in schema.properties:
        if name in one.domain:
            to = " or ".join(one.range) or _ANY
            told = letters.lines(f"{one.name} \N{RIGHTWARDS ARROW} {to}", _SMALL, _CARD - far - 2 * _INDENT - _PAD, 3)
            lines += [
                (far + _INDENT * (1 if number == 0 else 2), "faint", text) for number, text in enumerate(told)
            ]  # fmt: skip
    for below in schema.below(name):
        if schema.classes[below] == module:
            lines += _card(schema, below, module, letters, depth + 1)
    return lines
