"""Folders of which each module is one of a kind: found by listing the folder, registered nowhere."""

from __future__ import annotations

import os
from importlib import import_module

from kg.faults import UsageFault
from kg.files import stems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def _path(folder: str) -> str:
    return os.path.join(os.path.dirname(__file__), folder)


def listed(folder: str) -> list[str]:
    """Return the names of the modules of a folder of the engine, sorted."""
    return [name for name in stems(_path(folder), ".py") if not name.startswith("_")]


def described(folder: str) -> dict[str, str]:
    """Return the first line of the docstring of each module of a folder, by name."""
    found = {}
    for name in listed(folder):
        with open(os.path.join(_path(folder), f"{name}.py"), encoding="utf-8") as file:
            found[name] = file.readline().strip().strip('"').removesuffix(".").replace("``", "")
    return found


def module(folder: str, name: str, what: str) -> ModuleType:
    """Return a module of a folder by its name; ``what`` is what one of them is called.

    Raises UsageFault for a name that is none, with those there are.
    """
    known = listed(folder)
    if name not in known:
        raise UsageFault(f"no {what} is called {name!r}; there is {', '.join(known)}")
    return import_module(f"kg.{folder}.{name}")
