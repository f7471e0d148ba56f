"""Channels shut and reopened by decision, meetings, and yardsticks: what happens, and how often."""

from __future__ import annotations

import math
from statistics import fmean, stdev
from typing import Any

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.facts.channels import ChannelChanged
from sim.engine.seat.rules import Command
from sim.engine.seat.views import view
from sim.errors import ScenarioError
from sim.loader.scenario import from_text
from sim.study.measures import measured, measures_of
from sim.units import MS_PER_D, MS_PER_H

HEAD = """
schema_version: 1
id: freeze
title: A freeze
begins: 2025-01-01 08:00+00:00
place: nowhere
origin: 15 N 118 E
horizon: 3000 d
minutes: 1
source: "[assumed] invented for tests"
sides: [{id: a, name: A}, {id: b, name: B}]
seats:
  - {id: one, title: One, side: a, level: capital, window: {span: 7 d}}
  - {id: two, title: Two, side: b, level: capital, window: {span: 7 d}}
flags: [{id: sanction, title: A sanction, start: true, known_to: [one]}]
endings: [{id: over, title: Over, text: Over.}]
"""
PARTS: dict[str, str] = {
    "parameters": "parameters: {h_r: 0.02 per d, d_min: 40 d, thaw_times: 5, thaw: 3650 d}",
    "channels": """channels:
  - {id: leaders, name: Leaders, kind: meeting, seats: [one, two]}
  - {id: high, name: High, kind: meeting, seats: [one, two], start: suspended,
     politics: {closer: b, rank: 2}}
  - {id: low, name: Low, kind: meeting, seats: [one, two], start: suspended,
     politics: {closer: b, rank: 5}}
""",
}


def written(**parts: str) -> str:
    """Write the scenario with some of its parts replaced or added."""
    return HEAD + "\n".join({**PARTS, **parts}.values())


def run(text: str, replicate: int = 0, pace: str = "none") -> Engine:
    """Run a scenario to its end, both seats held in one way."""
    setup = Setup(from_text(text))
    engine = Engine(setup, Draws(7, replicate))
    begin(engine, dict.fromkeys(setup.seats, (pace, pace)))
    engine.drain_to(setup.scenario.horizon)
    return engine


def opened_d(engine: Engine, channel: str) -> float | None:
    """Give the day on which a channel was opened first."""
    changed = ChannelChanged(channel, "open")
    return next((e.at_ms / MS_PER_D for e in engine.log if e.fact == changed), None)


def days(text: str, channel: str, n: int = 200) -> list[float]:
    """Give the days on which a channel was opened in so many runs."""
    found = [opened_d(run(text, r), channel) for r in range(n)]
    return [day for day in found if day is not None]


def near(found: list[float], mean: float) -> bool:
    """Say whether a mean is what it should be, within four standard errors."""
    return abs(fmean(found) - mean) < 4 * stdev(found) / math.sqrt(len(found))


def test_a_freeze_lasts_its_cooling_off_and_an_exponential_time() -> None:
    """Model, section 6: no hazard before d_min, h_r after it."""
    found = days(written(), "high")

    assert len(found) == 200
    assert min(found) >= 40
    assert near(found, 40 + 50)


def test_levels_reopen_from_the_top() -> None:
    """A lower level never opens first; it waits 50 days more from there."""
    runs = [run(written(), number) for number in range(200)]
    high = [opened_d(engine, "high") or 0.0 for engine in runs]
    low = [opened_d(engine, "low") or 9999.0 for engine in runs]

    assert all(h < later for h, later in zip(high, low, strict=True))
    assert near([later - h for h, later in zip(high, low, strict=True)], 50)


def test_a_leaders_meeting_speeds_reopening_fivefold() -> None:
    """While it is announced and for the time of a thaw after it."""
    summit = "meetings: [{id: m, title: M, channel: leaders, leaders: true, at: 60 d}]"

    assert near(days(written(meetings=summit), "high"), 40 + 10)


def test_time_shut_before_the_begin_counts() -> None:
    """A freeze that is older than its cooling-off may end at once."""
    since = written(channels=PARTS["channels"].replace("rank: 2", "rank: 2, since: 100 d"))

    assert near(days(since, "high"), 50)


def test_nothing_reopens_while_a_blocker_stands() -> None:
    """A sanctioned counterpart is not met; once the sanction is lifted the rate is as before."""
    blocked = PARTS["channels"].replace("rank: 2", "rank: 2, blocked_by: sanction")
    lifted = "injects: [{id: lift, title: L, kind: news, at: 500 d, effects: [{clear: sanction}]}]"
    found = days(written(channels=blocked, injects=lifted), "high")

    assert min(found) > 500
    assert near(found, 550)


SHOCK = "injects: [{id: visit, title: V, kind: news, at: 1 d, effects: [{shock: {by: a}}]}]"
OPEN = PARTS["channels"].replace("start: suspended,", "")


