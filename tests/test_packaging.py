"""What is shipped is whole: the wheel carries the knowledge, the lock files lock everything, CI runs `make test`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from email.parser import Parser
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.graph import Graph
from kg.presenting import present
from test_layers import imports

ROOT = Path(__file__).resolve().parents[1]
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-build.lock")
FOLDERS = ("ontology", "data", "queries", "viz")


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normal(name: str) -> str:
    """Return the name of a requirement, without versions and extras, as lock files spell it."""
    match = re.match(r"[A-Za-z0-9._-]+", name)
    assert match is not None
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def locked(path: Path) -> dict[str, str]:
    """Return the entries of a lock file: the name, and all that stands there for it."""
    entries: dict[str, str] = {}
    for entry in re.split(r"(?m)^(?=[a-z0-9])", path.read_text(encoding="utf-8"))[1:]:
        entries[normal(entry)] = entries.get(normal(entry), "") + entry
    return entries


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from the checkout with the locked build tools."""
    folder = tmp_path_factory.mktemp("built wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-qq",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            str(folder),
            str(ROOT),
        ],
        check=True,
        timeout=300,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_all_knowledge_and_all_modules(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    expected = {
        f"kg/knowledge/{path.relative_to(ROOT).as_posix()}" for path in files if "__pycache__" not in path.parts
    }
    expected |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "kg").rglob("*.py")} | {"kg/py.typed"}
    assert expected - shipped == set()
    assert [name for name in shipped if not name.startswith(("kg/", "opposable-"))] == []


def test_the_wheel_describes_itself(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"opposable-{kg.__version__}.dist-info"
        metadata = Parser().parsestr(archive.read(f"{info}/METADATA").decode())
        entry_points = archive.read(f"{info}/entry_points.txt").decode()
        licences = [name for name in archive.namelist() if f"{info}/licenses/" in name]
    assert metadata["Name"] == "opposable"
    assert metadata["Version"] == kg.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert "kg = kg.cli:main" in entry_points
    assert sorted(Path(name).name for name in licences) == ["LICENSE", "LICENSE-DATA"]


def test_an_installed_wheel_finds_its_knowledge_and_answers(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, away from the checkout, with the libraries of this one."""
    home = tmp_path / "its own environment"
    venv.create(home, system_site_packages=False, with_pip=False)
    libraries = [path for path in sys.path if path.endswith("site-packages")]
    packages = next(home.rglob("site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    python = next(path for path in (home / "bin" / "python", home / "Scripts" / "python.exe") if path.exists())
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("OPPOSABLE_", "PYTHON"))}
    code = (
        "import sys, pathlib; sys.path += [p for p in sys.argv[1:]]; import kg; from kg import files; "
        "from kg.building import fingerprints; root = files.knowledge_root(); print(root); "
        "print(fingerprints.of_files(root, kg.__version__)); "
        "from kg.queries.sparql import catalogue; print(len(catalogue(root)))"
    )
    done = subprocess.run(
        [str(python), "-c", code, *libraries], cwd=tmp_path, env=clean, check=True, capture_output=True, text=True
    )
    root, fingerprint, questions = done.stdout.splitlines()
    from kg.building import fingerprints

    assert Path(root) == (packages / "kg" / "knowledge").resolve()
    assert fingerprint == fingerprints.of_files(ROOT, kg.__version__)
    assert int(questions) > 0


def newest_python() -> str:
    """Return the newest Python that starts: on the path, or among those that pyenv keeps; the running one at least."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = [str(path) for path in root.glob("versions/3.*/bin/python")]
    named = [found for minor in range(12, 30) if (found := shutil.which(f"python3.{minor}"))]
    newest = {sys.version_info[:2]: sys.executable}
    for python in [*kept, *named]:
        code = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
        asked = subprocess.run([python, "-c", code], check=False, capture_output=True, text=True, timeout=60)
        if asked.returncode == 0:
            major, minor = map(int, asked.stdout.split())
            newest.setdefault((major, minor), python)
    return newest[max(newest)]


def test_the_wheel_is_installed_and_works_on_the_newest_python(wheel: Path, graph: Graph, tmp_path: Path) -> None:
    """With pip, in an empty environment, with no extra, of the locked versions; from another folder."""
    home = tmp_path / "empty"
    subprocess.run([newest_python(), "-m", "venv", str(home)], check=True, timeout=120)
    versions = tmp_path / "constraints.txt"
    lines = [re.split(r" \\|\n", entry)[0] for entry in locked(LOCKS[0]).values()]
    versions.write_text("\n".join(lines), encoding="utf-8")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("OPPOSABLE_KNOW", "PYTHON"))}
    pip = [str(home / "bin/python"), "-m", "pip", "install", "-qq", "--no-compile", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", str(versions), str(wheel)], check=True, timeout=600, cwd=tmp_path, env=clean)

    def said(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(home / "bin/kg"), *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=clean, check=False, capture_output=True, text=True, timeout=300
        )

    asked = ("assess", "RUS", "--on", "2026-02-01", "--format", "json")
    there = said(*asked)
    assert (there.returncode, there.stderr) == (0, "")
    assert there.stdout == present.positions(graph.assess("RUS", on="2026-02-01"), "json") + "\n"
    for needs, extra in (
        (("export", "parquet"), "parquet"),
        (("export", "ftm"), "investigation"),
        (("serve",), "serve"),
        (("draw", "matrix"), "draw"),
        (("check-text", str(ROOT / "tests/articles/note.txt")), "texts"),
    ):
        lacking = said(*needs)
        assert lacking.returncode == 1
        assert lacking.stderr.count("\n") == 1
        assert f"pip install 'opposable[{extra}]'" in lacking.stderr


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_locked_requirement_has_one_version_and_hashes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"(?m)^\s*(?:--(?:extra-)?index-url|--find-links|-i |-f )|://", text)
    for name, entry in locked(path).items():
        assert re.match(r"[a-z0-9.-]+==\S+", entry), name
        assert "--hash=sha256:" in entry, name


