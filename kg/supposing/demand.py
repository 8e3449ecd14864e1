"""What of the rules must run for a question: what they give is followed back from the names that the question reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from kg.derivation.rules import HEAD, Rule
from kg.names import RDF

SERVES: Final = "serves"
"""The header of a rule that says what alone its results serve."""
OBLIGATIONS: Final = "obligations"
"""What binds a state under international law, and whether it must arrest."""
SILENCE: Final = "silence"
"""That no rule reaches a subject, which is taken to be so where nothing is said."""
_TYPE: Final = RDF + "type"
_ANYTHING: Final = ""
"""Stands among the names that are read for a predicate that is a variable: it may be any."""
_PREFIX = re.compile(r"(?i)\bPREFIX\s+(\w*):\s*<([^>]*)>")
_NAMED = re.compile(r"<([^<>\s]*)>|(?<![\w?$])(\w*):(\w(?:[\w.-]*\w)?)")
_ANY_PREDICATE = re.compile(r"(?:[.{}]|^)\s*(?:[?$<]\S*|\w*:\S*)\s+[?$]\w+\s+\S|;\s*[?$]|!\s*(?:\w*:|[<(^]|a\b)")
"""A variable, or any but some, where a predicate stands."""
_ANY_CLASS = re.compile(r"\ba\s+([?$]\w+)")
_CLASS_IN_PATH = re.compile(r"\ba\s*[|/*+)]")
_GIVEN_CLASS = r"\ba\s+{0}(?!\w)[^{{}}]*?FILTER\({0} = \w*:\w+(?: \|\| {0} = \w*:\w+)*\)"
_TERM = re.compile(
    r"""\s*(?:(<[^<>\s]*>|"[^"\\]*"(?:\^\^(?:<[^<>\s]*>|\w*:\w+)|@[\w-]+)?|[?$]\w+|\w*:\w(?:[\w.-]*\w)?|a\b)|([.;,]))"""
)
_MARK = re.compile(r"""<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\#[^\n]*|[{}]|\bUNION\b|\S""")
_VARIABLE = re.compile(r"[?$](\w+)")
_Statement = tuple[str, str, str]


def demanded(strata: list[list[Rule]], questions: Iterable[str], without: Collection[str] = ()) -> list[list[Rule]]:
    """Return the rules, each reduced to what a question reads or what another of these rules reads.

    Questions are SPARQL; they are answered from what the reduced rules derive as from what all rules derive. Rules
    whose header says that they serve one of ``without`` are left out: their results must not matter to the questions.
    What cannot be told apart is taken to be read.
    """
    read = {name for question in questions for name in _read(question)}
    kept: list[list[Rule]] = []
    for stratum in reversed(strata):
        asked = [rule for rule in stratum if rule.query.header.get(SERVES) not in without]
        reduced = [less for rule in asked if (less := _reduced(rule, read)) is not None]
        read |= {name for rule in reduced for name in _read(rule.query.text)}
        if reduced:
            kept.append(reduced)
    return kept[::-1]


@lru_cache(maxsize=1024)
def _read(text: str) -> set[str]:
    """Return the names that the pattern of a query can read: all it names, and what variables stand for."""
    prefixes = dict(_PREFIX.findall(text))
    head = HEAD.search(text)
    body = text if head is None else text[head.end(1) :]
    found = {_iri(match[0], prefixes) for match in _NAMED.finditer(body)}
    if _ANY_PREDICATE.search(body):
        found.add(_ANYTHING)
    if _CLASS_IN_PATH.search(body):
        found.add(_TYPE)
    for variable in set(_ANY_CLASS.findall(body)):
        bounded = re.findall(_GIVEN_CLASS.format(re.escape(variable)), body)
        if len(bounded) < len(re.findall(rf"\ba\s+{re.escape(variable)}(?!\w)", body)):
            found.add(_TYPE)
    return found


def _iri(term: str, prefixes: dict[str, str]) -> str:
    if term.startswith("<"):
        return term[1:-1]
    if term == "a":
        return _TYPE
    prefix, _, local = term.partition(":")
    return prefixes.get(prefix, prefix + ":") + local


def _reduced(rule: Rule, read: set[str]) -> Rule | None:
    """Return a rule that gives no more than what is read, or None where nothing of what it gives is."""
    text = rule.query.text
    head = HEAD.search(text)
    said = None if head is None else _statements(head[1][1:-1])
    if head is None or said is None:
        return rule
    prefixes = dict(_PREFIX.findall(text))
    kept = [statement for statement in said if _is_read(statement, read, prefixes)]
    pattern = text[head.end() :]
    branches = _branches(pattern)
    if branches is not None:
        used = [branch for branch in branches if _binds(branch, kept)]
        kept = kept if used else []
        pattern = f" {{ {' UNION '.join(used)} }}"
    if not kept:
        return None
    shown = " ".join(f"{' '.join(statement)} ." for statement in kept)
    whole = f"{text[: head.start(1)]}{{ {shown} }}{text[head.end(1) : head.end()]}{pattern}"
    return replace(rule, query=replace(rule.query, text=whole))


@lru_cache(maxsize=1024)
def _branches(pattern: str) -> list[str] | None:
    """Return the alternatives of a pattern that is a UNION and nothing else, or None for another."""
    found: list[str] = []
    depth = unions = start = 0
    for mark in _MARK.finditer(pattern):
        sign = mark[0]
        if sign.startswith("#"):
            continue
        if depth > 1:
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth == 1:
                found.append(pattern[start : mark.end()])
        elif depth == 0:
            if sign != "{" or found:
                return None
            depth = 1
        elif sign == "{" and len(found) == unions:
            depth, start = 2, mark.start()
        elif sign == "UNION" and len(found) == unions + 1:
            unions += 1
        elif sign == "}" and len(found) == unions + 1:
            depth = 0
        else:
            return None
    return found if depth == 0 else None


def _binds(branch: str, statements: list[_Statement]) -> bool:
    """Return whether all variables of a statement stand in an alternative, so that it can give the statement."""
    there = set(_VARIABLE.findall(branch))
    return any({term[1:] for term in statement if term[0] in "?$"} <= there for statement in statements)


def _is_read(statement: _Statement, read: set[str], prefixes: dict[str, str]) -> bool:
    _, predicate, value = statement
    if _ANYTHING in read or predicate[0] in "?$":
        return True
    name = _iri(predicate, prefixes)
    if name != _TYPE or _TYPE in read or value[0] in "?$":
        return name in read or name == _TYPE
    return _iri(value, prefixes) in read


@lru_cache(maxsize=1024)
def _statements(head: str) -> list[_Statement] | None:
    """Return what stands in the head of a rule, or None where it is written in a way that is not known here."""
    found: list[_Statement] = []
    terms: list[str] = []
    at = 0
    while (match := _TERM.match(head, at)) is not None:
        at = match.end()
        if match[1] is not None:
            terms.append(match[1])
            if len(terms) > 3:
                return None
            if len(terms) == 3:
                found.append((terms[0], terms[1], terms[2]))
        elif match[2] == "." or len(terms) == 3:
            del terms[{".": 0, ";": 1, ",": 2}[match[2]] :]
        elif len(terms) != 1 or match[2] != ";":
            return None
    return found if len(terms) in (0, 3) and not head[at:].strip() else None
