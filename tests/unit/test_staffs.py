"""Staffs: desks' hours in their zones, what travels up a chain, meetings, advice that prevails."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from sim.cli import main
from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.acts import hours, ladder, reports
from sim.engine.acts.windows import span_ms
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallAsked, CallEnded
from sim.engine.facts.moves import LeaveAsked
from sim.engine.facts.reports import ReportArrived, ReportSent
from sim.engine.facts.run import SeatTaken
from sim.engine.facts.windows import DecisionDue, TurnDue, WindowOpened, WindowRefreshed
from sim.engine.seat.rules import Command
from sim.errors import PolicyError, Refusal
from sim.exercise import decisions
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant, prevailing

ZONES = str(Path(__file__).parents[1] / "laws" / "two_zones.yaml")
TWO_DESKS = "_tiny/two_desks.yaml"
MIN, H, D = 60_000, 3_600_000, 86_400_000
QUIET = tuple(f"incidents.{i}.times=0" for i in ("a_scrape", "b_scrape", "b_filmed"))
"""No incidents: nothing happens but what a test lets happen."""
CHAIN = (
    "seats.a_fleet.reports.delay=40 min",
    "seats.a_fleet.hours.closes=6 h",
    "seats.a_fleet.hours.opens=6.001 h",
    "seats.a_capital.hours.opens=6.001 h",
    "seats.a_capital.hours.closes=6 h",
    "seats.a_capital.hours.weekend=true",
    "seats.a_capital.reports.delay=90 min",
)
"""The chain of A takes 40 and 90 min; its desks are always held but for some seconds."""


BELOW = ("seats.a_capital.authority=a_fleet", "seats.a_fleet.authority=null")
"""The capital of A needs the permission of its fleet."""


def setup_of(*sets: str) -> Setup:
    """Load the two zones with changes."""
    return Setup(load(ZONES, sets))


def engine_of(*sets: str, pace: str = "none", seed: int = 1) -> Engine:
    """Begin a quiet run in which every seat has one pace."""
    setup = setup_of(*QUIET, *sets)
    engine = Engine(setup, Draws(seed))
    begin(engine, dict.fromkeys(setup.seats, (pace, pace)))
    return engine


def played(seed: int, *sets: str) -> Play:
    """Play the two zones with their own occupants."""
    setup = setup_of(*sets)
    filled = {s: occupant(setup, s, spec.occupant) for s, spec in setup.seats.items()}
    play = Play(setup, seed, filled)
    play.advance()
    return play


def occur(engine: Engine, *, ours: bool = False, **told: object) -> Event:
    """Let an act occur that the scenes see."""
    fact = ActOccurred("a" if ours else "b", told.pop("rung", 5), "act", **told)  # type: ignore[arg-type]
    ladder.occur(engine, fact, cause=1, audience=("a_scene", "b_scene"))
    engine.settle()
    return next(e for e in reversed(engine.log) if isinstance(e.fact, ActOccurred))


def facts(log: list[Event], kind: type) -> list[Event]:
    """List the events of a kind."""
    return [e for e in log if isinstance(e.fact, kind)]


@pytest.mark.parametrize(
    ("seat", "opens_h"),
    [
        # The run begins on Friday 3 January 2025 at 06:00+08:00, which is Thursday 22:00 UTC.
        ("a_scene", [0, 30]),  # no hours: always
        ("a_fleet", [0, 19]),  # -10:00: Thursday 12:00, within 07 to 19; then Friday 07:00
        ("a_capital", [0, 15, 39, 87]),  # -05:00: Thursday 17:00; next Friday 08:00, then Monday
        ("b_capital", [16, 40]),  # 22 to 04 by the clock of the begin: from Friday 22:00 on
    ],
)
def test_a_desk_is_held_by_its_own_clock(seat: str, opens_h: list[int]) -> None:
    """A desk would be rung at its night, or be empty by day."""
    setup = setup_of()

    for at_h in opens_h:
        assert hours.next_open(setup, seat, at_h * H) in (at_h * H, 87 * H)
        always = seat == "a_scene" or at_h == 0
        assert always or not hours.is_open(setup, seat, at_h * H - 1)


def test_a_weekend_is_free_and_a_night_shift_ends_on_its_morning() -> None:
    """Somebody would work on Saturday, or go home at midnight."""
    setup = setup_of()
    night = setup_of("seats.b_capital.hours.weekend=false")

    assert hours.is_open(setup, "a_capital", 25 * H - 1)  # Friday 17:59:59 in its zone
    assert hours.next_open(setup, "a_capital", 25 * H) == 87 * H  # Monday 08:00
    assert hours.next_open(night, "b_capital", 16 * H) == 16 * H  # Friday 22:00
    assert hours.is_open(night, "b_capital", 22 * H - 1)  # Saturday 03:59:59, the shift of Friday
    assert hours.next_open(night, "b_capital", 22 * H) == 88 * H  # Monday 22:00


def test_an_act_travels_up_the_chain_step_by_step() -> None:
    """A capital would know at once what only a bridge has seen."""
    engine = engine_of(*CHAIN, "seats.a_fleet.reports.error=0", "seats.a_capital.reports.error=0")
    act = occur(engine, rung=5, public=True)
    engine.drain_to(6 * H)

    arrived = facts(engine.log, ReportArrived)
    ours = [(e.fact.to, e.at_ms) for e in arrived if e.fact.to != "b_capital"]
    # The capital waits 30 or 90 min, here always 90, after the fleet has read its report.
    assert ours == [("a_fleet", 40 * MIN), ("a_capital", (40 + 90) * MIN)]
    assert all(e.audience == (e.fact.to,) for e in arrived)
    assert engine.state.known["a_capital"].beliefs.weighed[1].rung == act.fact.rung
    assert act.audience == ("a_scene", "b_scene")


def test_a_report_is_read_when_the_desk_is_held_unless_it_wakes_it() -> None:
    """A desk would read at night, or sleep through a collision."""
    sets = ("seats.a_fleet.reports.error=0", "seats.a_capital.reports.error=0", CHAIN[0], CHAIN[-1])
    read = {}
    for rung in (5, 6):
        engine = engine_of(*sets)
        occur(engine, rung=rung)
        engine.drain_to(20 * H)
        read[rung] = [e.at_ms for e in facts(engine.log, ReportArrived) if e.fact.to == "a_capital"]

    # 22:00 UTC and 130 min are 19:10 in the capital, which opens 15 h after the begin.
    assert read == {5: [15 * H], 6: [130 * MIN]}


def test_whoever_learns_by_reports_is_not_told_twice() -> None:
    """One act would weigh twice in a capital with two ways to it, or if it saw it itself."""
    engine = engine_of(*CHAIN, "seats.a_capital.reports.from=[a_fleet, a_scene]")
    occur(engine)
    engine.drain_to(20 * H)

    told = Counter(e.fact.to for e in facts(engine.log, ReportArrived))
    assert told == {"a_fleet": 1, "a_capital": 1, "b_capital": 1}
    assert reports.tellers(engine.setup, ("a_scene", "a_capital")) == {"a_fleet": "a_scene"}


@pytest.mark.parametrize(
    ("act", "ours", "read", "doubtful", "mishap"),
    [
        ({"rung": 5}, False, 6, False, False),
        ({"rung": 10}, False, 10, False, False),
        ({"rung": 5, "doubtful": True, "ordered": False}, False, 5, False, False),
        ({"rung": 5}, True, 4, False, False),
        ({"rung": 1}, True, 1, False, False),
        ({"rung": 5, "doubtful": True, "ordered": False}, True, 5, False, False),
    ],
)
def test_a_wrong_account_leaves_in_favour_of_its_side(
    act: dict[str, object], ours: bool, read: int, doubtful: bool, mishap: bool
) -> None:
    """An error would have no direction, or the capital would confess what it was not told."""
    engine = engine_of(*CHAIN, "seats.a_fleet.reports.error=1", "seats.a_capital.reports.error=0")
    occur(engine, ours=ours, **act)
    engine.drain_to(6 * H)

    told = [e.fact for e in facts(engine.log, ReportArrived) if e.fact.to == "a_capital"]
    assert [(f.read, f.doubtful, f.mishap) for f in told] == [(read, doubtful, mishap)]


def test_a_true_account_of_ones_own_mishap_is_told_as_such() -> None:
    """Nobody above would know that there is something to explain."""
    engine = engine_of(*CHAIN, "seats.a_fleet.reports.error=0", "seats.a_capital.reports.error=0")
    occur(engine, ours=True, doubtful=True, ordered=False)
    occur(engine, doubtful=True, ordered=False)
    engine.drain_to(6 * H)

    own, theirs = (
        [e.fact for e in facts(engine.log, ReportArrived) if e.fact.side == side]
        for side in ("a", "b")
    )
    assert {f.mishap for f in own if f.to == "a_capital"} == {True}
    assert {f.mishap for f in theirs if f.to == "a_capital"} == {False}
    assert engine.state.known["a_capital"].beliefs.mishaps == 1
    assert engine.state.beliefs.mishaps["a_capital", 1], "an explanation of it would be true"


def test_a_public_act_and_ones_own_order_need_no_report() -> None:
    """A staff would be told by its scene of what it has ordered, or of what is on the news."""
    engine = engine_of(*CHAIN, "incidents.b_filmed.times=1", "parameters.a_true=2 per h")
    engine.drain_to(2 * H)
    filmed = facts(engine.log, ActOccurred)

    assert filmed
    assert all("a_capital" in e.audience for e in filmed)
    assert not facts(engine.log, ReportSent)
    assert reports.by_themselves(
        engine.setup, engine.setup.everybody, public=False, by="a_capital"
    ) == ("a_scene", "a_capital", "b_scene")


def test_meetings_come_regularly_and_open_the_windows() -> None:
    """A campaign would be decided by the hour, or never."""
    engine = engine_of(pace="person")
    engine.drain_to(49 * H)

    turns = [e for e in facts(engine.log, TurnDue) if e.fact.nth]
    opened = {(e.fact.seat, e.at_ms) for e in facts(engine.log, WindowOpened)}
    assert opened == {("a_capital", n * 12 * H) for n in (1, 2, 3, 4)} | {
        ("b_capital", n * 24 * H) for n in (1, 2)
    }
    assert {(e.fact.seat, e.at_ms) for e in turns if e.alert} == opened


def test_between_meetings_nothing_opens_a_window_where_the_author_says_so() -> None:
    """A weekly staff would meet at every incident."""
    log = played(4).engine.log

    opened = [e.at_ms for e in facts(log, WindowOpened) if e.fact.seat == "b_capital"]
    assert opened
    assert all(at % (24 * H) == 0 for at in opened)


def test_what_is_still_open_at_a_meeting_lapses_first() -> None:
    """A window as long as the time between meetings would never lapse."""
    engine = engine_of("seats.a_capital.window.every=4 h", pace="person")
    engine.drain_to(20 * H)

    mine = [e for e in engine.log if getattr(e.fact, "seat", "") == "a_capital"]
    kinds = [e.fact.kind for e in mine if e.fact.kind.startswith("window")]
    assert kinds == ["window_opened", *["window_lapsed", "window_opened"] * 4]
    assert not facts(engine.log, WindowRefreshed)


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_policy_decides_only_while_its_desk_is_held(seed: int) -> None:
    """Somebody would decide in his sleep; only what wakes him is decided at once."""
    play = played(seed)
    setup = play.setup

    decided = facts(play.engine.log, DecisionDue)
    for seat in ("a_fleet", "b_capital"):
        mine = [e.at_ms for e in decided if e.fact.seat == seat]
        assert all(hours.is_open(setup, seat, at) for at in mine)
    state = {e.fact.seat for e in decided}
    assert "a_scene" in state


SURE_REPORTS = (*CHAIN[:3], CHAIN[-1], "seats.a_capital.decision=10 min", *(
    f"seats.{seat}.reports.error=0" for seat in ("a_fleet", "a_capital")
))  # fmt: skip
"""The reports of A are true and come after 40 and 90 min; its capital has its own hours."""


def _decisions(engine: Engine) -> list[tuple[int, int]]:
    """Tell when the capital of A opened or renewed a window, and when it was to decide."""
    windows = (*facts(engine.log, WindowOpened), *facts(engine.log, WindowRefreshed))
    return [(e.at_ms, e.fact.decide_ms) for e in windows if e.fact.seat == "a_capital"]


def test_an_act_that_wakes_the_desk_is_decided_at_once() -> None:
    """A duty officer would leave a collision until Monday."""
    engine = engine_of(*SURE_REPORTS)
    engine.state.run.control["a_capital"] = "policy"
    occur(engine, rung=6)
    engine.drain_to(3 * H)

    assert _decisions(engine) == [(130 * MIN, 140 * MIN)]


def test_an_act_that_wakes_the_desk_brings_a_decision_forward_that_was_put_off() -> None:
    """A collision would wait because a routine matter was waiting already."""
    engine = engine_of(*SURE_REPORTS)
    engine.state.run.control["a_capital"] = "policy"
    engine.drain_to(10 * H + 20 * MIN)
    occur(engine, rung=6)
    engine.drain_to(14 * H)

    # The meeting after 12 h is at night; the report comes 130 min after the act, at 12:30.
    assert _decisions(engine) == [
        (12 * H, 15 * H + 1),
        (12 * H + 30 * MIN, 12 * H + 40 * MIN),
    ]


def test_a_call_does_not_use_up_a_decision() -> None:
    """Calling somebody just when one is to decide would make one forget to decide."""
    engine = engine_of(*CHAIN)
    engine.emit(DecisionDue("a_capital", 1), cause=1)
    done = submit(engine, Command("a_capital", "call", "capitals", "b_capital", "ask"))

    assert not isinstance(done, Refusal), done
    assert "a_capital" in engine.state.windows.due


def test_permission_waits_for_the_authority_and_the_desk() -> None:
    """Leave would be given at night by an empty desk."""
    held = engine_of(*BELOW, *CHAIN[3:6])
    shut = engine_of(
        *BELOW,
        "seats.a_fleet.hours={opens: 15 h, closes: 16 h}",
        *CHAIN[3:6],
    )
    due = []
    for engine in (held, shut):
        done = submit(engine, Command("a_capital", "call", "capitals", "b_capital", "ask"))
        assert not isinstance(done, Refusal), done
        due.append(facts(engine.log, CallAsked)[0].fact.due_ms)

    # At the begin it is 12:00 on Thursday at the fleet's desk, which opens 3 h later.
    assert due[0] < 2 * H
    assert due[1] == 3 * H


def test_a_call_is_answered_only_while_the_called_desk_is_held() -> None:
    """Time zones would not matter on the telephone."""
    sets = ("parameters.h0=20 per h", "parameters.hd0=0 per h", "parameters.u=1")
    engine = engine_of(*sets, *CHAIN[3:6], "parameters.t_max=20 h", "parameters.u_tech=3650 d")
    done = submit(engine, Command("a_capital", "call", "capitals", "b_capital", "ask"))
    assert not isinstance(done, Refusal), done
    engine.drain_to(20 * H)

    (ended,) = facts(engine.log, CallEnded)
    assert ended.fact.outcome == "answered"
    assert 16 * H < ended.at_ms < 17 * H  # the desk opens 16 h after the begin


def test_leave_waits_for_the_hours_of_who_gives_it() -> None:
    """A desk that is closed would give leave."""
    engine = engine_of()
    done = submit(engine, Command("b_scene", "choose", "f08_b_fire"))
    assert not isinstance(done, Refusal), done

    assert facts(engine.log, LeaveAsked)[0].fact.due_ms == 16 * H


def test_a_seat_that_states_no_window_has_three_medians_of_its_decision() -> None:
    """An author would have to make a number up, or a seat with moves would never decide."""
    setup = setup_of(
        "seats.b_scene.window=null", "seats.b_scene.decision=null", "seats.b_capital.window=null"
    )

    assert span_ms(setup.seats["b_scene"]) == 12 * MIN  # 3 times 4 min
    # 3 times the median of its own decision time, ln 2 of a mean of 2 h.
    assert span_ms(setup.seats["b_capital"]) == pytest.approx(3 * 0.693147 * 2 * H, rel=1e-4)


def test_the_advice_that_prevails_differs_by_run_and_is_kept_within_the_staff() -> None:
    """A staff would always agree, or the other side would know who won."""
    filled = {"a_capital": occupant(setup_of(), "a_capital", "mix:firm=0.6,hawkish=0.4")}
    held = Counter(prevailing(filled, Draws(n))["a_capital"].name for n in range(400))
    taken = [e for e in facts(played(1).engine.log, SeatTaken) if e.fact.seat == "a_capital"]

    # 240 expected, standard deviation 9.8: beyond four of them once in 15,000 lists of seeds.
    assert set(held) == {"firm", "hawkish"}
    assert abs(held["firm"] - 240) < 40
    assert taken[0].audience == ("a_capital",)
    assert taken[0].fact.occupant in ("firm", "hawkish")


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("mix:firm=0.6,hawkish=0.5", "add up to 1"),
        ("mix:frim=0.6,hawkish=0.4", "did you mean “firm”"),
        ("mix:firm=most,hawkish=0.4", "are numbers"),
        ("mix:", "add up to 1"),
    ],
)
def test_a_faulty_mix_is_told_of(spec: str, told: str) -> None:
    """A share that is lost would be given to nobody in particular."""
    with pytest.raises(PolicyError, match=told):
        occupant(setup_of(), "a_capital", spec)


def _astray(*sets: str) -> list[str]:
    """Tell what was wrong in what a fleet knew when it decided."""
    plays = [played(seed, *sets) for seed in (1, 2, 3)]
    made = [d for play in plays for d in decisions.decisions(play.setup, play.engine.log)]
    return [text for d in made if d.seat == "a_fleet" for text in d.true.astray if text]


def test_a_wrong_account_stands_beside_the_truth_in_the_report() -> None:
    """Nobody would see afterwards that a staff decided on what was not so."""
    wrong = _astray("seats.a_fleet.reports.error=1")
    right = _astray("seats.a_fleet.reports.error=0")

    assert any("without its doubt" in astray for astray in wrong)
    assert any("instead of" in astray for astray in wrong)
    assert right == []


def test_meetings_of_a_run_keep_their_distance() -> None:
    """A turn would be lost or come twice."""
    turns = [e for e in facts(played(2).engine.log, TurnDue) if e.fact.seat == "a_capital"]

    assert [e.fact.nth for e in turns] == list(range(len(turns)))
    assert {b.at_ms - a.at_ms for a, b in pairwise(turns)} == {12 * H}


def test_a_record_of_a_mixed_staff_runs_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whose advice prevailed would be drawn otherwise when the record is read."""
    path, page = tmp_path / "run.jsonl", tmp_path / "page.html"
    assert main(["run", ZONES, "--seed", "5", "--record", str(path)]) == 0

    assert main(["rerun", str(path)]) == 0
    assert "same:" in capsys.readouterr().out
    assert main(["log", "why", str(path), "40"]) == 0
    assert main(["exercise", "report", str(path), "-o", str(page)]) == 0
    told = page.read_text("utf-8")
    assert "instead of" in told
    assert "reported without its doubt" in told
