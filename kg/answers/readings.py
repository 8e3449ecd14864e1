"""What turns on how a state's rules are read."""

from __future__ import annotations

from kg.conclusions.readings import Rivalry
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import OF_KIND, ON, STATE
from kg.interfaces.records import SUBJECT_KIND, TEXT, described, listed, record
from kg.names import thing
from kg.presenting import exhibits

ASKING = Asking(
    "what turns on how a state's rules are read",
    (STATE, ON, OF_KIND),
    listed(
        record(
            state=TEXT, subject=TEXT, kind=SUBJECT_KIND, label=TEXT, rule=TEXT, provision=TEXT,
            answers=described(
                {"type": "object", "additionalProperties": listed(TEXT)}, "the readings, by the verdict each gives"
            ),
        )
    ),
)  # fmt: skip


def found(graph: Graph, given: Given) -> list[Rivalry]:
    """Return the subjects on which readings of a rule differ."""
    rivalries = graph.rivalries(given["state"], on=given["on"])
    return [rivalry for rivalry in rivalries if not given["kind"] or rivalry.kind in given["kind"]]


def silence(graph: Graph, given: Given) -> str:
    """Return why nothing is shown."""
    state = graph.directory.resolve(given["state"], "state")
    ruled = graph.assess(given["state"], on=given["on"], all=True)
    return f"no answer of {state.name} turns on a reading that day{'' if ruled else f'; {graph.silence(state)}'}"


def answer(graph: Graph, given: Given) -> Told:
    """Return where readings differ."""
    rivalries = found(graph, given)
    names = dict.fromkeys(name for one in rivalries for read_so in one.answers.values() for name in read_so)
    rules = dict.fromkeys(one.rule for one in rivalries)
    cited = [*(thing("rule", rule) for rule in rules), *(thing("reading", name) for name in names)]
    notes = [] if rivalries else [silence(graph, given)]
    return Told(exhibits.rivalries(rivalries, graph.wording, "json"), notes, cited)
