"""How a server is: its health, and numbers for Prometheus."""

from __future__ import annotations

from kg.web import Request, Response, Route, Service, sentence

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def routes(service: Service) -> list[Route]:
    """Return the routes of health and numbers."""
    pool = service.pool

    async def health(_: Request) -> Response:
        if not pool.alive:
            return sentence(503, "no process for queries is running")
        return sentence(200, f"{pool.alive} of {service.limits.workers} processes for queries are running")

    async def metrics(_: Request) -> Response:
        lines = [
            *_metric("responses_total", "counter", "Responses, by status."),
            *(f'kg_responses_total{{status="{status}"}} {n}' for status, n in sorted(service.answered.items())),
            *_metric("response_seconds_total", "counter", "Seconds spent on responses."),
            f"kg_response_seconds_total {service.seconds:.6f}",
            *_metric("workers", "gauge", "Processes for queries."),
            f"kg_workers {pool.alive}",
            *_metric("workers_busy", "gauge", "Processes that run a query."),
            f"kg_workers_busy {len(pool.busy)}",
            *_metric("workers_replaced_total", "counter", "Processes that were killed or broke, and were replaced."),
            f"kg_workers_replaced_total {pool.replaced}",
            *_metric("queries_waiting", "gauge", "Queries that wait for a process."),
            f"kg_queries_waiting {pool.waiting}",
        ]
        return Response("\n".join(lines) + "\n", 200, {"Content-Type": _TEXT, "Cache-Control": "no-store"})

    return [Route("/health", health), Route("/metrics", metrics)]


def _metric(name: str, kind: str, meaning: str) -> tuple[str, str]:
    return f"# HELP kg_{name} {meaning}", f"# TYPE kg_{name} {kind}"
