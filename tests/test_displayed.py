"""Answers of the Python interface in a notebook and at a prompt: they display themselves, and nothing in them runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.core.interactiveshell import InteractiveShell

import kg
from attacks import attacked
from kg.displayed import DisplayedGraph
from kg.drawing.pictures import Asked
from kg.faults import MissingLibrary, UsageFault
from kg.graph import Graph
from kg.names import thing
from kg.notebooks.fragments import MOST, table
from kg.notebooks.results import Results
from kg.oxigraph import EVERYTHING, NamedNode, op
from kg.presenting import present

DAY = "2026-02-01"
RULE = "rus-limb-b-per-body-all-matters"


@pytest.fixture(scope="module")
def opened() -> DisplayedGraph:
    """Return the graph as a user opens it."""
    return kg.open()


class Tags(HTMLParser):
    """Collects tags with their attributes, and the text between."""

    def __init__(self, text: str) -> None:
        """Read a piece of HTML."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def shown(value: object) -> dict[str, Any]:
    """Return what a notebook shows of a value, by form."""
    found, _ = DisplayFormatter().format(value)  # type: ignore[no-untyped-call]
    return dict(found)


ANSWERS: dict[str, tuple[Callable[[DisplayedGraph], object], str]] = {
    "assess": (lambda graph: graph.assess("RUS", on=DAY, subject="icc"), "treated as non-binding"),
    "timeline": (lambda graph: graph.timeline("RUS", "icc"), "not covered"),
    "conflicts": (lambda graph: graph.conflicts("RUS", on="2022-10-01"), "CONFLICT"),
    "why": (lambda graph: graph.why("RUS", "icc", on=DAY, reading=RULE), "Russia treats rulings of"),
    "diff": (lambda graph: graph.diff("2026-01-08", "2026-01-09", state="RUS"), "International Criminal Court"),
    "arrest": (lambda graph: graph.arrest("putin", on=DAY), "Armenia"),
    "rivalries": (lambda graph: graph.rivalries("RUS", on=DAY)[:3], "per body, all matters"),
    "reading": (lambda graph: graph.reading("rus-limb-a-conferral"), "Ada Derana"),
    "show": (lambda graph: graph.show("icc"), "International Criminal Court"),
    "find": (lambda graph: graph.find("tribunal"), "body:cas"),
    "ask": (lambda graph: graph.ask("states-with-rules"), "state:RUS"),
    "query": (lambda graph: graph.query("SELECT (COUNT(*) AS ?many) { ?s ?p ?o }"), "many"),
    "path": (lambda graph: graph.path("RUS", "icc"), "Rome Statute"),
    "what_if": (lambda graph: graph.what_if("RUS Ratification rome-statute 2027-01-01"), "not covered"),
    "why_not": (lambda graph: graph.why_not("RUS", "icc", on="2026-01-08", reading=RULE), "No recorded rule"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_displays_itself_as_text_and_as_html(
    opened: DisplayedGraph, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "132")
    ask, says = ANSWERS[name]
    answer = ask(opened)
    forms = shown(answer)
    assert set(forms) == {"text/plain", "text/html"}
    page = Tags(forms["text/html"])
    assert says in page.text
    assert says.split()[0] in str(answer)
    assert str(answer).startswith(forms["text/plain"].splitlines()[0])
    assert len(forms["text/plain"].splitlines()) <= 61
    assert {tag for tag, _ in page.found} <= {
        "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary", "ul", "li", "a", "br", "p",
    }  # fmt: skip
    assert all(
        attributes["href"].startswith("http") for tag, attributes in page.found if tag == "a" and attributes["href"]
    )


@pytest.mark.parametrize("name", ["why", "show", "path", "reading"])
def test_sources_are_linked(opened: DisplayedGraph, name: str) -> None:
    page = Tags(shown(ANSWERS[name][0](opened))["text/html"])
    assert [attributes["href"] for tag, attributes in page.found if tag == "a"]


def test_displaying_changes_no_answer(opened: DisplayedGraph) -> None:
    plain = Graph(opened.root, opened.store)
    assert opened.assess("RUS", on=DAY) == plain.assess("RUS", on=DAY)
    assert opened.timeline("RUS", "icc") == plain.timeline("RUS", "icc")
    assert opened.ask("states-with-rules").rows == plain.ask("states-with-rules").rows
    assert opened.arrest("putin", on=DAY).duties == plain.arrest("putin", on=DAY).duties
    found, facts = opened.show("icc")
    assert (found, facts) == plain.show("icc")
    chains, more, furthest = opened.path("RUS", "icc")
    assert (chains, more, furthest) == plain.path("RUS", "icc")
    assert opened.why("RUS", "icc", on=DAY) == plain.why("RUS", "icc", on=DAY)


def test_some_of_a_list_displays_itself_too(opened: DisplayedGraph) -> None:
    found = opened.assess("RUS", on=DAY)
    some = found[:2]
    assert isinstance(some, Results)
    assert list(some) == list(found)[:2]
    assert some._repr_html_() != found._repr_html_()
    assert some[0] is found[0]
    assert str(some) == present.positions(list(found)[:2], "table")
    assert str(found[:0]) == "nothing found"


def test_a_long_list_is_cut_and_says_so(opened: DisplayedGraph) -> None:
    found = opened.assess("RUS", on=DAY, all=True)
    assert "lines more; print() shows all" in repr(found)
    assert "lines more" not in str(found)
    assert Tags(table(["x"], [["y"]] * (MOST + 5))).text.endswith("… and 5 rows more")


def test_a_data_frame_is_made_of_the_fields(opened: DisplayedGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened.assess("RUS", on=DAY, subject="icc")
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'opposable\[pandas\]'"):
        found.to_pandas()
    stand_in = ModuleType("pandas")
    stand_in.DataFrame = lambda rows, columns: rows if columns is None else []  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", stand_in)
    frame = found.to_pandas()
    assert [row["label"] for row in frame] == [position.label for position in found]
    assert [row["conflict"] for row in frame] == [position.conflict for position in found]


def test_an_answer_becomes_a_data_frame_with_its_columns_even_without_rows(opened: DisplayedGraph) -> None:
    answer = opened.ask("states-with-rules")
    frame = answer.to_pandas()
    assert list(frame.columns) == answer.columns
    assert frame.to_numpy().tolist() == answer.rows
    assert len(frame) > 1
    nothing = opened.query("SELECT ?one ?other { ?one ?other <urn:nothing> }").to_pandas()
    assert (list(nothing.columns), len(nothing)) == (["one", "other"], 0)


def test_the_graph_that_a_query_makes_becomes_one_of_rdflib(opened: DisplayedGraph) -> None:
    body = thing("body", "icc")
    answer = opened.query(f"DESCRIBE <{body}>")
    made = answer.to_rdflib()
    assert answer.triples is not None
    assert {str(node) for node in made.predicates()} == {triple.predicate.value for triple in answer.triples}
    assert len(made) == len(set(answer.triples)) == len(answer.to_pandas())
    assert {str(name) for name in made.objects() if getattr(name, "language", None)} >= {"International Criminal Court"}
    with pytest.raises(UsageFault, match="rows are no graph"):
        opened.ask("states-with-rules").to_rdflib()


def test_a_picture_displays_itself_and_is_saved(opened: DisplayedGraph, tmp_path: Path) -> None:
    picture = opened.draw("matrix", state="POL", on="2026-01-09")
    forms = shown(picture)
    assert set(forms) == {"text/plain", "image/svg+xml"}
    assert picture.title in forms["text/plain"]
    assert ET.fromstring(forms["image/svg+xml"]).tag == "{http://www.w3.org/2000/svg}svg"
    assert picture.png.startswith(b"\x89PNG")
    assert picture.html.startswith("<!DOCTYPE html>")
    for name, content in (("a.html", picture.html.encode()), ("a.svg", picture.svg.encode()), ("a.PNG", picture.png)):
        assert picture.save(tmp_path / name).read_bytes() == content
    with pytest.raises(UsageFault, match="no form is called 'gif'"):
        picture.save(tmp_path / "a.gif")
    with pytest.raises(UsageFault, match="no view is called 'panorama'"):
        opened.draw("panorama")


def test_a_supposed_graph_displays_its_answers(opened: DisplayedGraph) -> None:
    outcome = opened.what_if("RUS Ratification rome-statute 2027-01-01")
    assert "supposed: Russia" in str(outcome)
    after = opened.supposed(outcome)
    assert "not covered" in after.assess("RUS", on="2027-06-01", subject="icc", reading=RULE)._repr_html_()


def test_nothing_in_an_answer_runs(opened: DisplayedGraph) -> None:
    evil = attacked(opened)
    graph = DisplayedGraph(evil.root, evil.store)
    state, body = thing("state", "POL"), thing("body", "ecthr")
    [reading, *_] = sorted(
        str(quad.object.value)
        for quad in graph.store.quads_for_pattern(None, op("hasReading"), None, EVERYTHING)
        if isinstance(quad.object, NamedNode) and "pol-k-6-21" in quad.object.value
    )
    answers = [
        graph.assess(state, on=DAY, subject=body), graph.why(state, body, on=DAY), graph.rivalries(state, on=DAY),
        graph.reading(reading), graph.show(body), graph.find("img"), graph.path(state, body),
        graph.query("SELECT ?name { ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } LIMIT 50"),
    ]  # fmt: skip
    for answer in answers:
        page = Tags(shown(answer)["text/html"])
        assert re.search(r"onerror=|onload=|alert\(3\)|7\*7", page.text)
        assert not {"img", "script", "svg", "style"} & {tag for tag, _ in page.found}
        assert not [name for _, attributes in page.found for name in attributes if name.startswith("on")]
        links = [attributes["href"] or "" for tag, attributes in page.found if tag == "a"]
        assert not [link for link in links if not link.startswith("https://example.org/")]


def test_a_session_in_a_notebook_shows_tables_and_pictures() -> None:
    shell = InteractiveShell.instance()
    cells = [
        "import kg",
        "graph = kg.open()",
        f"graph.assess('RUS', on='{DAY}', subject='icc')",
        "graph.draw('readings', state='POL', on='2026-01-09')",
        "graph.assess('Rusia')",
    ]
    run: Any = shell.run_cell
    results = [run(cell, store_history=False) for cell in cells]
    assert [result.success for result in results] == [True, True, True, True, False]
    assert "text/html" in shown(results[2].result)
    assert "image/svg+xml" in shown(results[3].result)
    InteractiveShell.clear_instance()


def test_opening_a_graph_loads_no_library_for_pictures() -> None:
    code = "import json, sys, kg; kg.open().assess('RUS', on='2026-02-01'); print(json.dumps(sorted(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    heavy = {"jinja2", "rdflib", "networkx", "fontTools", "owlready2", "pyvis", "IPython", "pandas", "tabulate"}
    assert not heavy & set(json.loads(told))


def test_the_command_line_and_the_notebook_draw_the_same(opened: DisplayedGraph) -> None:
    from kg.drawing.draw import drawn, picture

    plain = Graph(opened.root, opened.store)
    page = picture(plain, "readings", Asked("POL", on="2026-01-09"))
    assert drawn(plain, page, "html").decode() == opened.draw("readings", state="POL", on="2026-01-09").html
