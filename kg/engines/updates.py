"""The facts and the rules as SPARQL Update: what loads them into a build on an engine, and derives there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.derivation.rules import Rule
from kg.engines.builds import Build, note, owned
from kg.faults import Fault
from kg.names import STEP
from kg.oxigraph import BlankNode, NamedNode, Quad

PIECE = 5_000
"""How many statements one request brings, at most, where they can be parted."""
_HEAD = re.compile(r"(?s)\bCONSTRUCT\s*\{(.*?)\}\s*WHERE\b")
_STEP = " || ".join(
    (
        f'STRSTARTS(STR(?p), "{STEP}")',
        f'(isIRI(?s) && STRSTARTS(STR(?s), "{STEP}"))',
        f'(isIRI(?o) && STRSTARTS(STR(?o), "{STEP}"))',
    )
)


def loading(build: Build, owner: str, quads: Iterable[Quad]) -> Iterator[tuple[str, str]]:
    """Yield what brings facts to an engine: for each piece its name and the update, which may be repeated.

    The same facts are always cut in the same way. What hangs together by blank nodes is in one piece.
    """
    tied: list[Quad] = []
    loose: list[Quad] = []
    for quad in quads:
        blank = isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
        (tied if blank else loose).append(quad)
    loose.sort(key=lambda quad: (_graph(quad), str(quad)))
    last = {_graph(quad): number // PIECE for number, quad in enumerate(loose)}
    if tied:
        graphs = sorted({_graph(quad) for quad in tied})
        anew = _remove(build, owner, [*map(build.name, graphs), build.everything], "isBlank(?s) || isBlank(?o)")
        whole = [graph for graph in graphs if graph not in last]
        yield "load tied", _request(anew, *_bring(build, owner, tied, whole), note(build, owner, "load tied"))
    for number in range(0, len(loose), PIECE):
        step = f"load {number // PIECE}"
        whole = sorted(graph for graph, end in last.items() if end == number // PIECE)
        piece = loose[number : number + PIECE]
        yield step, _request(*_bring(build, owner, piece, whole), note(build, owner, step))


def deriving(build: Build, owner: str, stratum: list[Rule]) -> Iterator[tuple[str, str]]:
    """Yield what derives a stratum: the update of each rule, and the one that lets later strata see what was derived.

    Until that one has run, no rule of the stratum sees what another derived.
    """
    for rule in stratum:
        yield f"rule {rule.identity}", _request(_rule(build, owner, rule), note(build, owner, f"rule {rule.identity}"))
    step = f"stratum {stratum[0].identity.rsplit('/', 1)[0]}"
    graphs = [build.name(rule.graph.value) for rule in stratum]
    yield step, _request(_copy(build, owner, graphs), _remove(build, owner, graphs, _STEP), note(build, owner, step))


def finishing(build: Build, owner: str) -> Iterator[tuple[str, str]]:
    """Yield what takes the scaffolding of the derivation away."""
    step = "scaffolding"
    yield step, _request(_remove(build, owner, [build.everything], _STEP), note(build, owner, step))


def _request(*operations: str) -> str:
    return " ;\n".join(operation for operation in operations if operation)


def _graph(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value


def _rule(build: Build, owner: str, rule: Rule) -> str:
    """Return a CONSTRUCT as the update that puts what it gives into the graph of the rule."""
    text = rule.query.text
    head = _HEAD.search(text)
    if head is None:
        raise Fault("a rule must be one CONSTRUCT { … } WHERE { … }", file=rule.query.path)
    register = owned(build, owner)
    named = re.search(r"<[^>]+>", register)
    assert named is not None
    return (
        f"{text[: head.start()]}INSERT {{ GRAPH <{build.name(rule.graph.value)}> {{{head[1]}}} }}\n"
        f"USING <{build.everything}>\nUSING NAMED {named[0]}\nWHERE {{ {register}\n{text[head.end() :].strip()}\n}}"
    )


def _bring(build: Build, owner: str, quads: list[Quad], whole: list[str]) -> tuple[str, str]:
    """Return what inserts statements, and what copies graphs that are whole with them to where all is."""
    graphs = (f"GRAPH <{build.name(graph)}> {{\n{_lines(found)}}}" for graph, found in groupby(quads, _graph))
    copied = _copy(build, owner, [build.name(graph) for graph in whole]) if whole else ""
    return f"INSERT {{ {' '.join(graphs)} }} WHERE {{ {owned(build, owner)} }}", copied


def _lines(quads: Iterable[Quad]) -> str:
    return "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads)


def _copy(build: Build, owner: str, graphs: list[str]) -> str:
    return f"INSERT {{ GRAPH <{build.everything}> {{ ?s ?p ?o }} }}\nWHERE {{ {owned(build, owner)} {_in(graphs)} }}"


def _remove(build: Build, owner: str, graphs: list[str], which: str) -> str:
    return f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }}\nWHERE {{ {owned(build, owner)} {_in(graphs)} FILTER({which}) }}"


def _in(graphs: list[str]) -> str:
    return f"VALUES ?g {{ {' '.join(f'<{graph}>' for graph in graphs)} }} GRAPH ?g {{ ?s ?p ?o }}"
