"""RDF laid out for people, prefixes in order, one blank line before each subject, and as XML; written as it comes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import IO

from kg.exporting.lines import Line, canonical, sortable, sorted_line
from kg.exporting.lines import quads as quads_of
from kg.names import PREFIXES
from kg.oxigraph import Literal, Quad, RdfFormat, Triple, serialize

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no document of XML 1.0 can hold (section 2.2)."""


class _Laid:
    """A file that lays out the Turtle or TriG that is written to it, line by line."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._rest = b""
        self._prefixes: list[bytes] | None = []

    def write(self, content: bytes) -> int:
        *lines, self._rest = (self._rest + content).split(b"\n")
        self._out.write(b"".join(map(self._line, lines)))
        return len(content)

    def _line(self, line: bytes) -> bytes:
        before = b""
        if self._prefixes is not None:
            if line.startswith(b"@prefix "):  # the serializer declares them in any order
                self._prefixes.append(line)
                return b""
            before, self._prefixes = self._declared(), None
        return before + (b"" if line[:1] in b"\t }" else b"\n") + line + b"\n"

    def _declared(self) -> bytes:
        return b"".join(line + b"\n" for line in sorted(self._prefixes or ()))

    def flush(self) -> None:
        """Write nothing: only whole lines are written."""

    def finish(self) -> None:
        """Write what is left: the prefixes, where nothing else was written."""
        self._out.write(self._declared() if self._prefixes is not None else self._rest)


def laid_out(quads: Iterable[Quad], format: RdfFormat, out: IO[bytes]) -> None:
    """Write quads that come in reading order as Turtle or TriG.

    Raises ValueError for what the format cannot express, OSError where it cannot be written.
    """
    laid = _Laid(out)
    serialize(quads, output=laid, format=format, prefixes=PREFIXES)  # type: ignore[arg-type]  # it writes and flushes
    laid.finish()


def as_xml(statements: Iterable[Quad] | Iterable[Triple], out: IO[bytes]) -> None:
    """Write statements that come in reading order as RDF/XML.

    Raises ValueError for a text that XML 1.0 cannot hold, OSError where it cannot be written.
    """
    checked = (_expressible(statement) for statement in statements)
    serialize(checked, output=out, format=RdfFormat.RDF_XML, prefixes=PREFIXES)  # type: ignore[arg-type]  # all one kind


def _expressible(statement: Quad | Triple) -> Quad | Triple:
    value = statement.object
    if isinstance(value, Literal) and (found := _NO_XML.search(value.value)):
        raise ValueError(f"XML 1.0 has no character U+{ord(found[0]):04X}, which a text of {statement.subject} has")
    return statement


def turtle(triples: Iterable[Triple]) -> str:
    """Return triples, such as the answer to a CONSTRUCT query, as readable Turtle."""
    lines = {Line(f"{triple.subject} {triple.predicate} {triple.object}".encode()) for triple in triples}
    blank = {line for line in lines if line.has_blank}
    records = {sortable(line) for line in (lines - blank) | set(canonical(blank))}
    out = io.BytesIO()
    laid_out(quads_of(map(sorted_line, sorted(records))), RdfFormat.TURTLE, out)
    return out.getvalue().decode()