def test_a_shock_shuts_a_channel_at_the_chance_of_its_tension() -> None:
    """Without tension half of P_susp; each channel for itself; the shock's own side shuts none."""
    at_half = written(channels=OPEN.replace("rank: 2", "rank: 2, suspends: 0.8"), injects=SHOCK)
    shut = [ChannelChanged("high", "suspended") in _facts(run(at_half, r)) for r in range(200)]
    own = written(channels=OPEN, injects=SHOCK.replace("by: a", "by: b, weight: 4"))

    assert abs(fmean(shut) - 0.4) < 4 * math.sqrt(0.24 / 200)
    assert not any(f.kind == "shock_weighed" for f in _facts(run(own)))


def _facts(engine: Engine) -> list[Any]:
    return [event.fact for event in engine.log]


def test_an_act_of_force_is_a_shock_and_shutting_is_a_penalty_of_its_own() -> None:
    """A chain of causes leads from the act to the suspension and to the rung it reaches."""
    act = SHOCK.replace("shock: {by: a}", "act: {side: a, rung: 5}")
    sure = written(channels=OPEN.replace("rank: 2", "rank: 2, suspends: 1"), injects=act)
    log = next(e.log for e in (run(sure, r) for r in range(50)) if opened_d(e, "high") is not None)
    shut = next(e for e in log if e.fact == ChannelChanged("high", "suspended"))
    weighed = log[shut.cause - 1]

    assert weighed.fact.kind == "shock_weighed"
    assert log[weighed.cause - 1].fact.kind == "act_occurred"
    assert any(e.fact.kind == "act_occurred" and e.fact.what == "suspension" for e in log)


MOVE = """moves:
  - {id: p01_b_shut, code: P01, title: Shut, direction: escalate, seats: [two], free: true,
     effects: [{channel: {channel: high, political: suspended}}]}
"""


def test_shutting_a_channel_relieves_its_closer() -> None:
    """Closing a line is a move with a gain at home: that is why it is made."""
    act = SHOCK.replace("shock: {by: a}", "act: {side: a, rung: 4}")
    setup = Setup(from_text(written(channels=OPEN, injects=act, moves=MOVE)))
    engine = Engine(setup, Draws(1))
    begin(engine, {"one": ("none", "none"), "two": ("person", "person")})
    engine.drain_to(2 * MS_PER_D)
    before = engine.state.known["two"].beliefs.pressure
    submit(engine, Command("two", "choose", "p01_b_shut"))

    assert before[0] > 0
    assert engine.state.known["two"].beliefs.pressure == (0.0, 2 * MS_PER_D)


def test_a_person_who_can_shut_a_channel_decides_on_it_alone() -> None:
    """The side's own process would take the decision out of a player's hands."""
    text = written(injects=SHOCK, moves=MOVE)

    assert opened_d(run(text, pace="person"), "high") is None
    assert opened_d(run(text, pace="policy"), "high") is not None


