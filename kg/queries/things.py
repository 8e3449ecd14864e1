"""Finds the thing that a person means by a stem, a code, an abbreviation or a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kg.faults import UsageFault
from kg.names import ENGLISH, KINDS, SKOS, STEM, THING, folded, kind, kind_of, short, stem, thing
from kg.oxigraph import EVERYTHING, Literal, NamedNode, Store
from kg.queries.questions import run

_NAMES = f"""
SELECT ?thing ?name WHERE {{
  VALUES ?property {{ <{SKOS}notation> <{SKOS}altLabel> <{SKOS}prefLabel> }}
  ?thing ?property ?name . FILTER(STRSTARTS(STR(?thing), "{THING}"))
}}"""
_PREF_LABEL = NamedNode(SKOS + "prefLabel")


@dataclass(frozen=True)
class Thing:
    """A thing of the graph: its IRI, kind, stem and name in the language of the directory that found it."""

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


def _is_iri(text: str) -> bool:
    return STEM.fullmatch(stem(text)) is not None


class Directory:
    """The names of all things. Names of single things are looked up; all names are read only to search them."""

    def __init__(self, store: Store, language: str = ENGLISH) -> None:
        """Look up names in a built store; things are called by their names in a language."""
        self.language = language
        self._store = store
        self._known: dict[tuple[str, str], str] = {}

    @cached_property
    def names(self) -> dict[str, set[str]]:
        """The names, codes and abbreviations of all things, in every language, by IRI."""
        found: dict[str, set[str]] = {}
        for thing_iri, name in run(self._store, _NAMES).rows:
            assert isinstance(thing_iri, str)
            assert isinstance(name, str)
            found.setdefault(thing_iri, set()).add(name)
        return found

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        """Folded name, code or stem -> the things that are called so."""
        found: dict[str, set[str]] = {}
        for thing_iri, names in self.names.items():
            for name in (*names, stem(thing_iri)):
                found.setdefault(folded(name), set()).add(thing_iri)
        return found

    def name(self, iri: str, language: str | None = None) -> str:
        """Return a thing's name in a language (by default the directory's own).

        Else its English name, its name in another language, its stem.
        """
        language = language or self.language
        if (iri, language) not in self._known:
            labels = {
                quad.object.language: quad.object.value
                for quad in self._store.quads_for_pattern(NamedNode(iri), _PREF_LABEL, None, EVERYTHING)
                if isinstance(quad.object, Literal)
            }
            any_other = next((labels[key] for key in sorted(labels, key=str)), None)
            found = labels.get(language) or labels.get(ENGLISH) or labels.get(None) or any_other
            self._known[iri, language] = found or stem(iri)
        return self._known[iri, language]

    def knows(self, iri: str) -> bool:
        """Return whether the graph says anything of a thing."""
        return any(self._store.quads_for_pattern(NamedNode(iri), None, None, EVERYTHING))

    def thing(self, iri: str) -> Thing:
        """Return a thing by its IRI, named as ``name`` does."""
        return Thing(iri, self.name(iri))

    def resolve(self, text: str, *kinds: str) -> Thing:
        """Return the one thing of these kinds (of any, if none is given) that a text means.

        An IRI, kind:stem, a stem, a code, an abbreviation or a name in any language; case and hyphens do not matter. A
        person may be called by a part of the name.

        Raises UsageFault where none or several fit; the sentence lists the nearest.
        """
        if text.startswith(THING) and (not kinds or kind(text) in kinds) and _is_iri(text) and self.knows(text):
            return self.thing(text)
        if STEM.fullmatch(text):
            stems = {thing(name, form) for name in kinds or KINDS for form in (text, text.upper())}
            exact = [iri for iri in sorted(stems) if self.knows(iri)]
            if len(exact) == 1:
                return self.thing(exact[0])
        prefix, _, rest = text.partition(":")
        qualified = thing(kind_of(prefix), rest)
        if rest and STEM.fullmatch(rest) and (not kinds or kind(qualified) in kinds) and self.knows(qualified):
            return self.thing(qualified)
        fitting = [iri for iri in self._by_name.get(folded(text), ()) if not kinds or kind(iri) in kinds]
        if len(fitting) > 1:
            exact = [iri for iri in fitting if stem(iri).casefold() == text.casefold()]
            fitting = exact if len(exact) == 1 else fitting
        if not fitting and (not kinds or "person" in kinds):
            fitting = self._persons(text)
        if len(fitting) == 1:
            return self.thing(fitting[0])
        what = " or ".join(kinds) or "thing"
        if fitting:
            listed = ", ".join(sorted(map(str, map(self.thing, fitting))))
            raise UsageFault(f"{text!r} can mean several: {listed}; write kind:stem")
        near = ", ".join(str(found) for found in self.nearest(text, *kinds))
        raise UsageFault(f"no {what} is called {text!r}{'; the nearest are ' + near if near else ''}")

    def _persons(self, text: str) -> list[str]:
        """Return the persons in one of whose names every word of a text stands: a surname is enough."""
        words = set(folded(text).split())
        return sorted(
            {iri for name, things in self._by_name.items() if words and words <= set(name.split())
             for iri in things if kind(iri) == "person"}
        )  # fmt: skip

    def nearest(self, text: str, *kinds: str) -> list[Thing]:
        """Return up to three things whose names are most like a text."""
        from difflib import get_close_matches

        names = [name for name, things in self._by_name.items() if any(not kinds or kind(t) in kinds for t in things)]
        close = get_close_matches(folded(text), names, n=3, cutoff=0.55)
        found = {iri for name in close for iri in self._by_name[name] if not kinds or kind(iri) in kinds}
        return sorted(map(self.thing, found), key=str)

    def find(self, text: str) -> list[Thing]:
        """Return every thing in whose names all words of a text occur, names that begin with it first."""
        words = folded(text).split()
        found: dict[str, tuple[bool, str]] = {}
        for name, things in self._by_name.items():
            if words and all(word in name for word in words):
                for iri in things:
                    rank = (not name.startswith(folded(text)), self.name(iri))
                    found[iri] = min(found.get(iri, rank), rank)
        return [self.thing(iri) for iri in sorted(found, key=lambda iri: (*found[iri], iri))]
