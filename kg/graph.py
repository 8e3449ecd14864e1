"""The Python interface: a built graph and the legal questions one asks of it."""

from __future__ import annotations

from functools import cached_property

from kg.building.assessed import AssessedGraph
from kg.days import day_of
from kg.faults import UsageFault
from kg.names import ENGLISH, SUBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.conclusions.arrest import Arrest, Pursuit
    from kg.conclusions.chronicle import Event
    from kg.conclusions.differences import Difference
    from kg.conclusions.positions import Position
    from kg.conclusions.proofs import Prover
    from kg.conclusions.readings import Reading, Rivalry
    from kg.conclusions.steps import Step
    from kg.days import Day
    from kg.prose.articles import Checked, Checker
    from kg.supposing.clocks import Deeming
    from kg.supposing.hypothetical import Outcome
    from kg.supposing.whynot import WhyNot

Given = dict[str, dict[str, str]]
"""Kinds of changes with what each is given: names of parameters and their values."""


class Graph(AssessedGraph):
    """All facts, and all that follows from them; opened read-only from the built store."""

    def assess_as_known(
        self,
        state: str,
        known: Day,
        *,
        on: Day = None,
        subject: str | None = None,
        reading: str | None = None,
        all: bool = False,
    ) -> tuple[list[Position], list[Deeming]]:
        """Return a state's positions on a day as the law known on another day deems them, and what it deems.

        The side of international law is that of the facts: no law of a state changes it.

        Raises UsageFault for an unknown name or an impossible date.
        """
        from kg.supposing import clocks, hypothetical

        who = self.directory.resolve(state, "state")
        change, deemings = clocks.as_known(self.store, self.wording, who.iri, day_of(known))
        if not change.added and not change.removed:
            return self.assess(state, on=on, subject=subject, reading=reading, all=all), deemings
        deemed = self.supposed(hypothetical.suppose(self.store, self.assertions, self.root, [change], whole=True))
        found = deemed.assess(state, on=on, subject=subject, reading=reading, all=all)
        bound = {p.subject_iri: p.international for p in self.assess(state, on=on, all=True)}
        return [p._replace(international=bound.get(p.subject_iri, "notBound")) for p in found], deemings

    @cached_property
    def _provers(self) -> dict[str, Prover]:
        return {}

    def _prover(self, language: str | None) -> Prover:
        from kg.conclusions import proofs

        language = language or self.language
        if language not in self._provers:
            self._provers[language] = proofs.Prover(self.store, self.root, self.wording_in(language))
        return self._provers[language]

    def proof(self, position: Position, on: Day = None, *, language: str | None = None) -> Step:
        """Return the proof of one position on a day (by default today) on which it holds.

        It is in the language of this graph, where no other is asked for.

        Raises UsageFault for an unknown language or an impossible date.
        """
        return self._prover(language).prove(position, day_of(on))

    def why(
        self, state: str, subject: str, *, on: Day = None, reading: str | None = None, language: str | None = None
    ) -> list[Step]:
        """Return the proofs of a state's positions on a subject on a day, one for each rule and reading.

        Raises UsageFault for an unknown name or language or an impossible date, or where the subject does not exist on
        that day.
        """
        when, prover = day_of(on), self._prover(language)
        found = self.assess(state, on=when, subject=subject, reading=reading)
        if not found:
            who, what = self.directory.resolve(state, "state"), self.directory.resolve(subject, *SUBJECTS)
            read_otherwise = reading is not None and bool(self.assess(state, on=when, subject=subject))
            silence = self.silence(who, what, read_otherwise=read_otherwise)
            raise UsageFault(f"the graph has no position of {who.name} on {what.name} on {when}: {silence}")
        return [prover.prove(position, when) for position in found]

    def why_not(
        self,
        state: str,
        subject: str,
        *,
        on: Day = None,
        reading: str | None = None,
        language: str | None = None,
        tell: Callable[[int], None] | None = None,
    ) -> WhyNot:
        """Return which conditions fail, on which facts, and the smallest changes that would flip the answer.

        Each change is tried by deriving what would follow. ``tell`` is called with the number of those tried.

        Raises UsageFault as ``why`` does.
        """
        from kg.supposing import flips, whynot

        when = day_of(on)
        proofs = self.why(state, subject, on=when, reading=reading, language=language)
        who, what = self.directory.resolve(state, "state"), self.directory.resolve(subject, *SUBJECTS)
        chosen = None if reading is None else self.directory.resolve(reading, "reading").iri
        words = self.wording_in(language or self.language)
        flipper = flips.Flipper(
            self.store, self.assertions, self.root, self.directory, who.iri, what.iri, when, words.phrases
        )
        return whynot.explain(flipper, words, who, what, when, chosen, proofs, tell)

    def what_if(
        self, *acts: str, facts: Path | str | None = None, changes: Given | None = None, whole: bool = False
    ) -> Outcome:
        """Return what would change if acts (``Russia Ratification rome-statute 2027-01-01``) or other facts were so.

        ``facts`` is a Turtle file; ``changes`` are kinds of queries/changes with what each is given. The graph itself
        stays as it is. With ``whole`` all that follows is derived at once: quicker where ``supposed`` comes after.

        Raises UsageFault for what cannot be read, Fault for malformed Turtle.
        """
        from pathlib import Path

        from kg.supposing import acts as reading
        from kg.supposing import changes as catalogue
        from kg.supposing import hypothetical

        supposed = [
            reading.read_act(text, self.directory, lambda treaty: self.wording.day(treaty, "adopted")) for text in acts
        ]
        if facts is not None:
            supposed.append(reading.read_facts(Path(facts), self.directory))
        for name, given in (changes or {}).items():
            about = given.get("about")
            known = {key: text for key, text in given.items() if key != "about"}
            terms = self.terms(catalogue.named_change(self.root, name), known)
            meant = None if about is None else self.directory.resolve(about).iri
            supposed.append(catalogue.chosen(self.store, self.directory, self.root, name, terms, meant))
        if not supposed:
            raise UsageFault("nothing is supposed; give an act, a file of facts or a change")
        return hypothetical.suppose(self.store, self.assertions, self.root, supposed, whole=whole)

    def supposed(self, outcome: Outcome) -> Graph:
        """Return the graph as it would be after a supposition: it answers about what the supposition reaches."""
        return Graph(self.root, outcome.store)

    def diff(self, old: Day, new: Day, *, state: str | None = None) -> list[Difference]:
        """Return what differs between two days, for every state or one.

        Raises UsageFault for an unknown name or an impossible date.
        """
        from kg.conclusions.differences import Standing, differences

        whole = Standing(self.store, states=self._named(state))
        return differences(whole.on(day_of(old).isoformat()), whole.on(day_of(new).isoformat()))

    def diff_from(self, older: Graph, *, state: str | None = None) -> list[Difference]:
        """Return what this graph says otherwise than an older release of it, for every state or one.

        Raises UsageFault for an unknown name.
        """
        from kg.conclusions.differences import Standing, differences

        chosen = self._named(state)
        return differences(Standing(older.store, states=chosen), Standing(self.store, states=chosen))

    def _named(self, state: str | None) -> list[str] | None:
        return None if state is None else [self.directory.resolve(state, "state").iri]

    def arrest(self, person: str, *, on: Day = None) -> Arrest:
        """Return who must arrest a person on a day and why, who need not, and what came of the person's visits.

        Raises UsageFault for an unknown name or an impossible date.
        """
        return self.pursuit(person).on(day_of(on))

    def pursuit(self, person: str) -> Pursuit:
        """Return who must arrest a person, for all days.

        Raises UsageFault for an unknown name.
        """
        from kg.conclusions import arrest

        return arrest.Pursuit(self.store, self.root, self.wording, self.directory.resolve(person, "person"))

    def events(self, person: str) -> list[Event]:
        """Return what happened about a person, day by day: warrants, duties that began or ended, visits.

        Raises UsageFault for an unknown name.
        """
        from kg.conclusions import chronicle

        return chronicle.events(self.store, self.root, self.wording, self.directory.resolve(person, "person"))

    @cached_property
    def _checker(self) -> Checker:
        from kg.prose import articles

        return articles.Checker(self.store, self.wording)

    def check_text(self, text: str, *, on: Day = None) -> Checked:
        """Return the things that a text names, and which of its statements the graph confirms or contradicts.

        ``on`` is the day on which the text was written, of which its present tense speaks.

        Raises UsageFault for an impossible date.
        """
        return self._checker.check(text, day_of(on))

    def rivalries(self, state: str, *, on: Day = None) -> list[Rivalry]:
        """Return the subjects on which a day's answer turns on how a rule of the state is read.

        Raises UsageFault for an unknown name or an impossible date.
        """
        from kg.conclusions import readings

        return readings.rivalries(self.assess(state, on=on, all=True))

    def reading(self, name: str) -> Reading:
        """Return a reading of a rule: what it says and who proposes it.

        Raises UsageFault for an unknown name.
        """
        from kg.building import prepared
        from kg.conclusions import readings

        if self.language == ENGLISH and (ready := prepared.readings(self.folder).get(name)) is not None:
            return ready
        return readings.read(self.wording, self.directory.resolve(name, "reading").stem)
