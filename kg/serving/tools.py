"""The answers of the table as tools of an assistant, each with what it takes to quote it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import kg
from kg.building.store import fingerprint_of
from kg.faults import UsageFault
from kg.interfaces.asking import WORDING, Asking, answering, names, table
from kg.interfaces.parameters import ON, object_schema, of_object
from kg.interfaces.records import DAY, NUMBER, TEXT, Schema, called, described, listed, optional, record, standalone
from kg.serving.protocol import Refusal
from kg.serving.workers import Pool

MOST = 200_000
"""How many bytes an answer may have: what is longer, no assistant reads."""
GUIDE = f"""\
Opposable is a graph of states, courts and tribunals, treaties and what each state did with them, Security Council
resolutions, national laws, arrest warrants and rulings. From it follows which bodies' rulings a state treats as
non-binding under its own law on any day, since when, under which provision, and why; and beside that whether
international law binds the state all the same. All tools only read.

How to ask. A thing is named by its stem, code, abbreviation or name; `find` finds it. `assess` gives a state's
positions on a day; narrow it with `subject` or `kind`, since a state can have hundreds. `why` proves one position down
to sources; `why-not` tells what would flip it; `timeline` tells since when. `queries` lists questions that `query`
answers; `query` also takes SPARQL (SELECT, ASK) over the prefixes op:, state:, body:, treaty: …

How to quote.
- {WORDING} Write "treats as non-binding under its own law", never "is not binding".
- Give for each statement its source: publisher, title, date and address, as `sources` lists them. Of a list that is
  cut (`sources_left_off`), `why` gives those of one position.
- Give the day (`on`), the version and the build.
- `unconfirmed`: so many facts under an answer have been read in no source by anybody. Say so.
- `knownTo`: the facts are known up to that day; after it, the law presumes that what was so goes on.
- `undetermined`: the graph does not know enough. An empty list is no finding that there is no such law: see `notes`.
- Readings of a rule rival each other. Name the reading; do not merge their answers.
- This is not legal advice.
"""
_NARROWING = ("state", "subject", "kind", "reading", "limit")


@dataclass(frozen=True)
class Tool:
    """A tool: its name, what it does, and JSON Schemas of what it takes and gives."""

    name: str
    does: str
    takes: Schema
    gives: Schema


def tools() -> list[Tool]:
    """Return the tools: one for each answer of the table."""
    return [
        Tool(name, f"{asking.asks[0].upper()}{asking.asks[1:]}.", object_schema(asking.parameters), _given_by(asking))
        for name, asking in table().items()
    ]


def _given_by(asking: Asking) -> Schema:
    """Return the schema of an answer with what it takes to quote it."""
    return standalone(
        record(
            answer=described(asking.gives, "as the command prints it in JSON"),
            on=described(optional(DAY), "the day that the answer is about, where it is about one"),
            version=described(TEXT, "the version of the program"),
            build=described(TEXT, "the fingerprint of knowledge and program"),
            wording=described(TEXT, "what a verdict says, and what it does not"),
            notes=described(listed(TEXT), "why the answer is empty or cut; what was supposed"),
            sources=described(listed(called("Citation")), "what the answer rests on"),
            sources_left_off=described(NUMBER, "how many more sources it rests on"),
        )
    )


class Toolbox:
    """Uses the tools: every answer is worked out by a process that can be killed."""

    def __init__(self, queries: Pool, answers: Pool, most: int = MOST) -> None:
        """Answer with two pools of processes, one for what may take long, in at most so many bytes."""
        self._queries, self._answers, self._most = queries, answers, most
        self.build = fingerprint_of(answers.folder)

    async def use(self, name: str, arguments: Mapping[str, object]) -> dict[str, Any]:
        """Return what a tool gives.

        Raises KeyError for a name that is no tool's; Refusal, with one sentence, for what gets no answer.
        """
        if name not in names():
            raise KeyError(name)
        asking = answering(name).ASKING
        try:
            given = of_object(asking.parameters, arguments)
        except UsageFault as fault:
            raise Refusal(400, str(fault)) from fault
        if asking.of_today and given[ON.key] is None:
            given[ON.key] = date.today().isoformat()
        pool = self._queries if asking.heavy else self._answers
        try:
            found = await pool.ask("answer", {"answer": name, "given": given, "most": self._most})
        except Refusal as refusal:
            raise Refusal(refusal.status, f"{refusal.sentence}{_narrower(refusal, asking, given)}") from refusal
        told: dict[str, Any] = json.loads(found.body)
        answer = {"answer": told.pop("answer"), "on": given.get(ON.key)}
        return {**answer, "version": kg.__version__, "build": self.build, "wording": WORDING, **told}


def _narrower(refusal: Refusal, asking: Asking, given: Mapping[str, object]) -> str:
    """Return which parameters would make an answer shorter that is too long."""
    left = [one.name for one in asking.parameters if one.name in _NARROWING and not given[one.key]]
    return f", with {' or '.join(left)}" if left and refusal.sentence.endswith("ask for less") else ""
