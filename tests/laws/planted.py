"""Faults planted against the laws: each breaks one law, and that law's checks must notice."""

from __future__ import annotations

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sim import units
from sim.engine import commands
from sim.engine.acts import conduct, hours, windows
from sim.engine.base import draws, geometry
from sim.engine.base.log import FACTS, Event, Fact, Reader
from sim.engine.facts.calls import CallsKnown
from sim.engine.facts.effects import CounterChanged, FlagSet
from sim.engine.facts.relays import RelayPassed, RelaySent
from sim.engine.facts.reports import ReportArrived
from sim.engine.facts.run import RunBegun, RunClosing
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.traffic import UnsafeEncounter
from sim.engine.facts.windows import WindowDecided, WindowOpened, WindowsKnown
from sim.engine.kernel import engine, state
from sim.engine.lines import calls
from sim.engine.sea import encounters, traffic
from sim.engine.seat import rules, sightings, views
from sim.errors import Refusal, nearest
from sim.loader import scenario as loading
from sim.model import choice
from sim.play import asked as given
from sim.play import policies, record
from sim.play.cast import Cast
from sim.play.driver import Play
from sim.play.recording import Recording
from sim.play.rerun import rerun
from sim.review import imagine as imagining
from sim.study import workers

ROOT = Path(__file__).resolve().parents[2]
Plant = Callable[[], AbstractContextManager[object]]


def hashed() -> AbstractContextManager[object]:
    """Draw by Python's own hash, which every process salts anew."""

    def uniform(self: draws.Draws, stream: str, subject: str, index: int) -> float:
        return (hash((self.seed, stream, subject, index)) % 2**53 + 0.5) / 2**53

    return patch.object(draws.Draws, "uniform", uniform)


@contextmanager
def hashed_everywhere() -> Iterator[None]:
    """Plant the same in every process that this one starts."""
    here = "from tests.laws.planted import hashed\nfault = hashed()\nfault.__enter__()\n"
    with tempfile.TemporaryDirectory() as folder, hashed():
        (Path(folder) / "sitecustomize.py").write_text(here, "utf-8")
        with patch.dict(os.environ, {"PYTHONPATH": os.pathsep.join((folder, str(ROOT)))}):
            yield


def to_the_second() -> AbstractContextManager[object]:
    """Record the instant of a command to the second only."""
    said = record.Said
    return patch.object(record, "Said", lambda at_ms, told: said(at_ms - at_ms % 1000, told))


def branch_too_early() -> AbstractContextManager[object]:
    """Write that a branch leaves its line one event before it does."""
    write = record.branch_line

    def early(number: int, after: int, *, taken_back: bool = False) -> str:
        return write(number, after - 1, taken_back=taken_back)

    return patch.object(record, "branch_line", early)


def aside() -> AbstractContextManager[object]:
    """Count acts in the state, behind the log's back."""
    done = conduct.carry_out

    def counted(of: engine.Engine, *rest: Any, **named: Any) -> None:
        done(of, *rest, **named)
        of.state.acts.tallies["acts"] = of.state.acts.tallies.get("acts", 0) + 1

    return patch.object(conduct, "carry_out", counted)


def exclusive() -> AbstractContextManager[object]:
    """Leave what is due at the end of a long tick undone."""
    drain = engine.Engine.drain_to

    def lazy(self: engine.Engine, t_ms: int, *rest: Any, **named: Any) -> bool:
        if self.state.run.ended or self._env.peek() >= t_ms:
            return drain(self, t_ms, *rest, **named)
        done = drain(self, t_ms - 1, *rest, **named)
        self.now_ms = t_ms if done and not self.state.run.ended else self.now_ms
        return done

    return patch.object(engine.Engine, "drain_to", lazy)


def by_insertion() -> AbstractContextManager[object]:
    """Let ties go by the order in which intervals were started or resumed."""
    call_at = engine.Engine.call_at

    def inserted(self: engine.Engine, at_ms: int, place: int, callback: Any) -> None:
        call_at(self, at_ms, 0, callback)

    return patch.object(engine.Engine, "call_at", inserted)


