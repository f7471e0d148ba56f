"""Law L24: in which words something is said changes nothing that anybody does."""

from __future__ import annotations

import pytest

from tests.laws import checks_sentences as law
from tests.laws.laws import TALKING
from tests.laws.worlds import LINES, hold, worlds


@pytest.mark.slow
def test_l24_words_change_no_act() -> None:
    """A longer sentence would move a ship, or a library with one more another's luck."""
    hold(law.check_l24, worlds(4, [TALKING, LINES]))
