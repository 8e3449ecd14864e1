"""Answers to the questions that compare, suppose or explain: proofs, flips, suppositions, days, chains, silence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache

from kg.conclusions.differences import Difference
from kg.conclusions.positions import Position
from kg.faults import UsageFault
from kg.graph import Graph
from kg.names import short, stem
from kg.oxigraph import NamedNode
from kg.queries.sparql import date_term, with_prefixes
from kg.supposing.hypothetical import Outcome as Supposed
from legal.answers import positions_on
from legal.case import Case, Row
from legal.outcome import Outcome, absence, fit, iri, rows, shown, standing, treaties_of

SUBJECTS = ("body", "proceeding", "ruling")


def _on(graph: Graph, state: str, subject: str, case: Case) -> list[Position]:
    about = graph.directory.resolve(subject, *SUBJECTS).iri
    reading = case.says.get("reading")
    return [p for p in positions_on(graph, state, case.on) if p.subject_iri == about and reading in (None, p.reading)]


def _listed(found: Iterable[object]) -> str:
    return "\n".join(map(str, found))


def why(graph: Graph, case: Case) -> Outcome:
    """Look for sentences in the proofs of the positions on a subject, in English or another language."""
    says = case.says
    proofs = graph.why(
        says["state"], says["why"], on=case.on, reading=says.get("reading"), language=says.get("language", "en")
    )
    steps = [step for proof in proofs for _, step in proof.walk()]
    right = all(any(sentence in step.text for step in steps) for sentence in says["says"])
    return Outcome(right, _listed(step.text for step in steps), [short(step.iri) for step in steps if step.iri])


def why_not(graph: Graph, case: Case) -> Outcome:
    """Compare the conditions that fail, and the smallest changes that flip the answer."""
    says = case.says
    found = graph.why_not(says["state"], says["why_not"], on=case.on, reading=says.get("reading"))
    tests = [step.iri for top in found.failing for step in top.steps if step.outcome and step.iri]
    failing = {short(graph.wording.value(test, "condition") or "") for test in tests}
    flips: list[Row] = [
        {"changes": " and ".join(change.words for change in flip.changes), "verdict": flip.verdict}
        for flip in found.search.flips
    ]
    right = fit(says["flips"], flips) and failing == set(says.get("failing", failing))
    steps = (step for top in found.failing for _, step in top.walk())
    return Outcome(right, f"{sorted(failing)} fail\n{_listed(flips)}", [short(step.iri) for step in steps if step.iri])


@cache
def _supposed(graph: Graph, acts: tuple[str, ...], changes: str) -> Supposed:
    """Return what would change; several cases ask about the same supposition."""
    return graph.what_if(*acts, changes=json.loads(changes))


def what_if(graph: Graph, case: Case) -> Outcome:
    """Compare what differs on the day under a supposition, and for which states anything ever differs."""
    says = case.says
    found = _supposed(graph, tuple(says["what_if"]), json.dumps(says.get("changes", {})))
    day = case.on.isoformat()
    there = [
        _row(difference)
        for difference in found.differences
        if difference.start <= day and (difference.end is None or day < difference.end)
    ]
    states = sorted({stem(difference.state) for difference in found.differences})
    right = fit(says["rows"], there) and states == sorted(says.get("states", states))
    after = graph.supposed(found)
    return Outcome(right, f"changes for {states}\n{_listed(there)}", _derived(after, case), after)


def _row(difference: Difference) -> Row:
    """Return a difference as a case writes it; a proceeding and a ruling of it may share their stem."""
    return difference.as_json() | {"subject": short(difference.subject)}


def _derived(graph: Graph, case: Case) -> list[str]:
    """Return what holds on the day for the states and subjects in the rows of a case, or why nothing does."""
    found = []
    named = [{"state": case.says.get("state")} | row for row in case.rows("rows") if "subject" in row]
    for name, about in sorted({(str(row["state"]), str(row["subject"])) for row in named if row["state"]}):
        state, subject = graph.directory.resolve(name, "state").iri, iri(about)
        there = standing(graph, case.on, f"?node op:subject|op:warrant <{subject}> ; op:state <{state}>")
        found += [row["node"] for row in there] + absence(graph, state, treaties_of(graph, subject), case.on)
    return found


def rival(graph: Graph, case: Case) -> Outcome:
    """Compare what each reading of a rule answers on a subject."""
    says = case.says
    about = _on(graph, says["state"], says["rival"], case)
    subjects = {position.subject for position in about}
    found = [
        rivalry
        for rivalry in graph.rivalries(says["state"], on=case.on)
        if rivalry.subject in subjects and says.get("rule") in (None, rivalry.rule)
    ]
    answers = {verdict: set(readings) for verdict, readings in says["answers"].items()}
    told = [{verdict: set(readings) for verdict, readings in rivalry.answers.items()} for rivalry in found]
    return Outcome(told == ([answers] if answers else []), _listed(told), [short(position.iri) for position in about])


@cache
def _flips(graph: Graph, thing: str) -> list[Row]:
    return shown(graph.flips(thing))


def timeline(graph: Graph, case: Case) -> Outcome:
    """Compare what flips on the day, and by which fact; for a person, what happened."""
    says = case.says
    thing = graph.directory.resolve(says["timeline"], "state", "person", *SUBJECTS)
    day = case.on.isoformat()
    if thing.kind == "person":
        told: list[Row] = [{"says": event.says} for event in graph.events(thing.iri) if event.day == day]
        dated = f"""SELECT DISTINCT ?node WHERE {{ VALUES ?day {{ {date_term(case.on)} }}
          {{ ?node op:visitor <{thing.iri}> ; op:arrived ?day }}
          UNION {{ ?node op:concernsPerson <{thing.iri}> ; op:decided|op:madePublic|op:ended ?day }}
          UNION {{ ?node op:warrant/op:concernsPerson <{thing.iri}> ; op:from|op:until ?day }} }}"""
        return Outcome(fit(says["events"], told), _listed(told), [row["node"] for row in rows(graph, dated)])
    about = says.get("about")
    subject = None if about is None else short(graph.directory.resolve(about, *SUBJECTS).iri)
    reading = None if "reading" not in says else f"reading:{says['reading']}"
    flips = [
        row
        for row in _flips(graph, thing.iri)
        if row["day"] == day and subject in (None, row.get("subject")) and reading in (None, row["reading"])
    ]
    holding = graph.timeline(thing.iri, about, reading=says.get("reading"))
    things = [short(position.iri) for position in holding if position.holds_on(case.on)]
    return Outcome(fit(says["flips"], flips), _listed(flips), things)


def diff(graph: Graph, case: Case) -> Outcome:
    """Compare what differs between an earlier day and the day."""
    says = case.says
    found = [_row(one) for one in graph.diff(says["diff"], case.on, state=says.get("state"))]
    return Outcome(fit(says["rows"], found), _listed(found), _derived(graph, case))


def conflicts(graph: Graph, case: Case) -> Outcome:
    """Compare where a state is bound and treats as non-binding all the same."""
    state = graph.directory.resolve(case.says["conflicts"], "state").iri
    told = [
        position.as_json() | {"subject": short(position.subject_iri)}
        for position in graph.conflicts(case.says["conflicts"], on=case.on)
    ]
    derived = standing(graph, case.on, f"?node a op:Conflict ; op:state <{state}>")
    things = [row["node"] for row in derived] or [
        row["node"] for row in standing(graph, case.on, f"?node a op:Position ; op:state <{state}>")
    ]
    return Outcome(fit(case.says["rows"], told), _listed(told), things)


def arrest(graph: Graph, case: Case) -> Outcome:
    """Compare the warrants against a person, who must arrest, and what came of visits."""
    says = case.says
    found = graph.arrest(says["arrest"], on=case.on)
    tables: dict[str, list[Row]] = {
        "duties": [duty.as_json() | {"why": duty.why} for duty in found.duties],
        "visits": [asdict(visit) for visit in found.visits],
        "warrants": [asdict(warrant) for warrant in found.warrants],
    }
    right = all(fit(says[name], told) for name, told in tables.items() if name in says)
    right &= all(any(text in passage for passage in found.transit) for text in says.get("transit", []))
    warrants = [warrant.iri for warrant in found.warrants]
    things = [short(warrant) for warrant in warrants]
    named = {row["state"] for row in case.rows("duties", "visits") if "state" in row}
    for name in sorted(named):
        state = graph.directory.resolve(name, "state").iri
        for warrant in warrants:
            duties = standing(graph, case.on, f"?node a op:DutyToArrest ; op:state <{state}> ; op:warrant <{warrant}>")
            things += [row["node"] for row in duties] or absence(graph, state, treaties_of(graph, warrant), case.on)
    told = [row for name in tables if name in says for row in tables[name] if row.get("state", "") in {*named, ""}]
    return Outcome(right, _listed([*told, *found.transit]), things)


def path(graph: Graph, case: Case) -> Outcome:
    """Compare the length of the shortest chains between two things, what lies on them, and what they say."""
    says = case.says
    start, end = says["path"]
    found = graph.path(start, end, kinds=says.get("kinds", ()), on=case.on)
    links = [link for chain in found.chains for step in chain for link in step]
    on_them = {short(end) for link in links for end in (link.source, link.target)}
    told = {link.says for link in links}
    lengths = {len(chain) for chain in found.chains} or {0}
    right = lengths == {says["steps"]} and on_them.issuperset(says.get("through", []))
    right &= told.issuperset(says.get("says", []))
    things = [short(link.fact) for link in links]
    return Outcome(right, f"{lengths} steps over {sorted(on_them)}: {sorted(told)}", things)


def empty(graph: Graph, case: Case) -> Outcome:
    """Compare the reason why a question of the catalogue, or SPARQL, has no row."""
    says = case.says
    given = dict(says.get("given", {}))
    if says["empty"] in graph.questions():
        question = graph.questions()[says["empty"]]
        if any(parameter.name == "on" for parameter in question.parameters):
            given.setdefault("on", case.on.isoformat())
        answer, told = graph.ask(says["empty"], **given), graph.why_empty(says["empty"], **given)
        about = [str(term) for term in graph.terms(question, given).values() if isinstance(term, NamedNode)]
    else:
        text = with_prefixes(says["empty"])
        answer, told = graph.query(text), graph.why_empty_query(text)
        about = [f"<{iri(name)}>" for name in re.findall(r"\b(?:state|treaty|body|person|org):[\w-]+", says["empty"])]
    right = not answer.rows and all(any(part in sentence for sentence in told) for part in says["reason"])
    lists = rows(
        graph,
        f"""SELECT ?node WHERE {{ VALUES ?thing {{ {" ".join(about)} }}
          ?node a op:CompletenessStatement ; op:about ?thing }}""",
    )
    return Outcome(right, _listed([*answer.rows, *told]), [row["node"] for row in lists])


def silent(graph: Graph, case: Case) -> Outcome:
    """Compare the reason why there is nothing to tell of a state's law, or of it on one subject."""
    says = case.says
    state, about = says["silent"], says.get("about")
    things = [row["rule"] for row in shown(graph.ask("rules-of-state", state=state))]
    told = graph.silence(graph.directory.resolve(state, "state"))
    if about is not None:
        told = "nothing: it has an answer"
        things.append(short(graph.directory.resolve(about, *SUBJECTS).iri))
        try:
            graph.why(state, about, on=case.on)
        except UsageFault as fault:
            told = str(fault)
    found = graph.assess(state, on=case.on, subject=about)
    return Outcome(not found and says["reason"] in told, _listed([*found, told]), things)
