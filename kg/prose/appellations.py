"""By which names things are called in prose, and which treaties a body or an organization stands for."""

from __future__ import annotations

import re
from functools import cached_property

from kg.names import ONTOLOGY, SKOS, THING, kind, stem
from kg.oxigraph import Store
from kg.queries.questions import run

_KINDS = ("state", "organization", "person", "treaty", "body", "law", "proceeding", "ruling", "resolution")
_NAMES = f"""
SELECT ?thing ?name WHERE {{
  VALUES ?property {{ <{SKOS}prefLabel> <{SKOS}altLabel> }}
  ?thing ?property ?name . FILTER(STRSTARTS(STR(?thing), "{THING}"))
  FILTER(LANG(?name) IN ("", "en", "ru"))
}}"""
_FOUNDED = f"""
SELECT DISTINCT ?body ?treaty WHERE {{
  {{ ?body <{ONTOLOGY}generalConsent> ?treaty }}
  UNION {{ ?body <{ONTOLOGY}competenceBasis>/<{ONTOLOGY}instrument> ?treaty }}
  FILTER(STRSTARTS(STR(?treaty), "{THING}treaty/"))
}}"""
_INVERTED = re.compile(r"^(?P<head>[^()]+) \((?P<rest>(?:The )?[^()]+ of(?: the)?)\)$", re.IGNORECASE)
_QUALIFIED = re.compile(r"^(?P<head>[^()]+?)(?: \([^()]+\)| - .+)$")
_TELLING = 8
"""A shorter name of a body may stand in the name of a treaty by chance."""
_INSTRUMENT = r"(?:Statute|Charter|Treaty|Constitution|(?:\w+ )?Agreement)"
_LEADS = r"(?:of|on|establishing|instituting|for the establishment of)"


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def short_name(label: str, of: str) -> str | None:
    """Return the words of a person's full name that their stem keeps: the name that the press uses."""
    kept, wanted = [], _words(of)
    for word in re.split(r"[\s()]+", label):
        parts = _words(word)
        if parts and parts == wanted[: len(parts)]:
            kept.append(word)
            wanted = wanted[len(parts) :]
    return " ".join(kept) if not wanted and len(kept) > 1 else None


class Appellations:
    """The names of things as prose uses them."""

    def __init__(self, store: Store) -> None:
        """Read from a store."""
        self._store = store

    @cached_property
    def _labels(self) -> list[tuple[str, str]]:
        rows = run(self._store, _NAMES).rows
        return [(str(name), str(thing)) for thing, name in rows if kind(str(thing)) in _KINDS]

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """Names with what they mean. A name that can mean several things stands there with each of them.

        Names that a list turns round (``Korea (Republic of)``) are put straight, and their bare head means every state
        of which a name begins so.
        """
        found = set(self._labels)
        heads: dict[str, set[str]] = {}
        for name, thing in self._labels:
            if kind(thing) == "person" and (short := short_name(name, stem(thing))):
                found.add((short, thing))
            if kind(thing) != "state":
                continue
            if inverted := _INVERTED.match(name):
                found.add((f"{inverted['rest'].removeprefix('The ')} {inverted['head']}", thing))
            if qualified := _QUALIFIED.match(name):
                heads.setdefault(qualified["head"], set()).add(thing)
        for name, things in heads.items():
            found |= {(name, thing) for thing in things}
        return sorted(found)

    def surnames(self, persons: set[str]) -> list[tuple[str, str]]:
        """Return the last names of persons, as far as no other person of the graph has it."""
        bearers: dict[str, set[str]] = {}
        for name, thing in self.pairs:
            if kind(thing) == "person" and (name.split()[-1].isalpha() or "-" in name.split()[-1]):
                bearers.setdefault(name.split()[-1], set()).add(thing)
        sole = ((name, things) for name, things in bearers.items() if len(things) == 1)
        return sorted((name, thing) for name, things in sole for thing in things & persons)

    @cached_property
    def _founded(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for body, treaty in run(self._store, _FOUNDED).rows:
            found.setdefault(str(body), set()).add(str(treaty))
        called: dict[str, set[str]] = {}
        for name, thing in self._labels:
            if kind(thing) == "organization":
                called.setdefault(name, set()).add(thing)
        names = "|".join(sorted(map(re.escape, called), key=len, reverse=True))
        founding = re.compile(
            rf"(?:[A-Z]\w+ )?{_INSTRUMENT} {_LEADS} the (?P<whole>{names})|(?P<short>{names}) {_INSTRUMENT}",
            re.IGNORECASE,
        )
        for name, thing in self._labels:
            if kind(thing) == "treaty" and (match := founding.fullmatch(name)):
                for organization in called.get(match["whole"] or match["short"], ()):
                    found.setdefault(organization, set()).add(thing)
        return found

    def akin(self, thing: str) -> tuple[str, ...]:
        """Return the treaties that bear the name of a body or an organization and may be meant by it too."""
        names = {name for name, named in self._labels if named == thing and len(name) >= _TELLING}
        pattern = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in sorted(names)) or r"(?!)")
        return tuple(sorted({
            iri for name, iri in self._labels if kind(iri) == "treaty" and pattern.search(name)
        } - set(self.treaties((thing,)))))  # fmt: skip

    def treaties(self, things: tuple[str, ...]) -> tuple[str, ...]:
        """Return the treaties that are meant where things that a name can mean are joined or left.

        A treaty means itself; a body the treaties on which its competence rests or by which a party accepts it; an
        organization its constitution, which is known by its name.
        """
        found: set[str] = set()
        for thing in things:
            found |= {thing} if kind(thing) == "treaty" else self._founded.get(thing, set())
        return tuple(sorted(found))
