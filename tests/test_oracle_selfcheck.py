"""Hand-computed micro-worlds for the oracle itself, so that a disagreement with the rules means something.

Years stand for the first of January. Unless a test says otherwise: states A and B; treaty t with a complete
list of acts; court b (established 2000, criminal matters) resting on t, its bases all listed; proceeding p
(opened 2005, facts of 2004) before it; ruling r in p (decided 2010); and a rule of A in force from 2015.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from clingo import Control
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple

from oracle import Answers, comparable, random_world, solve
from oracle.facts import ONTOLOGY, UnreadableValue, facts
from oracle.graph import SUPERCLASSES, Graph, Values, term, thing
from oracle.solve import PROGRAM
from oracle.worlds import REAL

A, B = thing("state", "A"), thing("state", "B")
T, BODY, P, R = thing("treaty", "t"), thing("body", "b"), thing("proceeding", "p"), thing("ruling", "r")
Span = tuple[int, int | None]
Row = tuple[str | None, str, int, int | None]


def day(year: int) -> date:
    """Give the first day of a year."""
    return date(year, 1, 1)


def years(start: date, end: date | None) -> Span:
    """Show an interval between firsts of January as years."""
    assert (start.month, start.day) == (1, 1)
    assert end is None or (end.month, end.day) == (1, 1)
    return start.year, None if end is None else end.year


class Micro(Graph):
    """The standard micro-world, to which a test adds what it is about."""

    def __init__(
        self,
        *,
        acts_closed: bool = True,
        bases_closed: bool = True,
        bare_body: bool = False,
        alone: bool = False,
    ) -> None:
        """Write the standard world; bare_body leaves out the body's basis, alone p and r."""
        super().__init__()
        self.number = 0
        self.make("state", "A", "State")
        self.make("state", "B", "State")
        self.make(
            "treaty",
            "t",
            "Treaty",
            bindingClause=thing("provision", "t-46"),
            cooperationClause=thing("provision", "t-86"),
        )
        self.make("body", "b", "InternationalCourt", established=day(2000), hasMatter=term("criminal"))
        if not alone:
            self.make("proceeding", "p", "Case", before=BODY, opened=day(2005), criticalDate=day(2004))
            self.make("ruling", "r", "Judgment", issuedBy=BODY, inProceeding=P, decided=day(2010))
        self.close(thing("organization", "united-nations"), "ChapterVIIResolution")
        if acts_closed:
            self.close(T, "TreatyAction")
        if bases_closed:
            self.close(BODY, "CompetenceBasis")
        if not bare_body:
            self.basis(BODY, T)

    def fresh(self) -> str:
        """Make a new stem."""
        self.number += 1
        return f"n{self.number}"

    def close(self, about: NamedNode, cls: str) -> None:
        """State that a list is complete."""
        self.make(
            "completeness",
            self.fresh(),
            "CompletenessStatement",
            about=about,
            closes=term(cls),
            asOf=day(2026),
        )

    def act(
        self, cls: str, year: int, effective: int | None = None, state: NamedNode = A, **values: Values
    ) -> NamedNode:
        """Add an act toward t, effective at once unless told; a negative year: never effective."""
        when = None if effective is not None and effective < 0 else day(effective or year)
        if cls == "Signature":
            when = None
        stem = self.fresh()
        return self.make("action", stem, cls, actor=state, treaty=T, actDate=day(year), effectiveDate=when, **values)

    def basis(self, node: NamedNode, instrument: NamedNode) -> NamedNode:
        """Rest the competence of a body, proceeding or ruling on an instrument."""
        basis = self.make("basis", self.fresh(), "CompetenceBasis", instrument=instrument)
        self.add(node, competenceBasis=basis)
        return basis

    def dispute(self, node: NamedNode, status: str = "open", on: NamedNode | None = None) -> None:
        """Put a claim on a node."""
        self.make("claim", self.fresh(), "Claim", concerns=node, claimStatus=term(status), onProperty=on)

    def condition(self, kind: str, **values: Values) -> NamedNode:
        """Make a condition."""
        return self.make("condition", self.fresh(), f"{kind}Condition", **values)

    def treaty_condition(
        self,
        kind: str = "NoFoundingTreaty",
        on: str = "dayAsked",
        level: str = "perProceeding",
        provisional: bool = False,
    ) -> NamedNode:
        """Make a condition on the treaties that found the competence."""
        return self.condition(
            kind,
            competenceLevel=term(level),
            treatyInForceOn=term(on),
            countsProvisionalApplication=provisional,
        )

    def rule(self, *readings: list[NamedNode], start: int = 2015, end: int | None = None, stem: str = "g") -> NamedNode:
        """Make a rule of A; its readings are called g0, g1, ... and have these conditions."""
        made = [self.make("reading", f"{stem}{n}", "Reading", requires=needs) for n, needs in enumerate(readings)]
        until = day(end) if end else None
        return self.make(
            *("rule", f"rule-{stem}", "NonRecognitionRule"),
            holder=A,
            inForceFrom=day(start),
            inForceUntil=until,
            hasReading=made,
        )

    def solve(self) -> Answers:
        """Ask the oracle."""
        return solve(self.quads)

    def status(self, status: str = "party", state: NamedNode = A) -> list[Span]:
        """A's intervals of one status under t."""
        rows = self.solve().participations
        return sorted(years(*row[3:]) for row in rows if row[:3] == (state.value, T.value, status))

    def verdicts(self, subject: NamedNode) -> list[Row]:
        """A's positions on a subject: (reading, verdict, from, until), by date."""
        rows = [row for row in self.solve().positions if row[:2] == (A.value, subject.value)]
        shown = [(row[3].rsplit("/", 1)[1] if row[3] else None, row[4], *years(*row[5:])) for row in rows]
        return sorted(shown, key=lambda row: (row[2], str(row[0])))

    def verdict(self, *needs: NamedNode, of: NamedNode = R) -> str:
        """Give the verdict on a subject from 2015 on under a rule with these conditions; only one."""
        self.rule(list(needs))
        late = [row[1] for row in self.verdicts(of) if row[3] is None]
        assert len(late) == 1
        return late[0]

    def abroad(self, subject: NamedNode, state: NamedNode = A) -> list[tuple[str, int, int | None]]:
        """List the international positions of a state on a subject."""
        rows = self.solve().international
        return sorted((row[2], *years(*row[3:])) for row in rows if row[:2] == (state.value, subject.value))

    def duties(self, state: NamedNode = A) -> list[tuple[str, int, int | None]]:
        """List the duties of a state to arrest, under any warrant."""
        return sorted((row[2], *years(*row[3:])) for row in self.solve().duties if row[0] == state.value)


