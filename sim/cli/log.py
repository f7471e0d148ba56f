"""`channel16 log`: a record in sum, in order and by its causes; two records compared."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sim.cli import NO, OK, Parser, say, show_json
from sim.cli.options import add_json, add_record, whole
from sim.cli.records import Rerun, run_again
from sim.cli.run_timeline import print_timeline
from sim.columns import wrapped
from sim.engine.base.log import Event, to_data, to_line
from sim.engine.facts.run import CommandAccepted, SeatTaken
from sim.engine.kernel.ancestry import chain
from sim.errors import RecordError, UsageError, nearest
from sim.play.causes import explained
from sim.play.outcome import outcome
from sim.play.record import log_digest
from sim.units import clock, elapsed

_COLUMNS = 100
_EVENT_MOST = 10**9


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=Parser)
    overview = verbs.add_parser("overview", help="sum a record up")
    add_record(overview)
    add_json(overview)
    overview.set_defaults(do=_overview)
    timeline = verbs.add_parser("timeline", help="tell what happened in order, and who knew it")
    add_record(timeline)
    timeline.add_argument("--seat", metavar="SEAT", help="only what this seat knew")
    timeline.set_defaults(do=_timeline)
    why = verbs.add_parser("why", help="tell the causes of an event, back to the first")
    add_record(why)
    why.add_argument("event", type=whole(_EVENT_MOST), help="number of the event")
    add_json(why)
    why.set_defaults(do=_why)
    diff = verbs.add_parser("diff", help="say where two records part, and what each came to")
    add_record(diff)
    diff.add_argument("other", type=Path)
    diff.set_defaults(do=_diff)


def main(args: argparse.Namespace) -> int:
    """Do what was asked."""
    return int(args.do(args))


def _overview(args: argparse.Namespace) -> int:
    found = _summed(run_again(args.record))
    if args.json:
        show_json(found)
        return OK
    for name, value in found.items():
        if isinstance(value, dict):
            say(f"{name}")
            for key, each in value.items():
                say(f"  {key:<24} {each}")
        else:
            say(f"{name:<12} {'not ended' if value is None else value}")
    return OK


def _summed(again: Rerun) -> dict[str, Any]:
    """Sum a record up: what was played, by whom, how long, what happened how often."""
    engine, head = again.engine, again.record.header
    given = Counter(e.fact.seat for e in engine.log if isinstance(e.fact, CommandAccepted))
    kinds = Counter(event.fact.kind for event in engine.log)
    return {
        "scenario": head["scenario_id"],
        "seed": head["seed"],
        "replicate": head["replicate"],
        "lines": len(again.record.lines),
        "events": len(engine.log),
        "lasted": elapsed(engine.log[-1].at_ms),
        "ending": engine.state.run.ended or None,
        "score": _scores(again),
        "digest": log_digest(engine.log),
        "seats": {seat: o.name for seat, o in again.occupants.items()},
        "commands": {seat: given[seat] for seat in again.occupants if given[seat]},
        "kinds": dict(sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


def _scores(again: Rerun) -> dict[str, float] | None:
    if not again.engine.state.run.ended:
        return None
    return {side: found["score"] for side, found in outcome(again.engine).scores.items()}


def _timeline(args: argparse.Namespace) -> int:
    again = run_again(args.record)
    setup, seat = again.engine.setup, args.seat or ""
    if seat and seat not in setup.seats:
        hint = nearest(seat, setup.seats)
        raise UsageError(f"--seat {seat}: the scenario has no such seat; {hint}")
    print_timeline(setup, again.engine.log, seat)
    return OK


def _why(args: argparse.Namespace) -> int:
    engine = run_again(args.record).engine
    event = _event(args.record, engine.log, args.event)
    events = [event, *chain(engine.log, event)]
    if args.json:
        show_json([to_data(e) for e in events])
        return OK
    for place, cause in enumerate(events):
        line = f"{'because ' if place else ''}{explained(engine.setup, cause, engine.log)}"
        for part in wrapped(line, _COLUMNS, rest=" " * 8):
            say(part)
    return OK


def _event(record: Path, log: list[Event], number: int) -> Event:
    if not 1 <= number <= len(log):
        raise RecordError(f"{record}: has events 1 to {len(log)}, not {number}")
    return log[number - 1]


def _diff(args: argparse.Namespace) -> int:
    """Say where two records part; the answer “no” is that they do."""
    ours, theirs = run_again(args.record), run_again(args.other)
    found = list(_differences(ours, theirs))
    for line in found or ["same"]:
        say(line)
    return NO if found else OK


def _differences(ours: Rerun, theirs: Rerun) -> Iterator[str]:
    """Yield what differs: what was played, the first event that does, and what each came to."""
    pair = (ours, theirs)
    heads = [again.record.header for again in pair]
    for name in ("scenario_id", "scenario_digest", "seed", "replicate"):
        if heads[0][name] != heads[1][name]:
            yield f"{name}: {heads[0][name]} | {heads[1][name]}"
    for seat in dict.fromkeys([*ours.occupants, *theirs.occupants]):
        names = [a.occupants[seat].name if seat in a.occupants else "-" for a in pair]
        if names[0] != names[1]:
            yield f"seat {seat}: {names[0]} | {names[1]}"
    at = _parting(ours.engine.log, theirs.engine.log)
    if not at:
        return
    yield f"they part at event {at}"
    for again, name in zip(pair, "12", strict=True):
        log = again.engine.log
        said = explained(again.engine.setup, log[at - 1], log) if at <= len(log) else "-"
        yield f"  {name}: {said}"
    if at <= min(len(ours.engine.log), len(theirs.engine.log)):
        one, other = (to_data(again.engine.log[at - 1]) for again in pair)
        if one["event"] == other["event"]:
            yield from (f"  {k}: {one[k]} | {other[k]}" for k in one if one[k] != other[k])
    for again, name in zip(pair, "12", strict=True):
        yield f"{name} came to: {_came_to(again)}"


def _parting(ours: Sequence[Event], theirs: Sequence[Event]) -> int:
    """Give the first event that differs; who sits down is said already. 0 if none does."""
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
        if not isinstance(one.fact, SeatTaken) and to_line(one) != to_line(other):
            return number
    return 0 if len(ours) == len(theirs) else min(len(ours), len(theirs)) + 1


def _came_to(again: Rerun) -> str:
    engine = again.engine
    at = clock(engine.setup.scenario.begins, engine.log[-1].at_ms)
    scores = _scores(again) or {}
    score = ", ".join(f"{side} {value:g}" for side, value in scores.items()) or "no score yet"
    return f"{engine.state.run.ended or 'not ended'} at {at}, {len(engine.log)} events; {score}"
