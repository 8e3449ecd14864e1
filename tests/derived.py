"""Runs the SPARQL rules over asserted quads and reads what they derive in the shape of the oracle's answers."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kg.derivation.rules import derive, read_rules
from kg.names import stem, term
from kg.oxigraph import Quad, QuerySolutions, Store
from oracle.solve import Answers

ROOT = Path(__file__).resolve().parents[1]
_RULES = read_rules(ROOT)


def everything(asserted: Iterable[Quad]) -> Store:
    """Derive everything with the rules of queries/rules, and return only what was derived."""
    store = Store()
    for _, triples in derive(_RULES, list(asserted)):
        store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return store


def derived(asserted: Iterable[Quad]) -> Answers:
    """Derive everything in the shape of the oracle's answers."""
    return answers(everything(asserted))


def answers(store: Store) -> Answers:
    """Return what was derived into a store, which may hold the facts too, in the shape of the oracle's answers."""
    return Answers(
        {(s, t, stem(v), a, b) for s, t, v, a, b in _rows(store, "Participation", "state", "treaty", "status")},
        {
            (s, x, r, g, stem(v), a, b)
            for s, x, r, g, v, a, b in _rows(store, "Position", "state", "subject", "rule?", "reading?", "verdict")
        },
        {
            (s, x, stem(v), a, b)
            for s, x, v, a, b in _rows(store, "InternationalPosition", "state", "subject", "verdict")
        },
        _conflicts(store),
        {(s, w, stem(d), a, b) for s, w, d, a, b in _rows(store, "DutyToArrest", "state", "warrant", "duty")},
    )


def _query(store: Store, text: str) -> list[list[str | None]]:
    result = store.query(text)
    assert isinstance(result, QuerySolutions)
    return [[getattr(row[name], "value", None) for name in result.variables] for row in result]


def _rows(store: Store, kind: str, *properties: str) -> list[tuple]:  # type: ignore[type-arg]
    """Return the values of properties (``?`` marks one that may lack) and the interval of each node of a class."""
    patterns = ""
    for name in (*properties, "from", "until?"):
        pattern = f"?node <{term(name.rstrip('?'))}> ?{name.rstrip('?')} ."
        patterns += f"OPTIONAL {{ {pattern} }}" if name.endswith("?") else pattern
    columns = " ".join(f"?{name.rstrip('?')}" for name in properties)
    rows = _query(store, f"SELECT {columns} ?from ?until {{ ?node a <{term(kind)}> . {patterns} }}")
    return [(*row[:-2], _date(row[-2]), _date(row[-1])) for row in rows]


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _conflicts(store: Store) -> set[tuple]:  # type: ignore[type-arg]
    rows = _query(
        store,
        f"""SELECT ?state ?subject ?rule ?reading ?from ?until {{
          ?node a <{term("Conflict")}> ; <{term("state")}> ?state ; <{term("subject")}> ?subject .
          ?node <{term("from")}> ?from ; <{term("position")}> ?position .
          ?position <{term("rule")}> ?rule ; <{term("reading")}> ?reading .
          OPTIONAL {{ ?node <{term("until")}> ?until }} }}""",
    )
    return {(s, x, r, g, _date(a), _date(b)) for s, x, r, g, a, b in rows}
