"""Laws L10, L11 and L18 for staffs: hours, reports, and words that only inform."""

from __future__ import annotations

from tests.laws import checks_staffs as law
from tests.laws import checks_words as words
from tests.laws.worlds import ZONES, hold, worlds


def test_l10_desks_keep_their_hours() -> None:
    """Somebody would decide in his sleep, or be reached where nobody is."""
    hold(law.check_l10_desks, worlds(8, [ZONES]))


def test_l11_reports_are_read_by_whom_they_are_for() -> None:
    """A wrong report would be seen through, or a right one would be read by the other side."""
    hold(law.check_l11_reports, worlds(8, [ZONES]))


def test_l18_contact_only_informs_staffs() -> None:
    """A call would change when a staff acts, apart from what it tells it."""
    hold(words.check_l18_staffs, worlds(3, [ZONES]))
