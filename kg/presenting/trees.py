"""Shows proofs: as a tree for a terminal, nested lists in Markdown, rows in CSV, objects in JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

from kg.conclusions.steps import READING, Step, sign
from kg.language.citations import Citation
from kg.language.phrases import Phrases
from kg.names import stem
from kg.presenting.present import WIDTH, table


def proof(steps: list[Step], form: str, phrases: Phrases) -> str:
    """Return proofs; for people, what a step is marked with and what stands before a source is in the language."""
    if form == "json":
        return json.dumps([step.as_json() for step in steps], ensure_ascii=False, indent=2)
    if form == "csv":
        rows = [
            [
                depth,
                step.outcome,
                step.text,
                "yes" if step.unconfirmed else "",
                step.iri,
                " ; ".join(map(str, step.citations)),
            ]
            for top in steps
            for depth, step in top.walk()
        ]
        return table(["depth", "outcome", "text", "unconfirmed", "node", "sources"], rows, "csv")
    if form == "md":
        lines = [
            f"{'  ' * depth}- {_line(step, phrases)}"
            + "".join(f" [{stem(c.iri)}]({c.url or c.iri})" for c in step.citations)
            for top in steps
            for depth, step in top.walk()
        ]
        return "\n".join(lines)
    return "\n\n".join("\n".join(_tree(step, phrases)) for step in steps)


def _line(step: Step, phrases: Phrases) -> str:
    mark = sign(step)
    text = phrases.say("proof.unconfirmed", text=step.text) if step.unconfirmed else step.text
    return f"{'[' + mark + '] ' if mark else ''}{text}"


def _cited(citation: Citation, step: Step, phrases: Phrases) -> str:
    key = "proof.proposed" if step.role == READING else "proof.source"
    return phrases.say(key, citation=citation.line(citation.issued and phrases.day(citation.issued)))


def _tree(step: Step, phrases: Phrases, lead: str = "", branch: str = "") -> Iterator[str]:
    """Yield the lines of a tree drawn with box characters; sources stand below what they support."""
    import textwrap

    width = max(shutil.get_terminal_size((WIDTH, 24)).columns, 80)
    body = lead + ("   " if branch.startswith("└") else "│  " if branch else "")
    inner = body + ("│  " if step.steps else "   ")
    yield from textwrap.wrap(_line(step, phrases), width, initial_indent=lead + branch, subsequent_indent=inner)
    for citation in step.citations:
        text = textwrap.wrap(
            _cited(citation, step, phrases), width, initial_indent=inner, subsequent_indent=inner + "  ",
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
        yield from text
    for number, below in enumerate(step.steps):
        yield from _tree(below, phrases, body, "└─ " if number == len(step.steps) - 1 else "├─ ")
