"""The ends of intervals: what is due at an end happens before the end shuts it out."""

from __future__ import annotations

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.exercise import msel
from sim.loader.scenario import from_text
from sim.model.scenario import Scenario

HEAD = """
schema_version: 1
id: ends
title: Ends
begins: 2025-01-01 08:00+08:00
place: a test sea
origin: 15 N 118 E
horizon: 10 min
minutes: 1
sides: [{id: a, name: A}, {id: b, name: B}]
seats:
  - {id: one, title: One, side: a, level: on_scene, authority: above, commands: [ship],
     sees: sensors, window: {span: 10 min}, standing_orders: [{move: hold}]}
  - {id: above, title: Above, side: a, level: operational}
  - {id: two, title: Two, side: b, level: on_scene, commands: [boat], sees: sensors}
vessels:
  - {id: ship, name: Ship, side: a, service: civilian, length: 60 m, top_speed: 10 m/s,
     aerial: 9 m, sight: 12 nm, at: 15 N 118 E, course: 90 deg, speed: 0 m/s}
  - {id: boat, name: Boat, side: b, service: civilian, length: 30 m, top_speed: 10 m/s,
     aerial: 9 m, sight: 12 nm, at: 15.01 N 118 E, course: 90 deg, speed: 0 m/s}
channels:
  - {id: vhf, name: VHF, kind: radio, forms: [hail],
     answering: {answered: 0 per h, declined: 0 per h, tries: 10 min}}
  - {id: table, name: Table, kind: meeting, seats: [one, two]}
forms: [{id: hail, title: hail}]
flags: [{id: late, title: Late}]
moves:
  - {id: hold, code: N01, title: Hold, direction: hold, seats: [one]}
  - {id: turn, code: D04, title: Turn, direction: deconflict, seats: [one], lead: 10 min}
  - {id: ask, code: D05, title: Ask, direction: hold, seats: [one],
     leave: {of: above, takes: 10 min, given: 1}}
endings:
  - {id: in_time, title: In time, text: It came., when: {flag: late}}
  - {id: never, title: Never, text: It did not.}
"""
AT_ONCE = "injects: [{id: go, title: Go, kind: news, to: [one], text: Go., at: 0 s, effects: [%s]}]"
SETS = "effects: [{set: late}]"
DUE = {
    "an inject": (f"injects: [{{id: i, title: I, kind: news, at: 10 min, {SETS}}}]", "in_time"),
    "an inject by its condition": (
        f"injects: [{{id: i, title: I, kind: news, when: {{after: 10 min}}, {SETS}}}]",
        "in_time",
    ),
    "an inject by what is due with it": (
        f"""injects:
  - {{id: i, title: I, kind: news, when: {{released: j}}, until: 10 min, {SETS}}}
  - {{id: j, title: J, kind: news, at: 10 min}}""",
        "in_time",
    ),
    "an activity's end": (
        "activities: [{id: act, title: Act, by: ship, lasts: 10 min, ended: [{set: late}]}]\n"
        + AT_ONCE % "{begin: act}",
        "in_time",
    ),
    "an activity's beat": (
        "activities: [{id: act, title: Act, by: ship, lasts: 1 h, "
        f"beat: {{every: 10 min, {SETS}}}}}]\n" + AT_ONCE % "{begin: act}",
        "in_time",
    ),
    "a meeting": (
        f"meetings: [{{id: m, title: M, channel: table, at: 10 min, {SETS}}}]",
        "in_time",
    ),
    "delayed effects": (AT_ONCE % "{later: {delay: 10 min, effects: [{set: late}]}}", "in_time"),
    "effects delayed by nothing after the end was ordered": (
        AT_ONCE % "{end: }, {later: {delay: 0 s, effects: [{set: late}]}}",
        "in_time",
    ),
}
"""What is due at the end, however the end comes; and the ending of a run in which it happens."""


def scenario(*parts: str) -> Scenario:
    """Make the scenario with these parts added; it passes the check."""
    return from_text(HEAD + "\n".join(parts))


def run(made: Scenario, *commands: Command) -> Engine:
    """Run to the horizon, with commands of persons at the begin."""
    setup = Setup(made)
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")) | {"above": ("none", "none")})
    for command in commands:
        assert not isinstance(submit(engine, command), Refusal), command
    engine.drain_to(made.horizon)
    return engine


def kinds(engine: Engine, at_ms: int) -> list[str]:
    """List what happened at an instant."""
    return [event.fact.kind for event in engine.log if event.at_ms == at_ms]


@pytest.mark.parametrize("what", DUE)
def test_what_is_due_at_the_end_happens(what: str) -> None:
    """An event that passes the check and stands in the list of events would never come."""
    part, ending = DUE[what]

    assert run(scenario(part)).state.run.ended == ending


DEADLINES: dict[str, tuple[Command, list[str]]] = {
    "a move": (Command("one", "choose", "turn"), ["act_done"]),
    "leave": (Command("one", "choose", "ask"), ["leave_given"]),
    "a call": (Command("one", "call", "vhf", "boat", "hail"), ["call_ended"]),
}


@pytest.mark.parametrize("what", DEADLINES)
def test_a_deadline_at_the_horizon_is_met(what: str) -> None:
    """A call that rings out with the last minute, or leave that comes, would never end."""
    command, told = DEADLINES[what]
    engine = run(scenario(AT_ONCE % ""), command)

    at_the_end = kinds(engine, 600_000)

    assert [kind for kind in at_the_end if kind in told] == told
    assert at_the_end[-1] == "run_ended"


def test_a_window_that_lapses_at_the_horizon_has_its_standing_order() -> None:
    """The order that a seat was promised would not be carried out."""
    engine = run(scenario(AT_ONCE % ""))

    assert kinds(engine, 600_000)[:3] == ["window_lapsed", "move_chosen", "act_done"]


@pytest.mark.parametrize(("when", "came"), [("5 min", True), ("5 min 1 ms", False)])
def test_an_inject_may_come_until_its_last_instant_is_over(when: str, came: bool) -> None:
    """Whether an inject still comes would depend on which event of the instant is the first."""
    engine = run(
        scenario(
            "injects:\n"
            f"  - {{id: i, title: I, kind: news, when: {{flag: late}}, until: 5 min}}\n"
            f"  - {{id: j, title: J, kind: news, at: {when}, {SETS}}}"
        )
    )

    assert engine.state.injects.released.get("i", False) == came


def test_the_list_of_events_promises_what_the_engine_keeps() -> None:
    """The planner's table would list an inject that the run never releases."""
    made = scenario("injects: [{id: i, title: I, kind: news, at: 10 min}]")
    listed = [row for row in msel.rows(made).values() if row["control_no"] == "INJ-1"]

    engine = run(made)

    assert [row["exercise_time"] for row in listed] == ["T+10"]
    assert kinds(engine, 600_000) == ["inject_released", "run_ended"]
