"""Exports: finds the format that is meant, and writes the graph in it, to a file or to standard output."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import IO, BinaryIO, cast

from kg.exporting.compression import compressed, method_of
from kg.exporting.extracts import Extract, Format
from kg.faults import Fault, UsageFault
from kg.files import stream_atomically
from kg.listing import listed, module


def formats() -> list[str]:
    """Return what there is to export to: the names of the modules in kg/exports/."""
    return listed("exports")


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises UsageFault for a name that is none, with those there are.
    """
    return cast(Format, module("exports", name, "format"))


def export(extract: Extract, format: str, path: Path | None = None, compress: str | None = None) -> None:
    """Write what is asked to a file, whole or not at all, or to standard output where no path is given.

    A file that is named ``.gz`` or ``.zst`` is compressed, as is what ``compress`` says.

    Raises UsageFault for an unknown format or way to compress, or an option that the format does not take; Fault where
    the graph cannot be written.
    """
    chosen, method = format_named(format), method_of(path, compress)
    if extract.context is not None and "context" not in chosen.TAKES:
        raise UsageFault(f"{format} has no context; --context is for jsonld")
    if extract.spreadsheet_safe and "spreadsheet_safe" not in chosen.TAKES:
        raise UsageFault(f"{format} has no cells that a spreadsheet opens; --spreadsheet-safe is for formats of CSV")
    if path is not None:
        stream_atomically(path, lambda out: _fill(extract, format, out, method))
        return
    try:
        sys.stdout.flush()
        _fill(extract, format, sys.stdout.buffer, method)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Fault(f"the export could not be written to standard output: {error.strerror or error}") from error


def exported(extract: Extract, format: str) -> bytes:
    """Return what is asked in a format, in memory.

    Raises UsageFault for an unknown format, Fault where the format cannot express a text of the graph.
    """
    out = io.BytesIO()
    _fill(extract, format, out, None)
    return out.getvalue()


def _fill(extract: Extract, format: str, out: BinaryIO | IO[bytes], method: str | None) -> None:
    try:
        with compressed(cast(BinaryIO, out), method) as file:
            format_named(format).write(extract, file)
    except ValueError as error:
        raise Fault(f"the graph cannot be written as {format}: {error}") from error
