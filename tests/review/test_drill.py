"""Cards come again after longer and longer rests, and at once after a wrong answer."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from sim.review.drill import REST_D, Answer, Card, due, due_day


def card(name: str) -> Card:
    """Make a card whose decision is of no interest here."""
    return Card(name, cast(Any, None))


def test_a_card_answered_right_rests_longer_each_time() -> None:
    """It would be asked every day, or never again."""
    days, answers = [0, *accumulate(REST_D)], []
    for day, after in zip(days, [*days[1:], days[-1] + REST_D[-1]], strict=True):
        answers.append(Answer("a", day, right=True))
        assert due_day(answers, "a") == after


def test_a_wrong_answer_starts_anew() -> None:
    """What one has forgotten would rest as long as what one knows."""
    answers = [Answer("a", day, right=True) for day in (0, 1, 4)]
    answers += [Answer("a", 11, right=False), Answer("a", 11, right=True)]

    assert due_day(answers, "a") == 12
    assert due_day([*answers, Answer("a", 12, right=False)], "a") == 12


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 50), st.booleans())))
def test_what_is_due_was_never_asked_or_has_rested(said: list[tuple[str, int, bool]]) -> None:
    """A card would be lost, or asked twice on one day although it was right."""
    answers = [Answer(*each) for each in sorted(said, key=lambda each: each[1])]
    today = 50

    found = [each.id for each in due(map(card, "abc"), answers, today)]

    assert len(set(found)) == len(found)
    asked = [name for name in found if due_day(answers, name) is not None]
    assert found == asked + [name for name in "abc" if due_day(answers, name) is None]
    for name in "abc":
        day = due_day(answers, name)
        assert (name in found) == (day is None or day <= today)
