"""What ties actors and instruments on a day: who is party to what, what bodies rest on, whose law speaks of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kg.language.wording import Wording
from kg.names import SKOS, kind, stem
from kg.networks.network import Statement, Statements, blank
from kg.oxigraph import EVERYTHING, A, NamedNode, Store, op
from kg.queries.things import Directory

if TYPE_CHECKING:
    import networkx as nx

KINDS: Final = ("state", "treaty", "organization", "body", "resolution", "law")
"""The kinds of things that are tied."""
STATUSES: Final = ("party", "provisional", "possibleParty", "signatory")
"""What a state is to a treaty, the strongest first."""
_CONCERNS: Final = ("concernsPerson", "concernsBody", "concernsTreaty")
_BEGIN: Final = ("established", "inForceFrom", "adopted", "signed", "published")
_END: Final = ("closed", "inForceUntil")


def ties(store: Store, directory: Directory, day: date) -> nx.MultiDiGraph[str]:
    """Return the things that are tied on a day, and each tie.

    Nodes carry label, short (a code, an abbreviation, a number, or the label), kind, iri, day, sources, claims and
    unconfirmed; edges carry label, relation, day, sources and unconfirmed. Things that did not exist on the day, and
    those without a tie, are left out.
    """
    statements, words = Statements(store, directory), Wording(store, directory)
    network = blank(day.isoformat())
    typed = store.quads_for_pattern(None, A, None, EVERYTHING)
    iris = {quad.subject.value for quad in typed if isinstance(quad.subject, NamedNode)}
    things = {iri for iri in sorted(iris) if kind(iri) in KINDS and _exists(words, iri, day)}
    for source, target, relation, label, told in (
        *_participations(store, words, day),
        *_stated(statements, sorted(things), day),
    ):
        known = network.has_edge(source, target, label)
        if source in things and target in things and source != target and not known:
            network.add_edge(source, target, key=label, label=label, relation=relation, **told)
    for iri in sorted(network):
        network.add_node(iri, short=_short(words, iri), **statements.named(iri))
    return network


Tie = tuple[str, str, str, str, dict[str, Any]]
"""From what, to what, the relation, what is said, and what is shown of it."""


def _exists(words: Wording, iri: str, day: date) -> bool:
    begin = next((found for local in _BEGIN if (found := words.value(iri, local))), None)
    end = next((found for local in _END if (found := words.value(iri, local))), None)
    return (begin is None or begin <= day.isoformat()) and (end is None or day.isoformat() < end)


def _participations(store: Store, words: Wording, day: date) -> Iterator[Tie]:
    """Yield what each state is to each treaty on a day, the strongest of what it may be."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for quad in store.quads_for_pattern(None, A, op("Participation"), EVERYTHING):
        node = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if words.covers(node, day):
            state, treaty, status = (words.value(node, local) or "" for local in ("state", "treaty", "status"))
            strength = STATUSES.index(stem(status)) if stem(status) in STATUSES else len(STATUSES)
            if strength < len(STATUSES):
                found[state, treaty] = min((strength, node), found.get((state, treaty), (len(STATUSES), "")))
    for (state, treaty), (strength, node) in sorted(found.items()):
        acts = [iri for iri in words.values(node, op("restsOn")) if kind(iri) == "action"]
        cited = dict.fromkeys(source for act in acts for source in words.citations(act))
        unread = any(words.unconfirmed(act) for act in acts)
        told = {"day": words.day(node, "from"), "sources": tuple(cited), "unconfirmed": unread}
        yield state, treaty, STATUSES[strength], words.words[f"relation.{STATUSES[strength]}"], told


def _stated(statements: Statements, things: list[str], day: date) -> Iterator[Tie]:
    """Yield what is said of two things, also by way of a provision, a rule or a proceeding between them."""
    for thing in things:
        if kind(thing) in ("state", "treaty"):
            continue  # what joins the two is a participation; all else is said at the other end, too
        for said in statements.of(thing):
            if kind(said.source) in KINDS and kind(said.target) in KINDS:
                yield from _told(statements, said, said.source, said.target, None, day)
            elif said.source == thing and kind(said.target) == "provision":
                for whole in _onward(statements, said.target, "provisionOf"):
                    yield from _told(statements, said, thing, whole.target, None, day)
            elif said.relation in ("before", "issuedBy") and said.target == thing:
                yield from _brought(statements, said.source, thing, day)
            elif said.relation == "provisionOf" and said.target == thing:
                for rule in statements.of(said.source):
                    if rule.relation == "setBy" and rule.target == said.source:
                        for about in _onward(statements, rule.source, *_CONCERNS):
                            yield from _told(statements, about, thing, about.target, "rules-on", day)


def _brought(statements: Statements, subject: str, body: str, day: date) -> Iterator[Tie]:
    """Yield whom a proceeding before a body concerns, and on what it rests."""
    for said in statements.of(subject):
        if said.source == subject and kind(said.target) == "state":
            yield from _told(statements, said, said.target, body, "is-concerned", day)
        elif said.source == subject and said.relation == "instrument":
            yield from _told(statements, said, body, said.target, "proceedings-rest", day)


def _onward(statements: Statements, source: str, *relations: str) -> list[Statement]:
    return [said for said in statements.of(source) if said.source == source and said.relation in relations]


def _told(
    statements: Statements, said: Statement, source: str, target: str, relation: str | None, day: date
) -> Iterator[Tie]:
    label, since, cited, unread = statements.told(said)
    if since is None or since <= day.isoformat()[: len(since)]:
        label = statements.words[f"relation.{relation}"] if relation else label
        told = {"day": since, "sources": cited, "unconfirmed": unread}
        yield source, target, relation or said.relation, label, told


def _short(words: Wording, iri: str) -> str:
    """Return a code, an abbreviation or a number of a thing; of a law its state's code and its year; or its name."""
    holder, year = words.value(iri, "lawOf"), next((d for local in _BEGIN if (d := words.value(iri, local))), None)
    codes = [] if holder is None else words.values(holder, NamedNode(SKOS + "notation"))
    if codes:
        return f"{codes[0]} {year[:4]}" if year else words.words.say("overview.undated-law", state=codes[0])
    known = [*words.values(iri, NamedNode(SKOS + "notation")), *words.spoken(iri, NamedNode(SKOS + "altLabel"))]
    return min((text for text in (words.name(iri), *known, words.value(iri, "officialNumber")) if text), key=len)
