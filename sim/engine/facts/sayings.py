"""Words said in a talk: by whom, to whom, on a radio from which vessel to which."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.declaring import declare, tells
from sim.engine.base.log import Fact
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, vessel_name


@dataclass(slots=True)
class Utterance(Fact):
    """What one seat says to another on a channel; on a radio from a vessel to an `other`."""

    by: str
    to: str
    channel: str
    vessel: str
    other: str
    text: str


def in_quotes(setup: Setup, fact: Utterance, *, text: str = "", back: bool = False) -> str:
    """Say who says what to whom, `back` if whoever was spoken to answers; "" without words."""
    words = text or fact.text
    if not words:
        return ""
    if fact.vessel and fact.other:
        ends = vessel_name(setup, fact.vessel), vessel_name(setup, fact.other)
    else:
        ends = setup.seats[fact.by].title, setup.seats[fact.to].title
    one, two = reversed(ends) if back else ends
    return f"{setup.channels[fact.channel].name}: {one} to {two}:{quoted_text(words)}"


@dataclass(slots=True)
class PromiseSaid(Utterance):
    """A seat says what it will do or leave undone; what that binds it to follows."""


declare("promise_said", PromiseSaid)


@tells(PromiseSaid)
def _tell_said(setup: Setup, seat: str, fact: PromiseSaid) -> str:
    return in_quotes(setup, fact)
