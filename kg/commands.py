"""What each command does: asks the graph and prints the answer; data goes to stdout, notes to stderr."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from kg import present
from kg.faults import UsageFault
from kg.graph import Graph
from kg.positions import Position
from kg.progress import note, progress
from kg.steps import derived

FOR_PROGRAMS = ("json", "csv")
"""The formats that a program reads: they hold the data alone, and an empty answer is an empty list or a bare header."""


def given_pairs(texts: Iterable[str]) -> dict[str, str]:
    """Return what --given options say, by name.

    Raises UsageFault for one that is no pair, and for a name that is given twice.
    """
    given: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageFault(f"--given {text!r} must read name=value")
        if name in given:
            raise UsageFault(f"--given names {name} twice")
        given[name] = value
    return given


def chosen_knowledge(options: Namespace) -> Path | None:
    """Return the folder that --knowledge names, or None for ours."""
    return Path(options.knowledge) if options.knowledge else None


def opened(options: Namespace, *, rebuild: bool = False) -> Graph:
    """Return the graph, built first where needed, with its progress shown; or that of an engine, where one is named."""
    if (consulted := getattr(options, "graph", None)) is not None:
        return cast(Graph, consulted)
    return Graph.open(chosen_knowledge(options), progress(), rebuild=rebuild)


def _tell_silence(graph: Graph, options: Namespace) -> None:
    state = graph.directory.resolve(getattr(options, "state", None) or options.thing)
    if state.kind != "state":
        note(f"kg: no state of which a rule is recorded has a position on {state.name} to show")
        return
    note(f"kg: no position of {state.name} to show; {graph.silence(state)}")


def of_kind(found: list[Position], options: Namespace) -> list[Position]:
    """Return the positions on subjects of the kinds that --kind names; all, where it names none."""
    return [position for position in found if not options.kind or position.kind in options.kind]


def assess(options: Namespace) -> int:
    """Print a state's positions on a day."""
    graph = opened(options)
    asked = {"on": options.on, "subject": options.subject, "reading": options.reading, "all": options.all}
    if options.as_known:
        found, deemings = graph.assess_as_known(options.state, options.as_known, **asked)
    else:
        found, deemings = graph.assess(options.state, **asked), []
    found = of_kind(found, options)
    if not found:
        _tell_silence(graph, options)
    if found or options.format in FOR_PROGRAMS:
        print(present.positions(found, options.format))
    if options.format in ("table", "md"):
        _tell_readings(graph, found, options)
        if deemings:
            from kg import exhibits

            print("\n" + exhibits.deemings(deemings, options.format))
    return 0


def _tell_readings(graph: Graph, found: list[Position], options: Namespace) -> None:
    """Print what the readings that give different answers say, and who proposes them."""
    from kg import readings

    names = {name for rivalry in readings.rivalries(found) for group in rivalry.answers.values() for name in group}
    if names:
        from kg import exhibits

        print("\n" + exhibits.legend([graph.reading(name) for name in sorted(names)], options.format))


def why(options: Namespace) -> int:
    """Print the proofs of a state's positions on a subject on a day."""
    graph = opened(options)
    found = graph.why(options.state, options.subject, on=options.on, reading=options.reading, language=options.language)
    if options.format == "ttl":
        from kg.provenance import proof_turtle

        print(proof_turtle(graph.store, derived(found)), end="")
        return 0
    from kg import trees

    print(trees.proof(found, options.format, graph.wording_in(options.language).phrases))
    return 0


def timeline(options: Namespace) -> int:
    """Print positions over time, and for people the days on which answers flip, with what flips them."""
    graph = opened(options)
    thing = graph.directory.resolve(options.thing, "state", "body", "proceeding", "ruling", "person")
    if thing.kind == "person":
        if options.subject or options.reading or options.kind:
            raise UsageFault(f"{thing.name} is a person, whose timeline takes neither SUBJECT nor --reading nor --kind")
        from kg import exhibits

        events = graph.events(thing.iri)
        print(exhibits.events(events, options.format))
        return 0
    found = of_kind(graph.timeline(thing.iri, options.subject, reading=options.reading), options)
    if not options.all:
        found = [position for position in found if position.verdict != "notCovered" or options.subject]
    if not found:
        _tell_silence(graph, options)
    if found or options.format in FOR_PROGRAMS:
        print(present.positions(found, options.format))
    if found and options.format in ("table", "md"):
        _tell_flips(graph, thing.iri, found, options)
    return 0


def _tell_flips(graph: Graph, thing: str, found: list[Position], options: Namespace) -> None:
    """Print the days on which the positions shown change, and the dated facts that change them."""
    subjects = {position.subject_iri for position in found}
    days: dict[tuple[str, str], set[str]] = {}
    for row in graph.flips(thing).dicts():
        if row.get("subject") is None or row["subject"] in subjects:
            fact = graph.wording.sentence(str(row["fact"]))
            days.setdefault((str(row["day"]), fact), set()).add(str(row["label"]))
    rows = [
        [day, fact, f"{len(labels)} subjects" if len(labels) > 1 else next(iter(labels))]
        for (day, fact), labels in sorted(days.items())
    ]
    print("\n" + present.table(["Day", "What flips the answer", "For"], rows, options.format))


def export(options: Namespace) -> int:
    """Write the graph, or parts of it, in a format, to a file or to stdout."""
    from kg.export import export as write
    from kg.export import format_named
    from kg.extracts import ASSERTED, PARTS, Extract
    from kg.sparql import day

    format_named(options.to)  # an unknown format is told before a build
    parts = frozenset((*(options.part or ()), *(ASSERTED if options.asserted else ()))) or frozenset(PARTS)
    when = None if options.on is None else day(options.on)
    path = Path(options.output) if options.output else None
    asked = Extract(opened(options), parts, when, options.context, options.spreadsheet_safe)
    write(asked, options.to, path, options.compress)
    if options.output:
        note(f"kg: written: {options.output}")
    return 0


def draw(options: Namespace) -> int:
    """Write a picture: as one HTML file that works offline, as SVG or as PNG."""
    from kg.draw import drawn, picture
    from kg.files import write_bytes
    from kg.pictures import Asked

    path = Path(options.output) if options.output else None
    form = options.format or (path.suffix.removeprefix(".").casefold() if path else "html")
    graph = opened(options)
    page = picture(graph, options.view, Asked(options.state, options.subject, options.reading, options.on))
    path = path or Path(f"{page.data.get('name', page.view)}.{form}")
    write_bytes(path, drawn(graph, page, form))
    note(f"kg: written: {path}{'; open it in a browser, it needs no network' if form == 'html' else ''}")
    return 0