BINDING, NOT, DEPENDS, UNKNOWN = "treatedAsNonBinding", "notCovered", "dependsOnProceeding", "undetermined"


# --- Section 1: status


def test_party_from_effective_date_without_end() -> None:
    """A ratification makes a party from its effective day on."""
    world = Micro()
    world.act("Ratification", 2001, 2002)
    assert world.status() == [(2002, None)]


def test_reaccession_makes_two_intervals() -> None:
    """Greece and the ECHR: out and in again."""
    world = Micro()
    world.act("Ratification", 1953)
    world.act("Withdrawal", 1969, 1970)
    world.act("Accession", 1974)
    assert world.status() == [(1953, 1970), (1974, None)]


def test_end_on_the_day_of_consent_does_not_end() -> None:
    """An end on the very day of consent is not a later one."""
    world = Micro()
    world.act("Ratification", 2002)
    world.act("Withdrawal", 2002)
    assert world.status() == [(2002, None)]


def test_consent_that_renews_on_the_end_day_leaves_no_gap() -> None:
    """Touching intervals merge."""
    world = Micro()
    world.act("Ratification", 2002)
    world.act("Cessation", 2006)
    world.act("Accession", 2006)
    assert world.status() == [(2002, None)]


def test_status_is_cut_to_the_life_of_the_treaty() -> None:
    """No party before entry into force or after the treaty's end."""
    world = Micro()
    world.act("Ratification", 2002)
    world.add(T, inForceFrom=day(2004), inForceUntil=day(2009))
    assert world.status() == [(2004, 2009)]


def test_acts_that_never_took_effect() -> None:
    """A consent without effective date makes nothing; a rescinded withdrawal ends nothing."""
    world = Micro()
    world.act("Ratification", 2001, -1)
    assert world.status() == []
    world.act("Ratification", 2002)
    notice = world.act("Withdrawal", 2016, 2017)
    assert world.status() == [(2002, 2017)]
    world.act("WithdrawalRescission", 2017, -1, undoes=notice)
    assert world.status() == [(2002, None)]


def test_disputed_rescission_undoes_nothing() -> None:
    """Only a live rescission undoes."""
    world = Micro()
    world.act("Ratification", 2002)
    notice = world.act("Withdrawal", 2016, 2017)
    world.dispute(world.act("WithdrawalRescission", 2017, -1, undoes=notice))
    assert world.status() == [(2002, 2017)]


def test_disputed_end_divides_certain_from_possible() -> None:
    """Hungary: certain to the disputed end, possible after it."""
    world = Micro()
    world.act("Ratification", 2001)
    end = world.act("Withdrawal", 2025, 2026)
    world.dispute(end)
    assert world.status() == [(2001, 2026)]
    assert world.status("possibleParty") == [(2001, None)]


def test_disputed_consent_is_possible_only() -> None:
    """A disputed accession makes a possible party."""
    world = Micro()
    world.dispute(world.act("Accession", 2015))
    assert world.status() == []
    assert world.status("possibleParty") == [(2015, None)]


@pytest.mark.parametrize(("status", "on"), [("accepted", None), ("rejected", None), ("open", "actDate")])
def test_only_an_open_claim_on_the_node_disputes(status: str, on: str | None) -> None:
    """Accepted and rejected claims, and claims about one property, change nothing."""
    world = Micro()
    act = world.act("Ratification", 2002)
    world.dispute(act, status, term(on) if on else None)
    assert world.status() == [(2002, None)]
    assert world.status("possibleParty") == []


def test_signature_until_consent_in_effect() -> None:
    """A signatory becomes a party when the consent takes effect."""
    world = Micro()
    world.act("Signature", 1998)
    world.act("Ratification", 2001, 2002)
    assert world.status("signatory") == [(1998, 2002)]


def test_signature_withdrawn() -> None:
    """Russia and the Rome Statute: the notice ends the signature, by its act date if it bears no other."""
    world = Micro()
    world.act("Signature", 2000)
    world.act("SignatureWithdrawal", 2016, -1)
    assert world.status("signatory") == [(2000, 2016)]
    assert world.status() == []


def test_signature_with_consent_the_same_day_is_none() -> None:
    """An empty interval is dropped."""
    world = Micro()
    world.act("Signature", 2000)
    world.act("Ratification", 2000)
    assert world.status("signatory") == []


def test_provisional_application() -> None:
    """It ends by termination, or by consent in effect."""
    world = Micro()
    world.act("ProvisionalApplication", 1994)
    world.act("ProvisionalApplicationTermination", 2009)
    world.act("ProvisionalApplication", 1995, state=B)
    world.act("Ratification", 1999, state=B)
    assert world.status("provisional") == [(1994, 2009)]
    assert world.status("provisional", B) == [(1995, 1999)]


def test_what_does_not_end_a_signature() -> None:
    """A disputed withdrawal does not, nor one of the same day; one with an effective day ends it then."""
    world = Micro()
    world.act("Signature", 2000)
    world.act("SignatureWithdrawal", 2000)
    world.dispute(world.act("SignatureWithdrawal", 2002))
    world.dispute(world.act("SignatureWithdrawal", 2003, -1))
    assert world.status("signatory") == [(2000, None)]
    world.act("SignatureWithdrawal", 2004, 2005)
    assert world.status("signatory") == [(2000, 2005)]


def test_disputed_signature_is_none() -> None:
    """There is no possible signatory."""
    world = Micro()
    world.dispute(world.act("Signature", 2000))
    assert world.status("signatory") == []


def test_what_does_not_end_provisional_application() -> None:
    """A disputed termination does not, nor consent or termination of the very day."""
    world = Micro()
    world.act("ProvisionalApplication", 1994)
    world.act("ProvisionalApplicationTermination", 1994)
    world.act("Ratification", 1994)
    world.dispute(world.act("ProvisionalApplicationTermination", 2000))
    world.dispute(world.act("ProvisionalApplication", 1994, state=B))
    assert world.status("provisional") == [(1994, None)]
    assert world.status("provisional", B) == []


def test_organizations_have_no_participations() -> None:
    """A Participation is a state's; what the European Union did makes none."""
    world = Micro()
    union = world.make("organization", "european-union", "InternationalOrganization")
    world.act("Ratification", 2001, state=union)
    assert world.solve().participations == set()


