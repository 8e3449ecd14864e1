"""The JSON-LD context alone, to be put at an address that ``jsonld`` files then name; a copy is in ontology/."""

from __future__ import annotations

import json
from typing import IO

from kg.exporting.contexts import context, terms
from kg.exporting.extracts import Extract

SUFFIX, TAKES = ".jsonld", ()


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write the context of all words of the ontology, whichever parts are asked for.

    Raises OSError where it cannot be written.
    """
    whole = {"@context": context(terms(extract.graph.store, extract.graph.root))}
    out.write((json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode())
