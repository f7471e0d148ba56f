"""Laws L6 to L9: going back, what may be done, and what every log keeps to."""

from __future__ import annotations

from itertools import pairwise

from sim.engine import Engine, commands
from sim.engine.base.log import FACTS, Event, to_line
from sim.engine.kernel.state import State, evolve, initial
from sim.engine.seat import reach, rules
from sim.engine.seat.rules import NOTE_MOST, Command
from sim.engine.seat.views import SeatView, view
from sim.errors import Refusal
from sim.model.scripts import Step
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from tests.laws import plays
from tests.laws.worlds import TINY, World, arbitrary, course_of, drive, same_log, take


def _offered(play: Play) -> dict[str, object]:
    now, known = play.engine.now_ms, play.engine.state.known
    return {s: rules.options(play.setup, k, now) for s, k in known.items()}


def check_l06(world: World) -> None:
    """After an undo everything is as before the command: state, clock, log, said, options."""
    play, dice = plays.play_of(world, plays.crew(world)), world.dice("undo")
    for _ in range(8):
        plays.roam(play, dice, moves=1, undo=0)
        before = play.engine.state.copy(), play.engine.now_ms, list(play.engine.log)
        said, offered = list(play.said), _offered(play)
        seat = plays.command(play, dice)
        if not seat:
            continue
        if dice.random() < 0.5:
            plays.go_on(play, dice)

        assert play.undo(seat), "there is something to undo"

        engine = play.engine
        same_log(before[2], engine.log, "after the undo")
        assert (engine.state, engine.now_ms) == before[:2], "the state is not as before"
        assert play.said == said, "the commands are not as before"
        assert _offered(play) == offered, "the options are not as before"


def check_l06_goes_on(world: World) -> None:
    """After an undo the play goes on as if the undone command had never been given."""
    play, dice = plays.play_of(world, plays.crew(world)), world.dice("undo")
    for _ in range(6):
        plays.roam(play, dice, moves=1, undo=0)
        untouched = play.fork()
        seat = plays.command(play, dice)
        if seat:
            plays.go_on(play, dice)
            play.undo(seat)
            went_back = play.fork()
            plays.finish(untouched)
            plays.finish(went_back)
            same_log(untouched.engine.log, went_back.engine.log, "the play after an undo")


LATE = f"{TINY[0]}|moves.d01_hail.when={{after: 10 min}}|injects.orders.at=20 min"
NEAR = (
    f"{TINY[0]}|moves.d01_hail.when={{range: {{of: [alpha_ship, bravo_ship], below: 9000 m}}}}"
    "|vessels.alpha_ship.speed=5 m/s|injects.orders.at=20 min"
)
ALLOWED_MS = {LATE: 600_000, NEAR: 346_674}
"""A seat may hail from 10 min on, or from 9,000 m on: (10,733.368 m - 9,000 m) / 5 m/s."""


def _scripted(world: World) -> Play:
    filled = {seat: occupant(world.setup, seat, "person") for seat in world.setup.seats}
    steps = (Step.model_validate({"at": "30 s", "choose": "d01_hail"}),)
    filled["alpha"] = Occupant("script:told", "script", steps=steps)
    return plays.play_of(world, filled)


def check_l04_script(world: World) -> None:
    """A script does its next step at the first moment at which it may, whoever looks when."""
    when = set()
    for tick_ms in (3_600_000, 61_000, 7_000):
        play = _scripted(world)
        while not play.ended:
            plays.go_to(play, play.engine.now_ms + tick_ms)
        when |= {said.at_ms for said in play.said}
    assert when == {ALLOWED_MS[world.name]}, f"at {when} ms, as the play was looked at"


def check_l06_script(world: World) -> None:
    """After an undo a script does its next step when it would have done it anyway."""
    for at_ms in (630_000, 425_000):
        play = _scripted(world)
        plays.go_to(play, at_ms)
        untouched = play.fork()
        assert not isinstance(play.submit(Command("bravo", "note", text="Well.")), Refusal)
        assert play.undo("bravo")
        for each in (untouched, play):
            plays.finish(each)

        same_log(untouched.engine.log, play.engine.log, "the play after an undo")


