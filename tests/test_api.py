"""The answers as JSON over HTTP: the same as the command line prints, described truly, refused in one sentence."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema_rs
import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from commandline import run
from kg.cli import parser
from kg.commands.serving import lying
from kg.faults import UsageFault
from kg.graph import Graph
from kg.interfaces.asking import answering, names, table
from kg.interfaces.parameters import Parameter
from kg.interfaces.records import standalone
from kg.media import PROBLEM
from kg.serving.limits import Limits
from kg.serving.requests import methods
from serve import Served, serving

DAY = "2026-02-01"
ASKED: dict[str, list[tuple[str, ...]]] = {
    "arrest": [("anna-sought", "--on", DAY), ("boris-free", "--on", DAY)],
    "assess": [
        ("XAA", "--on", DAY), ("XBB", "--on", DAY, "--all"), ("alphaland", "--on", DAY, "--subject", "court"),
        ("XBB", "--on", DAY, "--kind", "body", "--kind", "ruling"), ("XCC", "--on", DAY),
        ("XAA", "--on", DAY, "--as-known", "2016-01-01"), ("XBB",),
    ],
    "changes": [()],
    "check-text": [("-", "--on", DAY)],
    "conflicts": [("XBB", "--on", DAY), ("XAA", "--on", DAY), ("--on", DAY)],
    "coverage": [(), ("--by", "state")],
    "diff": [("2014-01-01", DAY), ("2014-01-01", DAY, "--state", "XBB"), (DAY, DAY)],
    "find": [("court",), ("nowhere",)],
    "path": [("XAA", "court"), ("XAA", "court", "--limit", "1", "--kind", "treaty", "--on", DAY), ("XAA", "XCC")],
    "queries": [()],
    "query": [("parties", "--given", "treaty=pact", "--given", f"on={DAY}"), ("non-binding",)],
    "readings": [("XAA", "--on", DAY)],
    "show": [("court",), ("XAA",)],
    "timeline": [("XAA",), ("XBB", "court"), ("court", "--all"), ("anna-sought",), ("XAA", "--kind", "body")],
    "what-if": [
        ("--add", "XAA Withdrawal pact 2027-01-01 2028-01-01"),
        ("XBB", "--add", "XBB Withdrawal pact 2027-01-01 2028-01-01", "--before"),
        ("--change", "referral", "--given", "state=XAA", "--given", "subject=court", "--given", "on=2027-01-01"),
    ],
    "why": [("XAA", "court", "--on", DAY), ("XBB", "court", "--on", DAY, "--language", "ru")],
    "why-not": [("XAA", "court", "--on", DAY)],
}  # fmt: skip
"""Commands on the small release, by name, each of which has an answer in the table."""
TEXT = "Alphaland ratified the Pact on 1 January 2001."


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of all commands."""
    action = next(one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(action.choices)


def given(name: str, arguments: tuple[str, ...]) -> dict[str, Any]:
    """Return what a command with these arguments is given, by the names of parameters, as JSON has it."""
    options = vars(parser().parse_args([name, *arguments]))
    known = {}
    for one in answering(name).ASKING.parameters:
        value = options.get("file") and TEXT if one.place == "body" else options[one.key]
        if value not in (None, False, []):
            known[one.name] = " ".join(value) if name == "find" else value
    return known


@pytest.fixture(scope="module")
def little(small: Path, own_cache: None) -> Graph:  # noqa: ARG001
    """Return the graph of the small release."""
    return Graph.open(small)


@pytest.fixture(scope="module")
def served(little: Graph) -> Iterator[Served]:
    """Return a server of the small release."""
    with serving(
        little.root, lying(little), Limits(workers=2, answerers=2, time=3600, patience=3600, address=1 << 15)
    ) as running:
        yield running


def problem(response: Any, status: int) -> str:  # noqa: ANN401
    """Return the sentence of a refusal of a status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == PROBLEM
    told = response.json()
    assert told.keys() == {"type", "title", "status", "detail"}
    assert told["status"] == status
    assert len(str(told["detail"]).splitlines()) == 1
    return str(told["detail"])


def test_the_table_has_the_vocabulary_of_the_command_line() -> None:
    known = commands()
    assert names() == sorted(ASKED)
    for name, asking in table().items():
        actions = {one.dest: one for one in known[name]._actions if one.dest not in ("help", "format")}
        for parameter in asking.parameters:
            action = actions.pop("file" if parameter.place == "body" and name == "check-text" else parameter.key)
            assert parameter.many == isinstance(action, argparse._AppendAction), (name, parameter.name)
            assert tuple(action.choices or ()) == parameter.choices, (name, parameter.name)
            assert parameter.required == (action.required and action.nargs != "?"), (name, parameter.name)
            if action.option_strings and parameter.name != "language":
                assert action.default in (None, False, [], parameter.default), (name, parameter.name)
        left = set(actions) - {"proofs", "endpoint", "time"}  # where the graph lies is for whoever serves to say
        assert left <= ({"all"} if name == "arrest" else set()), (
            f"{name} lacks {left}; tables for people alone have them"
        )


@pytest.mark.parametrize("name", sorted(ASKED))
def test_an_answer_is_what_the_command_prints(name: str, small: Path, served: Served, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text(TEXT, encoding="utf-8")
    for arguments in ASKED[name]:
        typed = [str(text) if one == "-" else one for one in arguments]
        printed = run("--knowledge", str(small), name, *typed, "--format", "json")
        assert printed.status == 0, printed.err
        asked = given(name, arguments)
        asking = answering(name).ASKING
        if "GET" in methods(asking):
            path = "".join(f"/{asked.pop(one.name)}" for one in asking.parameters if one.place == "path")
            sent = {key: str(value).lower() if isinstance(value, bool) else value for key, value in asked.items()}
            response = served.client.get(f"/api/{name}{path}", params=sent)
        else:
            response = served.client.post(f"/api/{name}", json=asked)
        assert response.status_code == 200, response.text
        assert response.content.decode() == printed.out, arguments
        jsonschema_rs.validate(standalone(asking.gives), response.json())
        notes = [line.removeprefix("kg: ") for line in printed.err.splitlines() if line.startswith("kg: ")]
        if not response.json():
            assert notes
            assert unquote(response.headers["opposable-note"]).startswith("; ".join(notes))


def test_a_schema_says_which_keys_there_are(served: Served) -> None:
    """A schema that lets anything through would pass the tests above."""
    found = served.client.get("/api/assess", params={"state": "XBB", "on": DAY}).json()
    schema = standalone(answering("assess").ASKING.gives)
    for key in found[0]:
        less = [{name: value for name, value in found[0].items() if name != key}]
        with pytest.raises(jsonschema_rs.ValidationError):
            jsonschema_rs.validate(schema, less)
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(schema, [{**found[0], "more": 1}])


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("assess?state=Alphalant", 400, "no state is called 'Alphalant'; the nearest are state:XAA (Alphaland)"),
        ("assess?state=XZZ", 400, "no state is called 'XZZ'"),
        ("assess", 400, "state must be given"),
        ("assess?state=", 400, "state is empty"),
        ("assess?stat=XAA", 400, "no parameter is called 'stat'; the nearest is state"),
        ("assess?state=XAA&state=XBB", 400, "state is given more than once"),
        ("assess?state=XAA&on=2026-02-30", 400, "'2026-02-30' is no date of the calendar"),
        ("assess?state=XAA&on=2026", 400, "'2026' is no date of the calendar"),
        ("assess?state=XAA&all=yes", 400, "all is true or false"),
        ("assess?state=XAA&kind=court", 400, "kind is one of body, situation, case, ruling"),
        ("assess?state=%FF", 400, "the parameters are not UTF-8"),
        ("assess?state=%00", 400, "state is no text"),
        ("path?start=XAA&end=court&limit=0", 400, "limit is a number from 1 to 1000"),
        (
            "why?state=XAA&subject=court&on=1900-01-01",
            400,
            "the graph has no position of Alphaland on Court on 1",
        ),
        ("why?state=XAA&subject=court&language=xx", 400, "no language is called 'xx'; there are en, ru"),
        ("what-if?state=XAA", 400, "nothing is supposed"),
        ("what-if?add=XAA+Ratification", 400, "'XAA Ratification' is no act"),
        ("what-if?facts=x&add=x", 400, "no parameter is called 'facts'; the nearest is"),
        ("what-if?change=referral", 400, "the change referral must be given state, subject, on: given state=…"),
        ("query/parties?given=treaty=nothing", 400, "no treaty is called 'nothing'"),
        ("query/parties?given=treaty", 400, "given 'treaty' must read name=value"),
        ("query/a%0Ab", 404, "no question is called 'a\\nb'"),
        ("query/party", 404, "no question is called 'party'; did you mean parties"),
        ("query/ASK%20%7B%20SERVICE%20%3Curn:x%3E%20%7B%7D%20%7D", 400, "SERVICE is refused"),
        ("query/CONSTRUCT%20WHERE%20%7B%20%3Fs%20a%20%3Fo%20%7D", 400, "the query makes a graph"),
        ("query", 404, "query needs a name after it in the path"),
        ("assess/XAA", 404, "assess has nothing below it in the path"),
        ("asses", 404, "there is no answer 'asses'; the nearest is assess"),
        ("../sparql", 404, "there is no answer '..'"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(
    served: Served, address: str, status: int, sentence: str
) -> None:
    path, _, query = address.partition("?")
    path = path.replace("..", "%2E%2E")
    told = problem(served.client.get(f"/api/{path}{'?' if query else ''}{query}"), status)
    assert told[: len(sentence)] == sentence


@pytest.mark.parametrize(
    ("address", "content", "media", "status", "sentence"),
    [
        ("what-if", "[]", "application/json", 400, "the body is no object of JSON"),
        ("what-if", "{", "application/json", 400, "the body is no JSON"),
        ("what-if", "[" * 100_000, "application/json", 400, "the body is no JSON"),
        ("what-if", '{"add": "x"}', "application/json", 400, "add must be a list"),
        ("what-if", '{"add": [1]}', "application/json", 400, "add must be a text"),
        ("what-if", '{"add": ["\\ud800"]}', "application/json", 400, "add is no text"),
        ("what-if", '{"state": "XAA", "state": "XBB"}', "application/json", 400, "an object of the body has the sa"),
        ("what-if?state=XAA", '{"add": ["x"]}', "application/json", 400, "a POST of JSON has all parameters in its"),
        ("what-if", "nonsense", "text/turtle", 400, "facts.ttl:1: not well-formed Turtle"),
        ("what-if", "[] a <urn:x> .", "text/turtle", 400, "facts.ttl: has a blank node"),
        ("what-if", " ", "text/turtle", 400, "facts is empty"),
        ("what-if", "x", "text/plain", 415, "a POST is application/json, text/turtle"),
        ("what-if", "x", None, 415, "a POST is"),
        ("check-text", "é".encode("latin-1"), "text/plain", 400, "the body is not UTF-8"),
        ("check-text", "x", "text/plain; charset=latin-1", 415, "a body is sent in UTF-8"),
        ("check-text", "x" * (1 << 20), "text/plain", 400, "the text is longer than 1,000,000 bytes"),
        ("check-text", "x" * ((1 << 20) + 1), "text/plain", 413, "the body is longer than"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_sentence(
    served: Served, address: str, content: str | bytes, media: str | None, status: int, sentence: str
) -> None:
    told = served.client.post(f"/api/{address}", content=content, headers={"Content-Type": media} if media else {})
    assert problem(told, status)[: len(sentence)] == sentence


def test_methods_and_media_types(served: Served) -> None:
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "POST"):
        told = served.client.request(method, "/api/assess?state=XAA")
        assert problem(told, 405) == "assess is asked by GET"
        assert told.headers["allow"] == "GET, HEAD, OPTIONS"
    assert problem(served.client.get("/api/check-text"), 405) == "check-text is asked by POST"
    assert problem(served.client.post("/api"), 405)
    assert problem(served.client.get("/api/assess?state=XAA", headers={"Accept": "text/turtle"}), 406)
    assert problem(served.client.get("/api/find", params={"text": "x" * (1 << 15)}), 414)
    preflight = served.client.options("/api/what-if", headers={"Origin": "https://example.org"})
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, "*")
    assert preflight.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    head = served.client.head("/api/assess?state=XAA")
    assert (head.status_code, head.content) == (200, b"")


def test_an_answer_is_named_and_need_not_be_sent_twice(served: Served, little: Graph) -> None:
    first = served.client.get("/api/assess", params={"state": "XAA", "on": DAY})
    tag = first.headers["etag"]
    assert first.headers["opposable-on"] == DAY
    assert first.headers["opposable-build"] == lying(little).name.removeprefix("graph-")
    assert "max-age" in first.headers["cache-control"]
    for named in (tag, f'"x", W/{tag}'):
        again = served.client.get("/api/assess", params={"on": DAY, "state": "XAA"}, headers={"If-None-Match": named})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for other in ({"state": "XBB", "on": DAY}, {"state": "XAA", "on": "2026-02-02"}):
        told = served.client.get("/api/assess", params=other, headers={"If-None-Match": tag})
        assert (told.status_code, told.headers["etag"] != tag) == (200, True)


def test_an_answer_about_today_is_looked_at_again_every_day(served: Served) -> None:
    told = served.client.get("/api/assess", params={"state": "XAA"})
    assert told.headers["cache-control"] == "public, no-cache"
    assert date.fromisoformat(told.headers["opposable-on"]).isoformat() == told.headers["opposable-on"]
    same = served.client.get("/api/assess", params={"state": "XAA", "on": told.headers["opposable-on"]})
    assert same.content == told.content


def test_turtle_can_be_supposed(served: Served, small: Path, tmp_path: Path) -> None:
    facts = (small / "data" / "bodies" / "court.ttl").read_text(encoding="utf-8")
    new = re.sub(r"(?s)^(@prefix.*?\n)\n.*", r"\1", facts)
    new += 'body:new a op:InternationalCourt ; skos:prefLabel "New"@en ; op:established "2020-01-01"^^xsd:date ;\n'
    new += "  op:competenceBasis basis:new ; op:hasMatter op:criminal ; dct:source source:gazette .\n"
    new += 'basis:new a op:CompetenceBasis ; skos:prefLabel "New: Decree"@en ; op:instrument law:xbb-decree ;\n'
    new += "  dct:source source:gazette .\n"
    (tmp_path / "facts.ttl").write_text(new, encoding="utf-8")
    printed = run("--knowledge", str(small), "what-if", "--facts", str(tmp_path / "facts.ttl"), "--format", "json")
    assert "body/new" not in printed.err, printed.err
    assert len(printed.json()) > 0
    posted = served.client.post("/api/what-if", content=new, headers={"Content-Type": "text/turtle; charset=utf-8"})
    assert posted.content.decode() == printed.out
    assert served.client.post("/api/what-if", json={"facts": new}).content == posted.content
    assert (
        served.client.post("/api/what-if?state=XCC", content=new, headers={"Content-Type": "text/turtle"}).json() == []
    )


def test_the_page_and_the_description_are_negotiated(served: Served) -> None:
    assert served.client.get("/api", headers={"Accept": "application/json"}).json()["openapi"] == "3.1.0"
    assert problem(served.client.get("/api", headers={"Accept": "text/turtle"}), 406)
    tag = served.client.get("/api/openapi.json").headers["etag"]
    assert served.client.get("/api/openapi.json", headers={"If-None-Match": tag}).status_code == 304


def test_values_that_no_parameter_has() -> None:
    count = Parameter("limit", "", "count")
    assert [count.value(one) for one in ("7", 7)] == [7, 7]
    for wrong in ("", "-1", "1.0", "x", True, 1.5, None, "²", "9" * 5000):
        with pytest.raises(UsageFault):
            count.value(wrong)
    for wrong in ("TRUE", 1, None, ""):
        with pytest.raises(UsageFault):
            Parameter("all", "", "flag").value(wrong)
    with pytest.raises(UsageFault, match="the limit is 2000"):
        Parameter("state", "").value("x" * 2001)


def test_the_api_keeps_to_its_description(served: Served) -> None:
    """Every operation, by every check that a description of this kind allows, with cases that are made from it."""
    config = schemathesis.Config.from_dict(
        {
            "seed": 1,
            "generation": {"max-examples": 3, "deterministic": True, "database": "none", "no-shrink": True},
            "phases": {"stateful": {"enabled": False}, "coverage": {"generate-duplicate-query-parameters": True}},
            # Of texts that are made up, none is the name of a state.
            "checks": {"positive_data_acceptance": {"enabled": False}},
        }
    )
    schema = schemathesis.openapi.from_url(f"{served.client.base_url}/api/openapi.json", config=config)
    run_of, failed = 0, []
    for event in from_schema(schema).execute():
        assert not isinstance(event, events.FatalError), event.exception
        if isinstance(event, events.NonFatalError):
            failed.append(str(event.info))
        if isinstance(event, events.ScenarioFinished):
            run_of += 1
            for checks in event.recorder.checks.values():
                failed += [
                    f"{one.name}: {one.failure_info.failure} {one.failure_info.code_sample}"
                    for one in checks
                    if one.failure_info
                ]
    assert not failed, "\n".join(failed)
    assert run_of >= len(schema)
