"""Answers to the questions about one thing (a position, a status, a duty, a rule, a claim …) and to queries."""

from __future__ import annotations

from datetime import date
from functools import cache

from kg.conclusions.positions import Position
from kg.graph import Graph
from kg.names import PREFIXES, short
from kg.queries.sparql import date_term, with_prefixes
from kg.supposing.clocks import Deeming
from legal.case import Case, Row
from legal.outcome import Outcome, absence, fit, rows, shown, standing, treaties_of


def _same_interval(says: Row, found: Row) -> bool:
    return all(str(says[key]) == found[key] for key in ("from", "until") if key in says)


@cache
def positions_on(graph: Graph, state: str, on: date) -> list[Position]:
    """Return all positions of a state on a day; many cases ask about the same one."""
    return graph.assess(state, on=on, all=True)


@cache
def positions_as_known(graph: Graph, state: str, on: date, known: date) -> tuple[list[Position], list[Deeming]]:
    """Return all positions of a state on a day as the law known on another day deems them, and what it deems."""
    return graph.assess_as_known(state, known, on=on, all=True)


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
    whole, deemings = positions_on(graph, says["state"], case.on), list[Deeming]()
    if "as_known" in says:
        whole, deemings = positions_as_known(graph, says["state"], case.on, says["as_known"])
    there = [found for found in whole if found.subject_iri == subject]
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
    right &= "deemings" not in says or fit(says["deemings"], [deeming.as_json() for deeming in deemings])
    things = [*(short(position.iri) for position in found), *(f"rule:{deeming.rule}" for deeming in deemings)]
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
    things = [row["node"] for row in found] or absence(graph, state, treaties_of(graph, subject), case.on)
    return Outcome(verdicts == [f"op:{says['international']}"], f"{verdicts}", things)


def _none(graph: Graph, case: Case, node: str, column: str, state: str, treaties: list[str]) -> Outcome:
    """Return whether nothing of the kind stands on the day, with why."""
    found = [row[column] for row in standing(graph, case.on, node, f"?{column}")]
    return Outcome(not found, f"{found}", absence(graph, state, treaties, case.on))


def _one(graph: Graph, case: Case, node: str, column: str) -> Outcome:
    """Return whether exactly what the case says in a column stands on the day, in the interval that it says."""
    found = standing(graph, case.on, node, f"?{column}")
    right = [row[column] for row in found] == [f"op:{case.says[column]}"] and _same_interval(case.says, found[0])
    return Outcome(right, f"{found}", [row["node"] for row in found])


def treaty(graph: Graph, case: Case) -> Outcome:
    """Answer a question on a state's status under a treaty."""
    says = case.says
    state = graph.directory.resolve(says["state"], "state").iri
    about = graph.directory.resolve(says["treaty"], "treaty").iri
    node = f"?node a op:Participation ; op:state <{state}> ; op:treaty <{about}> ; op:status ?status"
    if says["status"] == "none":
        return _none(graph, case, node, "status", state, [about])
    return _one(graph, case, node, "status")


def warrant(graph: Graph, case: Case) -> Outcome:
    """Answer a question on a duty to arrest."""
    says = case.says
    state = graph.directory.resolve(says["state"], "state").iri
    under = graph.directory.resolve(says["warrant"], "ruling").iri
    node = f"?node a op:DutyToArrest ; op:state <{state}> ; op:warrant <{under}> ; op:duty ?duty"
    if says["duty"] == "noDuty":
        return _none(graph, case, node, "duty", state, treaties_of(graph, under))
    return _one(graph, case, node, "duty")


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


def _in_rows(found: list[Row]) -> list[str]:
    named = (cell for row in found for cell in row.values() if isinstance(cell, str))
    return [name for name in named if name.partition(":")[0] in PREFIXES and not name.startswith(("op:", "http"))]


def _in_columns(case: Case, columns: list[str]) -> None:
    """Fail for a row of the case with a column that the answer does not have: it would never be there."""
    unknown = {key for row in case.rows("rows") for key in row} - set(columns)
    assert not unknown, f"the answer has no column {', '.join(sorted(unknown))}; it has {', '.join(columns)}"


def question(graph: Graph, case: Case) -> Outcome:
    """Answer a question of the catalogue; the day is given to it where it takes one."""
    name = case.says["question"]
    given = dict(case.says.get("given", {}))
    if any(parameter.name == "on" for parameter in graph.questions()[name].parameters):
        given.setdefault("on", case.on.isoformat())
    answer = graph.ask(name, **given)
    _in_columns(case, answer.columns)
    found = shown(answer)
    return Outcome(fit(case.says["rows"], found), "\n".join(map(str, found)), _in_rows(found))


def select(graph: Graph, case: Case) -> Outcome:
    """Answer a SELECT."""
    answer = graph.query(with_prefixes(case.says["select"].replace("{on}", str(date_term(case.on)))))
    _in_columns(case, answer.columns)
    found = shown(answer)
    return Outcome(fit(case.says["rows"], found), "\n".join(map(str, found)), _in_rows(found))


def ask(graph: Graph, case: Case) -> Outcome:
    """Answer an ASK."""
    (found,) = rows(graph, case.says["ask"].replace("{on}", str(date_term(case.on))))
    return Outcome((found["answer"] == "true") is case.says["answer"], str(found["answer"]), [])
