"""Finds the thing that a person means by a stem, a code, an abbreviation or a name."""

from __future__ import annotations

from dataclasses import dataclass

from kg.faults import UsageFault
from kg.names import SKOS, THING, kind, short, stem
from kg.oxigraph import Store
from kg.questions import run

_NAMES = f"""
SELECT ?thing ?name ?sort (LANG(?name) AS ?language) WHERE {{
  VALUES (?property ?sort) {{ (<{SKOS}notation> 1) (<{SKOS}altLabel> 2) (<{SKOS}prefLabel> 3) }}
  ?thing ?property ?name . FILTER(STRSTARTS(STR(?thing), "{THING}"))
}}"""


@dataclass(frozen=True)
class Thing:
    """A thing of the graph: its IRI, kind, stem and English name."""

    iri: str
    name: str

    @property
    def kind(self) -> str:
        """The kind of thing: the path segment of its IRI."""
        return kind(self.iri) or ""

    @property
    def stem(self) -> str:
        """The thing's stem: what follows the kind in its IRI."""
        return stem(self.iri)

    def __str__(self) -> str:
        """Return kind:stem and the name."""
        return f"{short(self.iri)} ({self.name})"


def _fold(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


class Directory:
    """All names of all things, read once from the graph."""

    def __init__(self, store: Store) -> None:
        """Read the names."""
        self.names: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = {}
        fallback: dict[str, str] = {}
        for thing, name, sort, language in run(store, _NAMES).rows:
            assert isinstance(thing, str)
            assert isinstance(name, str)
            self._by_name.setdefault(_fold(name), set()).add(thing)
            if sort == 3 and language == "en":
                self.names[thing] = name
            elif sort == 3:
                fallback.setdefault(thing, name)
        for thing, name in fallback.items():
            self.names.setdefault(thing, name)
        for thing in self.names:
            self._by_name.setdefault(_fold(stem(thing)), set()).add(thing)

    def thing(self, iri: str) -> Thing:
        """Return a thing by its IRI, named by its English name or, without one, by its stem."""
        return Thing(iri, self.names.get(iri, stem(iri)))

    def resolve(self, text: str, *kinds: str) -> Thing:
        """Return the one thing of these kinds (of any, if none is given) that a text means.

        An IRI, kind:stem, a stem, a code, an abbreviation or a name in any language; case and hyphens do not matter.

        Raises UsageFault where none or several fit; the sentence lists the nearest.
        """
        if text.startswith(THING) and (kind(text) in kinds if kinds else text in self.names):
            return self.thing(text)
        prefix, _, rest = text.partition(":")
        qualified = f"{THING}{'organization' if prefix == 'org' else prefix}/{rest}"
        if rest and qualified in self.names and (not kinds or kind(qualified) in kinds):
            return self.thing(qualified)
        fitting = [iri for iri in self._by_name.get(_fold(text), ()) if not kinds or kind(iri) in kinds]
        if len(fitting) > 1:
            exact = [iri for iri in fitting if stem(iri).casefold() == text.casefold()]
            fitting = exact if len(exact) == 1 else fitting
        if len(fitting) == 1:
            return self.thing(fitting[0])
        what = " or ".join(kinds) or "thing"
        if fitting:
            listed = ", ".join(sorted(map(str, map(self.thing, fitting))))
            raise UsageFault(f"{text!r} can mean several: {listed}; write kind:stem")
        near = ", ".join(str(found) for found in self.nearest(text, *kinds))
        raise UsageFault(f"no {what} is called {text!r}{'; the nearest are ' + near if near else ''}")

    def nearest(self, text: str, *kinds: str) -> list[Thing]:
        """Return up to three things whose names are most like a text."""
        from difflib import get_close_matches

        names = [name for name, things in self._by_name.items() if any(not kinds or kind(t) in kinds for t in things)]
        close = get_close_matches(_fold(text), names, n=3, cutoff=0.55)
        found = {iri for name in close for iri in self._by_name[name] if not kinds or kind(iri) in kinds}
        return sorted(map(self.thing, found), key=str)

    def find(self, text: str) -> list[Thing]:
        """Return every thing in whose names all words of a text occur, names that begin with it first."""
        words = _fold(text).split()
        found: dict[str, tuple[bool, str]] = {}
        for name, things in self._by_name.items():
            if words and all(word in name for word in words):
                for iri in things:
                    rank = (not name.startswith(_fold(text)), self.names.get(iri, ""))
                    found[iri] = min(found.get(iri, rank), rank)
        return [self.thing(iri) for iri in sorted(found, key=lambda iri: (*found[iri], iri))]
