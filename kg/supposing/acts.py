"""Reads supposed acts: ``STATE ACTION TREATY DATE [EFFECTIVE]`` in one line, or facts in a Turtle file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.days import day
from kg.facts.load import read_turtle
from kg.facts.rows import Row
from kg.facts.tables import ACTIONS, action_facts
from kg.faults import UsageFault
from kg.names import ONTOLOGY, THING, short
from kg.oxigraph import BlankNode, NamedNode, Quad
from kg.queries.things import Directory
from kg.supposing.supposition import SUPPOSED, Change

_WITHOUT_EFFECT = frozenset(("Signature", "Reservation", "Declaration"))


def read_act(text: str, directory: Directory, adopted: Callable[[str], str | None]) -> Change:
    """Return the change that a line such as ``Russia Ratification rome-statute 2027-01-01`` supposes.

    State and treaty may be named as everywhere. A second date is the day on which the act takes effect; without it,
    the act takes effect on its own day. ``adopted`` tells on which day a treaty was adopted.

    Raises UsageFault for a line of another form, an unknown state, action or treaty, an impossible date, an act before
    the treaty was adopted, or one that the graph records.
    """
    words = text.split()
    known = {name.casefold(): name for name in ACTIONS}
    at = next((i for i, word in enumerate(words) if i and word.casefold() in known), None)
    if at is None:
        raise UsageFault(
            f"{text!r} is no act; write STATE ACTION TREATY DATE [EFFECTIVE], ACTION being one of {', '.join(ACTIONS)}"
        )
    action = known[words[at].casefold()]
    if action == "WithdrawalRescission":
        raise UsageFault(f"{text!r} does not say which act it takes back; write it as facts, with op:undoes")
    rest = words[at + 1 :]
    dates: list[str] = []
    while rest and len(dates) < 2 and rest[-1][:1].isdigit() and rest[-1].count("-") == 2:
        dates.insert(0, day(rest.pop()).isoformat())
    if not dates or not rest:
        raise UsageFault(f"{text!r} is no act; after the action come the treaty and a date YYYY-MM-DD")
    if action == "Withdrawal" and dates[-1] < dates[0]:
        raise UsageFault(f"{text!r}: no withdrawal takes effect before its notice; the second date is that of effect")
    state = directory.resolve(" ".join(words[:at]), "state", "organization")
    treaty = directory.resolve(" ".join(rest), "treaty")
    begun = adopted(treaty.iri)
    if action != "Succession" and begun is not None and dates[0] < begun:
        raise UsageFault(f"{text!r}: {treaty.name} was adopted on {begun}; no act towards it comes before")
    cells = {
        "state": f"org:{state.stem}" if state.kind == "organization" else state.stem,
        "action": action,
        "date": dates[0],
        "effective": "" if action in _WITHOUT_EFFECT else dates[-1],
        "precision": "",
        "source": "",
        "confirmed": "no",
        "note": "",
        "undoes": "",
    }
    row = Row(cells, Path(f"{treaty.stem}.actions.csv"), 1)
    quads = tuple(Quad(subject, predicate, value, SUPPOSED) for subject, predicate, value in action_facts(row))
    if any(directory.knows(quad.subject.value) for quad in quads if isinstance(quad.subject, NamedNode)):
        raise UsageFault(f"{text!r} is on record already; nothing is supposed")
    return Change(f"{state.name}, {treaty.name}: {action} on {dates[0]}", quads)


def read_facts(path: Path, directory: Directory) -> Change:
    """Return the change that a Turtle file of facts supposes.

    Raises Fault, with the line, for Turtle that does not parse; UsageFault for a blank node, a file of no facts, a term
    that the ontology does not declare, or a thing that neither the file nor the graph describes.
    """
    quads = tuple(read_turtle(path, SUPPOSED))
    if any(isinstance(node, BlankNode) for quad in quads for node in (quad.subject, quad.object)):
        raise UsageFault(f"{path}: has a blank node; give each thing an IRI, as data/FORMAT.md says")
    if not quads:
        raise UsageFault(f"{path}: states nothing")
    described = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    for node in (node for quad in quads for node in (quad.predicate, quad.object)):
        if not isinstance(node, NamedNode) or node.value in described or directory.knows(node.value):
            continue
        if node.value.startswith(ONTOLOGY):
            raise UsageFault(f"{path}: uses {short(node.value)}, which the ontology does not declare")
        if node.value.startswith(THING):
            raise UsageFault(f"{path}: refers to {short(node.value)}, which neither it nor the graph describes")
    return Change(f"the facts of {path.name}", quads)
