"""The classes and object properties of the ontology, as its files state them and HermiT inferred."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.faults import Fault
from kg.names import ONTOLOGY, OWL, RDF, RDFS, stem
from kg.oxigraph import BlankNode, NamedNode, RdfFormat, parse

_Node = NamedNode | BlankNode


@dataclass(frozen=True)
class Property:
    """An object property: its name, its module, and the classes that it leads from and to (none: any thing)."""

    name: str
    module: str
    domain: tuple[str, ...]
    range: tuple[str, ...]


@dataclass(frozen=True)
class Schema:
    """Classes with their modules and direct superclasses, stated or inferred, and object properties."""

    classes: dict[str, str]
    above: dict[str, tuple[str, ...]]
    properties: tuple[Property, ...]
    vocabularies: frozenset[str]
    """Classes that are closed lists: their members are declared in the ontology."""

    @property
    def modules(self) -> tuple[str, ...]:
        """The names of the modules that define a class, sorted."""
        return tuple(sorted(set(self.classes.values())))

    def below(self, name: str) -> tuple[str, ...]:
        """Return the direct subclasses of a class, sorted."""
        return tuple(sorted(one for one, above in self.above.items() if name in above))


def read_schema(root: Path) -> Schema:
    """Return what the files of ontology/ state; terms of other vocabularies are left out.

    A domain or range that is a union is the classes united, or the class of which they are all direct subclasses.

    Raises Fault for a file that cannot be read or is not Turtle.
    """
    objects = _statements(root)
    classes: dict[str, str] = {}
    above: dict[str, set[str]] = {}
    properties: list[Property] = []
    members: set[str] = set()
    for subject in sorted({node.value for node, _ in objects if isinstance(node, NamedNode)}):
        if not subject.startswith(ONTOLOGY):
            continue
        node, name = NamedNode(subject), stem(subject)
        types = list(_names(objects.get((node, RDF + "type"), [])))
        module = next(map(stem, _names(objects.get((node, RDFS + "isDefinedBy"), []))), "")
        if OWL + "Class" in types and module:
            classes[name] = module
            above[name] = set(_ours(objects, objects.get((node, RDFS + "subClassOf"), []))) - {name}
        elif OWL + "ObjectProperty" in types:
            start, end = (objects.get((node, RDFS + side), []) for side in ("domain", "range"))
            leads_from, leads_to = (tuple(dict.fromkeys(_named(objects, side))) for side in (start, end))
            properties.append(Property(name, module, leads_from, leads_to))
        members.update(stem(one) for one in types if one.startswith(ONTOLOGY))
    above = {name: found & classes.keys() for name, found in above.items()}
    direct = {
        name: tuple(sorted(found - {far for one in found for far in above[one]})) for name, found in above.items()
    }
    below: dict[frozenset[str], str] = {}
    for name in sorted(classes):
        if len(parts := frozenset(one for one, found in direct.items() if name in found)) > 1:
            below.setdefault(parts, name)
    joined = [replace(one, domain=_joined(one.domain, below), range=_joined(one.range, below)) for one in properties]
    return Schema(classes, direct, tuple(joined), frozenset(members & classes.keys()))


def _joined(names: tuple[str, ...], below: dict[frozenset[str], str]) -> tuple[str, ...]:
    """Return a class in the place of its direct subclasses where all of those are named."""
    whole = below.get(frozenset(names))
    return names if whole is None else (whole,)


def _statements(root: Path) -> dict[tuple[_Node, str], list[object]]:
    found: dict[tuple[_Node, str], list[object]] = {}
    for path in sorted((root / "ontology").glob("*.ttl")):
        try:
            for quad in parse(path.read_bytes(), format=RdfFormat.TURTLE):
                if isinstance(quad.subject, NamedNode | BlankNode):
                    found.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
        except (OSError, SyntaxError) as error:
            raise Fault(f"cannot be read as Turtle: {error}", file=path) from error
    return found


def _names(nodes: list[object]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, NamedNode))


def _ours(objects: dict[tuple[_Node, str], list[object]], nodes: list[object]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY) and (node, RDF + "type") in objects:
            yield stem(node.value)


def _named(objects: dict[tuple[_Node, str], list[object]], nodes: list[object]) -> Iterator[str]:
    """Yield the classes of ours that a domain or range names, alone or in a union."""
    for node in nodes:
        if isinstance(node, NamedNode):
            yield from _ours(objects, [node])
        elif isinstance(node, BlankNode):
            yield from _listed(objects, objects.get((node, OWL + "unionOf"), []))


def _listed(objects: dict[tuple[_Node, str], list[object]], heads: list[object]) -> Iterator[str]:
    for head in heads:
        rest: object = head
        while isinstance(rest, BlankNode):
            yield from _ours(objects, objects.get((rest, RDF + "first"), []))
            rest = next(iter(objects.get((rest, RDF + "rest"), ())), None)
