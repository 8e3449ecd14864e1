"""Shows what is compared: differences, readings, duties to arrest, deemings; as tables for people and programs."""

from __future__ import annotations

from kg.language.citations import Bibliography
from kg.names import SUBJECT_KINDS, short, stem, thing
from kg.presenting.present import json_list, table, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.conclusions.arrest import Arrest, Duty
    from kg.conclusions.chronicle import Event
    from kg.conclusions.differences import Difference
    from kg.conclusions.readings import Reading, Rivalry
    from kg.language.wording import Wording
    from kg.networks.paths import Chain, Chains, Link
    from kg.supposing.clocks import Deeming
    from kg.supposing.whynot import WhyNot

_TITLES = {
    "position": "Under the state's own law",
    "international": "Under international law",
    "conflict": "Conflicts: bound, and treated as non-binding",
    "duty": "Duties to arrest",
}
_LISTED = 3
"""How many names are told before the rest is only counted."""


def differences(found: list[Difference], words: Wording, form: str) -> str:
    """Return differences; for people, equal ones of one body's proceedings and rulings share a row."""
    if form == "json":
        return json_list(difference.as_json() for difference in found)
    if form == "csv":
        columns = ["kind", "state", "subject", "rule", "reading", "from", "until", "before", "after"]
        return table(columns, ([*difference.as_json().values()] for difference in found), "csv")
    tables = difference_tables(found, words)
    return "\n\n".join(f"{title}\n\n{table(head, rows, form)}" for title, head, rows in tables)


def difference_tables(
    found: list[Difference], words: Wording
) -> Iterator[tuple[str, list[str], list[list[str]]]]:  # fmt: skip
    """Yield a table, its title, head and rows, for each kind of difference; empty columns are left out."""
    from kg.conclusions.differences import KINDS

    for kind in KINDS:
        rows = list(_rows([difference for difference in found if difference.kind == kind], words))
        if rows:
            head = ["State", "About", "Provision", "Reading", "From", "Until", "Before", "After"]
            kept = [i for i in range(len(head)) if i in (0, 1) or any(row[i] for row in rows)]
            yield _TITLES[kind], [head[i] for i in kept], [[row[i] for i in kept] for row in rows]


def _rows(found: list[Difference], words: Wording) -> Iterable[list[str]]:
    """Yield rows: first the readings of equal differences are joined, then the subjects of one body."""
    read: dict[tuple[str, ...], list[str]] = {}
    for one in found:
        start = str(one.as_json()["from"] or "")
        key = (one.state, one.subject, one.rule or "", start, one.end or "", one.before, one.after)
        read.setdefault(key, []).append(words.name(one.reading) if one.reading else "")
    about: dict[tuple[str, ...], list[str]] = {}
    for (state, subject, *rest), names in read.items():
        about.setdefault((state, _body(subject, words), "; ".join(sorted(names)), *rest), []).append(subject)
    states: dict[tuple[str, ...], list[str]] = {}
    for (state, body, readings, *rest), subjects in about.items():
        states.setdefault((_about(subjects, body, words, found[0].kind), readings, *rest), []).append(words.name(state))
    for (label, readings, rule, start, end, before, after), who in states.items():
        provision = words.name(words.value(rule, "setBy")) if rule else ""
        yield [_listed(sorted(who)), label, provision, readings, start, end, words_of(before), words_of(after)]


def _body(subject: str, words: Wording) -> str:
    return words.value(subject, "issuedBy") or words.value(subject, "before") or subject


def _about(subjects: list[str], body: str, words: Wording, kind: str) -> str:
    if len(subjects) == 1:
        return words.name(subjects[0])
    others = [subject for subject in subjects if subject != body]
    counted = f"{len(others)} {'warrants' if kind == 'duty' else 'proceedings and rulings'}"
    return f"{words.name(body)} and {counted} of it" if body in subjects else f"{counted} of {words.name(body)}"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown} and {len(names) - _LISTED} more"


def rivalries(found: list[Rivalry], words: Wording, form: str) -> str:
    """Return what turns on a reading: a row for each subject and answer; in CSV one for each reading."""
    if form == "json":
        return json_list(rivalry.as_json() for rivalry in found)
    if form == "csv":
        columns = ["state", "subject", "kind", "label", "rule", "provision", "verdict", "reading"]
        one_each = (
            [r.state, r.subject, r.kind, r.label, r.rule, r.provision, verdict, name]
            for r in found
            for verdict, names in r.answers.items()
            for name in names
        )
        return table(columns, one_each, "csv")
    rows = []
    for rivalry in found:
        for number, (verdict, names) in enumerate(rivalry.answers.items()):
            read = "; ".join(words.name(thing("reading", name)) for name in names)
            first = number == 0
            rows.append(
                [rivalry.label if first else "", rivalry.provision if first else "", words_of(verdict), read]
            )  # fmt: skip
    return table(["About", "Provision", "Answer", "Reading"], rows, form)


def legend(readings: list[Reading], form: str) -> str:
    """Return what each reading says and who proposes it."""
    rows = [
        [
            reading.name,
            reading.definition or "",
            "; ".join(f"{c.publisher}: {c.title}" for c in reading.proposed_by) or "nobody yet (unconfirmed)",
        ]
        for reading in readings
    ]
    return table(["Reading", "Says", "Proposed by"], rows, form)


