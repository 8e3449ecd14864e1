"""One thing, the things around it, every statement between them; and what lies one step farther, to be opened."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.drawing.arrangement import Arrangement, arrange, blocks_of
from kg.drawing.pages import Page, Row, Twin
from kg.drawing.pictures import Asked, imprint
from kg.drawing.plates import Mark, Plate
from kg.drawing.styles import Style, read_style
from kg.drawing.vis import LIBRARY, SHARED, network_data
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.words import Words
from kg.names import short
from kg.networks.network import neighbourhood

NEEDS = ("subject",)
OF: tuple[str, ...] = ()
_ASPECTS = {"wide": 1.35, "tall": 0.45}
_MARGIN = 8

Given = list[dict[str, Any]]


def picture(graph: Graph, asked: Asked, *, limit: int = 150) -> Page:
    """Return the picture of a thing and what is recorded around it, at most ``limit`` things at once.

    Raises UsageFault for an unknown thing, Fault where the folder viz/ cannot be read.
    """
    iri = asked.the_subject(graph).iri
    style, words = read_style(graph.root, graph.language), graph.words
    network = neighbourhood(graph.store, graph.directory, iri, limit=limit, beyond=True)
    attributes = {node: {**found, "kind": _styled(style, found["kind"])} for node, found in network.nodes(data=True)}
    near = {node: found for node, found in attributes.items() if found["distance"] < 2}
    blocks = blocks_of(words, style, iri, near)
    arranged = {name: arrange(style["cell"], iri, blocks, aspect) for name, aspect in _ASPECTS.items()}
    lines = {node: block.lines for block in blocks for node in block.members}
    cited = Bibliography()
    nodes, edges = network_data(
        [
            {"id": short(node), **{key: value for key, value in found.items() if key != "iri"}}
            | {"degree": found.get("degree"), "sources": cited.numbers(found["sources"]), "lines": lines.get(node, 3)}
            | {name: _rounded(arrangement.places.get(node)) for name, arrangement in arranged.items()}
            for node, found in attributes.items()
        ],
        [
            {"from": short(start), "to": short(end), **_told(found), "sources": cited.numbers(found["sources"])}
            for start, end, found in sorted(
                network.edges(data=True), key=lambda edge: (edge[2]["day"] or "", *edge[:2])
            )
        ],
    )
    by_id = {node["id"]: node for node in nodes}
    subject = by_id[short(iri)]
    within = {
        number: edge for number, edge in enumerate(edges)
        if by_id[edge["from"]]["distance"] < 2 and by_id[edge["to"]]["distance"] < 2
    }  # fmt: skip
    data = {
        "subject": subject["id"], "most": limit,
        "name": f"neighbourhood-{subject['id'].replace(':', '-')}",
        "kinds": style["kinds"], "cell": style["cell"], "font": style["font"],
        "frames": {name: arrangement.frames for name, arrangement in arranged.items()},
    }  # fmt: skip
    left_out = {_styled(style, kind): count for kind, count in network.graph["left_out"].items()}
    plate, size = _plate(graph, style, subject["id"], by_id, list(within.values()), arranged["wide"])
    return Page(
        view="neighbourhood",
        words=words,
        title=_finding(words, subject, nodes, left_out),
        lead="",
        twin=_twin(words, by_id, within),
        cited=cited,
        imprint=imprint(graph),
        data=data,
        shown={
            "near": [node for node in nodes if node["distance"] < 2], "subject": subject, "plate": plate, "size": size,
            "statements": len(within), "farther": len(nodes) - len(near),
            "left_out": {style["kinds"][kind]["many"]: count for kind, count in left_out.items()},
        },
        shared=(SHARED,),
        packed={"nodes": nodes, "edges": edges},
        library=LIBRARY,
        credits=words["network.credits"],
    )  # fmt: skip


def _rounded(place: tuple[float, float] | None) -> list[float] | None:
    return None if place is None else [round(part, 1) for part in place]


def _told(found: dict[str, Any]) -> dict[str, Any]:
    return {key: found[key] for key in ("label", "day", "claims", "unconfirmed")}


def _styled(style: Style, kind: str) -> str:
    return kind if kind in style["kinds"] else "other"


def _finding(words: Words, subject: dict[str, Any], nodes: Given, left_out: dict[str, int]) -> str:
    """Return a sentence with what most of the things around the subject are."""
    count = Counter(node["kind"] for node in nodes if node["distance"] == 1)
    count.update(left_out)
    ranked = sorted(count.items(), key=lambda found: (-found[1], found[0]))
    told = ", ".join(words.many(f"number.{kind}", n) for kind, n in ranked[:3] if n)
    if not told:
        return words.say("neighbourhood.title-of-none", thing=subject["label"])
    key = "neighbourhood.title-and-others" if len(ranked) > 3 else "neighbourhood.title"
    return words.say(key, thing=subject["label"], kinds=told)


def _plate(
    graph: Graph, style: Style, subject: str, by_id: dict[str, dict[str, Any]], edges: Given, arranged: Arrangement
) -> tuple[Plate, tuple[int, int]]:
    """Return the picture for print, and how large it is."""
    cell, font = style["cell"], style["font"]
    x, y = by_id[subject]["wide"]
    frames = [frame | {"x": float(frame["x"]) - 4} for frame in arranged.frames]
    left = min([x - 140, *(float(frame["x"]) for frame in frames)]) - _MARGIN
    right = max([x + 140, *(float(frame["x"]) + float(frame["width"]) for frame in frames)]) + _MARGIN
    top = min([y - 40, *(float(frame["y"]) for frame in frames)]) - _MARGIN
    bottom = max([y + 78, *(float(frame["y"]) + float(frame["height"]) for frame in frames)]) + _MARGIN
    marks = [
        Mark(node["kind"], node["wide"], 44, node["label"], cell["width"] * 1.5, font["subject"], 2, below=True)
        if node["id"] == subject
        else Mark(node["kind"], node["wide"], 17, node["label"], cell["width"] - 36, font["label"], node["lines"])
        for node in by_id.values()
        if node["distance"] < 2
    ]
    strokes = [(by_id[edge["from"]]["wide"], by_id[edge["to"]]["wide"], edge["unconfirmed"]) for edge in edges]
    plate = Plate(graph.root, left, top, frames, strokes, marks)
    return plate, (int(right - left) + 1, int(bottom - top) + 1)


def _twin(words: Words, by_id: dict[str, Any], edges: dict[int, dict[str, Any]]) -> Twin:
    rows = [
        Row(
            cells=(by_id[edge["from"]]["label"], edge["label"], by_id[edge["to"]]["label"], edge["day"] or ""),
            sources=tuple(edge["sources"]),
            key=str(number),
            thing=edge["from"],
        )
        for number, edge in edges.items()
    ]
    thing, statement, day = (words[f"neighbourhood.{name}"] for name in ("thing", "statement", "day"))
    return Twin((thing, statement, thing, day), tuple(rows), words["neighbourhood.twin"])
