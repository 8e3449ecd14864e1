"""Rival readings: what turns on how a rule is read, each reading's answer, and who proposes it."""

from __future__ import annotations

from kg.conclusions.positions import VERDICTS
from kg.language.citations import Citation
from kg.names import thing
from kg.tuples import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Self

    from kg.conclusions.positions import Position
    from kg.language.wording import Wording


class Reading(Record):
    """One way to read a rule: its name, what it says, and who proposes it."""

    stem: str
    name: str
    definition: str | None
    unconfirmed: bool
    proposed_by: list[Citation]

    def as_json(self) -> dict[str, object]:
        """Return the reading as plain values."""
        return {
            "reading": self.stem,
            "name": self.name,
            "definition": self.definition,
            "unconfirmed": self.unconfirmed,
            "proposedBy": [citation.as_json() for citation in self.proposed_by],
        }

    @classmethod
    def from_json(cls, plain: Any) -> Self:  # noqa: ANN401  (whatever a file holds)
        """Return the reading that ``as_json`` gave.

        Raises KeyError or TypeError for anything else.
        """
        cited = [Citation(c["source"], c["title"], c["publisher"], c["issued"], c["url"]) for c in plain["proposedBy"]]
        return cls(plain["reading"], plain["name"], plain["definition"], plain["unconfirmed"], cited)


class Rivalry(Record):
    """A subject on which two readings of one rule give different answers: the readings by verdict, strongest first."""

    state: str
    subject: str
    kind: str
    label: str
    rule: str
    provision: str
    answers: dict[str, list[str]]

    def as_json(self) -> dict[str, object]:
        """Return the rivalry as plain values."""
        return {
            "state": self.state,
            "subject": self.subject,
            "kind": self.kind,
            "label": self.label,
            "rule": self.rule,
            "provision": self.provision,
            "answers": self.answers,
        }


def rivalries(positions: Iterable[Position]) -> list[Rivalry]:
    """Return where readings differ among the positions of one day, in the order of the positions."""
    groups: dict[tuple[str, str, str], list[Position]] = {}
    for position in positions:
        if position.rule is not None and position.reading is not None:
            groups.setdefault((position.state, position.subject_iri, position.rule), []).append(position)
    found = []
    for group in groups.values():
        answers: dict[str, list[str]] = {}
        for position in sorted(group, key=lambda p: (VERDICTS.index(p.verdict), p.reading or "")):
            answers.setdefault(position.verdict, []).append(position.reading or "")
        if len(answers) > 1:
            one = group[0]
            found.append(
                Rivalry(
                    one.state, one.subject, one.kind, one.label, one.rule or "", one.provision or "", answers
                )
            )  # fmt: skip
    return found


def read(words: Wording, stem: str) -> Reading:
    """Return a reading by its stem, with its sources."""
    iri = thing("reading", stem)
    return Reading(stem, words.name(iri), words.definition(iri), words.unconfirmed(iri), words.citations(iri))