def ended_first() -> AbstractContextManager[object]:
    """End the run before the rest of its last instant."""
    kinds = (RunBegun, RunClosing)
    first = {kind: replace(engine.PROCESSES[kind], places={}) for kind in kinds}
    return patch.dict(engine.PROCESSES, first)


def shared_copies() -> AbstractContextManager[object]:
    """Copy a state, but not what seats know."""
    copy = state.State.copy

    def shallow(self: state.State) -> state.State:
        copied = copy(self)
        copied.known = dict(self.known)
        return copied

    return patch.object(state.State, "copy", shallow)


def woken_again() -> AbstractContextManager[object]:
    """Let a resumed interval wake at instants that are past."""
    spawn = engine.Engine._spawn
    return patch.object(
        engine.Engine, "_spawn", lambda self, opened, after_ms=-1: spawn(self, opened)
    )


def still_said() -> AbstractContextManager[object]:
    """Keep an undone command among those that were said."""
    undo = Play.undo

    def forgetful(self: Play, seat: str) -> bool:
        said = list(self.said)
        undone = undo(self, seat)
        self.said[:] = said
        return undone

    return patch.object(Play, "undo", forgetful)


def without_window() -> AbstractContextManager[object]:
    """List acts as legal while no window is open."""

    def generous(setup: Any, known: Any, now_ms: int, *, acts_only: bool = False) -> list[str]:
        found = []
        for move in setup.moves_of[known.seat]:
            refused = rules.move_refusal(setup, known, move, now_ms)
            if refused is None or refused.code == "no_window":
                found.append(move.id)
        return found

    return patch.object(rules, "legal", generous)


def refused_with_a_mark() -> AbstractContextManager[object]:
    """Call a seat to attention by refusing it."""
    ask = rules.refusal

    def marking(setup: Any, known: Any, command: Any, now_ms: int) -> Refusal | None:
        refused = ask(setup, known, command, now_ms)
        known.alerts += refused is not None
        return refused

    return patch.object(commands, "refusal", marking)


def emitting(change: Callable[[engine.Engine, Fact, dict[str, Any]], None]) -> Plant:
    """Let every fact be emitted with an envelope that was changed first."""

    def plant() -> AbstractContextManager[object]:
        emit = engine.Engine.emit

        def changed(self: engine.Engine, fact: Fact, **seen: Any) -> Event:
            change(self, fact, seen)
            return emit(self, fact, **seen)

        return patch.object(engine.Engine, "emit", changed)

    return plant


def _own_cause(of: engine.Engine, fact: Fact, seen: dict[str, Any]) -> None:
    if isinstance(fact, FlagSet):
        seen["cause"] = of.state.seq + 1


def _left_open(of: engine.Engine, fact: Fact, seen: dict[str, Any]) -> None:
    if isinstance(fact, WindowDecided):
        seen["closes"] = None


def _to_everybody(of: engine.Engine, fact: Fact, seen: dict[str, Any]) -> None:
    if isinstance(fact, CounterChanged):
        seen["audience"] = of.setup.everybody


def plans_learnt() -> AbstractContextManager[object]:
    """Let a seat learn when a policy will use its window."""
    learns = FACTS[WindowOpened].learns
    learn = learns["windows"]

    def knows(windows: WindowsKnown, reader: Reader, event: Event, fact: WindowOpened) -> None:
        learn(windows, reader, event, fact)
        if windows.window is not None and fact.decide_ms is not None:
            windows.window = replace(windows.window, closes_ms=fact.decide_ms)

    return patch.dict(learns, {"windows": knows})


def numbers_kept() -> AbstractContextManager[object]:
    """Leave gaps in a redacted log where events are hidden."""
    redact = views.redact

    def gaps(log: list[Event], seat: str) -> list[Event]:
        own = [event.seq for event in log if seat in event.audience]
        sent = redact(log, seat)
        return [replace(event, seq=seq) for event, seq in zip(sent, own, strict=True)]

    return patch.object(views, "redact", gaps)


