"""The style sheets and scripts of live pages: each under an address that changes when any of them does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kg.drawing.styles import read_style, variables
from kg.files import read_text
from kg.media import CSS, SCRIPT, SVG, typed

_MEDIA: Final = {".css": typed(CSS), ".js": typed(SCRIPT), ".svg": SVG}


POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a live page may load and run: what comes from its server, and pictures that its own scripts make."""


def policy(styles: str = "") -> str:
    """Return the policy of a live page, which may use styles of these hashes too."""
    return POLICY.replace("style-src 'self'", f"style-src 'self' {styles}") if styles else POLICY


@dataclass(frozen=True)
class Assets:
    """Files by name, each with its media type; ``mark`` is a hash of all of them."""

    mark: str
    files: dict[str, tuple[str, bytes]]

    @property
    def base(self) -> str:
        """The address below which they are served."""
        return f"/static/{self.mark}/"


@cache
def read_assets(root: Path) -> Assets:
    """Return the style sheets and scripts below viz/static/; page.css with the variables of viz/style.toml before it.

    Raises Fault where one cannot be read.
    """
    folder = root / "viz" / "static"
    files = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix in _MEDIA:
            name, text = path.relative_to(folder).as_posix(), read_text(path)
            before = variables(read_style(root)) if name == "page.css" else ""
            files[name] = (_MEDIA[path.suffix], (before + text).encode())
    digest = hashlib.sha256()
    for name, (_, body) in files.items():
        digest.update(f"{name}\n{len(body)}\n".encode() + body)
    return Assets(digest.hexdigest()[:16], files)
