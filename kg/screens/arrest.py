"""A person under warrant: who must arrest on a day, who need not and why, and what came of visits."""

from __future__ import annotations

from kg.site.choices import sought
from kg.site.tellings import said
from kg.site.visits import Shown, Visit

PATHS = ("/arrest",)
TAKES = ("person",)
_DUTIES = ("duty", "undetermined", "noDuty")


def shown(visit: Visit) -> Shown:
    """Return the duties to arrest a person, or the persons whom warrants concern."""
    graph, words, person = visit.graph, visit.words, visit.named("person", "person")
    persons = sought(graph)
    if person is None:
        rows = [(one, visit.url(person=one.stem)) for one in persons]
        return Shown("arrest", words["pursuit.title-all"], {"person": None, "persons": persons, "rows": rows})
    found = graph.arrest(person.iri, on=visit.day)
    of = [
        (warrant, [(kind, [duty for duty in found.duties if duty.warrant == warrant.iri.rpartition("/")[2]
                           and duty.duty == kind]) for kind in _DUTIES])
        for warrant in found.warrants
    ]  # fmt: skip
    visits = [(visit_, visit.page_of(graph.directory.resolve(visit_.state, "state").iri), said(words, visit_.duty))
              for visit_ in found.visits]  # fmt: skip
    filling = {
        "person": person,
        "persons": persons,
        "warrants": of,
        "visits": visits,
        "transit": found.transit,
        "page": visit.page_of(person.iri),
        "map": visit.url("/view/arrest", subject=person.stem),
        "states": {duty.state: visit.page_of(graph.directory.resolve(duty.state, "state").iri)
                   for duty in found.duties},
    }  # fmt: skip
    title = words.say("pursuit.title", person=person.name, day=words.day(visit.day.isoformat()))
    return Shown(
        "arrest", title, filling, [("JSON", visit.api("arrest", person=person.stem, on=visit.given.get("on")))]
    )
