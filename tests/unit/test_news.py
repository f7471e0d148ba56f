"""News: what came of one thing is one line, repeats are told once, every stop says why."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from sim.engine import Draws, Engine, Setup
from sim.engine.base.wording import closest, steering
from sim.engine.commands import begin
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.encounters import ApproachPassed
from sim.engine.facts.traffic import PhaseEnded, UnsafeEncounter
from sim.engine.facts.vessels import TrackChanged
from sim.engine.facts.windows import WindowLapsed
from sim.engine.seat.act_lines import act_said
from sim.engine.seat.news import feed
from sim.engine.seat.telling import tell
from sim.engine.seat.views import redact, relearn, view
from sim.loader import load
from sim.loader.library import find
from sim.model.rungs import rung_said
from sim.play.debrief import debrief
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.seat import SeatSession, Shown, Submit, Wait
from sim.readings import distance
from sim.units import MS_PER_MIN, clock

DESK = "us_defence"


def _setup(scenario: str) -> Setup:
    return Setup(load(find(scenario)))


def _play(scenario: str, seat: str, seed: int) -> Play:
    setup = _setup(scenario)
    people = {
        s.id: occupant(setup, s.id, "person" if s.id == seat else s.occupant or "standing-orders")
        for s in setup.scenario.seats
    }
    return Play(setup, seed, people)


def _waited_through(play: Play, seat: str) -> list[Shown]:
    desk, shown = SeatSession(play, seat), []
    while not play.ended:
        shown += [push for push in desk.handle(Wait()) if isinstance(push, Shown)]
    return shown


@pytest.fixture(scope="module")
def months() -> tuple[Play, list[Shown]]:
    """Seventeen months in which the desk only waits."""
    play = _play("seventeen-months", DESK, 29)
    return play, _waited_through(play, DESK)


@pytest.mark.parametrize(
    ("scenario", "seat"),
    [
        ("seventeen-months", "us_political"),
        ("seventeen-months", "prc_defence"),
        ("eight-measures", "white_house"),
        ("eight-measures", "beijing"),
    ],
)
def test_every_stop_says_why(scenario: str, seat: str) -> None:
    """Time stood still, and nothing on the screen said for what."""
    for shown in _waited_through(_play(scenario, seat, 4), seat):
        told = [line.text for line in shown.news if line.alert]
        assert shown.stopped or told or shown.view.ended, f"{shown.view.clock}: {shown.news}"


def test_what_came_of_one_thing_is_one_line(months: tuple[Play, list[Shown]]) -> None:
    """An intercept was three lines, and a lapsed decision three more."""
    play, shown = months
    known = play.engine.state.known[DESK]
    events = list(known.feed)
    lines = {line.head: line.text for line in feed(play.setup, known)}

    for at, event in enumerate(events, 1):
        if isinstance(event.fact, UnsafeEncounter):
            weighed = next(e for e in events[at:] if isinstance(e.fact, ActWeighed))
            assert tell(play.setup, DESK, event) in lines[at]
            assert tell(play.setup, DESK, weighed) in lines[at]
    news = [line.text for push in shown for line in push.news]
    assert not [text for text in news if text.startswith(("Standing order", "Your staff:"))]
    assert "Decision 1 lapsed; by standing order: Fly and sail as planned." in news
    assert "Decisions 1 to 9 lapsed, 9 running; by standing order: Fly and sail as planned." in news


def test_what_repeats_itself_is_told_once(months: tuple[Play, list[Shown]]) -> None:
    """Seventy-two lapsed decisions were told in two hundred lines."""
    play, _ = months
    known = play.engine.state.known[DESK]

    lines = [line.text for line in feed(play.setup, known)]

    assert sum("lapsed" in text for text in lines) == 1
    assert sum(isinstance(e.fact, WindowLapsed) for e in known.feed) > 60
    assert sum(text.startswith("Your staff meets") for text in lines) <= 1
    view_lines = view(play.setup, known, play.engine.now_ms).feed
    assert view_lines == feed(play.setup, known)[-len(view_lines) :]


def test_unsafe_passes_are_summed_up_by_the_month(months: tuple[Play, list[Shown]]) -> None:
    """“Unsafe intercepts: 57 of 600” came one by one, without weight."""
    play, _ = months
    known = play.engine.state.known[DESK]
    lines = feed(play.setup, known)
    counts = [
        line.text for line in lines if line.text.startswith("Unsafe intercepts of US aircraft")
    ]
    ended = [e for e in known.feed if isinstance(e.fact, PhaseEnded)]

    assert len(counts) == len(ended) == 18
    assert counts[1].startswith(
        "Unsafe intercepts of US aircraft: 10 in 30 d (5 in the count before), 15 so far; "
        "at this rate 166 by the end."
    )
    total = sum(int(text.split(": ")[1].split(" in ")[0]) for text in counts)
    assert total == known.effects.counters["us_unsafe"]


def test_a_near_collision_is_named(months: tuple[Play, list[Shown]]) -> None:
    """Eight metres and eight hundred read alike."""
    play, _ = months
    near = play.setup.traffic["intercepts_us"].contact
    assert near is not None
    told = {
        e.fact.cpa_m: tell(play.setup, DESK, e)
        for e in play.engine.state.known[DESK].feed
        if isinstance(e.fact, UnsafeEncounter)
    }
    grave = {cpa for cpa, text in told.items() if "near collision" in text}
    assert grave == {cpa for cpa in told if cpa <= near.distance}
    assert grave


def test_an_act_is_named_where_it_was_public(months: tuple[Play, list[Shown]]) -> None:
    """“United States: rung 3 by what happened” named no act."""
    play, _ = months
    setup, known = play.setup, play.engine.state.known[DESK]
    lines = [line.text for line in feed(setup, known)]

    named = [
        text for text in lines if text.startswith("White House staff for Asia, in public, rung 3")
    ]
    assert len(named) == 1
    assert "“Widen the export controls”." in named[0]
    assert "United States is on rung 3 (presence) for the first time." in named[0]
    assert "Washington's standing at home: 9 of 30, up 1." in named[0]
    assert any(
        text.startswith("China, in public, rung 3 (presence): “A carrier east of the island”.")
        for text in lines
    )


def test_an_act_that_was_not_public_keeps_its_name_to_itself() -> None:
    """A screen would tell of the other side's orders."""
    setup = _setup("seventeen-months")
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    quiet = ActOccurred("prc", 4, "v02_pd_film", public=False)
    for act in (quiet, replace(quiet, public=True, doubtful=True), replace(quiet, public=True)):
        engine.emit(act, cause=None, audience=(DESK,), alert=(DESK,))

    known = engine.state.known[DESK]
    sent = redact(engine.log, DESK)

    assert [event.fact.what for event in sent[-3:]] == ["", "", "v02_pd_film"]
    told = [line.text for line in feed(setup, known)[-3:]]
    assert told == [line.text for line in feed(setup, relearn(setup, sent, DESK))[-3:]]
    assert told == [
        "China has acted unsafely (rung 4), seen from here.",
        "China has acted unsafely (rung 4), seen from here; it may have been an accident.",
        "China, in public, rung 4 (unsafe): “Publish film of a close-in flight”.",
    ]


