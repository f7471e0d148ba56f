"""`channel16 study --show KEY`: the run behind a row told, seen at an event, or taken over."""

from __future__ import annotations

import argparse

from sim.cli import OK, complain, say
from sim.cli.play import on_terminal
from sim.cli.replay import lines_at
from sim.cli.run_timeline import print_run
from sim.errors import UsageError, nearest
from sim.review.scrub import Scrub
from sim.study.design import Plan
from sim.study.workers import Worker


def show(args: argparse.Namespace, made: Plan) -> int:
    """Open the run that a row of the table came from, as it is asked for.

    Raises:
        UsageError: no such run, event or seat.
    """
    found = made.run_of(args.show)
    if found is None:
        form = "ARM/POINT/REPLICATE" if made.factors else "ARM/REPLICATE"
        raise UsageError(f"--show {args.show}: expected {form}, such as {made.key_of(0, 0)}")
    cell, replicate = found
    worker = Worker(made)
    play = worker.play(cell, replicate, {"shown": args.show})
    if args.at is None and args.take is None:
        print_run(play)
        return OK
    playable = [seat.id for seat in play.setup.scenario.seats if seat.playable]
    seat = args.take if args.take is not None else playable[0]
    if seat not in playable:
        raise UsageError(f"--take {seat}: nobody can sit there; {nearest(seat, playable)}")
    events = len(play.engine.log)
    at = 1 if args.at is None else args.at
    if not 1 <= at <= events:
        raise UsageError(f"--at {at}: this run has the events 1 to {events}")
    if args.take is None:
        scrub = Scrub(play.setup, play.engine.log)
        scrub.to(at)
        for line in lines_at(scrub, seat):
            say(line)
        return OK
    if play.engine.log[at - 1].at_ms == play.engine.now_ms:
        raise UsageError(f"--at {at}: the run ends at that instant; give an earlier event")
    return _taken(worker, (cell, replicate), play.engine.log[at - 1].at_ms, seat)


def _taken(worker: Worker, run: tuple[int, int], at_ms: int, seat: str) -> int:
    """Let a person go on with a run, in a seat that a policy held until then."""
    from sim.cli.starter import Starter

    setup, filled = worker.cell(run[0])
    starter = Starter()
    session = starter.take_over((setup, worker.plan.seed, run[1], filled), at_ms, seat)
    try:
        if on_terminal():
            from tui.app import run as run_screen
            from tui.base.start import Opening

            return run_screen(starter, Opening(session=session))
        from sim.cli import plain

        complain("this is no terminal for the screen; playing in lines")
        return plain.converse(session, None, fresh=False, starter=starter)
    finally:
        starter.unsaved()