# --- Section 2: conditions of scope


@pytest.mark.parametrize(
    ("kind", "expected"), [("InternationalCourt", BINDING), ("InternationalJudicialBody", BINDING)]
)
def test_body_kind_holds_for_class_and_superclass(kind: str, expected: str) -> None:
    """Any of the kinds, superclasses too."""
    world = Micro()
    assert world.verdict(world.condition("BodyKind", bodyKind=[term(kind), term("ExpertBody")])) == expected


def test_body_kind_fails_without_a_position_of_its_own() -> None:
    """Out of scope: only the state-wide notCovered, from the subject's first day."""
    world = Micro()
    world.rule([world.condition("BodyKind", bodyKind=term("NationalCourt"))])
    assert world.verdicts(R) == [(None, NOT, 2010, None)]


@pytest.mark.parametrize(("kind", "expected"), [("InternationalCourt", BINDING), ("ExpertBody", NOT)])
def test_body_kind_of_the_body_itself(kind: str, expected: str) -> None:
    """A body is its own body."""
    world = Micro()
    assert world.verdict(world.condition("BodyKind", bodyKind=term(kind)), of=BODY) == expected


def test_foreign_body_itself() -> None:
    """A body is its own body here too."""
    world = Micro()
    assert world.verdict(world.condition("ForeignBody"), of=BODY) == NOT


@pytest.mark.parametrize(("court_of", "expected"), [(B, BINDING), (A, NOT), (None, NOT)])
def test_foreign_body(court_of: NamedNode | None, expected: str) -> None:
    """A court of another state; neither one's own nor an international one."""
    world = Micro()
    world.add(BODY, courtOf=court_of)
    assert world.verdict(world.condition("ForeignBody")) == expected


@pytest.mark.parametrize(
    ("named", "of", "expected"),
    [
        (BODY, R, BINDING),
        (P, R, BINDING),
        (R, R, BINDING),
        (R, P, DEPENDS),
        (P, BODY, DEPENDS),
        (R, BODY, DEPENDS),
    ],
)
def test_named_subject(named: NamedNode, of: NamedNode, expected: str) -> None:
    """What belongs to the named thing is covered; what contains it depends."""
    world = Micro()
    assert world.verdict(world.condition("NamedSubject", names=named), of=of) == expected


def test_named_subject_fails_elsewhere() -> None:
    """A sibling ruling is not named."""
    world = Micro()
    world.make("ruling", "other", "Judgment", issuedBy=BODY, decided=day(2010))
    assert world.verdict(world.condition("NamedSubject", names=thing("ruling", "other"))) == NOT


# --- Section 2: matter


@pytest.mark.parametrize(
    ("body", "ruling", "of", "expected"),
    [
        (["criminal"], [], R, BINDING),
        (["trade"], [], R, NOT),
        (["criminal", "trade"], [], BODY, DEPENDS),
        (["criminal", "trade"], [], R, UNKNOWN),
        (["criminal", "trade"], ["criminal"], R, BINDING),
        (["criminal", "trade"], ["trade"], R, NOT),
        (["criminal", "trade"], ["criminal", "claims"], R, BINDING),
    ],
)
def test_matter(body: list[str], ruling: list[str], of: NamedNode, expected: str) -> None:
    """Own matters first; several inherited ones leave a ruling unknown and a body dependent."""
    world = Micro()
    world.quads = [quad for quad in world.quads if quad.predicate != term("hasMatter")]
    world.add(BODY, hasMatter=[term(name) for name in body])
    world.add(R, hasMatter=[term(name) for name in ruling])
    assert world.verdict(world.condition("Matter", matter=term("criminal")), of=of) == expected


def test_matter_comes_from_the_proceeding_before_the_body() -> None:
    """The proceeding's matter replaces the body's."""
    world = Micro()
    world.add(P, hasMatter=term("trade"))
    assert world.verdict(world.condition("Matter", matter=term("trade"))) == BINDING
    world = Micro()
    world.add(P, hasMatter=term("trade"))
    assert world.verdict(world.condition("Matter", matter=term("criminal"))) == NOT


def test_body_with_several_matters_depends_without_proceedings() -> None:
    """By itself, not by the lift."""
    world = Micro(alone=True)
    world.add(BODY, hasMatter=term("trade"))
    assert world.verdict(world.condition("Matter", matter=term("criminal")), of=BODY) == DEPENDS


def test_body_named_beside_its_ruling() -> None:
    """Named itself, it does not depend on what it contains."""
    world = Micro()
    assert world.verdict(world.condition("NamedSubject", names=[R, BODY]), of=BODY) == BINDING


# --- Section 2: founding treaties and resolutions


def test_no_founding_treaty_on_the_day_asked() -> None:
    """A leaves the treaty in 2020: before, it founds the court; after, not."""
    world = Micro()
    world.act("Ratification", 2001)
    world.act("Withdrawal", 2019, 2020)
    world.rule([world.treaty_condition()])
    assert world.verdicts(R) == [(None, NOT, 2010, 2020), ("g0", BINDING, 2020, None)]


def test_no_founding_treaty_while_the_end_is_disputed() -> None:
    """From the disputed end on the graph does not know."""
    world = Micro()
    world.act("Ratification", 2001)
    world.dispute(world.act("Withdrawal", 2019, 2020))
    world.rule([world.treaty_condition()])
    assert world.verdicts(R) == [(None, NOT, 2010, 2020), ("g0", UNKNOWN, 2020, None)]


def test_no_founding_treaty_needs_complete_lists() -> None:
    """Absence from a list that is not closed proves nothing."""
    for world in (Micro(acts_closed=False), Micro(bases_closed=False), Micro(bare_body=True)):
        assert world.verdict(world.treaty_condition()) == UNKNOWN


def test_disputed_basis_is_unknown() -> None:
    """It counts neither as there nor as absent, yet keeps the body's bases from being taken."""
    world = Micro()
    world.dispute(world.basis(P, T))
    condition = world.treaty_condition()
    assert world.verdict(condition) == UNKNOWN
    world.basis(P, T)
    world.act("Ratification", 2001)
    assert world.verdicts(R) == [(None, NOT, 2010, None)]


