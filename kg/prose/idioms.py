"""How English and Russian say that a state did something with a treaty: the one table of such words.

Each pattern is read over a sentence in which names and dates are replaced by marks: ``<S0>`` a state, ``<O0>`` an
organization, ``<T0>`` a treaty, ``<B0>`` a body, ``<P0>`` a person, ``<C0>`` a proceeding or ruling, ``<L0>`` a law,
``<D0>`` a date; the number is that of the name or date. What no pattern says is not read: precision before recall.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Verb:
    """A way to say an act: its name, the words when it was done, the words after "did not", what leads on."""

    act: str
    done: str
    bare: str
    link: str = ""
    strict: bool = False
    """Whether the words often mean something else, so that fewer may follow: to leave a court in doubt."""
    whole: bool = False
    """Whether the words are complete without the name of a treaty: one speaks of a signature that both know."""


_MEMBER = r"(?:state )?(?:part(?:y|ies)|members?)(?: state| states)?"
_ORDINAL = r"(?:an? |the )?(?:(?:\d+(?:st|nd|rd|th)|full|contracting) )*"
_SIGNATURE = r"(?:its|their) signatures?"

VERBS: Final = {
    "en": (
        Verb("unsign", rf"(?:withdrew|withdrawn|revoked|rescinded|retracted) {_SIGNATURE}",
             rf"(?:withdraw|revoke|rescind|retract) {_SIGNATURE}", r"(?:from|of|to|on|under) ", whole=True),
        Verb("unsign", r"un-?signed", r"un-?sign"),
        Verb("sign", r"signed(?: up to)?", r"sign"),
        Verb("ratify", r"ratified", r"ratify"),
        Verb("accede", r"acceded to", r"accede to"),
        Verb("join", r"joined", r"join", strict=True),
        Verb("become", rf"(?:became|become) {_ORDINAL}{_MEMBER} (?:of|to)", rf"become {_ORDINAL}{_MEMBER} (?:of|to)"),
        Verb("withdraw", r"(?:withdrew|withdrawn|pulled out)", r"(?:withdraw|pull out)", r"(?:from|of) "),
        Verb("withdraw", r"denounced", r"denounce"),
        Verb("leave", r"(?:left|quit|exited)", r"(?:leave|quit|exit)", strict=True),
        Verb("leave", rf"ceased to be {_ORDINAL}{_MEMBER} (?:of|to)", rf"cease to be {_ORDINAL}{_MEMBER} (?:of|to)"),
        Verb("leave", r"(?:was|were|been) (?:expelled|excluded) from", r"(?!)"),
    ),
    "ru": (
        Verb("unsign", r"отозвал[аио]? (?:свою )?подпись", r"(?!)", r"(?:под|из-под) ", whole=True),
        Verb("sign", r"подписал[аио]?", r"(?!)"),
        Verb("ratify", r"ратифицировал[аио]?", r"(?!)"),
        Verb("withdraw", r"(?:вышл[аио]|вышел)", r"(?!)", r"из "),
        Verb("withdraw", r"денонсировал[аио]?", r"(?!)"),
    ),
}  # fmt: skip

NOUNS: Final = {
    "ratification": "ratify", "signature": "sign", "signing": "sign", "accession": "accede", "withdrawal": "withdraw",
    "exit": "leave", "departure": "leave", "denunciation": "withdraw", "withdrawal of its signature": "unsign",
    "withdrawal of their signature": "unsign", "revocation of its signature": "unsign",
}  # fmt: skip
"""Nouns that say an act, as in "the state's ratification of the treaty on that day"."""

ACTORS: Final = r"(?:the )?<[SO]\d+>(?:(?:, (?:the )?<[SO]\d+>)*,? (?:and|и) (?:the )?<[SO]\d+>)?"
_ADVERB: Final = (
    r"(?:(?:formally|officially|also|then|later|finally|subsequently|already|ultimately|eventually|itself|first|both"
    r"|all|since|recently|unilaterally|jointly|thus|therefore|only|just|soon|promptly|duly|in turn|in fact"
    r"|официально|затем|позже|также|уже) )*"
)
REFUSED: Final = (
    rf"(?:never {_ADVERB}(?:(?:has|have|had) )?|(?:has|have|had) (?:not|never)(?: yet| ever)? {_ADVERB}"
    rf"|(?:hasn't|haven't|hadn't)(?: yet| ever)? {_ADVERB}|(?:так и )?не |никогда не )"
)
"""A denial before the words for a thing done."""
REFUSED_BARE: Final = (
    rf"(?:(?:did not|didn't|has yet to|have yet to|had yet to|failed to|does not|do not|never did) (?:ever )?{_ADVERB})"
)
"""A denial before the bare verb."""
AFFIRMED: Final = rf"{_ADVERB}(?:(?:has|have|had) {_ADVERB})?"
DAY: Final = (
    r"(?:,? ?(?:on |in |effective |with effect |back |formally |as early as |only |that is, |dated |early |late )*"
    r"(?P<rel{n}>on|in|since|from|as of|as from|after|before|by|until|of|в|с|до|после)?"
    r"(?: (?:early|late|mid|the end of|the beginning of))?[ -]?<D(?P<day{n}>\d+)>(?: (?:года|году|г\.))?,?)"
)
"""A date with the word that says how it is meant; ``n`` tells several in one pattern apart."""
OBJECT: Final = (
    r"(?:(?:the |its |their |[A-Z][\w]+-based )*(?:jurisdiction of (?:the )?)?<[TBO](?P<object>\d+)>"
    r"|(?P<pronoun>(?:it|the (?:treaty|statute|convention|agreement|charter|pact|court|organi[sz]ation|accord)"
    r"|его|её)\b))"
    r"(?: \((?:the )?(?:<[TBO]\d+>|[\w\s.]+)\))?"
    r"(?:,? (?:which is |which are )?(?:the )?(?:<[BO]\d+>'s |[\w-]+'s )?"
    r"(?:founding|constitutive) (?:treaty|statute|charter)"
    r"(?: of (?:the )?<[BO]\d+>)?,?)?"
    r"(?: (?:of|establishing|that established|that founded|which established|founding|creating) (?:the )?<[BO]\d+>)?"
)
PASSIVE: Final = rf"{OBJECT} (?:was|has been|had been) (?P<done>signed|ratified) by (?P<by>{ACTORS})"
ENDS: Final = re.compile(
    r"\s*(?:$|[.,;:!?)\]…\"”»]|'(?!s\b)|[–—-]\s|\((?:\d|also|see)"
    r"|(?:in|on|after|before|by|since|as|at|when|and|but|or|for|over|under|because|following|despite|amid"
    r"|last|this|earlier|yesterday|today|effective|while|where|which|who|though|although|until|to|if|during|under|having"
    r"|nor|yet|then|again|together|along|once|within|so|from|only|more|less|shortly|some|two|three|four"
    r"|five|six|seven|eight|nine|ten|nearly|almost|и|но|в|с|после|до|а|из-за)\b|<D)"
)
"""What may follow an act that is said in full. A noun may not: "joined the court's case" is no act towards a treaty."""
STRICT_ENDS: Final = re.compile(
    r"\s*(?:$|[.,;:!?)\]…\"”»]|[–—-]\s|\((?:\d|also|see)|<D"
    r"|(?:after|before|since|when|but|because|following|despite|amid|last|this|earlier|yesterday|today|effective|while"
    r"|which|who|though|although|until|if|during|nor|yet|then|together|along|once|shortly|и|но|после|до|а|из-за)\b"
    r"|(?:and|or)\b(?! (?:the )?<)"
    r"|(?:in|on|at|by) (?:<D|protest|response|reaction|retaliation|turn|order to|fact|accordance|line with"
    r"|early|late|mid"
    r"|the (?:spring|summer|autumn|fall|winter|same|following|wake|course|end|beginning|start)|its own))"
)
"""What may follow words that often mean something else: a state joins a court in condemning, or leaves it to decide."""
PRECEDED: Final = re.compile(
    r"\b(?:of|in|from|by|with|against|to|between|for|on|at|over|than|like|unlike|about|near|among|versus|v\.|not"
    r"|except|save|besides|excluding|or|nor"
    r"|(?:[Ee]very\w*|[Aa]ll|[Aa]ny\w*|[Nn]o\w*|none|each)(?: \w+){0,2} but|и|с|из|от|как"
    r"|[Ss]tate of)\s+(?:the )?$"
)
"""Words before a name that tell that it is not the one who acts."""
OPENERS: Final = frozenset((
    "In", "On", "After", "Before", "When", "While", "Although", "Since", "But", "And", "Yet", "However",
    "Yesterday", "Today", "Meanwhile", "Only", "Even", "Neither", "Both", "The", "That", "Then", "Though", "So",
    "Because", "As", "Where", "Until", "If", "Unless", "Whether", "Did", "Had", "Has", "Have", "Was", "Were", "Is",
    "Are", "Why", "How", "Once", "Now", "Later", "Earlier", "Suppose", "Reportedly", "Allegedly", "Apparently",
    "Finally", "Eventually", "Subsequently", "Recently", "Again", "Instead", "Not", "Moreover", "Also", "Nor",
    "Или", "Но", "И", "А", "Когда", "Если"
))  # fmt: skip
"""Words with which a sentence may begin before a name. Any other word in capitals makes one name with it."""
COPULA: Final = (
    r"(?P<tense>(?:is|are|remains?|was|were|(?:has|have|had) (?:never |not |long )?been|isn't|aren't|wasn't|weren't"
    r"|(?:never|not) (?:was|were|has been|have been)))"
)
STANDING: Final = (
    r"(?P<denied>(?:currently |still |also |now |itself )*(?:not|never|no longer|neither)?"
    r" ?(?:currently |yet |even |itself )?)"
    r"(?:an? |the |among the )?(?:\d+(?:st|nd|rd|th) |full |contracting |current )*"
    r"(?P<non>non-)?(?:states? )?(?P<standing>part(?:y|ies)|members?|signator(?:y|ies))(?: states?)? (?:of|to) "
)
"""What a state is: party, member or signatory, or not."""
LAWS: Final = (
    r"(?:the |this |a )?(?:<L(?P<law>\d+)>|<D(?P<year>\d+)> (?:[\w-]+ ){0,3}(?:law|act|statute)\b"
    r"|(?:law|act|statute)(?: No\.? ?[\w-]+)?,?(?: signed| adopted| passed)?(?: into law)?"
    r" (?:of|on|dated) <D(?P<of>\d+)>)"
    r"(?:, [^.;:]{0,60}?,)? (?:also |which )?"
)
"""A law, named or told by its date."""
AMENDS: Final = (
    r"(?:amends|amended|changes|changed|alters|altered|is an amendment (?:of|to)) (?:the |its |[\w-]+ |<S\d+>'s )*?"
    r"(?:[Cc]onstitution(?: of (?:the )?<S\d+>)?(?![\w-])(?! of)|<L(?P<amended>\d+)>)"
)
"""Words that say that a law changes the constitution."""
LAW_DAYS: Final = {
    "signed": r"was signed(?: into law)?", "adopted": r"was (?:adopted|passed)", "published": r"was published",
    "inForceFrom": r"(?:entered into force|came into force|took effect|has been in force|is in force)",
}  # fmt: skip
"""Dated events of a law, by the property of the graph that holds them."""
PERSONS: Final = r"(?:[^<>.;:\"“”]{0,60}?<P\d+>(?:,? and\b|,)? ?)+"
WARRANTS: Final = (
    (
        r"(?:[Tt]he )?<B(?P<body>\d+)>(?:'s judges?)? (?:has |have |had |also )*"
        r"issued{day0}? (?:an? |two |the |public )*"
        r"(?:arrest warrants?|warrants? (?:of|for the) arrest){day1}? (?:for|against|of) (?P<persons>{persons}){day2}?"
    ),
    (
        r"(?:<B(?P<body>\d+)> )?(?:arrest warrants?|warrants? (?:of|for the) arrest) (?:for|against|of) "
        r"(?P<persons>{persons})(?:was|were) issued{day0}?(?: by (?:the )?<B(?P<by>\d+)>)?{day1}?"
    ),
)
RULINGS: Final = (
    r"(?:[Tt]he )?<B(?P<body>\d+)> (?:has |had )?(?:ruled|delivered (?:its|a|the) (?:judgment|ruling|decision)"
    r"|gave (?:its )?judgment|handed down (?:its|a) (?:judgment|ruling)|decided) (?:in )?(?:the case of )?"
    r"<C(?P<case>\d+)>{day0}"
)
THEN: Final = re.compile(r",? ?(?:(?:and|but|yet|then|or|nor|и|но|а)\b ?)*(?:then |later |subsequently |it )?")
"""What joins two things that one actor did."""
RELATIVE: Final = re.compile(r",? (?:which|that|who) ")
LEAD: Final = re.compile(
    r"\b(?P<rel>[Ii]n|[Oo]n|[Ss]ince|[Bb]y|[Aa]fter|[Bb]efore|[Вв]|[Пп]осле)(?: early| late)? <D(?P<day>\d+)>"
    r"(?: года| году)?,? $"
)
"""A date before the one who acts."""
NOUN_KINDS: Final = {
    "court": ("body",), "organization": ("organization",), "organisation": ("organization",), "treaty": ("treaty",),
    "statute": ("treaty",), "convention": ("treaty",), "agreement": ("treaty",), "charter": ("treaty",),
    "pact": ("treaty",), "accord": ("treaty",),
}  # fmt: skip
"""The kinds of things that a noun refers back to."""
ANY_KIND: Final = ("treaty", "body", "organization")
"""Those that ``it`` refers back to."""
DENIAL: Final = re.compile(r"\b(?:not|never|no longer|neither)\b|n't\b")
GOES_ON: Final = re.compile(r" (?:is|was|came|had|has|did|took|meant|means|made|left)\b")
"""Verbs that may follow an act said by a noun."""
RELATIONS: Final = {
    "since": "since", "from": "since", "as of": "since", "as from": "since", "с": "since", "after": "after",
    "после": "after", "before": "before", "до": "before", "by": "by", "until": "until",
}  # fmt: skip
"""Words before a date, and how they mean it; a date without one of them is the day, month or year of the event."""
