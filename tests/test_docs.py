"""What the documentation shows is so: commands print what stands below them, recipes work, links lead somewhere.

``python tests/test_docs.py --write [PAGE…]`` runs the commands and writes what they print into the pages.

A block ``console`` holds lines ``$ kg …``, each followed by what it prints; ``| head -N`` after a command cuts it, and
the output then ends in ``…``. In docs/adding.md a block ``LANGUAGE file=PATH`` is a new file and ``… append`` adds to a
file that is there, and ``diff file=PATH`` replaces words in one. All blocks of that page are put into one copy of the
knowledge; it must then pass ``kg check``; then its commands run.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import kg
from kg.facts.tables import ACTIONS, SOURCE_KINDS, TABLES
from kg.names import KINDS, ONTOLOGY
from kg.oxigraph import A, NamedNode
from renewal import renew

ROOT = Path(__file__).resolve().parents[1]
RECIPES = ROOT / "docs" / "adding.md"
WIDTH = "110"
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.md")])
_FENCE = re.compile(r"(?ms)^```(\S+)([^\n]*)\n(.*?)^```$")
_COMMAND = re.compile(r"kg(?P<arguments> .*?)?(?: \| head -(?P<lines>\d+))?")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_TOP_FOLDERS = ("ontology", "data", "queries", "viz")


@dataclass(frozen=True)
class Block:
    """One fenced block of a page: its language, the words after it, its text, and where the text begins and ends."""

    page: Path
    language: str
    words: tuple[str, ...]
    text: str
    start: int
    end: int

    @property
    def file(self) -> str | None:
        """The file that the block is a recipe for."""
        return next((word.removeprefix("file=") for word in self.words if word.startswith("file=")), None)

    @property
    def status(self) -> int:
        """The exit status that its commands must have."""
        return next((int(word.removeprefix("status=")) for word in self.words if word.startswith("status=")), 0)


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        yield Block(page, match[1], tuple(match[2].split()), match[3], match.start(3), match.end(3))


def environment(knowledge: Path | None, cache: Path | None) -> dict[str, str]:
    """Return the environment in which shown commands run: the same on every machine."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("OPPOSABLE_")}
    kept |= {"COLUMNS": WIDTH, "LINES": "24", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}
    if knowledge is None or cache is None:
        return {key: value for key, value in os.environ.items() if key.startswith("OPPOSABLE_")} | kept
    return kept | {"OPPOSABLE_KNOWLEDGE": str(knowledge), "OPPOSABLE_CACHE": str(cache)}


def run(command: str, status: int, folder: Path, env: dict[str, str]) -> str:
    """Return what a shown command prints, on either stream."""
    match = _COMMAND.fullmatch(command)
    assert match is not None, f"only 'kg …' and '| head -N' can be shown, not {command!r}"
    program = "import sys; from kg.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", program, *shlex.split(match["arguments"] or "")],
        cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == status, f"$ {command}\nexits with {done.returncode}, not {status}:\n{done.stdout}"
    text = done.stdout
    for place in {str(folder), str(folder.resolve())}:
        text = text.replace(f"{place}{os.sep}", "").replace(place, "…")
    lines = [line.rstrip() for line in text.splitlines()]
    if match["lines"] and len(lines) > int(match["lines"]):
        lines = [*lines[: int(match["lines"])], "…"]
    return "".join(f"{line}\n" for line in lines)


def rerun(block: Block, folder: Path, env: dict[str, str]) -> str:
    """Return what a console block must read: its commands, each with what it prints."""
    commands = [line.removeprefix("$ ") for line in block.text.splitlines() if line.startswith("$ ")]
    assert commands, f"{block.page.name}: a console block without a line '$ kg …'"
    shown = [f"$ {command}\n{run(command, block.status, folder, env)}" for command in commands]
    return "\n".join(shown)


def copy_with_recipes(target: Path) -> None:
    """Copy the knowledge and put in every file that the recipes give."""
    for name in _TOP_FOLDERS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name)
    for block in blocks(RECIPES):
        if block.file is None:
            continue
        path = target / block.file
        assert "/" not in block.file or block.file.split("/")[0] in _TOP_FOLDERS, (
            f"{block.file} is outside the knowledge"
        )
        old = path.read_text(encoding="utf-8") if path.is_file() else None
        if block.language == "diff":
            assert old is not None, f"{block.file} is changed, but does not exist"
            path.write_text(changed(old, block), encoding="utf-8")
        elif "append" in block.words:
            assert old is not None, f"{block.file} is appended to, but does not exist"
            assert not old or old.endswith("\n"), f"{block.file} does not end in a line break"
            path.write_text(old + block.text, encoding="utf-8")
        else:
            assert old is None, f"{block.file} exists already; the recipe must say append"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")


