"""The reference of the Python interface: built from docstrings and types, none of which is missing.

Run as a program with ``--write DIR`` it writes the reference into a folder; ``make api`` does so.
"""

import inspect
import sys
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pdoc
import pytest

INTERFACE = (
    "kg", "kg.displayed", "kg.graph", "kg.building.assessed", "kg.building.built", "kg.conclusions.positions",
    "kg.notebooks.results", "kg.notebooks.accounts", "kg.queries.questions", "kg.queries.things",
    "kg.conclusions.steps", "kg.supposing.hypothetical", "kg.conclusions.differences", "kg.conclusions.arrest",
    "kg.supposing.whynot", "kg.conclusions.readings", "kg.prose.articles", "kg.exporting.extracts",
    "kg.exporting.export", "kg.drawing.pictures", "kg.drawing.draw", "kg.faults",
)  # fmt: skip
"""What a program may import: what ``kg.open()`` returns, what its answers are made of, exports and pictures."""


def build(folder: Path) -> None:
    """Write the reference into a folder.

    Raises Warning for what pdoc warns of.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Of a constructor that a dataclass inherits from another module, pdoc shows such types as they are written.
        warnings.filterwarnings("ignore", message="Error parsing type annotation", category=UserWarning)
        pdoc.render.configure(docformat="restructuredtext", footer_text="Opposable")
        pdoc.pdoc(INTERFACE[0], r"!kg[.].*", *INTERFACE[1:], output_directory=folder)


def public(name: str) -> Iterator[tuple[str, object]]:
    """Yield the functions, classes and methods that a module defines for others, with their full names."""
    module = import_module(name)
    for key, value in vars(module).items():
        if key.startswith("_") or getattr(value, "__module__", None) != name:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield f"{name}.{key}", value
        if inspect.isclass(value):
            for part, member in vars(value).items():
                target = getattr(member, "__func__", None) or getattr(member, "fget", None) or member
                if not part.startswith("_") and inspect.isfunction(target):
                    yield f"{name}.{key}.{part}", target


def test_the_reference_is_built_and_shows_each_public_name(tmp_path: Path) -> None:
    build(tmp_path)
    assert (tmp_path / "index.html").is_file()
    for name in INTERFACE:
        page = (tmp_path / f"{name.replace('.', '/')}.html").read_text(encoding="utf-8")
        for full, _ in public(name):
            assert f'id="{full.removeprefix(name + ".")}"' in page, full


@pytest.mark.parametrize("name", INTERFACE)
def test_each_public_name_says_what_it_does_and_of_which_types(name: str) -> None:
    found = dict(public(name))
    assert found
    for full, value in found.items():
        assert inspect.getdoc(value), f"{full} has no docstring"
        if inspect.isfunction(value):
            typed = set(value.__annotations__)
            wanted = set(inspect.signature(value).parameters) - {"self", "cls"} | {"return"}
            assert wanted <= typed, f"{full} has no types for {sorted(wanted - typed)}"


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--write", folder]:
            build(Path(folder))
        case _:
            sys.exit("usage: python tests/test_reference.py --write DIR")
