"""A lawyer's tests: each case in cases/*.toml is a sentence, its right answer, and what the proof must rest on.

A case says what it asks by one key, its mark (``subject``, ``treaty``, ``warrant`` …; see KINDS). The things in
``because`` must all be reached from the answer found by going down what it rests on; those in ``not_because`` must not.
``suppose`` adds the facts of cases/suppose/<stem>.ttl, which never happened; ``gap`` says why the graph cannot give the
right answer yet.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.graph import Graph
from kg.names import PREFIXES, short
from kg.positions import Position
from kg.questions import Answer, readable
from kg.sparql import date_term, with_prefixes
from kg.steps import closure

CASES = Path(__file__).parent / "cases"
SUPPOSED = CASES / "suppose"
Row = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of question: the key that marks it, and which other keys it takes."""

    mark: str
    required: frozenset[str]
    optional: frozenset[str] = frozenset()


COMMON_REQUIRED = frozenset({"sentence", "on"})
COMMON_OPTIONAL = frozenset({"because", "not_because", "no_proof", "gap", "suppose"})
KINDS = (
    # What the state's own law makes of a body, proceeding or ruling: exactly these positions, or one without a rule.
    Kind(
        "subject",
        frozenset({"state"}),
        frozenset(
            {"reading", "rule", "expect", "verdict_without_rule", "international", "conflict", "decided_in", "known_to"}
        ),
    ),
    # What a body, proceeding or ruling is to the state under international law.
    Kind("binding", frozenset({"state", "international"})),
    # The state's status under a treaty: signatory, party, provisional, possibleParty or none.
    Kind("treaty", frozenset({"state", "status"}), frozenset({"from", "until"})),
    # Whether the state must arrest under a warrant: dutyHolds, undetermined or noDuty.
    Kind("warrant", frozenset({"state", "duty"}), frozenset({"from", "until"})),
    # A rule of the state's law: whether it is in force that day, and what it is.
    Kind("rule", frozenset({"state", "in_force"}), frozenset({"class", "effect", "deemed_from"})),
    # What became of something that a source says.
    Kind("claim", frozenset({"status"}), frozenset({"concerns"})),
    # A question of the catalogue.
    Kind("question", frozenset({"rows"}), frozenset({"given"})),
    # SPARQL; {on} stands for the day.
    Kind("select", frozenset({"rows"})),
    Kind("ask", frozenset({"answer"})),
)
POSITION_KEYS = frozenset({"verdict", "rule", "reading", "effect", "from", "until", "international"})
ROWS_KEYS = frozenset({"equal", "contain", "lack", "count"})


@dataclass(frozen=True)
class Case:
    """One case: the file and number that name it, and what it says."""

    name: str
    says: Row = field(hash=False)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds whose mark it bears; ``rule`` only narrows down a question on a subject."""
        found = [kind for kind in KINDS if kind.mark in self.says]
        return found[:1] if found and found[0].mark == "subject" else found

    @property
    def on(self) -> date:
        """The day asked about."""
        day = self.says["on"]
        assert isinstance(day, date)
        return day

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the form of the case."""
        if len(self.kinds) != 1:
            marks = ", ".join(kind.mark for kind in self.kinds) or "none"
            yield f"must bear the mark of one kind of question, not of {marks}"
            return
        (kind,) = self.kinds
        required = COMMON_REQUIRED | kind.required
        known = required | COMMON_OPTIONAL | kind.optional | {kind.mark}
        for key in sorted(set(self.says) - known):
            yield f"does not know {key!r}"
        for key in sorted(required - set(self.says)):
            yield f"lacks {key!r}"
        if not self.says.get("because"):
            if kind.mark != "ask":
                yield "must say in 'because' what its proof rests on"
            elif not self.says.get("no_proof"):
                yield "must say in 'because' what its proof rests on, or in 'no_proof' why it has none"
        if kind.mark == "subject" and not {"expect", "verdict_without_rule"} & set(self.says):
            yield "must say 'expect' or 'verdict_without_rule'"
        for entry in self.says.get("expect", []):
            for key in sorted(set(entry) - POSITION_KEYS):
                yield f"does not know {key!r} in 'expect'"
        for key in sorted(set(self.says.get("rows", {})) - ROWS_KEYS):
            yield f"does not know {key!r} in 'rows'"
        if "suppose" in self.says and not (SUPPOSED / f"{self.says['suppose']}.ttl").is_file():
            yield f"supposes {self.says['suppose']!r}, for which cases/suppose/ has no file"

    def things(self) -> Iterator[str]:
        """Yield every thing that the case names by a prefixed name."""
        yield from self.says.get("because", [])
        yield from self.says.get("not_because", [])
        yield from self.says.get("decided_in", [])
        yield from self.says.get("concerns", [])
        yield from (self.says[key] for key in ("claim",) if key in self.says)


