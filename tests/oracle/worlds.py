"""Make random asserted graphs: small ones to compare implementations on, a large one to time them.

A world is decided by its seed. Days come from a short list, so that acts, rulings and rules often fall on the
same day; every kind of condition, completeness statements and open claims turn up, and also what the contract
allows to be absent.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pyoxigraph import NamedNode, Quad

from .graph import Graph, term, thing

CONSENTS = (
    "Ratification",
    "Acceptance",
    "Approval",
    "Accession",
    "Succession",
    "DefinitiveSignature",
    "Admission",
)
ACTS = (
    *("Ratification", "Accession", "Succession", "DefinitiveSignature", "Admission"),
    *("Withdrawal", "Withdrawal", "Cessation", "Signature", "Signature", "SignatureWithdrawal"),
    *("ProvisionalApplication", "ProvisionalApplicationTermination", "Reservation", "Declaration"),
)
COURTS = (
    *("InternationalCourt", "HumanRightsCourt", "RegionalCourt", "HybridTribunal", "AdHocTribunal"),
    *("NationalCourt", "NationalCourt", "ArbitralTribunal", "ClaimsCommission", "ExpertBody"),
)
KINDS_ASKED = (
    "InternationalJudicialBody",
    "InternationalCourt",
    "AdHocTribunal",
    "NationalCourt",
    "ArbitralTribunal",
)
RULINGS = ("Judgment", "Order", "Award", "AdvisoryOpinion", "Conviction", *("ArrestWarrant",) * 3)
MATTERS = ("criminal", "civilAndCommercial", "humanRights")
CONDITIONS = (
    *("BodyKind", "ForeignBody", "Matter", "NoFoundingTreaty", "NoFoundingTreaty", "FoundingTreaty"),
    *(
        "NoCouncilResolution",
        "NoParticipationInProceedings",
        "NoParticipationInConferral",
        "ForeignConferral",
    ),
    *("FinalAfter", "DomesticFinding", "NamedSubject", "Characteristic"),
)
UNITED_NATIONS = thing("organization", "united-nations")


@dataclass(frozen=True)
class Size:
    """How much a world holds; `pairs`: the share of (state, treaty) pairs with acts, `acts`: at most."""

    states: int
    treaties: int
    resolutions: int
    bodies: int
    proceedings: int
    rulings: int
    rules: int
    readings: int
    days: int
    pairs: float
    acts: int


SMALL = Size(4, 4, 2, 3, 3, 4, 4, 3, days=24, pairs=0.75, acts=5)
"""The largest small world: at most ten subjects."""

REAL = Size(200, 25, 12, 20, 40, 60, 12, 4, days=4000, pairs=0.47, acts=2)
"""About the size of the real graph."""


class Maker:
    """Writes one random world."""

    def __init__(self, seed: int, size: Size) -> None:
        """Choose the days that this world knows."""
        self.random = Random(seed)
        self.size = size
        self.graph = Graph()
        first = date(1998, 1, 1)
        self.days = [first + timedelta(days=step) for step in sorted(self.random.sample(range(10_000), size.days))]
        self.claims = 0
        self.statements = 0

    def chance(self, share: float) -> bool:
        """Say yes in this share of the cases."""
        return self.random.random() < share

    def day(self, share: float = 1.0) -> date | None:
        """Choose a day, or none."""
        return self.random.choice(self.days) if self.chance(share) else None

    def some(self, things: list[NamedNode], least: int, most: int) -> list[NamedNode]:
        """Choose some different things."""
        return self.random.sample(things, min(len(things), self.random.randint(least, most)))

    def doubt(self, node: NamedNode, share: float = 0.15) -> None:
        """Perhaps put a claim on a fact node: mostly an open one, which makes the node disputed."""
        if self.chance(share):
            self.claims += 1
            self.graph.make(
                *("claim", f"c{self.claims}", "Claim"),
                concerns=node,
                claimStatus=term(self.random.choice(("open", "open", "open", "accepted", "rejected"))),
                onProperty=term("actDate") if self.chance(0.15) else None,
            )

    def close(self, about: list[NamedNode], cls: str, share: float) -> None:
        """Perhaps state that a list is complete."""
        if about and self.chance(share):
            self.statements += 1
            stem = f"k{self.statements}"
            self.graph.make(
                "completeness", stem, "CompletenessStatement", about=about, closes=term(cls), asOf=self.day()
            )

    def make_actors(self) -> None:
        """Make the states and two organizations."""
        graph, count = self.graph, self.count(self.size.states)
        self.states = [graph.make("state", f"S{number:02}", "State") for number in range(count)]
        graph.make("organization", "united-nations", "InternationalOrganization")
        self.union = graph.make("organization", "european-union", "InternationalOrganization")
        self.close([UNITED_NATIONS], "ChapterVIIResolution", 0.7)

    def count(self, most: int) -> int:
        """Choose how many there are: any number, rather more than few; the most in a large world."""
        if self.size is REAL:
            return most
        return max(self.random.randint(1, most), self.random.randint(1, most))

    def make_treaties(self) -> None:
        """Make the treaties, the acts toward them and what is said of their lists."""
        graph = self.graph
        self.treaties = []
        for number in range(self.count(self.size.treaties)):
            stem = f"t{number}"
            clause = graph.make("provision", f"{stem}-binding", "Provision") if self.chance(0.6) else None
            duty = graph.make("provision", f"{stem}-cooperation", "Provision") if self.chance(0.7) else None
            treaty = graph.make(
                *("treaty", stem, "Treaty"),
                inForceFrom=self.days[self.random.randrange(len(self.days) // 2)] if self.chance(0.7) else None,
                inForceUntil=self.day(0.15),
                bindingClause=clause,
                cooperationClause=duty,
            )
            self.treaties.append(treaty)
            self.close([treaty], "TreatyAction", 0.75)
            for actor in [*self.states, self.union]:
                if self.chance(self.size.pairs if actor != self.union else 0.1):
                    self.make_acts(actor, treaty)

    def make_acts(self, actor: NamedNode, treaty: NamedNode) -> None:
        """Make the acts of one actor toward one treaty, the odd rescission among them."""
        made: list[NamedNode] = []
        for number in range(self.random.randint(1, self.size.acts)):
            cls = self.random.choice(CONSENTS if self.chance(0.35 if number else 0.6) else ACTS)
            stem = f"{stem_of(treaty)}-{stem_of(actor)}-{number}"
            done = self.random.choice(self.days)
            later = self.random.choice([day for day in self.days if day >= done])
            act = self.graph.make(
                *("action", stem, cls),
                actor=actor,
                treaty=treaty,
                actDate=done,
                effectiveDate=later if cls != "Signature" and self.chance(0.88) else None,
            )
            self.doubt(act, 0.2)
            made.append(act)
        if self.chance(0.12):
            stem = stem_of(made[0]) + "-rescission"
            undone = self.random.choice(made)
            act = self.graph.make(
                *("action", stem, "WithdrawalRescission"),
                actor=actor,
                treaty=treaty,
                actDate=self.day(),
                undoes=undone,
            )
            self.doubt(act, 0.2)

    def make_resolutions(self) -> None:
        """Make Council resolutions, most of them under Chapter VII, and a national law."""
        self.laws = [self.graph.make("law", "l0", "NationalLaw")]
        self.resolutions = [
            self.graph.make(
                *(
                    "resolution",
                    f"v{number}",
                    "ChapterVIIResolution" if self.chance(0.85) else "SecurityCouncilResolution",
                ),
                adopted=self.day(),
                obliges=self.some(self.states, 0, 1),
                obligesPartiesTo=self.random.choice(self.treaties) if self.chance(0.4) else None,
            )
            for number in range(self.count(self.size.resolutions))
        ]

    def give_bases(self, node: NamedNode, least: int, most: int) -> None:
        """Give a body, proceeding or ruling some competence bases."""
        stem = stem_of(node)
        for number in range(self.random.randint(least, most)):
            sort = self.random.choice([self.treaties, self.treaties, self.treaties, self.resolutions, self.laws])
            instrument = self.random.choice(sort)
            basis = self.graph.make("basis", f"{stem}-{number}", "CompetenceBasis", instrument=instrument)
            self.graph.add(node, competenceBasis=basis)
            self.doubt(basis, 0.1)

    def give_conferrals(self, node: NamedNode, share: float) -> None:
        """Say who conferred powers on a body or proceeding."""
        stem = stem_of(node)
        if self.chance(share):
            for number, party in enumerate(self.some([*self.states, UNITED_NATIONS], 1, 2)):
                conferral = self.graph.make(
                    "conferral", f"{stem}-{number}", "Conferral", conferredOn=node, conferredBy=party
                )
                self.doubt(conferral, 0.2)

    def matters(self, least: int) -> list[NamedNode]:
        """Choose subject matters."""
        return self.some([term(name) for name in MATTERS], least, 2)

    def make_bodies(self) -> None:
        """Make the bodies, and say which of their lists are complete."""
        self.bodies = []
        for number in range(self.count(self.size.bodies)):
            cls = self.random.choice(COURTS)
            body = self.graph.make(
                *("body", f"b{number}", cls),
                established=self.random.choice(self.days[: len(self.days) * 2 // 3]),
                courtOf=self.random.choice(self.states) if cls == "NationalCourt" else None,
                hasMatter=self.matters(1),
                generalConsent=self.random.choice(self.treaties) if self.chance(0.5) else None,
            )
            self.bodies.append(body)
            self.give_bases(body, 0 if self.chance(0.2) else 1, 2)
            self.give_conferrals(body, 0.5)
            self.close([body], "CompetenceBasis", 0.8)
            self.close([body], "Conferral", 0.6)

    def make_proceedings(self) -> None:
        """Make proceedings, with their own bases, dates and parties or without."""
        self.proceedings: list[NamedNode] = []
        self.before: dict[NamedNode, NamedNode] = {}
        for number in range(self.count(self.size.proceedings + 1) - 1):
            body = self.random.choice(self.bodies)
            proceeding = self.graph.make(
                *("proceeding", f"p{number}", self.random.choice(("Situation", "Case"))),
                before=body,
                opened=self.day(),
                criticalDate=self.day(0.7),
                respondent=self.some(self.states, 0, 2),
                hasMatter=self.matters(0),
            )
            self.proceedings.append(proceeding)
            self.before[proceeding] = body
            if self.chance(0.35):
                self.give_bases(proceeding, 1, 2)
            self.give_conferrals(proceeding, 0.2)
            self.close([proceeding], self.random.choice(("CompetenceBasis", "Conferral")), 0.2)

    def make_rulings(self) -> None:
        """Make rulings, in a proceeding or outside any."""
        self.rulings = []
        for number in range(self.count(self.size.rulings)):
            proceeding = self.random.choice(self.proceedings) if self.proceedings and self.chance(0.7) else None
            cls = self.random.choice(RULINGS)
            warrant = cls == "ArrestWarrant"
            decided = self.random.choice(self.days[: len(self.days) * 2 // 3] if warrant else self.days)
            ruling = self.graph.make(
                *("ruling", f"r{number}", cls),
                issuedBy=self.before[proceeding] if proceeding else self.random.choice(self.bodies),
                inProceeding=proceeding,
                decided=decided,
                becameFinal=self.day(0.5) if not warrant else None,
                criticalDate=self.day(0.3),
                addressee=self.some(self.states, 0, 2) if self.chance(0.6) else None,
                hasMatter=self.matters(1) if self.chance(0.4) else None,
                madePublic=(decided if self.chance(0.4) else self.day(0.8)) if warrant else None,
                ended=self.day(0.3) if warrant else None,
            )
            self.rulings.append(ruling)
            if self.chance(0.15):
                self.give_bases(ruling, 1, 1)

    def make_records(self) -> None:
        """Make appearances, characteristics and findings."""
        graph, count = self.graph, 0
        self.characteristics = [graph.make("characteristic", f"h{number}", "Characteristic") for number in range(2)]
        for node in [*self.proceedings, *self.rulings]:
            for state in self.some(self.states, 0, 3):
                count += 1
                cls = self.random.choice(("Appearance", "NonAppearance"))
                record = graph.make("appearance", f"a{count}", cls, actor=state, appearanceIn=node)
                self.doubt(record)
            for characteristic in self.characteristics:
                if self.chance(0.5):
                    name = self.random.choice(("hasCharacteristic", "lacksCharacteristic"))
                    graph.add(node, **{name: characteristic})
        for number in range(self.random.randint(0, 4)):
            finding = graph.make(
                *("finding", f"f{number}", "ConstitutionalityFinding"),
                actor=self.random.choice(self.states),
                finds=self.random.choice(self.rulings),
                actDate=self.day(),
            )
            self.doubt(finding, 0.12)
        for state in self.states:
            self.close([state], "ConstitutionalityFinding", 0.6)

    def make_condition(self, kind: str, stem: str) -> NamedNode:
        """Make a condition of a kind with random parameters."""
        choose, graph = self.random.choice, self.graph
        condition = graph.make("condition", stem, f"{kind}Condition")
        if kind == "BodyKind":
            graph.add(condition, bodyKind=self.some([term(name) for name in KINDS_ASKED], 1, 3))
        elif kind == "Matter":
            graph.add(condition, matter=self.matters(1))
        elif kind in ("NoFoundingTreaty", "FoundingTreaty"):
            graph.add(
                condition,
                competenceLevel=term(choice_of_level(self.random)),
                treatyInForceOn=term(choose(("dayAsked", "rulingDay", "criticalDay"))),
                countsProvisionalApplication=self.chance(0.5),
            )
        elif kind == "NoCouncilResolution":
            graph.add(condition, competenceLevel=term(choice_of_level(self.random)))
        elif kind == "FinalAfter":
            graph.add(condition, finalAfter=self.day())
        elif kind == "NamedSubject":
            graph.add(condition, names=self.some([*self.bodies, *self.proceedings, *self.rulings], 1, 3))
        elif kind == "Characteristic":
            graph.add(condition, characteristic=choose(self.characteristics))
        return condition

    def make_rules(self) -> None:
        """Make non-recognition rules; rules and readings, also of different holders, may share conditions."""
        graph = self.graph
        kinds = [self.random.choice(CONDITIONS) for _ in range(self.count(self.size.rules) * 2)]
        conditions = [self.make_condition(kind, f"q{number}") for number, kind in enumerate(kinds)]
        holders = self.some(self.states, 1, 8)
        for number in range(len(kinds) // 2):
            start = self.random.choice(self.days[: len(self.days) * 3 // 4])
            readings = [
                graph.make("reading", f"g{number}-{place}", "Reading", requires=self.some(conditions, 0, 2))
                for place in range(self.count(self.size.readings))
            ]
            rule = graph.make(
                *("rule", f"n{number}", "NonRecognitionRule"),
                holder=self.random.choice(holders),
                inForceFrom=start,
                inForceUntil=self.random.choice([day for day in self.days if day > start])
                if self.chance(0.3)
                else None,
                requires=self.some(conditions, 0, 1),
                hasReading=readings,
            )
            self.doubt(rule, 0.1)

    def make(self) -> list[Quad]:
        """Write the whole world."""
        self.make_actors()
        self.make_treaties()
        self.make_resolutions()
        self.make_bodies()
        self.make_proceedings()
        self.make_rulings()
        self.make_records()
        self.make_rules()
        return self.graph.quads


def stem_of(node: NamedNode) -> str:
    """Give the last part of a thing's IRI."""
    return node.value.rsplit("/", 1)[1]


def choice_of_level(random: Random) -> str:
    """Choose at which level competence is judged."""
    return random.choice(("perBody", "perProceeding"))


def random_world(seed: int, size: Size = SMALL) -> list[Quad]:
    """Make the asserted quads of the world with this seed, all in the default graph."""
    return Maker(seed, size).make()
