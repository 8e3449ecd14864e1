"""FollowTheMoney: states, bodies, persons, cases and instruments as entities; for Aleph, OpenSanctions and yente."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import IO, Final

from kg.exporting.extracts import Extract
from kg.exporting.investigation import Entity
from kg.exporting.snapshot import Snapshot
from kg.exporting.sorting import Sorter
from kg.names import DCT, ENGLISH, ONTOLOGY, RDF, SKOS, THING, XSD, kind, stem
from kg.oxigraph import EVERYTHING, Literal, NamedNode, op, referring

SUFFIX, TAKES = ".ftm.json", ()
_FIRST: Final = {"month": "-01", "year": "-01-01"}
"""How a date ends that is known only to the month or the year."""
_SCHEMATA: Final = {
    "state": "Territory",
    "organization": "Organization",
    "body": "Organization",
    "person": "Person",
    "proceeding": "CourtCase",
    **dict.fromkeys(("treaty", "resolution", "law", "ruling", "source"), "Document"),
}
"""The kinds of things that are entities; acts, appearances and what a proceeding or ruling names are links."""
_PROPERTIES: Final = {
    "body": {"established": "incorporationDate", "closed": "dissolutionDate", "seat": "address"},
    "person": {"nationality": "nationality", "office": "position"},
    "proceeding": {"officialNumber": "caseNumber", "opened": "fileDate", "territory": "country"},
    "treaty": {"adopted": "date", "signed": "authoredAt"},
    "resolution": {"adopted": "date"},
    "law": {"adopted": "date", "signed": "authoredAt", "published": "publishedAt", "lawOf": "country"},
    "ruling": {"decided": "date", "madePublic": "publishedAt"},
    "source": {
        DCT + "title": "title",
        DCT + "issued": "publishedAt",
        DCT + "publisher": "publisher",
        "url": "sourceUrl",
    }
    | {"dateRead": "retrievedAt"},
}
"""What is said of a kind, and the property that says it there."""
_EVERY: Final = {SKOS + "altLabel": "alias", SKOS + "exactMatch": "wikidataId", SKOS + "note": "notes"}
_DATE: Final = NamedNode(XSD + "date")
_PARTIES: Final = ("applicant", "respondent")
_DOCUMENTED: Final = {"concernsPerson": "concerns", "addressee": "addressee", "inProceeding": "ruling in the case"}


@dataclass(frozen=True)
class _Said:
    """What is confirmed of a thing: of each property its values, as texts in which IRIs are whole."""

    iri: str
    values: dict[str, list[Literal | NamedNode]]

    def of(self, name: str) -> list[str]:
        """Return the values of a property as texts; dates no more exact than they are known.

        A thing says of one of its dates that it is known only so far. Every date that can be meant is shortened.
        """
        found = self.values.get(name if ":" in name else ONTOLOGY + name, [])
        precision = self.values.get(ONTOLOGY + "datePrecision")
        ending = _FIRST[precision[0].value] if precision else None
        return [
            value.value.removesuffix(ending)
            if ending and isinstance(value, Literal) and value.datatype == _DATE
            else value.value
            for value in found
        ]

    def english(self, name: str) -> list[str]:
        """Return the English texts of a property."""
        found = self.values.get(name, [])
        return [value.value for value in found if isinstance(value, Literal) and value.language == ENGLISH]


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the confirmed facts as entities, one on a line, sorted by their identifiers.

    What is marked as unconfirmed is left out, whole things and single values; so is what names such a thing.

    Raises ValueError where the facts are not asked for or the model does not admit a value, Fault where followthemoney
    is not installed, OSError where it cannot be written.
    """
    if "facts" not in extract.parts:
        raise ValueError("entities are made of the part facts alone")
    sorter, entities = Sorter(extract.run), _Entities(extract)
    facts = replace(extract, parts=frozenset({"facts"}))
    for subject, quads in groupby(facts.quads(), key=lambda quad: quad.subject):
        values: dict[str, list[Literal | NamedNode]] = {}
        for quad in quads:
            if isinstance(quad.object, Literal | NamedNode):
                values.setdefault(quad.predicate.value, []).append(quad.object)
        for recalled in values.get(ONTOLOGY + "unconfirmedFor", []):
            values.pop(recalled.value, None)
        if isinstance(subject, NamedNode) and ONTOLOGY + "unconfirmed" not in values:
            for entity in entities.of(_Said(subject.value, values)):
                sorter.add(entity.line())
    out.writelines(line + b"\n" for line in sorter)


def _id(iri: str) -> str:
    """Return the identifier of an entity; the model admits no slash in one."""
    return f"opposable-{iri.removeprefix(THING).replace('/', '-')}"


