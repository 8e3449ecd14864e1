"""Which tables the graph is exported as: for each its rows, its columns, and which table a column refers to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.names import DCT, ONTOLOGY, SKOS

SEPARATOR: Final = " | "
"""Stands between the values of a cell that holds several."""

_COLUMN = re.compile(r"(\w+)(\*?)(?::(\w+))?(?:>([\w-]+))?")
_FOREIGN: Final = {
    "note": SKOS + "note",
    "definition": SKOS + "definition",
    "notation": SKOS + "notation",
    "wikidata": SKOS + "exactMatch",
    "title": DCT + "title",
    "publisher": DCT + "publisher",
    "issued": DCT + "issued",
}
_RENAMED: Final = {"unconfirmedFacts": "unconfirmed"}
"""Columns that are called as the other interfaces call them."""
_SAID: Final = {
    "id": "The stem of the thing: its name in this table and in the command line.",
    "type": "The most specific classes of the ontology that the thing belongs to.",
    "name": "The English name, or where there is none, one in another language.",
    "otherNames": "Names in other languages, abbreviations, former names.",
    "sources": "The sources that say so; of what is derived, all sources that its proof rests on. Stems of sources.",
    "iri": "The IRI of the thing.",
    "position": "The IRI of the position.",
    "kind": "What the subject is: body, situation, case or ruling.",
    "label": "The English name of the subject.",
    "effect": "The legal effect that the rule has on the rulings concerned.",
    "provision": "The name of the provision that sets the rule.",
    "note": "What a reader should know besides.",
    "definition": "What it says.",
    "notation": "The code of the state.",
    "wikidata": "The same thing in Wikidata.",
    "title": "The title of the source.",
    "publisher": "Who published the source.",
    "issued": "The day on which the source was issued.",
    "thing": "The thing for which the source is cited, as kind:stem.",
    "source": "The source.",
}
"""Columns whose property is not the ontology's, or that are made of several."""


@dataclass(frozen=True)
class Column:
    """A column: its name, how its values are typed, whether a cell holds several, and the table that it refers to."""

    name: str
    type: str
    many: bool
    to: str
    term: str
    """The IRI of the property that it shows, or "" for one that is made of several."""

    @property
    def said(self) -> str:
        """What the column holds, where the ontology does not say it."""
        return _SAID.get(self.name, "")