def test_an_act_against_an_own_vessel_says_so_and_one_against_others_does_not() -> None:
    """“An unsafe act” leaves open whose crew was in danger; of others' it is not ours to say."""
    setup = Setup(load("twenty-nine-minutes"))
    vessels = setup.vessels.values()
    cutter = next(v.id for v in vessels if v.side == "prc")
    ours = next(v for v in vessels if v.side == "ph")
    act = ActOccurred("prc", 4, "", vessel=cutter, target=ours.id)

    assert f"against {ours.name}" in act_said(setup, "ph_mission", act)
    assert ours.name not in act_said(setup, "us_watch", act)
    assert "has acted unsafely (rung 4), seen from here" in act_said(setup, "us_watch", act)


def test_lines_follow_from_what_a_seat_was_sent(months: tuple[Play, list[Shown]]) -> None:
    """What is told together must not hang on what is hidden."""
    play, _ = months
    known = relearn(play.setup, redact(play.engine.log, DESK), DESK)
    assert feed(play.setup, known) == feed(play.setup, play.engine.state.known[DESK])


def test_a_request_has_a_life_that_can_be_read() -> None:
    """A call that was asked for was a word without a day, an owner or an end."""
    play = _play("seventeen-months", DESK, 29)
    desk = SeatSession(play, DESK)
    while view(play.setup, play.engine.state.known[DESK], play.engine.now_ms).window is None:
        desk.handle(Wait())
    desk.handle(Submit("choose", "d13_ud_call"))
    asked, news = list[tuple[str, ...]](), list[str]()
    while not play.ended:
        for push in desk.handle(Wait()):
            if isinstance(push, Shown):
                asked.append(push.view.asked)
                news += [line.text for line in push.news]

    lies = (
        "lies with PRC defence ministry and waits for a yes, a no or six weeks of study; "
        "a yes needs the ministers' line open"
    )
    assert (f"Ministers' call asked for: since D+11 08:00; {lies}",) in asked
    assert any(f"Ministers' call asked for. It {lies}." in text for text in news)
    over = [text for text in news if "No longer open, after " in text]
    assert any("Ministers' call asked for" in text for text in over)
    assert () in asked[asked.index((f"Ministers' call asked for: since D+11 08:00; {lies}",)) :]


