"""Says in plain words what a fact of the graph states, and where it was read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kg.citations import Citation
from kg.names import DCT, ONTOLOGY, RDFS, SKOS, kind, stem
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Store, op
from kg.things import Directory

_VERBS = {
    "Signature": "signed",
    "Ratification": "ratified",
    "Acceptance": "accepted",
    "Approval": "approved",
    "Accession": "acceded",
    "Succession": "succeeded",
    "DefinitiveSignature": "signed definitively",
    "Admission": "was admitted",
    "Withdrawal": "gave notice of withdrawal",
    "Cessation": "ceased to be a party",
    "SignatureWithdrawal": "signature withdrawn",
    "WithdrawalRescission": "took back its notice of withdrawal",
    "ProvisionalApplication": "applied provisionally",
    "ProvisionalApplicationTermination": "ended provisional application",
    "Reservation": "made a reservation",
    "Declaration": "made a declaration",
}
_STATUS = {
    "party": "party to",
    "signatory": "signatory of",
    "provisional": "provisionally applying",
    "possibleParty": "possibly still a party to",
}
_SUBCLASS = NamedNode(RDFS + "subClassOf")
CONSENT_ACTS = frozenset(
    ("Ratification", "Acceptance", "Approval", "Accession", "Succession", "DefinitiveSignature", "Admission")
)


class Wording:
    """Reads the nodes of one graph and words them."""

    def __init__(self, store: Store, directory: Directory) -> None:
        """Read from a store; names come from its directory."""
        self._store = store
        self.directory = directory

    def values(self, iri: str, predicate: NamedNode) -> list[str]:
        """Return the values of a property, sorted; texts in English or without a language only."""
        found = set()
        for quad in self._store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING):
            if not isinstance(quad.object, Literal) or quad.object.language in (None, "en"):
                found.add(getattr(quad.object, "value", str(quad.object)))
        return sorted(found)

    def value(self, iri: str, local: str) -> str | None:
        """Return the first value of a term of the ontology, or None."""
        return next(iter(self.values(iri, op(local))), None)

    def classes(self, iri: str) -> set[str]:
        """Return the local names of the classes of ours that a thing belongs to."""
        return {stem(found) for found in self.values(iri, A) if found.startswith(ONTOLOGY)}

    def name(self, iri: str | None) -> str:
        """Return a thing's English name; a term's or an unnamed thing's label or stem."""
        if iri is None:
            return "?"
        if not iri.startswith("http"):
            return iri
        return self.directory.name(iri)

    def names(self, iris: Iterable[str]) -> str:
        """Return names joined by commas."""
        return ", ".join(sorted(self.name(iri) for iri in iris)) or "nothing recorded"

    def unconfirmed(self, iri: str) -> bool:
        """Return whether nobody has read the fact, or a value of it, in a source."""
        return self.value(iri, "unconfirmed") == "true" or self.value(iri, "unconfirmedFor") is not None

    def citations(self, iri: str) -> list[Citation]:
        """Return the sources of a fact."""
        cited = []
        for source in self.values(iri, NamedNode(DCT + "source")):
            title = next(iter(self.values(source, NamedNode(DCT + "title"))), stem(source))
            publisher = next(iter(self.values(source, NamedNode(DCT + "publisher"))), "")
            issued = next(iter(self.values(source, NamedNode(DCT + "issued"))), None)
            cited.append(Citation(source, title, publisher, issued, self.value(source, "url")))
        return cited

    def day(self, iri: str, local: str) -> str | None:
        """Return a date as it is known: a day, a month or a year."""
        found = self.value(iri, local)
        precision = self.value(iri, "datePrecision")
        return found[: {"month": 7, "year": 4}.get(precision or "", 10)] if found else None

    def covers(self, iri: str, day: date, start: str = "from", end: str = "until") -> bool:
        """Return whether a day lies in a node's half-open interval; a missing start or end bounds nothing."""
        since, until = self.value(iri, start), self.value(iri, end)
        return (since is None or since <= day.isoformat()) and (until is None or day.isoformat() < until)

    def interval(self, iri: str, start: str = "from", end: str = "until") -> str:
        """Return a half-open interval in words."""
        since, until = self.value(iri, start), self.value(iri, end)
        return f"from {since or 'the beginning'}" + (f" until {until}" if until else "")

    def sentence(self, iri: str) -> str:
        """Return one sentence (without full stop) that says what a node of the graph states."""
        classes = self.classes(iri)
        for word, say in (
            ("TreatyAction", self._action),
            ("Participation", self._participation),
            ("CompetenceBasis", self._basis),
            ("CompletenessStatement", self._completeness),
            ("RuleOnRulings", self._rule),
            ("Ruling", self._ruling),
            ("Proceeding", self._proceeding),
            ("AdjudicatoryBody", self._body),
            ("Conferral", self._conferral),
            ("Appearance", self._appearance),
            ("NonAppearance", self._appearance),
            ("ConstitutionalityFinding", self._finding),
            ("Claim", self._claim),
            ("NationalLaw", self._law),
            ("Visit", self._visit),
        ):
            if word in classes:
                return say(iri)
        return self.name(iri)

    def _action(self, iri: str) -> str:
        word = next((_VERBS[name] for name in self.classes(iri) if name in _VERBS), "acted")
        effective = self.value(iri, "effectiveDate")
        acted = self.day(iri, "actDate")
        tail = f", effective {effective}" if effective and effective != acted else ""
        return f"{self.name(self.value(iri, 'actor'))}, {self.name(self.value(iri, 'treaty'))}: {word} {acted}{tail}"

    def acts_towards(self, state: str, treaty: str) -> list[str]:
        """Return a state's acts towards a treaty, sorted."""
        return sorted(
            quad.subject.value
            for quad in self._store.quads_for_pattern(None, op("actor"), NamedNode(state), EVERYTHING)
            if isinstance(quad.subject, NamedNode) and self.value(quad.subject.value, "treaty") == treaty
        )

    def definition(self, iri: str) -> str | None:
        """Return what a rule or reading says, in our words, if it is recorded."""
        return next(iter(self.values(iri, NamedNode(SKOS + "definition"))), None)

    def notes(self, iri: str) -> list[str]:
        """Return the remarks on a thing."""
        return self.values(iri, NamedNode(SKOS + "note"))

    def acts(self, actions: Iterable[str]) -> str:
        """Return a state's acts towards one treaty in a line, with what is missing: ``signed …, not ratified …``."""
        parts, consented = [], False
        for iri in sorted(actions, key=lambda iri: self.value(iri, "actDate") or ""):
            kinds = self.classes(iri)
            word = next((_VERBS[name] for name in kinds if name in _VERBS), "acted")
            consented = consented or (bool(kinds & CONSENT_ACTS) and self.value(iri, "effectiveDate") is not None)
            effective, acted = self.value(iri, "effectiveDate"), self.day(iri, "actDate")
            parts.append(f"{word} {acted}" + (f" (effective {effective})" if effective and effective != acted else ""))
            if "Signature" in kinds and not consented:
                parts.append("not ratified")
        if consented and "not ratified" in parts:
            parts.remove("not ratified")
        return ", ".join(parts) or "no act recorded"

    def _participation(self, iri: str) -> str:
        status = _STATUS.get(stem(self.value(iri, "status") or ""), "?")
        state, treaty = self.name(self.value(iri, "state")), self.name(self.value(iri, "treaty"))
        return f"{state} is {status} {treaty} {self.interval(iri)}"

    def _basis(self, iri: str) -> str:
        return f"the competence rests on {self.names(self.values(iri, op('instrument')))}"

    def _completeness(self, iri: str) -> str:
        listed = self.name(self.value(iri, "closes"))
        about = sorted(self.values(iri, op("about")), key=lambda thing: (kind(thing) != "body", self.name(thing)))
        more = f" and {len(about) - 1} more" if len(about) > 1 else ""
        return f"list complete as of {self.day(iri, 'asOf')}: each {listed} of {self.name(about[0])}{more}"

    def _rule(self, iri: str) -> str:
        return f"{self.name(self.value(iri, 'setBy'))}, in force {self.interval(iri, 'inForceFrom', 'inForceUntil')}"

    def _ruling(self, iri: str) -> str:
        text = f"{self.name(iri)}, decided {self.day(iri, 'decided')}"
        for local, word in (("becameFinal", "final"), ("madePublic", "made public"), ("criticalDate", "facts of")):
            if found := self.value(iri, local):
                text += f", {word} {found}"
        return text

    def _proceeding(self, iri: str) -> str:
        text = f"{self.name(iri)}, before {self.name(self.value(iri, 'before'))}, opened {self.day(iri, 'opened')}"
        return text + (f", facts of {self.value(iri, 'criticalDate')}" if self.value(iri, "criticalDate") else "")

    def _body(self, iri: str) -> str:
        classes = {found for found in self.values(iri, A) if found.startswith(ONTOLOGY)}
        above = {parent for found in classes for parent in self.values(found, _SUBCLASS) if parent != found}
        asserted = self.name(next(iter(sorted(classes - above)), None))
        home = self.value(iri, "courtOf")
        of = f" of {self.name(home)}" if home else ""
        return f"{self.name(iri)}: {asserted.lower()}{of}, founded {self.day(iri, 'established')}"

    def _conferral(self, iri: str) -> str:
        on, by = self.values(iri, op("conferredOn")), self.values(iri, op("conferredBy"))
        return f"powers of {self.names(on)} conferred by {self.names(by)}"

    def _appearance(self, iri: str) -> str:
        part = "took part" if "Appearance" in self.classes(iri) else "took no part"
        return f"{self.name(self.value(iri, 'actor'))} {part} in {self.names(self.values(iri, op('appearanceIn')))}"

    def _finding(self, iri: str) -> str:
        judgment, found = self.name(self.value(iri, "madeIn")), self.names(self.values(iri, op("finds")))
        return f"{judgment} of {self.day(iri, 'actDate')} found contrary to the constitution: {found}"

    def _claim(self, iri: str) -> str:
        return f"sources disagree ({stem(self.value(iri, 'claimStatus') or 'open')}): {self.value(iri, 'states')}"

    def _law(self, iri: str) -> str:
        return f"{self.name(iri)}, in force {self.interval(iri, 'inForceFrom', 'inForceUntil')}"

    def _visit(self, iri: str) -> str:
        first, last = self.day(iri, "arrived"), self.day(iri, "lastDay")
        who, where = self.name(self.value(iri, "visitor")), self.name(self.value(iri, "visited"))
        days = f"on {first}" if first == last else f"from {first} to {last}"
        arrested = "arrested" if self.value(iri, "arrested") == "true" else "not arrested"
        return f"{who} was in {where} {days}, {arrested}"
