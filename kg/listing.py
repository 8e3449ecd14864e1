"""Folders of which each module is one of a kind: found by listing the folder, registered nowhere."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType

from kg.faults import UsageFault


def listed(folder: str) -> list[str]:
    """Return the names of the modules of a folder of the engine, sorted."""
    return sorted(path.stem for path in (Path(__file__).parent / folder).glob("[a-z]*.py"))


def module(folder: str, name: str, what: str) -> ModuleType:
    """Return a module of a folder by its name; ``what`` is what one of them is called.

    Raises UsageFault for a name that is none, with those there are.
    """
    known = listed(folder)
    if name not in known:
        raise UsageFault(f"no {what} is called {name!r}; there is {', '.join(known)}")
    return import_module(f"kg.{folder}.{name}")
