"""What differs between two graphs, or between two days of one: positions, what binds a state, conflicts, duties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.conclusions.positions import NOT_COVERED, TREATED
from kg.names import ONTOLOGY, stem
from kg.oxigraph import Store
from kg.queries.questions import texts

Span = tuple[str, str | None, str]
"""First day, first day after (None: no end known), and what holds in between."""
Key = tuple[str, str, str | None, str | None]
"""State, subject, rule and reading; the last two are None where the answer is no rule's."""
KINDS: Final = ("position", "international", "conflict", "duty")
_NO_DUTY, _NOT_BOUND, _CONFLICT, _NO_CONFLICT = "noDuty", "notBound", "conflict", "noConflict"
_DUTY: Final = {"dutyHolds": "duty"}
_ALWAYS: Final = "0001-01-01"
"""The first day of what holds on the one day that is asked about, and so is shown without days."""
_NEVER: Final = "9999-12-31"

POSITIONS, INTERNATIONAL, DUTIES = "positions", "international", "duties"
TABLES: Final = (POSITIONS, INTERNATIONAL, DUTIES)
"""What a Standing holds."""
QUESTIONS: Final = {
    POSITIONS: f"""PREFIX op: <{ONTOLOGY}>
SELECT ?state ?subject ?rule ?reading ?verdict ?from ?until WHERE {{ # about
  ?node a op:Position ; op:state ?state ; op:subject ?subject ; op:verdict ?verdict ; op:from ?from .
  OPTIONAL {{ ?node op:rule ?rule ; op:reading ?reading }}
  OPTIONAL {{ ?node op:until ?until }}
}}""",
    INTERNATIONAL: f"""PREFIX op: <{ONTOLOGY}>
SELECT ?state ?subject ?rule ?reading ?verdict ?from ?until WHERE {{ # about
  ?node a op:InternationalPosition ; op:state ?state ; op:subject ?subject ; op:verdict ?verdict ; op:from ?from .
  OPTIONAL {{ ?node op:until ?until }}
}}""",
    DUTIES: f"""PREFIX op: <{ONTOLOGY}>
SELECT ?state ?warrant ?rule ?reading ?duty ?from ?until WHERE {{ # about
  ?node a op:DutyToArrest ; op:state ?state ; op:warrant ?warrant ; op:duty ?duty ; op:from ?from .
  OPTIONAL {{ ?node op:until ?until }}
}}""",
}
"""What is asked of a graph for each table."""
_SPEAKING: Final = f" FILTER(?verdict != op:{NOT_COVERED})"


@dataclass(frozen=True)
class Difference:
    """On the days from ``start`` until ``end``, something is ``after`` where it was ``before``.

    ``kind`` is one of KINDS; ``subject`` is the warrant of a duty. ``end`` None: no end known.
    """

    kind: str
    state: str
    subject: str
    rule: str | None
    reading: str | None
    start: str
    end: str | None
    before: str
    after: str

    def as_json(self) -> dict[str, object]:
        """Return the difference as plain values, things by their stems."""
        return {
            "kind": self.kind,
            "state": stem(self.state),
            "subject": stem(self.subject),
            "rule": None if self.rule is None else stem(self.rule),
            "reading": None if self.reading is None else stem(self.reading),
            "from": None if self.start == _ALWAYS else self.start,
            "until": self.end,
            "before": self.before,
            "after": self.after,
        }