def changed(text: str, block: Block) -> str:
    """Return a text with the words after ``-``, which stand in it once, replaced by those after ``+``."""
    old, new = block.text.splitlines()
    assert old[0] == "-"
    assert new[0] == "+"
    assert text.count(old[1:]) == 1, f"{block.file} holds {old[1:]!r} {text.count(old[1:])} times, not once"
    return text.replace(old[1:], new[1:])


def outputs(page: Path, scratch: Path) -> Iterator[tuple[Block, str]]:
    """Yield each console block of a page with what it must read.

    The recipes run in a copy whose path has a space; all else in the checkout.
    """
    shown = [block for block in blocks(page) if block.language == "console"]
    if not shown:
        return
    folder, env = ROOT, environment(None, None)
    if page == RECIPES:
        folder = scratch / "a copy"
        copy_with_recipes(folder)
        env = environment(folder, scratch / "cache")
        run("kg check --write-inferred", 0, folder, env)
    # This builds the graph, if it is not there, and says so on its own.
    run("kg find court", 0, folder, env)
    for block in shown:
        yield block, rerun(block, folder, env)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    wrong = [f"{block.text}\nnow reads\n{now}" for block, now in outputs(page, tmp_path) if now != block.text]
    assert not wrong, "run 'make docs' and look at the difference:\n" + "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for target in _LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = page if not path else (page.parent / path).resolve()
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert not broken


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as they are made from their words."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_named_in_the_text_exist(page: Path) -> None:
    """A name in backticks that begins with one of our folders and has no placeholder is a file or a folder of ours."""
    made = {block.file for block in blocks(page)}
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    named = re.findall(r"`((?:ontology|data|queries|viz|kg|tests|docs)/[\w./-]*)`", text)
    placeholder = re.compile(r"STEM|ISO3|PATH")
    missing = [name for name in named if name not in made and not placeholder.search(name)]
    missing = [name for name in missing if not (ROOT / name).exists()]
    assert not missing


def test_every_command_is_documented() -> None:
    from kg.cli import parser

    action = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in action.choices if f"kg {command}" not in text] == []


def test_the_readme_shows_no_day_that_passes() -> None:
    """A command whose answer depends on today would be right for one day only."""
    dated = {"assess", "why", "conflicts"}
    for page in PAGES:
        for block in blocks(page):
            for line in block.text.splitlines() if block.language == "console" else ():
                if line.startswith("$ kg ") and line.split()[2] in dated:
                    assert "--on" in line, f"{page.name}: {line}"


def test_the_contract_has_the_columns_of_every_table() -> None:
    text = (ROOT / "data" / "FORMAT.md").read_text(encoding="utf-8")
    for table in TABLES:
        assert f"`data/{table.pattern}`" in text
        assert f"\n{','.join(table.columns)}\n" in text


def test_the_contract_names_every_kind_action_and_closed_vocabulary(graph: kg.graph.Graph) -> None:
    text = (ROOT / "data" / "FORMAT.md").read_text(encoding="utf-8")
    for word in (*KINDS, *ACTIONS, *SOURCE_KINDS):
        assert f"`{word}`" in text, word
    vocabularies = ("Matter", "Effect", "CompetenceLevel", "ReferenceDay", "ClaimStatus", "SourceKind")
    for vocabulary in vocabularies:
        members = graph.store.quads_for_pattern(None, A, NamedNode(ONTOLOGY + vocabulary), None)
        names = {quad.subject.value.removeprefix(ONTOLOGY) for quad in members if isinstance(quad.subject, NamedNode)}
        assert names
        assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_the_words_are_those_of_the_ontology(graph: kg.graph.Graph) -> None:
    """docs/ontology.md and data/FORMAT.md name every class, and every term they name is one."""
    terms = {
        quad.subject.value.removeprefix(ONTOLOGY): str(quad.object)
        for quad in graph.store.quads_for_pattern(None, A, None, None)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ONTOLOGY)
    }
    text = (ROOT / "docs" / "ontology.md").read_text(encoding="utf-8")
    classes = sorted(name for name in terms if name[0].isupper() and "module/" not in name)
    assert [name for name in classes if not re.search(rf"\b{name}\b", text)] == []
    for page in (ROOT / "docs" / "ontology.md", ROOT / "data" / "FORMAT.md"):
        used = set(re.findall(r"\bop:(\w+)", page.read_text(encoding="utf-8")))
        assert sorted(used - set(terms)) == [], page.name


def test_the_changelog_tells_of_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.findall(r"(?m)^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})$", text)
    assert releases
    assert releases[0][0] == kg.__version__


def rewritten(page: Path) -> str:
    """Return a page with what the shown commands print."""
    with tempfile.TemporaryDirectory() as scratch:
        found = list(outputs(page, Path(scratch)))
    text = page.read_text(encoding="utf-8")
    for block, now in reversed(found):
        text = text[: block.start] + now + text[block.end :]
    return text


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit("usage: python tests/test_docs.py --write [PAGE…]")
    sys.exit(renew([Path(name).resolve() for name in sys.argv[2:]] or PAGES, rewritten, "pages"))