def handed_over_whole() -> AbstractContextManager[object]:
    """Give a policy the events as the engine keeps them for its seat."""
    return patch.object(given, "handed", lambda known: known)


def hint_from_all_moves() -> AbstractContextManager[object]:
    """Hint at the nearest move of any seat."""
    ask = rules.refusal

    def helpful(setup: Any, known: Any, command: Any, now_ms: int) -> Refusal | None:
        refused = ask(setup, known, command, now_ms)
        if refused is None or command.verb != "choose":
            return refused
        return Refusal(refused.code, f"No such move; {nearest(command.subject, setup.moves)}")

    return patch.object(rules, "refusal", helpful)


def field_dropped() -> AbstractContextManager[object]:
    """Forget until when an inject may come when writing a scenario."""
    dump = loading.canonical

    def shorter(scenario: Any) -> dict[str, Any]:
        data = dump(scenario)
        for inject in data.get("injects", []):
            inject.pop("until", None)
        return data

    return patch.object(loading, "canonical", shorter)


def rounded() -> AbstractContextManager[object]:
    """Write durations to the second."""
    write = units.format_duration
    return patch.object(units, "format_duration", lambda ms: write(ms - ms % 1000))


def _reports_to_all(of: engine.Engine, fact: Fact, seen: dict[str, Any]) -> None:
    if isinstance(fact, ReportArrived):
        seen["audience"] = of.setup.everybody


def always_at_the_desk() -> AbstractContextManager[object]:
    """Let every desk be held at all hours."""
    return patch.object(hours, "next_open", lambda setup, seat, at_ms: at_ms)


def answered_at_once() -> AbstractContextManager[object]:
    """Let whoever is rung answer before it may."""
    return patch.object(calls, "answerable_ms", lambda of, fact: -60_000)


def never_withdrawn() -> AbstractContextManager[object]:
    """Let two who ring each other talk twice."""
    return patch.object(calls, "_withdraw_reverse", lambda *asked: None)


def lost_and_read() -> AbstractContextManager[object]:
    """Let whoever is written to read also what an office of the relay has lost."""
    found = engine.PROCESSES[RelaySent]

    def wake(of: engine.Engine, opened: Event, tag: str) -> None:
        told = replace(opened, fact=replace(opened.fact, lost=False))
        found.wake(of, told, tag)

    changed = replace(found, wake=wake)
    return patch.dict(engine.PROCESSES, {RelaySent: changed, RelayPassed: changed})


def losses_told() -> AbstractContextManager[object]:
    """Let a sender learn that its message is lost."""
    learns = FACTS[RelaySent].learns
    learn = learns["calls"]

    def knows(calls: CallsKnown, reader: Reader, event: Event, fact: RelaySent) -> None:
        learn(calls, reader, event, fact)
        if fact.lost:
            calls.last[fact.channel] = "rang_out"

    return patch.dict(learns, {"calls": knows})


def one_generator() -> AbstractContextManager[object]:
    """Draw all chance from one generator, in the order of asking."""
    dice: dict[draws.Draws, random.Random] = {}

    def uniform(self: draws.Draws, stream: str, subject: str, index: int) -> float:
        return dice.setdefault(self, random.Random(self.seed)).random()

    return patch.object(draws.Draws, "uniform", uniform)


def counted_replicates() -> AbstractContextManager[object]:
    """Number replicates by the order in which they are run."""
    runs, run = workers.measured_runs, Counter[Any]()

    def counted(setup: Any, filled: Any, seed: int, replicates: Any) -> Any:
        first = run[setup]
        run[setup] += len(replicates)
        return runs(setup, filled, seed, range(first, first + len(replicates)))

    return patch.object(workers, "measured_runs", counted)


def one_step_choice() -> AbstractContextManager[object]:
    """Choose among all moves at once, so that a rung with more moves is likelier."""

    def flat(doctrine: Any, mind: Any, menu: Any, draws: Any) -> choice.RungChoice:
        alone = choice.utilities(doctrine, mind)
        acts = [(move, rung, fit) for rung in range(len(alone)) for move, fit in menu(rung)]
        if not acts:
            return choice.RungChoice(None, 0, 0)
        worth = [alone[rung] + fit for _, rung, fit in acts]
        move, rung, _ = acts[choice.taken(choice.logit(worth, doctrine.precision), draws[0])]
        return choice.RungChoice(move, rung, rung)

    return patch.object(choice, "choose", flat)