def arrest(found: Arrest, form: str, *, every: bool) -> str:
    """Return warrants, duties, visits and transit; JSON and CSV give the duties alone."""
    if form == "json":
        return json_list(duty.as_json() for duty in found.duties)
    if form == "csv":
        columns = ["person", "warrant", "state", "duty", "basis", "from", "until", "why"]
        return table(columns, ([*duty.as_json().values(), duty.why] for duty in found.duties), "csv")
    parts = [
        table(
            ["Warrant", "Body", "Issued", "Public", "Status"],
            [
                [w.label, w.body, w.issued, w.public or "", f"ended {w.ended}" if w.status == "ended" else w.status]
                for w in found.warrants
            ],
            form,
        )
    ]
    for warrant in found.warrants:
        of_warrant = [duty for duty in found.duties if duty.warrant == stem(warrant.iri)]
        by_kind = [[duty for duty in of_warrant if duty.duty == kind] for kind in _HOLDS]
        parts += [_duties(chosen, warrant.label, form, every=every) for chosen in by_kind]
    if found.visits:
        rows = [
            [
                visit.arrived, "" if visit.last_day == visit.arrived else visit.last_day, visit.state_name,
                words_of(visit.duty), "arrested" if visit.arrested else "not arrested", visit.finding or "",
            ]
            for visit in found.visits
        ]  # fmt: skip
        head = ["Arrived", "Last day", "State", "Duty that day", "What happened", "Finding"]
        parts.append(f"Recorded visits\n\n{table(head, rows, form)}")
    parts += [f"Transit — {text}" for text in found.transit if found.duties]
    return "\n\n".join(part for part in parts if part)


_HOLDS = {"duty": "Duty to arrest", "undetermined": "Duty undetermined", "noDuty": "No duty to arrest"}


def _duties(chosen: list[Duty], warrant: str, form: str, *, every: bool) -> str:
    if not chosen:
        return ""
    number = "1 state" if len(chosen) == 1 else f"{len(chosen)} states"
    title = f"{_HOLDS[chosen[0].duty]} under {warrant}: {number}"
    if every or chosen[0].duty == "undetermined":
        return f"{title}\n\n" + table(
            ["State", "Since", "Until", "Why"],
            [[d.state_name, d.start or "", d.end or "", d.why] for d in chosen],
            form,
        )
    return f"{title}\n\n" + ", ".join(f"{d.state_name} ({d.start})" if d.start else d.state_name for d in chosen)


def deemings(found: list[Deeming], form: str) -> str:
    """Return what later law deems, and since when."""
    rows = [[deeming.says, deeming.provision, deeming.enacted, deeming.deemed] for deeming in found]
    return table(["Later law says", "Provision", "In force", "Deemed from"], rows, form)


def why_not(found: WhyNot, form: str) -> str:
    """Return the failing conditions and what would flip the answer, as a tree, Markdown, CSV or JSON."""
    if form == "json":
        return json_list([found.as_json()])
    from kg.presenting.trees import proof

    return proof(found.steps(), form, found.phrases)


def counted(found: Mapping[str, Mapping[str, int]], words: Wording, form: str) -> str:
    """Return numbers of conflicts by state and kind of subject."""
    rows = [[words.name(state), *(numbers.get(kind, 0) for kind in SUBJECT_KINDS)] for state, numbers in found.items()]
    return table(["state", *SUBJECT_KINDS], rows, form)


def events(found: list[Event], form: str) -> str:
    """Return what happened about a person, day by day."""
    columns = ["day", "event"] if form in ("json", "csv") else ["Day", "What happened"]
    return table(columns, [[event.day, event.says] for event in found], form)


def chains(found: Chains, words: Wording, form: str) -> str:
    """Return chains of statements; for people, sources are numbered and listed below."""
    if form == "json":
        return json_list(
            {"chain": number, "steps": [[_link(link) for link in step] for step in chain]}
            for number, chain in enumerate(found.chains, 1)
        )
    if form == "csv":
        columns = ["chain", "step", *_LINK]
        rows = [
            [number, place, *({**_link(link), "sources": " ".join(c.iri for c in link.citations)}.values())]
            for number, chain in enumerate(found.chains, 1)
            for place, step in enumerate(chain, 1)
            for link in step
        ]
        return table(columns, rows, "csv")
    cited = Bibliography()
    shown = [row for number, chain in enumerate(found.chains, 1) for row in _told(number, chain, words, cited)]
    listed = f"\n\n{cited}" if cited.listed else ""
    return table(["Chain", "What is said", "Day", "Sources"], shown, form) + listed


_LINK = ("from", "says", "to", "day", "fact", "unconfirmed", "sources")


def _link(link: Link) -> dict[str, object]:
    cited = [citation.as_json() for citation in link.citations]
    known = (short(link.source), link.says, short(link.target), link.day, link.fact, link.unconfirmed, cited)
    return dict(zip(_LINK, known, strict=True))


def _told(number: int, chain: Chain, words: Wording, cited: Bibliography) -> Iterable[list[str]]:
    """Yield one row for each statement of a chain; its number stands before the first."""
    head = str(number)
    for step in chain:
        for link in step:
            says = f"{words.name(link.source)} {link.says} {words.name(link.target)}"
            sources = cited.marks(link.citations)
            yield [head, says, link.day or "", sources + (" unconfirmed" if link.unconfirmed else "")]
            head = ""
