"""Which dated statements of a text the graph confirms or contradicts."""

from __future__ import annotations

from dataclasses import replace

from kg.faults import UsageFault
from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import ON, Parameter
from kg.interfaces.records import DAY, NUMBER, TEXT, TRUTH, called, listed, one_of, optional, record
from kg.media import PLAIN
from kg.presenting import findings
from kg.prose.articles import Checked
from kg.prose.texts import MAX_BYTES

ASKING = Asking(
    "which dated statements of a text the graph confirms or contradicts",
    (
        Parameter("text", "a text in English or Russian", "text", required=True, place="body"),
        replace(ON, meaning="the day on which the text was written, YYYY-MM-DD; without it, today"),
    ),
    record(
        mentions=listed(record(text=TEXT, start=NUMBER, end=NUMBER, things=listed(TEXT))),
        statements=listed(
            record(
                verdict=one_of("confirmed", "contradicted", "unknown", "unsure"), stated=TEXT, words=TEXT,
                sentence=TEXT, line=NUMBER, start=NUMBER, end=NUMBER, things=listed(TEXT), date=optional(TEXT),
                says=optional(TEXT), because=TEXT, known_to=optional(DAY), unconfirmed=TRUTH,
                sources=listed(called("Citation")), claimed_in=listed(called("Citation")),
            )
        ),
    ),
    heavy=True,
    media={PLAIN: "text"},
)  # fmt: skip
SILENCE = "the text states nothing that could be held against the graph"


def found(graph: Graph, given: Given) -> Checked:
    """Return the statements of a text."""
    return graph.check_text(given["text"], on=given["on"])


def answer(graph: Graph, given: Given) -> Told:
    """Return the statements.

    Raises UsageFault for a text that is too long.
    """
    if len(given["text"].encode()) > MAX_BYTES:
        raise UsageFault(f"the text is longer than {MAX_BYTES:,} bytes; give one article at a time")
    checked = found(graph, given)
    return Told(findings.checked(checked, "json"), [] if checked.findings else [SILENCE])
