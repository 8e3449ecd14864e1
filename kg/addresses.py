"""The addresses of live pages, as one page links to another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

KEPT: Final = ("on", "lang")
"""The parameters of every page, which links to other pages keep where a reader has set them."""


def url(here: str, given: Mapping[str, str], path: str | None = None, **parameters: str | None) -> str:
    """Return the address of a page, linked from the one at the path ``here`` that was given parameters.

    By default of that page itself with what it was given; of another with what pages keep. ``parameters`` come to these
    or stand in place of them; those that are None or empty are left out.
    """
    if path is None:
        told: dict[str, str | None] = {**given, **parameters}
    else:
        told = parameters | {name: given.get(name) for name in KEPT if name not in parameters}
    query = urlencode({name: text for name, text in told.items() if text})
    return quote(path or here, safe="/:,{}") + (f"?{query}" if query else "")