def check_l07_written(world: World) -> None:
    """Whatever is accepted can be written into the record and sent."""
    for text in ("\ud800", "\x00", "\u2028", "a\nb", "é赤🚢"):
        for seat in world.setup.seats:
            engine = world.engine()
            done = commands.submit(engine, Command(seat, "note", text=text))
            for event in [] if isinstance(done, Refusal) else done:
                try:
                    to_line(event).encode()
                except UnicodeEncodeError:
                    raise AssertionError(f"accepted, but cannot be written: {text!r}") from None


def check_l07(world: World) -> None:
    """Everything legal is accepted; anything else is refused with a reason and leaves no mark."""
    course, engine, dice = course_of(world), world.engine(), world.dice("arbitrary")
    looked_at = set(dice.sample(range(len(course.steps)), min(6, len(course.steps))))
    for number, step in enumerate(course.steps):
        take(engine, step)
        if number in looked_at:
            _all_legal_is_accepted(world, engine)
            for _ in range(25):
                _accepted_or_refused(world, engine, arbitrary(dice, engine))


def _all_legal_is_accepted(world: World, engine: Engine) -> None:
    for seat, known in engine.state.known.items():
        legal = rules.legal(engine.setup, known, engine.now_ms)
        offered = rules.options(engine.setup, known, engine.now_ms)
        assert legal == [o.move for o in offered if not o.blocked], f"{seat}: options and legal()"
        for move in legal:
            done = commands.submit(world.resumed(engine), Command(seat, "choose", move))
            assert not isinstance(done, Refusal), f"{seat}: {move} is legal, but refused: {done}"


def _accepted_or_refused(world: World, engine: Engine, command: Command) -> None:
    fits = _fits(engine, command)
    state, log, now = engine.state.copy(), list(engine.log), engine.now_ms
    done = commands.submit(engine if fits is False else world.resumed(engine), command)
    if not isinstance(done, Refusal):
        assert fits is not False, f"{command} is accepted"
        assert done[0].fact.kind == "command_accepted", command
        return
    assert fits is not True, f"{command} is refused: {done}"
    assert done.code, command
    assert done.sentence.strip(), command
    assert engine.state == state, f"the refused {command} leaves a mark on the state"
    assert (engine.log, engine.now_ms) == (log, now), f"the refused {command} leaves a mark"


def _fits(engine: Engine, command: Command) -> bool | None:
    """Judge a command by what its seat is shown; None if only distance can tell."""
    known = engine.state.known.get(command.seat)
    if known is None or known.run.ended or not _writable(command):
        return False
    seen = view(engine.setup, known, engine.now_ms)
    match command.verb:
        case "pass":
            return seen.window is not None
        case "choose":
            return command.subject in rules.legal(engine.setup, known, engine.now_ms)
        case "answer" | "decline":
            rings = [c for c in seen.calls if c.call == command.subject and c.incoming]
            return None if rings and rings[0].stage == "ringing" else False
        case "hang":
            own = [c for c in seen.calls if c.call == command.subject]
            return bool(own) and (own[0].stage == "talking" or not own[0].incoming)
        case "accept" | "refuse":
            return any(o.offer == command.subject and o.incoming for o in seen.offers)
        case "counter":
            mine = [o for o in seen.offers if o.offer == command.subject and o.incoming]
            fresh = bool(mine) and not mine[0].counter
            return fresh and bool(command.clauses) and _clauses_fit(engine, command)
        case "reply":
            waits = [r for r in seen.requests if r.request == command.subject and r.incoming]
            names = [reply.reply for each in waits for reply in each.replies]
            return None if command.form in names else False
        case "release":
            return any(p.promise == command.subject and p.may_release for p in seen.promises)
        case "grant" | "deny":
            return command.subject in [f"{seat}:{move}" for seat, move in seen.asks]
        case "note":
            return 0 < len(command.text) <= NOTE_MOST
        case "advise":
            return _waits(seen, command.subject)
        case "call":
            return None if _may_call(engine, seen, command) else False
    return False


