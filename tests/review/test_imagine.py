"""Imagined states: they tell the seat what it knows, go on without fail, and are the same again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.engine import Draws, Engine, Setup, State, fold
from sim.engine.base.log import Event, Key
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.windows import WindowRefreshed
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import rules, views
from sim.engine.seat.handing import handed
from sim.loader import library
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.review.imagine import imagine
from sim.review.imagine_waits import due_at, is_due_ms
from tests.laws.worlds import setup_of

EVERY = tuple(library.shipped())
"""The scenarios that are shipped."""


def play_of(setup: Setup, seed: int, who: str = "") -> Play:
    """Play a scenario to its end, the seats that can be played held by a policy if one is named."""
    filled = {
        s.id: occupant(setup, s.id, who if who and s.playable else s.occupant or "standing-orders")
        for s in setup.scenario.seats
    }
    play = Play(setup, seed, filled)
    play.advance()
    return play


def decisions(play: Play, seat: str, most: int) -> list[int]:
    """Give instants at which a seat decided or could have, spread over the run."""
    log = play.engine.log
    found = sorted({e.at_ms for e in log if seat in e.alert or _commanded(e, seat)})
    step = max(1, len(found) // most)
    return found[step // 2 :: step][:most]


def _commanded(event: Event, seat: str) -> bool:
    return isinstance(event.fact, CommandAccepted) and event.fact.seat == seat


def cuts(play: Play, most: int) -> Iterator[tuple[Known, int]]:
    """Yield what each seat that can be played knew when it decided, and when that was."""
    log = play.engine.log
    for spec in play.setup.scenario.seats:
        for now in decisions(play, spec.id, most) if spec.playable else ():
            if now < log[-1].at_ms:
                state = fold(play.setup, (e for e in log if e.at_ms <= now))
                yield handed(state.known[spec.id]), now


def told(setup: Setup, state: State, seat: str, now_ms: int) -> tuple[object, ...]:
    """Gather all that a state tells a seat."""
    known = state.known[seat]
    return (
        views.view(setup, known, now_ms),
        rules.options(setup, known, now_ms),
        list(handed(known).feed),
    )


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("who", ["", "firm"])
def test_it_tells_the_seat_what_it_knows_and_goes_on(name: str, who: str) -> None:
    """An imagined state would tell the seat something else, or could not be gone on with."""
    setup = setup_of(name)
    for known, now in cuts(play_of(setup, 3, who), 3):
        draws = Draws(99, 0, 1)

        state = imagine(setup, known, now, draws)

        truth = (
            views.view(setup, known, now),
            rules.options(setup, known, now),
            list(known.feed),
        )
        assert told(setup, state, known.seat, now) == truth, f"{known.seat} at {now}"
        engine = Engine.resume(setup, draws, state, now)
        assert engine.ended_by(setup.scenario.horizon), f"{known.seat} at {now}"


@pytest.mark.parametrize("name", EVERY)
def test_the_same_call_gives_the_same_state(name: str) -> None:
    """A review could not be repeated; another branch would not be another state."""
    setup = setup_of(name)
    known, now = list(cuts(play_of(setup, 5), 2))[-1]

    one, two = (repr(imagine(setup, known, now, Draws(99, 0, 1))) for _ in range(2))

    assert one == two
    assert one != repr(imagine(setup, known, now, Draws(99, 0, 2)))


@pytest.mark.parametrize("name", EVERY)
def test_waits_are_told_as_the_engine_draws_them(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wait would be drawn again from another distribution than the engine draws it from."""
    drawn: list[float] = []
    uniform = Draws.uniform

    def noted(self: Draws, stream: str, subject: str, index: int) -> float:
        u = uniform(self, stream, subject, index)
        drawn.append(u)
        return u

    emit, looked = Engine.emit, set[str]()

    def look(self: Engine, fact: object, **told: object) -> Event:
        opened = emit(self, fact, **told)  # type: ignore[arg-type]
        due = is_due_ms(opened)
        if due is not None and not isinstance(fact, WindowRefreshed):  # it keeps its moment
            every = {due_at(self, opened, u) for u in (*drawn, *(1 - u for u in drawn), 0.5)}
            assert due in every, f"{opened}"
            looked.add(opened.fact.kind)
        if opened.opens:
            drawn.clear()
        return opened

    monkeypatch.setattr(Draws, "uniform", noted)
    monkeypatch.setattr(Engine, "emit", look)
    play_of(setup_of(name), 2, "firm")
    assert looked


def known_open(known: Known) -> set[Key]:
    """Name the intervals that a seat knows to be open, its own above all."""
    seat, moves = known.seat, known.moves
    found: set[Key] = {("act", seat, move) for move in moves.pending}
    found |= {("leave", seat, move) for move, how in moves.leave.items() if how == "asked"}
    found |= {("leave", *asked) for asked in moves.asks}
    found |= {("request", request) for request in known.requests.open}
    found |= {("offer", offer) for offer in known.offers.open}
    found |= {("promise", p.promise) for p in known.promises.own.values() if not p.outcome}
    found |= {("word", seat, p.promise) for p in known.promises.heard.values() if not p.outcome}
    found |= {("meeting", meeting) for meeting in known.meetings.dates_ms}
    found |= {("activity", activity) for activity in known.activities.doing}
    if known.windows.window is not None:
        found.add(("window", seat))
    for call, event in known.calls.open.items():
        found.add(("talk" if event.fact.kind == "talk_begun" else "call", call))
    return found


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("who", ["", "firm"])
def test_what_the_seat_knows_to_be_open_is_open_and_due_later(name: str, who: str) -> None:
    """A window, call, request, promise or preparation of its own would be gone, or be over."""
    setup = setup_of(name)
    for known, now in cuts(play_of(setup, 4, who), 3):
        state = imagine(setup, known, now, Draws(99, 0, 3))

        lost = known_open(known) - set(state.open)
        assert not lost, f"{known.seat} at {now}"
        for key in known_open(known):
            due = is_due_ms(state.running[state.open[key]])
            assert due is None or due > now or key[0] == "window", f"{key}: {due} at {now}"
