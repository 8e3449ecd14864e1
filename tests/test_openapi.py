"""The description of the API, over the graph that ships: OpenAPI for programs, a page for people."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from kg.commands.serving import lying
from kg.graph import Graph
from kg.interfaces.asking import WORDING, names, table
from kg.interfaces.parameters import of_object, of_pairs
from kg.interfaces.records import standalone
from kg.jobs import answer as answers
from kg.jobs import api as description
from kg.serving.answering import Unanswered, Worker
from kg.serving.openapi import address
from kg.serving.requests import methods


@pytest.fixture(scope="module")
def worker(graph: Graph) -> Worker:
    """Return what the jobs of a process share, over the graph that ships."""
    return Worker(graph.root, lying(graph), 100_000, 64 << 20)


@pytest.fixture(scope="module")
def openapi(worker: Worker) -> dict[str, Any]:
    """Return the description of the API over the graph that ships."""
    found: dict[str, Any] = json.loads(description.answer(worker, {"page": False}).body)
    return found


def test_every_answer_has_an_example_of_the_graph_that_ships(root: Path, openapi: dict[str, Any]) -> None:
    examples = tomllib.loads((root / "viz" / "examples.toml").read_text(encoding="utf-8"))
    assert sorted(examples) == names()
    for name, asking in table().items():
        of_object(asking.parameters, examples[name])
        operations = next(one for path, one in openapi["paths"].items() if path.split("/")[2] == name)
        good = next(iter(operations.values()))["responses"]["200"]["content"]["application/json"]
        assert ("example" in good) == (not asking.heavy)
        if not asking.heavy:
            assert good["example"], name
            jsonschema_rs.validate(standalone(asking.gives), good["example"])


def test_the_documentation_lists_every_answer_with_its_parameters(root: Path) -> None:
    page = (root / "docs" / "api.md").read_text(encoding="utf-8")
    for name, asking in table().items():
        ways = " ".join(method for method in methods(asking) if method in ("GET", "POST"))
        given = " ".join(
            f"`{one.name}`{'' if one.required else '?'}{'…' if one.many else ''}" for one in asking.parameters
        )
        assert f"| `{address(name, asking)}` | {ways} | {given} | {asking.asks} |" in page, name


def test_the_description_is_openapi(openapi: dict[str, Any]) -> None:
    schemathesis.openapi.from_dict(openapi).validate()
    assert "contact" not in openapi["info"]
    assert openapi["info"]["description"].startswith(WORDING), "assistants are told it in the same words"
    assert openapi["info"]["license"]["identifier"] == "CC0-1.0"


def test_the_page_shows_every_answer_and_runs_nothing(worker: Worker) -> None:
    page = description.answer(worker, {"page": True})
    text = page.body.decode()
    for name, asking in table().items():
        assert f'<h2 id="{name}">' in text
        assert all(f"<code>{one.name}</code>" in text for one in asking.parameters)
    assert "<script" not in text
    assert not re.search(r"(?:src|href)=\"(?!/|#)", text)
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_an_answer_that_is_too_large_is_none(worker: Worker) -> None:
    asked = {"answer": "find", "given": of_pairs(table()["find"].parameters, [("text", "court")])}
    with pytest.raises(Unanswered, match="larger than 100 bytes") as refused:
        answers.answer(Worker(worker.root, worker.folder, 10, 100), asked)
    assert refused.value.status == 503
