"""The table of layers in docs/architecture.md is true: of the modules, their imports, their size and their words."""

from __future__ import annotations

import ast
import csv
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
MAX_LINES = 250
FORMS = {"coe": ("depositaries", "cli"), "png": ("raster", "media", "draw", "cli", "commands")}
"""Names of forms of tables and pictures, which users type and which are no law, and the modules that may name them."""
ENGLISH_CODES = {"per"}
"""Codes of states that, in small letters, are English words; in capitals they are looked for all the same."""
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc", "base"}
_ROW = re.compile(r"\| (\d+) \| `([\w.]+)` \| [^|]+ \| ([^|]*)\|")
_NAMED = re.compile(r"(?s)(?:prefLabel|altLabel|notation)\s+((?:\"[^\"]*\"(?:@\w+)?\s*,?\s*)+)")
_TURTLE_SUBJECT = re.compile(r"(?m)^(state|org|treaty|body|proceeding|person):([\w-]+)\s")


@dataclass(frozen=True)
class Layer:
    """One line of the table: a module, its row, and the foreign libraries it is the door to."""

    row: int
    module: str
    doors: tuple[str, ...]


@dataclass(frozen=True)
class Import:
    """An import in a module: what it names, the line, and whether it serves types only."""

    name: str
    line: int
    types_only: bool


def modules() -> list[Path]:
    """Return the modules of the engine."""
    return sorted((ROOT / "kg").rglob("*.py"))


def named(path: Path) -> str:
    """Return the name under which a module stands in the table; all modules of a folder share its row."""
    return path.stem if path.parent.name == "kg" else path.parent.name


@cache
def table() -> dict[str, Layer]:
    """Return the table of layers, by module."""
    found: dict[str, Layer] = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if match := _ROW.match(line):
            assert match[2] not in found, f"{match[2]} stands in the table twice"
            found[match[2]] = Layer(int(match[1]), match[2], tuple(re.findall(r"`([\w.]+)`", match[3])))
    return found


