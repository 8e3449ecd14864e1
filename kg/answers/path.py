"""How two things are connected."""

from __future__ import annotations

from kg.graph import Graph
from kg.interfaces.asking import Asking, Given, Told
from kg.interfaces.parameters import Parameter
from kg.interfaces.records import IRI, NUMBER, TEXT, TRUTH, called, listed, optional, record
from kg.networks.paths import Chains
from kg.presenting import exhibits

ASKING = Asking(
    "how two things are connected: the shortest chains of statements",
    (
        Parameter("start", "a thing: stem, code or name", required=True),
        Parameter("end", "another thing", required=True),
        Parameter("on", "only what was so by that day, YYYY-MM-DD; without it, all", "date"),
        Parameter("kind", "pass through things of this kind only", "text", many=True),
        Parameter("limit", "show so many chains", "count", default=5),
    ),
    listed(
        record(
            chain=NUMBER,
            steps=listed(
                listed(
                    record(
                        from_=TEXT, says=TEXT, to=TEXT, day=optional(TEXT), fact=IRI, unconfirmed=TRUTH,
                        sources=listed(called("Citation")),
                    )
                )
            ),
        )
    ),
    heavy=True,
)  # fmt: skip


def found(graph: Graph, given: Given) -> Chains:
    """Return the chains."""
    kinds = given["kind"] or ()
    return graph.path(given["start"], given["end"], kinds=kinds, on=given["on"], limit=given["limit"])


def silence(chains: Chains, given: Given) -> str:
    """Return that there is no chain, and how far it was looked for."""
    through = f" through things of kind {' or '.join(given['kind'])}" if given["kind"] else ""
    narrowed = through + (f" with what was so by {given['on']}" if given["on"] else "")
    return f"no chain of at most {chains.furthest} statements joins them{narrowed}"


def left_off(chains: Chains) -> str:
    """Return how many chains are as short as those shown."""
    return f"{chains.more} more chain{'s are' if chains.more > 1 else ' is'} as short; --limit shows more"


def answer(graph: Graph, given: Given) -> Told:
    """Return the chains."""
    chains = found(graph, given)
    notes = [] if chains.chains else [silence(chains, given)]
    return Told(exhibits.chains(chains, graph.wording, "json"), [*notes, *([left_off(chains)] if chains.more else [])])
