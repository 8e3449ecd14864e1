"""What a case says: each kind of question, the keys it takes, and what is wrong with the form of a case.

A case is a ``[[case]]`` in cases/*.toml: a sentence, its right answer on a day, and what the proof must rest on.
It says what it asks by one key, its mark (``subject``, ``treaty``, ``warrant`` …; see KINDS). The things in ``because``
must all be reached from the answer found by going down what it rests on; those in ``not_because`` must not. ``suppose``
adds the facts of cases/suppose/<stem>.ttl, which never happened; ``gap`` says why the graph cannot give the right
answer yet.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[1] / "cases"
SUPPOSED = CASES / "suppose"
Row = dict[str, Any]
Columns = frozenset[str]
ANY: Columns = frozenset()
"""The columns of a table that are those of its query."""


@dataclass(frozen=True)
class Kind:
    """One kind of question: the key that marks it, and which other keys it takes."""

    mark: str
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    one_of: tuple[str, ...] = ()
    """Keys of which it must have one."""
    tables: Mapping[str, Columns] = field(default_factory=dict)
    """Keys that say which rows are found, each with the columns that it knows."""
    may_lack_proof: bool = False
    """Whether ``no_proof`` may say why nothing is there from which to walk down."""

    @property
    def known(self) -> frozenset[str]:
        """All keys it takes."""
        return frozenset({self.mark, *self.required, *self.optional, *self.one_of, *self.tables})


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON_REQUIRED = _keys("sentence on")
COMMON_OPTIONAL = _keys("because not_because no_proof gap suppose")
DIFFERENCE = _keys("kind state subject rule reading from until before after")
KINDS = (
    # What the state's own law makes of a body, proceeding or ruling: exactly these positions, or one without a rule.
    # With as_known, as the law known on that day deems it to have been.
    Kind(
        "subject",
        _keys("state"),
        _keys("reading rule international conflict decided_in known_to as_known"),
        one_of=("expect", "verdict_without_rule"),
        tables={"deemings": _keys("rule provision enacted deemedFrom")},
    ),
    # What a body, proceeding or ruling is to the state under international law.
    Kind("binding", _keys("state international")),
    # The state's status under a treaty: signatory, party, provisional, possibleParty or none.
    Kind("treaty", _keys("state status"), _keys("from until")),
    # Whether the state must arrest under a warrant: dutyHolds, undetermined or noDuty.
    Kind("warrant", _keys("state duty"), _keys("from until")),
    # A rule of the state's law: whether it is in force that day, and what it is.
    Kind("rule", _keys("state in_force"), _keys("class effect deemed_from")),
    # What became of something that a source says.
    Kind("claim", _keys("status"), _keys("concerns")),
    # A question of the catalogue.
    Kind("question", _keys("rows"), _keys("given"), tables={"rows": ANY}),
    # SPARQL; {on} stands for the day.
    Kind("select", _keys("rows"), tables={"rows": ANY}),
    Kind("ask", _keys("answer"), may_lack_proof=True),
    # Sentences of the proofs of a state's positions on a subject.
    Kind("why", _keys("state says"), _keys("reading language")),
    # Which conditions keep a subject from being reached, and the smallest changes that flip the answer.
    Kind("why_not", _keys("state flips"), _keys("reading failing"), tables={"flips": _keys("changes verdict")}),
    # What is otherwise on the day if acts were so (lines as for kg what-if --add), or a change of the catalogue.
    Kind("what_if", _keys("rows"), _keys("changes states"), tables={"rows": DIFFERENCE}),
    # On a subject, what each reading of a rule answers: the readings by verdict; {} where they all agree.
    Kind("rival", _keys("state answers"), _keys("rule")),
    # What flips on the day in the positions of a state or on a subject, and by which fact; what happened to a person.
    Kind(
        "timeline",
        optional=_keys("about reading"),
        may_lack_proof=True,
        one_of=("flips", "events"),
        tables={"flips": _keys("state subject verdict rule reading fact"), "events": _keys("says")},
    ),
    # What is otherwise on the day than on the earlier day named.
    Kind("diff", _keys("rows"), _keys("state"), tables={"rows": DIFFERENCE - {"from", "until"}}),
    # Where the state is bound and treats as non-binding all the same.
    Kind(
        "conflicts",
        _keys("rows"),
        tables={"rows": _keys("subject kind verdict effect rule reading from until international")},
    ),
    # Who must arrest a person on the day, what came of all visits, the warrants, the passage of transit provisions.
    Kind(
        "arrest",
        optional=_keys("transit"),
        one_of=("duties", "visits", "warrants"),
        tables={
            "duties": _keys("warrant state duty basis from until why"),
            "visits": _keys("state arrived last_day arrested duty finding"),
            "warrants": _keys("label body issued public ended status"),
        },
    ),
    # The shortest chain of statements made by the day: its length (0: none), things on it, and what it says.
    Kind("path", _keys("steps"), _keys("through says kinds"), may_lack_proof=True),
    # A question of the catalogue or SPARQL that has no row, and why.
    Kind("empty", _keys("reason"), _keys("given"), may_lack_proof=True),
    # A state, or its law on one subject, of which there is nothing to tell, and why.
    Kind("silent", _keys("reason"), _keys("about"), may_lack_proof=True),
)
POSITION_KEYS = _keys("verdict rule reading effect from until international")
ROWS = ("equal", "contain", "lack")
COUNTS = ("count", "at_least")


@dataclass(frozen=True)
class Case:
    """One case: the file and number that name it, and what it says."""

    name: str
    says: Row = field(hash=False)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds whose mark it bears; ``rule`` only narrows down some kinds of question."""
        found = [kind for kind in KINDS if kind.mark in self.says]
        return [kind for kind in found if not any(kind.mark in other.known for other in found if other is not kind)]

    @property
    def on(self) -> date:
        """The day asked about."""
        day = self.says["on"]
        assert isinstance(day, date)
        return day

    def rows(self, *tables: str) -> list[Row]:
        """Return the rows that tables name, there or not there."""
        return [row for table in tables for key in ROWS for row in self.says.get(table, {}).get(key, [])]

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the form of the case."""
        if len(self.kinds) != 1:
            marks = ", ".join(kind.mark for kind in self.kinds) or "none"
            yield f"must bear the mark of one kind of question, not of {marks}"
            return
        (kind,) = self.kinds
        for key in sorted(set(self.says) - kind.known - COMMON_REQUIRED - COMMON_OPTIONAL):
            yield f"does not know {key!r}"
        for key in sorted((COMMON_REQUIRED | kind.required) - set(self.says)):
            yield f"lacks {key!r}"
        if kind.one_of and not set(kind.one_of) & set(self.says):
            yield f"must say {' or '.join(map(repr, kind.one_of))}"
        if not self.says.get("because"):
            if not kind.may_lack_proof:
                yield "must say in 'because' what its proof rests on"
            elif not self.says.get("no_proof"):
                yield "must say in 'because' what its proof rests on, or in 'no_proof' why it has none"
        for entry in self.says.get("expect", []):
            for key in sorted(set(entry) - POSITION_KEYS):
                yield f"does not know {key!r} in 'expect'"
        for table, columns in kind.tables.items():
            yield from self._faults_of(table, columns)
        if "suppose" in self.says and not (SUPPOSED / f"{self.says['suppose']}.ttl").is_file():
            yield f"supposes {self.says['suppose']!r}, for which cases/suppose/ has no file"

    def _faults_of(self, table: str, columns: Columns) -> Iterator[str]:
        if table not in self.says:
            return
        if not self.says[table]:
            yield f"says nothing in {table!r}"
        for key in sorted(set(self.says[table]) - {*ROWS, *COUNTS}):
            yield f"does not know {key!r} in {table!r}"
        for key in sorted({key for row in self.rows(table) for key in row} - columns if columns else ()):
            yield f"does not know {key!r} in a row of {table!r}"

    def things(self) -> Iterator[str]:
        """Yield every thing of the graph that the case names by a prefixed name."""
        if "what_if" not in self.says:  # whose answer rests on what is supposed
            yield from self.says.get("because", [])
        yield from self.says.get("not_because", [])
        yield from self.says.get("decided_in", [])
        yield from self.says.get("concerns", [])
        yield from self.says.get("failing", [])
        yield from (self.says[key] for key in ("claim",) if key in self.says)
        if "rows" in self.says and set(self.says) & {"what_if", "diff", "conflicts"}:
            yield from (row["subject"] for row in self.rows("rows") if "subject" in row)


def cases() -> Iterator[Case]:
    """Yield all cases, by file and number."""
    for path in sorted(CASES.glob("*.toml")):
        for number, says in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1):
            words = re.findall(r"[a-z0-9]+", str(says.get("sentence", "")).casefold())
            yield Case(f"{path.stem}-{number:02}-{'-'.join(words[:10])}", says)
