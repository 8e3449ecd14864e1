"""The names of things: namespaces, how an IRI is made of a kind and a stem, and how it is shortened."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

BASE: Final = "https://w3id.org/opposable/"
ONTOLOGY: Final = BASE + "ontology/"
THING: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"
RULE: Final = BASE + "rules/"
STEP: Final = BASE + "step/"
"""Scaffolding of the derivation; nothing in this namespace leaves a build."""

LICENCE: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
"""The licence of the data."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"

ENGLISH: Final = "en"
"""The language in which every text of the graph is recorded; what lacks another language is shown in it."""

KINDS: Final = (
    "state", "organization", "person", "treaty", "action", "resolution", "law", "provision",
    "body", "basis", "conferral", "appearance", "proceeding", "ruling", "visit",
    "rule", "reading", "condition", "characteristic", "finding", "source", "claim", "completeness",
)  # fmt: skip
"""The kinds of authored things; each is a path segment of their IRIs."""

DERIVED_KINDS: Final = (
    "participation", "test", "outcome", "position", "international-position", "conflict", "duty",
)  # fmt: skip

SUBJECT_KINDS: Final = ("body", "situation", "case", "ruling")
"""The kinds of what a position is about, in the order in which they are shown."""

SUBJECTS: Final = ("body", "proceeding", "ruling")
"""The kinds of thing that a position can be about."""

CONNECTED: Final = (
    "state", "organization", "person", "treaty", "resolution", "law", "provision",
    "body", "proceeding", "ruling", "rule", "reading", "condition",
)  # fmt: skip
"""The kinds of things that are nodes of the network."""

_ABBREVIATED: Final = {"organization": "org"}
"""Kinds of which the prefix is another word."""


def prefix_of(kind: str) -> str:
    """Return the prefix of the names of things of a kind, e.g. ``org`` for organizations."""
    return _ABBREVIATED.get(kind, kind)


def kind_of(prefix: str) -> str:
    """Return the kind that a prefix, or the kind itself, stands for."""
    return next((kind for kind, short in _ABBREVIATED.items() if short == prefix), prefix)


PREFIXES: Final[dict[str, str]] = {
    "op": ONTOLOGY,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dct": DCT,
    "prov": PROV,
    "wd": "http://www.wikidata.org/entity/",
    "rules": RULE,
    **{prefix_of(kind): f"{THING}{kind}/" for kind in (*KINDS, *DERIVED_KINDS)},
}
"""Prefixes of every export and of queries typed by hand."""


STEM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
"""What a stem looks like: letters, digits and hyphens."""


def thing(kind: str, stem: str) -> str:
    """Return the IRI of a thing, e.g. ``thing("body", "icc")``."""
    return f"{THING}{kind}/{stem}"


def term(local: str) -> str:
    """Return the IRI of a term of the ontology, e.g. ``term("Ruling")``."""
    return ONTOLOGY + local


def stem(iri: str) -> str:
    """Return what follows the last ``/`` or ``#`` of an IRI: a thing's stem, a term's local name."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def kind(iri: str) -> str | None:
    """Return the kind in a thing's IRI, or None for an IRI that names no thing of ours."""
    if not iri.startswith(THING):
        return None
    found, _, rest = iri.removeprefix(THING).partition("/")
    return found if rest else None


def folded(text: str) -> str:
    """Return a name as it is compared: case, hyphens and the number of blanks do not matter."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def short(iri: str) -> str:
    """Return an IRI as a prefixed name where one of the prefixes fits, else as it is."""
    best = max((p for p in PREFIXES.items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=None)
    return iri if best is None else f"{best[0]}:{iri.removeprefix(best[1])}"
