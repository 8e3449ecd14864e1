"""Answers as the rows of live pages: positions and differences, each with its words, its links and its verdict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.conclusions.differences import KINDS, Difference
from kg.conclusions.positions import Position
from kg.language.words import Words
from kg.names import SUBJECT_KINDS, thing
from kg.site.visits import Visit

Row = dict[str, Any]


def said(words: Words, value: str) -> str:
    """Return a verdict, a duty or what international law says, in words."""
    known = words.texts
    for key in (f"verdicts.{value}", f"told.{value}", f"international.{value}"):
        if key in known:
            return words[key]
    return value


def position_tables(visit: Visit, found: list[Position]) -> list[tuple[str, list[Row]]]:
    """Return a kind of subject with rows for each kind that there are positions on."""
    tables = [(name, _rows(visit, [one for one in found if one.kind == name])) for name in SUBJECT_KINDS]
    return [(name, rows) for name, rows in tables if rows]


def _rows(visit: Visit, found: list[Position]) -> list[Row]:
    """Return a row for each subject, verdict, rule and interval, with its readings."""
    groups: dict[tuple[object, ...], list[Position]] = {}
    for one in found:
        key = (one.state, one.subject_iri, one.verdict, one.rule, one.start, one.end, one.international)
        groups.setdefault(key, []).append(one)
    names, rows, last = visit.graph.directory, [], None
    for group in groups.values():
        first = group[0]
        pair = {"state": first.state, "subject": first.subject}
        rows.append({
            "name": first.label, "link": visit.page_of(first.subject_iri), "again": first.subject_iri == last,
            "verdict": first.verdict, "since": first.start.isoformat(), "provision": first.provision or "",
            "until": first.end.isoformat() if first.end else "",
            "readings": sorted({names.name(thing("reading", one.reading)) for one in group if one.reading}),
            "international": said(visit.words, first.international), "conflict": first.conflict,
            "known": first.known_to.isoformat() if first.known_to else "", "unconfirmed": first.unconfirmed,
            "proof": visit.url("/view/proof", **pair), "why_not": visit.url("/why-not", **pair),
        })  # fmt: skip
        last = first.subject_iri
    return rows


def difference_tables(visit: Visit, found: Iterable[Difference]) -> list[tuple[str, list[Row]]]:
    """Return a kind of difference with rows for each kind that there are; readings of equal ones share a row."""
    tables: dict[str, dict[tuple[str, ...], Row]] = {name: {} for name in KINDS}
    wording, words = visit.graph.wording, visit.words
    for one in found:
        plain = one.as_json()
        start = str(plain["from"] or "")
        key = (one.state, one.subject, one.rule or "", start, one.end or "", one.before, one.after)
        row = tables[one.kind].setdefault(key, {
            "state": wording.name(one.state), "state_link": visit.page_of(one.state),
            "name": wording.name(one.subject), "link": visit.page_of(one.subject),
            "provision": wording.name(wording.value(one.rule, "setBy")) if one.rule else "", "readings": [],
            "since": start, "until": one.end or "", "before": said(words, one.before), "after": said(words, one.after),
            "was": one.before, "is": one.after,
        })  # fmt: skip
        if one.reading:
            row["readings"].append(wording.name(one.reading))
    return [(name, _sorted(rows.values())) for name, rows in tables.items() if rows]


def _sorted(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["state"].casefold(), row["since"], row["name"].casefold()))
