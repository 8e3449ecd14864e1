"""The catalogue of changes that one can suppose: queries/changes, each a CONSTRUCT of what would then be so."""

from __future__ import annotations

from pathlib import Path

from kg.faults import Fault, UsageFault
from kg.language.phrases import Phrases
from kg.names import ENGLISH, STEP, short, stem
from kg.oxigraph import NamedNode, Quad, Store
from kg.queries.questions import run
from kg.queries.sparql import Query, Term, read_query
from kg.queries.things import Directory
from kg.supposing.supposition import SUPPOSED, Change

_CHANGE, _ABOUT, _READING = STEP + "change", STEP + "about", STEP + "reading"


def read_changes(root: Path) -> dict[str, Query]:
    """Return the kinds of change by the stems of their files.

    Raises Fault for one without title, says or because.
    """
    found = {}
    for path in sorted((root / "queries" / "changes").glob("*.rq")):
        query = read_query(path)
        for key in ("title", "says", "because"):
            if key not in query.header:
                raise Fault(f"a change must say '# {key}: …'", file=path, line=1)
        found[query.stem] = query
    return found


def possible(
    store: Store, directory: Directory, query: Query, given: dict[str, Term], phrases: Phrases | None = None
) -> list[Change]:
    """Return the changes of a kind that can be made with these things: one for each treaty, rule or proceeding.

    In the template of the query, ``step:change`` says to which change the triples about a subject belong; any other
    ``step:`` property of a change names what its sentence (``# says:``) calls by that name. The sentence is the English
    one, or that of ``phrases``.

    Raises Fault where a triple of the query's template belongs to no change (its subject lacks ``step:change``).
    """
    triples = run(store, query.with_values(given), query.path).triples or []
    language = ENGLISH if phrases is None else phrases.language
    says = query.header.get(f"says@{language}", query.header["says"])
    part_of: dict[str, str] = {}
    named: dict[str, dict[str, str]] = {}
    about: dict[str, str] = {}
    reading: dict[str, str] = {}
    for triple in triples:
        subject, value = _iri(triple.subject), getattr(triple.object, "value", "")
        if triple.predicate.value == _CHANGE:
            part_of[subject] = value
        elif triple.predicate.value.startswith(STEP):
            named.setdefault(subject, {})[stem(triple.predicate.value)] = directory.name(value, language)
            if triple.predicate.value == _ABOUT:
                about[subject] = value
            if triple.predicate.value == _READING:
                reading[subject] = value
    quads: dict[str, list[Quad]] = {change: [] for change in sorted(set(part_of.values()))}
    for triple in triples:
        if triple.predicate.value.startswith(STEP):
            continue
        subject = _iri(triple.subject)
        if subject not in part_of:
            raise Fault(f"a triple about {subject} belongs to no change", file=query.path)
        quads[part_of[subject]].append(Quad(triple.subject, triple.predicate, triple.object, SUPPOSED))
    made = []
    for change, added in quads.items():
        words = {name: directory.name(value.value, language) if isinstance(value, NamedNode) else value.value
                 for name, value in given.items()}  # fmt: skip
        words |= named.get(change, {})
        made.append(
            Change(
                says.format_map(words),
                tuple(sorted(added, key=str)),
                about=about.get(change),
                reading=reading.get(change),
            )
        )
    return sorted(made, key=lambda change: change.words)


def _iri(node: object) -> str:
    return getattr(node, "value", str(node))


def named_change(root: Path, name: str) -> Query:
    """Return a kind of change by its name.

    Raises UsageFault for an unknown one, with those that there are.
    """
    known = read_changes(root)
    if name not in known:
        raise UsageFault(f"no change is called {name!r}; there are {', '.join(known)}")
    return known[name]


def chosen(
    store: Store, directory: Directory, root: Path, name: str, given: dict[str, Term], about: str | None
) -> Change:
    """Return the one change of a kind that is meant: to ``about``, or else to the subject that is given.

    Raises UsageFault where something that it must be given lacks, where none can be made, or where several can and
    nothing says which.
    """
    query = named_change(root, name)
    missing = [parameter.name for parameter in query.parameters if parameter.name not in given]
    if missing:
        raise UsageFault(f"the change {name} must be given {', '.join(missing)}: --given {missing[0]}=…")
    found = possible(store, directory, query, given)
    wanted = about or getattr(given.get("subject"), "value", None)
    fitting = [change for change in found if change.about == wanted] if wanted else found
    if len(fitting) == 1 or (len(found) == 1 and about is None):
        return (fitting or found)[0]
    if not found:
        raise UsageFault(
            f"the change {name} ({query.header['title']}) cannot be made: it is so already, or does not apply here"
        )
    listed = "; ".join(f"about={short(change.about or '')} ({change.words})" for change in found)
    if about is not None and not fitting:
        raise UsageFault(f"the change {name} cannot be made to {short(about)}; it can be made to: {listed}")
    raise UsageFault(f"the change {name} can be made to several; add --given {listed}")