def menu_choice() -> AbstractContextManager[object]:
    """Draw the rung among those of the menu: what is left out makes the others likelier."""

    def among(doctrine: Any, mind: Any, menu: Any, draws: Any) -> choice.RungChoice:
        alone = choice.utilities(doctrine, mind)
        rungs = [rung for rung in range(len(alone)) if menu(rung)]
        if not rungs:
            return choice.RungChoice(None, 0, 0)
        worth = [alone[rung] for rung in rungs]
        rung = rungs[choice.taken(choice.logit(worth, doctrine.precision), draws[0])]
        return choice.RungChoice(menu(rung)[0][0], rung, rung)

    return patch.object(choice, "choose", among)


def calls_open_windows() -> AbstractContextManager[object]:
    """Let a policy decide anew whenever it is called."""
    return patch.object(windows, "_WORDS", ())


def drawn_from_here() -> AbstractContextManager[object]:
    """Let a resumed stream draw the moments of its phase from where the run stands."""
    draw = traffic._candidates

    def late(of: engine.Engine, spec: Any, opened: Event) -> list[int]:
        return [at + of.now_ms - opened.at_ms for at in draw(of, spec, opened)]

    return patch.object(traffic, "_candidates", late)


def order_told() -> AbstractContextManager[object]:
    """Tell whoever sees an unsafe meeting whether it was ordered."""
    declared = FACTS[UnsafeEncounter]
    tell = declared.tell
    assert tell is not None

    def frank(setup: Any, seat: str, fact: UnsafeEncounter) -> str:
        return tell(setup, seat, fact) + (" By order." if fact.ordered else "")

    return patch.object(declared, "tell", frank)


def numbers_by_name() -> AbstractContextManager[object]:
    """Keep a doctrine's numbers under its name, for whoever asks next."""
    compute = policies._made

    def remembered(spec: Any, setup: Any, revisionist: bool) -> Any:
        kept = setup.once("kept", lambda _: {})
        return kept.setdefault(spec.id, compute(spec, setup, revisionist))

    return patch.object(policies, "_made", remembered)


def asked_again() -> AbstractContextManager[object]:
    """Forget what was put to occupants when a command is taken back."""
    copy = Cast.copy

    def forgetful(self: Cast) -> Cast:
        copied = copy(self)
        copied._at_ms = -1
        return copied

    return patch.object(Cast, "copy", forgetful)


def last_instant_skipped() -> AbstractContextManager[object]:
    """Go on with a record from its events alone, and from nothing that was asked in between."""

    def resumed(self: Play, line: record.Line) -> None:
        rerun(self.engine, line)
        self.said = list(line.said)
        self._counted = Counter(said.command.seat for said in self.said)
        self._keep(sync=False)

    return patch.object(Play, "_again", resumed)


def clock_lost() -> AbstractContextManager[object]:
    """Keep no time in which nothing happened."""
    return patch.object(Recording, "_clock", lambda self, engine: [])


def by_the_bearing() -> AbstractContextManager[object]:
    """Tell vessels that meet their duties anew after every manoeuvre, by the bearing then."""
    return patch.object(encounters.Pair, "_holds", lambda *asked: False)


def duty_of_the_instant() -> AbstractContextManager[object]:
    """Show a seat the duty that geometry gives at the moment, whatever it was told."""

    def duty(setup: Any, known: Any, flag: str, vessel: str) -> str:
        own, other = known.vessels.tracks[flag], known.vessels.tracks[vessel]
        return geometry.colregs(own, other, max(own.at_ms, other.at_ms))

    return patch.object(sightings, "_duty", duty)


def unless_sought() -> AbstractContextManager[object]:
    """Let vessels that nobody sends at one another pass through each other."""
    passed = encounters.passed

    def sought(of: engine.Engine, one: str, two: str, apart_m: float) -> None:
        if encounters.seekers(of, one, two):
            passed(of, one, two, apart_m)

    return patch.object(encounters, "passed", sought)