def _cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.toml")):
        for number, says in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1):
            words = re.findall(r"[a-z0-9]+", str(says.get("sentence", "")).casefold())
            yield Case(f"{path.stem}-{number:02}-{'-'.join(words[:10])}", says)


ALL = list(_cases())


def iri(name: str) -> str:
    """Return the IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    assert prefix in PREFIXES, f"{name} has no prefix that we know"
    return PREFIXES[prefix] + local


def rows(graph: Graph, text: str) -> list[Row]:
    """Return the rows of a query, things shortened to prefixed names."""
    return _shown(graph.query(with_prefixes(text)))


def _shown(answer: Answer) -> list[Row]:
    return [{key: readable(cell) for key, cell in row.items()} for row in answer.dicts()]


def standing(graph: Graph, on: date, pattern: str, columns: str = "") -> list[Row]:
    """Return the derived nodes ``?node`` of a pattern whose interval holds a day, with ``from`` and ``until``."""
    return rows(
        graph,
        f"""SELECT DISTINCT ?node ?from ?until {columns} WHERE {{
          {pattern} . ?node op:from ?from OPTIONAL {{ ?node op:until ?until }}
          FILTER(?from <= {date_term(on)} && (!BOUND(?until) || {date_term(on)} < ?until)) }}""",
    )


def _same_interval(says: Row, found: Row) -> bool:
    return all(str(says[key]) == found[key] for key in ("from", "until") if key in says)


@dataclass
class Outcome:
    """What was found: whether it is the right answer, how to tell it, and the things the answer is."""

    right: bool
    found: str
    things: list[str]
    """Prefixed names; the proof starts from them."""


@cache
def positions_on(graph: Graph, state: str, on: date) -> list[Position]:
    """Return all positions of a state on a day; many cases ask about the same one."""
    return graph.assess(state, on=on, all=True)


def _matches(expected: Row, position: Position) -> bool:
    found: Row = {
        "verdict": position.verdict,
        "rule": position.rule,
        "reading": position.reading,
        "effect": position.effect,
        "international": position.international,
        "from": position.start,
        "until": position.end,
    }
    return all(found[key] == value for key, value in expected.items())


def _pair_off(expected: list[Row], found: list[Position]) -> bool:
    """Return whether each entry expected is one position found, and none is left over."""
    left = list(found)
    for entry in expected:
        match = next((position for position in left if _matches(entry, position)), None)
        if match is None:
            return False
        left.remove(match)
    return not left


def _told(position: Position) -> str:
    interval = f"[{position.start}, {position.end or '…'})"
    where = f"{position.rule} / {position.reading}" if position.rule else "no rule"
    return f"{position.verdict} ({where}) {interval}, {position.international}, known to {position.known_to}"


def position(graph: Graph, case: Case) -> Outcome:
    """Answer a question on a state's own law."""
    says = case.says
    subject = graph.directory.resolve(says["subject"], "body", "proceeding", "ruling").iri
    there = [found for found in positions_on(graph, says["state"], case.on) if found.subject_iri == subject]
    found = [
        position
        for position in there
        if all(getattr(position, key) == says[key] for key in ("rule", "reading") if key in says)
    ]
    expected = says.get("expect", [{"verdict": says.get("verdict_without_rule"), "rule": None}])
    right = _pair_off(expected, found)
    if "international" in says:
        right &= all(position.international == says["international"] for position in there)
    if "known_to" in says:
        right &= all(position.known_to == says["known_to"] for position in found)
    things = [short(position.iri) for position in found]
    if "conflict" in says:
        state = graph.directory.resolve(says["state"], "state").iri
        derived = standing(graph, case.on, f"?node a op:Conflict ; op:state <{state}> ; op:subject <{subject}>")
        right &= any(position.conflict for position in found) is says["conflict"] is bool(derived)
    for child in says.get("decided_in", []):
        named = rows(graph, "SELECT ?p WHERE { VALUES ?p { " + " ".join(things) + " } ?p op:decidedIn " + child + " }")
        right &= len(named) == len(things)
    return Outcome(right, "\n".join(map(_told, found)) or "no position", things)