def test_disputed_basis_does_not_found() -> None:
    """Not even for a party: the competence may rest on something else."""
    world = Micro()
    world.act("Ratification", 2001)
    world.dispute(world.basis(P, T))
    world.add(R, addressee=A)
    assert world.abroad(R) == [(UNKNOWN, 2010, None)]
    assert world.verdict(world.treaty_condition()) == UNKNOWN


def test_disputed_basis_beside_a_live_one() -> None:
    """The live one does not found for A, which is no party; the disputed one might."""
    world = Micro()
    world.basis(P, T)
    world.dispute(world.basis(P, T))
    assert world.verdict(world.treaty_condition()) == UNKNOWN


@pytest.mark.parametrize(
    ("since", "until", "on", "expected"),
    [
        (2010, None, "rulingDay", NOT),
        (2001, 2010, "rulingDay", BINDING),
        (2001, 2011, "rulingDay", NOT),
        (2004, None, "criticalDay", NOT),
        (2001, 2004, "criticalDay", BINDING),
        (2005, None, "criticalDay", BINDING),
    ],
)
def test_first_and_last_day_of_a_treaty(since: int, until: int | None, on: str, expected: str) -> None:
    """Intervals are half-open: in force on the first day, not on the last (ruling 2010, facts 2004)."""
    world = Micro()
    world.act("Ratification", since)
    if until:
        world.act("Withdrawal", until)
    assert world.verdict(world.treaty_condition(on=on)) == expected


@pytest.mark.parametrize("on", ["rulingDay", "criticalDay"])
def test_body_is_always_judged_on_the_day_asked(on: str) -> None:
    """A body has neither a ruling's day nor a critical one."""
    world = Micro(alone=True)
    world.act("Ratification", 2001)
    world.act("Withdrawal", 2017)
    world.rule([world.treaty_condition(on=on)])
    assert world.verdicts(BODY) == [(None, NOT, 2000, 2017), ("g0", BINDING, 2017, None)]


@pytest.mark.parametrize(("cls", "counted"), [("Ratification", False), ("ProvisionalApplication", True)])
def test_critical_day_unknown_with_any_participation(cls: str, counted: bool) -> None:
    """A possible party's participation counts, and provisional application where the reading counts it."""
    world = Micro()
    world.quads = [quad for quad in world.quads if quad.predicate != term("criticalDate")]
    act = world.act(cls, 2001)
    if not counted:
        world.dispute(act)
    assert world.verdict(world.treaty_condition(on="criticalDay", provisional=counted)) == UNKNOWN


@pytest.mark.parametrize(("on", "expected"), [("rulingDay", BINDING), ("criticalDay", NOT), ("dayAsked", BINDING)])
def test_no_founding_treaty_on_a_fixed_day(on: str, expected: str) -> None:
    """A was a party on the critical day (2004), no more on the ruling's day (2010)."""
    world = Micro()
    world.act("Ratification", 2001)
    world.act("Withdrawal", 2006)
    assert world.verdict(world.treaty_condition(on=on)) == expected


def test_fixed_day_while_disputed() -> None:
    """Possible but not certain on the fixed day: unknown always."""
    world = Micro()
    world.dispute(world.act("Ratification", 2001))
    assert world.verdict(world.treaty_condition(on="criticalDay")) == UNKNOWN


def test_critical_day_unknown() -> None:
    """Unknown if there is any participation, else nothing can turn on the day."""
    for party, expected in ((True, UNKNOWN), (False, BINDING)):
        world = Micro()
        world.quads = [quad for quad in world.quads if quad.predicate != term("criticalDate")]
        if party:
            world.act("Ratification", 2001)
        assert world.verdict(world.treaty_condition(on="criticalDay")) == expected


def test_ruling_day_of_a_proceeding_depends() -> None:
    """A proceeding has no ruling day; without any participation that does not matter."""
    world = Micro()
    condition = world.treaty_condition(on="rulingDay")
    assert world.verdict(condition, of=P) == BINDING
    world.act("Ratification", 2001)
    world.act("Withdrawal", 2006)
    assert world.verdicts(P)[-1] == ("g0", DEPENDS, 2015, None)


def test_provisional_application_counts_only_if_told() -> None:
    """Yukos: whether provisional application founds the competence is part of the reading."""
    for counts, expected in ((True, NOT), (False, BINDING)):
        world = Micro()
        world.act("ProvisionalApplication", 2001)
        assert world.verdict(world.treaty_condition(provisional=counts)) == expected


def test_level_of_competence() -> None:
    """Darfur: the proceeding rests on a resolution, the body on the treaty."""
    world = Micro()
    world.act("Ratification", 2001)
    world.basis(P, world.make("resolution", "v", "ChapterVIIResolution", adopted=day(2005)))
    world.rule([world.treaty_condition()], [world.treaty_condition(level="perBody")])
    assert world.verdicts(R) == [
        (None, NOT, 2010, 2015),
        ("g0", BINDING, 2015, None),
        ("g1", NOT, 2015, None),
    ]


def test_founding_treaty_is_the_mirror() -> None:
    """Holds while A is a party, unknown while disputed, fails else."""
    world = Micro()
    world.act("Ratification", 2016)
    world.dispute(world.act("Withdrawal", 2019, 2020))
    world.act("Cessation", 2022)
    world.rule([world.treaty_condition("FoundingTreaty")])
    rows = [
        (None, NOT, 2010, 2016),
        ("g0", BINDING, 2016, 2020),
        ("g0", UNKNOWN, 2020, 2022),
        (None, NOT, 2022, None),
    ]
    assert world.verdicts(R) == rows


def test_founding_treaty_unknown_and_dependent_where_its_twin_is() -> None:
    """An open list leaves it unknown; a proceeding without ruling day depends."""
    world = Micro(acts_closed=False)
    assert world.verdict(world.treaty_condition("FoundingTreaty")) == UNKNOWN
    world = Micro()
    world.act("Ratification", 2001)
    assert world.verdict(world.treaty_condition("FoundingTreaty", on="rulingDay"), of=P) == DEPENDS


@pytest.mark.parametrize(
    ("cls", "expected"),
    [("ChapterVIIResolution", NOT), ("SecurityCouncilResolution", BINDING), (None, BINDING)],
)
def test_no_council_resolution(cls: str | None, expected: str) -> None:
    """Only a Chapter VII resolution founds."""
    world = Micro()
    if cls:
        world.basis(BODY, world.make("resolution", "v", cls, adopted=day(1999)))
    assert world.verdict(world.condition("NoCouncilResolution", competenceLevel=term("perBody"))) == expected