def imports(path: Path) -> Iterator[Import]:
    """Yield the imports of a module, those inside functions too."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}:{node.lineno}: write the import in full, from kg…"
            submodules = node.module == "kg"
            names = [f"kg.{alias.name}" for alias in node.names] if submodules else [node.module or ""]
        for name in names:
            yield Import(name, getattr(node, "lineno", 0), id(node) in guarded)


def test_every_module_stands_in_the_table_and_nothing_else_does() -> None:
    assert sorted(table()) == sorted({named(path) for path in modules()} - {"__init__"})


def test_a_foreign_library_has_one_door() -> None:
    doors = [door for layer in table().values() for door in layer.doors]
    assert len(doors) == len(set(doors))


@pytest.mark.parametrize("path", modules(), ids=lambda path: f"{named(path)}-{path.stem}")
def test_a_module_imports_only_from_lower_rows(path: Path) -> None:
    wrong = []
    for found in imports(path):
        if not found.name.startswith("kg."):
            continue
        target = found.name.split(".")[1]
        if named(path) == "__init__":
            allowed = target == "displayed"
        else:
            assert named(path) in table(), f"{named(path)} is missing in the table of {PAGE.name}"
            allowed = target in table() and table()[target].row < table()[named(path)].row
        if not allowed:
            wrong.append(f"kg/{path.name}:{found.line} imports kg.{target}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("path", modules(), ids=lambda path: f"{named(path)}-{path.stem}")
def test_a_module_reads_only_the_version_from_the_package_itself(path: Path) -> None:
    """``import kg`` would otherwise be a way round the table."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not any(found.name == "kg" for found in imports(path)):
        return
    read = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "kg"
    }
    assert read == {"__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: f"{named(path)}-{path.stem}")
def test_a_foreign_library_comes_in_by_its_door(path: Path) -> None:
    """An import for types only loads nothing and needs no door."""
    doors = {door: layer.module for layer in table().values() for door in layer.doors}
    wrong = []
    for found in imports(path):
        top = found.name.split(".")[0]
        if top in sys.stdlib_module_names or top == "kg" or found.types_only:
            continue
        parts = found.name.split(".")
        prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        door = next((doors[prefix] for prefix in prefixes if prefix in doors), None)
        if door != named(path):
            wrong.append(f"kg/{path.name}:{found.line} imports {found.name}; its door is {door or 'in no row'}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("path", modules(), ids=lambda path: f"{named(path)}-{path.stem}")
def test_a_module_fits_on_a_few_screens_and_its_name_says_something(path: Path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= MAX_LINES, f"kg/{path.name} has {length} lines; move what belongs together to a module of its own"
    assert path.stem not in EMPTY_NAMES


def test_a_lookup_loads_no_library_that_it_does_not_need() -> None:
    """The imports at the head of the modules that every command loads are the standard library and the store."""
    allowed = {"pyoxigraph"}
    start = ["cli", "commands", "graph"]
    seen: set[str] = set()
    while start:
        module = start.pop()
        seen.add(module)
        tree = ast.parse((ROOT / "kg" / f"{module}.py").read_text(encoding="utf-8"))
        for node in tree.body:
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                submodules = node.module == "kg"
                names = [f"kg.{alias.name}" for alias in node.names] if submodules else [node.module or ""]
            for name in names:
                top, _, rest = name.partition(".")
                if top == "kg" and rest and rest.split(".")[0] not in seen:
                    start.append(rest.split(".")[0])
                elif top not in sys.stdlib_module_names and top != "kg":
                    assert top in allowed, f"kg/{module}.py loads {top} at its head; import it where it is used"


@cache
def names_in_data() -> re.Pattern[str]:
    """Return a pattern of the stems and names of states, organizations, treaties, bodies, proceedings and persons."""
    exact: set[str] = set()
    folded: set[str] = set()
    with (ROOT / "data" / "states.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            exact.add(row["iso3"])
            folded.update(row[column] for column in ("label_en", "label_ru", "label_uk", "label_fr"))
    with (ROOT / "data" / "persons.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            folded.update((row["stem"], row["label_en"], row["label_ru"]))
    for path in sorted((ROOT / "data").rglob("*.ttl")):
        text = path.read_text(encoding="utf-8")
        for _, local in _TURTLE_SUBJECT.findall(text):
            folded.add(local)
        if path.parent.name in ("bodies", "treaties", "data"):
            for labels in _NAMED.findall(text):
                for label in re.findall(r'"([^"]*)"', labels):
                    (exact if label.isupper() else folded).add(label)
    for law in sorted((ROOT / "data" / "laws").glob("*.ttl")):
        folded.add(law.stem)
        folded |= {law.stem.split("-")[0]} - ENGLISH_CODES
    words = [f"(?i:{re.escape(name)})" for name in folded if len(name) > 1]
    words += [re.escape(name) for name in exact if len(name) > 1]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![\w-])")


def python_words(path: Path) -> Iterator[tuple[int, str]]:
    """Yield names and strings of a Python file, with their lines; comments and docstrings may give examples."""
    text = path.read_text(encoding="utf-8")
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                docstrings.update(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.COMMENT, tokenize.NL) and token.start[0] not in docstrings:
            yield token.start[0], token.string


def examples_of_help(path: Path) -> set[int]:
    """Return the lines of a Python file that show a reader how to call the program: help, epilog, and messages."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg in ("epilog", "help"):
            lines.update(range(node.value.lineno, (node.value.end_lineno or node.value.lineno) + 1))
    return lines


@pytest.mark.parametrize("path", modules(), ids=lambda path: f"{named(path)}-{path.stem}")
def test_the_engine_names_no_state_court_treaty_or_person(path: Path) -> None:
    spared = examples_of_help(path)
    found = [
        f"kg/{path.name}:{line}: {match[0]}"
        for line, word in python_words(path)
        if line not in spared
        for match in names_in_data().finditer(word)
        if path.stem not in FORMS.get(match[0].casefold(), ())
    ]
    assert not found, "; ".join(found)


def test_media_types_are_written_in_one_module() -> None:
    """The rest of the engine calls them by their names there."""
    written = re.compile(r"\b(?:application|audio|font|image|model|text|video)/[a-z][\w.+-]*")
    found = {
        path.stem: f"line {line}: {match[0]}"
        for path in modules()
        for line, word in python_words(path)
        for match in written.finditer(word)
    }
    assert {*found} == {"media"}, found


def test_the_rules_name_no_state_court_treaty_or_person() -> None:
    found = []
    for path in sorted((ROOT / "queries" / "rules").rglob("*.rq")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.lstrip().startswith("#"):
                found += [f"{path.name}:{number}: {match[0]}" for match in names_in_data().finditer(line)]
    assert not found, "; ".join(found)


def test_the_names_looked_for_are_those_of_the_data() -> None:
    """Guards the two tests above against looking for nothing."""
    with (ROOT / "data" / "states.csv").open(encoding="utf-8", newline="") as file:
        states = list(csv.DictReader(file))
    assert len(states) > 100
    for state in states:
        assert names_in_data().search(f"x = '{state['iso3']}'"), state["iso3"]
    for path in sorted((ROOT / "data" / "bodies").glob("*.ttl")):
        assert names_in_data().search(f'"{path.stem}"'), path.stem
    assert not names_in_data().search("the state and its body, per ruling; a case")