def binding(graph: Graph, case: Case) -> Outcome:
    """Answer a question on a state's duties under international law."""
    says = case.says
    state = graph.directory.resolve(says["state"], "state").iri
    subject = graph.directory.resolve(says["binding"], "body", "proceeding", "ruling").iri
    node = f"?node a op:InternationalPosition ; op:state <{state}> ; op:subject <{subject}> ; op:verdict ?verdict"
    found = standing(graph, case.on, node, "?verdict")
    verdicts = [row["verdict"] for row in found] or ["op:notBound"]
    things = [row["node"] for row in found] or _absence(graph, state, _treaties_of(graph, subject), case.on)
    return Outcome(verdicts == [f"op:{says['international']}"], f"{verdicts}", things)


def _treaties_of(graph: Graph, subject: str) -> list[str]:
    found = rows(
        graph,
        f"""SELECT DISTINCT ?treaty WHERE {{
          {{ <{subject}> op:generalConsent ?treaty }} UNION {{ <{subject}> op:effectiveBasis/op:instrument ?treaty }}
          UNION {{ <{subject}> op:issuedBy/op:effectiveBasis/op:instrument ?treaty }} ?treaty a op:Treaty }}""",
    )
    return [iri(row["treaty"]) for row in found]


def _absence(graph: Graph, state: str, treaties: Iterable[str], on: date) -> list[str]:
    """Return what it rests on that a state has no status under treaties: statuses that ended, and lists complete."""
    values = " ".join(f"<{treaty}>" for treaty in treaties)
    found = rows(
        graph,
        f"""SELECT DISTINCT ?node WHERE {{ VALUES ?treaty {{ {values} }}
          {{ ?node a op:Participation ; op:state <{state}> ; op:treaty ?treaty ; op:until ?until
             FILTER(?until <= {date_term(on)}) }}
          UNION {{ ?node a op:CompletenessStatement ; op:closes op:TreatyAction ; op:about ?treaty }} }}""",
    )
    return [row["node"] for row in found]


def treaty(graph: Graph, case: Case) -> Outcome:
    """Answer a question on a state's status under a treaty."""
    says = case.says
    state = graph.directory.resolve(says["state"], "state").iri
    about = graph.directory.resolve(says["treaty"], "treaty").iri
    node = f"?node a op:Participation ; op:state <{state}> ; op:treaty <{about}> ; op:status ?status"
    found = standing(graph, case.on, node, "?status")
    status = [row["status"] for row in found]
    if says["status"] == "none":
        return Outcome(not found, f"{status}", _absence(graph, state, [about], case.on))
    right = status == [f"op:{says['status']}"] and _same_interval(says, found[0])
    return Outcome(right, f"{found}", [row["node"] for row in found])


