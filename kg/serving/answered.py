"""An answer as a process of the server gives it: what it cannot be given is refused with a status and one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.faults import Fault, UnknownQuestion, UsageFault
from kg.interfaces.asking import Told, answering
from kg.serving.answering import Unanswered, Worker

_OPTION = re.compile(r"(?<![\w-])--(?=[a-z])")
"""What stands before the name of a parameter where it is an option of a command."""


def told_by(worker: Worker, name: str, given: Mapping[str, Any]) -> Told:
    """Return an answer.

    Raises Unanswered for what it cannot be given.
    """
    try:
        return answering(name).answer(worker.graph, given)
    except UnknownQuestion as fault:
        raise Unanswered(404, plain(str(fault))) from fault
    except UsageFault as fault:
        raise Unanswered(400, plain(str(fault))) from fault
    except Fault as fault:
        raise Unanswered(500, "the answer could not be worked out") from fault
    except ModuleNotFoundError as error:
        from kg.extras import missing

        lacking = missing(error.name or "")
        raise Unanswered(501, str(lacking or f"{error.name} is not installed")) from error


def plain(sentence: str) -> str:
    """Return a sentence on one line, with options of the command called as the parameters that they are."""
    return " ".join(_OPTION.sub("", sentence).split())
