"""SSSOM: what ours correspond to in other vocabularies and in Wikidata, as a table; for tools that map identifiers."""

from __future__ import annotations

from dataclasses import replace
from typing import IO, Final

import kg
from kg.exporting.extracts import ASSERTED, Extract
from kg.exporting.sorting import Sorter
from kg.names import BASE, DCT, ENGLISH, ONTOLOGY, OWL, PREFIXES, PROV, RDFS, SKOS, THING, kind
from kg.oxigraph import EVERYTHING, Literal, NamedNode

SUFFIX, TAKES = ".sssom.tsv", ()
_COLUMNS: Final = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")
_CURATED: Final = "semapv:ManualMappingCuration"
_TAKEN_OVER: Final = "semapv:UnspecifiedMatching"
"""Terms were compared by people, one by one. Identifiers of things come from their sources, which do not say how they
matched them. Nobody measured a confidence, so none is told."""
_PREDICATES: Final = {
    f"<{space}{local}>".encode(): f"{prefix}:{local}"
    for prefix, space, locals_ in (
        ("skos", SKOS, ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")),
        ("owl", OWL, ("equivalentClass", "equivalentProperty", "sameAs")),
        ("rdfs", RDFS, ("subClassOf", "subPropertyOf")),
    )
    for local in locals_
}
_FOREIGN: Final = {
    "dct": DCT,
    "eli": "http://data.europa.eu/eli/ontology#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": PROV,
    "schema": "https://schema.org/",
    "skos": SKOS,
    "time": "http://www.w3.org/2006/time#",
    "wd": PREFIXES["wd"],
}
"""The customary prefixes of what can be on the other side; ``org`` is the Organization Ontology."""
_KNOWN: Final = {"owl": OWL, "rdfs": RDFS, "semapv": "https://w3id.org/semapv/vocab/", **_FOREIGN, "op": ONTOLOGY}


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write a row for each statement that ties a thing or term of ours to one that is not, sorted by its bytes.

    Ties among our own terms are no mappings, and a class expression has no identifier. As SSSOM/TSV has it, metadata
    come first as YAML in lines that begin with ``#``.

    Raises ValueError where neither ontology nor facts are asked for, and for an address of a vocabulary that has no
    prefix here; OSError where it cannot be written.
    """
    parts = extract.parts & set(ASSERTED)
    if not parts:
        raise ValueError("correspondences are stated in the parts ontology and facts alone")
    sorter, used = Sorter(extract.run), set[str]()
    for line in replace(extract, parts=parts).lines():
        subject, predicate, value = line.triple.split(b" ", 2)
        if predicate not in _PREDICATES or not (_is_ours(subject) and value.startswith(b"<")) or _is_ours(value):
            continue
        if value.startswith(f"<{OWL}".encode()):  # owl:Thing and its kind say nothing of another vocabulary
            continue
        one, other = (_curie(node[1:-1].decode()) for node in (subject, value))
        used.update(name.partition(":")[0] for name in (one, other))
        justified = _CURATED if one.startswith("op:") else _TAKEN_OVER
        cells = (one, _label(extract, subject[1:-1].decode()), _PREDICATES[predicate], other, justified)
        sorter.add("\t".join(cells).encode())
    out.write(_metadata(used | {"owl", "rdfs", "semapv", "skos"}).encode())
    out.write("\t".join(_COLUMNS).encode() + b"\n")
    out.writelines(line + b"\n" for line in sorter)


def _is_ours(node: bytes) -> bool:
    return node.startswith(f"<{BASE}".encode())


def _curie(iri: str) -> str:
    """Return a compact name; things of ours have their kind as prefix, as in their IRIs."""
    if (of := kind(iri)) is not None:
        return f"{of}:{iri.removeprefix(f'{THING}{of}/')}"
    for prefix, space in _KNOWN.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    raise ValueError(f"no prefix is known for {iri}")


def _label(extract: Extract, iri: str) -> str:
    """Return the English name of a thing on one line; the empty text, where it has none."""
    found = extract.graph.store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS + "prefLabel"), None, EVERYTHING)
    texts = [q.object.value for q in found if isinstance(q.object, Literal) and q.object.language == ENGLISH]
    return " ".join(min(texts, default="").replace('"', "'").split())


def _metadata(used: set[str]) -> str:
    """Return the block of metadata; every prefix that a row has, and no other, is in its curie_map."""
    spaces = {prefix: _KNOWN.get(prefix, f"{THING}{prefix}/") for prefix in sorted(used)}
    lines = [
        "curie_map:",
        *(f"  {prefix}: {space}" for prefix, space in spaces.items()),
        f"mapping_set_id: {BASE}mappings",
        "mapping_set_title: Correspondences of Opposable",
        f'mapping_set_version: "{kg.__version__}"',
        "license: https://creativecommons.org/publicdomain/zero/1.0/",
        'sssom_version: "1.0"',
    ]
    return "".join(f"#{line}\n" for line in lines)
