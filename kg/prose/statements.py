"""A statement of a text: who did what, when, and how surely it is stated."""

from __future__ import annotations

from dataclasses import dataclass

from kg.prose.datings import Dating
from kg.prose.sentences import Sentence


@dataclass(frozen=True)
class Statement:
    """One thing that a sentence states.

    ``form`` is act, standing, warrant, ruling, amendment or law; ``actor`` and ``object`` are the things that the names
    can mean. ``relation`` says how the date is meant: within, since, after, before, by or until. ``doubts`` say why it
    may be no statement of the writer, or may mean something else.
    """

    form: str
    act: str
    sentence: Sentence
    start: int
    end: int
    actor: tuple[str, ...]
    object: tuple[str, ...]
    denied: bool = False
    ended: bool = False
    """Whether it is denied that the status goes on, not that it ever was."""
    never: bool = False
    past: bool = False
    effect: bool = False
    """Whether the date is said to be that of the effect."""
    dating: Dating | None = None
    relation: str = "within"
    law: Dating | None = None
    """The date by which a law is told."""
    doubts: tuple[str, ...] = ()
