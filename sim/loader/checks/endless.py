"""Cross-checks of what would plainly never end: what begins itself again, and orders in a circle.

What can be seen only in a run is stopped there, by the same measure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.errors import quoted
from sim.loader.checks.context import CHANGES_MOST, CheckContext, Complaint, about
from sim.model.effects import (
    BeginActivity,
    CeaseActivity,
    Convene,
    Leave,
    Proceed,
    Station,
    Steer,
)
from sim.model.moves import Activity
from sim.model.parameters import effective
from sim.model.politics import Meeting
from sim.model.rounds import endless
from sim.model.scenario import Scenario
from sim.model.words import FaultyError, Way, entries
from sim.units import format_duration

Again = Activity | Meeting
"""What takes its time and may then bring itself about again."""
_SAID: dict[type[Again], tuple[str, str, str]] = {
    Activity: ("begins again", "ended", "let it last longer, with a “beat”"),
    Meeting: ("is held again", "effects", "give “every” instead, and a longer time"),
}
"""How that is said, where it stands, and what to do."""


def _never_ends(context: CheckContext, round_ms: int) -> bool:
    """Say whether what takes so long to come round would do so until the horizon and be endless."""
    rounds = context.scenario.horizon // max(1, round_ms)
    return endless(rounds, rounds * round_ms)


@about(Activity, Meeting)
def _comes_again(context: CheckContext, way: Way, entry: Again) -> Iterator[Complaint]:
    """What its own end brings about again, by itself or by others, under no condition."""
    chains: list[tuple[tuple[Again, ...], int]] = [((entry,), 0)]
    reached: list[Again] = []
    while chains:
        chain, since_ms = chains.pop(0)
        for brought, after_ms in _brought(context, chain[-1]):
            round_ms = since_ms + after_ms
            if brought is entry and _never_ends(context, round_ms):
                verb, key, hint = _SAID[type(entry)]
                shown = " → ".join(each.id for each in (*chain, entry))
                what = f"{verb} without end: {shown}, every {format_duration(round_ms)}"
                yield (*way, key), what, hint
                return
            if all(brought is not each for each in reached):
                reached.append(brought)
                chains.append(((*chain, brought), round_ms))


def _brought(context: CheckContext, entry: Again) -> Iterator[tuple[Again, int]]:
    """Yield what surely follows on an activity or meeting, and after how long it is over.

    A meeting that is called off follows on nothing, nor does an activity that may not begin.
    """
    for word in entry.ended if isinstance(entry, Activity) else entry.effects:
        if isinstance(word, BeginActivity):
            activity: Activity = context.entry("activity", word.activity)
            if activity.keep is None and activity.reach is None:
                yield activity, _lasts(activity)
        elif isinstance(word, Convene):
            meeting: Meeting = context.entry("meeting", word.meeting)
            if meeting.when is None and meeting.postponed is None:
                yield meeting, word.after


def _lasts(activity: Activity) -> int:
    """Give how long an activity goes on at most; its first beat may end it."""
    beat = activity.beat
    for word in beat.effects if beat else ():
        if beat and isinstance(word, CeaseActivity) and word.activity == activity.id:
            return min(activity.lasts, beat.every)
    return activity.lasts


@about(Meeting)
def _series(context: CheckContext, way: Way, meeting: Meeting) -> Iterator[Complaint]:
    if meeting.every is not None and context.scenario.horizon // meeting.every > CHANGES_MOST:
        what = f"would be held more than {CHANGES_MOST:,} times"
        yield (*way, "every"), what, "meet less often"


@about(Scenario)
def _stations(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    """Vessels ordered in one breath to keep station on each other follow each other for ever."""
    if not _followed_on(context):
        return
    for at, entry in entries(scenario):
        for name in type(entry).model_fields:
            with suppress(FaultyError):
                yield from _circling((*at, name), getattr(entry, name))


@about(Scenario, level="warning")
def _stations_by_and_by(context: CheckContext, way: Way, scenario: Scenario) -> Iterator[Complaint]:
    """Vessels that come to keep station on each other by orders of several hands."""
    if not _followed_on(context) or any(_stations.complaints(context, way, scenario)):
        return
    orders: dict[str, dict[str, Way]] = {}
    for at, entry in entries(scenario):
        if isinstance(entry, Station):
            orders.setdefault(entry.vessel, {}).setdefault(entry.on, at)
    for vessel, own in orders.items():
        chains: list[tuple[str, ...]] = [(vessel, on) for on in own]
        reached: set[str] = set()
        while chains:
            chain = chains.pop(0)
            if chain[-1] == vessel:
                shown = " → ".join(map(quoted, chain))
                what = f"vessels may come to keep station on one another without end: {shown}"
                yield own[chain[1]], what, "let one of them steer before"
                return
            if chain[-1] not in reached:
                reached.add(chain[-1])
                chains += [(*chain, on) for on in orders.get(chain[-1], ())]


def _followed_on(context: CheckContext) -> bool:
    """Say whether vessels that follow each other would do so for too long."""
    scenario = context.scenario
    return _never_ends(context, effective(scenario.parameters, scenario.preset).follow)


def _circling(way: Way, effects: object) -> Iterator[Complaint]:
    orders: dict[str, tuple[int, str]] = {}
    for index, word in enumerate(effects if isinstance(effects, tuple) else ()):
        if isinstance(word, Steer | Proceed | Leave):
            orders.pop(word.vessel, None)
        elif isinstance(word, Station):
            orders[word.vessel] = index, word.on
    for vessel, (index, _) in orders.items():
        chain = [vessel]
        while chain[-1] in orders and (on := orders[chain[-1]][1]) not in chain:
            chain.append(on)
        closed = chain[-1] in orders and orders[chain[-1]][1] == vessel
        if closed and index == max(orders[each][0] for each in chain):
            shown = " → ".join(map(quoted, [*chain, vessel]))
            what = f"vessels keep station on one another without end: {shown}"
            yield (*way, index), what, "let one of them steer"