def test_no_council_resolution_unknown() -> None:
    """Without complete bases, or without a complete list of resolutions."""
    world = Micro(bases_closed=False)
    assert world.verdict(world.condition("NoCouncilResolution", competenceLevel=term("perBody"))) == UNKNOWN
    world = Micro()
    world.quads = [quad for quad in world.quads if quad.object != term("ChapterVIIResolution")]
    assert world.verdict(world.condition("NoCouncilResolution", competenceLevel=term("perBody"))) == UNKNOWN


# --- Section 2: participation, conferral, finality, findings, characteristics


@pytest.mark.parametrize(
    ("in_ruling", "in_proceeding", "of", "expected"),
    [
        (None, "Appearance", R, NOT),
        (None, "NonAppearance", R, BINDING),
        ("NonAppearance", "Appearance", R, BINDING),
        ("NonAppearance", "Appearance", P, NOT),
        (None, None, R, UNKNOWN),
        (None, None, BODY, DEPENDS),
    ],
)
def test_no_participation_in_proceedings(
    in_ruling: str | None, in_proceeding: str | None, of: NamedNode, expected: str
) -> None:
    """The ruling's own record goes before the proceeding's; no record is unknown."""
    world = Micro()
    for cls, node in ((in_ruling, R), (in_proceeding, P)):
        if cls:
            world.make("appearance", world.fresh(), cls, actor=A, appearanceIn=node)
    assert world.verdict(world.condition("NoParticipationInProceedings"), of=of) == expected


@pytest.mark.parametrize(
    ("party", "disputed", "closed", "expected"),
    [
        (A, False, False, NOT),
        (A, True, True, UNKNOWN),
        (B, False, True, BINDING),
        (B, False, False, UNKNOWN),
        (None, False, True, BINDING),
    ],
)
def test_no_participation_in_conferral(party: NamedNode | None, disputed: bool, closed: bool, expected: str) -> None:
    """A conferral by A on the proceeding, its body or the ruling's proceeding counts."""
    world = Micro()
    if party:
        node = world.make("conferral", "c", "Conferral", conferredOn=P, conferredBy=party)
        if disputed:
            world.dispute(node)
    if closed:
        world.close(BODY, "Conferral")
    assert world.verdict(world.condition("NoParticipationInConferral")) == expected


@pytest.mark.parametrize(
    ("party", "disputed", "closed", "expected"),
    [
        (B, False, False, BINDING),
        (B, True, True, UNKNOWN),
        (A, False, True, NOT),
        ("court", False, True, NOT),
        ("court", False, False, UNKNOWN),
    ],
)
def test_foreign_conferral(party: NamedNode | str, disputed: bool, closed: bool, expected: str) -> None:
    """Powers from a party other than the holder and the court's own state."""
    world = Micro()
    own = world.make("state", "C", "State")
    world.add(BODY, courtOf=own)
    giver = party if isinstance(party, NamedNode) else own
    node = world.make("conferral", "c", "Conferral", conferredOn=BODY, conferredBy=giver)
    if disputed:
        world.dispute(node)
    if closed:
        world.close(BODY, "Conferral")
    assert world.verdict(world.condition("ForeignConferral")) == expected


@pytest.mark.parametrize(
    ("final", "after", "of", "expected"),
    [
        (2011, 2010, R, BINDING),
        (2011, 2011, R, NOT),
        (None, 2009, R, BINDING),
        (None, 2010, R, UNKNOWN),
        (2011, 2010, P, DEPENDS),
        (2011, 2010, BODY, DEPENDS),
    ],
)
def test_final_after(final: int | None, after: int, of: NamedNode, expected: str) -> None:
    """Final after the day; a ruling given after it became final after it; else only a ruling can tell."""
    world = Micro()
    world.add(R, becameFinal=day(final) if final else None)
    assert world.verdict(world.condition("FinalAfter", finalAfter=day(after)), of=of) == expected


def test_domestic_finding() -> None:
    """The ruling is covered from the first finding on; body and proceeding depend from that day on."""
    world = Micro()
    for year in (2018, 2017):
        world.make("finding", world.fresh(), "ConstitutionalityFinding", actor=A, finds=R, actDate=day(year))
    world.rule([world.condition("DomesticFinding")])
    assert world.verdicts(R) == [(None, NOT, 2010, 2017), ("g0", BINDING, 2017, None)]
    assert world.verdicts(P) == [
        (None, NOT, 2005, 2015),
        ("g0", UNKNOWN, 2015, 2017),
        ("g0", DEPENDS, 2017, None),
    ]
    world.close(A, "ConstitutionalityFinding")
    assert world.verdicts(P) == [(None, NOT, 2005, 2017), ("g0", DEPENDS, 2017, None)]


@pytest.mark.parametrize(("closed", "expected"), [(True, NOT), (False, UNKNOWN)])
def test_domestic_finding_absent(closed: bool, expected: str) -> None:
    """No finding: fails if A's findings are all listed."""
    world = Micro()
    if closed:
        world.close(A, "ConstitutionalityFinding")
    assert world.verdict(world.condition("DomesticFinding")) == expected


@pytest.mark.parametrize(
    ("on_ruling", "on_proceeding", "of", "expected"),
    [
        ("has", None, R, BINDING),
        ("lacks", "has", R, NOT),
        (None, "has", R, BINDING),
        (None, "lacks", R, NOT),
        (None, None, R, UNKNOWN),
        (None, None, BODY, DEPENDS),
    ],
)
def test_characteristic(on_ruling: str | None, on_proceeding: str | None, of: NamedNode, expected: str) -> None:
    """Asserted, denied, inherited from the proceeding, or unknown."""
    world = Micro()
    one = thing("characteristic", "h")
    for word, node in ((on_ruling, R), (on_proceeding, P)):
        if word:
            world.add(node, **{f"{word}Characteristic": one})
    assert world.verdict(world.condition("Characteristic", characteristic=one), of=of) == expected


@pytest.mark.parametrize(
    ("kind", "parameter"),
    [("NoParticipationInProceedings", None), ("FinalAfter", "day"), ("Characteristic", "one")],
)
def test_body_depends_without_proceedings(kind: str, parameter: str | None) -> None:
    """What only a proceeding or ruling can decide leaves a body dependent by itself, not by the lift."""
    world = Micro(alone=True)
    world.make("appearance", "a", "Appearance", actor=A, appearanceIn=BODY)
    condition = world.condition(
        kind,
        finalAfter=day(2010) if parameter == "day" else None,
        characteristic=thing("characteristic", "h") if parameter == "one" else None,
    )
    assert world.verdict(condition, of=BODY) == DEPENDS


