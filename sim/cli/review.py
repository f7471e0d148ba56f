"""`channel16 review`: what each decision of a record was worth, and what else could be done."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from sim.cli import OK, complain, say, show_json, signals
from sim.cli.options import add_json, add_record, whole
from sim.cli.outputs import may_write_page
from sim.columns import wrapped
from sim.engine import Setup
from sim.errors import UsageError
from sim.printable import json_text
from sim.review.keeping import SUFFIX, KeptRolls
from sim.review.marks import STRIKES
from sim.review.page import review_page
from sim.review.racing import ROLLOUTS, ROLLOUTS_MOST, Races, Recorded, Reviewed
from sim.review.verdicts import SeatReview, Verdict, reviews, to_json, unjudged
from sim.store import read_lines, write_whole
from sim.study.pool import processors
from sim.units import clock

_COLUMNS = 100
_FIRST_S, _EVERY_S = 0.3, 2.0
"""How often it is looked for something to show, before there is anything and later."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_record(parser)
    add = parser.add_argument
    add("--seat", action="append", default=[], metavar="SEAT", help="whose decisions are reviewed")
    add(
        "--rollouts",
        type=whole(ROLLOUTS_MOST),
        default=ROLLOUTS,
        metavar="N",
        help=f"roll-outs of each way that was open, at most ({ROLLOUTS})",
    )
    add("--workers", type=whole(1024), default=0, metavar="N", help="0: one for each processor")
    add("-o", "--output", type=Path, metavar="FILE.html", help="write the review as one page")
    add_json(parser)
    follow = "with --json: a line each time more is known, the last one whole"
    add("--follow", action="store_true", help=follow)


def main(args: argparse.Namespace) -> int:
    """Review a record."""
    if args.rollouts < 1:
        raise UsageError("--rollouts 0: nothing can be said without any; give 10 or more")
    if args.follow and not args.json:
        raise UsageError("--follow says something as it is known to a program; add --json")
    if args.output:
        may_write_page(args.output, "-o")
    lines, _, _ = read_lines(args.record)
    played = Recorded(tuple(lines), str(args.record), tuple(dict.fromkeys(args.seat)))
    reviewed = Reviewed(played)
    races = Races(played, reviewed, args.rollouts)
    kept = KeptRolls(args.record.with_name(args.record.name + SUFFIX), reviewed.record)
    follow = _Follow()
    try:
        with signals.heard():
            for done, of in races.run(args.workers or processors(), kept.jobs, kept.keep):
                _progress(races, done, of)
                if args.follow and follow.is_due(races):
                    follow.show(races)
    except signals.EndAsked as stop:
        complain("stopped; what was rolled out is kept, and the same command goes on with it")
        return stop.code
    finally:
        kept.close()
    if kept.trouble:
        complain(f"the roll-outs are not kept: {kept.trouble}")
    for seat in reviewed.decisions:
        for number, title, fault in unjudged(races, seat):
            complain(f"{seat}, decision {number}: “{title}” is not judged: {fault}")
    if args.output:
        write_whole(args.output, review_page(races))
    if args.follow:
        follow.show(races)
    elif args.json:
        show_json(to_json(races))
    if args.json or args.output:
        return OK
    for each in reviews(races):
        for line in _in_lines(reviewed.setup, each, args.rollouts):
            say(line)
    return OK


class _Follow:
    """Shows a review to a program that waits for it, as it grows."""

    def __init__(self) -> None:
        self._shown_s, self._any = -math.inf, False

    def is_due(self, races: Races) -> bool:
        """Say whether there is something new to show: at once at first, then now and then."""
        now_s = time.monotonic()
        if now_s - self._shown_s < (_EVERY_S if self._any else _FIRST_S):
            return False
        self._shown_s = now_s
        self._any = self._any or any(each.verdicts for each in reviews(races))
        return self._any

    def show(self, races: Races) -> None:
        """Show it as one line."""
        print(json_text(to_json(races)), flush=True)


def _progress(races: Races, done: int, of: int) -> None:
    """Show how far a review is, if somebody is watching."""
    if sys.stderr.isatty():
        furthest = max((race.done for race in races.all.values()), default=0)
        end = "\n" if done == of else ""
        text = f"\r{done}/{of} of round {-(-furthest // 10)}"
        print(text, end=end, file=sys.stderr, flush=True)


def _in_lines(setup: Setup, review: SeatReview, rollouts: int) -> Iterator[str]:
    """Tell a seat's review in lines."""
    title, count = setup.seats[review.seat].title, len(review.verdicts)
    many = "1 decision" if count == 1 else f"{count} decisions"
    yield f"{title}: {many}, up to {rollouts} roll-outs of each way"
    yield from wrapped(
        f"Quality is foresight: what the seat could know, imagined. Luck is what happened less "
        f"hindsight's mean. In every roll-out it goes on by its doctrine “{review.doctrine}”.",
        _COLUMNS,
    )
    yield ""
    for verdict in review.verdicts:
        yield from _line(setup, verdict, turning=verdict.decision.number in review.turning_points)


def _line(setup: Setup, verdict: Verdict, *, turning: bool) -> Iterator[str]:
    decision, found = verdict.decision, verdict.foresight
    at = clock(setup.scenario.begins, decision.moment.now_ms)
    luck = "" if verdict.luck is None else f"  luck {verdict.luck:+.1f}"
    cost = f"{found.quality:.1f} [{found.low:.1f}, {found.high:.1f}]" if found.best else "0"
    sign = "*" if turning else " "
    head = f"{sign}{decision.number:>3} {at}  {verdict.mark:<10}"
    yield f"{head} {decision.chosen.title}  {cost}{luck}"
    if verdict.mark in STRIKES or turning:
        for part in wrapped(verdict.reason, _COLUMNS - 6):
            yield f"      {part}"
