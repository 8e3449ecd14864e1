"""What can be typed for an argument of the command line: things of the built graph, names of the knowledge, files.

Nothing is built for it: where no graph is built, there are no things.
"""

from __future__ import annotations

import os

import kg
from kg import files
from kg.building import fingerprints, roster, store
from kg.faults import Fault
from kg.names import CONNECTED, SUBJECTS
from kg.queries.headers import DATE, Parameter, kinds_of, read_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Iterator

_THINGS: dict[str, tuple[str, ...]] = {
    "state": ("state",), "subject": SUBJECTS, "thing": (), "person": ("person",), "reading": ("reading",),
    "treaty": ("treaty",), "source": ("source",), "start": CONNECTED, "end": CONNECTED,
}  # fmt: skip
"""Arguments that name a thing, and the kinds that are meant; none: any."""
_OF_COMMAND: dict[tuple[str, str], tuple[str, ...]] = {
    ("timeline", "thing"): ("state", "person", *SUBJECTS),
    ("draw", "subject"): (),
}
"""The same, where a command means other kinds."""
_FILES: dict[str, tuple[str, ...]] = {"file": ("",), "output": ("",), "since": ("",), "facts": (".ttl",)}
"""Arguments that name a file, and how its name ends."""
_FOLDERS = ("folder", "knowledge", "old", "new")
_QUERIES = (".rq", ".sparql")


def offered(name: str, options: Namespace, begun: str) -> dict[str, str]:
    """Return what can be typed for an argument, each with what it is; of other arguments, and where it fails, nothing.

    ``options`` are those that stand before it, ``begun`` is as much of it as is typed.
    """
    command = getattr(options, "command", None) or ""
    try:
        if name in _FOLDERS:
            return dict(paths(begun, ()))
        if name in _FILES:
            return dict(paths(begun, _FILES[name]))
        if name in _THINGS:
            kinds = _OF_COMMAND.get((command, name), _THINGS[name])
            return roster.beginning(_built(options), kinds, begun, getattr(options, "state", None))
        return dict(_of_knowledge(name, options, begun))
    except (OSError, ValueError, TypeError, AttributeError, LookupError, Fault):  # a file that is not as we wrote it
        return {}


def _of_knowledge(name: str, options: Namespace, begun: str) -> Iterable[tuple[str, str]]:
    """Return what is not a thing: names of questions, changes, formats, views, languages, kinds, parameters."""
    if name in ("to", "format", "view"):
        return _parts(name, options)
    if name == "kind":
        return ((kind, "a kind of thing") for kind in CONNECTED)
    if name == "language":
        return ((language, "a language") for language in files.stems(f"{_root(options)}/queries/wording", ".toml"))
    if name == "query":
        return (*_titles(f"{_root(options)}/queries"), *paths(begun, _QUERIES))
    if name == "change":
        return _titles(f"{_root(options)}/queries/changes")
    return _given(options, begun) if name == "given" else ()


def _parts(name: str, options: Namespace) -> Iterable[tuple[str, str]]:
    """Return the formats of exports, the views, or the forms of a picture."""
    if name == "format" and options.command == "draw":
        from kg.media import PICTURES

        return ((form, "a form of picture") for form in PICTURES)
    from kg.listing import described

    return described("views" if name == "view" else "exports").items()


def _root(options: Namespace) -> str:
    chosen = getattr(options, "knowledge", None)
    return os.path.realpath(os.path.expanduser(chosen)) if chosen else files.knowledge_folder()


def _built(options: Namespace) -> str:
    """Return the folder of the graph as it was last built of this knowledge; there may be none."""
    cache = files.cache_folder()
    known = fingerprints.last(_root(options), kg.__version__, cache)
    return store.folder(cache, f"{known}-{store.LAYOUT}")


def _header(path: str) -> tuple[dict[str, str], tuple[Parameter, ...]]:
    with open(path, encoding="utf-8") as file:
        return read_header(line.rstrip("\n") for line in file)


def _titles(folder: str) -> Iterator[tuple[str, str]]:
    for name in files.stems(folder, ".rq"):
        yield name, _header(f"{folder}/{name}.rq")[0].get("title", "")


def _given(options: Namespace, begun: str) -> Iterator[tuple[str, str]]:
    """Yield parameters of the question or change that is named, or the values of the one that is begun."""
    asked = getattr(options, "query", None) or f"changes/{options.change}"
    parameters = _header(f"{_root(options)}/queries/{asked}.rq")[1]
    name, equals, value = begun.partition("=")
    if not equals:
        already = {text.partition("=")[0] for text in options.given}
        yield from ((f"{one.name}=", one.meaning) for one in parameters if one.name not in already)
    for one in parameters:
        if equals and one.name == name and one.type != DATE:
            for found, what in roster.beginning(_built(options), kinds_of(one.type), value).items():
                yield f"{name}={found}", what


def paths(begun: str, endings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the folders, and the files whose names end so, whose path begins as it is typed, each with what it is."""
    name = begun.rpartition("/")[2]
    parent = begun.removesuffix(name)
    with os.scandir(os.path.expanduser(parent) or ".") as entries:
        for entry in entries:
            shown = entry.name.startswith(name) and entry.name.isprintable()
            if shown and (name or not entry.name.startswith(".")):
                if entry.is_dir():
                    yield f"{parent}{entry.name}/", "folder"
                elif entry.name.endswith(endings):
                    yield parent + entry.name, "file"
