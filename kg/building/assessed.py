"""A state's positions as one asks for them: on a day, over time, in conflict, and what changed them."""

from __future__ import annotations

from functools import cached_property

from kg.building import prepared
from kg.building.built import BuiltGraph
from kg.conclusions.positions import DEPENDS, NOT_COVERED, TREATED
from kg.days import day_of
from kg.names import ENGLISH, SUBJECTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.conclusions.occasions import Occasion
    from kg.conclusions.positions import Position, Positions
    from kg.days import Day
    from kg.facts.assertions import Assertions
    from kg.queries.questions import Answer
    from kg.queries.things import Thing


class AssessedGraph(BuiltGraph):
    """A built graph that tells states' positions."""

    @cached_property
    def assertions(self) -> Assertions:
        """What the graph records, without what was derived."""
        from kg.facts.assertions import Assertions, asserted

        return Assertions(lambda: asserted(self.store), prepared.world(self.folder))

    def _chosen(self, found: list[Position], subject: str | None, reading: str | None) -> list[Position]:
        if subject is not None:
            about = self.directory.resolve(subject, *SUBJECTS).iri
            found = [position for position in found if position.subject_iri == about]
        if reading is not None:
            chosen = self.directory.resolve(reading, "reading").stem
            found = [position for position in found if position.reading in (chosen, None)]
        return found

    @cached_property
    def _states(self) -> dict[str, Positions]:
        """Positions of states by their stems, as far as one asked for them."""
        return {}

    def _ready(self, state: str) -> Positions | None:
        if state not in self._states and (ready := prepared.positions(self.folder, state)) is not None:
            self._states[state] = self._named_here(ready)
        return self._states.get(state)

    def _positions(self, state: str) -> Positions:
        if (ready := self._ready(state)) is not None:
            return ready
        who = self.directory.resolve(state, "state")
        if (ready := self._ready(who.stem)) is not None:
            return ready
        from kg.conclusions import recorded

        return self._states.setdefault(who.stem, recorded.of_state(self.store, self.root, self.directory, who.iri))

    def _named_here(self, ready: Positions) -> Positions:
        """Return positions that lay ready, named in the language of this graph: they are written in English."""
        if self.language == ENGLISH:
            return ready
        from kg.conclusions.recorded import Reader

        return Reader(self.store, self.directory.name).renamed(ready)

    def timeline(self, state: str, subject: str | None = None, *, reading: str | None = None) -> list[Position]:
        """Return a state's positions over all time, on all subjects or one, under all readings or one.

        ``state`` may instead be a body, proceeding or ruling: then every state's positions on it are returned.

        Raises UsageFault for a name that is unknown or ambiguous.
        """
        who = self.directory.resolve(state, "state", *(() if subject else SUBJECTS))
        if who.kind == "state":
            return self._chosen(self._positions(state).timeline(), subject, reading)
        from kg.conclusions import recorded

        whole = recorded.on_subject(self.store, self.root, self.directory, who.iri)
        return self._chosen(whole.timeline(), None, reading)

    def assess(
        self, state: str, *, on: Day = None, subject: str | None = None, reading: str | None = None, all: bool = False
    ) -> list[Position]:
        """Return a state's positions on a day (today by default).

        Those treated as non-binding and those that depend on the proceeding; with ``all``, or for one subject, every
        verdict.

        Raises UsageFault for an unknown name or an impossible date.
        """
        when, weakest = day_of(on), NOT_COVERED if all or subject is not None else DEPENDS
        return self._chosen(self._positions(state).on(when, weakest=weakest), subject, reading)

    def conflicts(self, state: str | None = None, *, on: Day = None) -> list[Position]:
        """Return where a state (or any) is bound on a day and treats as non-binding all the same.

        Raises UsageFault for an unknown name or an impossible date.
        """
        states = self.holders() if state is None else [state]
        when = day_of(on)
        return [found for who in states for found in self._positions(who).on(when, weakest=TREATED) if found.conflict]

    def holders(self) -> list[str]:
        """Return the IRIs of the states of which a rule is recorded under which rulings are treated as non-binding."""
        return list(self._holders)

    @cached_property
    def _holders(self) -> list[str]:
        from kg.queries import questions

        rows = questions.ask(self.store, self.root, "states-with-rules", {}).rows
        return [str(row[0]) for row in rows]

    def silence(self, state: Thing, subject: Thing | None = None, *, read_otherwise: bool = False) -> str:
        """Return why there is no position: no such rule of the state is recorded, or the subject did not exist yet.

        ``read_otherwise`` says that there is a position under another reading than the one asked about.
        """
        from kg.oxigraph import NamedNode
        from kg.queries import questions

        rules = questions.ask(self.store, self.root, "rules-of-state", {"state": NamedNode(state.iri)}).rows
        if not rules:
            return "it records no rule of that state; that is not a finding that the state has none"
        if state.iri not in self.holders():
            return (
                "it records rules of that state, but none under which rulings are treated as non-binding; "
                "that is not a finding that the state has none"
            )
        if read_otherwise:
            return "so read no rule reaches it that day; another reading does"
        return "the subject did not exist that day" if subject is not None else "no rule reaches anything that day"

    def unpositioned(self, name: str) -> str:
        """Return why there is no position of a state, or on another thing, to show.

        Raises UsageFault for an unknown name.
        """
        thing = self.directory.resolve(name)
        if thing.kind != "state":
            return f"no state of which a rule is recorded has a position on {thing.name} to show"
        return f"no position of {thing.name} to show; {self.silence(thing)}"

    def flips(self, thing: str) -> Answer:
        """Return the days on which a state's positions, or those on a subject, changed, with what changed them.

        Raises UsageFault for an unknown name.
        """
        from kg.conclusions import occasions

        what = self.directory.resolve(thing, "state", *SUBJECTS)
        asked = occasions.of_state if what.kind == "state" else occasions.on_subject
        return asked(self.store, self.root, what.iri)

    def occasions(self, thing: str) -> list[Occasion]:
        """Return the days on which a state's positions, or those on a subject, changed, and what did, in words.

        Raises UsageFault for an unknown name.
        """
        what = self.directory.resolve(thing, "state", *SUBJECTS)
        lies_ready = what.kind == "state" and self.language == ENGLISH
        if lies_ready and (ready := prepared.occasions(self.folder, what.stem)) is not None:
            return ready
        from kg.conclusions import occasions

        return occasions.worded(self.flips(what.iri), self.wording)