def test_the_locks_hold_every_requirement() -> None:
    described = project()
    wanted = described["project"]["dependencies"] + described["project"]["optional-dependencies"]["dev"]
    assert {normal(name) for name in wanted} - set(locked(LOCKS[0])) == set()
    build = described["dependency-groups"]["build"] + described["build-system"]["requires"]
    assert {normal(name) for name in build} - set(locked(LOCKS[1])) == set()


def test_every_library_that_the_engine_imports_is_required() -> None:
    described = project()["project"]
    required = {normal(name) for name in described["dependencies"]}
    extras = {key: names for key, names in described["optional-dependencies"].items() if key not in ("all", "dev")}
    everything = re.fullmatch(r"opposable\[(.*)\]", *described["optional-dependencies"]["all"])
    assert everything is not None
    assert everything[1].split(",") == sorted(extras)
    required |= {normal(name) for names in extras.values() for name in names}
    imported = set()
    for path in (ROOT / "kg").rglob("*.py"):
        tops = {found.name.split(".")[0] for found in imports(path)}
        imported |= tops - sys.stdlib_module_names - {"compression"}  # in the standard library from Python 3.14 on
    distributions = packages_distributions()
    assert {normal(name) for top in imported - {"kg"} for name in distributions.get(top, [top])} == required


def test_ci_runs_make_test_and_exits_with_its_status() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    lines = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert lines[-1] == "exec make test"


def test_every_target_is_described() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"(?m)^\.PHONY: (.+)$", makefile)
    assert phony is not None
    described = set(re.findall(r"(?m)^([a-z]+):.*  ## \S", makefile))
    assert described == set(phony[1].split())


def test_the_citation_names_the_version_that_is() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    fields = dict(re.findall(r"(?m)^([a-z-]+): (.+)$", text))
    assert fields["cff-version"] == "1.2.0"
    assert fields["version"] == kg.__version__
    assert {"message", "title", "type"} <= fields.keys()