@pytest.mark.parametrize("cls", ["Appearance", "NonAppearance"])
def test_disputed_record_is_none(cls: str) -> None:
    """Neither there nor absent: unknown."""
    world = Micro()
    world.dispute(world.make("appearance", "a", cls, actor=A, appearanceIn=R))
    assert world.verdict(world.condition("NoParticipationInProceedings")) == UNKNOWN


def test_disputed_finding_is_not_known() -> None:
    """From its day on, a disputed finding leaves the condition unknown, though A's findings are all listed."""
    world = Micro()
    world.close(A, "ConstitutionalityFinding")
    world.dispute(world.make("finding", "f", "ConstitutionalityFinding", actor=A, finds=R, actDate=day(2011)))
    assert world.verdict(world.condition("DomesticFinding")) == UNKNOWN


# --- Section 3: positions


def test_precedence_of_outcomes() -> None:
    """Fails beats dependsOnProceeding beats unknown beats holds."""
    world = Micro()
    fails = world.condition("FinalAfter", finalAfter=day(2012))
    world.add(R, becameFinal=day(2011))
    unknown = world.condition("NoParticipationInProceedings")
    assert world.verdict(fails, unknown) == NOT
    world = Micro()
    depends = world.condition("FinalAfter", finalAfter=day(2012))
    unknown = world.condition("NoParticipationInProceedings")
    assert world.verdict(depends, unknown, of=P) == DEPENDS


def test_window_and_unconditional_rule() -> None:
    """From the later of rule and subject, to the rule's end; before and after nothing reaches the ruling."""
    world = Micro()
    world.rule([], start=2001, end=2020)
    assert world.verdicts(R) == [("g0", BINDING, 2010, 2020), (None, NOT, 2020, None)]
    assert world.verdicts(P) == [("g0", BINDING, 2005, 2020), (None, NOT, 2020, None)]


def test_conditions_of_rule_and_reading_add_up() -> None:
    """A rule's own conditions go with every reading."""
    world = Micro()
    rule = world.rule([], [world.condition("FinalAfter", finalAfter=day(2009))])
    world.add(rule, requires=world.condition("FinalAfter", finalAfter=day(2010)))
    assert world.verdicts(R) == [
        (None, NOT, 2010, 2015),
        ("g0", UNKNOWN, 2015, None),
        ("g1", UNKNOWN, 2015, None),
    ]


def test_lift_of_a_body_whose_ruling_differs() -> None:
    """The body would be covered, a ruling is not from 2010 on: it depends then."""
    world = Micro()
    world.basis(R, T)
    world.act("Ratification", 2001)
    world.quads = [quad for quad in world.quads if quad.subject != BODY or quad.predicate != term("competenceBasis")]
    world.basis(BODY, world.make("treaty", "u", "Treaty"))
    world.close(thing("treaty", "u"), "TreatyAction")
    world.rule([world.treaty_condition()], start=2003)
    assert world.verdicts(BODY) == [
        (None, NOT, 2000, 2003),
        ("g0", BINDING, 2003, 2010),
        ("g0", DEPENDS, 2010, None),
    ]
    assert world.verdicts(P) == [("g0", BINDING, 2005, None)]
    assert world.verdicts(R) == [(None, NOT, 2010, None)]


def test_no_lift_by_what_is_out_of_scope() -> None:
    """A ruling that the reading does not reach by its terms makes no difference."""
    world = Micro()
    world.rule([world.condition("NamedSubject", names=BODY)])
    world.make("ruling", "else", "Judgment", issuedBy=thing("body", "c"), decided=day(2010))
    world.make("body", "c", "InternationalCourt", established=day(2000), hasMatter=term("criminal"))
    assert world.verdicts(BODY) == [(None, NOT, 2000, 2015), ("g0", BINDING, 2015, None)]


def test_not_covered_of_a_reading_beside_another() -> None:
    """(a): g1 gives notCovered while g0 gives something else; after g0's end (b) takes over."""
    world = Micro()
    world.act("Ratification", 2001)
    world.act("Withdrawal", 2017)
    world.rule([], [world.treaty_condition()], end=2020)
    rows = [
        (None, NOT, 2010, 2015),
        ("g0", BINDING, 2015, 2020),
        ("g1", NOT, 2015, 2017),
        ("g1", BINDING, 2017, 2020),
        (None, NOT, 2020, None),
    ]
    assert world.verdicts(R) == rows


def test_not_covered_of_a_reading_out_of_scope_is_not_said() -> None:
    """(a) only where the reading itself reaches the subject by its terms."""
    world = Micro()
    world.rule([], [world.condition("BodyKind", bodyKind=term("NationalCourt"))])
    assert world.verdicts(R) == [(None, NOT, 2010, 2015), ("g0", BINDING, 2015, None)]


def test_two_rules_are_kept_apart() -> None:
    """(a) looks at readings of one rule only; (b) at all of them."""
    world = Micro()
    world.rule([], start=2015, end=2017)
    world.rule([world.condition("Matter", matter=term("trade"))], start=2015, stem="k")
    assert world.verdicts(R) == [
        (None, NOT, 2010, 2015),
        ("g0", BINDING, 2015, 2017),
        (None, NOT, 2017, None),
    ]


def test_disputed_rule_is_undetermined() -> None:
    """In place of treatedAsNonBinding and dependsOnProceeding, also where a lift made the latter."""
    world = Micro()
    world.dispute(world.rule([]))
    assert world.verdicts(R) == [(None, NOT, 2010, 2015), ("g0", UNKNOWN, 2015, None)]
    world = Micro()
    world.add(R, becameFinal=day(2011))
    world.dispute(world.rule([world.condition("FinalAfter", finalAfter=day(2012))]))
    assert world.verdicts(R) == [(None, NOT, 2010, None)]
    assert world.verdicts(BODY) == [(None, NOT, 2000, 2015), ("g0", UNKNOWN, 2015, None)]


def test_states_without_a_rule_have_no_positions() -> None:
    """(b) speaks of holders only."""
    world = Micro()
    world.rule([])
    assert {row[0] for row in world.solve().positions} == {A.value}


# --- Section 3: the international side


