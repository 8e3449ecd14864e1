"""The days on which answers changed, and what changed them, in words."""

from __future__ import annotations

from pathlib import Path

from kg.language.wording import Wording
from kg.oxigraph import NamedNode, Store
from kg.queries.questions import Answer, ask
from kg.tuples import Record


class Occasion(Record):
    """A day on which an answer changed: about which subject (None: any), its name or the state's, and the cause."""

    day: str
    subject: str | None
    label: str
    cause: str


def of_state(store: Store, root: Path, state: str) -> Answer:
    """Return the days on which a state's positions changed, with the facts that changed them."""
    return ask(store, root, "flips", {"state": NamedNode(state)})


def on_subject(store: Store, root: Path, subject: str) -> Answer:
    """Return the days on which the positions on a subject changed, with the facts that changed them."""
    return ask(store, root, "flips-on", {"subject": NamedNode(subject)})


def worded(found: Answer, words: Wording) -> list[Occasion]:
    """Return such days with the facts as sentences, each occasion once."""
    told: dict[Occasion, None] = {}
    for row in found.dicts():
        about = row.get("subject")
        occasion = Occasion(
            str(row["day"]), None if about is None else str(about), str(row["label"]), words.sentence(str(row["fact"]))
        )
        told[occasion] = None
    return list(told)
