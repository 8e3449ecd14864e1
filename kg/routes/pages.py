"""The pages that people read: each path of kg/screens/ but those of things, which are sent as RDF as well."""

from __future__ import annotations

from kg.listing import listed, module
from kg.serving.delivery import Delivery
from kg.serving.web import Request, Response, Route, Service


def routes(service: Service) -> list[Route]:
    """Return the routes of all pages but those of things, which negotiate what they are sent as.

    To readers of pages, refusals are told as pages from then on, whichever route they come from.
    """
    delivery = Delivery(service)
    service.telling = delivery.telling

    async def page(request: Request) -> Response:
        return await delivery.page(request, request.url.path)

    paths = [path for name in listed("screens") for path in module("screens", name, "page").PATHS]
    return [Route(path, page) for path in sorted(paths) if not path.startswith("/id/")]
