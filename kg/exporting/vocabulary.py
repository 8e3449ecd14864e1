"""The documentation of the ontology: every term with its definition, its example and the questions that use it."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.faults import Fault
from kg.files import read_text
from kg.names import ONTOLOGY, OWL, RDF, RDFS, SKOS
from kg.oxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse
from kg.queries.sparql import catalogue

_NOTE = NamedNode(SKOS + "note")
_MODULE = ONTOLOGY + "module/"
_SCHEMA = "https://schema.org/"
_INCLUDES = {RDFS + "domain": _SCHEMA + "domainIncludes", RDFS + "range": _SCHEMA + "rangeIncludes"}
_CLASSES = '<div class="section" id="classes">'
_END_OF_HEAD = "</head>"
_METADATA = re.compile(r'(?s)<script id="schema.org".*?</script>')


def documentation(root: Path, question_address: str, pictures: Sequence[str] = ()) -> str:
    """Return the page of the ontology as pyLODE writes it, the same for the same ontology.

    At each term stand the questions of the catalogue that use it, at ``question_address`` with a stem in place of its
    ``{}``; before the classes stand the pictures at these addresses. pyLODE writes sets in the order in which Python
    happens to hold them; so it runs in a process of its own in which that order is fixed.

    Raises Fault where pyLODE is missing or fails, or the style cannot be read.
    """
    asked = [sys.executable, "-m", "kg.exporting.vocabulary", str(root), question_address]
    fixed = os.environ | {"PYTHONHASHSEED": "0"}
    nothing = subprocess.DEVNULL
    found = subprocess.run(asked, env=fixed, stdin=nothing, capture_output=True, text=True, check=False)
    if found.returncode:
        if "No module named 'pylode'" in found.stderr:
            raise Fault("the ontology's documentation needs pyLODE: pip install 'opposable[publish]'")
        last = (found.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Fault(f"the ontology's documentation could not be made: {last}", file=root / "ontology")
    shown = "".join(f'<p><a href="{at}"><img src="{at}" alt="Diagram: {at}" width="100%"></a></p>' for at in pictures)
    styled = f"<style>\n{read_text(root / 'viz' / 'static' / 'ontology.css')}</style>{_END_OF_HEAD}"
    page = found.stdout.replace(_END_OF_HEAD, styled, 1)
    return page.replace(_CLASSES, f'<div class="section" id="diagrams"><h2>Diagrams</h2>{shown}</div>{_CLASSES}', 1)


def _documentation(root: Path, question_address: str) -> str:
    from pylode import OntPub

    from kg.derivation.validate import rdflib_graph

    files = sorted((root / "ontology").glob("*.ttl"))
    stated = [quad for path in files for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE)]
    shown = [*_shown(stated), *_notes(root, question_address)]
    logging.getLogger().setLevel(logging.WARNING)  # pyLODE tells what it reads at the level of information
    page = str(OntPub(ontology=rdflib_graph(sorted(shown, key=str)), sort_subjects=True).make_html())
    return _METADATA.sub("", page)


def _notes(root: Path, question_address: str) -> Iterator[Quad]:
    """Yield at each term a remark that names the questions that use it."""
    used: dict[str, list[str]] = {}
    for name, question in sorted(catalogue(root).items()):
        for term in set(re.findall(r"\bop:(\w+)", question.text)):
            used.setdefault(term, []).append(name)
    for term, names in sorted(used.items()):
        links = ", ".join(f"[{name}]({question_address.format(name)})" for name in names)
        yield Quad(NamedNode(ONTOLOGY + term), _NOTE, Literal(f"Questions that use it: {links}", language="en"))


def _shown(stated: Iterable[Quad]) -> Iterator[Quad]:
    """Yield what a reader is shown: English texts, our own terms, one ontology in the place of its modules.

    pyLODE would run languages and modules into one line. A domain or range that is a union becomes one that includes
    its members; other anonymous classes are for reasoners.
    """
    quads = list(stated)
    objects = {(quad.subject, quad.predicate.value): quad.object for quad in quads}
    for quad in quads:
        if isinstance(quad.object, BlankNode) and quad.predicate.value in _INCLUDES:
            for member in _members(objects, objects.get((quad.object, OWL + "unionOf"))):
                yield Quad(quad.subject, NamedNode(_INCLUDES[quad.predicate.value]), member)
        elif _is_shown(quad):
            yield Quad(quad.subject, quad.predicate, quad.object)


def _members(objects: Mapping[Any, object], head: object) -> Iterator[NamedNode]:
    while isinstance(head, BlankNode):
        first = objects.get((head, RDF + "first"))
        if isinstance(first, NamedNode):
            yield first
        head = objects.get((head, RDF + "rest"))


def _is_shown(quad: Quad) -> bool:
    if isinstance(quad.object, Literal) and quad.object.language not in (None, "en"):
        return False
    if isinstance(quad.object, BlankNode) or not isinstance(quad.subject, NamedNode):
        return False
    named = [node.value for node in (quad.subject, quad.object) if isinstance(node, NamedNode)]
    ours = quad.subject.value.startswith(ONTOLOGY.rstrip("/"))
    return ours and quad.predicate.value != OWL + "versionIRI" and not any(n.startswith(_MODULE) for n in named)


if __name__ == "__main__":
    sys.stdout.write(_documentation(Path(sys.argv[1]), sys.argv[2]))
