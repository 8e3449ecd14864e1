"""Style sheets and scripts of the pages, kept by browsers for as long as they like."""

from __future__ import annotations

from kg.serving.encodings import coded
from kg.serving.protocol import Refusal
from kg.serving.web import Request, Response, Route, Service
from kg.site.assets import read_assets

_FOREVER = "public, max-age=31536000, immutable"


def routes(service: Service) -> list[Route]:
    """Return the route of static files."""
    assets = read_assets(service.answers.root)

    async def static(request: Request) -> Response:
        # An address of another build is refused: its bytes would be kept for ever under a name that is not theirs.
        found = assets.files.get(request.path_params["name"])
        if request.path_params["mark"] != assets.mark or found is None:
            raise Refusal(404, "there is nothing at this address")
        media, whole = found
        body, coding = coded(whole, media, request.headers.get("accept-encoding"))
        return Response(body, 200, {"Content-Type": media, "Cache-Control": _FOREVER, **coding})

    return [Route("/static/{mark}/{name:path}", static)]
