"""A release: every export, the ontology with its documentation, the package, what changed; with checksums."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import kg
from kg.drawing.classdiagrams import diagrams
from kg.drawing.pictures import imprint
from kg.exporting.checksums import write_lists
from kg.exporting.compression import compressed
from kg.exporting.description import Distribution, describe
from kg.exporting.export import export, format_named, formats
from kg.exporting.extracts import PARTS, Extract, Nothing
from kg.exporting.vocabulary import documentation
from kg.faults import Fault, UsageFault
from kg.files import CHECKOUT, fill_folder
from kg.graph import Graph
from kg.media import PACKED, form_of
from kg.names import BASE
from kg.publishing.changelog import write_changes

Progress = Callable[[str, int, int], None]
EPOCH: Final = "SOURCE_DATE_EPOCH"
EXPORTS: Final = "exports"
_PARTED: Final = "nquads"
"""The format in which the parts of the graph are written one by one."""
_SMALL: Final = 100_000
"""Up to so many bytes, a file is left as it is."""
_TEXTS: Final = ("CHANGELOG.md", "CITATION.cff", "LICENSE", "LICENSE-DATA", "README.md")


@dataclass
class Released:
    """What a release holds, and in plain words what it lacks and why."""

    files: int = 0
    lacks: list[str] = field(default_factory=list)


def day_of_release(graph: Graph, chosen: date | None) -> date:
    """Return the day that a release bears: the chosen one, else that of SOURCE_DATE_EPOCH, else the data's last day.

    The data's last day is the last on which a source was read; the clock is never asked.

    Raises UsageFault where there is none.
    """
    if chosen is not None:
        return chosen
    if epoch := os.environ.get(EPOCH):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError) as error:
            raise UsageFault(f"{EPOCH} is {epoch!r}, which is no number of seconds") from error
    if (read := imprint(graph).read_until) is None:
        raise UsageFault("no source of the data has a day on which it was read; give the day of the release with --on")
    return date.fromisoformat(read)


def write_release(
    graph: Graph, folder: Path, day: date, *, since: Graph | None = None, only: Sequence[str] = (),
    progress: Progress = lambda *_: None,
) -> Released:  # fmt: skip
    """Write a release into a folder that does not exist yet or is empty: whole or not at all.

    ``only`` are the formats to export (by default all). The same knowledge, day and formats give the same bytes.

    Raises UsageFault where the folder holds something or a format is unknown, Fault where it cannot be written or a
    library is missing.
    """
    chosen = list(dict.fromkeys(only)) or formats()
    for name in chosen:
        format_named(name)
    released = Released()

    def fill(whole: Path) -> None:
        _Writer(graph, whole, day, released, progress).write(chosen, since)
        released.files = sum(path.is_file() for path in whole.rglob("*"))

    fill_folder(folder, fill)
    return released


class _Writer:
    """Writes the files of one release."""

    def __init__(self, graph: Graph, folder: Path, day: date, released: Released, progress: Progress) -> None:
        self._graph, self._folder, self._day = graph, folder, day
        self._released, self._progress = released, progress
        self._distributions: list[Distribution] = []

    def write(self, chosen: list[str], since: Graph | None) -> None:
        wanted: list[tuple[str, str | None]] = [(name, None) for name in chosen]
        wanted += [(_PARTED, part) for part in PARTS if _PARTED in chosen]
        total = len(wanted) + 4
        for number, (name, part) in enumerate(wanted):
            self._progress(f"export {name}{f', {part}' if part else ''}", number, total)
            self._export(name, part)
        self._progress("ontology", total - 4, total)
        self._ontology()
        self._progress("package", total - 3, total)
        self._package()
        self._progress("changes", total - 2, total)
        if since is not None:
            write_changes(since, self._graph, self._folder)
        self._progress("checksums", total - 1, total)
        data = imprint(self._graph)
        description = describe(
            self._graph.store, data.version, data.fingerprint, self._day, self._graph.holders(), self._distributions
        )
        self._put("void.ttl", description)
        write_lists(self._folder, {"version": data.version, "fingerprint": data.fingerprint,
                                   "date": self._day.isoformat(), "lacks": self._released.lacks})  # fmt: skip
        self._progress("checksums", total, total)

    def _put(self, name: str, text: str) -> None:
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")

    def _export(self, name: str, part: str | None) -> None:
        suffix = format_named(name).SUFFIX
        target = self._folder / EXPORTS / f"opposable-{name}{f'-{part}' if part else ''}{suffix}"
        target.parent.mkdir(exist_ok=True)
        parts = frozenset([part] if part else PARTS)
        try:
            export(Extract(self._graph, parts), name, target)
        except Nothing as nothing:
            self._released.lacks.append(f"{name}: {nothing}")
            return
        except ImportError as error:
            raise Fault(f"the format {name} needs {error.name}, which is not installed") from error
        if target.stat().st_size > _SMALL and target.suffix not in PACKED:
            target = _packed(target)
        media, form = form_of(target.name)
        title = f"{name}: {f'the part {part}' if part else 'everything'}"
        self._distributions.append(
            Distribution(target, f"{BASE}releases/{kg.__version__}/{EXPORTS}/{target.name}", media, form, title)
        )

    def _ontology(self) -> None:
        root, folder = self._graph.root, self._folder / "ontology"
        shutil.copytree(root / "ontology", folder, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        pictures = diagrams(root)
        for name, picture in pictures.items():
            self._put(f"ontology/{name}.svg", picture)
        questions = "https://w3id.org/opposable/questions/{}"
        page = documentation(root, questions, [f"{name}.svg" for name in pictures])
        self._put("ontology/index.html", page)

    def _package(self) -> None:
        """Copy the texts of the checkout, and build wheel and sdist, where there is one and the build tool."""
        checkout = Path(CHECKOUT)
        if not (checkout / "pyproject.toml").is_file():
            self._released.lacks.append(
                "wheel, sdist, licences, citation and changelog: this is an installed package, no checkout"
            )
            return
        for name in _TEXTS:
            shutil.copyfile(checkout / name, self._folder / name)
        if self._graph.root != checkout:
            self._released.lacks.append("wheel and sdist: the knowledge is not that of the checkout")
            return
        self._lack_or_build(checkout)

    def _lack_or_build(self, checkout: Path) -> None:
        made = self._folder / "package"
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-d", str(made)], cwd=checkout, env=environment,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode and re.search(r"No module named '?hatchling", done.stderr):
            self._released.lacks.append("wheel and sdist: the build tool hatchling is not installed")
        elif done.returncode:
            last = _last(done.stderr.splitlines()) or _last(done.stdout.splitlines())
            raise Fault(f"the package could not be built: {last or 'no reason given'}", file=checkout)


def _last(lines: Iterable[str]) -> str | None:
    return next((line.strip() for line in reversed([*lines]) if line.strip()), None)


def _packed(path: Path) -> Path:
    """Compress a file and return the compressed one, which takes its place."""
    target = path.with_name(f"{path.name}.gz")
    with path.open("rb") as plain, target.open("wb") as out, compressed(out, "gzip") as packed:
        shutil.copyfileobj(plain, packed)
    path.unlink()
    return target
