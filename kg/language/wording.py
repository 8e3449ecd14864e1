"""Says in plain words, in one language, what a fact of the graph states, and where it was read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from kg.files import knowledge_root
from kg.language.citations import Citation
from kg.language.nodes import Nodes
from kg.language.phrases import Phrases, read_phrases
from kg.language.words import Words, read_words
from kg.names import DCT, ONTOLOGY, RDFS, SKOS, kind, stem
from kg.oxigraph import EVERYTHING, A, Literal, NamedNode, Store, op, referring
from kg.queries.things import Directory

_SUBCLASS = NamedNode(RDFS + "subClassOf")
CONSENT_ACTS = frozenset(
    ("Ratification", "Acceptance", "Approval", "Accession", "Succession", "DefinitiveSignature", "Admission")
)


class Wording(Nodes):
    """Reads the nodes of one graph and words them."""

    def __init__(
        self, store: Store, directory: Directory, phrases: Phrases | None = None, root: Path | None = None
    ) -> None:
        """Read from a store; names are its directory's, and so, without ``phrases``, is the language of sentences.

        ``root`` is the knowledge whose ``words`` are spoken (by default that which ships).
        """
        super().__init__(store)
        self._root = root
        self.directory = directory
        self.phrases = phrases or read_phrases(knowledge_root(), directory.language)

    @cached_property
    def words(self) -> Words:
        """The words of pictures and pages in the same language.

        Raises Fault where they cannot be read.
        """
        return read_words(self._root or knowledge_root(), self.phrases.language)

    def spoken(self, iri: str, predicate: NamedNode) -> list[str]:
        """Return the texts of a property in the language spoken, sorted."""
        quads = self._store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING)
        literals = (quad.object for quad in quads if isinstance(quad.object, Literal))
        return sorted({one.value for one in literals if one.language == self.phrases.language})

    def texts(self, iri: str, predicate: NamedNode) -> list[str]:
        """Return the texts of a property in the language spoken; where there is none, those in English, marked so."""
        english = "language.recorded-in-english"
        return self.spoken(iri, predicate) or [
            self.phrases.say(english, text=text) for text in self.values(iri, predicate)
        ]

    def kind_of(self, iri: str) -> str:
        """Return the name of the narrowest class of ours that a thing belongs to."""
        classes = {found for found in self.values(iri, A) if found.startswith(ONTOLOGY)}
        above = {parent for found in classes for parent in self.values(found, _SUBCLASS) if parent != found}
        return self.name(next(iter(sorted(classes - above)), None)).lower()

    def name(self, iri: str | None) -> str:
        """Return a thing's name; without one in the language spoken, the English; a term's label, or the stem."""
        if iri is None:
            return "?"
        if not iri.startswith("http"):
            return self.phrases.day(iri)
        return self.directory.name(iri, self.phrases.language)

    def names(self, iris: Iterable[str]) -> str:
        """Return names joined by commas."""
        return ", ".join(sorted(self.name(iri) for iri in iris)) or self.phrases.say("fact.nothing")

    def citations(self, iri: str) -> list[Citation]:
        """Return the sources of a fact."""
        cited = []
        for source in self.values(iri, NamedNode(DCT + "source")):
            title = next(iter(self.values(source, NamedNode(DCT + "title"))), stem(source))
            publisher = next(iter(self.values(source, NamedNode(DCT + "publisher"))), "")
            issued = next(iter(self.values(source, NamedNode(DCT + "issued"))), None)
            cited.append(Citation(source, title, publisher, issued, self.value(source, "url")))
        return cited

    def date_of(self, iri: str, local: str, *, known: bool = True) -> str | None:
        """Return a date as the language writes it; as precisely as it is known, or (``known`` false) to the day."""
        found = self.day(iri, local) if known else self.value(iri, local)
        return None if found is None else self.phrases.day(found)

    def interval(self, iri: str, start: str = "from", end: str = "until") -> str:
        """Return a half-open interval in words."""
        since = self.date_of(iri, start, known=False) or self.phrases.say("fact.beginning")
        return self.phrases.say("fact.interval", start=since, end=self.date_of(iri, end, known=False))

    def definition(self, iri: str) -> str | None:
        """Return what a rule or reading says, in our words, if it is recorded."""
        return next(iter(self.texts(iri, NamedNode(SKOS + "definition"))), None)

    def notes(self, iri: str) -> list[str]:
        """Return the remarks on a thing."""
        return self.texts(iri, NamedNode(SKOS + "note"))

    def acts_towards(self, state: str, treaty: str) -> list[str]:
        """Return a state's acts towards a treaty, sorted."""
        return [act for act in referring(self._store, "actor", state) if self.value(act, "treaty") == treaty]

    def acts(self, actions: Iterable[str]) -> str:
        """Return a state's acts towards one treaty in a line, with what is missing: ``signed …, not ratified …``."""
        parts, consented = [], False
        missing = self.phrases.say("act.not-ratified")
        for iri in sorted(actions, key=lambda iri: self.value(iri, "actDate") or ""):
            kinds = self.classes(iri)
            consented = consented or (bool(kinds & CONSENT_ACTS) and self.value(iri, "effectiveDate") is not None)
            parts.append(self.phrases.say("act.listed", **self.act(iri)))
            if "Signature" in kinds and not consented:
                parts.append(missing)
        if consented and missing in parts:
            parts.remove(missing)
        return ", ".join(parts) or self.phrases.say("act.none")

    def act(self, iri: str) -> dict[str, str | None]:
        """Return what an act is called, its day, and the day of its effect where that is another."""
        known = (f"act.{name}" for name in sorted(self.classes(iri)) if f"act.{name}" in self.phrases)
        acted, effective = self.day(iri, "actDate"), self.value(iri, "effectiveDate")
        took_effect = self.phrases.day(effective) if effective and effective != acted else None
        word = self.phrases.say(next(known, "act.other"))
        return {"act": word, "day": self.date_of(iri, "actDate"), "effective": took_effect}

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

    def _named(self, iri: str, local: str) -> str:
        return self.name(self.value(iri, local))

    def _listed(self, iri: str, local: str) -> str:
        return self.names(self.values(iri, op(local)))

    def _action(self, iri: str) -> str:
        who, treaty = self._named(iri, "actor"), self._named(iri, "treaty")
        return self.phrases.say("fact.action", actor=who, treaty=treaty, **self.act(iri))

    def _participation(self, iri: str) -> str:
        state, treaty = self._named(iri, "state"), self._named(iri, "treaty")
        status = f"status.{stem(self.value(iri, 'status') or '')}"
        return self.phrases.say(status, state=state, treaty=treaty, interval=self.interval(iri))

    def _basis(self, iri: str) -> str:
        return self.phrases.say("fact.basis", instruments=self._listed(iri, "instrument"))

    def _completeness(self, iri: str) -> str:
        about = sorted(self.values(iri, op("about")), key=lambda thing: (kind(thing) != "body", self.name(thing)))
        return self.phrases.say(
            "fact.completeness",
            day=self.date_of(iri, "asOf"),
            listed=self._named(iri, "closes"),
            about=self.name(about[0]),
            others=str(len(about) - 1) if len(about) > 1 else None,
        )

    def _rule(self, iri: str) -> str:
        provision, in_force = self._named(iri, "setBy"), self.interval(iri, "inForceFrom", "inForceUntil")
        return self.phrases.say("fact.rule", provision=provision, interval=in_force)

    def _ruling(self, iri: str) -> str:
        days = {"final": "becameFinal", "public": "madePublic", "facts": "criticalDate"}
        known = {name: self.date_of(iri, local, known=False) for name, local in days.items()}
        return self.phrases.say("fact.ruling", ruling=self.name(iri), decided=self.date_of(iri, "decided"), **known)

    def _proceeding(self, iri: str) -> str:
        opened, facts = self.date_of(iri, "opened"), self.date_of(iri, "criticalDate", known=False)
        before = self._named(iri, "before")
        return self.phrases.say("fact.proceeding", proceeding=self.name(iri), body=before, opened=opened, facts=facts)

    def _body(self, iri: str) -> str:
        of, founded = self.value(iri, "courtOf"), self.date_of(iri, "established")
        home = self.name(of) if of else None
        return self.phrases.say("fact.body", body=self.name(iri), kind=self.kind_of(iri), home=home, founded=founded)

    def _conferral(self, iri: str) -> str:
        on, by = self._listed(iri, "conferredOn"), self._listed(iri, "conferredBy")
        return self.phrases.say("fact.conferral", holders=on, givers=by)

    def _appearance(self, iri: str) -> str:
        part = "fact.appearance" if "Appearance" in self.classes(iri) else "fact.non-appearance"
        return self.phrases.say(part, actor=self._named(iri, "actor"), proceedings=self._listed(iri, "appearanceIn"))

    def _finding(self, iri: str) -> str:
        judgment, found = self._named(iri, "madeIn"), self._listed(iri, "finds")
        return self.phrases.say("fact.finding", judgment=judgment, day=self.date_of(iri, "actDate"), rulings=found)

    def _claim(self, iri: str) -> str:
        status = self._named(iri, "claimStatus")
        said = next(iter(self.texts(iri, op("states"))), None)
        return self.phrases.say("fact.claim", status=status, text=said)

    def _law(self, iri: str) -> str:
        in_force = self.interval(iri, "inForceFrom", "inForceUntil")
        return self.phrases.say("fact.law", law=self.name(iri), interval=in_force)

    def _visit(self, iri: str) -> str:
        first, last = self.date_of(iri, "arrived"), self.date_of(iri, "lastDay")
        days = self.phrases.say("fact.visit-day" if first == last else "fact.visit-days", first=first, last=last)
        arrested = "fact.visit-arrested" if self.value(iri, "arrested") == "true" else "fact.visit-not-arrested"
        who, where = self._named(iri, "visitor"), self._named(iri, "visited")
        return self.phrases.say(
            "fact.visit", visitor=who, visited=where, days=days, arrested=self.phrases.say(arrested)
        )
