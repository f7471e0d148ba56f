"""What is asked again before it is done, messages above the keys, and one's own orders."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from sim.cli.plain import Conversation
from sim.cli.starter import Starter
from sim.play.seat import Submit, Wait
from tests.tui.piloting import LARGE, application, fly, open_play, text
from tui.base.pane import Pane
from tui.base.text import plain


def test_undo_that_goes_far_is_asked_again() -> None:
    """One key would throw away minutes of play, and nobody would have said how many."""
    app = application("handshake", "us_captain")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        begun = play.shown.view.at_ms
        await pilot.press("d", "e", "e")
        await pilot.press("w")
        await pilot.pause()
        later = play.shown.view.at_ms
        assert later > begun
        await pilot.press("u")
        await pilot.pause()
        assert "Undo goes back" in text(app)
        assert play.shown.view.at_ms == later
        await pilot.press("v", "u")  # another key in between: asked anew
        assert play.shown.view.at_ms == later
        await pilot.press("u")
        await pilot.pause()
        assert play.shown.view.at_ms == begun

    fly(app, steps)


def test_undo_of_what_was_just_done_is_not_asked() -> None:
    """A slip of the finger would take three keys to mend."""
    own = Starter("handshake", ("us_captain",)).begin("handshake", ("us_captain",), 5)
    seat = own.seats["us_captain"]
    seat.handle(Wait())
    assert seat.far_back() == ""

    seat.handle(Submit("note", text="a thought"))

    assert seat.far_back() == ""
    own.close()


def test_undo_in_lines_is_asked_again_too(home: object, capsys: Any) -> None:
    """Lines would go back without a word where the screen asks."""
    session = Starter("handshake", ("us_captain",)).begin("handshake", ("us_captain",), 5)
    talk = Conversation(session, None)
    talk.ask(Wait())
    talk.obey("n01_stand_on")
    assert talk.shown is not None
    later = talk.shown.view.at_ms
    talk.obey("undo")
    assert talk.shown.view.at_ms == later
    assert "Undo goes back" in capsys.readouterr().out
    talk.obey("undo")
    assert talk.shown.view.at_ms < later
    session.close()


def test_a_message_leaves_the_keys_in_sight() -> None:
    """“no option” would stand where the keys did, and nobody knew how to get out."""
    app = application("handshake", "us_captain")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await pilot.press("d", "z")
        await pilot.pause()
        assert "no option “z”" in text(app)
        assert "Enter Choose" in text(app)

    fly(app, steps)


def test_ones_own_orders_are_in_sight_or_one_key_away() -> None:
    """What a player is to do would have to be remembered from the briefing."""
    for size in ((80, 24), LARGE):
        app = application("handshake", "us_captain")

        async def steps(pilot: Pilot[Any], size: tuple[int, int] = size) -> None:
            play = await open_play(pilot)
            held = next(o for o in play.sheet.orders if o.id == play.view.card)
            assert "o Orders" in text(pilot.app)
            if size == LARGE:
                assert "YOUR ORDERS" in text(pilot.app)
            else:
                await pilot.press("o")
                await pilot.pause()
            assert held.text.split(".")[0] in " ".join(text(pilot.app).replace("|", " ").split())

        fly(app, steps, size)


def test_the_key_of_the_chart_always_changes_it() -> None:
    """Where nobody is a danger, the first press would do nothing at all."""
    app = application("handshake", "us_captain")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        chart = pilot.app.screen.query_one("#sea", Pane)
        before = plain(chart.lines)
        await pilot.press("m")
        await pilot.pause()
        assert plain(chart.lines) != before

    fly(app, steps)