def warrant(graph: Graph, case: Case) -> Outcome:
    """Answer a question on a duty to arrest."""
    says = case.says
    state = graph.directory.resolve(says["state"], "state").iri
    under = graph.directory.resolve(says["warrant"], "ruling").iri
    node = f"?node a op:DutyToArrest ; op:state <{state}> ; op:warrant <{under}> ; op:duty ?duty"
    found = standing(graph, case.on, node, "?duty")
    duties = [row["duty"] for row in found]
    if says["duty"] == "noDuty":
        return Outcome(not found, f"{duties}", _absence(graph, state, _treaties_of(graph, under), case.on))
    right = duties == [f"op:{says['duty']}"] and _same_interval(says, found[0])
    return Outcome(right, f"{found}", [row["node"] for row in found])


def rule(graph: Graph, case: Case) -> Outcome:
    """Answer a question on a rule of a state's law."""
    says = case.says
    state = graph.directory.resolve(says["state"], "state").iri
    about = graph.directory.resolve(says["rule"], "rule").iri
    (found,) = rows(
        graph,
        f"""SELECT ?from ?until ?effect ?deemed ?kind WHERE {{
          <{about}> a ?kind ; op:holder <{state}> ; op:inForceFrom ?from ; op:effect ?effect .
          ?kind rdfs:subClassOf op:RuleOnRulings . FILTER(?kind != op:RuleOnRulings)
          OPTIONAL {{ <{about}> op:inForceUntil ?until }} OPTIONAL {{ <{about}> op:deemedFrom ?deemed }} }}""",
    )
    day = case.on.isoformat()
    in_force = found["from"] <= day and (found["until"] is None or day < found["until"])
    right = in_force is says["in_force"]
    right &= found["effect"] == f"op:{says['effect']}" if "effect" in says else True
    right &= found["kind"] == f"op:{says['class']}" if "class" in says else True
    right &= found["deemed"] == str(says["deemed_from"]) if "deemed_from" in says else True
    return Outcome(right, f"{found}", [short(about)])


def claim(graph: Graph, case: Case) -> Outcome:
    """Answer a question on what became of something that a source says."""
    name = case.says["claim"]
    found = rows(
        graph,
        f"SELECT ?status ?thing ?why WHERE {{ {name} op:claimStatus ?status ; op:concerns ?thing ; op:because ?why }}",
    )
    concerned = [row["thing"] for row in found]
    right = {row["status"] for row in found} == {f"op:{case.says['status']}"}
    right &= set(case.says.get("concerns", [])) <= set(concerned)
    return Outcome(right, f"{found}", [name, *concerned])


def _fit(says: Row, found: list[Row]) -> bool:
    def there(row: Row) -> bool:
        return any(all(candidate.get(key) == value for key, value in row.items()) for candidate in found)

    equal = says.get("equal")
    return (
        all(map(there, says.get("contain", [])))
        and not any(map(there, says.get("lack", [])))
        and says.get("count", len(found)) == len(found)
        and (equal is None or (len(found) == len(equal) and all(map(there, equal))))
    )


def _in_rows(found: list[Row]) -> list[str]:
    named = (cell for row in found for cell in row.values() if isinstance(cell, str))
    return [name for name in named if name.partition(":")[0] in PREFIXES and not name.startswith(("op:", "http"))]


def question(graph: Graph, case: Case) -> Outcome:
    """Answer a question of the catalogue; the day is given to it where it takes one."""
    name = case.says["question"]
    given = dict(case.says.get("given", {}))
    if any(parameter.name == "on" for parameter in graph.questions()[name].parameters):
        given.setdefault("on", case.on.isoformat())
    found = _shown(graph.ask(name, **given))
    return Outcome(_fit(case.says["rows"], found), "\n".join(map(str, found)), _in_rows(found))


def select(graph: Graph, case: Case) -> Outcome:
    """Answer a SELECT."""
    found = rows(graph, case.says["select"].replace("{on}", str(date_term(case.on))))
    return Outcome(_fit(case.says["rows"], found), "\n".join(map(str, found)), _in_rows(found))


def ask(graph: Graph, case: Case) -> Outcome:
    """Answer an ASK."""
    (found,) = rows(graph, case.says["ask"].replace("{on}", str(date_term(case.on))))
    return Outcome((found["answer"] == "true") is case.says["answer"], str(found["answer"]), [])


