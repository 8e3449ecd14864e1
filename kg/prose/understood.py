"""Says what was understood of a statement of a text: who, what, towards which, when."""

from __future__ import annotations

from kg.language.wording import Wording
from kg.names import kind
from kg.prose.statements import Statement

_ACTS = {
    "sign": ("signed", "sign"),
    "ratify": ("ratified", "ratify"),
    "accede": ("acceded to", "accede to"),
    "join": ("joined", "join"),
    "become": ("became {party}", "become {party}"),
    "withdraw": ("withdrew from", "withdraw from"),
    "leave": ("ceased to be {party}", "cease to be {party}"),
    "unsign": ("withdrew its signature from", "withdraw its signature from"),
}
_LAWS = {
    "signed": "was signed", "adopted": "was adopted", "published": "was published",
    "inForceFrom": "entered into force", "amend": "amends the constitution",
}  # fmt: skip


def stated(statement: Statement, wording: Wording) -> str:
    """Return a sentence, without full stop, that says what was understood."""

    def named(things: tuple[str, ...]) -> str:
        return " or ".join(sorted(map(wording.name, things)))

    who, what, day = named(statement.actor), named(statement.object), statement.dating
    party = "a party to" if any(kind(thing) == "treaty" for thing in statement.object) else "a member of"
    if statement.form == "act":
        done, bare = (words.format(party=party) for words in _ACTS[statement.act])
        said = f"{who} {'did not ' + bare if statement.denied else done} {what}"
    elif statement.form == "standing":
        denied = " no longer" if statement.ended else " never" if statement.never else " not"
        since = day is not None and statement.relation == "since"
        said = f"{who} {'was' if statement.past else 'has been' if since else 'is'}{denied if statement.denied else ''}"
        said += f" {party if statement.act == 'party' else 'a signatory of'} {what}"
    elif statement.form == "warrant":
        said = f"{who + ' issued an arrest warrant' if who else 'an arrest warrant was issued'} for {what}"
    elif statement.form == "ruling":
        said = f"{who} ruled in {what}"
    else:
        said = f"{who or f'the law of {statement.law}'} {_LAWS[statement.act]}"
    if day is None:
        return said
    relation = ("on" if day.precision == "day" else "in") if statement.relation == "within" else statement.relation
    return f"{said} {relation} {day}"
