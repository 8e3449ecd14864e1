"""How a refusal is told: in one sentence or, to a reader of pages, by a page that says it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from kg.media import HTML, PLAIN
from kg.serving.negotiation import chosen
from kg.serving.protocol import Refusal
from kg.serving.replies import Reply, sentence


class Reader(NamedTuple):
    """Who is told: what is accepted, in which language, and the parameters of the address."""

    accept: str | None = None
    language: str | None = None
    parameters: bytes = b""

    @property
    def of_pages(self) -> bool:
        """Whether a page is wanted more than a sentence of text; not so where anything will do."""
        return chosen(self.accept, [PLAIN, HTML]) == HTML


Telling = Callable[[Refusal, Reader], Reply]
"""Gives the reply that a refusal makes for a reader."""


def in_a_sentence(refusal: Refusal, _: Reader) -> Reply:
    """Return the reply that says a refusal in its sentence, to whoever reads."""
    return sentence(refusal.status, refusal.sentence, refusal.headers)
