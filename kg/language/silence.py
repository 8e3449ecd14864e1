"""Why the answer to a query is empty: a pattern that never matches, patterns that never match together, or a filter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kg.language.wording import Wording
from kg.names import ONTOLOGY, THING, kind, short, stem
from kg.oxigraph import EVERYTHING, NamedNode, QueryBoolean, Store, referring
from kg.queries.algebra import Branch, Pattern, branches
from kg.queries.sparql import Term

_LISTED = frozenset(("state", "body", "treaty", "organization", "proceeding", "person"))
"""The kinds of things about which one expects lists."""
_IRI = re.compile(r"<([^<>\s]+)>")


class Closure(NamedTuple):
    """Which class of facts a question asks about, and which things it is given: what lists may be complete about."""

    closes: frozenset[str]
    about: tuple[str, ...]


def closure(header: str | None, given: Iterable[Term]) -> Closure:
    """Return what an empty answer depends on: the classes in the header ``closes`` of a question, the things given."""
    names = frozenset(name.strip().removeprefix("op:") for name in (header or "").split(",") if name.strip())
    return Closure(names, tuple(term.value for term in given if isinstance(term, NamedNode)))


def explain(store: Store, words: Wording, text: str, asked: Closure | None = None) -> list[str]:
    """Return sentences that say why a query has no row; none, where it cannot be read as SPARQL 1.1 by a second parser.

    First what of the query never matches, then whether that is a true negative: whether the lists that it asks about
    are declared complete.
    """
    try:
        found = branches(text)
    except Exception:
        # The second parser raises many kinds, and is only asked to explain what the first has answered.
        return []
    told = [_failing(store, branch) for branch in found]
    sentences = (
        list(dict.fromkeys(told)) if len(told) == 1 else [f"alternative {n}: {s}" for n, s in enumerate(told, 1)]
    )
    named = Closure(
        frozenset(), tuple(iri for b in found for p in b.patterns for iri in p.iris if iri.startswith(THING))
    )
    return [*sentences, *_known(store, words, asked or named)]


def _failing(store: Store, branch: Branch) -> str:
    """Return which part of one alternative leaves nothing."""
    lone = [pattern for pattern in branch.patterns if not _matches(store, branch, [pattern])]
    if lone:
        unknown = sorted({iri for pattern in lone for iri in pattern.iris if not _occurs(store, iri)})
        missing = "".join(f"; {_unknown(store, iri)}" for iri in unknown)
        return f"nothing matches {' nor '.join(_shown(branch, pattern) for pattern in lone)}{missing}"
    for count in range(2, len(branch.patterns) + 1):
        if not _matches(store, branch, branch.patterns[:count]):
            shown = _shown(branch, branch.patterns[count - 1])
            others = "another" if count == 2 else f"{count - 1} others"
            return f"each pattern matches something, but nothing matches {shown} together with {others}"
    limits = " and ".join(dict.fromkeys(branch.limits))
    return f"all patterns match together; {limits or 'HAVING, LIMIT or OFFSET'} leaves no row"


def _matches(store: Store, branch: Branch, patterns: Iterable[Pattern]) -> bool:
    chosen = list(patterns)
    variables = frozenset[str]().union(*(pattern.variables for pattern in chosen))
    given = [values.text for values in branch.values if values.variables & variables]
    found = store.query(f"ASK {{ {' '.join(given)} {' . '.join(pattern.text for pattern in chosen)} }}")
    return bool(found) if isinstance(found, QueryBoolean) else True


def _occurs(store: Store, iri: str) -> bool:
    node = NamedNode(iri)
    places = ((node, None, None), (None, node, None), (None, None, node))
    return any(next(iter(store.quads_for_pattern(place[0], place[1], place[2], EVERYTHING)), None) for place in places)


def _unknown(store: Store, iri: str) -> str:
    near = ""
    if iri.startswith(ONTOLOGY):
        from difflib import get_close_matches

        is_defined = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
        terms = {stem(q.subject.value) for q in store.quads_for_pattern(None, is_defined, None, EVERYTHING)
                 if isinstance(q.subject, NamedNode)}  # fmt: skip
        close = get_close_matches(stem(iri), sorted(terms), n=2, cutoff=0.6)
        near = f" (did you mean {' or '.join(f'op:{name}' for name in close)}?)" if close else ""
    return f"{short(iri)} does not occur in the graph{near}"


def _shown(branch: Branch, pattern: Pattern) -> str:
    given = [
        f"?{name} = {value}" for values in branch.values for name, value in values.single.items()
        if name in pattern.variables
    ]  # fmt: skip
    text = f"{{ {pattern.text} }}{' with ' + ', '.join(given) if given else ''}"
    return _IRI.sub(lambda match: short(match[1]), text)


def _known(store: Store, words: Wording, asked: Closure) -> list[str]:
    """Return which lists about the things asked about are complete, and so whether the answer is a true negative."""
    complete, open_ = [], []
    for thing in filter(lambda iri: _occurs(store, iri), dict.fromkeys(asked.about)):
        lists = [
            (words.value(node, "asOf") or "", words.name(words.value(node, "closes")))
            for node in referring(store, "about", thing)
            if not asked.closes or stem(words.value(node, "closes") or "") in asked.closes
        ]
        if lists:
            day, listed = max(lists)
            complete.append(f"each {listed} of {words.name(thing)} is listed, as of {day}")
        elif kind(thing) in _LISTED:
            open_.append(words.name(thing))
    if complete:
        return [f"{'; '.join(complete)}: as far as it asks about these, it is a true negative up to that day"]
    if open_:
        names = ", ".join(open_)
        return [f"no list about {names} is declared complete for this: unknown to the graph, not a finding of none"]
    return []
