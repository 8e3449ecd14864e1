"""Generates asserted graphs of any size with the shape of the real one; a size and a seed decide every byte."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

from benchmarks import worldrules
from benchmarks.worldwriter import Size, World, size
from kg.derivation.reason import superclasses
from kg.facts.load import graph_of, read_turtle
from kg.names import ONTOLOGY, thing

__all__ = ["Size", "size", "write"]

MEMBERS = (0.0, 0.004, 0.008, 0.024, 0.044, 0.064, 0.112, 0.188, 0.444, 0.724, 0.98)
"""Deciles of the share of states that acted towards a treaty, counted on the real graph in November 2026."""
BODY_KINDS = (
    ("InternationalCourt", 9), ("RegionalCourt", 24), ("HumanRightsCourt", 3), ("HybridTribunal", 9),
    ("AdHocTribunal", 6), ("NationalCourt", 24), ("ArbitralTribunal", 10), ("ClaimsCommission", 4), ("ExpertBody", 25),
)  # fmt: skip
RULINGS = (
    ("Judgment", 89),
    ("ArrestWarrant", 76),
    ("Order", 37),
    ("Conviction", 21),
    ("Award", 13),
    ("AdvisoryOpinion", 6),
)
MATTERS = (
    ("criminal", 45),
    ("humanRights", 23),
    ("civilAndCommercial", 23),
    ("economic", 17),
    ("general", 16),
    ("trade", 5),
)
CONSENTS = (("Ratification", 2210), ("Accession", 1557), ("Admission", 222), ("Acceptance", 161), ("Succession", 106))
"""Classes with how often the real graph has them."""


def classes(root: Path) -> dict[str, list[str]]:
    """Return the classes above each class of the ontology, by local names."""
    quads = [q for path in sorted((root / "ontology").glob("*.ttl")) for q in read_turtle(path, graph_of(path, root))]
    return {
        cls.value.removeprefix(ONTOLOGY): sorted(
            node.value.removeprefix(ONTOLOGY) for node in above if node.value.startswith(ONTOLOGY)
        )
        for cls, above in superclasses(quads).items()
    }


def write(path: Path, root: Path, chosen: Size, seed: int = 2026) -> None:
    """Write the graph of a size and a seed as N-Triples; each thing has all its classes."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        world = World(chosen, file, classes(root), Random(seed))
        nations = world.make("organization", "united-nations", "InternationalOrganization")
        world.close(nations, "ChapterVIIResolution")
        states = [world.make("state", f"S{number:04}", "State") for number in range(chosen.states)]
        treaties = list(_treaties(world, states))
        resolutions = list(_resolutions(world, states, treaties))
        bodies = list(_bodies(world, states, treaties, resolutions))
        _subjects(world, states, treaties, resolutions, bodies)
        worldrules.write(world, states, bodies)


def _share(random: Random, number: int) -> float:
    """Return which share of the states acts towards a treaty: few towards most, most towards few.

    Half of them act towards the first, on which the body with the most rulings rests: it carries the duty to arrest.
    """
    return 0.5 if number == 0 else _decile(random.random() * (len(MEMBERS) - 1))


def _decile(place: float) -> float:
    low = int(place)
    return MEMBERS[low] + (place - low) * (MEMBERS[low + 1] - MEMBERS[low])


def _treaties(world: World, states: list[str]) -> Iterator[str]:
    acts = accumulate(iter(lambda: 1, 0))
    for number in range(world.size.treaties):
        stem = f"t{number:03}"
        clause = world.make("provision", f"{stem}-1", "Provision") if world.chance(0.33) else None
        duty = world.make("provision", f"{stem}-2", "Provision") if number % 30 == 0 else None
        born = 1945 + number * 70 // world.size.treaties
        treaty = world.make(
            "treaty", stem, "Treaty", inForceFrom=world.day(born, born + 2) if world.chance(0.77) else None,
            inForceUntil=world.day(2016, 2024) if world.chance(0.04) else None, bindingClause=clause,
            cooperationClause=duty,
        )  # fmt: skip
        if world.chance(0.7):
            world.close(treaty, "TreatyAction")
        for state in world.some(states, round(_share(world.random, number) * len(states))):
            for cls, done, effect in _career(world, born):
                world.make(
                    "action", f"a{next(acts):07}", cls, actor=state, treaty=treaty, actDate=done, effectiveDate=effect
                )
        yield treaty