class Standing:
    """All that is derived in a graph, as spans of days."""

    def __init__(
        self,
        store: Store | None = None,
        *,
        states: Collection[str] | None = None,
        subjects: Collection[str] | None = None,
        rules: Collection[str] | None = None,
        tables: Collection[str] = TABLES,
        silence: bool = True,
    ) -> None:
        """Read a graph: all, or these tables, no more than these states and subjects, and positions under these rules.

        Without ``silence`` a position is left out that says what is so where there is none: that nothing is covered.
        """
        self.positions: dict[Key, list[Span]] = {}
        self.international: dict[Key, list[Span]] = {}
        self.duties: dict[Key, list[Span]] = {}
        if store is None:
            return
        for name in tables:
            about = "warrant" if name == DUTIES else "subject"
            # Looked up by pairs of many states and many subjects, each pair would cost; so those of a state are sorted.
            several = states is not None and subjects is not None and len(states) > 1
            named = (("state", None if several else states), (about, subjects))
            scope = " ".join(_values(variable, iris) for variable, iris in named if iris is not None)
            scope += "" if silence or name != POSITIONS else _SPEAKING
            for state, subject, rule, reading, value, start, end in texts(
                store, QUESTIONS[name].replace("# about", scope)
            ):
                if (states is None or state in states) and (rules is None or name != POSITIONS or rule in rules):
                    held = stem(value)
                    spans = self.table(name).setdefault((state, subject, rule or None, reading or None), [])
                    spans.append((start, end or None, _DUTY.get(held, held)))

    def add(self, other: Standing, tables: Iterable[str] = TABLES) -> None:
        """Take over what another holds in these tables."""
        for name in tables:
            self.table(name).update(other.table(name))

    def table(self, name: str) -> dict[Key, list[Span]]:
        """Return one of TABLES."""
        found: dict[Key, list[Span]] = getattr(self, name)
        return found

    def conflicts(self) -> dict[Key, list[Span]]:
        """Return the days on which a state is bound and treats as non-binding all the same."""
        found: dict[Key, list[Span]] = {}
        for key, spans in self.positions.items():
            bound = [s for s in self.international.get((*key[:2], None, None), ()) if s[2] == "bound"]
            for start, end, verdict in spans:
                for since, until, _ in bound:
                    first, last = max(start, since), min(end or _NEVER, until or _NEVER)
                    if verdict == TREATED and first < last:
                        found.setdefault(key, []).append((first, None if last == _NEVER else last, _CONFLICT))
        return found

    def on(self, day: str) -> Standing:
        """Return what holds on one day, as if it held on all days."""
        there = object.__new__(Standing)
        for name in TABLES:
            setattr(there, name, {key: [(_ALWAYS, None, value)] for key, spans in self.table(name).items()
                                  if (value := _value(spans, day)) is not None})  # fmt: skip
        return there


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in sorted(iris))} }}"


def _value(spans: Iterable[Span], day: str) -> str | None:
    return next((value for start, end, value in spans if start <= day and (end is None or day < end)), None)


def _compared(before: list[Span], after: list[Span], absent: str) -> Iterator[tuple[str, str | None, str, str]]:
    """Yield the runs of days on which two lists of spans differ; ``absent`` is what holds on days without a span."""
    days = sorted({day for start, end, _ in (*before, *after) for day in (start, end or _NEVER)} - {_NEVER})
    run: tuple[str, str, str] | None = None
    for day in days:
        old, new = _value(before, day) or absent, _value(after, day) or absent
        if run is not None and (old, new) != run[1:]:
            yield run[0], day, run[1], run[2]
            run = None
        if run is None and old != new:
            run = (day, old, new)
    if run is not None:
        yield run[0], None, run[1], run[2]


def differences(before: Standing, after: Standing) -> list[Difference]:
    """Return every position, duty, conflict and international answer that differs, with the days on which it does.

    A position without a rule is none of them: it says that nothing is covered, which is so where there is no position.
    """
    found = []
    for kind, old, new, absent in (
        ("position", before.positions, after.positions, NOT_COVERED),
        ("international", before.international, after.international, _NOT_BOUND),
        ("conflict", before.conflicts(), after.conflicts(), _NO_CONFLICT),
        ("duty", before.duties, after.duties, _NO_DUTY),
    ):
        for key in {**old, **new}:
            for start, end, was, becomes in _compared(old.get(key, []), new.get(key, []), absent):
                found.append(Difference(kind, *key, start, end, was, becomes))
    return sorted(
        found, key=lambda d: (KINDS.index(d.kind), d.state, d.subject, d.rule or "", d.reading or "", d.start)
    )
