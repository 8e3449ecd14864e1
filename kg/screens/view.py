"""A picture of kg/views/ as a live page, and alone as SVG or PNG."""

from __future__ import annotations

from typing import Final

from kg.drawing.draw import drawn, picture, view, views
from kg.drawing.pages import linked
from kg.drawing.pictures import Asked
from kg.media import HTML, form_of
from kg.site.choices import holders, readings, sought
from kg.site.visits import Missing, Raw, Shown, Visit

PATHS = ("/view/{view}", "/view/{view}.svg", "/view/{view}.png")
TAKES = ("state", "subject", "reading")
_SUBJECTS = "body,proceeding,ruling"
_ASKS: Final[dict[str, dict[str, str]]] = {
    "matrix": {"state": "state", "reading": "reading"},
    "timeline": {"state": "state", "subject": _SUBJECTS, "reading": "reading"},
    "readings": {"state": "state"},
    "proof": {"state": "state", "subject": _SUBJECTS, "reading": "reading"},
    "arrest": {"subject": "person"},
    "neighbourhood": {"subject": ""},
}
"""What the form of a view asks beside the day, with the kinds of things that are meant; by default what it needs."""


def shown(visit: Visit) -> Shown | Raw:
    """Return the picture, or a form where what it is of is not given.

    Raises Missing for a view that there is none of.
    """
    name, given, graph = visit.matched["view"], visit.given, visit.graph
    if name not in views():
        raise Missing(f"no picture is called so; there is {', '.join(views())}")
    asks = _ASKS.get(name, dict.fromkeys(view(name).NEEDS, ""))
    form = visit.path.rpartition(".")[2] if "." in visit.path else "html"
    if form == "html":
        state = visit.state()
        filling = {
            "view": name, "asks": asks, "told": {key: given.get(key) for key in TAKES}, "data_links": [],
            "states": holders(graph) if "state" in asks else [],
            "persons": sought(graph) if asks.get("subject") == "person" else [],
            "readings": readings(graph, state) if "reading" in asks else [],
        }  # fmt: skip
        if not all(need in given for need in view(name).NEEDS):
            return Shown("choose", visit.words[f"pictured.{name}"], filling)
    asked = Asked(given.get("state"), given.get("subject"), given.get("reading"), visit.day, graph.language)
    page = picture(graph, name, asked)
    if form != "html":
        return Raw(form_of(f"{name}.{form}")[0], drawn(graph, page, form))
    return Raw(HTML, linked(graph.root, page, visit=visit, **filling).encode())