class _Entities:
    """Makes entities of what is said."""

    def __init__(self, extract: Extract) -> None:
        self._store = extract.graph.store
        self._day = extract.day
        self._snapshot = None if extract.day is None else Snapshot(self._store, extract.day.isoformat())

    def of(self, said: _Said) -> Iterator[Entity]:
        """Yield the entities that a thing becomes: itself, its links to others, or none."""
        of = kind(said.iri)
        if of in _SCHEMATA:
            yield self._thing(said, of)
        if of == "proceeding":
            for role in _PARTIES:
                for party in self._there(said.of(role)):
                    end = f"{role}-{stem(party)}"
                    yield self._link("CourtCaseParty", said, end, role, party=party, case=said.iri)
        elif of == "ruling":
            for local, role in _DOCUMENTED.items():
                for about in self._there(said.of(local)):
                    end = f"{local}-{stem(about)}"
                    yield self._link("Documentation", said, end, role, document=said.iri, entity=about)
        elif of == "body":
            for whole in self._there(said.of("organOf")):
                end = f"organ-{stem(whole)}"
                yield self._link("UnknownLink", said, end, "organ of", subject=said.iri, object=whole)
        elif of in ("action", "appearance"):
            yield from self._done(said, of)

    def _thing(self, said: _Said, of: str) -> Entity:
        court = op("NationalCourt").value in said.of(RDF + "type")
        entity = Entity("PublicBody" if court else _SCHEMATA[of], _id(said.iri))
        names = said.of(DCT + "title") if of == "source" else said.of(SKOS + "prefLabel")
        entity.add("name", names)
        if _SCHEMATA[of] == "Document":
            # The model requires the name of a file, and shows it before any other; ours are known by their titles.
            main = said.english(SKOS + "prefLabel") or names[:1]
            entity.add("fileName", main)
            entity.add("title", main)
        for local, name in (_EVERY | _PROPERTIES.get(of, {})).items():
            texts = said.of(local)
            entity.add(
                name, [stem(text) if text.startswith(("http://www.wikidata", THING)) else text for text in texts]
            )
        self._sourced(entity, said, proof=of != "source")
        if of == "state":
            entity.add("country", [stem(said.iri)])
        elif court:
            entity.add("jurisdiction", map(stem, said.of("courtOf")))
            entity.add("topics", ["gov.judicial"])
        elif of == "person" and self._wanted(said.iri):
            entity.add("topics", ["wanted"])
        elif of == "proceeding":
            entity.add("court", [name for body in said.of("before") for name in self._name(body)])
        return entity

    def _done(self, said: _Said, of: str) -> Iterator[Entity]:
        """Yield what an actor did towards a treaty, or that it appeared, or did not, before a body."""
        types = sorted(stem(iri) for iri in said.of(RDF + "type"))
        for actor in self._there(said.of("actor")):
            if of == "action":
                for treaty in self._there(said.of("treaty")):
                    link = self._link("UnknownLink", said, "", subject=actor, object=treaty)
                    link.add("role", types)
                    link.add("date", said.of("actDate"))
                    link.add("startDate", said.of("effectiveDate"))
                    yield link
            else:
                for case in self._there(said.of("appearanceIn")):
                    if kind(case) == "proceeding":
                        link = self._link("CourtCaseParty", said, "", party=actor, case=case)
                    else:
                        link = self._link("Documentation", said, "", entity=actor, document=case)
                    link.add("status", types)
                    yield link

    def _link(self, schema: str, said: _Said, end: str, role: str | None = None, **ends: str) -> Entity:
        entity = Entity(schema, _id(said.iri) + (f"-{end}" if end else ""))
        for name, iri in ends.items():
            entity.add(name, [_id(iri)])
        entity.add("role", [role] if role else [])
        self._sourced(entity, said)
        return entity

    def _sourced(self, entity: Entity, said: _Said, proof: bool = True) -> None:
        """Say where the facts were read."""
        if proof:
            sources = said.of(DCT + "source")
            entity.add("proof", map(_id, sources))
            entity.add("sourceUrl", [text for iri in sources for text in self._texts(iri, op("url"))])

    def _there(self, iris: Iterable[str]) -> list[str]:
        """Return the things that are entities: those not marked as unconfirmed."""
        return [iri for iri in iris if kind(iri) in _SCHEMATA and not self._texts(iri, op("unconfirmed"))]

    def _wanted(self, person: str) -> bool:
        """Return whether a confirmed warrant stands: none that was ended, or had been by the day asked for."""
        for warrant in self._there(referring(self._store, "concernsPerson", person)):
            if op("ArrestWarrant").value not in self._texts(warrant, NamedNode(RDF + "type")):
                continue
            recalled = self._texts(warrant, op("unconfirmedFor"))
            ends = self._texts(warrant, op("ended"))
            over = bool(ends) if self._day is None else any(end <= self._day.isoformat() for end in ends)
            there = self._snapshot is None or self._snapshot.has(warrant)
            if there and not over and op("concernsPerson").value not in recalled:
                return True
        return False

    def _texts(self, iri: str, predicate: NamedNode) -> list[str]:
        found = self._store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING)
        return [quad.object.value for quad in found if isinstance(quad.object, Literal | NamedNode)]

    def _name(self, iri: str) -> list[str]:
        found = self._store.quads_for_pattern(NamedNode(iri), NamedNode(SKOS + "prefLabel"), None, EVERYTHING)
        return [q.object.value for q in found if isinstance(q.object, Literal) and q.object.language == ENGLISH]
