"""Cross-checks of streams of encounters: can they be met as they are written?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.checks.context import CHANGES_MOST, CheckContext, Complaint, about
from sim.model.traffic import TrafficStream
from sim.model.words import Way
from sim.units import format_duration


@about(TrafficStream)
def _share(context: CheckContext, way: Way, stream: TrafficStream) -> Iterator[Complaint]:
    if stream.campaign is not None and stream.share_most() > 1:
        what = f"{stream.share_most():g} of all meetings would be unsafe while the flag is set"
        yield (*way, "campaign", "times"), what, f"at most {1 / stream.unsafe:g} here"


@about(TrafficStream)
def _sisters(context: CheckContext, way: Way, stream: TrafficStream) -> Iterator[Complaint]:
    """What sister services do to each other is an accident, so nobody can order it."""
    if stream.within:
        for key in ("campaign", "runs"):
            if getattr(stream, key) is not None:
                what = f"“{key}” means nothing among services of one side"
                yield (*way, key), what, "leave it out"


@about(TrafficStream)
def _runs(context: CheckContext, way: Way, stream: TrafficStream) -> Iterator[Complaint]:
    runs, end_ms = stream.runs, context.scenario.horizon
    if runs is None:
        return
    if runs.lasts >= runs.every:
        what = "a run would not be over when the next begins"
        yield (*way, "runs", "lasts"), what, f"less than {format_duration(runs.every)}"
    if runs.first >= end_ms:
        what = "leaves no time for a run before the horizon"
        yield (*way, "runs", "first"), what, f"put it before {format_duration(end_ms)}"
    elif (end_ms - runs.first) / runs.every > CHANGES_MOST:
        yield (*way, "runs", "every"), f"makes more than {CHANGES_MOST:,} runs", "raise it"


@about(TrafficStream)
def _shared_runs(context: CheckContext, way: Way, stream: TrafficStream) -> Iterator[Complaint]:
    if stream.around is None:
        return
    if stream.runs is not None:
        what = "a stream has its own “runs” or shares those of another"
        yield (*way, "around"), what, "leave one of them out"
    elif context.entry("stream", stream.around).runs is None:
        known = [each.id for each in context.scenario.streams if each.runs is not None]
        what = f"{quoted(stream.around)} has no “runs”"
        yield (*way, "around"), what, partial(nearest, stream.around, known) if known else ""


@about(TrafficStream)
def _too_often(context: CheckContext, way: Way, stream: TrafficStream) -> Iterator[Complaint]:
    """Bound what is drawn: the candidates of unsafe meetings, not the routine."""
    runs = stream.runs if stream.around is None else context.entry("stream", stream.around).runs
    most = stream.expected_most(context.scenario.horizon, runs) * stream.share_most()
    if most > CHANGES_MOST:
        what = f"would meet unsafely more than {CHANGES_MOST:,} times with all its flags set"
        yield (*way, "rate"), what, "lower “rate” or “unsafe”"