def long_winded() -> AbstractContextManager[object]:
    """Let a talk last the longer the more was said in it."""
    emit = engine.Engine.emit

    def longer(self: engine.Engine, fact: Fact, **named: Any) -> Event:
        if isinstance(fact, TalkBegun):
            fact.due_ms += 1000 * len(fact.text)
        return emit(self, fact, **named)

    return patch.object(engine.Engine, "emit", longer)


def imagined_by_numbers() -> AbstractContextManager[object]:
    """Imagine what the other side is after by a number that counts hidden events too."""

    def peeked(self: Any) -> dict[str, str]:
        last = self.known.feed._events[-1].seq
        return {self.setup.faces[self.known.side]: ("status_quo", "revisionist")[last % 2]}

    return patch.object(imagining._Imagination, "_intents", peeked)


PLANTED: dict[str, list[tuple[str, Plant]]] = {
    "L1": [("chance by Python's own hash", hashed_everywhere)],
    "L2": [
        ("commands are recorded to the second", to_the_second),
        ("a branch leaves one event too early", branch_too_early),
    ],
    "L3": [("a handler changes the state aside from the log", aside)],
    "L4": [("what is due at the end of a tick is left undone", exclusive)],
    "L5": [
        ("ties go by insertion", by_insertion),
        ("a copy of the state shares what seats know", shared_copies),
        ("a resumed interval wakes again at instants that are past", woken_again),
        ("a resumed stream draws its moments from where it stands", drawn_from_here),
    ],
    "L6": [
        ("undo keeps the undone command among those said", still_said),
        ("the state before a command shares what seats know", shared_copies),
    ],
    "L7": [
        ("legal() forgets that acts need a window", without_window),
        ("a refused command leaves a mark", refused_with_a_mark),
    ],
    "L8": [("an event is its own cause", emitting(_own_cause))],
    "L9": [
        ("a decision leaves its window open", emitting(_left_open)),
        ("the run ends before its last instant is finished", ended_first),
    ],
    "L11": [
        ("a seat learns when its window will be used", plans_learnt),
        ("a sender learns that a relay has lost its message", losses_told),
        ("a redacted log keeps the numbers", numbers_kept),
        ("a policy is handed the engine's own knowledge", handed_over_whole),
        ("what a seat imagines hangs on hidden events", imagined_by_numbers),
        ("counters are told to everybody", emitting(_to_everybody)),
        ("a refusal hints at moves of other seats", hint_from_all_moves),
        ("it is told whether an unsafe meeting was ordered", order_told),
        ("a report is read by everybody", emitting(_reports_to_all)),
    ],
    "L10": [
        ("whoever is rung answers before it may", answered_at_once),
        ("a line carries two talks at once", never_withdrawn),
        ("desks are held at all hours", always_at_the_desk),
        ("what a relay has lost is read", lost_and_read),
    ],
    "L12": [("all chance comes from one generator", one_generator)],
    "L14": [("a field is not written", field_dropped)],
    "L15": [("replicates are numbered as they are run", counted_replicates)],
    "L16": [("durations are written to the second", rounded)],
    "L17": [("a rung with more moves is likelier", one_step_choice)],
    "L19": [("the rung is drawn among those of the menu", menu_choice)],
    "L18": [("a policy decides anew whenever it is called", calls_open_windows)],
    "L21": [
        ("undo forgets what was put to occupants", asked_again),
        ("the last instant of a record is not lived through again", last_instant_skipped),
        ("time in which nothing happened is lost", clock_lost),
    ],
    "L20": [("a doctrine's numbers are kept under its name", numbers_by_name)],
    "L22": [
        ("duties follow the bearing", by_the_bearing),
        ("a seat is shown the duty of the instant", duty_of_the_instant),
    ],
    "L23": [("only whom somebody seeks can be met", unless_sought)],
    "L24": [("a talk lasts as long as its words", long_winded)],
}
"""Law → what is broken, and how."""
