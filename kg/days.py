"""Days as a person gives them."""

from __future__ import annotations

from datetime import date

from kg.faults import UsageFault

Day = date | str | None
"""A day as it may be given: a date, its text, or None for today."""


def is_day(text: str) -> bool:
    """Return whether a text is meant as a date: three numbers joined by hyphens."""
    parts = text.split("-")
    return len(parts) == 3 and all(part.isdecimal() for part in parts)


def day(text: str) -> date:
    """Return the date that a text names.

    Raises UsageFault for anything but a date of the calendar written YYYY-MM-DD.
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise UsageFault(f"{text!r} is no date of the calendar; write it YYYY-MM-DD, for example 2026-02-01")
    return found


def day_of(on: Day) -> date:
    """Return the day that is meant.

    Raises UsageFault for an impossible date.
    """
    if on is None:
        return date.today()
    return day(on) if isinstance(on, str) else on
