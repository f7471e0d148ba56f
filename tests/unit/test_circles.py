"""What brings itself about without end is stopped early, and named."""

from __future__ import annotations

import pytest

from sim.engine import Draws, Engine, Setup, begin
from sim.errors import ScenarioError
from sim.loader.scenario import from_text
from tests.unit.test_checks_endless import BOAT_SHIP, FINE, LONG, SHIP_BOAT

GO = "  - {id: go, title: Go, kind: news, at: 1 min, effects: [{begin: x}]}\n"
EVENTS_MOST = 30_000
"""So few events, a second or two, show that something goes round."""
CIRCLES = {
    "two vessels that keep station on each other": (
        (
            "injects:\n"
            f"  - {{id: i, title: I, kind: news, at: 1 min, effects: [{SHIP_BOAT}]}}\n"
            f"  - {{id: j, title: J, kind: news, at: 2 min, effects: [{BOAT_SHIP}]}}"
        ),
        ("“boat” on “ship” → “ship” on “boat” → “boat” on “ship”", " times from T+"),
    ),
    "activities that begin each other on a condition": (
        "activities:\n"
        "  - {id: x, title: X, by: ship, lasts: 1 d, keep: {flag: late}, ended: [{begin: y}]}\n"
        "  - {id: y, title: Y, by: boat, lasts: 5 s, ended: [\n"
        "      {if: {when: {flag: late}, then: [{begin: x}, {clear: late}],\n"
        "            otherwise: [{set: late}, {begin: y}]}}]}\n"
        "injects:\n" + GO.replace("begin: x", "begin: y"),
        ("activity “x” → activity “y”", " times from T+"),
    ),
    "a meeting that convenes itself on a condition": (
        (
            "meetings:\n  - {id: m, title: M, channel: table, at: 1 d, effects: [\n"
            "      {if: {when: {not: {flag: late}},\n"
            "            then: [{convene: {meeting: m, after: 30 s}}]}}]}"
        ),
        ("meeting “m” → meeting “m” came round 1,", "from T+24h"),
    ),
    "an activity that begins itself at once": (
        (
            "activities:\n"
            "  - {id: x, title: X, by: ship, lasts: 1 h, ended: [{begin: x}, {cease: x}]}\n"
            "injects:\n"
            "  - {id: i, title: I, kind: news, at: 1 min, effects: [{begin: x}, {cease: x}]}"
        ),
        ("at T+1: activity “x” → activity “x” came round ", " times from T+1 to T+1"),
    ),
    "standing orders that call each other": (
        (
            "moves:\n"
            "  - {id: hold, code: N01, title: Hold, direction: hold, seats: [one],\n"
            "     effects: [{tell: {seats: [two], text: Look.}}]}\n"
            "  - {id: look, code: N02, title: Look, direction: hold, seats: [two],\n"
            "     effects: [{tell: {seats: [one], text: Hold.}}]}\n"
            "injects: [{id: i, title: I, kind: news, to: [one], text: Go., at: 1 min}]"
        ),
        ("move “hold”", "move “look”", "came round"),
    ),
}


def written(part: str) -> str:
    """Write the scenario with a part; where it has moves of its own, both masters have orders."""
    if not part.startswith("moves:"):
        return LONG + part
    head = LONG[: LONG.index("moves:")] + LONG[LONG.index("endings:") :]
    head = head.replace("window: {span: 10 min}", "window: {span: 5 s}").replace(
        "commands: [boat], sees: sensors",
        "commands: [boat], sees: sensors, window: {span: 5 s}, standing_orders: [{move: look}]",
    )
    return head + part


def run(text: str, draws: Draws | None = None) -> Engine:
    """Run a scenario with nobody in its seats as far as it goes."""
    setup = Setup(from_text(text))
    engine = Engine(setup, draws or Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    engine.drain_to(setup.scenario.horizon)
    return engine


@pytest.mark.parametrize("what", CIRCLES)
def test_a_circle_is_stopped_early_and_named(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The author would wait for minutes, then be told of one event out of a million."""
    part, words = CIRCLES[what]
    monkeypatch.setattr("sim.engine.kernel.engine.EVENTS_MOST", EVENTS_MOST)

    with pytest.raises(ScenarioError) as caught:
        run(written(part))

    (fault,) = caught.value.faults
    assert "scenario “ends” does not come to rest at T+" in str(fault)
    assert str(fault).endswith("; break the circle")
    assert [word for word in words if word not in str(fault)] == []


def test_too_many_events_are_told_by_what_most_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is no circle but comes too often would be told as one event out of half a million."""
    monkeypatch.setattr("sim.engine.kernel.engine.EVENTS_MOST", 5_000)
    often = (
        "activities:\n"
        "  - {id: x, title: X, by: ship, lasts: 2 d, ended: [{begin: x}],\n"
        "     beat: {every: 1 min, effects: [{begin: y}]}}\n"
        "  - {id: y, title: Y, by: boat, lasts: 10 s}\n"
        "injects:\n" + GO
    )

    with pytest.raises(ScenarioError, match="most often activity_begun of activity “y”, 2,49"):
        run(LONG + often)


def test_a_slow_circle_that_fills_a_run_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds too slow to be endless would fill a run and be told as one kind of event."""
    monkeypatch.setattr("sim.engine.kernel.engine.EVENTS_MOST", 5_000)

    with pytest.raises(ScenarioError, match=r"activity “x” → activity “x” came round 1,6"):
        run(LONG + FINE["slow enough"] + "\ninjects:\n" + GO)


def test_moments_at_which_nothing_happens_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats without effects leave nothing in the log, and would go on for minutes unseen."""
    monkeypatch.setattr("sim.engine.kernel.engine.MOMENTS_MOST", 2_000)
    quiet = (
        "activities:\n"
        "  - {id: x, title: X, by: ship, lasts: 2 d, beat: {every: 1 min, effects: []}}\n"
        "injects:\n" + GO
    )

    with pytest.raises(
        ScenarioError, match="2,000 moments, the last for activity_begun of activity “x”"
    ):
        run(LONG + quiet)


def test_what_comes_often_goes_on() -> None:
    """A rhythm that an author wants, every three minutes for a month, would be stopped."""
    engine = run(LONG + FINE["slow enough"] + "\ninjects:\n" + GO)

    # 30 days of 480 rounds each.
    assert engine.state.run.ended == "never"
    assert engine.state.activities.begun["x"] == 30 * 480


class Counted(Draws):
    """Draws that are counted."""

    asked = 0

    def uniform(self, stream: str, subject: str, index: int) -> float:
        self.asked += 1
        return super().uniform(stream, subject, index)


def test_what_is_ended_early_is_not_planned_to_its_end() -> None:
    """An activity that is begun and ceased all the time would cost all its days each time."""
    again = (
        "activities:\n"
        "  - {id: x, title: X, by: ship, lasts: 2 d, ended: [{begin: x}],\n"
        "     beat: {every: 35 s, effects: []},\n"
        "     hazards: [{id: h, rate: 9 per h, effects: []}]}\n"
        "  - {id: y, title: Y, by: ship, lasts: 2 d,\n"
        "     beat: {every: 3 min, effects: [{cease: x}]}}\n"
        "injects:\n  - {id: i, title: I, kind: news, at: 1 min, effects: [{begin: x}, {begin: y}]}"
    )
    draws = Counted(1)

    engine = run((LONG + again).replace("horizon: 30 d", "horizon: 12 h"), draws)

    # 240 rounds of three minutes; a plan for two days would draw some 432 moments in each.
    assert engine.state.activities.begun["x"] == 240
    assert draws.asked < 3 * 240
