"""Files of the documentation that are made anew when what they show has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def renew(paths: list[Path], now: Callable[[Path], str], what: str) -> int:
    """Write into each file what it should hold, and say which changed; ``what`` is what they are called."""
    count = 0
    for path in paths:
        text = now(path)
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
            count += 1
    print(f"{count} {what} changed")
    return 0
