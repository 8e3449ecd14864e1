"""Why words of a text may be no statement of the writer: questions, quotations, conditions, what others say."""

from __future__ import annotations

import re

from kg.prose.marked import Marked

_MARK = re.compile(r"<[A-Z]\d+>")
_CLAUSE = re.compile(r"[;:]")
_CONDITION = re.compile(
    r"(?-i:\b(?:Had|Were) (?:the )?$)"
    r"|\b(?:until|till|once|as soon as|lest) (?:the )?$|\b(?:would|could|might|cannot|can)\b"
    r"|\b(?:if|unless|whether|suppose|supposing|imagine|assuming|provided|lest|should|in case|если|бы|ли)\b",
    re.IGNORECASE,
)
"""Words before what is said that make it a condition or a wish."""
_ATTRIBUTION = re.compile(
    r"(?<!fact )(?<!given )(?<!now )(?<!is )\bthat (?:(?:in|on|since|by|after|before) <D\d+>,? )?(?:the )?$"
    r"|\b(?:idea|notion|view|impression|belief|assumption|theory|possibility|prospect|allegation|accusation|suggestion"
    r"|misconception|perception|narrative) (?:that|of)\b"
    r"|\b(?:reportedly|allegedly|apparently|supposedly|purportedly|rumou?rs?|claims?|claimed|claiming|alleg\w+|said|says"
    r"|saying|say|told|tells?|adds?|added|adding|not(?:es|ed|ing) that|stat(?:es|ed|ing) that|explain\w*|predict\w*"
    r"|recall\w*|tweet\w*|post(?:s|ed)|comment\w*|declar\w+|contend\w*|complain\w*|admit\w*|confirm\w*"
    r"|acknowledg\w*|joke\w*|imagin\w*|dream\w*|as though|as if|story|stories|legend|fiction|novel|film|so-called"
    r"|according to|argu\w+|believ\w+|thinks?|thought|insist\w*|suggest\w*|report|reports|reported"
    r"|announc\w+|den(?:y|ies|ied)|false|falsely|wrong|wrongly|incorrect\w*|myth|mistak\w+|contrary to|not true|untrue"
    r"|not the case|assert\w*|maintain\w*|wrote|writes|fear\w*|hop(?:e|es|ed)|wish\w*|warn\w*|expect\w*|pretend\w*"
    r"|сообщ\w+|заяв\w+|якобы|сказал\w*|утвержда\w+|по словам)\b",
    re.IGNORECASE,
)
"""Words before what is said that tell it as another's."""
_DENIED_AFTER = re.compile(
    r"\s*,?\s*(?:is|was|are|were|would be|remains?)\s(?:\w+\s){0,2}?"
    r"(?:wrong|false|untrue|incorrect|inaccurate|mistaken|misleading|a myth|a mistake|an error|a lie|a legend"
    r"|not true|not so|fiction|nonsense|fake|disputed|doubtful|unclear)\b"
)
"""Words after what was said that take it back."""
_CALENDAR = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Christmas|Easter"
)
_TIME_BEFORE = re.compile(
    rf"\d|(?-i:\b(?:{_CALENDAR})\b)"
    r"|\b(?:yesterday|today|tomorrow|tonight|recently|ago|(?:last|this|next|that|the same) (?:year|month|week"
    r"|spring|summer|autumn|fall|winter|decade|century|day)"
    r"|(?:years?|months?|weeks?|days?|decades?) (?:later|earlier|before|after))\b",
    re.IGNORECASE,
)
"""Times before the one who acts that are no date of ours."""
_TIME_AFTER = re.compile(
    r"\s*,?\s*(?:yesterday|today|recently|last|this|next|(?:[\w-]+ ){1,3}(?:ago|later|earlier))\b"
    r"|(?:(?!\b(?:and|but|while|which|who|though|although|when|because|as)\b)[^.,;:()<])*"
    rf"(?:<D|\d|century|decade|{_CALENDAR})"
)
"""Times after an act that are no date of ours, or stand where no date is read."""
_SAYS_AFTER = re.compile(
    rf"^(?:[^.;]{{1,60}}?\s(?:{_ATTRIBUTION.pattern})|according to|or so|reportedly|allegedly|по словам)", re.IGNORECASE
)
"""Who said it, after what was said. Without another subject the verb is that of the one who acts."""


def doubts(marked: Marked, quoted: list[tuple[int, int]], start: int, end: int, before: str) -> tuple[str, ...]:
    """Return why a stretch of a sentence, after the words ``before``, may not be stated by the writer as a fact."""
    found = []
    first, last = marked.span(start, end)
    if _asks(marked, quoted, last):
        found.append("it is a question")
    if any(opened <= first and last <= closed for opened, closed in quoted):
        found.append("it stands in a quotation")
    if _CONDITION.search(before):
        found.append("it is conditional")
    after = marked.text[end - 1 :] if marked.text[end - 1] == "," else marked.text[end:]
    said = after.startswith((",", " —", " –", " (")) and _SAYS_AFTER.match(after[1:].lstrip(" \"'”’—–("))
    if _ATTRIBUTION.search(before) or _DENIED_AFTER.match(after) or said:
        found.append("it is told as what somebody says")
    return tuple(found)


def untimed(marked: Marked, end: int, before: str) -> tuple[str, ...]:
    """Return the doubt about a statement without a date, where a time is given in words that are not read."""
    told = _CLAUSE.split(_MARK.sub("", before))[-1]
    if _TIME_BEFORE.search(told) or _TIME_AFTER.match(marked.text[end:]):
        return ("a time is given that could not be read",)
    return ()


def _asks(marked: Marked, quoted: list[tuple[int, int]], last: int) -> bool:
    """Return whether the sentence asks; a question quoted after the statement is another's."""
    sentence = marked.sentence
    asks = sentence.text.rstrip("\"'”’» )").endswith("?")
    return asks and not any(last <= opened < sentence.end <= closed + 1 for opened, closed in quoted)
