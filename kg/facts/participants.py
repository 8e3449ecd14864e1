"""Which state or organization a name in a depositary's table means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kg.names import SKOS, kind, stem
from kg.oxigraph import Literal, NamedNode, Quad

_NAMES = {SKOS + "prefLabel", SKOS + "altLabel", SKOS + "notation"}
_APOSTROPHE = re.compile("['`\u2019\u02bc]")
_EMPTY = {"the", "of", "and"}


def _words(name: str) -> frozenset[str]:
    """Return the words of a name without accents, apostrophes, articles and order."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", _APOSTROPHE.sub("", plain).casefold())
    return frozenset(word for word in words if word not in _EMPTY)


class Participants:
    """The names of states and organizations, in all languages in which the facts give them."""

    def __init__(self, facts: Iterable[Quad]) -> None:
        """Read the names from facts."""
        self._named: dict[frozenset[str], set[str]] = {}
        for quad in facts:
            if not isinstance(quad.subject, NamedNode) or quad.predicate.value not in _NAMES:
                continue
            who = kind(quad.subject.value)
            if who in ("state", "organization") and isinstance(quad.object, Literal):
                code = stem(quad.subject.value) if who == "state" else f"org:{stem(quad.subject.value)}"
                self._named.setdefault(_words(quad.object.value), set()).add(code)

    def code(self, name: str) -> str | None:
        """Return the ISO 3166 alpha-3 code of the state that a name means, ``org:STEM`` for an organization, or None.

        The name must have the same words as one of theirs, in any order. A name of several is none of them.
        """
        found = self._named.get(_words(name), set())
        return next(iter(found)) if len(found) == 1 else None