@dataclass(frozen=True)
class Table:
    """A table: its name and title, the part of the graph and the kinds of things that it shows, its columns."""

    name: str
    title: str
    part: str
    kinds: tuple[str, ...]
    columns: tuple[Column, ...]
    cls: str = ""
    """The class of the ontology that its things belong to, where it does not show all of the kinds."""
    key: tuple[str, ...] = ("id",)
    refers: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()
    """References of several columns at once: the columns, the table, its columns."""

    def references(self) -> list[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        """Return every reference that a program can check: columns, table, its columns; not those of many values."""
        single = [
            ((c.name,), c.to, ("position",) if c.to == "positions" else ("id",))
            for c in self.columns if c.to and not c.many
        ]  # fmt: skip
        return [*single, *self.refers]


def _column(text: str) -> Column:
    match = _COLUMN.fullmatch(text)
    assert match is not None, text
    name, many, kind, to = match.groups()
    term = _FOREIGN.get(name) or ("" if name in _SAID else ONTOLOGY + name)
    return Column(_RENAMED.get(name, name), kind or "string", bool(many), to or "", term)


def _columns(text: str) -> tuple[Column, ...]:
    return tuple(map(_column, text.split()))


def _facts(name: str, title: str, kind: str, middle: str, cls: str = "") -> Table:
    text = f"id type {middle} note* unconfirmed:boolean unconfirmedFor* sources* iri:uri"
    return Table(name, title, "facts", (kind,), _columns(text), cls)


_SUBJECT: Final = (("subject", "kind"), "subjects", ("id", "kind"))
_OF = "id state>states subject kind label"
_SPAN = "from:date until:date"
_KNOWN = "knownTo:date unconfirmedFacts:integer"
_WHY = "restsOn* sources* iri:uri"


def _derived(name: str, title: str, kind: str, middle: str, *, on_subject: bool = False) -> Table:
    text = f"{_OF if on_subject else 'id state>states'} {middle} {_WHY}"
    return Table(name, title, "derived", (kind,), _columns(text), refers=(_SUBJECT,) if on_subject else ())


TABLES: Final = (
    _facts("states", "States", "state", "name otherNames* notation wikidata:uri"),
    _facts("organizations", "International organizations", "organization", "name otherNames* wikidata:uri"),
    Table(
        "actors", "Whoever can act: states and organizations", "facts", ("state", "organization"),
        _columns("id name iri:uri"),
    ),
    _facts("persons", "Persons", "person", "name otherNames* nationality*>states office"),
    _facts(
        "treaties", "Treaties", "treaty",
        "name otherNames* adopted:date signed:date inForceFrom:date inForceUntil:date datePrecision untcNumber "
        "cetsNumber officialNumber* bindingClause*>provisions cooperationClause*>provisions residualClause*>provisions "
        "transitClause*>provisions",
    ),
    _facts(
        "treaty-actions", "What states did towards treaties", "action",
        "actor>actors treaty>treaties actDate:date effectiveDate:date datePrecision undoes*>treaty-actions",
    ),
    _facts(
        "resolutions", "Decisions of international organizations", "resolution",
        "name otherNames* officialNumber* adopted:date inForceFrom:date inForceUntil:date obliges*>states "
        "obligesPartiesTo*>treaties",
    ),
    _facts(
        "laws", "Laws and decisions of states", "law",
        "name otherNames* lawOf>states officialNumber* adopted:date signed:date published:date inForceFrom:date "
        "inForceUntil:date datePrecision amends*",
    ),
    _facts("provisions", "Provisions of laws, treaties and resolutions", "provision", "name provisionOf article"),
    _facts(
        "bodies", "Courts, tribunals and other bodies", "body",
        "name otherNames* established:date operationalFrom:date closed:date datePrecision seat* organOf*>organizations "
        "courtOf>states hasMatter* generalConsent*>treaties",
    ),
    _facts(
        "proceedings", "Situations and cases", "proceeding",
        "name otherNames* before>bodies officialNumber* opened:date criticalDate:date datePrecision applicant*>actors "
        "respondent*>actors territory*>states hasMatter*",
    ),
    _facts(
        "rulings", "Rulings, warrants among them", "ruling",
        "name otherNames* issuedBy>bodies inProceeding*>proceedings officialNumber* ecli* decided:date "
        "becameFinal:date madePublic:date ended:date criticalDate:date datePrecision addressee*>actors "
        "concernsPerson*>persons hasMatter*",
    ),
    _facts(
        "warrants", "Arrest warrants", "ruling",
        "name issuedBy>bodies inProceeding*>proceedings decided:date madePublic:date ended:date datePrecision "
        "concernsPerson*>persons",
        "ArrestWarrant",
    ),
    Table(
        "subjects", "Whatever a position can be on: bodies, proceedings and rulings", "facts",
        ("body", "proceeding", "ruling"), _columns("id kind label iri:uri"), key=("id", "kind"),
    ),
    _facts(
        "rules", "Rules of states on rulings, those of non-recognition among them", "rule",
        "name definition holder*>states effect* setBy*>provisions hasReading*>readings requires* concernsBody*>bodies "
        "concernsTreaty*>treaties inForceFrom:date inForceUntil:date deemedFrom:date datePrecision",
    ),
    _facts("readings", "How rules can be read", "reading", "name definition requires*"),
    _facts(
        "visits", "Visits of persons", "visit",
        "visitor>persons visited>states arrived:date lastDay:date datePrecision arrested:boolean visitFinding*>rulings",
    ),
    _facts(
        "claims", "Statements that were checked", "claim",
        "name concerns* onProperty statedValue* states claimStatus because",
    ),
    Table(
        "sources", "Sources", "facts", ("source",),
        _columns("id sourceKind title publisher issued:date url*:uri dateRead:date iri:uri"),
    ),
    Table(
        "citations", "Which source is cited for which thing", "facts", (), _columns("thing source>sources"),
        key=("thing", "source"),
    ),
    _derived("participations", "Status of states towards treaties", "participation", f"treaty>treaties status {_SPAN}"),
    Table(
        "positions", "What states make of rulings under their own law", "derived", ("position",),
        _columns(
            f"state>states subject kind label verdict effect rule>rules reading>readings provision {_SPAN} {_KNOWN} "
            "position:uri restsOn* sources*"
        ),
        key=("position",), refers=(_SUBJECT,),
    ),
    _derived(
        "international-positions", "What binds states under international law", "international-position",
        f"verdict {_SPAN} {_KNOWN}", on_subject=True,
    ),
    _derived(
        "conflicts", "Where a state is bound and treats as non-binding all the same", "conflict",
        f"position:uri>positions internationalPosition>international-positions {_SPAN}", on_subject=True,
    ),
    _derived(
        "duties", "Which states must arrest under which warrant", "duty",
        f"warrant>warrants duty basis* {_SPAN} {_KNOWN}",
    ),
)  # fmt: skip
"""Every table, in the order in which it stands in a package."""
