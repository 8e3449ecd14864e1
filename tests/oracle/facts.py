"""Turn asserted quads into the facts that semantics.lp reads, one per triple, without judging."""

from collections.abc import Iterable
from datetime import date

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

ONTOLOGY = "https://w3id.org/opposable/ontology/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"

PROPERTIES = frozenset(
    [
        "about",
        "actDate",
        "actor",
        "addressee",
        "adopted",
        "appearanceIn",
        "becameFinal",
        "before",
        "bindingClause",
        "bodyKind",
        "characteristic",
        "claimStatus",
        "closes",
        "competenceBasis",
        "competenceLevel",
        "concerns",
        "conferredBy",
        "conferredOn",
        "cooperationClause",
        "countsProvisionalApplication",
        "courtOf",
        "criticalDate",
        "decided",
        "effectiveDate",
        "ended",
        "established",
        "finalAfter",
        "finds",
        "generalConsent",
        "hasCharacteristic",
        "hasMatter",
        "hasReading",
        "holder",
        "inForceFrom",
        "inForceUntil",
        "inProceeding",
        "instrument",
        "issuedBy",
        "lacksCharacteristic",
        "madePublic",
        "matter",
        "names",
        "obliges",
        "obligesPartiesTo",
        "onProperty",
        "opened",
        "requires",
        "respondent",
        "treaty",
        "treatyInForceOn",
        "undoes",
    ]
)
"""Local names of the op: properties that the semantics reads; each becomes a predicate of the same name."""


class UnreadableValue(ValueError):
    """A property that the semantics reads has a value that is neither a thing, a day nor a truth value."""


def quoted(text: str) -> str:
    """Write a string constant of clingo."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def value(term: object) -> str:
    """Write an RDF term: a day as its ordinal, a truth value as a constant, a term of op: by local name."""
    if isinstance(term, NamedNode):
        return quoted(term.value.removeprefix(ONTOLOGY))
    if isinstance(term, BlankNode):
        return quoted(str(term))
    if isinstance(term, Literal):
        if term.datatype.value == XSD + "date":
            return str(date.fromisoformat(term.value).toordinal())
        if term.datatype.value == XSD + "boolean":
            return "true" if term.value in ("true", "1") else "false"
    raise UnreadableValue(str(term))


def facts(quads: Iterable[Quad]) -> str:
    """Write the facts, sorted; quads that the semantics does not read (labels, sources) are left out."""
    lines: set[str] = set()
    for quad in quads:
        predicate, obj = quad.predicate.value, quad.object
        if predicate == RDF_TYPE:
            if isinstance(obj, NamedNode) and obj.value.startswith(ONTOLOGY):
                lines.add(f"a({value(quad.subject)}, {value(obj)}).")
        elif predicate.startswith(ONTOLOGY) and predicate.removeprefix(ONTOLOGY) in PROPERTIES:
            lines.add(f"{predicate.removeprefix(ONTOLOGY)}({value(quad.subject)}, {value(obj)}).")
    return "\n".join(sorted(lines))
