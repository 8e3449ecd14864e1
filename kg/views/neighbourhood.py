"""One thing, the things around it, and every statement between them."""

from __future__ import annotations

from typing import Any

from kg.arrangement import arrange, blocks_of
from kg.citations import Bibliography
from kg.graph import Graph
from kg.names import short
from kg.network import neighbourhood
from kg.pages import Page, Row, Twin
from kg.pictures import Asked, imprint
from kg.styles import Style, read_style
from kg.vis import LIBRARY, network_data

NEEDS = ("subject",)
_ASPECTS = {"wide": 1.35, "tall": 0.45}


def picture(graph: Graph, asked: Asked, *, depth: int = 1, limit: int = 150) -> Page:
    """Return the picture of a thing and what is recorded around it.

    Raises UsageFault for an unknown thing, Fault where the folder viz/ cannot be read.
    """
    iri = asked.the_subject(graph).iri
    style = read_style(graph.root)
    network = neighbourhood(graph.store, graph.directory, iri, depth=depth, limit=limit)
    attributes = {node: {**found, "kind": _styled(style, found["kind"])} for node, found in network.nodes(data=True)}
    blocks = blocks_of(style, iri, attributes)
    arranged = {name: arrange(style["cell"], iri, blocks, aspect) for name, aspect in _ASPECTS.items()}
    lines = {node: block.lines for block in blocks for node in block.members}
    cited = Bibliography()
    given_nodes = [
        {"id": short(node), **found, "sources": cited.numbers(found["sources"]), "lines": lines.get(node, 3)}
        | {name: arrangement.places[node] for name, arrangement in arranged.items()}
        for node, found in attributes.items()
    ]
    given_edges = [
        {"id": number, "from": short(start), "to": short(end)}
        | found
        | {"fact": short(found["fact"]), "sources": cited.numbers(found["sources"])}
        for number, (start, end, found) in enumerate(network.edges(data=True))
    ]
    nodes, edges = network_data(given_nodes, given_edges)
    data = {
        "subject": short(iri), "nodes": nodes, "edges": edges, "name": f"neighbourhood-{short(iri).replace(':', '-')}",
        "kinds": style["kinds"], "cell": style["cell"], "font": style["font"],
        "frames": {name: arrangement.frames for name, arrangement in arranged.items()},
    }  # fmt: skip
    left_out = {style["kinds"][_styled(style, kind)]["many"]: n for kind, n in network.graph["left_out"].items()}
    by_id = {node["id"]: node for node in nodes}
    subject = by_id[short(iri)]
    return Page(
        view="neighbourhood",
        title=f"{subject['label']}: what is recorded around it",
        lead="",
        twin=_twin(by_id, edges),
        cited=cited,
        imprint=imprint(graph),
        data=data,
        shown={"by_id": by_id, "subject": subject, "left_out": left_out, "depth": depth, "size": (0, 0)},
        libraries=(LIBRARY,),
        credits="Drawn with vis-network (Apache-2.0 or MIT).",
    )


def _twin(by_id: dict[str, Any], edges: list[dict[str, Any]]) -> Twin:
    rows = [
        Row(
            cells=(by_id[edge["from"]]["label"], edge["label"], by_id[edge["to"]]["label"], edge["day"] or ""),
            sources=tuple(edge["sources"]),
            key=str(edge["id"]),
            thing=edge["from"],
        )
        for edge in edges
    ]
    return Twin(("Thing", "Statement", "Thing", "Day"), tuple(rows), "All statements of the picture")


def _styled(style: Style, kind: str) -> str:
    return kind if kind in style["kinds"] else "other"
