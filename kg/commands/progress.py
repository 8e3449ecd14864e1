"""Notes and progress for a person, on stderr."""

from __future__ import annotations

import sys
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def note(text: str) -> None:
    """Print a note for a person on stderr."""
    print(text, file=sys.stderr)


def progress(
    what: str = "building", said: str = "building the graph; this is done once after each change of the knowledge"
) -> Callable[[str, int, int], None]:
    """Return what shows the progress of long work: a bar on a terminal, elsewhere one line when it begins."""
    if not sys.stderr.isatty():
        begun: list[str] = []

        def once(_name: str, _number: int, _total: int) -> None:
            if not begun:
                begun.append("")
                note(f"kg: {said}")

        return once
    from tqdm import tqdm

    bar = tqdm(total=None, desc=what, bar_format="{desc}: {percentage:3.0f}%|{bar}| {postfix}", leave=False)

    def show(name: str, number: int, total: int) -> None:
        bar.total = total
        bar.set_postfix_str(name)
        bar.update(number - bar.n)
        if number == total:
            bar.close()

    return show


@contextmanager
def counter(what: str) -> Iterator[Callable[[int], None]]:
    """Give what shows a growing number on a terminal, and nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _number: None
        return
    from tqdm import tqdm

    with tqdm(desc=what, bar_format="{desc}: {n_fmt}", leave=False) as bar:

        def show(number: int) -> None:
            bar.update(number - bar.n)

        yield show
