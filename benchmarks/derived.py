"""What the rules derived, read from a store in the form in which answers are compared."""

from __future__ import annotations

from datetime import date

from benchmarks.answers import Answers, Row
from benchmarks.sweep.facts import INF
from kg.names import ONTOLOGY, stem
from kg.oxigraph import QuerySolutions, Store

_KINDS = {
    "participations": ("Participation", "state", "treaty", "status*"),
    "positions": ("Position", "state", "subject", "rule?", "reading?", "verdict*"),
    "international": ("InternationalPosition", "state", "subject", "verdict*"),
    "duties": ("DutyToArrest", "state", "warrant", "duty*"),
}
"""Classes and their properties; ``?`` marks one that may lack, ``*`` one of which the local name counts."""
_CONFLICTS = f"""
PREFIX op: <{ONTOLOGY}>
SELECT ?state ?subject ?rule ?reading ?from ?until {{
  ?node a op:Conflict ; op:state ?state ; op:subject ?subject ; op:from ?from ; op:position ?position .
  ?position op:rule ?rule ; op:reading ?reading .
  OPTIONAL {{ ?node op:until ?until }}
}}"""


def questions() -> list[str]:
    """Return what ``answers`` asks a store."""
    return [_CONFLICTS, *(_query(cls, properties) for cls, *properties in _KINDS.values())]


def answers(store: Store) -> Answers:
    """Return what was derived; possible participations that are the certain ones are left out."""
    found = {name: _rows(store, _query(cls, properties), properties) for name, (cls, *properties) in _KINDS.items()}
    found["conflicts"] = _rows(store, _CONFLICTS, ("state", "subject", "rule", "reading"))
    found["participations"] = _told(found["participations"])
    return found


def _told(participations: set[Row]) -> set[Row]:
    spans: dict[Row, set[Row]] = {}
    for row in participations:
        spans.setdefault(row[:3], set()).add(row[3:])
    return {
        row for row in participations if row[2] != "possibleParty" or spans[row[:3]] != spans.get((*row[:2], "party"))
    }


def _query(cls: str, properties: list[str]) -> str:
    patterns = [f"?node op:{name.rstrip('?*')} ?{name.rstrip('?*')} ." for name in properties]
    whole = " ".join(f"OPTIONAL {{ {p} }}" if n.endswith("?") else p for p, n in zip(patterns, properties, strict=True))
    columns = " ".join(f"?{name.rstrip('?*')}" for name in properties)
    return (
        f"PREFIX op: <{ONTOLOGY}> SELECT {columns} ?from ?until "
        f"{{ ?node a op:{cls} ; op:from ?from . {whole} OPTIONAL {{ ?node op:until ?until }} }}"
    )


def _rows(store: Store, query: str, properties: list[str] | tuple[str, ...]) -> set[Row]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    local = [name.endswith("*") for name in properties]
    rows: set[Row] = set()
    for solution in found:
        texts = ["" if node is None else node.value for node in solution]
        things = [stem(text) if short else text for text, short in zip(texts, local, strict=False)]
        rows.add((*things[: len(local)], _day(texts[-2]), _day(texts[-1])))
    return rows


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal() if text else INF
