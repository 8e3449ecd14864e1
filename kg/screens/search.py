"""Search: things by name, code or abbreviation, and questions of the catalogue; as a page and as suggestions."""

from __future__ import annotations

import json

from kg.media import JSON
from kg.names import short
from kg.site.choices import questions
from kg.site.visits import Raw, Shown, Visit
from kg.site.webpages import LISTED

PATHS = ("/search", "/suggest")
TAKES = ("q", "kinds")
_SUGGESTED, _LISTED = 12, 200


def shown(visit: Visit) -> Shown | Raw:
    """Return what is called so, as a page or, for scripts, as JSON."""
    text = visit.given.get("q", "")
    kinds = visit.given["kinds"].split(",") if "kinds" in visit.given else LISTED
    found = [one for one in visit.graph.find(text) if one.kind in LISTED and one.kind in kinds] if text else []
    rows = [{"name": one.name, "kind": visit.kind(one.kind), "id": short(one.iri),
             "url": visit.page_of(one.iri), "mark": one.kind} for one in found[:_LISTED]]  # fmt: skip
    if visit.path == "/suggest":
        return Raw(JSON, json.dumps(rows[:_SUGGESTED], ensure_ascii=False).encode())
    near = visit.graph.directory.nearest(text) if text and not found else []
    words = text.casefold().split()
    filling = {
        "text": text,
        "rows": rows,
        "number": len(found),
        "near": [(one.name, visit.page_of(one.iri)) for one in near if one.kind in LISTED],
        "questions": [
            one for one in questions(visit.graph) if words and all(word in one.asks.casefold() for word in words)
        ],
    }
    title = visit.words.say("search.title", text=text) if text else visit.words["search.empty"]
    return Shown("search", title, filling, [("JSON", visit.url("/suggest", q=text))] if text else [])
