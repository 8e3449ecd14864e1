"""Some hundreds of queries and requests that nobody meant; ``make fuzz`` sends a hundred thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

import fuzz
from kg.oxigraph import Store


def test_whatever_is_sent_is_answered_rightly(tmp_path: Path, own_cache: None) -> None:  # noqa: ARG001
    run = fuzz.fuzz(fuzz.made(tmp_path), count=200, seconds=600, seed=7)
    assert not run.faults
    assert {200, 400, 404, 405, 406} <= set(run.seen)


@pytest.mark.parametrize("media", ["application/json", "application/rdf+xml", "application/sparql-results+json"])
def test_an_answer_that_is_cut_off_is_seen(media: str) -> None:
    assert fuzz.broken(media, b'{"a": <a>') is not None
    assert fuzz.broken("text/csv", b"a,b") is None


def test_what_reaches_out_is_seen() -> None:
    """Without the guard, the engine asks another server; the listener of the run notices that."""
    with fuzz.canary() as (address, came):
        with pytest.raises((OSError, RuntimeError)):
            Store().query(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        assert len(came) == 1
