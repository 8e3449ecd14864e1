"""Write small asserted graphs in the project's vocabulary, superclasses materialised."""

from collections.abc import Iterable
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from .facts import ONTOLOGY, RDF_TYPE, XSD

THINGS = "https://w3id.org/opposable/id/"

SUPERCLASSES = {
    "State": "Actor",
    "InternationalOrganization": "Actor",
    "Treaty": "LegalInstrument",
    "SecurityCouncilResolution": "LegalInstrument",
    "ChapterVIIResolution": "SecurityCouncilResolution",
    "NationalLaw": "LegalInstrument",
    "ConsentAct": "TreatyAction",
    "Ratification": "ConsentAct",
    "Acceptance": "ConsentAct",
    "Approval": "ConsentAct",
    "Accession": "ConsentAct",
    "Succession": "ConsentAct",
    "DefinitiveSignature": "ConsentAct",
    "Admission": "ConsentAct",
    "PartyStatusEnd": "TreatyAction",
    "Withdrawal": "PartyStatusEnd",
    "Cessation": "PartyStatusEnd",
    "SignatoryAct": "TreatyAction",
    "Signature": "SignatoryAct",
    "SignatureWithdrawal": "TreatyAction",
    "ProvisionalApplication": "TreatyAction",
    "ProvisionalApplicationTermination": "TreatyAction",
    "Reservation": "TreatyAction",
    "Declaration": "TreatyAction",
    "WithdrawalRescission": "TreatyAction",
    "InternationalJudicialBody": "AdjudicatoryBody",
    "InternationalCourt": "InternationalJudicialBody",
    "HumanRightsCourt": "InternationalCourt",
    "RegionalCourt": "InternationalCourt",
    "HybridTribunal": "InternationalJudicialBody",
    "AdHocTribunal": "InternationalJudicialBody",
    "NationalCourt": "AdjudicatoryBody",
    "ArbitralTribunal": "AdjudicatoryBody",
    "ClaimsCommission": "AdjudicatoryBody",
    "ExpertBody": "AdjudicatoryBody",
    "Situation": "Proceeding",
    "Case": "Proceeding",
    "Judgment": "Ruling",
    "Order": "Ruling",
    "Award": "Ruling",
    "AdvisoryOpinion": "Ruling",
    "Conviction": "Ruling",
    "ArrestWarrant": "Ruling",
    "NonRecognitionRule": "RuleOnRulings",
    "BodyKindCondition": "Condition",
    "ForeignBodyCondition": "Condition",
    "MatterCondition": "Condition",
    "NoFoundingTreatyCondition": "Condition",
    "FoundingTreatyCondition": "Condition",
    "NoCouncilResolutionCondition": "Condition",
    "NoParticipationInProceedingsCondition": "Condition",
    "NoParticipationInConferralCondition": "Condition",
    "ForeignConferralCondition": "Condition",
    "FinalAfterCondition": "Condition",
    "DomesticFindingCondition": "Condition",
    "NamedSubjectCondition": "Condition",
    "CharacteristicCondition": "Condition",
}
"""The direct superclass of each class that a world may use."""

Value = NamedNode | date | bool
Values = Value | Iterable[NamedNode] | None


def term(name: str) -> NamedNode:
    """Name a class, property or individual of the ontology."""
    return NamedNode(ONTOLOGY + name)


def thing(kind: str, stem: str) -> NamedNode:
    """Name a thing."""
    return NamedNode(f"{THINGS}{kind}/{stem}")


def literal(value: Value) -> NamedNode | Literal:
    """Leave an IRI as it is; make a date an xsd:date, a truth value an xsd:boolean."""
    if isinstance(value, NamedNode):
        return value
    if isinstance(value, bool):
        return Literal("true" if value else "false", datatype=NamedNode(XSD + "boolean"))
    return Literal(value.isoformat(), datatype=NamedNode(XSD + "date"))


class Graph:
    """Asserted quads of the default graph, in the order in which they were written."""

    def __init__(self) -> None:
        """Start empty."""
        self.quads: list[Quad] = []

    def add(self, subject: NamedNode, **values: Values) -> NamedNode:
        """Assert properties by their local names; None says nothing, a list or tuple says several things."""
        for name, value in values.items():
            if value is None:
                continue
            several = [value] if isinstance(value, (NamedNode, date, bool)) else list(value)
            self.quads += [Quad(subject, term(name), literal(one)) for one in several]
        return subject

    def make(self, kind: str, stem: str, cls: str, **values: Values) -> NamedNode:
        """Assert a thing with its class, that class's superclasses and its properties; give back its IRI."""
        node = thing(kind, stem)
        above: str | None = cls
        while above is not None:
            self.quads.append(Quad(node, NamedNode(RDF_TYPE), term(above)))
            above = SUPERCLASSES.get(above)
        return self.add(node, **values)