def test_what_is_announced_exists_later_or_never() -> None:
    """Announcing is not establishing: half of the channels come, after a median of half a year."""
    line = """channels:
  - {id: hot, name: Hot, kind: line, seats: [one, two], start: not_established}
"""
    say = SHOCK.replace("shock: {by: a}", "establish: hot")
    text = written(channels=line, injects=say)
    found = [opened_d(run(text, r), "hot") for r in range(200)]
    came = sorted(day for day in found if day is not None)

    assert abs(len(came) / 200 - 0.5) < 0.14
    assert 150 < came[len(came) // 2] - 1 < 210


def meeting(keys: str) -> str:
    """Write a calendar of one meeting on the channel `high`."""
    return f"meetings: [{{id: m, title: M, channel: high, {keys}}}]"


@pytest.mark.parametrize(
    ("channels", "keys", "kinds"),
    [
        (OPEN, "at: 10 d", ["meeting_set", "meeting_held"]),
        (OPEN, "at: 10 d, announced: 4 d", ["meeting_planned", "meeting_set", "meeting_held"]),
        (OPEN, "at: 10 d, when: {flag: sanction}", ["meeting_set", "meeting_held"]),
        (OPEN, "at: 10 d, when: {not: {flag: sanction}}", ["meeting_set", "meeting_cancelled"]),
        (PARTS["channels"], "at: 10 d", ["meeting_set", "meeting_cancelled"]),
        (
            OPEN,
            "at: 1000 d, every: 900 d",
            ["meeting_set", "meeting_held", "meeting_set", "meeting_held"],
        ),
        (
            OPEN,
            "at: 10 d, postponed: {when: {not: {after: 25 d}}, by: 10 d}",
            ["meeting_set", "meeting_set", "meeting_set", "meeting_held"],
        ),
        (
            OPEN,
            "at: 10 d, mode: video",
            ["meeting_set", "meeting_held"],
        ),
    ],
)
def test_meetings_are_held_put_off_or_called_off(
    channels: str, keys: str, kinds: list[str]
) -> None:
    """By the calendar; on a channel that is shut only leaders meet."""
    told = [f.kind for f in _facts(run(written(channels=channels, meetings=meeting(keys))))]

    assert [kind for kind in told if kind.startswith("meeting")][: len(kinds)] == kinds


def test_a_meeting_helps_later() -> None:
    """What was practised there is answered sooner afterwards; nothing is explained."""
    keys = "at: 10 d, every: 10 d, practises: [low]"
    engine = run(written(channels=OPEN, meetings=meeting(keys)))

    assert engine.state.calls.answered["low"] > 100
    assert not any(f.kind == "act_reweighed" for f in _facts(engine))


def test_yardsticks_measure_what_the_scenario_asks_for() -> None:
    """Days to a contact or a flag, the share of time in which channels were open, a counter."""
    asked = """yardsticks:
  - {id: met_d, title: Days to the first meeting, contact: [high]}
  - {id: never_d, title: Days to a call, contact: [low]}
  - {id: open_share, title: Share, usable: [high, low]}
  - {id: boats_n, title: Boats, counter: boats}
  - {id: lifted_d, title: Days to a flag, flag: sanction}
counters: [{id: boats, title: Boats, start: 3, most: 9}]
"""
    shut = OPEN.replace("rank: 5", "rank: 5, reopens: 0.000333 per d").replace(
        "{id: low, name: Low, kind: meeting,",
        "{id: low, name: Low, kind: meeting, start: suspended,",
    )
    text = written(channels=shut, meetings=meeting("at: 30 d"), yardsticks=asked)
    engine = run(text)
    found = measured(engine)
    low_d = opened_d(engine, "low")

    assert (found["met_d"], found["never_d"], found["boats_n"]) == (30.0, None, 3.0)
    assert found["lifted_d"] is None
    expected = (1 + (0 if low_d is None else 1 - low_d / 3000)) / 2
    assert found["open_share"] == pytest.approx(expected, abs=1e-5)
    assert [m.name for m in measures_of(engine.setup)] == list(found)
    assert engine.now_ms == 3000 * 24 * MS_PER_H


@pytest.mark.parametrize(
    ("part", "text", "what"),
    [
        ("channels", OPEN.replace("closer: b", "closer: c"), "there is no side “c”"),
        ("channels", PARTS["channels"].replace("[one, two]", "[one]"), "has no seat on “high”"),
        ("channels", OPEN.replace("rank: 2", "rank: 2, blocked_by: sanction"), "nobody can lift"),
        ("channels", OPEN.replace("rank: 2", "rank: 2, since: 9 d"), "not suspended at the begin"),
        ("channels", OPEN.replace("rank: 2", "rank: 2, reopens: 0 per d"), "never reopen"),
        ("channels", OPEN.replace("rank: 2", "rank: 2, reopens: 9"), "with its unit"),
        ("channels", OPEN.replace("rank: 2", "rank: 2, builds: 0.4"), "no effect would"),
        ("meetings", meeting("at: 9 d, announced: 10 d"), "lies after the meeting itself"),
        ("meetings", meeting("at: 3500 d"), "lies after the end of the run"),
        ("meetings", meeting("mode: person"), "nobody convenes this meeting"),
        ("meetings", meeting("announced: 3 d"), "needs “at”"),
        (
            "meetings",
            meeting("at: 9 d, mode: video, postponed: {when: {flag: sanction}, by: 1 d}"),
            "is not put off for travel",
        ),
        ("yardsticks", "yardsticks: [{id: y, title: Y}]", "measures one thing"),
    ],
)
def test_what_contradicts_itself_is_told_with_its_place(part: str, text: str, what: str) -> None:
    """An author sees the line and what to do."""
    with pytest.raises(ScenarioError) as caught:
        from_text(written(**{part: text}))

    faults = [fault for fault in caught.value.faults if what in fault.what]
    assert faults, [fault.what for fault in caught.value.faults]
    assert all(fault.line > 1 for fault in faults)


def test_a_seat_holds_the_dates_it_was_told_of() -> None:
    """A date that was moved would stand twice, one that is over would stand for ever."""
    keys = "at: 20 d, announced: 5 d, postponed: {when: {not: {after: 25 d}}, by: 10 d}"
    setup = Setup(from_text(written(channels=OPEN, meetings=meeting(keys))))
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    found = []
    for day in (1, 6, 21, 31):
        engine.drain_to(day * MS_PER_D)
        found.append(view(setup, engine.state.known["one"], engine.now_ms).dates)

    assert found == [(), (("M", 20 * MS_PER_D),), (("M", 30 * MS_PER_D),), ()]
    shown = view(setup, engine.state.known["one"], engine.now_ms)
    assert shown.standing == ("A sanction",)
