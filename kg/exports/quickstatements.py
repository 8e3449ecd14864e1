"""QuickStatements: confirmed acts towards treaties as proposals for Wikidata, with sources; for editors there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, product
from typing import IO, Final

from kg.exporting.extracts import Extract, Nothing
from kg.exporting.sorting import Sorter
from kg.names import DCT, ONTOLOGY, PREFIXES, RDF, SKOS, kind
from kg.oxigraph import EVERYTHING, Literal, NamedNode, Quad, op, referring

SUFFIX, TAKES = ".qs.tsv", ()
_SIGNATORY, _RATIFIED_BY, _POINT_IN_TIME = "P1891", "P6193", "P585"
_REFERENCE_URL, _RETRIEVED = "S854", "S813"
_STATED: Final = {
    "Signature": (_SIGNATORY,),
    "DefinitiveSignature": (_SIGNATORY,),
    **dict.fromkeys(("Ratification", "Acceptance", "Approval", "Accession"), (_RATIFIED_BY,)),
}
"""What an act is there. *Ratified by* has acceptance, approval and accession as aliases; other acts fit neither."""
_PRECISIONS: Final = {"day": (10, "", 11), "month": (7, "-00", 10), "year": (4, "-00-00", 9)}
"""How much of a date is known, what stands for the rest, and the number of the precision in Wikibase."""
_ITEM: Final = re.compile(re.escape(PREFIXES["wd"]) + r"(Q[1-9][0-9]*)")
_NO_URL: Final = re.compile(r'["\s|<>]')


def write(extract: Extract, out: IO[bytes]) -> None:
    """Write a line for each source of a confirmed act: treaty, what the act is there, actor, day, address, day read.

    Acts that are marked as unconfirmed, or whose day is, are left out; so are acts on which a claim is open, acts of
    what has no identifier there, acts taken back, and sources without an address.

    Raises Nothing where there is nothing to propose, ValueError where the facts are not asked for and for an address
    that cannot be quoted, OSError where it cannot be written.
    """
    if "facts" not in extract.parts:
        raise ValueError("acts towards treaties are in the part facts alone")
    sorter, proposals = Sorter(extract.run), _Proposals(extract)
    empty = True
    facts = replace(extract, parts=frozenset({"facts"}))
    for subject, quads in groupby(facts.quads(), key=lambda quad: quad.subject):
        if not isinstance(subject, NamedNode) or kind(subject.value) != "action":
            continue
        for line in proposals.of(subject.value, list(quads)):
            sorter.add(line.encode())
            empty = False
    if empty:
        raise Nothing(
            "no confirmed act has a treaty and an actor with an identifier of Wikidata (skos:exactMatch), so there is "
            "nothing to propose"
        )
    out.writelines(line + b"\n" for line in sorter)


class _Proposals:
    """Says acts as statements of Wikidata."""

    def __init__(self, extract: Extract) -> None:
        self._store = extract.graph.store

    def of(self, iri: str, said: list[Quad]) -> Iterator[str]:
        """Yield the lines that an act becomes, or none."""
        values: dict[str, list[str]] = {}
        for quad in said:
            if isinstance(quad.object, Literal | NamedNode):
                values.setdefault(quad.predicate.value, []).append(quad.object.value)

        def told(name: str) -> list[str]:
            return values.get(ONTOLOGY + name, [])

        recalled = {name.removeprefix(ONTOLOGY) for name in told("unconfirmedFor")}
        if told("unconfirmed") or recalled & {"actDate", "actor", "treaty"} or self._undone(iri) or self._claimed(iri):
            return
        types = {name.removeprefix(ONTOLOGY) for name in values.get(RDF + "type", [])}
        properties = sorted({name for of in types for name in _STATED.get(of, ())})
        times = [self._time(day, *told("datePrecision")) for day in told("actDate")]
        ends = [(self._item(treaty), self._item(actor)) for treaty in told("treaty") for actor in told("actor")]
        sources = list(self._sources(values.get(DCT + "source", []))) if properties else []
        for (treaty, actor), name, time, (url, read) in product(ends, properties, times, sources):
            if treaty and actor:
                source = (_REFERENCE_URL, f'"{url}"', _RETRIEVED, read)
                yield "\t".join((treaty, name, actor, _POINT_IN_TIME, time, *source))

    def _time(self, day: str, precision: str = "day") -> str:
        known, rest, number = _PRECISIONS[precision]
        return f"+{day[:known]}{rest}T00:00:00Z/{number}"

    def _item(self, iri: str) -> str | None:
        """Return the one identifier of a thing at Wikidata."""
        same = self._values(iri, NamedNode(SKOS + "exactMatch"))
        found = {match[1] for text in same if (match := _ITEM.fullmatch(text))}
        if len(found) > 1:
            raise ValueError(f"{iri} is {' and '.join(sorted(found))} at Wikidata; one of them is wrong")
        return next(iter(found), None)

    def _sources(self, sources: list[str]) -> Iterator[tuple[str, str]]:
        for source in sources:
            for url in self._values(source, op("url")):
                if _NO_URL.search(url):
                    raise ValueError(f"the address {url!r} cannot be quoted")
                for read in self._values(source, op("dateRead")):
                    yield url, self._time(read)

    def _undone(self, iri: str) -> bool:
        return next(self._store.quads_for_pattern(None, op("undoes"), NamedNode(iri), EVERYTHING), None) is not None

    def _claimed(self, iri: str) -> bool:
        """Return whether what sources say of an act is not settled."""
        claims = referring(self._store, "concerns", iri)
        return any(op("open").value in self._values(claim, op("claimStatus")) for claim in claims)

    def _values(self, iri: str, predicate: NamedNode) -> list[str]:
        found = self._store.quads_for_pattern(NamedNode(iri), predicate, None, EVERYTHING)
        return sorted(quad.object.value for quad in found if isinstance(quad.object, Literal | NamedNode))
