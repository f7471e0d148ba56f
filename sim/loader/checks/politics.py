"""Cross-checks of the political life of channels, of meetings, and of own measures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.channels import STARTS, Channel
from sim.model.effects import ClearFlag, Convene, Establish
from sim.model.politics import Meeting, OwnMeasure
from sim.model.scenario import Scenario
from sim.model.words import FaultyError, Way, every
from sim.units import MS_PER_H

REOPENINGS_MOST = 100_000
"""More candidate moments of one reopening than this are a slip in a rate, and cost time."""


@about(Channel)
def _closer(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    """A side shuts a channel to another: both are on it."""
    if channel.politics is None:
        return
    at = (*way, "politics")
    sides = {context.entry("seat", seat).side for seat in channel.seats}
    closer = channel.politics.closer
    if sides and closer not in sides:
        what = f"“{closer}” has no seat on “{channel.id}” and cannot shut it"
        yield (*at, "closer"), what, "name a side of the channel's “seats”"
    if len(sides) == 1:
        yield at, f"only one side is on “{channel.id}”", "leave “politics” out"


@about(Channel)
def _blocker(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    """What stands against reopening can be taken away by somebody or something."""
    flag = channel.politics.blocked_by if channel.politics else None
    if flag is None:
        return
    context.entry("flag", flag)
    if all(word.flag != flag for word in every(ClearFlag, context.scenario)):
        what = f"nobody can lift “{flag}”: no effect clears it"
        yield (*way, "politics", "blocked_by"), what, "let a move or an inject “clear” it"


@about(Channel)
def _reopening(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    spec = channel.politics
    if spec is None:
        return
    at, terms = (*way, "politics"), context.scenario.parameters
    political = (channel.truth and channel.truth.political) or STARTS[channel.start].political
    if spec.since is not None and political != "suspended":
        what = f"“{channel.id}” is not suspended at the begin"
        yield (*at, "since"), what, "leave it out, or let the channel “start: suspended”"
    rate = terms.h_r if spec.reopens is None else spec.reopens
    key = ("parameters",) if spec.reopens is None else (*at, "reopens")
    if rate <= 0:
        yield key, "a channel once shut would never reopen", "give a rate above 0"
    elif rate * terms.thaw_times * context.scenario.horizon / MS_PER_H > REOPENINGS_MOST:
        yield key, f"would be looked at more than {REOPENINGS_MOST:,} times", "lower the rate"


@about(Channel)
def _announced(context: CheckContext, way: Way, channel: Channel) -> Iterator[Complaint]:
    drawn = channel.politics is not None and channel.politics.builds is not None
    named = any(word.channel == channel.id for word in every(Establish, context.scenario))
    if drawn and not named:
        what = f"no effect would “establish” the channel “{channel.id}”"
        yield (*way, "politics", "builds"), what, "leave it out"


@about(Meeting)
def _calendar(context: CheckContext, way: Way, meeting: Meeting) -> Iterator[Complaint]:
    """A meeting is announced before it is held, and its series goes on by the calendar."""
    at, announced = meeting.at, meeting.announced
    if at is None:
        for key in ("announced", "every"):
            if getattr(meeting, key) is not None:
                yield (*way, key), f"“{key}” needs “at”, the first date", "add it"
        if all(word.meeting != meeting.id for word in every(Convene, context.scenario)):
            yield way, "nobody convenes this meeting", "give “at”, or an effect “convene”"
    elif announced is not None and announced > at:
        yield (*way, "announced"), "lies after the meeting itself", "put it before “at”"
    if at is not None and at > context.scenario.horizon:
        yield (*way, "at"), "lies after the end of the run", "put it before “horizon”"


@about(Meeting)
def _travels(context: CheckContext, way: Way, meeting: Meeting) -> Iterator[Complaint]:
    if meeting.mode == "video" and meeting.postponed is not None:
        what = "a meeting by video is not put off for travel"
        yield (*way, "postponed"), what, "leave it out, or say “mode: person”"


@about(OwnMeasure)
def _one_thing(context: CheckContext, way: Way, measure: OwnMeasure) -> Iterator[Complaint]:
    given = [k for k in _MEASURED if getattr(measure, k)]
    if len(given) != 1:
        what = "a yardstick measures one thing"
        yield way, what, f"give one of {', '.join(f'“{k}”' for k in _MEASURED)}"


_MEASURED = ("contact", "usable", "flag", "counter", "when", "goal")


@about(Scenario)
def _blocked_meetings(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    """A meeting takes place on a channel made for meetings, or on a line."""
    for index, meeting in enumerate(scenario.meetings):
        with suppress(FaultyError):
            kind = context.entry("channel", meeting.channel).kind
            if kind not in ("meeting", "line"):
                what = f"“{meeting.channel}” is a channel of kind “{kind}”"
                yield ("meetings", index, "channel"), what, "name one of kind “meeting” or “line”"
