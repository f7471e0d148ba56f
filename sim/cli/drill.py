"""`channel16 drill`: the decisions that cost you something, asked again, rarer each time."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sim.cli import NO, OK, complain, say
from sim.cli.home import saves
from sim.cli.plainview import Page
from sim.columns import wrapped
from sim.engine.seat.handing import handed
from sim.engine.seat.news import feed
from sim.engine.seat.rules import options
from sim.engine.seat.views import view
from sim.errors import RecordError, SimError
from sim.jsontext import json_data
from sim.play.seat import Shown, sheet
from sim.play.sheet import names
from sim.review.drill import Answer, Card, cards, due, right
from sim.review.keeping import SUFFIX, KeptRolls
from sim.review.racing import Races, Recorded, Reviewed
from sim.store import LineFile, read_lines
from sim.units import clock

_ANSWERS = "drill.answers"
"""Where answers are kept, in the folder of saved plays."""
_NEWS = 8
"""Lines of what was heard last that are shown with a question."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WIDTH = 78


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add = parser.add_argument
    add("record", nargs="*", type=Path, help="reviewed records; none: those of your own plays")
    add("--list", action="store_true", help="only say how many are due")


def main(args: argparse.Namespace) -> int:
    """Ask what is due."""
    given = _answers()
    found = [pair for path in args.record or _reviewed() for pair in _cards(path)]
    if not found:
        say("There is nothing to drill. Play, then `channel16 review RECORD` marks what cost you.")
        return NO
    today = datetime.now().astimezone().toordinal()
    waiting = due([card for card, _ in found], given, today)
    say(f"{len(waiting)} due of {len(found)}.")
    if args.list or not waiting:
        return OK
    of = {card.id: races for card, races in found}
    file = _file()
    try:
        for card in waiting:
            place = _asked(card, of[card.id])
            if place is None:
                break
            was_right = right(card.verdict, place)
            _in_lines(card, place, was_right=was_right)
            line = json.dumps({"card": card.id, "day": today, "right": was_right})
            file.append([line], sync=True)
    finally:
        file.close()
    return OK


def _reviewed() -> Iterator[Path]:
    """Yield the records of one's own plays that were reviewed."""
    for path in sorted(saves().glob(f"*.jsonl{SUFFIX}")):
        yield path.with_name(path.name.removesuffix(SUFFIX))


def _cards(path: Path) -> Iterator[tuple[Card, Races]]:
    """Yield the cards of a record; one that cannot be read is said and passed over."""
    try:
        lines, _, _ = read_lines(path)
        played = Recorded(tuple(lines), str(path))
        races = Races(played, Reviewed(played))
        kept = KeptRolls(path.with_name(path.name + SUFFIX), races.reviewed.record)
    except SimError as error:
        complain(str(error))
        return
    kept.close()
    for card in cards(races, kept):
        yield card, races


def _file() -> LineFile:
    path = saves() / _ANSWERS
    file = LineFile(path, exists=path.exists())
    if path.exists():
        file.keep(path.stat().st_size)
    return file


def _answers() -> list[Answer]:
    """Read the answers given so far; what is none is passed over."""
    path = saves() / _ANSWERS
    if not path.exists():
        return []
    found = []
    for line in read_lines(path)[0]:
        try:
            data = json_data(line.encode())
            found.append(Answer(str(data["card"]), int(data["day"]), right=data["right"] is True))
        except (ValueError, KeyError, TypeError, RecordError):
            continue
    return found


def _asked(card: Card, races: Races) -> int | None:
    """Ask a card; give the place of the way that is chosen, None to stop."""
    setup, decision = races.reviewed.setup, card.verdict.decision
    moment, seat = decision.moment, decision.seat
    known = handed(moment.state.known[seat])
    page = Page(sheet(setup, seat), _WIDTH)
    news = tuple(feed(setup, known)[-_NEWS:])
    shown = Shown(
        view(setup, known, moment.now_ms),
        tuple(options(setup, known, moment.now_ms)),
        news,
        names(setup, known),
    )
    say(f"\n{setup.scenario.title}, {clock(setup.scenario.begins, moment.now_ms)}")
    for line in [*page.picture(shown), "", *page.news(shown), ""]:
        say(line)
    ways = sorted(range(len(decision.ways)), key=lambda place: decision.ways[place].title)
    for letter, place in zip(_LETTERS, ways, strict=False):
        say(f"  {letter}) {decision.ways[place].title}")
    while True:
        try:
            typed = input("What do you do? (a letter; q to stop) ").strip().lower()
        except EOFError:
            return None
        if typed in ("q", "quit"):
            return None
        if len(typed) == 1 and typed in _LETTERS[: len(ways)]:
            return ways[_LETTERS.index(typed)]
        say(f"Type a letter from a to {_LETTERS[len(ways) - 1]}, or q.")


def _in_lines(card: Card, place: int, *, was_right: bool) -> None:
    """Say whether an answer was right, and what the review said."""
    verdict, decision = card.verdict, card.verdict.decision
    found = verdict.foresight
    head = "Right." if was_right else "Not that."
    cost = f"{found.quality:.1f} points [{found.low:.1f}, {found.high:.1f}]"
    then = f"Then you chose “{decision.chosen.title}”: {verdict.mark}, {cost}."
    for text in (f"{head} {then}", verdict.reason):
        for line in wrapped(text, _WIDTH):
            say(line)
