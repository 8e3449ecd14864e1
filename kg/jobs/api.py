"""What the API is: for programs as OpenAPI, for people as a page."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import kg
from kg.building.store import fingerprint_of
from kg.drawing.pages import filled, hashes
from kg.drawing.pictures import imprint
from kg.drawing.styles import read_style, variables
from kg.faults import Fault
from kg.files import read_text
from kg.interfaces.asking import WORDING, Asking, table
from kg.interfaces.parameters import of_object
from kg.media import HTML, JSON
from kg.serving.answered import told_by
from kg.serving.answering import Done, Unanswered, Worker
from kg.serving.openapi import address, described
from kg.serving.requests import methods

_POLICY = "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_FEW = 2
"""How many entries of each list of an example are shown."""


def answer(worker: Worker, given: Mapping[str, Any]) -> Done:
    """Return the description, or the page where ``page`` is asked for.

    Raises Unanswered where what it is made from cannot be read.
    """
    path = worker.root / "viz" / "examples.toml"
    try:
        examples = tomllib.loads(read_text(path)) if path.is_file() else {}
        if given["page"]:
            return _page(worker, examples)
        shown = _shown(worker, examples)
    except (Fault, tomllib.TOMLDecodeError, KeyError) as error:
        raise Unanswered(500, "the description of the API could not be made") from error
    build = fingerprint_of(worker.folder)
    found = described(kg.__version__, build, examples if shown else {}, shown)
    return Done(JSON, json.dumps(found, ensure_ascii=False, indent=1).encode() + b"\n")


def _shown(worker: Worker, examples: Mapping[str, Any]) -> dict[str, object]:
    """Return the answers to the examples, cut short; none of those that take long, and none of other knowledge."""
    shown = {}
    for name, asking in table().items():
        if name in examples and not asking.heavy:
            try:
                told = told_by(worker, name, of_object(asking.parameters, examples[name]))
            except Unanswered:
                return {}
            shown[name] = _short(json.loads(told.text))
    return shown


def _short(part: Any) -> Any:  # noqa: ANN401  (any part of the JSON)
    if isinstance(part, list):
        return [_short(one) for one in part[:_FEW]]
    if isinstance(part, dict):
        return {key: _short(value) for key, value in part.items()}
    return part


def _page(worker: Worker, examples: Mapping[str, Any]) -> Done:
    static = worker.root / "viz" / "static"
    style = "".join(read_text(static / name) for name in ("page.css", "site/site.css"))
    style = variables(read_style(worker.root)) + style
    answers = [
        {
            "name": name, "asking": asking, "address": address(name, asking),
            "methods": [one for one in methods(asking) if one in ("GET", "POST")],
            "example": example(name, asking, examples[name]) if "GET" in methods(asking) else None,
        }
        for name, asking in table().items()
    ]  # fmt: skip
    shown = {"answers": answers, "css": style, "wording": WORDING, "imprint": imprint(worker.graph)}
    text = filled(worker.root, "api.html", worker.graph.words, **shown)
    return Done(HTML, text.encode(), {"Content-Security-Policy": _POLICY.format(hashes([style]))})


def example(name: str, asking: Asking, given: Mapping[str, Any]) -> str:
    """Return the address of an example."""
    path = "".join(f"/{quote(given[one.name], safe='')}" for one in asking.parameters if one.place == "path")
    query = {one.name: given[one.name] for one in asking.parameters if one.place == "query" and one.name in given}
    return f"/api/{name}{path}" + (f"?{urlencode(query, doseq=True, safe=':-')}" if query else "")