def test_bound_by_the_critical_date() -> None:
    """Georgia v. Russia: a party on the critical day stays bound by the judgment after it left."""
    world = Micro()
    world.act("Ratification", 2001)
    world.act("Withdrawal", 2006)
    world.add(P, respondent=A)
    assert world.abroad(R) == [("bound", 2010, None)]
    assert world.abroad(P) == [("bound", 2005, None)]
    assert world.abroad(R, B) == []


def test_not_bound_and_undetermined() -> None:
    """Not a party on the critical day; disputed on it; no critical date; open list."""
    expected = {
        "none": "notBound",
        "disputed": UNKNOWN,
        "dateless": UNKNOWN,
        "open": UNKNOWN,
        "later": "notBound",
    }
    for case, verdict in expected.items():
        world = Micro(acts_closed=case != "open")
        world.add(R, addressee=A)
        if case in ("disputed", "dateless", "later"):
            act = world.act("Ratification", 2005 if case == "later" else 2001)
            if case == "disputed":
                world.dispute(act)
        if case == "dateless":
            world.quads = [quad for quad in world.quads if quad.predicate != term("criticalDate")]
        assert world.abroad(R) == [(verdict, 2010, None)], case


def test_addressee_goes_before_the_respondents() -> None:
    """A ruling with an addressee of its own does not take the respondents of its proceeding."""
    world = Micro()
    world.add(P, respondent=A)
    world.add(R, addressee=B)
    assert world.abroad(R) == []
    assert world.abroad(R, B) == [("notBound", 2010, None)]


def test_treaty_without_binding_clause_is_undetermined() -> None:
    """A party, and no provision on binding force recorded: not known either way."""
    world = Micro()
    world.quads = [quad for quad in world.quads if quad.predicate != term("bindingClause")]
    world.act("Ratification", 2001)
    world.add(P, respondent=A)
    assert world.abroad(R) == [("undetermined", 2010, None)]


def test_advisory_opinion_never_binds() -> None:
    """Not even an addressee that is a party."""
    world = Micro()
    world.act("Ratification", 2001)
    world.make("ruling", "o", "AdvisoryOpinion", issuedBy=BODY, inProceeding=P, decided=day(2012), addressee=A)
    assert world.abroad(thing("ruling", "o")) == [("notBound", 2012, None)]


@pytest.mark.parametrize("way", ["obliges", "obligesPartiesTo"])
def test_bound_by_the_council(way: str) -> None:
    """Darfur: a resolution obliges a state that is nobody's addressee, by name or as party to the Charter."""
    world = Micro()
    world.make("treaty", "charter", "Treaty")
    charter = thing("treaty", "charter")
    world.make("action", "joined", "Admission", actor=A, treaty=charter, actDate=day(1956), effectiveDate=day(1956))
    resolution = world.make("resolution", "v", "ChapterVIIResolution", adopted=day(2005))
    world.add(resolution, **{way: A if way == "obliges" else charter})
    world.basis(P, resolution)
    assert world.abroad(P) == [("bound", 2005, None)]
    assert world.abroad(R) == [("bound", 2010, None)]
    assert world.abroad(BODY) == []
    assert world.abroad(P, B) == []


def test_body_with_general_consent() -> None:
    """Bound while a party, undetermined while possibly one, nothing before the body was there."""
    world = Micro()
    world.add(BODY, generalConsent=T)
    world.act("Ratification", 1998)
    world.dispute(world.act("Withdrawal", 2019, 2020))
    world.act("Cessation", 2022)
    assert world.abroad(BODY) == [("bound", 2000, 2020), (UNKNOWN, 2020, 2022)]


def test_body_founded_by_the_council() -> None:
    """The ICTY: bound from the adoption on."""
    world = Micro()
    world.basis(BODY, world.make("resolution", "v", "ChapterVIIResolution", adopted=day(2002), obliges=[A, B]))
    assert world.abroad(BODY) == [("bound", 2002, None)]


def test_conflict_is_the_common_time() -> None:
    """Bound since 2010, treated as non-binding from 2015 to 2020."""
    world = Micro()
    world.act("Ratification", 2001)
    world.add(P, respondent=A)
    rule = world.rule([], end=2020)
    found = {row for row in world.solve().conflicts if row[1] == R.value}
    reading = thing("reading", "g0").value
    assert found == {(A.value, R.value, rule.value, reading, day(2015), day(2020))}


# --- Section 3: duty to arrest


def warrant(world: Micro, public: int | None = 2012, ended: int | None = 2020) -> None:
    """Add a warrant of 2011."""
    world.make(
        *("ruling", "w", "ArrestWarrant"),
        issuedBy=BODY,
        inProceeding=P,
        decided=day(2011),
        madePublic=day(public) if public else None,
        ended=day(ended) if ended else None,
    )


def test_duty_to_arrest_of_parties() -> None:
    """While the warrant is public and outstanding and the state a party."""
    world = Micro()
    warrant(world)
    world.act("Ratification", 2001)
    world.act("Withdrawal", 2015)
    world.act("Accession", 2018)
    world.act("Accession", 2013, state=B)
    assert world.duties() == [("dutyHolds", 2012, 2015), ("dutyHolds", 2018, 2020)]
    assert world.duties(B) == [("dutyHolds", 2013, 2020)]


def test_duty_to_arrest_undetermined_after_disputed_end() -> None:
    """Hungary again; and a warrant kept secret puts no duty on anyone."""
    world = Micro()
    warrant(world, ended=None)
    world.act("Ratification", 2001)
    world.dispute(world.act("Withdrawal", 2016))
    assert world.duties() == [("dutyHolds", 2012, 2016), (UNKNOWN, 2016, None)]
    world = Micro()
    warrant(world, public=None)
    world.act("Ratification", 2001)
    assert world.duties() == []


def test_duty_to_arrest_by_resolution() -> None:
    """A warrant resting on a resolution: those it obliges, from adoption; not the body's treaty."""
    world = Micro()
    warrant(world)
    world.basis(P, world.make("resolution", "v", "ChapterVIIResolution", adopted=day(2014), obliges=A))
    world.act("Ratification", 2001, state=B)
    assert world.duties() == [("dutyHolds", 2014, 2020)]
    assert world.duties(B) == []


# --- Facts, random worlds, size


