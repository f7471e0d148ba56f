"""Dates of which the day, or the month, may not be known."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year, as a source gives it: ``2022-08-05``, ``1998-06``, ``2002``."""

    text: str
    first: date
    last: date

    @property
    def middle(self) -> date:
        """Give the day that stands for it: the day, the 16th of a month, or 2 July of a year."""
        if self.first == self.last:
            return self.first
        month = self.first.month if self.last.month == self.first.month else 7
        return date(self.first.year, month, 16 if month == self.last.month else 2)

    def __str__(self) -> str:
        return self.text


def partial_date(text: str) -> PartialDate:
    """Read a date of which parts may be missing.

    >>> partial_date("1998-06").middle, partial_date("2002").last
    (datetime.date(1998, 6, 16), datetime.date(2002, 12, 31))

    Raises:
        ValueError: it is no date.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError("expected YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if month is None:
            return PartialDate(text, date(year, 1, 1), date(year, 12, 31))
        if day is None:
            last = calendar.monthrange(year, month)[1]
            return PartialDate(text, date(year, month, 1), date(year, month, last))
        exact = date(year, month, day)
    except ValueError:
        raise ValueError("there is no such day") from None
    return PartialDate(text, exact, exact)
