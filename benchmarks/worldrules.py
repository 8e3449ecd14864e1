"""The rules of generated graphs, of the kinds and in the mix of the real one."""

from __future__ import annotations

from benchmarks.worldwriter import World
from kg.names import thing

INTERNATIONAL, INTERSTATE = (
    ("InternationalJudicialBody",),
    ("InternationalJudicialBody", "ArbitralTribunal", "ExpertBody"),
)
Recipe = tuple[tuple[str, ...], ...]
"""Conditions, each a kind and what it says more."""
RULES: tuple[tuple[Recipe, tuple[Recipe, ...]], ...] = (
    ((("BodyKind", *INTERNATIONAL),), (
        (("NoFoundingTreaty", "perBody", "dayAsked"), ("NoCouncilResolution", "perBody")),
        (("NoFoundingTreaty", "perBody", "dayAsked"), ("NoCouncilResolution", "perBody"), ("Matter", "criminal")),
        (("NoFoundingTreaty", "perProceeding", "criticalDay"), ("NoCouncilResolution", "perProceeding")),
        (("NoFoundingTreaty", "perProceeding", "criticalDay"), ("NoCouncilResolution", "perProceeding"),
         ("Matter", "criminal")),
    )),
    ((("Named", "1"),), ((),)),
    ((("BodyKind", *INTERSTATE), ("Finding",)), ((),)),
    ((("Named", "1"),), ((),)),
    ((("BodyKind", "NationalCourt"), ("ForeignBody",), ("Matter", "criminal"), ("ForeignConferral",)),
     ((("NoConferral",),), (("NoProceedings",),))),
    ((("Named", "1"),), ((),)),
    ((("Named", "1"), ("Final",)), ((),)),
    ((("Named", "6"),), ((), (("Final",),))),
    ((("BodyKind", *INTERSTATE), ("Finding",), ("FoundingTreaty", "perProceeding", "criticalDay")), ((),)),
    ((("Named", "1"),), ((),)),
    ((("BodyKind", "NationalCourt"), ("ForeignBody",), ("Characteristic",), ("Matter", "civilAndCommercial")), ((),)),
    ((("Named", "2"),), ((),)),
)  # fmt: skip
"""Kinds of rules in the mix of the real graph: what the rule requires, and what each of its readings does."""


def write(world: World, states: list[str], bodies: list[str]) -> None:
    """Write rules of the kinds that the real graph has; of two rules one is of the state that has most."""
    world.make("characteristic", "characteristic", "Characteristic")
    for number in range(world.size.rules):
        required, readings = RULES[number % len(RULES)]
        holder = states[number // 24 * 24 if number % 2 == 0 else number - number // 4 % 2 * 2]
        stem = f"l{number:03}"
        world.make(
            "rule", stem, "NonRecognitionRule", holder=holder, inForceFrom=world.day(2008, 2026), effect="notExecuted",
            requires=_conditions(world, stem, required, holder, bodies),
            hasReading=[
                world.make(
                    "reading", f"{stem}-{place}", "Reading",
                    requires=_conditions(world, f"{stem}-{place}", reading, holder, bodies),
                )
                for place, reading in enumerate(readings)
            ],
        )  # fmt: skip


def _conditions(world: World, stem: str, recipe: Recipe, holder: str, bodies: list[str]) -> list[str]:
    return [
        _condition(world, f"{stem}-{place}", kind, said, holder, bodies) for place, (kind, *said) in enumerate(recipe)
    ]


def _condition(world: World, stem: str, kind: str, said: list[str], holder: str, bodies: list[str]) -> str:
    values: dict[str, str | list[str]] = {}
    match kind:
        case "BodyKind":
            values = {"bodyKind": said}
        case "Matter":
            values = {"matter": said}
        case "NoFoundingTreaty" | "FoundingTreaty":
            values = {"competenceLevel": said[0], "treatyInForceOn": said[1], "countsProvisionalApplication": "false"}
        case "NoCouncilResolution":
            values = {"competenceLevel": said[0]}
        case "Named":
            named = [world.random.choice(bodies)] if world.chance(0.1) else world.some(world.rulings, int(said[0]))
            return world.make("condition", stem, "NamedSubjectCondition", names=named)
        case "Final":
            return world.make("condition", stem, "FinalAfterCondition", finalAfter="2012-03-15")
        case "Finding":
            ruling = world.some(world.rulings, 1)
            world.make(
                "finding", stem, "ConstitutionalityFinding", actor=holder, finds=ruling, actDate=world.day(2015, 2026)
            )
            kind = "DomesticFinding"
        case "Characteristic":
            values = {"characteristic": thing("characteristic", "characteristic")}
        case "NoConferral":
            kind = "NoParticipationInConferral"
        case "NoProceedings":
            kind = "NoParticipationInProceedings"
    return world.make("condition", stem, f"{kind}Condition", **values)
