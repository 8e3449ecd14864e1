"""Reads what a sentence states that states did with treaties, or are under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.names import kind
from kg.prose import idioms
from kg.prose.doubts import doubts, untimed
from kg.prose.marked import Marked
from kg.prose.mentions import Mention
from kg.prose.statements import Statement

_CAPITAL = re.compile(r"(?P<word>(?<![<\w])[A-ZА-ЯЁ][\w'-]*)(?:\.|(?P<stop>,))? (?:the )?$")


@cache
def _heads(language: str) -> list[tuple[idioms.Verb, re.Pattern[str], re.Pattern[str]]]:
    day = [idioms.DAY.replace("{n}", str(n)) for n in range(2)]
    found = []
    for verb in idioms.VERBS[language]:
        head = (
            rf"(?:(?P<denied>{idioms.REFUSED}(?:{verb.done})|{idioms.REFUSED_BARE}(?:{verb.bare}))"
            rf"|{idioms.AFFIRMED}(?:{verb.done}))\b"
        )
        rest = rf"{day[0]}? {verb.link}{idioms.OBJECT}{day[1]}?"
        rest = rf"(?:{rest}|{day[0].replace('rel0', 'rel2').replace('day0', 'day2')}?)" if verb.whole else rest
        found.append((verb, re.compile(head), re.compile(head + rest)))
    return found


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


class Reader:
    """Reads the statements of one marked sentence."""

    def __init__(self, marked: Marked, quoted: list[tuple[int, int]], common: Mention | None) -> None:
        """Take a sentence, where the text quotes, and the one treaty or body of the text, if it names one only."""
        self._marked, self._quoted, self._common = marked, quoted, common
        self._text, self._language = marked.text, marked.sentence.language

    def read(self) -> Iterator[Statement]:
        """Yield the statements about treaties, in the order of their verbs."""
        for match in _pattern(idioms.ACTORS).finditer(self._text):
            yield from self._of_actor(match)
        yield from self._passive()

    def _of_actor(self, match: re.Match[str]) -> Iterator[Statement]:
        actors = [self._marked.mention(number) for number in re.findall(r"<[SO](\d+)>", match[0])]
        before = self._text[: match.start()]
        at = match.end()
        relative = idioms.RELATIVE.match(self._text, at)
        if not self._acts(before, relative is not None):
            return
        lead = idioms.LEAD.search(before)
        if relative is None and (noun := self._noun(at)):
            yield from self._say(noun, actors, match.start(), noun.end(), idioms.NOUNS[noun["noun"]], before, lead)
            return
        apposition = _pattern(rf", (?:itself )?{idioms.STANDING}{idioms.OBJECT}{self._day(0)}?").match(self._text, at)
        if apposition and self._ended(apposition.end()):
            yield from self._say(apposition, actors[-1:], match.start(), apposition.end(), "", before, lead)
            return
        if relative:
            actors, at = actors[-1:], relative.end()
        else:
            aside = _pattern(rf"{self._day(0)} ").match(self._text, at)
            lead = aside or lead
            at = aside.end() if aside else at + 1
        yield from self._chain(actors, match.start(), at, before, lead)

    def _chain(
        self, actors: list[Mention], start: int, at: int, before: str, lead: re.Match[str] | None
    ) -> Iterator[Statement]:
        """Yield what follows an actor: predicates joined by and, but or a comma; a pronoun means the object before."""
        known: Mention | None = None
        while True:
            standing = _pattern(rf"{idioms.COPULA} {idioms.STANDING}{idioms.OBJECT}{self._day(0)}?").match(
                self._text, at
            )
            verbs = [standing] if standing else []
            shared: list[tuple[idioms.Verb, re.Match[str]]] = []
            acts = [] if standing else self._verb(at, shared)
            if not verbs and not acts:
                return
            match = verbs[0] if verbs else acts[-1][1]
            if not self._ended(match.end(), strict=any(verb.strict for verb, _ in acts)):
                return
            target = self._object(match, known, start)
            for verb, found in acts:
                yield from self._say(found, actors, start, match.end(), verb.act, before, lead, target)
            if standing:
                yield from self._say(standing, actors, start, match.end(), "", before, lead, target)
            known, lead = target or known, None
            then = idioms.THEN.match(self._text, match.end())
            at = then.end() if then else match.end()
            if at == match.end():
                return
            if aside := _pattern(rf"{self._day(0)} ").match(self._text, at):
                lead, at = aside, aside.end()

    def _verb(
        self, at: int, shared: list[tuple[idioms.Verb, re.Match[str]]]
    ) -> list[tuple[idioms.Verb, re.Match[str]]]:
        """Return the predicate at a place; where several verbs share an object (signed but never ratified it), all."""
        for verb, head, whole in _heads(self._language):
            if match := whole.match(self._text, at):
                return [*shared, (verb, match)]
            first = head.match(self._text, at)
            then = _pattern(r" (?:and|but|or) ").match(self._text, first.end()) if first else None
            if first and then and (found := self._verb(then.end(), [*shared, (verb, first)])):
                return found
        return []

    def _noun(self, at: int) -> re.Match[str] | None:
        nouns = "|".join(sorted(idioms.NOUNS, key=len, reverse=True))
        pattern = (
            rf"'s? (?:formal |official |final )?(?P<noun>{nouns})(?: (?:of|to|from) {idioms.OBJECT})?"
            rf"(?P<effect> (?:took effect|became effective|entered into force))?{self._day(0)}"
        )
        match = _pattern(pattern).match(self._text, at)
        return match if match and (self._ended(match.end()) or idioms.GOES_ON.match(self._text, match.end())) else None

    def _passive(self) -> Iterator[Statement]:
        pattern = idioms.PASSIVE + rf"{self._day(0)}?"
        for match in _pattern(pattern).finditer(self._text):
            actors = [self._marked.mention(number) for number in re.findall(r"<[SO](\d+)>", match["by"])]
            before = self._text[: match.start()]
            act = {"signed": "sign", "ratified": "ratify"}[match["done"]]
            if match["object"] and self._ended(match.end()):
                yield from self._say(match, actors, match.start(), match.end(), act, before, idioms.LEAD.search(before))

    @staticmethod
    def _day(number: int) -> str:
        return idioms.DAY.replace("{n}", str(number))

    def _ended(self, at: int, *, strict: bool = False) -> bool:
        ends = idioms.STRICT_ENDS if strict else idioms.ENDS
        return self._text[at - 1] == "," or ends.match(self._text, at) is not None

    def _acts(self, before: str, relative: bool) -> bool:
        """Return whether the name before which these words stand is the one who acts."""
        lead = idioms.LEAD.search(before)
        if lead is None and not relative and idioms.PRECEDED.search(before):
            return False
        capital = _CAPITAL.search(before)
        if capital is None or capital["stop"]:
            return True
        return capital["word"] in idioms.OPENERS and not before[: capital.start()].strip(" \"'“«‘(—–-*•…")

    def _object(self, match: re.Match[str], known: Mention | None, start: int) -> Mention | None:
        """Return what a predicate is about: the name in it, or what a pronoun or its absence refers to."""
        named: str | None = match.groupdict().get("object")
        if named:
            return self._marked.mention(named)
        earlier = re.findall(r"<[TBO](\d+)>", self._text[:start]) if self._common else []
        meant = known or (self._marked.mention(earlier[-1]) if earlier else self._common)
        noun = (match.groupdict().get("pronoun") or "").rpartition(" ")[2]
        kinds = idioms.NOUN_KINDS.get(noun, idioms.ANY_KIND)
        return meant if meant and any(kind(thing) in kinds for thing in meant.things) else None

    def doubts(self, start: int, end: int, before: str, *, dated: bool) -> tuple[str, ...]:
        """Return why a stretch of the sentence may not be stated by the writer as a fact, or not be understood."""
        found = doubts(self._marked, self._quoted, start, end, before)
        return found if dated else (*found, *untimed(self._marked, end, before))

    def _say(
        self, match: re.Match[str], actors: list[Mention], start: int, end: int, act: str, before: str,
        lead: re.Match[str] | None, target: Mention | None = None,
    ) -> Iterator[Statement]:  # fmt: skip
        """Yield what a predicate states, once for each of its actors."""
        groups = match.groupdict()
        target = target or self._object(match, None, start)
        if target is None:
            return
        days = [(groups.get(f"rel{n}") or "", found) for n in range(3) if (found := groups.get(f"day{n}")) is not None]
        if not days and lead is not None:
            led = lead.groupdict()
            days = [(led.get("rel") or led.get("rel0") or "", led.get("day") or led.get("day0") or "")]
        denial = f"{groups.get('tense') or ''} {groups.get('denied') or ''}"
        standing = groups.get("standing")
        past = (groups.get("tense") or "").startswith(("was", "were", "had")) or "been" in (groups.get("tense") or "")
        found = self.doubts(start, end, before, dated=bool(days) or (bool(standing) and not past))
        if len(days) > 1:
            found = (*found, "it gives two dates")
        first, last = self._marked.span(start, end)
        if standing:
            act = "signatory" if standing.startswith("sign") else "party"
        for actor in actors:
            yield Statement(
                form="standing" if standing else "act",
                act=act,
                sentence=self._marked.sentence,
                start=first,
                end=last,
                actor=actor.things,
                object=target.things,
                denied=bool(groups.get("non") or (idioms.DENIAL.search(denial) if standing else groups.get("denied"))),
                ended="no longer" in denial,
                never="never" in denial,
                past=past,
                effect=bool(groups.get("effect")),
                dating=self._marked.dating(days[0][1]) if days else None,
                relation=idioms.RELATIONS.get(days[0][0].lower(), "within") if days else "within",
                doubts=found,
            )