def _waits(seen: SeatView, kind: str) -> bool:
    """Say whether something of a kind is to be decided, by what is shown; of any kind if ""."""
    found = {
        "decision": seen.window is not None,
        "call": any(c.incoming and c.stage == "ringing" for c in seen.calls),
        "request": any(r.incoming for r in seen.requests),
        "offer": any(o.incoming for o in seen.offers),
        "leave": bool(seen.asks),
    }
    return found.get(kind, False) if kind else any(found.values())


def _writable(command: Command) -> bool:
    words = (command.verb, command.subject, command.to, command.form, command.text)
    words += command.clauses
    return all(len(word) <= NOTE_MOST and "\ud800" not in word for word in words)


def _may_call(engine: Engine, seen: SeatView, command: Command) -> bool:
    mine = engine.setup.seats[seen.seat].commands
    lines = [b for b in seen.board if b.channel == command.subject and b.callable]
    if not _clauses_fit(engine, command):
        return False
    if lines and lines[0].kind == "line":
        desks = reach.desks_of(engine.setup.channels[command.subject], seen.seat)
        return command.form in lines[0].forms and command.to in desks
    held = [v for v in (*seen.own, *seen.contacts) if v.vessel == command.to]
    return (
        bool(lines)
        and command.form in lines[0].forms
        and bool(held)
        and held[0].lost_ms is None
        and command.to not in mine
    )


def _clauses_fit(engine: Engine, command: Command) -> bool:
    unique = len(set(command.clauses)) == len(command.clauses)
    return unique and set(command.clauses) <= set(engine.setup.clauses)


def check_l08(world: World) -> None:
    """Time never runs back, causes and closings point back, and nothing follows the end."""
    engine = world.engine()
    course = drive(world, engine)
    log = course.log
    assert [e.seq for e in log] == list(range(1, len(log) + 1)), "the numbers have a gap"
    assert log[0].fact.kind == "run_begun"
    assert [e.seq for e in log if e.fact.kind == "run_ended"] == [len(log)], "the end is not last"
    for before, event in pairwise(log):
        assert event.at_ms >= before.at_ms, f"time runs back at event {event.seq}"
    for event in log:
        told = to_line(event)
        if event.cause is None:
            assert event.fact.kind in ("run_begun", "command_accepted"), f"no cause: {told}"
        else:
            assert 1 <= event.cause < event.seq, f"the cause lies ahead: {told}"
        if event.closes is not None:
            assert 1 <= event.closes < event.seq, f"closes what is not yet: {told}"
    for seat in world.setup.seats:
        done = commands.submit(engine, Command(seat, "note", text="Too late."))
        assert isinstance(done, Refusal), "a command after the end"
        assert done.code == "over"
    engine.drain_to(engine.now_ms + 10**9)
    assert len(engine.log) == len(log), "something follows the end"


