"""What is said of options and of search follows from what was kept, and what was kept is whole."""

from __future__ import annotations

from tests.validation import ahead, ahead_rows, windows
from tests.validation.windows import Option, Sampled


def option(name: str, *earned: float, **endings: int) -> Option:
    """Make an option that came to something."""
    return Option(name, loss=0.0, dead=0.0, earned=earned, endings=endings)


def sampled(*options: Option) -> Sampled:
    """Make a decision between some options."""
    return Sampled("toy", "seat", 0, 1, options, (0.0, 0.0))


def test_an_option_is_beaten_that_never_does_as_well_in_anything() -> None:
    """An option that is once better would be called useless, or one that never is would not."""
    often = sampled(option("poor", 1, 2), option("good", 2, 2), option("odd", 0, 9))

    assert ahead_rows.beaten([often] * 3) == {"poor"}
    assert ahead_rows.beaten([often] * 2) == set(), "two decisions say nothing"
    once = sampled(option("poor", 3, 3), option("good", 2, 2))
    assert ahead_rows.beaten([often] * 3 + [once]) == set()


def test_options_come_to_the_same_by_their_endings() -> None:
    """Two doors onto one room would be counted as a choice."""
    made = sampled(
        option("a", 0, calm=20), option("b", 0, calm=20), option("c", 0, fire=1, calm=19)
    )

    assert ahead_rows.same([made]) == (1, 3)  # a and c differ by 1/20 = 0.05


def test_what_was_kept_was_played_in_pairs() -> None:
    """Search would be compared with nobody, or with other games."""
    games = ahead.kept()

    assert games
    for name, seat, replicate, policy in games:
        if policy == ahead.SEARCH:
            assert (name, seat, replicate, "firm") in games
    assert all(0 <= score <= 100 for score in games.values())
    assert all(each.options for rows in windows.kept().values() for each in rows)


def test_a_game_that_was_kept_is_played_again_the_same() -> None:
    """The page would tell of games that nobody can play any more."""
    games = ahead.kept()
    same = [game for game in games if game[0] == "two-captains" and game[3] in ahead.RULES][:3]

    assert [ahead.score_of(game) for game in same] == [games[game] for game in same]
