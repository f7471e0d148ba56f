"""What a seat can reach: its channels, who is at their other ends, what was announced of them."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.talks import TalkBegun
from sim.engine.kernel.knowledge import Known
from sim.model.channels import DESKED, STARTS, Channel


def callable_channels(setup: Setup, seat: str) -> list[str]:
    """List the channels a seat can call on.

    Radios, for seats that command a vessel; lines and relays with forms and another desk.
    """
    found = setup.once("callable", lambda _: dict[str, list[str]]())
    if seat not in found:
        commands = bool(setup.seats[seat].commands)
        found[seat] = [
            channel.id
            for channel in setup.channels.values()
            if on_channel(channel, seat)
            and (
                (channel.kind == "radio" and commands)
                or (channel.kind in DESKED and channel.forms and desks_of(channel, seat))
            )
        ]
    return found[seat]


def desks_of(channel: Channel, seat: str) -> list[str]:
    """List the desks at the other ends of a line or relay."""
    return [other for other in channel.seats if other != seat]


def board_state(setup: Setup, known: Known, channel: Channel) -> str:
    """Give what was announced of a channel: open, suspended or not_established."""
    announced = known.channels.political.get(channel.id)
    return announced or STARTS[channel.start].political


def on_channel(channel: Channel, seat: str) -> bool:
    """Say whether a seat is on a channel; a channel that lists no seats is everybody's."""
    return not channel.seats or seat in channel.seats


def talk_with(known: Known, channel: str, to: str) -> Event | None:
    """Give the talk of a seat that goes on with a vessel, or on a line a desk; None if none."""
    for event in known.calls.open.values():
        fact = event.fact
        if isinstance(fact, TalkBegun) and fact.channel == channel and fact.caller and fact.callee:
            caller = fact.vessel or fact.caller
            if to == (fact.to if fact.caller == known.seat else caller):
                return event
    return None


def calling_vessel(setup: Setup, known: Known) -> str | None:
    """Give the first vessel of a seat whose radio works."""
    return next((v for v in setup.seats[known.seat].commands if works(known, v)), None)


def works(known: Known, vessel: str) -> bool:
    """Say whether the radio of a vessel of the seat's own works, as far as the seat knows."""
    return vessel in known.vessels.tracks and not known.vessels.silenced.get(vessel)
