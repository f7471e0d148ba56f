"""Laws L10, L12, L15, L17 to L19: words travel, strangers do not matter, contact only informs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.laws import checks_words as law
from tests.laws.worlds import CROSSING, LINES, TINY, hold, worlds


def test_l10_words_take_their_time() -> None:
    """A message would be read before it was sent, or two talks go through one line at once."""
    hold(law.check_l10, worlds(20, [LINES]))
    hold(law.check_l10, worlds(4, [TINY[0], CROSSING]))


def test_l12_strangers_change_nothing() -> None:
    """Adding a ship, a seat or a line elsewhere would change what happens here."""
    hold(law.check_l12, worlds(3, [TINY[0], CROSSING, LINES]))


def test_l15_workers_change_nothing() -> None:
    """A study's table would depend on how its work was shared out."""
    hold(law.check_l15, worlds(2, [LINES, "two-captains"]))


@given(st.integers(0, 2**32))
def test_l17_a_twin_changes_no_rung(seed: int) -> None:
    """An author who describes one rung in two ways would make it likelier."""
    law.check_l17(seed)


@given(st.integers(0, 2**32))
def test_l19_fewer_moves_never_raise_the_rung(seed: int) -> None:
    """An author who leaves out protests would make gunfire likelier."""
    law.check_l19(seed)


def test_l18_contact_only_informs() -> None:
    """A channel would change what happens by another way than by what it tells."""
    hold(law.check_l18, worlds(12, ["two-captains"]))