def test_facts_are_plain() -> None:
    """Days as ordinals, our terms by local name; what the semantics does not read is left out."""
    node = NamedNode("https://example.org/x")
    graph = Graph()
    graph.add(node, actDate=date(2000, 1, 1), claimStatus=term("open"), countsProvisionalApplication=True)
    graph.quads.append(Quad(node, NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal("x")))
    iri = '"https://example.org/x"'
    expected = [
        f"actDate({iri}, 730120).",
        f'claimStatus({iri}, "open").',
        f"countsProvisionalApplication({iri}, true).",
    ]
    assert facts(graph.quads).splitlines() == expected
    with pytest.raises(UnreadableValue):
        facts([Quad(node, NamedNode(ONTOLOGY + "actDate"), Literal("2000"))])


def test_worlds_use_the_classes_of_the_ontology() -> None:
    """The superclasses that worlds materialise are those of the ontology."""
    ontology = Store()
    for file in (Path(__file__).parents[1] / "ontology").glob("*.ttl"):
        ontology.load(path=str(file), format=RdfFormat.TURTLE)
    subclass = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
    for below, above in SUPERCLASSES.items():
        assert Quad(term(below), subclass, term(above)) in ontology, (below, above)


def test_program_reads_every_fact_that_is_written() -> None:
    """A misspelt predicate in semantics.lp would be undefined, and clingo says so."""
    complaints: list[str] = []
    control = Control(["--warn=no-global-variable"], logger=lambda _code, message: complaints.append(message))
    control.load(str(PROGRAM))
    control.ground([("base", [])])
    assert complaints == []


def plain(world: list[Quad]) -> Iterator[tuple[str, str, str]]:
    """Give the triples of a world as strings, what is in our ontology by local name."""
    for quad in world:
        assert isinstance(quad.subject, NamedNode)
        assert not isinstance(quad.object, (BlankNode, Triple))
        name = quad.predicate.value.removeprefix(ONTOLOGY).rsplit("#", 1)[-1]
        yield quad.subject.value, name, quad.object.value.removeprefix(ONTOLOGY)


def days_of_party(world: list[Quad], actor: str, treaty: str, disputed: set[str], certain: bool) -> Iterator[date]:
    """Section 1 word for word, day by day, on the pair's own acts."""
    said: dict[str, dict[str, set[str]]] = {}
    for subject, name, obj in plain(world):
        said.setdefault(subject, {}).setdefault(name, set()).add(obj)

    def one(node: str, name: str) -> date | None:
        found = said[node].get(name)
        return date.fromisoformat(min(found)) if found else None

    def kind(node: str, cls: str) -> bool:
        return cls in said[node]["type"]

    acts = [node for node, its in said.items() if its.get("actor") == {actor} and its.get("treaty") == {treaty}]
    undone = {
        undoes
        for act in said
        if kind(act, "WithdrawalRescission") and act not in disputed
        for undoes in said[act]["undoes"]
    }
    consents = [act for act in acts if kind(act, "ConsentAct") and act not in undone]
    ends = [act for act in acts if kind(act, "PartyStatusEnd") and act not in undone]
    if certain:
        consents = [act for act in consents if act not in disputed]
    else:
        ends = [act for act in ends if act not in disputed]
    starts = [when for act in consents if (when := one(act, "effectiveDate"))]
    stops = [when for act in ends if (when := one(act, "effectiveDate"))]
    entry, last = one(treaty, "inForceFrom") or date.min, one(treaty, "inForceUntil") or date.max
    today = date(1997, 1, 1)
    while today < date(2027, 1, 1):
        held = any(c <= today and not any(c < e <= today for e in stops) for c in starts)
        if held and entry <= today < last:
            yield today
        today += timedelta(days=1)


@pytest.mark.parametrize("seed", range(0, 40, 4))
def test_party_day_by_day(seed: int) -> None:
    """On random worlds: party and possibleParty contain exactly the days that the definition gives."""
    world = random_world(seed)
    found = solve(world)
    about: dict[str, dict[str, str]] = {}
    for subject, name, obj in plain(world):
        about.setdefault(subject, {})[name] = obj
    claims = [its for its in about.values() if its.get("claimStatus") == "open" and "onProperty" not in its]
    disputed = {its["concerns"] for its in claims}
    pairs = {(its["actor"], its["treaty"]) for its in about.values() if "treaty" in its}
    pairs = {pair for pair in pairs if "/state/" in pair[0]}
    for actor, treaty in pairs:
        got: dict[str, set[date]] = {"party": set(), "possibleParty": set()}
        for _, _, status, start, end in (row for row in found.participations if row[:2] == (actor, treaty)):
            length = ((end or date(2027, 1, 1)) - start).days
            got.setdefault(status, set()).update(start + timedelta(days=step) for step in range(length))
        assert got["party"] == set(days_of_party(world, actor, treaty, disputed, certain=True))
        possible = got["possibleParty"] or got["party"]
        assert possible == set(days_of_party(world, actor, treaty, disputed, certain=False))


def test_comparable_leaves_out_what_says_nothing_new() -> None:
    """Rows of possibleParty that repeat the party rows go; others stay."""
    party = ("s", "t", "party", day(2000), None)
    assert comparable([party, ("s", "t", "possibleParty", day(2000), None)]) == {party}
    wider = ("s", "t", "possibleParty", day(1999), None)
    assert comparable([party, wider]) == {party, wider}


def test_random_worlds_show_everything() -> None:
    """A world is decided by its seed; together they show each kind of condition, status, verdict and duty."""
    assert random_world(7) == random_world(7)
    seen: set[str] = set()
    for seed in range(60):
        world = random_world(seed)
        seen |= {cls for _, name, cls in plain(world) if name == "type" and cls.endswith("Condition")}
        found = solve(world)
        seen |= {row[2] for row in found.participations} | {row[4] for row in found.positions}
        seen |= {f"international {row[2]}" for row in found.international}
        seen |= {f"duty {row[2]}" for row in found.duties}
        for row in found.positions:
            assert row[6] is None or row[5] < row[6]
    assert sum(name.endswith("Condition") for name in seen) == 14
    assert seen >= {"party", "signatory", "provisional", "possibleParty", BINDING, NOT, DEPENDS, UNKNOWN}
    assert seen >= {f"international {word}" for word in ("bound", "notBound", UNKNOWN)}
    assert seen >= {"duty dutyHolds", f"duty {UNKNOWN}"}


def test_real_size_is_solved() -> None:
    """A world of about the size of the real graph is solved, with many positions."""
    assert len(solve(random_world(1, REAL)).positions) > 1000