ANSWERS: dict[str, Callable[[Graph, Case], Outcome]] = {
    "subject": position,
    "binding": binding,
    "treaty": treaty,
    "warrant": warrant,
    "rule": rule,
    "claim": claim,
    "question": question,
    "select": select,
    "ask": ask,
}


@pytest.fixture(scope="session")
def supposing(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the graph with the facts of cases/suppose/ added, built in a cache of its own."""
    from kg.files import KNOWLEDGE_FOLDERS, knowledge_root

    root = tmp_path_factory.mktemp("supposed")
    for folder in KNOWLEDGE_FOLDERS[:3]:
        shutil.copytree(knowledge_root() / folder, root / folder)
    for path in SUPPOSED.glob("*.ttl"):
        shutil.copy(path, root / "data" / "bodies" / f"supposed-{path.name}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPPOSABLE_CACHE", str(tmp_path_factory.mktemp("cache")))
        return kg.open(root)


def _parameters() -> Iterator[Any]:
    for case in ALL:
        marks = [pytest.mark.xfail(reason=case.says["gap"])] if "gap" in case.says else []
        yield pytest.param(case, id=case.name, marks=marks)


@pytest.mark.parametrize("case", list(_parameters()))
def test_the_answer_is_right_and_for_the_right_reason(case: Case, request: pytest.FixtureRequest) -> None:
    asked: Graph = request.getfixturevalue("supposing" if "suppose" in case.says else "graph")
    (kind,) = case.kinds
    outcome = ANSWERS[kind.mark](asked, case)
    expected = {key: value for key, value in case.says.items() if key not in COMMON_REQUIRED | COMMON_OPTIONAL}
    sentence = f"{case.says['sentence']} ({case.on})"
    assert outcome.right, f"{sentence}\nexpected: {expected}\nfound: {outcome.found}"

    reached = {short(node.value) for node in closure(asked.store, map(iri, outcome.things))}
    missing = [thing for thing in case.says.get("because", []) if thing not in reached]
    shown = sorted(name for name in reached if not name.startswith(("source:", "test:", "outcome:")))
    assert not missing, f"{sentence}\nthe proof does not rest on {missing}; it rests on {shown}"
    wrong = [thing for thing in case.says.get("not_because", []) if thing in reached]
    assert not wrong, f"{sentence}\nthe proof rests on {wrong}, which should not matter"


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in ALL])
def test_the_case_is_well_formed(case: Case) -> None:
    assert list(case.faults()) == [], case.says.get("sentence")


def test_all_things_that_cases_name_are_in_the_graph(supposing: Graph) -> None:
    named = {thing for case in ALL for thing in case.things()}
    found = rows(supposing, f"SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {' '.join(named)} }} ?thing a ?class }}")
    assert named - {row["thing"] for row in found} == set()


def test_no_two_cases_ask_the_same() -> None:
    sentences = [f"{case.says['sentence']} {case.says['on']}" for case in ALL]
    assert len(sentences) == len(set(sentences))


WELL_FORMED = {
    "sentence": "A sentence.",
    "on": date(2026, 2, 1),
    "state": "RUS",
    "subject": "icc",
    "verdict_without_rule": "notCovered",
    "because": ["body:icc"],
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"becuase": ["body:icc"]}, "does not know 'becuase'"),
        ({"because": []}, "must say in 'because' what its proof rests on"),
        ({"expect": [{"verdct": "notCovered"}]}, "does not know 'verdct' in 'expect'"),
        ({"suppose": "nothing"}, "supposes 'nothing', for which cases/suppose/ has no file"),
        ({"treaty": "echr"}, "does not know 'treaty'"),
    ],
)
def test_a_slip_in_a_case_is_found(change: Row, fault: str) -> None:
    assert list(Case("well-formed", WELL_FORMED).faults()) == []
    assert list(Case("slip", WELL_FORMED | change).faults()) == [fault]
