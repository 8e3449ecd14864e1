"""The command line ``kg``: what can be asked, and how a fault is told."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from importlib import import_module
from keyword import iskeyword

import kg
from kg.commands import elsewhere, listening
from kg.commands.parsers import Command, Parser
from kg.faults import Fault
from kg.names import SUBJECT_KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_FORMATS = ("table", "json", "csv", "md")
_MORE, _LOOK = "analyses", "enquiries"
_PARTS = ("ontology", "facts", "derived", "proofs")


def _function(command: str) -> str:
    """Return the name of the function that does what a command does."""
    name = command.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = Parser(
        prog="kg",
        description="Which bodies' rulings a state treats as non-binding under its own law, on any date, and why.",
        epilog="A thing is named by its stem, code, abbreviation or name; case and hyphens do not matter.",
    )
    top.add_argument("--version", action="version", version=f"opposable {kg.__version__}")
    top.add_argument("--knowledge", metavar="DIR", help="folder with ontology/, data/ and queries/ (default: ours)")
    commands = top.add_subparsers(prog="kg", dest="command", metavar="COMMAND", required=True, parser_class=Command)

    def add(
        name: str, help_text: str, formats: Sequence[str] = _FORMATS, module: str = "reading"
    ) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.set_defaults(module=module, function=_function(name))
        if formats:
            command.add_argument("--format", choices=formats, default="table", help="how to print (default: table)")
        return command

    def on(command: argparse.ArgumentParser, meaning: str = "the day asked about, YYYY-MM-DD (default: today)") -> None:
        command.add_argument("--on", metavar="DATE", help=meaning)

    def language(command: argparse.ArgumentParser) -> None:
        command.add_argument("--language", metavar="LANG", default="en", help="in which language: en, ru (default: en)")

    def chosen(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--kind", action="append", choices=SUBJECT_KINDS, help="only subjects of this kind (repeatable)"
        )

    add("build", "build the graph anew", (), "curation")
    check = add("check", "validate ontology, facts, shapes, rules and answers", (), "curation")
    check.add_argument(
        "--write-inferred", action="store_true", help="first write ontology/inferred.ttl anew with HermiT"
    )

    criteria = "how the ontology and the release come out by published criteria"
    add("quality", criteria, ("table", "md", "json"), "curation")
    coverage = add("coverage", "how much the graph covers, and how much of it is confirmed", module="curation")
    coverage.add_argument(
        "--by", choices=("kind", "treaty", "body", "state"), default="kind", help="what to count by (default: kind)"
    )
    brought = add("import", "compare a depositary's table of participants with the acts on file", module="curation")
    brought.add_argument("depositary", choices=("untc", "coe"), help="UN Treaty Collection; Council of Europe")
    brought.add_argument("file", metavar="FILE", help="the saved page of the treaty, or the UN's XML")
    brought.add_argument("--treaty", metavar="STEM", required=True, help="the treaty that the table is about")
    brought.add_argument("--after", metavar="DELAY", help="when consent takes effect: 30d, 3m, or 60d+ (then the 1st)")
    brought.add_argument("--write", action="store_true", help="write what is new or confirmed into the actions table")
    brought.add_argument("--source", metavar="STEM", help="the source that the table is, as data/sources/ names it")

    assess = add("assess", "a state's positions on a day: what it treats as non-binding, and what depends")
    assess.add_argument("state", metavar="STATE")
    on(assess)
    assess.add_argument("--subject", metavar="S", help="one body, proceeding or ruling; shows every verdict")
    assess.add_argument("--reading", metavar="R", help="one reading of the rules")
    assess.add_argument("--all", action="store_true", help="every verdict, also what is not covered")
    assess.add_argument("--as-known", metavar="DATE", help="as the law known on that day deems it to have been")
    chosen(assess)

    why = add("why", "why a position holds: the proof, down to sources", (*_FORMATS, "ttl"))
    why.add_argument("state", metavar="STATE")
    why.add_argument("subject", metavar="SUBJECT")
    on(why)
    why.add_argument("--reading", metavar="R", help="one reading of the rules")
    language(why)

    why_not = add("why-not", "which conditions fail, on which facts, and what would flip the answer", module=_MORE)
    why_not.add_argument("state", metavar="STATE")
    why_not.add_argument("subject", metavar="SUBJECT")
    on(why_not)
    why_not.add_argument("--reading", metavar="R", help="one reading of the rules")
    language(why_not)

    timeline = add("timeline", "positions over time, and what flips them; a person's warrants, duties and visits")
    timeline.add_argument("thing", metavar="THING", help="a state, body, proceeding, ruling or person")
    timeline.add_argument("subject", metavar="SUBJECT", nargs="?", help="with a state: one body, proceeding or ruling")
    timeline.add_argument("--reading", metavar="R", help="one reading of the rules")
    timeline.add_argument("--all", action="store_true", help="also the times when nothing covers a subject")
    chosen(timeline)

    readings = add("readings", "what turns on how a state's rules are read, and who reads them so", module=_MORE)
    readings.add_argument("state", metavar="STATE")
    on(readings)
    chosen(readings)

    conflicts = add("conflicts", "where a state is bound and treats as non-binding all the same", module=_MORE)
    conflicts.add_argument("state", metavar="STATE", nargs="?", help="without it: how many of every state")
    on(conflicts)
    chosen(conflicts)
    conflicts.add_argument("--proofs", action="store_true", help="with the proofs of both sides")

    what_if = add("what-if", "what would change if other facts were so", module=_MORE)
    what_if.add_argument("state", metavar="STATE", nargs="?", help="show what changes for this state only")
    what_if.add_argument(
        "--add", metavar="ACT", action="append", default=[], help="'STATE ACTION TREATY DATE [EFFECTIVE]' (repeatable)"
    )
    what_if.add_argument("--facts", metavar="FILE.ttl", help="facts in Turtle, as data/FORMAT.md says")
    what_if.add_argument("--change", metavar="NAME", help="a kind of change; see 'kg changes'")
    what_if.add_argument("--given", metavar="NAME=VALUE", action="append", default=[], help="what the change is given")
    what_if.add_argument("--proofs", action="store_true", help="with the proofs, before and after")
    what_if.add_argument("--before", action="store_true", help="with --format json: the positions as they are now")
    add("changes", "the kinds of change that what-if can suppose", module=_MORE)

    diff = add("diff", "what differs between two days, or between two releases", module=_MORE)
    diff.add_argument("old", metavar="OLD", help="a date, or a folder with ontology/, data/ and queries/")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--state", metavar="STATE", help="for this state only")

    arrest = add("arrest", "who must arrest a person under warrant, who need not and why, and visits", module=_MORE)
    arrest.add_argument("person", metavar="PERSON")
    on(arrest)
    arrest.add_argument("--all", action="store_true", help="each state with its reasons")

    check_text = add("check-text", "which dated statements of a text the graph confirms or contradicts", module=_MORE)
    check_text.add_argument("file", metavar="FILE|-", help="a text in UTF-8, or - for standard input")
    check_text.add_argument("--on", metavar="DATE", help="the day on which the text was written (default: today)")

    show = add("show", "one thing with all its facts and sources", module=_LOOK)
    show.add_argument("thing", metavar="THING")
    find = add("find", "the things whose names hold these words", module=_LOOK)
    find.add_argument("text", metavar="TEXT", nargs="+")
    path = add("path", "how two things are connected: the shortest chains of statements", module=_LOOK)
    path.add_argument("start", metavar="A")
    path.add_argument("end", metavar="B")
    on(path, "only what was so by that day, YYYY-MM-DD (default: all)")
    path.add_argument("--kind", metavar="KIND", action="append", help="pass through these kinds only (repeatable)")
    path.add_argument("--limit", metavar="N", type=int, default=5, help="show so many chains (default: 5)")
    add("queries", "the question catalogue", module=_LOOK)
    about = "the answer to a question of the catalogue, or to SPARQL from a file or stdin (-)"
    query = add("query", about, module=_LOOK)
    query.add_argument("query", metavar="NAME|FILE.rq|-")
    query.add_argument("--given", metavar="NAME=VALUE", action="append", default=[], help="a parameter (repeatable)")

    export = add("export", "the graph, or parts of it, as a file for other programs", ())
    export.add_argument("to", metavar="FORMAT", help="turtle, trig, jsonld …; an unknown format lists those there are")
    export.add_argument("-o", "--output", metavar="FILE", help="where to write (default: stdout); .gz, .zst: packed")
    export.add_argument("--part", action="append", choices=_PARTS, help="only this part (repeatable; default: all)")
    export.add_argument("--asserted", action="store_true", help="ontology and facts only, nothing derived")
    on(export, "a snapshot: what had come about by that day, and what is derived for it (default: all time)")
    export.add_argument("--compress", choices=("gzip", "zstd"), help="compress (default: as the file is called)")
    export.add_argument("--context", metavar="URL", help="jsonld: name the context's address, do not embed it")
    safe = "CSV: put ' before a cell that a spreadsheet would run as a formula"
    export.add_argument("--spreadsheet-safe", action="store_true", help=safe)
    draw = add("draw", "a picture: one HTML file that works offline, or SVG or PNG for print", ())
    draw.add_argument("view", metavar="VIEW", help="what to draw; an unknown view lists those there are")
    draw.add_argument("--state", metavar="STATE", help="the state that the picture is of")
    draw.add_argument("--subject", metavar="S", help="the thing that the picture is of")
    draw.add_argument("--reading", metavar="R", help="one reading of the rules")
    on(draw)
    language(draw)
    draw.add_argument("--format", metavar="FORM", help="html, svg or png (default: as the file is called, else html)")
    draw.add_argument("-o", "--output", metavar="FILE", help="where to write (default: VIEW-….html)")
    site = add("site", "the static site: every thing's page, pictures, questions, downloads", (), "publishing")
    site.add_argument("folder", metavar="DIR", help="a folder that does not exist yet or is empty")
    on(site)
    release = add("release", "all there is to publish, with checksums; or whether a release is whole", (), "publishing")
    release.add_argument(
        "folder", metavar="DIR", help="a folder that does not exist yet or is empty; with --check, one"
    )
    release.add_argument("--check", action="store_true", help="tell which files differ from their checksums")
    release.add_argument("--since", metavar="OLD", help="say what changed: an older release, its N-Quads or knowledge")
    release.add_argument("--format", action="append", metavar="FORMAT", help="export this only (repeatable)")
    on(release, "the day that it bears (default: SOURCE_DATE_EPOCH, else the last day on which a source was read)")
    serve = add("serve", "a server: SPARQL over HTTP, read-only, each query within limits", (), "serving")
    mcp = add("mcp", "the answers as tools for assistants (Model Context Protocol), by stdio or HTTP", (), "assistants")
    listening.offer(serve, mcp)
    shells = add("completion", "the script with which a shell completes kg by the tab key", (), "completion")
    shells.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
    elsewhere.offer(commands.choices)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0, 1 for a failure, 2 for wrong usage."""
    gc.set_threshold(50_000)  # by default, looking for cycles takes a fifth of a look-up, during it and at its end
    atexit.register(gc.freeze)
    if arguments is None and "_ARGCOMPLETE" in os.environ:
        from kg.commands.completion import answer

        answer(parser())
    options = parser().parse_args(arguments)
    try:
        command = getattr(import_module(f"kg.commands.{options.module}"), options.function)
        status = elsewhere.meant(command, options)(options)
        sys.stdout.flush()
    except Fault as fault:
        print(f"kg: {fault}", file=sys.stderr)
        return fault.exit_status
    except ModuleNotFoundError as error:
        from kg.extras import missing

        if (lacking := missing(error.name or "")) is None:
            raise
        print(f"kg: {lacking}", file=sys.stderr)
        return lacking.exit_status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("kg: stopped", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"kg: {error.strerror or error}{f': {error.filename}' if error.filename else ''}", file=sys.stderr)
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main())
