"""Draws: finds the view that is meant and gives its picture in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kg.drawing.pages import Page, html, svg
from kg.drawing.pictures import Asked, View
from kg.faults import UsageFault
from kg.listing import listed, module
from kg.media import PICTURES

if TYPE_CHECKING:
    from kg.graph import Graph


def views() -> list[str]:
    """Return what can be drawn: the names of the modules in kg/views/."""
    return listed("views")


def view(name: str) -> View:
    """Return a view by its name.

    Raises UsageFault for a name that is none, with those there are.
    """
    return cast(View, module("views", name, "view"))


def picture(graph: Graph, name: str, asked: Asked) -> Page:
    """Return the picture that a view gives of what is asked, in the language asked for.

    Raises UsageFault for an unknown view, thing or language, or where something is missing; Fault where viz/ cannot be
    read.
    """
    return view(name).picture(graph.in_language(asked.language or graph.language), asked)


def drawn(graph: Graph, page: Page, form: str) -> bytes:
    """Return a picture in a form: ``html``, ``svg`` or ``png``.

    Raises UsageFault for a form that is none, Fault where viz/ cannot be read.
    """
    if form == "html":
        return html(graph.root, page).encode()
    if form == "svg":
        return svg(graph.root, page).encode()
    if form == "png":
        from kg.drawing.lettering import Lettering
        from kg.drawing.raster import png

        return png(svg(graph.root, page), Lettering(graph.root).files)
    raise UsageFault(f"no form is called {form!r}; there is {', '.join(PICTURES)}")
