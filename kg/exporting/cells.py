"""Cells of CSV that a spreadsheet shows and does not run."""

from __future__ import annotations

from typing import Final

RUN: Final = tuple("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001  (the wide forms are meant)
"""How a cell begins that a spreadsheet may take for a formula, as OWASP's page on CSV injection lists it: four
signs, also in the wide forms that East Asian versions read, and characters that are skipped before them."""
SHIELD: Final = "'"
"""Stands before such a text; spreadsheets take it for the mark of a text."""


def safe(text: str) -> str:
    """Return the text of a cell so that no spreadsheet runs it: an apostrophe before it where it could be a formula.

    A text that begins with apostrophes and then such a sign gets one more, so ``plain`` reads every text back. The
    writer has to put every cell between quotation marks, so that no separator in a text begins another cell.
    """
    return SHIELD + text if text.lstrip(SHIELD).startswith(RUN) else text


def plain(text: str) -> str:
    """Return the text that ``safe`` was given."""
    return text[1:] if text.startswith(SHIELD) and text.lstrip(SHIELD).startswith(RUN) else text
