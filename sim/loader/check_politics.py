"""Cross-checks of the political life of channels, of meetings, and of yardsticks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.loader.context import CheckContext, Complaint, about
from sim.model.channels import STARTS, Channel
from sim.model.effects import ClearFlag, Convene, Establish
from sim.model.politics import Meeting, OwnMeasure
from sim.model.scenario import Scenario
from sim.model.words import FaultyError, Path_, every

REOPENINGS_MOST = 100_000
"""More candidate moments of one reopening than this are a slip in a rate, and cost time."""


@about(Channel)
def _closer(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    """A side shuts a channel to another: both are on it."""
    if channel.politics is None:
        return
    at = (*path, "politics")
    sides = {around.the("seat", seat).side for seat in channel.seats}
    closer = channel.politics.closer
    if sides and closer not in sides:
        what = f"“{closer}” has no seat on “{channel.id}” and cannot shut it"
        yield (*at, "closer"), what, "name a side of the channel's “seats”"
    if len(sides) == 1:
        yield at, f"only one side is on “{channel.id}”", "leave “politics” out"


@about(Channel)
def _blocker(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    """What stands against reopening can be taken away by somebody or something."""
    flag = channel.politics.blocked_by if channel.politics else None
    if flag is None:
        return
    around.the("flag", flag)
    if all(word.flag != flag for word in every(ClearFlag, around.scenario)):
        what = f"nobody can lift “{flag}”: no effect clears it"
        yield (*path, "politics", "blocked_by"), what, "let a move or an inject “clear” it"


@about(Channel)
def _reopening(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    spec = channel.politics
    if spec is None:
        return
    at, terms = (*path, "politics"), around.scenario.parameters
    political = (channel.truth and channel.truth.political) or STARTS[channel.start].political
    if spec.since is not None and political != "suspended":
        what = f"“{channel.id}” is not suspended at the begin"
        yield (*at, "since"), what, "leave it out, or let the channel “start: suspended”"
    rate = terms.h_r if spec.reopens is None else spec.reopens
    key = ("parameters",) if spec.reopens is None else (*at, "reopens")
    if rate <= 0:
        yield key, "a channel once shut would never reopen", "give a rate above 0"
    elif rate * terms.thaw_times * around.scenario.horizon / 3_600_000 > REOPENINGS_MOST:
        yield key, f"would be looked at more than {REOPENINGS_MOST:,} times", "lower the rate"


@about(Channel)
def _announced(around: CheckContext, path: Path_, channel: Channel) -> Iterator[Complaint]:
    told = channel.politics is not None and channel.politics.builds is not None
    named = any(word.channel == channel.id for word in every(Establish, around.scenario))
    if told and not named:
        what = f"no effect would “establish” the channel “{channel.id}”"
        yield (*path, "politics", "builds"), what, "leave it out"


@about(Meeting)
def _calendar(around: CheckContext, path: Path_, meeting: Meeting) -> Iterator[Complaint]:
    """A meeting is announced before it is held, and its series goes on by the calendar."""
    at, announced = meeting.at, meeting.announced
    if at is None:
        for key in ("announced", "every"):
            if getattr(meeting, key) is not None:
                yield (*path, key), f"“{key}” needs “at”, the first date", "add it"
        if all(word.meeting != meeting.id for word in every(Convene, around.scenario)):
            yield path, "nobody convenes this meeting", "give “at”, or an effect “convene”"
    elif announced is not None and announced > at:
        yield (*path, "announced"), "lies after the meeting itself", "put it before “at”"
    if at is not None and at > around.scenario.horizon:
        yield (*path, "at"), "lies after the end of the run", "put it before “horizon”"


@about(Meeting)
def _travels(around: CheckContext, path: Path_, meeting: Meeting) -> Iterator[Complaint]:
    if meeting.mode == "video" and meeting.postponed is not None:
        what = "a meeting by video is not put off for travel"
        yield (*path, "postponed"), what, "leave it out, or say “mode: person”"


@about(OwnMeasure)
def _one_thing(around: CheckContext, path: Path_, yardstick: OwnMeasure) -> Iterator[Complaint]:
    told = [k for k in ("contact", "usable", "flag", "counter") if getattr(yardstick, k)]
    if len(told) != 1:
        what = "a yardstick measures one thing"
        yield path, what, "give one of “contact”, “usable”, “flag” and “counter”"


@about(Scenario)
def _blocked_meetings(around: CheckContext, path: Path_, scenario: Scenario) -> Iterator[Complaint]:
    """A meeting takes place on a channel made for meetings, or on a line."""
    for index, meeting in enumerate(scenario.meetings):
        with suppress(FaultyError):
            kind = around.the("channel", meeting.channel).kind
            if kind not in ("meeting", "line"):
                what = f"“{meeting.channel}” is a channel of kind “{kind}”"
                yield ("meetings", index, "channel"), what, "name one of kind “meeting” or “line”"
