"""What makes look-ups quick changes no answer: parsers made when needed, tables and JSON drawn without libraries."""

import argparse
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest
from tabulate import tabulate

from commandline import run
from kg import files
from kg.cli import parser
from kg.commands.parsers import Command, Parser
from kg.graph import Graph
from kg.presenting import grid, present, terminal
from kg.tuples import Record

HEAVY = {
    "ast", "csv", "dataclasses", "inspect", "pathlib", "pyoxigraph", "shutil", "tabulate", "tempfile", "textwrap",
    "typing", "platformdirs",
}  # fmt: skip
"""Modules of which a look-up needs none."""
NEEDED = {"table": {"textwrap"}}
"""Those that a form needs: cells that are too wide are wrapped."""
WORDS = (
    "art.",
    "6,",
    "Суд",
    "non-binding",
    "https://example.org/averylongaddressofapage",
    "x",
    "Société—a",
    "(b),",
    "a/b",
)


@pytest.mark.parametrize("form", ["json", "table"])
@pytest.mark.usefixtures("graph")
def test_a_lookup_loads_no_module_that_it_does_not_need(form: str) -> None:
    """In a process of its own; the interpreter itself may have loaded some, as a coverage tool would."""
    code = (
        "import sys; own = set(sys.modules); from kg.cli import main; "
        "main(['assess', 'RUS', '--on', '2026-02-01', '--format', sys.argv[1]]); "
        "print(*set(sys.modules) - own, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, form], check=True, capture_output=True, text=True)
    assert not (HEAVY - NEEDED.get(form, set())) & set(done.stderr.split())
    assert "2026-01-09" in done.stdout


def commands(made: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands."""
    action = next(one for one in made._actions if isinstance(one, argparse._SubParsersAction))
    return dict(action.choices)


def test_only_the_parser_of_the_command_asked_for_is_made() -> None:
    made = parser()
    options = made.parse_args(["assess", "RUS", "--kind", "body", "--kind", "case", "--all"])
    assert (options.command, options.state, options.kind, options.all) == ("assess", "RUS", ["body", "case"], True)
    assert (options.module, options.function, options.format) == ("reading", "assess", "table")
    assert [name for name, one in commands(made).items() if "_to_do" not in vars(one)] == ["assess"]


def test_a_parser_made_later_is_the_parser_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """For each command: the same help, the same defaults, the same sentence for what is wrong."""
    later = {name: one.format_help() for name, one in commands(parser()).items()}
    assert len(later) > 20
    monkeypatch.setattr("kg.cli.Command", Parser)
    at_once = commands(parser())
    assert not any(isinstance(one, Command) for one in at_once.values())
    assert {name: one.format_help() for name, one in at_once.items()} == later


def test_a_command_that_has_no_such_attribute_says_so() -> None:
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        _ = Command(prog="x").nothing_of_that_name


@pytest.mark.parametrize("columns", ["100", "40", "0", "", "many"])
def test_the_terminal_is_as_wide_as_python_says(monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.width(77) == shutil.get_terminal_size((77, 24)).columns


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize("xdg", [None, "", "/somewhere/else", "relative"])
@pytest.mark.parametrize("home", [None, "/home/of/somebody", "relative"])
def test_the_cache_lies_where_platformdirs_says(
    monkeypatch: pytest.MonkeyPatch, xdg: str | None, home: str | None
) -> None:
    monkeypatch.delenv(files.CACHE_VARIABLE, raising=False)
    for name, value in (("XDG_CACHE_HOME", xdg), ("HOME", home)):
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    assert files.cache_root() == Path(platformdirs.user_cache_dir("opposable", appauthor=False))


@pytest.mark.parametrize("seed", range(40))
def test_tables_are_those_that_tabulate_draws(seed: int) -> None:
    """Save for empty lines of a wrapped table of one column, which tabulate swallows."""
    chance = random.Random(seed)

    def cell() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randrange(1, 9)))

    head = chance.choices(("A", "Verdict", "Int'l", "Since"), k=chance.randrange(1, 6))
    rows = [[cell() for _ in head] for _ in range(chance.randrange(6))]
    widths = [chance.randrange(8, 30) for _ in head] if rows else None
    assert grid.markdown(head, rows) == tabulate(rows, head, "github", disable_numparse=True)
    assert grid.columns(head, rows) == tabulate(rows, head, "simple", disable_numparse=True)
    drawn = tabulate(rows, head, "simple", disable_numparse=True, maxcolwidths=widths)
    assert grid.columns(head, rows, widths) == drawn


def test_an_empty_cell_takes_its_line() -> None:
    assert grid.columns(["A"], [["a b"], [""], ["c"]], [1]) == "A\n---\na\nb\n\nc"


def test_wide_and_combining_signs_take_the_places_they_take() -> None:
    assert grid.columns(["A", "B"], [["条約", "x"], ["e\u0301", "y"]]) == "A     B\n----  ---\n条約  x\ne\u0301     y"


def test_positions_as_json_are_what_json_makes_of_them(graph: Graph) -> None:
    """One, none and all."""
    found = graph.assess("RUS", on="2026-02-01", all=True)
    found[0] = found[0]._replace(label='"quoted" \\ \n%s', known_to=None)
    for some in (found, found[:1], []):
        drawn = present.positions(some, "json")
        assert drawn == present.json_list(position.as_json() for position in some)
        assert json.loads(drawn) == [position.as_json() for position in some]


class Point(Record):
    """Something with fields."""

    x: int
    y: int = 2

    @property
    def total(self) -> int:
        """Both together."""
        return self.x + self.y


def test_a_record_is_a_named_tuple_with_its_own_methods() -> None:
    point = Point(1)
    assert (point, point.total, repr(point)) == (Point(1, 2), 3, "Point(x=1, y=2)")
    assert (Point._fields, point._replace(y=5).total) == (("x", "y"), 6)
    assert (Point.__module__, Point.__doc__) == (__name__, "Something with fields.")
    with pytest.raises(AttributeError):
        point.x = 3  # type: ignore[misc]


def test_help_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    told = run("--help")
    assert told.status == 0
    assert all(f" {name} " in told.out for name in commands(parser()))
    assert run("assess", "--help").out.startswith("usage: kg assess ")
    assert capsys.readouterr().out == ""