def _career(world: World, born: int) -> Iterator[tuple[str, str, str | None]]:
    """Yield what one state does towards one treaty: class, day, day of effect."""
    signed = world.chance(0.47)
    if signed:
        yield "Signature", world.day(born - 2, born), None
    if not signed or world.chance(0.87):
        done = world.day(born, 2024)
        yield world.kind(CONSENTS), done, done
        if world.chance(0.018):
            left = world.day(2024, 2026)
            yield "Withdrawal", left, left
    elif world.chance(0.01):
        yield "SignatureWithdrawal", world.day(2010, 2024), None


def _resolutions(world: World, states: list[str], treaties: list[str]) -> Iterator[str]:
    for number in range(world.size.resolutions):
        yield world.make(
            "resolution", f"v{number:03}",
            "ChapterVIIResolution" if world.chance(0.63) else "SecurityCouncilResolution",
            adopted=world.day(1991, 2020), obliges=world.some(states, 1) if world.chance(0.24) else None,
            obligesPartiesTo=treaties[-1] if world.chance(0.18) else None,
        )  # fmt: skip


def _bases(world: World, stem: str, number: int, treaties: list[str], resolutions: list[str]) -> list[str]:
    law = thing("law", "law")
    kinds = world.random.choices((treaties, [law], resolutions), (101, 59, 11), k=number)
    return [
        world.make("basis", f"{stem}-{place}", "CompetenceBasis", instrument=world.random.choice(kind))
        for place, kind in enumerate(kinds)
    ]


def _bodies(world: World, states: list[str], treaties: list[str], resolutions: list[str]) -> Iterator[str]:
    world.make("law", "law", "NationalLaw")
    for number in range(world.size.bodies):
        stem, cls = f"b{number:04}", world.kind(BODY_KINDS) if number else "InternationalCourt"
        founding = world.random.choice(treaties) if number else treaties[0]
        body = world.make(
            "body", stem, cls, established=world.day(1946, 2020),
            hasMatter=sorted({world.kind(MATTERS), world.kind(MATTERS)}),
            competenceBasis=_bases(world, stem, 1 + world.chance(0.25) + world.chance(0.05), [founding], resolutions),
            generalConsent=founding if world.chance(0.31) else None,
            courtOf=world.some(states, 1) if cls == "NationalCourt" else None,
        )  # fmt: skip
        for closed in ("CompetenceBasis", "Conferral"):
            world.close(body, closed)
        if world.chance(0.37):
            world.make("conferral", stem, "Conferral", conferredOn=body, conferredBy=world.some(states, 1))
        yield body


def _subjects(world: World, states: list[str], treaties: list[str], resolutions: list[str], bodies: list[str]) -> None:
    """Write proceedings and rulings: some bodies have very many, most have few."""
    weights = [1 / (1 + place) for place in range(len(bodies))]
    held: dict[str, list[str]] = {body: [] for body in bodies}
    for number, body in enumerate(world.random.choices(bodies, weights, k=world.size.proceedings)):
        stem = f"p{number:05}"
        held[body].append(
            world.make(
                "proceeding", stem, world.random.choice(("Situation", "Case")), before=body,
                opened=world.day(1995, 2024),
                criticalDate=world.day(1990, 2023) if world.chance(0.64) else None,
                respondent=world.some(states, 1) if world.chance(0.54) else None,
                hasMatter=world.kind(MATTERS) if world.chance(0.26) else None,
                competenceBasis=(
                    _bases(world, stem, 1 + world.chance(0.5), treaties, resolutions) if world.chance(0.26) else None
                ),
            )
        )  # fmt: skip
    busy = [body for body in bodies if held[body]]
    weights = [float(len(held[body])) for body in busy]
    for number, body in enumerate(world.random.choices(busy, weights, k=world.size.rulings)):
        cls, decided = world.kind(RULINGS), world.day(2000, 2026)
        warrant = cls == "ArrestWarrant"
        ruling = world.make(
            "ruling", f"r{number:05}", cls, issuedBy=body, decided=decided,
            inProceeding=world.some(held[body], 1) if world.chance(0.97) else None,
            becameFinal=decided if not warrant and world.chance(0.33) else None,
            criticalDate=world.day(1990, 2023) if world.chance(0.23) else None,
            addressee=world.some(states, 1) if world.chance(0.52) else None,
            hasMatter=world.kind(MATTERS) if world.chance(0.17) else None,
            madePublic=decided if warrant else None,
            ended=world.day(2026, 2027) if warrant and world.chance(0.5) else None,
        )  # fmt: skip
        world.rulings.append(ruling)
        if world.chance(0.35):
            cls = "Appearance" if world.chance(0.7) else "NonAppearance"
            world.make("appearance", f"n{number:05}", cls, actor=world.some(states, 1), appearanceIn=ruling)
