"""What an answer is given: parameters, read from an address or from JSON, and described as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kg.days import day
from kg.faults import UsageFault
from kg.names import SUBJECT_KINDS

Schema = dict[str, Any]
"""A JSON Schema (https://json-schema.org/draft/2020-12), as OpenAPI 3.1 and the tools of MCP use it."""
Kind = Literal["name", "date", "flag", "count", "choice", "text"]
TODAY = "today"
_MOST = 1000
"""The largest number that a parameter may be."""


@dataclass(frozen=True)
class Parameter:
    """One thing that an answer is given, called as on the command line.

    ``kind``: the name of a thing, a date, a flag, a count, one of ``choices``, or any text. ``place`` is where an
    address has it: in its query, in its path, or only in the body of a POST.
    """

    name: str
    meaning: str
    kind: Kind = "name"
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    default: str | int | None = None
    place: Literal["query", "path", "body"] = "query"
    longest: int = 2000
    """How many characters a text may have that is not the body of a request."""

    @property
    def key(self) -> str:
        """The name as Python writes it."""
        return self.name.replace("-", "_")

    @property
    def schema(self) -> Schema:
        """The JSON Schema of its values."""
        one: Schema = {"type": "string", "minLength": 1, "maxLength": self.longest}
        if self.kind == "date":
            one = {"type": "string", "format": "date"}
        elif self.kind == "flag":
            one = {"type": "boolean"}
        elif self.kind == "count":
            one = {"type": "integer", "minimum": 1, "maximum": _MOST}
        elif self.kind == "choice":
            one = {"type": "string", "enum": list(self.choices)}
        elif self.place == "body":
            one = {"type": "string", "minLength": 1}
        if self.default is not None and self.default != TODAY:
            one["default"] = self.default
        return {"type": "array", "items": one} if self.many else one

    def value(self, given: object) -> Any:  # noqa: ANN401  (what its kind says)
        """Return one value, read from the text of an address or taken from JSON.

        Raises UsageFault for what its schema does not allow.
        """
        if self.kind == "flag":
            return self._flag(given)
        if self.kind == "count":
            return self._count(given)
        if not isinstance(given, str):
            raise UsageFault(f"{self.name} must be a text")
        if not given.strip():
            raise UsageFault(f"{self.name} is empty")
        if "\0" in given or not _encodable(given):
            raise UsageFault(f"{self.name} is no text: it holds characters that no text has")
        if self.place != "body" and len(given) > self.longest:
            raise UsageFault(f"{self.name} has {len(given)} characters; the limit is {self.longest}")
        if self.kind == "date":
            day(given)
        if self.kind == "choice" and given not in self.choices:
            raise UsageFault(f"{self.name} is one of {', '.join(self.choices)}, not {given!r}")
        return given

    def _flag(self, given: object) -> bool:
        if isinstance(given, bool):
            return given
        if given not in ("true", "false"):
            raise UsageFault(f"{self.name} is true or false")
        return given == "true"

    def _count(self, given: object) -> int:
        if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= len(str(_MOST)):
            given = int(given)
        if not isinstance(given, int) or isinstance(given, bool) or not 1 <= given <= _MOST:
            raise UsageFault(f"{self.name} is a number from 1 to {_MOST}")
        return given


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def of_pairs(
    parameters: Iterable[Parameter], pairs: Iterable[tuple[str, str]], body: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return what names and texts of an address mean, by ``key``, and what else stands in the body of the request.

    Every parameter has a value: what it is where it is not given.

    Raises UsageFault for an unknown name, a value that none may have, one given twice, and one that is missing.
    """
    found: dict[str, Any] = {}
    known = {parameter.name: parameter for parameter in parameters}
    addressed = {name: parameter for name, parameter in known.items() if parameter.place != "body"}
    for name, text in pairs:
        if _named(addressed, name).many:
            found.setdefault(name, []).append(text)
        elif name in found:
            raise UsageFault(f"{name} is given more than once")
        else:
            found[name] = text
    return of_object(known.values(), {**found, **(body or {})})


def of_object(parameters: Iterable[Parameter], given: Mapping[str, object]) -> dict[str, Any]:
    """Return what an object of JSON means, as ``of_pairs`` does."""
    known = {parameter.name: parameter for parameter in parameters}
    read: dict[str, Any] = {parameter.key: _absent(parameter) for parameter in known.values()}
    for name, value in given.items():
        parameter = _named(known, name)
        if not parameter.many:
            read[parameter.key] = parameter.value(value)
        elif isinstance(value, list):
            read[parameter.key] = [parameter.value(one) for one in value]
        else:
            raise UsageFault(f"{name} must be a list")
    missing = [name for name, parameter in known.items() if parameter.required and name not in given]
    if missing:
        raise UsageFault(f"{', '.join(missing)} must be given: {known[missing[0]].meaning}")
    return read


def _absent(parameter: Parameter) -> object:
    if parameter.many:
        return []
    if parameter.kind == "flag":
        return False
    return None if parameter.default == TODAY else parameter.default


def _named(known: Mapping[str, Parameter], name: str) -> Parameter:
    if name in known:
        return known[name]
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1, cutoff=0.0)
    there = f"the nearest is {near[0]}" if near else "it takes none"
    raise UsageFault(f"no parameter is called {name[:100]!r}; {there}")


def pairs(texts: Iterable[str]) -> dict[str, str]:
    """Return what texts ``NAME=VALUE`` say, by name.

    Raises UsageFault for one that is no pair, and for a name that is given twice.
    """
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageFault(f"--given {text!r} must read name=value")
        if name in given:
            raise UsageFault(f"--given names {name} twice")
        given[name] = value
    return given


def object_schema(parameters: Iterable[Parameter]) -> Schema:
    """Return the JSON Schema of an object with these parameters."""
    listed = list(parameters)
    return {
        "type": "object",
        "properties": {one.name: {**one.schema, "description": one.meaning} for one in listed},
        "required": [one.name for one in listed if one.required],
        "additionalProperties": False,
    }


STATE = Parameter("state", "a state: code, stem or name in any language", required=True)
ON = Parameter("on", "the day asked about, YYYY-MM-DD; without it, today", "date", default=TODAY)
SUBJECT = Parameter("subject", "a body, proceeding or ruling: stem, abbreviation or name", required=True)
READING = Parameter("reading", "one reading of the rules, by its stem or name")
OF_KIND = Parameter("kind", "only subjects of this kind", "choice", many=True, choices=SUBJECT_KINDS)
LANGUAGE = Parameter("language", "in which language the sentences are: en, ru", "text", default="en")
GIVEN = Parameter("given", "what it is given, NAME=VALUE", "text", many=True)
