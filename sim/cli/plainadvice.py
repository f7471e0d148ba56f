"""Advice in lines: asked of an adviser, counted, printed as the screen's card says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.play.seat import Refused, Submit
from tui.panes.advising import advising

if TYPE_CHECKING:
    from sim.cli.plain import Conversation


def advise(talk: Conversation, kind: str) -> None:
    """Ask what looking ahead would do: by one's decision, or by what waits, of a kind."""
    if talk.starter is None:
        talk.say("There is no adviser here.")
        return
    pushes = talk.seat.handle(Submit("advise", kind))
    talk.show(pushes)
    if any(isinstance(push, Refused) for push in pushes):
        return
    found = talk.starter.advise(talk.session, talk.seat.seat, kind).result()
    assert found is not None, "there was something to decide"
    for row in advising(found, talk.width):
        talk.say("".join(text for text, _ in row).rstrip())
