"""Finds dates in a text and tells how exact they are: a day, a month or a year."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
    r"|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"(?<![\w/.-])(?:{_YEAR}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTHS},? {_YEAR}"
    rf"|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}"
    rf"|\d{{1,2}}\.\d{{1,2}}\.{_YEAR}"
    rf"|{_MONTHS},? {_YEAR}"
    rf"|{_YEAR})(?![\w/]|[-–]\d|\.\d)".replace(" ", r"\s")
)


@dataclass(frozen=True)
class Dating:
    """A date that stands in a text: where, and the first and last day that it can mean."""

    start: int
    end: int
    text: str
    first: date
    last: date

    @property
    def precision(self) -> str:
        """How exact the date is."""
        return "day" if self.first == self.last else "month" if self.first.month == self.last.month else "year"

    def __str__(self) -> str:
        """Return the date as far as it is known."""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]


@cache
def _parser() -> DateDataParser:
    from dateparser.date import DateDataParser

    return DateDataParser(
        languages=["en", "ru"],
        use_given_order=True,
        settings={
            "PREFER_DAY_OF_MONTH": "first",
            "PREFER_MONTH_OF_YEAR": "first",
            "REQUIRE_PARTS": ["year"],
            "DATE_ORDER": "DMY",
            "PARSERS": ["absolute-time"],
            "TIMEZONE": "UTC",
        },
    )


def last_day(first: date, precision: str) -> date:
    """Return the last day of the day, month or year that begins with a day."""
    if precision == "year":
        return date(first.year, 12, 31)
    return first.replace(day=monthrange(first.year, first.month)[1]) if precision == "month" else first


def find_dates(text: str) -> list[Dating]:
    """Return the dates of a text, in its order; numbers that are no possible date are none."""
    return [
        Dating(match.start(), match.end(), match[0], *days)
        for match in _DATE.finditer(text)
        if (days := _days(" ".join(match[0].split())))
    ]


@cache
def _days(words: str) -> tuple[date, date] | None:
    """Return the first and the last day that the words of a date can mean; None for no possible date."""
    data = _parser().get_date_data(words)
    if data.date_obj is None:
        return None
    first = data.date_obj.date()
    return first, last_day(first, data.period)
