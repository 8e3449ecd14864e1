"""The notebooks run from top to bottom, and their committed outputs are what they print now.

``python tests/test_notebooks.py --write [NOTEBOOK…]`` runs the notebooks and writes their outputs anew.

Each runs in the interpreter that runs this, in an empty folder that is thrown away: no installed kernel, no settings of
the user and no file of the checkout takes part.
"""

from __future__ import annotations

import copy
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode

from renewal import renew

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
READERS = {"engineer", "journalist", "lawyer"}
MOST_BYTES = 600_000
"""How large the notebooks may be together, so that a forge shows them and a checkout stays small."""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_COMPARED = ("text/plain", "text/html")
_PICTURES = ("image/svg+xml", "image/png")
_ID = re.compile(r"[a-z]+(?:-[a-z]+)*")


def read(path: Path) -> NotebookNode:
    """Return a notebook.

    Raises ValidationError for one that breaks the format.
    """
    notebook: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(notebook)
    return notebook


def executed(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook as it is after all its cells ran; the one given stays as it is.

    Raises CellExecutionError where a cell fails.
    """
    notebook = copy.deepcopy(notebook)
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        folder = Path(scratch)
        kernel, work = folder / "kernels" / "this", folder / "work"
        kernel.mkdir(parents=True)
        work.mkdir()
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": "this interpreter", "language": "python"}
        (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR"):
            patch.setenv(name, str(folder / name.lower()))
        patch.setenv("COLUMNS", "110")
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.delenv("MPLBACKEND", raising=False)
        manager = AsyncKernelManager(
            kernel_name="this",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(folder / "kernels")], ensure_native_kernel=False),
            transport="ipc",  # sockets in the folder: no port that another process could take
            connection_file=str(folder / "k.json"),
        )
        client = NotebookClient(
            notebook, km=manager, timeout=120, record_timing=False, resources={"metadata": {"path": str(work)}}
        )
        client.execute(env=dict(os.environ), cleanup_kc=True)  # else it leaves a kernel that it was given running
    return tidied(notebook)


def tidied(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook without what differs from machine to machine."""
    notebook.metadata = nbformat.from_dict(METADATA)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})  # type: ignore[no-untyped-call]
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})  # type: ignore[no-untyped-call]
    return notebook


def said(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Yield what each cell says: its identifier, and the texts and tables that it shows."""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                yield cell.id, f"{output.name}: {output.text}"
            for form in _COMPARED:
                if form in output.get("data", {}):
                    yield cell.id, f"{form}: {output.data[form]}"


def pictures(notebook: NotebookNode) -> list[str]:
    """Return the identifiers of the cells that show a picture."""
    outputs = ((cell.id, output) for cell in notebook.cells for output in cell.get("outputs", []))
    return [name for name, output in outputs if any(form in output.get("data", {}) for form in _PICTURES)]


def test_each_reader_has_a_notebook_that_the_readme_names() -> None:
    assert {path.stem for path in NOTEBOOKS} == READERS
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in NOTEBOOKS if f"docs/notebooks/{path.name}" not in readme] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_its_outputs_are_current(path: Path) -> None:
    committed = read(path)
    now = executed(committed)
    told = "python tests/test_notebooks.py --write"
    assert list(said(now)) == list(said(committed)), f"{path.name} is stale; run {told} and look at the difference"
    assert pictures(now) == pictures(committed) != []
    assert not [text for _, text in said(now) if text.startswith("stderr: ")], "a cell warns"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_as_it_is_written(path: Path) -> None:
    """Its cells are numbered as they ran and named by hand, and nothing of a machine stands in it."""
    text = path.read_text(encoding="utf-8")
    notebook = read(path)
    assert written(tidied(copy.deepcopy(notebook))) == text
    names = [cell.id for cell in notebook.cells]
    assert [name for name in names if not _ID.fullmatch(name)] == []
    assert len(set(names)) == len(names)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert str(ROOT) not in text
    assert str(Path.home()) + os.sep not in text


def test_the_notebooks_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in NOTEBOOKS}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_a_stale_notebook_and_a_failing_cell_are_found() -> None:
    """The comparison sees a changed text, and an error stops the run."""
    path = NOTEBOOKS[0]
    committed = read(path)
    stale = copy.deepcopy(committed)
    output = next(o for cell in stale.cells for o in cell.get("outputs", []) if "text/plain" in o.get("data", {}))
    output.data["text/plain"] += "!"
    assert list(said(stale)) != list(said(committed))
    failing = copy.deepcopy(committed)
    failing.cells = [nbformat.from_dict({**failing.cells[1], "id": "fails", "source": "1 / 0", "cell_type": "code"})]  # type: ignore[no-untyped-call]
    with pytest.raises(Exception, match="ZeroDivisionError"):
        executed(failing)


def written(notebook: NotebookNode) -> str:
    """Return a notebook as the text of its file."""
    text: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return text.rstrip("\n") + "\n"


if __name__ == "__main__":
    if sys.argv[1:2] != ["--write"]:
        sys.exit("usage: python tests/test_notebooks.py --write [NOTEBOOK…]")
    chosen = [Path(name).resolve() for name in sys.argv[2:]] or NOTEBOOKS
    sys.exit(renew(chosen, lambda path: written(executed(read(path))), "notebooks"))
