"""What docs/architecture.md says of the parts of the engine is true: of modules, imports, doors, size and words."""

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
FORMS = {"coe": ("depositaries", "cli"), "png": ("raster", "media", "draw", "cli", "reading")}
"""Names of forms of tables and pictures, which users type and which are no law, and the modules that may name them."""
ENGLISH_CODES = {"per"}
"""Codes of states that, in small letters, are English words; in capitals they are looked for all the same."""
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "manager", "misc", "base"}
_HEADING = re.compile(r"#+ (?:`(?:kg|(\w+))(/|\.py)`)?.*")
_ROW = re.compile(r"\| (\d+) \| `([\w*]+)` \| [^|]+ \| ([^|]*)\|")
_NAMED = re.compile(r"(?s)(?:prefLabel|altLabel|notation)\s+((?:\"[^\"]*\"(?:@\w+)?\s*,?\s*)+)")
_TURTLE_SUBJECT = re.compile(r"(?m)^(state|org|treaty|body|proceeding|person):([\w-]+)\s")


@dataclass(frozen=True)
class Place:
    """Where a module stands: its part, counted from the top of the page, and its row there."""

    part: int
    row: int
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


def identity(path: Path) -> str:
    """Return the path of a module below kg/ without its ending."""
    return path.relative_to(ROOT / "kg").with_suffix("").as_posix()


@cache
def packages() -> tuple[str, ...]:
    """Return the folders of the engine."""
    return tuple(sorted(path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")))


@cache
def page() -> dict[str, dict[str, Place]]:
    """Return what the page says: the parts in their order, and in each its modules by identity.

    A part is called like its folder, like the module that it is, or "" for what lies in kg/ itself. A folder whose
    modules are each one of a kind has one entry for all, ``folder/*``.
    """
    found: dict[str, dict[str, Place]] = {}
    part = None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := _HEADING.fullmatch(line):
            if heading[2] is None:
                part = None
                continue
            part = heading[1] or ""
            assert part not in found, f"{part} stands on the page twice"
            found[part] = {part: Place(len(found), 0, ())} if heading[2] == ".py" else {}
        elif part is not None and (match := _ROW.match(line)):
            name = f"{part}/{match[2]}" if part else match[2]
            assert name not in found[part], f"{name} stands in the table twice"
            found[part][name] = Place(len(found) - 1, int(match[1]), tuple(re.findall(r"`([\w.]+)`", match[3])))
    for number, (part, modules_) in enumerate(found.items()):
        if not modules_:
            modules_[f"{part}/*"] = Place(number, 0, ())
    return found


def place(module: str) -> Place | None:
    """Return where a module stands, or None where the page does not say."""
    folder = module.rpartition("/")[0]
    told = page().get(folder, {}) | page().get(module, {})
    return told.get(module) or told.get(f"{folder}/*")


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
        for name in imported(node, path):
            yield Import(name, getattr(node, "lineno", 0), id(node) in guarded)


def imported(node: ast.AST, path: Path) -> list[str]:
    """Return the modules that a node imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    assert node.level == 0, f"{path.name}:{node.lineno}: write the import in full, from kg…"
    module = node.module or ""
    if module == "kg" or module.removeprefix("kg.") in packages():
        return [f"{module}.{alias.name}" for alias in node.names]
    return [module]


def test_every_module_stands_on_the_page_and_nothing_else_does() -> None:
    told = {module for part in page().values() for module in part if not module.endswith("/*")}
    several = {part for part, modules_ in page().items() if f"{part}/*" in modules_}
    found = {identity(path) for path in modules() if path.name != "__init__.py" and path.parent.name not in several}
    assert sorted(told) == sorted(found)
    assert {part for part in page() if (ROOT / "kg" / part).is_dir()} == {"", *packages()}
    assert several < set(packages())


@pytest.mark.parametrize("package", packages())
def test_a_part_is_described_once(package: str) -> None:
    """Below its heading stands what its ``__init__`` says, and an ``__init__`` says nothing else."""
    tree = ast.parse((ROOT / "kg" / package / "__init__.py").read_text(encoding="utf-8"))
    assert len(tree.body) == 1
    assert f"### `{package}/`\n\n{ast.get_docstring(tree)}\n\n" in PAGE.read_text(encoding="utf-8")


def test_a_foreign_library_has_one_door() -> None:
    doors = [door for part in page().values() for at in part.values() for door in at.doors]
    assert len(doors) == len(set(doors))


@pytest.mark.parametrize("path", modules(), ids=identity)
def test_a_module_imports_only_what_stands_above_it(path: Path) -> None:
    """That is, modules of parts further up, and of its own part those of lower rows."""
    wrong = []
    own = place(identity(path))
    assert own is not None or path.name == "__init__.py", f"{identity(path)} is missing on {PAGE.name}"
    for found in imports(path):
        if not found.name.startswith("kg."):
            continue
        target = found.name.removeprefix("kg.").replace(".", "/")
        if own is None:
            allowed = identity(path) == "__init__" and target == "displayed"
        else:
            other = place(target)
            allowed = other is not None and (other.part, other.row) < (own.part, own.row)
        if not allowed:
            wrong.append(f"kg/{identity(path)}.py:{found.line} imports {found.name}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("path", modules(), ids=identity)
def test_a_module_reads_only_the_version_from_the_package_itself(path: Path) -> None:
    """``import kg`` would otherwise be a way round the page."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not any(found.name == "kg" for found in imports(path)):
        return
    read = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "kg"
    }
    assert read == {"__version__"}


@pytest.mark.parametrize("path", modules(), ids=identity)
def test_a_foreign_library_comes_in_by_its_door(path: Path) -> None:
    """An import for types only loads nothing and needs no door."""
    doors = {door: module for part in page().values() for module, at in part.items() for door in at.doors}
    own = {identity(path), f"{identity(path).rpartition('/')[0]}/*"}
    wrong = []
    for found in imports(path):
        top = found.name.split(".")[0]
        if top in sys.stdlib_module_names or top == "kg" or found.types_only:
            continue
        parts = found.name.split(".")
        prefixes = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
        door = next((doors[prefix] for prefix in prefixes if prefix in doors), None)
        if door not in own:
            wrong.append(f"kg/{identity(path)}.py:{found.line} imports {found.name}; its door is {door or 'nowhere'}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize("path", modules(), ids=identity)
def test_a_module_fits_on_a_few_screens_and_its_name_says_something(path: Path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= MAX_LINES, f"{identity(path)} has {length} lines; move what belongs together to its own module"
    assert EMPTY_NAMES.isdisjoint(identity(path).split("/"))


def test_a_lookup_loads_no_library_that_it_does_not_need() -> None:
    """The imports at the head of the modules that every command loads are the standard library and the store."""
    allowed = {"pyoxigraph"}
    start = ["kg.cli", "kg.commands.reading", "kg.commands.opening", "kg.graph"]
    seen: set[str] = set()
    while start:
        module = start.pop()
        seen.add(module)
        path = ROOT / f"{module.replace('.', '/')}.py"
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in imported(node, path):
                top = name.partition(".")[0]
                if name.startswith("kg.") and name not in seen:
                    start.append(name)
                elif top not in sys.stdlib_module_names and top != "kg":
                    assert top in allowed, f"{path.name} loads {top} at its head; import it where it is used"
    assert len(seen) > 10


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


@pytest.mark.parametrize("path", modules(), ids=identity)
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
