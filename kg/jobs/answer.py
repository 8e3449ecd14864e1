"""An answer of the table: as the command prints it in JSON, or with its sources for who quotes it."""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from kg.interfaces.cited import MOST, sources
from kg.media import JSON
from kg.serving.answered import plain, told_by
from kg.serving.answering import Done, Unanswered, Worker

NOTE = "Opposable-Note"
"""The header with what the command says on stderr, such as why a list is empty: UTF-8, percent-encoded."""
_LONGEST_NOTE = 1000
_SHOWN = " " + string.punctuation.replace("%", "")


def answer(worker: Worker, given: Mapping[str, Any]) -> Done:
    """Return the answer called ``answer`` to what is ``given``; with ``most``, in at most so many bytes, and cited.

    Raises Unanswered for what the answer cannot be given (404 where no question of the catalogue is called so).
    """
    told = told_by(worker, given["answer"], given["given"])
    body = told.text.encode() + b"\n"
    if given.get("most") is None:
        if len(body) > worker.size:
            raise Unanswered(503, f"the answer is larger than {worker.size} bytes; ask for less")
        notes = "; ".join(told.notes)[:_LONGEST_NOTE]
        return Done(JSON, body, {NOTE: quote(notes, safe=_SHOWN)} if notes else {})
    if len(body) > given["most"]:
        raise Unanswered(
            503, f"the answer has {len(body)} bytes, the most that is given at once is {given['most']}; ask for less"
        )
    listed = sources(worker.graph, told)
    whole = {
        "answer": json.loads(told.text),
        "notes": [plain(note) for note in told.notes],
        "sources": [citation.as_json() for citation in listed[:MOST]],
        "sources_left_off": max(0, len(listed) - MOST),
    }
    return Done(JSON, json.dumps(whole, ensure_ascii=False).encode())
