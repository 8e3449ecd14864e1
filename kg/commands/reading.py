"""What each command of a reader does: asks the graph, prints the answer to stdout and notes to stderr."""

from __future__ import annotations

from kg.commands.opening import FOR_PROGRAMS, opened
from kg.commands.progress import note
from kg.graph import Graph
from kg.interfaces import lookups
from kg.presenting import present

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from kg.conclusions.positions import Position


def assess(options: Namespace) -> int:
    """Print a state's positions on a day."""
    graph = opened(options)
    found, deemings = lookups.on_a_day(graph, vars(options))
    if not found:
        note(f"kg: {graph.unpositioned(options.state)}")
    if found or options.format in FOR_PROGRAMS:
        print(present.positions(found, options.format))
    if options.format in ("table", "md"):
        _tell_readings(graph, found, options)
        if deemings:
            from kg.presenting import exhibits

            print("\n" + exhibits.deemings(deemings, options.format))
    return 0


def _tell_readings(graph: Graph, found: list[Position], options: Namespace) -> None:
    """Print what the readings that give different answers say, and who proposes them."""
    from kg.conclusions import readings

    names = {name for rivalry in readings.rivalries(found) for group in rivalry.answers.values() for name in group}
    if names:
        from kg.presenting import exhibits

        print("\n" + exhibits.legend([graph.reading(name) for name in sorted(names)], options.format))


def why(options: Namespace) -> int:
    """Print the proofs of a state's positions on a subject on a day."""
    from kg.answers import why as asked

    graph = opened(options)
    found = asked.found(graph, vars(options))
    if options.format == "ttl":
        from kg.conclusions.steps import derived
        from kg.exporting.provenance import proof_turtle

        print(proof_turtle(graph.store, derived(found)), end="")
        return 0
    from kg.presenting import trees

    print(trees.proof(found, options.format, graph.wording_in(options.language).phrases))
    return 0


def timeline(options: Namespace) -> int:
    """Print positions over time, and for people the days on which answers flip, with what flips them."""
    graph = opened(options)
    thing, found = lookups.over_time(graph, vars(options))
    if thing.kind == "person":
        from kg.presenting import exhibits

        print(exhibits.events(graph.events(thing.iri), options.format))
        return 0
    if not found:
        note(f"kg: {graph.unpositioned(thing.iri)}")
    if found or options.format in FOR_PROGRAMS:
        print(present.positions(found, options.format))
    if found and options.format in ("table", "md"):
        _tell_flips(graph, thing.iri, found, options)
    return 0


def _tell_flips(graph: Graph, thing: str, found: list[Position], options: Namespace) -> None:
    """Print the days on which the positions shown change, and the dated facts that change them."""
    subjects = {position.subject_iri for position in found}
    days: dict[tuple[str, str], set[str]] = {}
    for occasion in graph.occasions(thing):
        if occasion.subject is None or occasion.subject in subjects:
            days.setdefault((occasion.day, occasion.cause), set()).add(occasion.label)
    rows = [
        [day, fact, f"{len(labels)} subjects" if len(labels) > 1 else next(iter(labels))]
        for (day, fact), labels in sorted(days.items())
    ]
    print("\n" + present.table(["Day", "What flips the answer", "For"], rows, options.format))


def export(options: Namespace) -> int:
    """Write the graph, or parts of it, in a format, to a file or to stdout."""
    from pathlib import Path

    from kg.days import day
    from kg.exporting.export import export as write
    from kg.exporting.export import format_named
    from kg.exporting.extracts import ASSERTED, PARTS, Extract

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
    from pathlib import Path

    from kg.drawing.draw import drawn, picture
    from kg.drawing.pictures import Asked
    from kg.files import write_bytes

    path = Path(options.output) if options.output else None
    form = options.format or (path.suffix.removeprefix(".").casefold() if path else "html")
    graph = opened(options)
    page = picture(
        graph, options.view, Asked(options.state, options.subject, options.reading, options.on, options.language)
    )
    path = path or Path(f"{page.data.get('name', page.view)}.{form}")
    write_bytes(path, drawn(graph, page, form))
    note(f"kg: written: {path}{'; open it in a browser, it needs no network' if form == 'html' else ''}")
    return 0
