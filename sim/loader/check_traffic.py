"""Cross-checks of streams of encounters: can they be met as they are written?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.check_channels import CHANGES_MOST
from sim.loader.context import CheckContext, Complaint, about
from sim.model.traffic import TrafficStream
from sim.model.words import Path_
from sim.units import format_duration


@about(TrafficStream)
def _seen(around: CheckContext, path: Path_, stream: TrafficStream) -> Iterator[Complaint]:
    seats = stream.seen_by or [seat.id for seat in around.scenario.seats]
    if all(around.the("seat", seat).side != stream.against for seat in seats):
        what = f"nobody of “{stream.against}” sees it"
        yield (*path, "seen_by"), what, "name a seat of that side"


@about(TrafficStream)
def _share(around: CheckContext, path: Path_, stream: TrafficStream) -> Iterator[Complaint]:
    if stream.campaign is not None and stream.share_most() > 1:
        what = f"{stream.share_most():g} of all meetings would be unsafe while the flag is set"
        yield (*path, "campaign", "times"), what, f"at most {1 / stream.unsafe:g} here"


@about(TrafficStream)
def _sisters(around: CheckContext, path: Path_, stream: TrafficStream) -> Iterator[Complaint]:
    """What sister services do to each other is an accident, so nobody can order it."""
    if stream.within:
        told = {"campaign": stream.campaign, "runs": stream.runs}
        for key in [key for key, value in told.items() if value is not None]:
            what = f"“{key}” means nothing among services of one side"
            yield (*path, key), what, "leave it out"


@about(TrafficStream)
def _runs(around: CheckContext, path: Path_, stream: TrafficStream) -> Iterator[Complaint]:
    runs, end_ms = stream.runs, around.scenario.horizon
    if runs is None:
        return
    if runs.lasts >= runs.every:
        what = "a run would not be over when the next begins"
        yield (*path, "runs", "lasts"), what, f"less than {format_duration(runs.every)}"
    if runs.first >= end_ms:
        what = "leaves no time for a run before the horizon"
        yield (*path, "runs", "first"), what, f"put it before {format_duration(end_ms)}"
    elif (end_ms - runs.first) / runs.every > CHANGES_MOST:
        yield (*path, "runs", "every"), f"makes more than {CHANGES_MOST:,} runs", "raise it"


@about(TrafficStream)
def _around(around: CheckContext, path: Path_, stream: TrafficStream) -> Iterator[Complaint]:
    if stream.around is None:
        return
    if stream.runs is not None:
        what = "a stream has its own “runs” or shares those of another"
        yield (*path, "around"), what, "leave one of them out"
    elif around.the("stream", stream.around).runs is None:
        known = [each.id for each in around.scenario.streams if each.runs is not None]
        what = f"{quoted(stream.around)} has no “runs”"
        yield (*path, "around"), what, partial(nearest, stream.around, known) if known else ""


@about(TrafficStream)
def _too_often(around: CheckContext, path: Path_, stream: TrafficStream) -> Iterator[Complaint]:
    """Bound what is drawn: the candidates of unsafe meetings, not the routine."""
    runs = stream.runs if stream.around is None else around.the("stream", stream.around).runs
    most = stream.expected_most(around.scenario.horizon, runs) * stream.share_most()
    if most > CHANGES_MOST:
        what = f"would meet unsafely more than {CHANGES_MOST:,} times with all its flags set"
        yield (*path, "rate"), what, "lower “rate” or “unsafe”"
