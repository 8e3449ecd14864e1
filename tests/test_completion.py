"""What a shell completes: every command and option of the parser, names of the built graph; and nothing is built."""

from __future__ import annotations

import argparse
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from argcomplete import finders

from commandline import run
from kg import cli, files
from kg.building import roster
from kg.commands import candidates, completion
from kg.exports import __name__ as exports
from kg.graph import Graph
from kg.language.phrases import languages
from kg.listing import listed
from kg.names import CONNECTED, KINDS, SUBJECTS, stem
from kg.queries.sparql import catalogue

FREE = {
    "on", "as_known", "after", "limit", "text", "add", "endpoint", "time", "update_url", "context", "host", "port",
    "workers", "answerers", "memory", "rate", "cache", "rows", "allowed_host",
}  # fmt: skip
"""Arguments whose values nobody can list: days, numbers, addresses, free text."""
HEAVY = {
    "rdflib", "networkx", "owlready2", "pyvis", "rich", "pyoxigraph", "jinja2", "tqdm", "platformdirs", "dataclasses",
    "pathlib", "kg.graph", "kg.queries.sparql",
}  # fmt: skip
"""Modules of which completing a name needs none."""
_DRIVER = r"""
eval "$(cat "$SCRIPT")"
COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9
_python_argcomplete kg
printf '%s\n' "${COMPREPLY[@]}"
"""


@dataclass(frozen=True)
class Shell:
    """A bash with the script that ``kg completion bash`` prints, and a ``kg`` on its path."""

    path: Path
    script: Path

    def replies(self, line: str, folder: Path | None = None, more: dict[str, str] | None = None) -> list[str]:
        """Return what bash would replace the last word of a line with; nothing is printed beside it."""
        done = subprocess.run(
            ["bash", "--norc", "-c", _DRIVER, "bash", line],
            cwd=folder, check=True, capture_output=True, text=True, timeout=60,
            env=os.environ | {"PATH": f"{self.path}:{os.environ['PATH']}", "SCRIPT": str(self.script),
                              "LC_ALL": "C.UTF-8"} | (more or {}),
        )  # fmt: skip
        assert done.stderr == ""
        return [reply for reply in done.stdout.split("\n") if reply]


