"""Make random changes of a random world: facts that are supposed to hold, and facts that are supposed not to."""

from pyoxigraph import NamedNode, Quad

from .facts import RDF_TYPE
from .graph import Graph, term
from .worlds import ACTS, CONSENTS, RULINGS, SMALL, UNITED_NATIONS, Maker

KINDS = (
    *("act", "act", "act", "rescission", "adopted_rule", "adopted_rule", "repeal", "ruling", "proceeding", "conferral"),
    *("resolution", "resolution", "claim", "claim", "completeness", "completeness", "appearance", "finding"),
    *("characteristic", "condition", "respondent", "without", "without", "without_link"),
    *("life", "life", "instrument", "instrument", "parameter", "parameter", "closed_treaty", "closed_treaty"),
)
_TYPE = NamedNode(RDF_TYPE)
_LISTS = ("TreatyAction", "CompetenceBasis", "Conferral", "ConstitutionalityFinding", "ChapterVIIResolution")


class Changer:
    """A random world, and random changes of it; all is decided by the seed."""

    def __init__(self, seed: int) -> None:
        """Make the world."""
        self.maker = Maker(seed, SMALL)
        self.world = list(self.maker.make())
        self.random = self.maker.random
        self.graph = Graph()
        self.removed: list[Quad] = []
        self.kinds: list[str] = []

    def change(self) -> tuple[list[Quad], list[Quad]]:
        """Return the facts that are added and those that are taken away."""
        for number in range(self.random.choice((1, 1, 1, 2, 3))):
            kind = self.random.choice(KINDS)
            self.kinds.append(kind)
            getattr(self, f"_{kind}")(f"new-{number}")
        return self.graph.quads, self.removed

    def _all(self, cls: str) -> list[NamedNode]:
        return [
            quad.subject
            for quad in self.world
            if quad.predicate == _TYPE and quad.object == term(cls) and isinstance(quad.subject, NamedNode)
        ]

    def _values(self, node: NamedNode, *names: str) -> list[Quad]:
        wanted = {term(name) for name in names}
        return [quad for quad in self.world if quad.subject == node and quad.predicate in wanted]

    def _subjects(self) -> list[NamedNode]:
        return [*self.maker.bodies, *self.maker.proceedings, *self.maker.rulings]

    def _act(self, stem: str) -> None:
        cls = self.random.choice((*CONSENTS, *ACTS))
        done = self.random.choice(self.maker.days)
        self.graph.make(
            *("action", stem, cls),
            actor=self.random.choice(self.maker.states),
            treaty=self.random.choice(self.maker.treaties),
            actDate=done,
            effectiveDate=None if cls == "Signature" else self.random.choice([d for d in self.maker.days if d >= done]),
        )

    def _rescission(self, stem: str) -> None:
        acts = self._all("TreatyAction")
        if not acts:
            return
        undone = self.random.choice(acts)
        act = self.graph.make(*("action", stem, "WithdrawalRescission"), actDate=self.maker.day(), undoes=undone)
        said = self._values(undone, "actor", "treaty")
        self.graph.quads += [Quad(act, quad.predicate, quad.object) for quad in said]

    def _adopted_rule(self, stem: str) -> None:
        rule = self.random.choice(self._all("NonRecognitionRule"))
        copied = self.graph.make(
            *("rule", stem, "NonRecognitionRule"),
            holder=self.random.choice(self.maker.states),
            inForceFrom=self.maker.day(),
        )
        for quad in self._values(rule, "requires", "hasReading"):
            self.graph.quads.append(Quad(copied, quad.predicate, quad.object))

    def _repeal(self, _: str) -> None:
        rule = self.random.choice(self._all("NonRecognitionRule"))
        if not self._values(rule, "inForceUntil"):
            self.graph.add(rule, inForceUntil=self.maker.day())

    def _ruling(self, stem: str) -> None:
        body = self.random.choice(self.maker.bodies)
        inside = [node for node, before in self.maker.before.items() if before == body]
        cls = self.random.choice(RULINGS)
        decided = self.random.choice(self.maker.days)
        self.graph.make(
            *("ruling", stem, cls),
            issuedBy=body,
            inProceeding=self.random.choice(inside) if inside and self.maker.chance(0.7) else None,
            decided=decided,
            madePublic=decided if cls == "ArrestWarrant" else None,
            addressee=self.maker.some(self.maker.states, 0, 2),
        )

    def _proceeding(self, stem: str) -> None:
        self.graph.make(
            *("proceeding", stem, "Case"),
            before=self.random.choice(self.maker.bodies),
            opened=self.maker.day(),
            criticalDate=self.maker.day(0.7),
            respondent=self.maker.some(self.maker.states, 0, 2),
            hasMatter=self.maker.matters(0),
        )

    def _conferral(self, stem: str) -> None:
        self.graph.make(
            *("conferral", stem, "Conferral"),
            conferredOn=self.random.choice([*self.maker.bodies, *self.maker.proceedings]),
            conferredBy=self.random.choice([*self.maker.states, UNITED_NATIONS]),
        )

    def _resolution(self, stem: str) -> None:
        resolution = self.graph.make(
            *("resolution", stem, "ChapterVIIResolution"),
            adopted=self.maker.day(),
            obliges=self.maker.some(self.maker.states, 0, 1),
            obligesPartiesTo=self.random.choice(self.maker.treaties) if self.maker.chance(0.4) else None,
        )
        basis = self.graph.make("basis", stem, "CompetenceBasis", instrument=resolution)
        self.graph.add(self.random.choice(self._subjects()), competenceBasis=basis)

    def _claim(self, stem: str) -> None:
        classes = ("TreatyAction", "CompetenceBasis", "Conferral", "Appearance", "ConstitutionalityFinding")
        facts = [node for cls in (*classes, "NonRecognitionRule") for node in self._all(cls)]
        self.graph.make("claim", stem, "Claim", concerns=self.random.choice(facts), claimStatus=term("open"))

    def _completeness(self, stem: str) -> None:
        closes = self.random.choice(_LISTS)
        about = {
            "TreatyAction": self.maker.treaties,
            "ConstitutionalityFinding": self.maker.states,
            "ChapterVIIResolution": [UNITED_NATIONS],
        }.get(closes, [*self.maker.bodies, *self.maker.proceedings])
        self.graph.make(
            *("completeness", stem, "CompletenessStatement"),
            about=self.random.choice(about),
            closes=term(closes),
            asOf=self.maker.day(),
        )

    def _appearance(self, stem: str) -> None:
        self.graph.make(
            *("appearance", stem, self.random.choice(("Appearance", "NonAppearance"))),
            actor=self.random.choice(self.maker.states),
            appearanceIn=self.random.choice([*self.maker.proceedings, *self.maker.rulings]),
        )

    def _finding(self, stem: str) -> None:
        self.graph.make(
            *("finding", stem, "ConstitutionalityFinding"),
            actor=self.random.choice(self.maker.states),
            finds=self.random.choice(self.maker.rulings),
            actDate=self.maker.day(),
        )

    def _characteristic(self, _: str) -> None:
        self.graph.add(
            self.random.choice([*self.maker.proceedings, *self.maker.rulings]),
            hasCharacteristic=self.random.choice(self.maker.characteristics),
        )

    def _condition(self, _: str) -> None:
        reading = self.random.choice(self._all("Reading"))
        self.graph.add(reading, requires=self.random.choice(self._all("Condition")))

    def _respondent(self, _: str) -> None:
        node = self.random.choice([*self.maker.proceedings, *self.maker.rulings])
        name = "respondent" if node in self.maker.proceedings else "addressee"
        self.graph.add(node, **{name: self.random.choice(self.maker.states)})

    def _life(self, _: str) -> None:
        """Let a treaty end, or make its decisions binding."""
        treaty = self.random.choice(self.maker.treaties)
        if not self._values(treaty, "inForceUntil"):
            self.graph.add(treaty, inForceUntil=self.maker.day())

    def _instrument(self, _: str) -> None:
        """Take away something that is said of a treaty, a resolution or a provision of it."""
        nodes = [*self.maker.treaties, *self.maker.resolutions]
        names = ("adopted", "obliges", "obligesPartiesTo", "bindingClause", "cooperationClause", "inForceFrom")
        said = [quad for node in nodes for quad in self._values(node, *names)]
        self.removed += self.random.sample(said, min(1, len(said)))

    def _parameter(self, _: str) -> None:
        """Take away a parameter of a condition."""
        names = ("bodyKind", "matter", "finalAfter", "names", "countsProvisionalApplication", "characteristic")
        said = [quad for node in self._all("Condition") for quad in self._values(node, *names)]
        self.removed += self.random.sample(said, min(1, len(said)))

    def _closed_treaty(self, stem: str) -> None:
        """Say that the list of acts towards a treaty is complete."""
        self.graph.make(
            *("completeness", f"{stem}-acts", "CompletenessStatement"),
            about=self.random.choice(self.maker.treaties),
            closes=term("TreatyAction"),
            asOf=self.maker.day(),
        )

    def _without(self, _: str) -> None:
        """Take away an act, a rule, a finding: some fact with all that is said of it."""
        kinds = ("action", "rule", "finding", "appearance", "conferral", "claim", "completeness", "basis")
        chosen = self.random.choice([quad.subject for quad in self.world if stem_of_kind(quad.subject) in kinds])
        self.removed += [quad for quad in self.world if quad.subject == chosen]

    def _without_link(self, _: str) -> None:
        """Take away one thing that is said and that may be absent."""
        may = {term(name) for name in (
            "competenceBasis", "generalConsent", "requires", "hasReading", "inForceUntil", "bindingClause", "holder",
            "cooperationClause", "obliges", "obligesPartiesTo", "respondent", "addressee", "hasMatter", "actor",
            "instrument", "inProceeding", "names", "about", "concerns", "courtOf", "criticalDate", "treaty", "undoes",
        )}  # fmt: skip
        self.removed.append(self.random.choice([quad for quad in self.world if quad.predicate in may]))


def stem_of_kind(node: object) -> str:
    """Give the kind of a thing: the last but one part of its IRI."""
    assert isinstance(node, NamedNode)
    return node.value.rsplit("/", 2)[1]
