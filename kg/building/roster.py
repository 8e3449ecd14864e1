"""What things are called, ready beside the store: a shell that completes a name reads a file and asks no query."""

from __future__ import annotations

from kg.building import ready
from kg.names import DCT, KINDS, folded, kind, kind_of, prefix_of, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.oxigraph import Store
    from kg.queries.things import Directory

MANY = 300
"""Among more things than that nobody finds one: their kinds are offered, or none before another letter is typed."""
_BY_KIND = ("source",)
"""Things that have no name and are found by kind:stem only, where no kind is meant."""
FOLDER, _HOLDERS = "roster", "holders"


def contents(store: Store, directory: Directory) -> dict[str, object]:
    """Return what lies ready in FOLDER, by name of file: the things of each kind, readings of each state's rules."""
    from kg.oxigraph import EVERYTHING, Literal, NamedNode, op
    from kg.queries.questions import run

    called: dict[str, dict[str, list[str]]] = {}
    for iri, names in directory.names.items():
        name = directory.name(iri)
        called.setdefault(kind(iri) or "", {})[stem(iri)] = [name, *sorted(names - {name})]
    titles = NamedNode(DCT + "title")
    for quad in store.quads_for_pattern(None, titles, None, EVERYTHING):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            iri = quad.subject.value
            called.setdefault(kind(iri) or "", {}).setdefault(stem(iri), [quad.object.value])
    held: dict[str, set[str]] = {}
    rows = run(store, f"SELECT ?holder ?reading {{ ?rule {op('holder')} ?holder ; {op('hasReading')} ?reading }}").rows
    for holder, reading in rows:
        held.setdefault(stem(str(holder)), set()).add(stem(str(reading)))
    found: dict[str, object] = {name: dict(sorted(things.items())) for name, things in called.items() if name}
    return found | {_HOLDERS: {state: sorted(held[state]) for state in sorted(held)}}


def _read(folder: str, name: str) -> dict[str, list[str]]:
    found = ready.read(folder, FOLDER, name)
    pairs = found.items() if isinstance(found, dict) else ()
    return {one: names for one, names in pairs if isinstance(names, list) and names and isinstance(names[0], str)}


def called(folder: str, kind: str) -> dict[str, list[str]]:
    """Return the names of each thing of a kind by its stem, the name that it is shown by first.

    None of them where no such file lies in the folder of a build, or it is damaged.
    """
    return _read(folder, kind)


def holders(folder: str) -> dict[str, list[str]]:
    """Return the readings of the rules of each state that has such rules, by stems."""
    return _read(folder, _HOLDERS)


def beginning(folder: str, kinds: tuple[str, ...], typed: str, state: str | None = None) -> dict[str, str]:
    """Return what begins as it is typed and means one thing of these kinds (of any, if none is given), with its name.

    Stems, or kind:stem where a kind is typed; else names; else parts of the names of persons. Case does not matter.
    Before a letter is typed: of states, those that have rules. Of readings, those of the rules of ``state``.
    """
    before, colon, _ = typed.partition(":")
    if colon and kind_of(before) in (kinds or KINDS):
        things = called(folder, kind_of(before))
        return _few(_fitting(((f"{before}:{one}", names[0]) for one, names in things.items()), typed))
    read = {kind: called(folder, kind) for kind in kinds or KINDS if kinds or kind not in _BY_KIND}
    if kinds == ("state",) and not typed:
        return {one: read["state"][one][0] for one in holders(folder) if one in read["state"]}
    if kinds == ("reading",) and state is not None:
        read["reading"] = _of_rules(folder, read["reading"], state)
    found = _fitting(((one, names[0]) for things in read.values() for one, names in things.items()), typed)
    of_kind = {}
    if len(read) > 1 and any(read.values()) and (typed or len(found) > MANY):
        of_kind = _fitting(((f"{prefix_of(kind)}:", "a kind of thing") for kind in kinds or KINDS), typed)
    if not found and not of_kind and typed:
        found = _fitting(_named(read.values(), typed), typed) or dict(_ends(read.get("person", {}), typed))
    return _few(found) | of_kind


def _few(found: dict[str, str]) -> dict[str, str]:
    return found if len(found) <= MANY else {}


def _fitting(pairs: Iterable[tuple[str, str]], typed: str) -> dict[str, str]:
    """Return the pairs whose first part begins as it is typed, without those that stand for several things."""
    begin = typed.casefold()
    found: dict[str, str | None] = {}
    for text, what in pairs:
        if text.casefold().startswith(begin):
            found[text] = None if text in found else what
    return {text: what for text, what in found.items() if what is not None}


def _of_rules(folder: str, readings: dict[str, list[str]], state: str) -> dict[str, list[str]]:
    """Return those readings that are of the rules of a state, as it is typed; all, where no state is meant."""
    called_so = folded(state)
    meant = [one for one, names in called(folder, "state").items() if called_so in map(folded, (one, *names))]
    if len(meant) != 1:
        return readings
    return {one: readings[one] for one in holders(folder).get(meant[0], ()) if one in readings}


def _named(things: Iterable[dict[str, list[str]]], typed: str) -> Iterator[tuple[str, str]]:
    """Yield of each thing the first name that begins as it is typed and means no other thing, with its stem."""
    begin, first = typed.casefold(), typed[:1].casefold()
    means: dict[str, set[int]] = {}
    fitting: list[tuple[str, list[str]]] = []
    for number, (one, names) in enumerate(pair for of_kind in things for pair in of_kind.items()):
        for name in (one, *names):
            if name[:1].casefold() == first:
                means.setdefault(folded(name), set()).add(number)
        fitting.append((one, [name for name in names if name.casefold().startswith(begin)]))
    for one, names in fitting:
        yield from [(name, one) for name in names if len(means[folded(name)]) == 1][:1]


def _ends(persons: dict[str, list[str]], typed: str) -> Iterator[tuple[str, str]]:
    """Yield ends of persons' names, such as surnames, that begin as it is typed and mean one person."""
    words = {one: [set(folded(name).split()) for name in names] for one, names in persons.items()}
    for names in persons.values():
        for name in names:
            parts = name.split()
            for begin in range(1, len(parts)):
                end = " ".join(parts[begin:])
                wanted = set(folded(end).split())
                if end.casefold().startswith(typed.casefold()) and (
                    sum(any(wanted <= have for have in those) for those in words.values()) == 1
                ):
                    yield end, names[0]
