"""Content codings of responses: gzip where the client takes it and it is worth it (RFC 9110, 12.5.3)."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BytesIO
from typing import BinaryIO, cast

from kg.exporting.compression import compressed
from kg.media import JSON, JSON_LD, SVG

_WORTH = 1000
"""How many bytes a body has at least that is compressed."""
_TEXTS = ("text/", JSON, JSON_LD, SVG)
_TAKEN = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q\s*=\s*(0(?:\.0{0,3})?)\s*)?(?=,|$|;)", re.IGNORECASE)


def coded(body: bytes, media: str, accept: str | None) -> tuple[bytes, dict[str, str]]:
    """Return a body as a client takes it, with the headers that say how it is coded."""
    varies = {"Vary": "Accept-Encoding"} if media.startswith(_TEXTS) else {}
    taken = _TAKEN.search(accept or "")
    if not varies or len(body) < _WORTH or taken is None or taken[1] is not None:
        return body, varies
    return _packed(body), {**varies, "Content-Encoding": "gzip"}


@lru_cache(maxsize=64)
def _packed(body: bytes) -> bytes:
    out = BytesIO()
    with compressed(cast(BinaryIO, out), "gzip") as packed:
        packed.write(body)
    return out.getvalue()
