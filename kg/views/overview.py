"""States, organizations and bodies, and the treaties, resolutions and laws that tie them, on one day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from kg.drawing.clusters import clusters
from kg.drawing.pages import Page, Row, Twin
from kg.drawing.pictures import Asked, imprint
from kg.drawing.plates import Mark, Plate
from kg.drawing.springs import spring
from kg.drawing.styles import Style, read_style
from kg.drawing.vis import LIBRARY, SHARED, network_data
from kg.faults import UsageFault
from kg.graph import Graph
from kg.language.citations import Bibliography
from kg.language.words import Words
from kg.names import short
from kg.networks.ties import KINDS, STATUSES, ties

if TYPE_CHECKING:
    import networkx as nx

NEEDS: tuple[str, ...] = ()
OF: tuple[str, ...] = ()
_DRAWN = 1500
"""How many ties are drawn at first; where there are more, none is drawn until a thing is chosen."""

Given = list[dict[str, Any]]


def picture(graph: Graph, asked: Asked) -> Page:
    """Return the picture of what ties actors and instruments on a day.

    Raises UsageFault for an impossible date or one on which nothing is tied, Fault where viz/ cannot be read.
    """
    network = ties(graph.store, graph.directory, asked.day)
    if not network:
        raise UsageFault(f"nothing in the graph is tied to anything on {asked.day}")
    return page(graph, network)


def page(graph: Graph, network: nx.MultiDiGraph[str]) -> Page:
    """Return the picture of a network of ties, as ``kg.networks.ties.ties`` gives it.

    Raises Fault where the folder viz/ cannot be read.
    """
    style, day = read_style(graph.root, graph.language), network.graph["day"]
    members: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for node, found in network.nodes(data=True):
        members[found["kind"]].append(node)
    words = graph.words
    titles = {
        kind: words.say("page.by-kind", kind=_name(style, kind, len(held)), n=str(len(held)))
        for kind, held in members.items()
    }  # fmt: skip
    near = spring(network, network.edges())
    wide, tall = (clusters(style["overview"], titles, members, near, tall=tall) for tall in (False, True))
    cited = Bibliography()
    nodes, edges = network_data(
        [
            {"id": short(node), **{key: value for key, value in found.items() if key != "iri"}}
            | {"sources": cited.numbers(found["sources"]), "ties": network.degree(node)}
            | {"wide": _rounded(wide.places[node]), "tall": _rounded(tall.places[node])}
            for node, found in network.nodes(data=True)
        ],
        sorted(
            (
                {"from": short(start), "to": short(end), **found, "sources": cited.numbers(found["sources"])}
                for start, end, found in network.edges(data=True)
            ),
            key=lambda edge: (edge["day"] or "", edge["from"], edge["to"], edge["label"]),
        ),
    )
    data = {
        "name": f"overview-{day}", "kinds": style["kinds"], "look": style["overview"], "font": style["font"],
        "drawn": _DRAWN, "frames": {"wide": wide.frames, "tall": tall.frames},
    }  # fmt: skip
    shown = {
        "members": members, "ties": len(edges), "joined": _most_joined(network),
        "plate": _plate(graph, style, nodes, edges, wide.frames),
        "size": (int(wide.width) + 1, int(wide.height) + 1),
    }  # fmt: skip
    return Page(
        view="overview",
        words=words,
        title=_finding(words, network),
        lead="",
        twin=_twin(words, style, nodes, edges),
        cited=cited,
        imprint=imprint(graph),
        data=data,
        shown=shown,
        day=day,
        shared=(SHARED,),
        packed={"nodes": nodes, "edges": edges},
        library=LIBRARY,
        credits=words["overview.credits"],
    )


def _rounded(place: tuple[float, float]) -> list[float]:
    return [round(part, 1) for part in place]


def _name(style: Style, kind: str, count: int) -> str:
    name: str = style["kinds"][kind]["one" if count == 1 else "many"]
    return name


def _is_participation(edge: dict[str, Any]) -> bool:
    return str(edge["from"]).startswith("state:") and str(edge["to"]).startswith("treaty:")


def _plate(graph: Graph, style: Style, nodes: Given, edges: Given, frames: list[dict[str, Any]]) -> Plate:
    """Return the picture for print: short names, and ties other than participations, where they are few."""
    look, places = style["overview"], {node["id"]: node["wide"] for node in nodes}
    drawn = [edge for edge in edges if not _is_participation(edge)]
    strokes = [(places[edge["from"]], places[edge["to"]], edge["unconfirmed"]) for edge in drawn]
    marks = [
        Mark(node["kind"], node["wide"], 10, node["short"], look["width"][node["kind"]] - 22, look["letters"], 2)
        for node in nodes
    ]
    return Plate(graph.root, 0, 0, frames, strokes if len(strokes) <= _DRAWN else [], marks, curved=True)


def _finding(words: Words, network: nx.MultiDiGraph[str]) -> str:
    """Return a sentence with what the bodies rest on."""
    kinds = {node: str(found["kind"]) for node, found in network.nodes(data=True)}
    bodies = Counter(kinds.values())["body"]
    edges = network.edges(data=True)
    resting = {(start, kinds[end]) for start, end, tie in edges if tie["relation"] == "instrument"}
    count = Counter(kind for start, kind in resting if kinds[start] == "body")
    first, *rest = [kind for kind in ("treaty", "law", "resolution") if count[kind]] or [""]
    if not first:
        return words.say("overview.title-of-none", n=str(len(kinds)))
    parts = [words.many(f"overview.{first}-first", count[first])]
    parts += [words.say(f"overview.{kind}", n=str(count[kind])) for kind in rest]
    return words.say("overview.title", bodies=words.many("number.body", bodies), parts=", ".join(parts))


def _most_joined(network: nx.MultiDiGraph[str]) -> list[tuple[str, int]]:
    """Return the treaties with the most parties, and how many each has."""
    parties = Counter(end for _, end, tie in network.edges(data=True) if tie["relation"] == "party")
    first = sorted(parties.items(), key=lambda found: (-found[1], found[0]))[:3]
    return [(network.nodes[treaty]["label"], count) for treaty, count in first]


def _twin(words: Words, style: Style, nodes: Given, edges: Given) -> Twin:
    """Return a row for each thing: what it is tied to, said once, at the thing that the tie begins at.

    What states are to treaties is said at the treaty; the state's row has the numbers.
    """
    labels = {node["id"]: node["label"] for node in nodes}
    groups = {status: words[f"parties.{status}"] for status in STATUSES}
    said: dict[str, dict[str, list[str]]] = {node["id"]: {} for node in nodes}
    cited: dict[str, set[int]] = {node["id"]: set(node["sources"]) for node in nodes}
    joined: dict[str, Counter[str]] = {node["id"]: Counter() for node in nodes}
    for edge in edges:
        start, end, label = (str(edge[key]) for key in ("from", "to", "label"))
        teller, group, other = start, label, end
        if _is_participation(edge):
            teller, group, other = end, groups.get(str(edge["relation"]), label), start
            joined[start][label] += 1
        said[teller].setdefault(group, []).append(labels[other])
        cited[teller].update(edge["sources"])

    def told(node: str) -> str:
        counts = [
            words.say("overview.counted", relation=label, treaties=words.many("number.treaty", count))
            for label, count in joined[node].items()
        ]
        listed = [
            words.say(
                "overview.group" if label in groups.values() else "overview.told", relation=label,
                names=", ".join(sorted(others)), n=str(len(others)),
            )
            for label, others in said[node].items()
        ]  # fmt: skip
        return "; ".join(counts + listed)

    rows = [
        Row(
            cells=(node["label"], style["kinds"][node["kind"]]["one"], told(node["id"])),
            sources=tuple(sorted(cited[node["id"]])),
            key=node["id"],
            thing=node["id"],
        )
        for kind in KINDS
        for node in sorted((n for n in nodes if n["kind"] == kind), key=lambda n: (n["label"].casefold(), n["id"]))
    ]
    columns = words["overview.thing"], words["overview.kind"], words["overview.ties-of"]
    return Twin(columns, tuple(rows), words["overview.twin"])
