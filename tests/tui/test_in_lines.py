"""Play in lines: what is typed wrongly is answered, and never with a traceback."""

from __future__ import annotations

import pytest

from sim.cli.plain import Conversation
from sim.cli.starter import Starter
from sim.play.seat import Wait
from tests.tui.piloting import SEED


def begun(scenario: str) -> Conversation:
    """Begin to play in lines."""
    starter = Starter(scenario)
    talk = Conversation(starter.begin(scenario, starter.people, SEED), None)
    talk.ask(Wait())
    return talk


@pytest.mark.parametrize("channel", [1, 2])
def test_a_form_that_does_not_exist_is_refused(
    channel: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in the name of a form would end the game in a traceback: on a radio, on a line."""
    talk = begun("two-captains")
    talk.obey("decline")
    capsys.readouterr()

    talk.obey(f"call {channel} poem")

    assert capsys.readouterr().out.startswith("Not accepted: ")
    talk.session.close()
