"""A live page: made by the module of kg/screens/ whose path fits, and kept while this process lives."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from kg.drawing.pages import filled
from kg.drawing.pictures import imprint
from kg.drawing.styles import read_style
from kg.faults import Fault, UsageFault
from kg.listing import listed, module
from kg.media import HTML
from kg.serving.answering import Done, Unanswered, Worker
from kg.site.assets import policy, read_assets
from kg.site.visits import Missing, Raw, Screen, Shown, Visit, read_given

_KEPT = 32 << 20
"""How many bytes of pages a process keeps."""


def answer(worker: Worker, given: Mapping[str, Any]) -> Done:
    """Return the page at a path, given its parameters as pairs and a language; the parameter ``lang`` overrides it.

    Raises Unanswered with 404 for a path, thing or view that is none, and with 400 for what is asked wrongly.
    """
    path, parameters = given["path"], given["parameters"]
    language = next((value for name, value in parameters if name == "lang" and value), given["language"])
    key = repr((path, parameters, language, date.today()))  # a page without a day is of today
    kept = worker.once("pages", _Kept)
    if (found := kept.get(key)) is None:
        found = _made(worker, path, parameters, language)
        kept.put(key, found)
    return found


class _Kept:
    """The pages that were asked for last, up to a size."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Done] = OrderedDict()
        self._size = 0

    def get(self, key: str) -> Done | None:
        if key in self._pages:
            self._pages.move_to_end(key)
        return self._pages.get(key)

    def put(self, key: str, done: Done) -> None:
        self._pages[key] = done
        self._size += len(done.body)
        while self._size > _KEPT:
            _, oldest = self._pages.popitem(last=False)
            self._size -= len(oldest.body)


@cache
def _screens() -> list[tuple[re.Pattern[str], Screen]]:
    """Return every path that there are pages at, and what makes them; the narrower path comes first."""
    found = [(path, cast(Screen, module("screens", name, "page"))) for name in listed("screens")
             for path in module("screens", name, "page").PATHS]  # fmt: skip
    return [(pattern(path), screen) for path, screen in sorted(found, key=lambda one: ("{" in one[0], -len(one[0])))]


def pattern(path: str) -> re.Pattern[str]:
    """Return what matches a path in which ``{name}`` stands for one part."""
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path)))


def _made(worker: Worker, path: str, parameters: list[list[str]], language: str) -> Done:
    found = next(((match, screen) for fitting, screen in _screens() if (match := fitting.fullmatch(path))), None)
    if found is None:
        raise Unanswered(404, "there is no page at this address")
    matched, screen = found
    root = worker.root
    try:
        asked = read_given(parameters, screen.TAKES)
        graph = worker.graph.in_language(language)
        base, style = read_assets(root).base, read_style(root, language)
        visit = Visit(root, path, asked, base, graph, imprint(graph), style, matched.groupdict())
        visit.day  # noqa: B018  (an impossible day is refused by every page)
        shown = screen.shown(visit)
        body = shown.body if isinstance(shown, Raw) else page(visit, shown).encode()
    except Missing as missing:
        raise Unanswered(404, str(missing)) from missing
    except UsageFault as fault:
        raise Unanswered(400, str(fault)) from fault
    except Fault as fault:
        raise Unanswered(500, "the page could not be made; the knowledge that it shows has a fault") from fault
    mark = hashlib.sha256(body).hexdigest()[:32]
    allowed = policy(shown.styles if isinstance(shown, Shown) else "")
    headers = {"Content-Security-Policy": allowed, "Content-Language": language, "ETag": f'W/"{mark}"'}
    return Done(shown.media if isinstance(shown, Raw) else HTML, body, headers)


def page(visit: Visit, shown: Shown) -> str:
    """Return a page filled in.

    Raises Fault for a template that is missing or has a fault.
    """
    given = {"visit": visit, "shown": shown, "style": visit.style, **shown.filling}
    return filled(visit.graph.root, f"live/{shown.template}.html", visit.words, **given)
