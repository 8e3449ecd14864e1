"""What each command does that compares or supposes: readings, conflicts, why-not, what-if, diff, arrest, check-text."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kg.commands.opening import FOR_PROGRAMS, opened
from kg.commands.progress import counter, note, progress
from kg.conclusions.differences import Difference
from kg.conclusions.positions import Position
from kg.conclusions.steps import Step
from kg.days import is_day
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import stem
from kg.presenting import exhibits, findings, present, trees
from kg.prose.texts import read_text


def readings(options: Namespace) -> int:
    """Print what turns on a reading of a state's rules on a day, and who proposes each reading."""
    from kg.answers import readings as asked

    graph = opened(options)
    found = asked.found(graph, vars(options))
    if not found:
        note(f"kg: {asked.silence(graph, vars(options))}")
    if found or options.format in FOR_PROGRAMS:
        print(exhibits.rivalries(found, graph.wording, options.format))
    if found and options.format in ("table", "md"):
        names = sorted({name for rivalry in found for group in rivalry.answers.values() for name in group})
        print("\n" + exhibits.legend([graph.reading(name) for name in names], options.format))
    return 0


def conflicts(options: Namespace) -> int:
    """Print where a state is bound on a day and treats as non-binding all the same; without a state, how often."""
    from kg.answers import conflicts as asked

    if options.proofs and options.state is None:
        raise UsageFault("--proofs goes with a state")
    _only_for_people("--proofs", options.proofs, options)
    graph = opened(options)
    found = asked.found(graph, vars(options))
    if options.state is None and options.format in ("table", "md"):
        numbers: dict[str, Counter[str]] = {}
        for position in {(p.state, p.subject): p for p in found}.values():
            state = graph.directory.resolve(position.state, "state").iri
            numbers.setdefault(state, Counter())[position.kind] += 1
        print(
            exhibits.counted({state: dict(counts) for state, counts in numbers.items()}, graph.wording, options.format)
        )
        return 0
    if not found and options.state is not None:
        note(f"kg: {asked.silence(graph, vars(options))}")
    if found or options.format in FOR_PROGRAMS:
        print(present.positions(found, options.format))
    if options.proofs and found:
        print("\n" + trees.proof(_proofs(graph, found, options), options.format, graph.wording.phrases))
    return 0


def _only_for_people(option: str, chosen: bool, options: Namespace) -> None:
    if chosen and options.format in FOR_PROGRAMS:
        raise UsageFault(f"{option} goes with --format table or md; kg why gives proofs as {options.format}")


def _proofs(graph: Graph, found: list[Position], options: Namespace) -> list[Step]:
    return [
        step
        for subject, reading in dict.fromkeys((position.subject_iri, position.reading) for position in found)
        for step in graph.why(options.state, subject, on=options.on, reading=reading)
    ]


def why_not(options: Namespace) -> int:
    """Print which conditions fail, on which facts, and the smallest change that would flip the answer."""
    from kg.answers import why_not as asked

    graph = opened(options)
    with counter("changes tried") as tell:
        found = asked.found(graph, vars(options), tell)
    print(exhibits.why_not(found, options.format))
    return 0


def what_if(options: Namespace) -> int:
    """Print what would change if other facts were so, before and after."""
    from kg.answers import what_if as asked

    asked.changes(vars(options))
    if options.before and options.format != "json":
        raise UsageFault("--before goes with --format json; the other formats show before and after side by side")
    _only_for_people("--proofs", options.proofs, options)
    graph = opened(options)
    whole = options.format == "json"
    outcome = asked.supposed(graph, vars(options), whole=whole or options.proofs)
    after = graph.supposed(outcome) if whole else Graph(graph.root, outcome.naming(graph.store))
    found = asked.of_state(after, outcome.differences, options.state)
    for change in outcome.supposition.changes:
        note(f"kg: supposed: {change.words}")
    if options.format == "json":
        print(present.positions(asked.changed(graph, after, found, vars(options)), "json"))
        return 0
    if not found:
        note("kg: nothing would change")
    if found or options.format in FOR_PROGRAMS:
        print(exhibits.differences(found, after.wording, options.format))
    if options.proofs and found:
        for title, side in (("Before", graph), ("After", graph.supposed(outcome))):
            print(f"\n{title}\n\n" + trees.proof(list(_proofs_of(side, found)), options.format, graph.wording.phrases))
    return 0


def _proofs_of(graph: Graph, found: list[Difference]) -> Iterator[Step]:
    """Yield the proofs on the first day of each change, of one subject for all those of a body that change alike."""
    told = set()
    for one in found:
        if one.kind != "position":
            continue
        words = graph.wording
        body = words.value(one.subject, "issuedBy") or words.value(one.subject, "before") or one.subject
        alike = (one.state, body, one.rule, one.reading, one.start, one.before, one.after)
        if alike in told:
            continue
        told.add(alike)
        chosen = None if one.reading is None else stem(one.reading)
        yield from graph.why(one.state, one.subject, on=one.start, reading=chosen)


def diff(options: Namespace) -> int:
    """Print what differs between two days, or between two releases (folders of knowledge)."""
    if is_day(options.old) and is_day(options.new):
        from kg.answers import diff as asked

        graph = opened(options)
        found = asked.found(graph, vars(options))
    elif is_day(options.old) or is_day(options.new):
        raise UsageFault("a date is compared with a date, and a folder with a folder")
    else:
        older, graph = (Graph.open(_folder(path), progress()) for path in (options.old, options.new))
        found = graph.diff_from(older, state=options.state)
    if not found:
        note("kg: nothing differs")
    if found or options.format in FOR_PROGRAMS:
        print(exhibits.differences(found, graph.wording, options.format))
    return 0


def _folder(text: str) -> Path:
    path = Path(text)
    if not all((path / name).is_dir() for name in ("ontology", "data", "queries")):
        raise UsageFault(f"{text!r} is neither a date YYYY-MM-DD nor a folder with ontology/, data/ and queries/")
    if not any((path / "ontology").glob("*.ttl")) or not any((path / "queries" / "rules").rglob("*.rq")):
        raise UsageFault(f"{text!r} is no release: its ontology/ or its queries/rules/ is empty")
    return path


def arrest(options: Namespace) -> int:
    """Print who must arrest a person on a day, who need not and why, and the person's recorded visits."""
    from kg.answers import arrest as asked

    found = asked.found(opened(options), vars(options))
    if not found.warrants:
        note(f"kg: {asked.silence(found)}")
    if found.warrants or options.format in FOR_PROGRAMS:
        print(exhibits.arrest(found, options.format, every=options.all))
    return 0


def changes(options: Namespace) -> int:
    """Print the kinds of change that ``kg what-if --change`` can suppose."""
    from kg.answers import changes as asked

    print(asked.listing(opened(options).root, options.format))
    return 0


def check_text(options: Namespace) -> int:
    """Print which statements of a text the graph confirms, contradicts or does not know."""
    from kg.answers import check_text as asked

    text = read_text(options.file)
    found = asked.found(opened(options), {**vars(options), "text": text})
    if not found.findings:
        note(f"kg: {asked.SILENCE}")
    if found.findings or options.format == "json":
        print(findings.checked(found, options.format))
    return 0
