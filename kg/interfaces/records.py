"""The JSON that answers are: JSON Schemas with exactly the keys that each object has."""

from __future__ import annotations

from typing import Any

from kg.names import SUBJECT_KINDS

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
TRUTH: Schema = {"type": "boolean"}
IRI: Schema = {"type": "string", "format": "iri"}


def described(schema: Schema, meaning: str) -> Schema:
    """Return a schema with what its values mean."""
    return {**schema, "description": meaning}


def optional(schema: Schema) -> Schema:
    """Return a schema whose values may also be null."""
    if "enum" in schema:
        return {**schema, "type": ["string", "null"], "enum": [*schema["enum"], None]}
    return {**schema, "type": [schema["type"], "null"]}


def one_of(*values: str) -> Schema:
    """Return the schema of a closed list of texts."""
    return {"type": "string", "enum": list(values)}


def record(**keys: Schema) -> Schema:
    """Return the schema of an object that has these keys and no other; a trailing underscore is left out."""
    named = {key.rstrip("_"): schema for key, schema in keys.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def listed(of: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def called(name: str) -> Schema:
    """Return a reference to a schema that other schemas share."""
    return {"$ref": f"#/components/schemas/{name}"}


def standalone(schema: Schema) -> Schema:
    """Return a schema that holds the shared schemas it refers to."""

    def turned(part: Any) -> Any:  # noqa: ANN401  (any part of a schema)
        if isinstance(part, list):
            return [turned(one) for one in part]
        if not isinstance(part, dict):
            return part
        return {
            key: value.replace("#/components/schemas/", "#/$defs/") if key == "$ref" else turned(value)
            for key, value in part.items()
        }

    whole: Schema = turned(schema)
    needed: dict[str, Schema] = {}
    queue = sorted(_references(whole))
    while queue:
        name = queue.pop()
        if name not in needed:
            needed[name] = turned(SHARED[name])
            queue += sorted(_references(needed[name]))
    return {**whole, "$defs": needed} if needed else whole


def _references(part: object) -> set[str]:
    if isinstance(part, list):
        return {name for one in part for name in _references(one)}
    if not isinstance(part, dict):
        return set()
    found = {name for value in part.values() for name in _references(value)}
    return found | ({str(part["$ref"]).rpartition("/")[2]} if isinstance(part.get("$ref"), str) else set())


SUBJECT_KIND = one_of(*SUBJECT_KINDS)
VERDICT = described(
    one_of("treatedAsNonBinding", "dependsOnProceeding", "undetermined", "notCovered"),
    "what the state's own law makes of the subject: it treats it as non-binding; its proceedings differ; the graph "
    "does not know enough; no rule of the state reaches it",
)
SHARED: dict[str, Schema] = {
    "Citation": described(
        record(source=IRI, title=TEXT, publisher=TEXT, issued=optional(TEXT), url=optional(TEXT)), "a source"
    ),
    "Position": described(
        record(
            state=TEXT, subject=TEXT, kind=SUBJECT_KIND, label=TEXT, verdict=VERDICT, effect=optional(TEXT),
            rule=optional(TEXT), reading=optional(TEXT), provision=optional(TEXT), from_=DAY, until=optional(DAY),
            international=described(one_of("bound", "notBound", "undetermined"), "whether international law binds it"),
            conflict=described(TRUTH, "bound, and treated as non-binding all the same"),
            knownTo=described(optional(DAY), "after this day the law presumes that what was so goes on"),
            unconfirmed=described(NUMBER, "on how many facts it rests that nobody has read in a source"), position=IRI,
        ),
        "what a state's own law makes of a subject in the half-open interval [from, until)",
    ),
    "Step": described(
        record(
            text=TEXT, node=optional(IRI), outcome=optional(one_of("holds", "fails", "unknown", "decided")),
            unconfirmed=TRUTH, sources=listed(called("Citation")), steps=listed(called("Step")),
        ),
        "one step of a proof, and the steps it rests on",
    ),
    "Difference": described(
        record(
            kind=one_of("position", "international", "conflict", "duty"), state=TEXT, subject=TEXT,
            rule=optional(TEXT), reading=optional(TEXT), from_=optional(DAY), until=optional(DAY), before=TEXT,
            after=TEXT,
        ),
        "something is after what it was not before",
    ),
}  # fmt: skip
POSITIONS = listed(called("Position"))
PROOFS = listed(called("Step"))
