"""What a sentence states about warrants, rulings and laws, with their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.prose import idioms
from kg.prose.datings import Dating
from kg.prose.marked import Marked
from kg.prose.predicates import Reader
from kg.prose.statements import Statement

_CONSTITUTION = re.compile(r"\bconstitution\b", re.IGNORECASE)


@cache
def _compiled(text: str) -> re.Pattern[str]:
    for number in range(3):
        text = text.replace(f"{{day{number}}}", idioms.DAY.replace("{n}", str(number)))
    return re.compile(text.replace("{persons}", idioms.PERSONS))


def _day(marked: Marked, match: re.Match[str]) -> tuple[Dating | None, str]:
    groups = match.groupdict()
    for number in range(3):
        if found := groups.get(f"day{number}"):
            return marked.dating(found), idioms.RELATIONS.get((groups.get(f"rel{number}") or "").lower(), "within")
    if lead := idioms.LEAD.search(marked.text[: match.start()]):
        return marked.dating(lead["day"]), idioms.RELATIONS.get(lead["rel"].lower(), "within")
    return None, "within"


def _said(
    marked: Marked, reader: Reader, match: re.Match[str], form: str, act: str, actor: tuple[str, ...],
    object: tuple[str, ...], law: Dating | None = None,
) -> Statement:  # fmt: skip
    dating, relation = _day(marked, match)
    start, end = marked.span(match.start(), match.end())
    doubts = reader.doubts(match.start(), match.end(), marked.text[: match.start()], dated=dating is not None)
    return Statement(
        form, act, marked.sentence, start, end, actor, object, dating=dating, relation=relation, law=law, doubts=doubts
    )


def decisions(marked: Marked, reader: Reader) -> Iterator[Statement]:
    """Yield what a sentence states about warrants of bodies, their rulings, and laws."""
    for pattern in idioms.WARRANTS:
        for match in _compiled(pattern).finditer(marked.text):
            groups = match.groupdict()
            body = groups.get("body") or groups.get("by")
            for number in re.findall(r"<P(\d+)>", match["persons"]):
                issuer = marked.mention(body).things if body else ()
                yield _said(marked, reader, match, "warrant", "warrant", issuer, marked.mention(number).things)
    for match in _compiled(idioms.RULINGS).finditer(marked.text):
        body, case = marked.mention(match["body"]).things, marked.mention(match["case"]).things
        yield _said(marked, reader, match, "ruling", "rule", body, case)
    for match in _compiled(idioms.LAWS + idioms.AMENDS).finditer(marked.text):
        amended = match["amended"]
        if amended is None or _CONSTITUTION.search(marked.mention(amended).text):
            yield _law(marked, reader, match, "amendment", "amend")
    for act, words in idioms.LAW_DAYS.items():
        for match in _compiled(idioms.LAWS + words + "{day0}").finditer(marked.text):
            yield _law(marked, reader, match, "law", act)


def _law(marked: Marked, reader: Reader, match: re.Match[str], form: str, act: str) -> Statement:
    named = marked.mention(match["law"]).things if match["law"] else ()
    number = match["year"] or match["of"]
    return _said(marked, reader, match, form, act, named, (), marked.dating(number) if number else None)