@pytest.fixture(scope="module")
def bash(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> Shell:
    """Return such a bash."""
    graph.store  # noqa: B018  (opens it, and builds it where it is not there)
    folder = tmp_path_factory.mktemp("path")
    program = folder / "kg"
    program.write_text(
        f"#!/bin/sh\nPYTHONPATH={shlex.quote(os.pathsep.join(path for path in sys.path if path))} "
        f"exec {shlex.quote(sys.executable)} -c 'import sys; from kg.cli import main; sys.exit(main())' \"$@\"\n"
    )
    program.chmod(0o755)
    script = folder / "script"
    script.write_text(printed("bash"))
    return Shell(folder, script)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with files whose names a shell must quote."""
    (tmp_path / "my folder").mkdir()
    for name in ("my folder/it's.rq", "q$x.rq", "notes.txt", "facts.ttl", ".hidden.rq", "new\nline.rq"):
        (tmp_path / name).write_text("")
    return tmp_path


@pytest.fixture(autouse=True)
def _no_debugging(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave file descriptor 9, on which argcomplete would tell what it does, to whom it belongs."""
    monkeypatch.setattr(finders.CompletionFinder, "_init_debug_stream", lambda _: None)


def printed(shell: str) -> str:
    """Return the script for a shell."""
    ran = run("completion", shell)
    assert (ran.status, ran.err) == (0, "")
    return ran.out


def completed(line: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return what is answered where the cursor stands at the end of a line, each with what it is, as fish is told."""
    asked = {
        "_ARGCOMPLETE": "1", "_ARGCOMPLETE_SHELL": "fish", "_ARGCOMPLETE_DFS": "\t", "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "1", "COMP_LINE": line, "COMP_POINT": str(len(line)),
    }  # fmt: skip
    told = io.StringIO()
    with monkeypatch.context() as patch:
        for name, value in asked.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as end:
            completion.answer(cli.parser(), sys.exit, told)
    assert end.value.code == 0
    pairs = (reply.partition("\t") for reply in told.getvalue().split("\n"))
    return {reply: what for reply, _, what in pairs if reply}


@cache
def commands() -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands."""
    action = next(one for one in cli.parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(action.choices)


def valued() -> Iterator[tuple[str, argparse.Action]]:
    """Yield each argument that takes a value which the parser does not list, with its command."""
    yield from (("", one) for one in cli.parser()._actions if one.dest == "knowledge")
    for name, command in commands().items():
        yield from ((name, one) for one in command._actions if one.nargs != 0 and one.choices is None)


def test_every_command_is_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = completed("kg ", monkeypatch)
    assert list(answered) == list(commands())
    assert all(answered.values())
    assert completed("kg --", monkeypatch).keys() == {"--help", "--version", "--knowledge"}


@pytest.mark.parametrize("name", commands())
def test_every_option_and_every_choice_is_completed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    actions = list(commands()[name]._actions)
    options = {option for one in actions for option in one.option_strings}
    assert completed(f"kg {name} -", monkeypatch).keys() == options
    for one in actions:
        if one.choices is not None:
            option = f"{one.option_strings[-1]} " if one.option_strings else ""
            assert set(completed(f"kg {name} {option}", monkeypatch)) >= set(map(str, one.choices))


@pytest.mark.usefixtures("graph")
def test_every_value_is_completed_or_one_that_nobody_can_list(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.chdir(folder)
    (folder / "my folder").rename("folder")
    free = set()
    for command, action in valued():
        before = argparse.Namespace(
            command=command, knowledge=None, given=[], state=None,
            query="rules-of-state" if command == "query" else None, change="adoption",
        )  # fmt: skip
        answers = [candidates.offered(action.dest, before, typed) for typed in ("", "i")]
        if not any(answers):
            free.add(action.dest)
        else:
            assert action.dest not in FREE, (command, action.dest)
    assert free == FREE


def test_every_argument_that_names_a_thing_or_a_file_is_one_of_the_parser() -> None:
    arguments = {(command, action.dest) for command, action in valued()}
    assert {*candidates._THINGS, *candidates._FILES, *candidates._FOLDERS} <= {name for _, name in arguments}
    assert set(candidates._OF_COMMAND) <= arguments


def test_a_stem_of_several_kinds_is_offered_by_kind_only(tmp_path: Path) -> None:
    """As is a name that several things have, or that is another's stem."""
    (tmp_path / "roster").mkdir()
    names = {"body": {"pact": ["Pact"], "court": ["The Court"]}, "ruling": {"pact": ["Pact"], "the-court": ["Ruling"]}}
    for kind, called in names.items():
        (tmp_path / "roster" / f"{kind}.json").write_text(json.dumps(called))
    assert roster.beginning(str(tmp_path), SUBJECTS, "pac") == {}
    assert roster.beginning(str(tmp_path), SUBJECTS, "body:p") == {"body:pact": "Pact"}
    assert roster.beginning(str(tmp_path), ("body",), "pac") == {"pact": "Pact"}
    assert roster.beginning(str(tmp_path), SUBJECTS, "The C") == {}
    assert roster.beginning(str(tmp_path), ("body",), "The C") == {"The Court": "court"}


def test_what_was_given_is_not_offered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "kg assess X --all --kind body -"
    answered = completed(line, monkeypatch)
    assert {"--on", "--kind"} <= set(answered)
    assert "--all" not in answered


@pytest.mark.usefixtures("graph")
def test_states_are_told_by_name(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    """Before a letter is typed: those that have rules."""
    assert completed("kg assess RU", monkeypatch) == {"RUS": "Russia"}
    assert completed("kg assess ru", monkeypatch) == {"RUS": "Russia"}
    assert list(completed("kg assess ", monkeypatch)) == sorted(map(stem, graph.holders())) != []
    assert completed("kg assess Росс", monkeypatch) == {"Россия": "RUS"}
    assert completed("kg assess X-no-such", monkeypatch) == {}


def test_subjects_of_all_kinds_are_completed(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    answered = completed("kg why RUS icc", monkeypatch)
    assert answered["icc"] == "International Criminal Court"
    for kind in SUBJECTS:
        assert {one for one in roster.called(str(graph.folder), kind) if one.startswith("icc")} & set(answered)
    assert completed("kg why RUS body:icc", monkeypatch)["body:icc"] == "International Criminal Court"
    assert set(completed("kg why RUS ", monkeypatch)) == {f"{kind}:" for kind in SUBJECTS}


@pytest.mark.usefixtures("graph")
def test_readings_are_those_of_the_states_rules(monkeypatch: pytest.MonkeyPatch, graph: Graph) -> None:
    for state in ("RUS", "rus", "Russia", "Россия"):
        answered = completed(f"kg assess {state} --reading ", monkeypatch)
        said = {one.reading for one in graph.timeline("RUS") if one.reading}
        assert said <= set(answered)
        assert {name[:3] for name in answered} == {"rus"}
    assert len(completed("kg draw x --reading ", monkeypatch)) > len(answered)


def test_questions_changes_formats_and_views_are_those_there_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    asked = completed("kg query ", monkeypatch)
    assert asked == {name: query.header["title"] for name, query in catalogue(root).items()}
    changes = completed("kg what-if --change ", monkeypatch)
    assert set(changes) == {path.stem for path in (root / "queries" / "changes").glob("*.rq")}
    assert all(changes.values())
    assert list(completed("kg export ", monkeypatch)) == listed(exports.rpartition(".")[2])
    assert list(completed("kg release x --format ", monkeypatch)) == listed("exports")
    assert list(completed("kg draw ", monkeypatch)) == listed("views")
    assert set(completed("kg draw matrix --format ", monkeypatch)) == {"html", "svg", "png"}
    assert set(completed("kg why A b --language ", monkeypatch)) == set(languages(root))
    assert set(completed("kg path a b --kind ", monkeypatch)) == set(CONNECTED)


@pytest.mark.usefixtures("graph")
def test_parameters_are_those_of_the_question_or_change(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = "kg query rules-of-state --given "
    assert set(completed(ask, monkeypatch)) == {"state="}
    assert completed(f"{ask}state=RU", monkeypatch) == {"state=RUS": "Russia"}
    assert completed(f"{ask}state=RUS --given ", monkeypatch) == {}
    suppose = "kg what-if --change adoption --given "
    assert set(completed(f"{suppose}state=HUN --given ", monkeypatch)) == {"rule=", "on="}
    assert "rule=rus-fkz-2025-limb-b" in completed(f"{suppose}rule=rus", monkeypatch)
    assert completed(f"{suppose}on=20", monkeypatch) == {}
    for nothing in ("kg query nosuch --given ", "kg query - --given ", "kg what-if --given ", "kg query --given "):
        assert completed(nothing, monkeypatch) == {}


def test_what_is_offered_is_understood(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is typed of a name: each of what is offered means one thing, that which it is said to be."""
    assert graph.folder is not None
    monkeypatch.setattr(roster, "_read", cache(roster._read))
    built, tried = str(graph.folder), 0
    for kinds in (("state",), ("person",), SUBJECTS, CONNECTED, ()):
        things = {name: roster.called(built, name) for name in kinds or KINDS if name != "source"}
        known = [name for of_kind in things.values() for one, names in of_kind.items() for name in (one, *names)]
        words = [word for name in known for word in (name, name.split()[-1])]
        offered: dict[str, str] = {}
        begun = sorted({word[:2] for word in words} | set(known))
        for typed in begun[:: max(1, len(begun) // 200)]:
            found = roster.beginning(built, kinds, typed)
            assert all(text.casefold().startswith(typed.casefold()) for text in found)
            offered |= found
        for text, what in offered.items():
            if not text.endswith(":"):
                tried += 1
                thing = graph.directory.resolve(text, *kinds)
                assert what in (thing.name, thing.stem), (kinds, text)
    assert tried > 1000


def test_what_nobody_would_find_in_a_list_is_not_listed(graph: Graph) -> None:
    built = str(graph.folder)
    assert len(roster.called(built, "source")) > roster.MANY
    assert roster.beginning(built, ("source",), "") == {}
    assert 0 < len(roster.beginning(built, ("source",), "wikimili")) <= roster.MANY
    assert set(roster.beginning(built, (), "")) == {f"{'org' if one == 'organization' else one}:" for one in KINDS}
    assert roster.beginning(built, ("person",), "putin") == {"Putin": "Vladimir Vladimirovich Putin"}


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b"1", b'{"AAA": 1}', b'{"AAA": []}', b'{"AAA": [1]}'])
def test_a_damaged_file_offers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    (tmp_path / "roster").mkdir()
    for name in (*KINDS, "holders"):
        (tmp_path / "roster" / f"{name}.json").write_bytes(content)
    monkeypatch.setattr(candidates, "_built", lambda _: str(tmp_path))
    for name in ("state", "reading", "thing", "subject"):
        for typed in ("", "A", "person:"):
            before = argparse.Namespace(command="show", state="AAA" if name == "reading" else None)
            assert set(candidates.offered(name, before, typed)) <= {f"{kind}:" for kind in KINDS}


def test_bash_completes_as_one_types(bash: Shell, folder: Path) -> None:
    """Words with blanks, quotes, colons, equals signs and dollars; bash breaks words at colons and equals signs."""
    at_home = {"HOME": str(folder), files.CACHE_VARIABLE: files.cache_folder()}  # by default the cache lies below HOME
    for line, replies in {
        "kg as": ["assess "],
        "kg assess RU": ["RUS "],
        "kg assess Mongo": ["Mongolia "],
        "kg assess South\\ A": ["South\\ Africa "],
        'kg assess "South A': ["South Africa"],
        "kg why RUS bo": ["body:"],
        "kg why RUS body:icsi": ["icsid "],
        "kg query rules-of-state --given st": ["state="],
        "kg query rules-of-state --given state=RU": ["RUS "],
        "kg query rules-of-state --given=state=RU": ["RUS "],
        "kg query my": ["my\\ folder/"],
        "kg query my\\ folder/": ["my\\ folder/it\\'s.rq "],
        "kg query q": ["q\\$x.rq "],
        "kg query ne": [],
        "kg query .h": [".hidden.rq "],
        "kg export turtle -o no": ["notes.txt "],
        "kg what-if --facts fa": ["facts.ttl "],
        "kg what-if --facts no": [],
        "kg --knowledge my": ["my\\ folder/"],
        "kg assess XX": [],
        "kg assess RUS --on ": [],
        "kg query ~/": ["~/my\\ folder/", "~/q\\$x.rq"],
    }.items():
        assert sorted(bash.replies(line, folder, at_home)) == replies, line


def test_completing_builds_nothing(bash: Shell, tmp_path: Path) -> None:
    """Where no graph is built, what needs none is completed, and not a file is written."""
    nowhere = tmp_path / "cache"
    chosen = {files.CACHE_VARIABLE: str(nowhere)}
    assert bash.replies("kg assess RU", more=chosen) == []
    assert bash.replies("kg why RUS ", more=chosen) == []
    assert bash.replies("kg show ", more=chosen) == []
    assert bash.replies("kg as", more=chosen) == ["assess "]
    assert bash.replies("kg draw ma", more=chosen) == ["matrix "]
    assert bash.replies("kg query rules-of", more=chosen) == ["rules-of-state "]
    assert not nowhere.exists()
    assert bash.replies(f"kg --knowledge {tmp_path} query rules-of", more=chosen) == []
    assert bash.replies("kg query rules-of", more=chosen | {files.KNOWLEDGE_VARIABLE: str(tmp_path)}) == []


@pytest.mark.parametrize("line", ["kg why RUS ic", "kg query rules-of-state --given state=RU", "kg show ec", "kg dr"])
@pytest.mark.usefixtures("graph")
def test_completing_loads_no_module_that_it_does_not_need(line: str, tmp_path: Path) -> None:
    code = (
        "import os, sys; own = set(sys.modules); os._exit = lambda status: (print(*set(sys.modules) - own), "
        "sys.exit(status)); from kg.cli import main; main()"
    )
    asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_STDOUT_FILENAME": str(tmp_path / "answer")}
    asked |= {"COMP_LINE": line, "COMP_POINT": str(len(line))}
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ | asked, timeout=60
    )
    loaded = set(done.stdout.split())
    assert "kg.commands.completion" in loaded
    assert HEAVY & loaded == set()
    assert (tmp_path / "answer").read_text(encoding="utf-8") != ""


def test_a_lookup_loads_nothing_of_it() -> None:
    code = "import sys; from kg.cli import parser; parser(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert {"argcomplete", "kg.commands.completion", "kg.commands.candidates", "kg.building.roster"} & set(
        done.stdout.split()
    ) == set()


@pytest.mark.parametrize(
    ("shell", "check", "registers"),
    [
        ("bash", ["-n"], "complete -o nospace -o bashdefault -F _python_argcomplete kg"),
        ("zsh", ["-n"], "compdef _python_argcomplete kg"),
        ("fish", ["--no-execute"], "complete --command kg -f -a '(__fish_kg_complete)'"),
    ],
)
def test_each_shell_reads_its_script(shell: str, check: list[str], registers: str, tmp_path: Path) -> None:
    """The shell itself checks it, where it is installed."""
    script = tmp_path / "script"
    script.write_text(printed(shell))
    assert registers in script.read_text().splitlines() or registers in script.read_text()
    if program := shutil.which(shell):
        done = subprocess.run([program, *check, str(script)], check=True, capture_output=True, text=True, timeout=60)
        assert (done.stdout, done.stderr) == ("", "")


def test_fish_and_zsh_are_asked_to_show_names(bash: Shell) -> None:
    """Fish takes what a candidate is after a tab, zsh after a colon: a colon of the candidate is escaped."""
    for shell, reply in (("fish", "body:icsid\tInternational Centre"), ("zsh", "body\\:icsid:International Centre")):
        line = "kg why RUS body:icsi"
        asked = {"_ARGCOMPLETE": "1", "_ARGCOMPLETE_SHELL": shell, "COMP_LINE": line, "COMP_POINT": str(len(line))}
        asked |= {"_ARGCOMPLETE_SUPPRESS_SPACE": "1"}
        asked |= {"_ARGCOMPLETE_DFS": "\t", "_ARGCOMPLETE_IFS": "\n"} if shell == "fish" else {}
        done = subprocess.run(
            ["bash", "-c", f"{bash.path}/kg 8>&1 9>/dev/null"], check=True, capture_output=True, text=True,
            env=os.environ | asked, timeout=60,
        )  # fmt: skip
        assert done.stdout.startswith(reply)
        assert done.stderr == ""


def test_the_roster_holds_what_the_directory_holds(graph: Graph) -> None:
    built = str(graph.folder)
    for iri, names in graph.directory.names.items():
        kind, one = iri.split("/")[-2:]
        first, *others = roster.called(built, kind)[one]
        assert first == graph.directory.name(iri)
        assert {first, *others} == names | {first}
    assert set(roster.holders(built)) == set(map(stem, graph.holders()))
    assert roster.called(built, "../positions/RUS") == {}
    assert json.loads((Path(built) / "roster" / "state.json").read_text(encoding="utf-8"))["RUS"][0] == "Russia"
