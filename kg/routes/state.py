"""How a server is: its health, and numbers for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from kg.media import PLAIN
from kg.serving.web import Request, Response, Route, Service, sentence
from kg.serving.workers import Pool

_OF_POOLS: tuple[tuple[str, str, str, Callable[[Pool], int]], ...] = (
    ("workers", "gauge", "Processes.", lambda pool: pool.alive),
    ("workers_busy", "gauge", "Processes at work.", lambda pool: len(pool.busy)),
    (
        "workers_replaced_total",
        "counter",
        "Processes that were killed or broke, and were replaced.",
        lambda pool: pool.replaced,
    ),
    ("jobs_apart_total", "counter", "Long jobs that were set apart.", lambda pool: pool.apart),
    ("jobs_waiting", "gauge", "Queries or answers that wait for a process.", lambda pool: pool.waiting),
)
_OF_SERVICE: tuple[tuple[str, str, str, Callable[[Service], int]], ...] = (
    ("kept_hits_total", "counter", "Queries answered from memory.", lambda service: service.kept.hits),
    ("kept_misses_total", "counter", "Queries that were not in memory.", lambda service: service.kept.misses),
    ("kept_bytes", "gauge", "Bytes of answers in memory.", lambda service: service.kept.size),
    ("refused_by_rate_total", "counter", "Requests of clients that ask too often.", lambda service: service.limited),
    ("stalled_total", "counter", "Connections closed because nobody read.", lambda service: service.stalled),
    ("clients", "gauge", "Clients that are told apart.", lambda service: len(service.clients)),
)
_NUMBERS = f"{PLAIN}; version=0.0.4; charset=utf-8"


def routes(service: Service) -> list[Route]:
    """Return the routes of health and numbers."""
    pools = {"queries": service.queries, "answers": service.answers}

    async def health(_: Request) -> Response:
        for name, pool in pools.items():
            if not pool.ready:
                return sentence(503, f"no process for {name} is running")
        running = " and ".join(f"{pool.ready} of {pool.processes} for {name}" for name, pool in pools.items())
        return sentence(200, f"processes are running: {running}")

    async def metrics(_: Request) -> Response:
        lines = [
            *_metric("responses_total", "counter", "Responses, by status."),
            *(f'kg_responses_total{{status="{status}"}} {n}' for status, n in sorted(service.answered.items())),
            *_metric("response_seconds_total", "counter", "Seconds spent on responses."),
            f"kg_response_seconds_total {service.seconds:.6f}",
        ]
        for name, kind, meaning, count in _OF_SERVICE:
            lines += (*_metric(name, kind, meaning), f"kg_{name} {count(service)}")
        for name, kind, meaning, number in _OF_POOLS:
            lines += _metric(name, kind, meaning)
            lines += (f'kg_{name}{{pool="{which}"}} {number(pool)}' for which, pool in pools.items())
        return Response("\n".join(lines) + "\n", 200, {"Content-Type": _NUMBERS, "Cache-Control": "no-store"})

    return [Route("/health", health), Route("/metrics", metrics)]


def _metric(name: str, kind: str, meaning: str) -> tuple[str, str]:
    return f"# HELP kg_{name} {meaning}", f"# TYPE kg_{name} {kind}"
