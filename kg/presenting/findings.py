"""Shows a checked text: each statement with its verdict, what the graph holds, why, and the sources."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.language.citations import Bibliography
from kg.presenting.present import WIDTH, table

if TYPE_CHECKING:
    from kg.prose.articles import Checked, Finding

_ORDER = ("confirmed", "contradicted", "unsure", "unknown")
_LABELS = 14
"""Characters before what a line tells: the longest verdict and two blanks."""
_UNREAD = "rests on a fact that nobody has read in a source"


def checked(found: Checked, form: str) -> str:
    """Return a checked text; for people, sources are numbered and listed below."""
    if form == "json":
        return json.dumps(found.as_json(), ensure_ascii=False, indent=2)
    if form == "csv":
        return _rows(found)
    cited = Bibliography()
    if form == "md":
        return _markdown(found, cited)
    width = max(shutil.get_terminal_size((WIDTH, 24)).columns, 80)
    blocks = ["\n".join(_block(finding, cited, width)) for finding in found.findings]
    sources = [line for n, one in enumerate(cited.listed, 1) for line in _wrapped(f"[{n}]", str(one), width, 5)]
    return "\n\n".join([_counted(found), *blocks, *(["\n".join(sources)] if sources else [])])


def _counted(found: Checked) -> str:
    counts = Counter(finding.verdict for finding in found.findings)
    total = f"{len(found.findings)} statement{'' if len(found.findings) == 1 else 's'}"
    return f"{total}: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in _ORDER if counts[verdict])


def _wrapped(label: str, text: str, width: int, indent: int = _LABELS) -> list[str]:
    """Return a text wrapped, with a label before it; addresses are never broken."""
    return textwrap.wrap(
        text, width, initial_indent=label.ljust(indent), subsequent_indent=" " * indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _block(finding: Finding, cited: Bibliography, width: int) -> Iterator[str]:
    yield from _wrapped(finding.verdict.upper(), finding.stated, width)
    yield from _wrapped(f"  line {finding.line}", f"“{_words(finding)}”", width)
    if finding.says:
        yield from _wrapped("  graph", finding.says, width)
    yield from _wrapped("  why", finding.because + (f"; {_UNREAD}" if finding.unconfirmed else ""), width)
    if finding.citations:
        yield from _wrapped("  sources", cited.marks(finding.citations), width)
    if finding.claimed_in:
        yield from _wrapped("  claimed in", cited.marks(finding.claimed_in), width)


def _words(finding: Finding) -> str:
    """Return the words of the text on one line."""
    return " ".join(finding.words.split())


def _markdown(found: Checked, cited: Bibliography) -> str:
    head = ["Verdict", "Line", "The text says", "The graph holds", "Why", "Sources", "Claimed in"]
    rows = [
        [
            f"**{finding.verdict}**" if finding.verdict == "contradicted" else finding.verdict,
            finding.line,
            _words(finding),
            finding.says,
            finding.because + (f"; {_UNREAD}" if finding.unconfirmed else ""),
            cited.marks(finding.citations),
            cited.marks(finding.claimed_in),
        ]
        for finding in found.findings
    ]
    if not any(finding.claimed_in for finding in found.findings):
        head, rows = head[:-1], [row[:-1] for row in rows]
    sources = "\n".join(f"- [{number}] {citation}" for number, citation in enumerate(cited.listed, 1))
    return "\n\n".join(part for part in (_counted(found), table(head, rows, "md"), sources) if part)


def _rows(found: Checked) -> str:
    columns = [
        "verdict", "stated", "words", "line", "start", "end", "date", "says", "because", "known_to", "unconfirmed",
        "things", "sources", "claimed_in", "sentence",
    ]  # fmt: skip
    rows = []
    for finding in found.findings:
        values = finding.as_json()
        values["things"] = " ".join(finding.things)
        values["sources"] = " ; ".join(map(str, finding.citations))
        values["claimed_in"] = " ; ".join(map(str, finding.claimed_in))
        rows.append([values[column] for column in columns])
    return table(columns, rows, "csv")