WHITE_ENDS = ("inject_rescheduled", "inject_held", "inject_skipped")
"""What the white cell does to an inject that waits."""
ENDS = {
    "run_begun": {"run_ended"},
    "run_closing": {"run_ended"},
    "window_opened": {"window_refreshed", "window_decided", "window_lapsed"},
    "window_refreshed": {"window_refreshed", "window_decided", "window_lapsed"},
    "act_begun": {"act_done", "act_withdrawn"},
    "leave_asked": {"leave_given", "leave_denied"},
    "call_asked": {"call_begun", "call_ended", "relay_sent"},
    "call_begun": {"call_ended"},
    "relay_sent": {"relay_passed", "relay_arrived", "relay_lost"},
    "relay_passed": {"relay_passed", "relay_arrived", "relay_lost"},
    "talk_begun": {"talk_ended"},
    "offer_made": {"offer_answered"},
    "request_made": {"request_answered", "reply_put_off"},
    "reply_put_off": {"request_answered"},
    "promise_reported": {"promise_read"},
    "promise_made": {"promise_closed"},
    "promise_heard": {"promise_judged"},
    "readout_delayed": {"readout_published"},
    "line_changed": {"line_changed"},
    "report_sent": {"report_arrived"},
    "turn_due": {"turn_due"},
    "incident_awaited": {"incident_happened"},
    "phase_awaited": {"phase_begun"},
    "phase_begun": {"phase_ended"},
    "inject_scheduled": {"inject_released", "inject_withdrawn", *WHITE_ENDS},
    "inject_rescheduled": {"inject_released", "inject_given", "inject_withdrawn", *WHITE_ENDS},
    "inject_improvised": {"inject_given", *WHITE_ENDS},
    "effects_delayed": {"effects_applied"},
    "track_changed": {"track_changed", "vessel_left"},
    "target_manoeuvred": {"station_adjusted"},
    "scene_forecast": {"scene_forecast", "scene_settled"},
    "encounter_begun": {"encounter_begun", "encounter_ended"},
    "activity_begun": {"activity_ended"},
    "freeze_begun": {"channel_changed"},
    "building_begun": {"channel_changed", "building_lapsed"},
    "meeting_planned": {"meeting_set"},
    "meeting_set": {"meeting_set", "meeting_held", "meeting_cancelled"},
}
"""What may end each kind of interval."""
BEGIN_TOO = {"window_refreshed", "track_changed", "scene_forecast", "act_done", "inject_released"}
BEGIN_TOO |= {"vessel_left", "line_changed", "call_begun", "channel_changed", "meeting_set"}
BEGIN_TOO |= {"vessel_left", "line_changed", "call_begun", "phase_begun"}
BEGIN_TOO |= {"inject_given", "inject_withdrawn", *WHITE_ENDS}
BEGIN_TOO |= {"vessel_left", "line_changed", "call_begun", "turn_due", "encounter_begun"}
"""What may end an interval, but need not."""


def check_l09(world: World) -> None:
    """What begins ends once, by what may end it and when it is due, or is still running."""
    assert {f.kind for f in FACTS.values() if f.opens} == set(ENDS), "a kind of interval is new"
    course = course_of(world)
    running: dict[int, Event] = {}
    state = initial(world.setup)
    must_end = set().union(*ENDS.values()) - BEGIN_TOO
    for event in course.log:
        told = to_line(event)
        if event.closes is not None:
            opened = running.pop(event.closes, None)
            assert opened is not None, f"closes what is not open: {told}"
            assert event.fact.kind in ENDS[opened.fact.kind], f"closes {opened.fact.kind}: {told}"
            due = _due_ms(opened)
            assert due is None or event.at_ms <= due, f"closes what was due at {due}: {told}"
        else:
            assert event.fact.kind not in must_end, f"closes nothing: {told}"
        if event.opens:
            running[event.seq] = event
        evolve(state, event)
        _names_fit(state)
    assert running == course.state.running, "what is running is not what the log says"
    end = course.log[-1].at_ms
    ended = ("run_begun", "run_closing")
    left = [e for e in running.values() if e.fact.kind not in ended and _due_ms(e) is not None]
    late = [e for e in left if (_due_ms(e) or 0) <= end]
    assert not late, f"due by the end, and left open: {to_line(late[0])}"


def _due_ms(opened: Event) -> int | None:
    """Give when an interval ends at the latest; an inject may wait for its condition."""
    if opened.fact.kind in ("inject_scheduled", "inject_rescheduled"):
        return opened.fact.until_ms
    return getattr(opened.fact, "due_ms", None)


def _names_fit(state: State) -> None:
    named = [(e.fact.key, e.seq) for e in state.running.values() if e.fact.key]
    assert dict(named) == state.open, f"event {state.seq}: {named} are not {state.open}"
    assert len(named) == len(state.open), f"event {state.seq}: one name for two of {named}"
