"""The description of the API for programs: OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1), made from the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.interfaces.asking import WORDING, Asking, table
from kg.interfaces.parameters import Parameter, object_schema
from kg.interfaces.records import DAY, SHARED, TEXT, Schema, record
from kg.media import JSON, PROBLEM

_REFUSED = {
    400: "What is given cannot be: an unknown state or day, an unknown parameter, one that is missing",
    404: "No question of the catalogue is called so",
    405: "Another method than those that this address answers",
    406: "Accept does not allow JSON",
    408: "The body comes too slowly",
    413: "The body is too long",
    414: "The address is too long",
    415: "The body is of another media type, or not in UTF-8",
    500: "The answer could not be worked out",
    501: "A library that the answer needs is not installed on this server",
    503: "The answer met a limit of time, memory or size; or, with Retry-After, too many requests are waiting",
}
_ALWAYS = (400, 405, 406, 408, 413, 414, 500, 501, 503)
Examples = Mapping[str, Mapping[str, Any]]
"""For each answer, the values that its parameters have in its example."""


def address(name: str, asking: Asking) -> str:
    """Return the path at which an answer is, with what stands in it in braces."""
    placed = [f"/{{{parameter.name}}}" for parameter in asking.parameters if parameter.place == "path"]
    return f"/api/{name}{''.join(placed)}"


def described(version: str, build: str, examples: Examples, shown: Mapping[str, object]) -> dict[str, Any]:
    """Return the description; ``shown`` are the answers to examples, cut short, by name."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Opposable",
            "summary": "Which bodies' rulings a state treats as non-binding under its own law, on any date, and why",
            "description": f"{WORDING} Every answer is the JSON that the command of the same name prints.",
            "version": f"{version}+{build}",
            "license": {"name": "Data CC0 1.0, code MIT", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": "/", "description": "this server"}],
        "paths": {
            address(name, asking): _operations(name, asking, examples.get(name, {}), shown.get(name))
            for name, asking in table().items()
        },
        "components": {
            "schemas": {
                **SHARED,
                "Problem": record(type=TEXT, title=TEXT, status={"type": "integer"}, detail=TEXT),
            },
            "responses": {f"Refused{status}": _refused(status) for status in _REFUSED},
            "headers": _headers(),
        },
    }


def _operations(name: str, asking: Asking, example: Mapping[str, Any], shown: object) -> dict[str, Any]:
    parameters = [_parameter(one, example.get(one.name)) for one in asking.parameters if one.place != "body"]
    needs_body = any(one.required and one.place == "body" for one in asking.parameters)
    about = {"summary": asking.asks, "tags": ["answers"], "responses": _responses(asking, shown)}
    # A POST of a text or of Turtle has the other parameters in its address; JSON has them all.
    operations: dict[str, Any] = {}
    if not needs_body:
        operations["get"] = {"operationId": name, **about, "parameters": parameters}
    if asking.posts:
        optional = [{**one, "required": False} for one in parameters if one["in"] == "query"]
        content: dict[str, Any] = {media: {"schema": {"type": "string", "minLength": 1}} for media in asking.media}
        content[JSON] = {"schema": object_schema(asking.parameters), "example": dict(example)}
        body = {"required": True, "content": content}
        described_as = "Parameters stand in the address beside a text, and in the body where it is JSON."
        operations["post"] = {
            "operationId": f"{name}-post", **about, "description": described_as, "parameters": optional,
            "requestBody": body,
        }  # fmt: skip
    return operations


def _parameter(one: Parameter, example: object) -> dict[str, Any]:
    shown = {} if example is None else {"example": example}
    required = one.required or one.place == "path"
    return {
        "name": one.name, "in": one.place, "required": required, "description": one.meaning, "schema": one.schema,
        **shown,
    }  # fmt: skip


def _responses(asking: Asking, shown: object) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": asking.gives}
    if shown is not None:
        content["example"] = shown
    named = any(one.place == "path" for one in asking.parameters)
    statuses = [*_ALWAYS, *([404] if named else []), *([415] if asking.posts else [])]
    refused = {str(status): {"$ref": f"#/components/responses/Refused{status}"} for status in sorted(statuses)}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _headers()}
    good = {"description": "The answer", "headers": headers, "content": {JSON: content}}
    return {"200": good, "304": {"description": "The answer that If-None-Match names is current"}, **refused}


def _refused(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _REFUSED[status], "content": {PROBLEM: {"schema": schema}}}


def _headers() -> dict[str, Any]:
    def header(meaning: str, schema: Schema) -> dict[str, Any]:
        return {"description": meaning, "schema": schema}

    return {
        "ETag": header("names the answer to this request from this build", TEXT),
        "Opposable-Version": header("the version of the program", TEXT),
        "Opposable-Build": header("the fingerprint of knowledge and program", TEXT),
        "Opposable-On": header("the day that the answer is about, where it is about one", DAY),
        "Opposable-Note": header("why the answer is empty or cut, percent-encoded", TEXT),
    }
