"""JSON-LD: graphs merged, one object for each thing, in short names; for programs and people that read JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import IO, Any, Final

from kg.exporting.contexts import NATIVE, Mapping, context, terms
from kg.exporting.extracts import Extract
from kg.names import ONTOLOGY, PREFIXES, RDF, THING, XSD, short
from kg.oxigraph import BlankNode, Literal, NamedNode, Quad, Triple

SUFFIX, TAKES = ".jsonld", ("context",)
_RELATIVE: Final = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9-]+")
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_TYPE: Final = NamedNode(RDF + "type")
_Node = NamedNode | BlankNode | Literal | Triple
_Json = Any
"""A value as the module json takes it."""


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write things in reading order, with the context in the file or, where it has an address, with that.

    Things are named relative to the base of all our things, so ``KIND/STEM`` is the whole name of one.

    Raises OSError where it cannot be written.
    """
    known = terms(extract.graph.store, extract.graph.root)
    # A base counts only in the file itself, never in a context that lies elsewhere.
    head = context(known) if extract.context is None else [extract.context, {"@base": THING}]
    compact = _Compact(known)
    out.write(f'{{\n"@context": {_json(head)},\n"@graph": ['.encode())
    separator = "\n"
    for _, quads in groupby(extract.quads(), key=lambda quad: quad.subject):
        out.write(f"{separator}{_json(compact.node(list(quads)))}".encode())
        separator = ",\n"
    out.write(b"\n]\n}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


class _Compact:
    """Says what is said of a thing in the terms of the context; what no term fits exactly is said in full."""

    def __init__(self, known: dict[str, Mapping]) -> None:
        self._terms = known
        self._names = {_expanded(term["@id"]): name for name, term in known.items()}

    def node(self, quads: list[Quad]) -> dict[str, Any]:
        """Return all that is said of one thing."""
        node: dict[str, Any] = {"id": _iri(quads[0].subject)}
        if types := [self._word(quad.object) for quad in quads if quad.predicate == _TYPE]:
            node["type"] = types
        for predicate, said in groupby((q for q in quads if q.predicate != _TYPE), key=lambda quad: quad.predicate):
            for key, value in self._values(predicate.value, [quad.object for quad in said]):
                self._put(node, key, value)
        return node

    def _put(self, node: dict[str, Any], key: str, value: _Json) -> None:
        container = self._terms.get(key, {}).get("@container")
        if container == "@language":
            language, text = value
            texts = node.setdefault(key, {})
            texts[language] = text if language not in texts else [*_listed(texts[language]), text]
        elif container == "@set":
            node.setdefault(key, []).append(value)
        else:
            node[key] = value if key not in node else [*_listed(node[key]), value]

    def _values(self, predicate: str, values: list[_Node]) -> Iterator[tuple[str, _Json]]:
        name = self._names.get(predicate)
        # An IRI with a prefix is no term, so no rule of the context types its values.
        untyped = short(predicate)
        for value in values:
            fitting = None if name is None else self._fitting(self._terms[name], value)
            if name is None or fitting is None:
                yield untyped, _full(value)
            else:
                yield name, fitting

    def _fitting(self, term: Mapping, value: _Node) -> _Json:
        """Return a value as its term has it, or None where the term is for values of another type."""
        wanted = term.get("@type")
        if wanted in ("@id", "@vocab"):
            if isinstance(value, Literal):
                return None
            return self._word(value) if wanted == "@vocab" else _iri(value)
        if term.get("@container") == "@language":
            return (value.language, value.value) if isinstance(value, Literal) and value.language else None
        if wanted is not None:
            return value.value if isinstance(value, Literal) and short(value.datatype.value) == wanted else None
        return _full(value)

    def _word(self, node: _Node) -> str:
        """Return the name of a class or of a member of a closed list: bare, where it is ours and no other term."""
        if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY):
            local = node.value.removeprefix(ONTOLOGY)
            if _LOCAL.fullmatch(local) and local not in self._terms:
                return local
        return _absolute(node)


def _listed(value: _Json) -> list[_Json]:
    return value if isinstance(value, list) else [value]


def _expanded(compact: str) -> str:
    prefix, _, local = compact.partition(":")
    return PREFIXES[prefix] + local


def _absolute(node: _Node) -> str:
    """Return an IRI with a prefix of the context or in full."""
    if not isinstance(node, NamedNode):
        return str(node)
    return node.value if node.value.startswith(THING) else short(node.value)


def _iri(node: _Node) -> str:
    """Return an IRI relative to the base, where it names a thing of ours."""
    if isinstance(node, NamedNode) and node.value.startswith(THING):
        relative = node.value.removeprefix(THING)
        return relative if _RELATIVE.fullmatch(relative) else node.value
    return _absolute(node)


def _full(value: _Node) -> _Json:
    """Return a value that needs no rule of the context."""
    if not isinstance(value, Literal):
        return {"id": _iri(value)}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    datatype = value.datatype.value
    if datatype in NATIVE:
        if datatype == XSD + "string":
            return value.value
        if datatype == XSD + "boolean" and value.value in ("true", "false"):
            return value.value == "true"
        if datatype == XSD + "integer" and _INTEGER.fullmatch(value.value):
            return int(value.value)
    return {"@value": value.value, "@type": short(datatype)}
