"""What this is, what it is not, and how to cite it."""

from __future__ import annotations

from kg.site.visits import Shown, Visit

PATHS = ("/about",)
TAKES: tuple[str, ...] = ()


def shown(visit: Visit) -> Shown:
    """Return the page about the project."""
    from kg.names import BASE

    return Shown("about", visit.words["about.title"], {"home": BASE, "statements": len(visit.graph)})