def test_who_sees_an_act_knows_how_far_its_side_went(months: tuple[Play, list[Shown]]) -> None:
    """The ladder stood at 0 after a dozen unsafe intercepts, as the first was out of sight."""
    _, shown = months
    met = next(s for s in shown if any("unsafe, 72 m" in line.text for line in s.news))
    assert dict(met.view.rungs)["prc"] == 4


def test_a_near_collision_stops_with_what_can_be_done(months: tuple[Play, list[Shown]]) -> None:
    """The gravest event of a month stopped the clock and asked for nothing."""
    _, shown = months
    stops = [s.stopped for s in shown if s.stopped.startswith("A near collision")]
    assert stops[0] == (
        "A near collision, 8 m: you can call at once (Defence telephone link); "
        "decide until D+40 08:00."
    )


def test_a_call_that_never_rang_is_not_called_missed() -> None:
    """The end said that a call was left unanswered of which the desk could not know."""
    play = _play("seventeen-months", DESK, 4)
    _waited_through(play, DESK)
    told = {m.title: m.true for m in debrief(play.engine, DESK).moments if "called you" in m.title}

    never = next(title for title in told if title.startswith("Defence telephone link: PRC"))
    assert never.endswith("called you; it never rang here, and was given up after 20 d.")
    assert "Defence telephone link got through to nobody in 20 d of trying." in told[never]
    assert any(title.endswith("called you; no answer after 20 d.") for title in told), (
        "that one rang"
    )


@pytest.fixture(scope="module")
def morning() -> Play:
    """Twenty-nine minutes, doctrines in every seat."""
    setup = _setup("twenty-nine-minutes")
    held = {s.id: occupant(setup, s.id, s.occupant) for s in setup.seats.values()}
    play = Play(setup, 2, held)
    play.advance()
    return play


def test_courses_steered_together_are_one_line(morning: Play) -> None:
    """Six ships that turn with their leader filled a page of news."""
    known = morning.engine.state.known["ccg_scene"]
    lines = feed(morning.setup, known)
    steered = [
        isinstance(known.feed[line.head - 1].fact, TrackChanged)
        and (line.number == line.head or bool(line.also))
        for line in lines
    ]

    for (one, two), both in zip(pairwise(lines), pairwise(steered), strict=True):
        if all(both) and not one.alert and not two.alert:
            assert two.at_ms - one.at_ms > 2 * MS_PER_MIN
    folded = [line for line in lines if line.also]
    assert folded
    for line in folded:
        fact = known.feed[line.number - 1].fact
        assert line.text.endswith(f"{steering(fact.course_deg, fact.speed_mps)}.")
        names = [part.partition(": ")[0] for part in line.text.split("; ")]
        assert len(set(names)) == len(names), "of each vessel, only the newest"
    desk = SeatSession(morning, "ccg_scene")
    assert all(set(desk.why(line.number)) <= set(lines) for line in folded[:3])


def test_a_staff_that_thinks_again_says_of_what(morning: Play) -> None:
    """“76% that it was meant” was told of one of a dozen acts, and nobody knew which."""
    known = morning.engine.state.known["ph_mission"]
    again = [e for e in known.feed if isinstance(e.fact, ActReweighed)]
    news = " ".join(line.text for line in feed(morning.setup, known))

    assert again
    for event in again:
        weighed = known.beliefs.weighed[event.fact.number]
        when = clock(morning.setup.scenario.begins, weighed.at_ms)
        assert f" did at {when}, {rung_said(weighed.rung)}" in news
    assert "thinks again: " not in news


def test_no_pass_is_told_nearer_than_hulls_reach(morning: Play) -> None:
    """“Closest 0 m” stood there and nothing had touched: positions are of the middles of ships."""
    setup = morning.setup
    passes = [e.fact for e in morning.engine.log if isinstance(e.fact, ApproachPassed)]
    near = [f for f in passes if f.range_m < setup.hulls_m(f.one, f.two)]

    assert near
    for fact in near:
        said = closest(setup, fact.one, fact.two, fact.range_m)
        assert said == f"under {distance(setup.hulls_m(fact.one, fact.two))}"
