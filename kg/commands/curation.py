"""The commands of whoever keeps the knowledge: build, check, compare with a depositary, tell how far it covers."""

from __future__ import annotations

import time
from argparse import Namespace
from dataclasses import asdict
from datetime import date
from pathlib import Path

import kg
from kg.commands.opening import chosen_knowledge, opened
from kg.commands.progress import note
from kg.faults import UsageFault
from kg.names import thing
from kg.oxigraph import Literal, NamedNode, Quad, op
from kg.presenting import present


def build(options: Namespace) -> int:
    """Build the graph anew and say how large it is and how long it took."""
    start = time.monotonic()
    if options.endpoint is not None:
        from kg.commands.progress import progress
        from kg.engines import remotebuild
        from kg.engines.consulted import BUILDING, engine
        from kg.files import knowledge_root

        root = (chosen_knowledge(options) or knowledge_root()).resolve()
        with engine(options, BUILDING) as there:
            held = remotebuild.build(there, root, progress())
        print(f"{held} statements, built in {time.monotonic() - start:.1f} s at {there.queries} from {root}")
        return 0
    if options.update_url or options.time is not None:
        raise UsageFault("--update-url and --time go with --endpoint")
    graph = opened(options, rebuild=True)
    print(f"{len(graph)} statements, built in {time.monotonic() - start:.1f} s from {graph.root}")
    return 0


def check(options: Namespace) -> int:
    """Validate the knowledge, and print each finding with its file and line."""
    from kg.building import pipeline
    from kg.derivation import reason, validate
    from kg.derivation.rules import read_rules
    from kg.facts.load import load
    from kg.files import knowledge_root

    root = (chosen_knowledge(options) or knowledge_root()).resolve()
    knowledge = load(root)
    if options.write_inferred:
        print(f"written: {reason.write_inferred(root, knowledge.ontology)}")
        knowledge = load(root)
    read_rules(root)
    findings = list(validate.everything(knowledge, pipeline.asserted(knowledge)))
    if not findings:
        findings = list(validate.check_answers(knowledge, opened(options).store))
    for finding in findings:
        print(finding)
    note(f"kg: {len(findings)} faults found" if findings else "kg: nothing is wrong with the knowledge")
    return 1 if findings else 0


def quality(options: Namespace) -> int:
    """Print how the ontology and the release come out by each criterion; exit with 1 where anything is found."""
    from kg.building.fingerprints import of_files
    from kg.exporting.description import describe
    from kg.facts.load import load
    from kg.oxigraph import RdfFormat, parse
    from kg.publishing.quality import report

    graph = opened(options)
    knowledge = load(graph.root)
    version = kg.__version__
    described = describe(graph.store, version, of_files(graph.root, version), date.today(), (), [])
    criteria = report(knowledge, parse(described, format=RdfFormat.TURTLE))
    if options.format == "json":
        print(present.json_list(asdict(one) | {"result": one.result} for one in criteria))
    else:
        columns = ["criterion", "check", "what would be wrong", "result"]
        lines = [(one.criterion, one.check, one.title, one.result) for one in criteria]
        print(present.table(columns, lines, options.format))
        for one in criteria:
            for row in one.findings:
                print(f"{row}: {one.title[0].lower()}{one.title[1:]}; {one.because}; {one.fix} [{one.check}]")
            for row, reason in one.allowed:
                print(f"allowed: {row}: {reason} [{one.check}]")
    found = sum(len(one.findings) for one in criteria)
    open_ = sum(bool(one.unchecked) for one in criteria)
    note(f"kg: {len(criteria) - open_} criteria checked, {found} findings; {open_} criteria that no machine decides")
    return 1 if found else 0


def coverage(options: Namespace) -> int:
    """Print how much the graph holds, and how much of it somebody read in a source."""
    answer = opened(options).coverage(options.by)
    print(present.answer(answer, options.format))
    return 0


def import_(options: Namespace) -> int:
    """Print how a depositary's table differs from the acts on file, and on request write what is new or confirmed.

    Exits with 1 where something in the table could not be read.
    """
    from kg.facts.load import load
    from kg.facts.participants import Participants
    from kg.files import knowledge_root
    from kg.importing.depositaries import DEPOSITARIES
    from kg.importing.imports import Delay, compare, described, write

    root = (chosen_knowledge(options) or knowledge_root()).resolve()
    facts = load(root).facts
    if not any(quad.subject == NamedNode(thing("treaty", options.treaty)) for quad in facts):
        raise UsageFault(f"no treaty has the stem {options.treaty!r}; write data/treaties/{options.treaty}.ttl first")
    if options.write and not options.source:
        raise UsageFault("--write needs --source: the stem of the source that the table is, as data/sources/ has it")
    if options.source and not any(quad.subject == NamedNode(thing("source", options.source)) for quad in facts):
        raise UsageFault(f"no source has the stem {options.source!r}; add a row to a table in data/sources/ first")
    table = root / "data" / "treaties" / f"{options.treaty}.actions.csv"
    path = Path(options.file)
    found = DEPOSITARIES[options.depositary](path, Participants(facts))
    delay = Delay.parse(options.after) if options.after else None
    changes, agreed = compare(found.acts, table, delay, _in_force_from(facts, options.treaty))
    columns = ["change", "state", "action", "date", "effective", "on file", "line"]
    if changes or options.format == "json":
        print(present.table(columns, described(changes), options.format))
    note(f"kg: {len(found.acts)} acts read, {agreed} agree with {table.name}, {len(changes)} differences")
    for refusal in found.refusals:
        note(f"{path}:{refusal.line}: not read: {refusal.reason}")
    if options.write:
        note(f"kg: {write(changes, table, options.source)} rows written to {table}")
    return 1 if found.refusals else 0


def _in_force_from(facts: list[Quad], treaty: str) -> date | None:
    """Return the day on which a treaty itself entered into force: no consent takes effect earlier."""
    node = NamedNode(thing("treaty", treaty))
    for quad in facts:
        if quad.subject == node and quad.predicate == op("inForceFrom") and isinstance(quad.object, Literal):
            return date.fromisoformat(quad.object.value)
    return None
