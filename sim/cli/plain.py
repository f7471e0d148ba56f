"""Play in lines: one command a line, all in plain text, spoken to one desk."""

from __future__ import annotations

import sys
import textwrap
import time
from collections.abc import Callable

from sim.cli import OK, STOPPED
from sim.cli.plainview import Page
from sim.cli.scenario import briefing_lines
from sim.play.driver import Play
from sim.play.seat import (
    Desk,
    Ended,
    Guide,
    HintLine,
    Look,
    Push,
    Refused,
    Request,
    Shown,
    Submit,
    Trouble,
    Undo,
    Wait,
)
from sim.printable import shown
from sim.units import parse_duration

HELP = """\
A letter or number chooses an option.   wait [DURATION]   go on until you notice something
call N [FORM] [VESSEL]   call on channel N of the board; else the other side's nearest vessel
call N [FORM] [SEAT] [CLAUSE...]   on a line or relay; an offer names its clauses, else all
answer, decline          the call that rings          hang   hang up your own call
accept, refuse           the offer that waits         counter CLAUSE...   offer these instead
grant, deny              when your leave is asked     note TEXT   write something down
view  what you hold      log  all you have learned    undo   take your last command back
options  list them again, and those that are not open now, with the reason
save  where it is saved  quit save and leave          help   this page"""
_SLEEP_MOST_S = 3600.0


class _LeaveError(Exception):
    """The player leaves."""


class Conversation:
    """Reads commands, speaks to the desk, prints what comes back."""

    def __init__(self, play: Play, seat: str, factor: float | None) -> None:
        self.desk = Desk(play, seat)
        self.page = Page(play.setup, seat)
        self.play = play
        self.factor = factor
        self.over = False
        self.shown: Shown | None = None
        self.menu: list[str] = []
        self.clock: Callable[[], float] = time.monotonic
        self.guide = Guide()
        self.hinted: tuple[HintLine, str] | None = None

    def say(self, text: str = "") -> None:
        """Print a line in what the terminal can write."""
        encoding = sys.stdout.encoding or "ascii"
        for fancy, simple in (("“", '"'), ("”", '"'), ("°", " deg"), ("…", "..."), ("—", "-")):
            if not _can(fancy, encoding):
                text = text.replace(fancy, simple)
        print(shown(text), flush=True)

    def show(self, pushes: list[Push]) -> None:
        """Print what the desk pushed."""
        for push in pushes:
            match push:
                case Refused():
                    self.say(f"Not accepted: {push.refusal.sentence}")
                case Trouble():
                    self.say(f"! Saving: {push.text}")
                case Ended():
                    self.over = True
                    for line in self.page.ending(push.outcome):
                        self.say(line)
                    for line in self.page.across(int(self.play.header["seed"])):
                        self.say(line)
                case Shown():
                    self._pace(push)
                    self.shown = push
                    for line in self.page.news(push):
                        self.say(line)

    def _pace(self, push: Shown) -> None:
        """At a pace, let as much real time pass as the factor asks."""
        if self.factor is not None and self.shown is not None:
            passed_ms = push.view.at_ms - self.shown.view.at_ms
            time.sleep(min(max(passed_ms, 0) / 1000 / self.factor, _SLEEP_MOST_S))

    def ask(self, request: Request) -> None:
        """Put a request to the desk; go on by itself once nothing is left to decide here."""
        had_to = self._must_decide()
        pushes = self.desk.handle(request)
        self.show(pushes)
        if any(isinstance(push, Refused) for push in pushes) or self.over:
            return
        assert self.shown is not None
        if isinstance(request, Submit) and had_to and not self._must_decide():
            self.show(self.desk.handle(Wait()))

    def _must_decide(self) -> bool:
        """Say whether something waits for the player now."""
        view = self.shown.view if self.shown else None
        if view is None:
            return False
        rings = any(c.incoming and c.stage == "ringing" for c in view.calls)
        offered = any(o.incoming for o in view.offers)
        return view.window is not None or rings or offered or bool(view.asks)

    def prompt(self) -> None:
        """Print what can be done now."""
        if self.shown is None:
            return
        menu = self.page.menu(self.shown)
        for line in self.page.status(self.shown):
            self.say(line)
        if menu != self.menu:
            for line in menu:
                self.say(line)
        elif menu:
            self.say("  (the same options as before; “options” lists them)")
        self.menu = menu
        self._hint(self.shown)

    def _hint(self, shown: Shown) -> None:
        """Print the hint that is due: always the same words, what to type, and what for."""
        wall_s = self.clock()
        self.guide.told(shown.view, wall_s)
        hint = self.guide.hint(shown.view, wall_s)
        while hint is not None and hint.verb == "options":  # they stand right above
            self.guide.looked(hint)
            hint = self.guide.hint(shown.view, wall_s)
        self.hinted = (hint, self.page.hint(shown, hint)) if hint else None
        if self.hinted is not None:
            self.say(f">> type {self.hinted[1]}: {self.hinted[0].text}")

    def obey(self, line: str) -> None:
        """Carry one line out."""
        if self.hinted is not None and line.strip() == self.hinted[1]:
            self.guide.looked(self.hinted[0])
        word, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        command = self.commands().get(word.lower())
        if command is not None:
            command(rest)
        elif word:
            self._choose(word)

    def commands(self) -> dict[str, Callable[[str], None]]:
        """Name every word a player may type."""
        return {
            "wait": self._wait,
            "call": self._call,
            "answer": lambda _: self._ring("answer", incoming=True),
            "decline": lambda _: self._ring("decline", incoming=True),
            "hang": lambda _: self._ring("hang", incoming=False),
            "accept": lambda _: self._offered("accept", ""),
            "refuse": lambda _: self._offered("refuse", ""),
            "counter": lambda rest: self._offered("counter", rest),
            "grant": lambda rest: self._leave_asked("grant", rest),
            "deny": lambda rest: self._leave_asked("deny", rest),
            "note": lambda rest: self.ask(Submit("note", text=rest)),
            "options": lambda _: self._options(),
            "view": lambda _: self._view(),
            "log": lambda _: self._log(),
            "undo": lambda _: self.ask(Undo()),
            "save": lambda _: self._save(),
            "quit": lambda _: self._quit(),
            "help": lambda _: self.say(HELP),
        }

    def _choose(self, word: str) -> None:
        assert self.shown is not None
        option = self.page.option(self.shown, word)
        if option is None:
            self.say(f"“{word}” is neither an option nor a command; type help.")
        else:
            self.ask(Submit("choose", option.move))

    def _wait(self, rest: str) -> None:
        if not rest:
            self.ask(Wait())
            return
        try:
            self.ask(Wait(parse_duration(rest)))
        except ValueError as error:
            self.say(f"Not understood: {error}.")

    def _call(self, rest: str) -> None:
        assert self.shown is not None
        found = self.page.call(self.shown, rest.split())
        if isinstance(found, str):
            self.say(found)
        else:
            self.ask(found)

    def _ring(self, verb: str, *, incoming: bool) -> None:
        assert self.shown is not None
        calls = [
            c for c in self.shown.view.calls if c.incoming == incoming and c.stage != "talking"
        ]
        if calls:
            self.ask(Submit(verb, calls[0].call))
        else:
            self.say("No call rings here." if incoming else "You have no call open.")

    def _offered(self, verb: str, rest: str) -> None:
        assert self.shown is not None
        offers = [o for o in self.shown.view.offers if o.incoming]
        if offers:
            clauses = tuple(rest.replace(",", " ").split())
            self.ask(Submit(verb, offers[0].offer, clauses=clauses))
        else:
            self.say("No offer waits for you.")

    def _leave_asked(self, verb: str, rest: str) -> None:
        assert self.shown is not None
        asks = [f"{seat}:{move}" for seat, move in self.shown.view.asks]
        wanted = [ask for ask in asks if rest in ask]
        if wanted:
            self.ask(Submit(verb, wanted[0]))
        else:
            self.say("Nobody asks your leave.")

    def _options(self) -> None:
        assert self.shown is not None
        self.menu = []
        for line in self.page.blocked(self.shown):
            self.say(line)

    def _view(self) -> None:
        assert self.shown is not None
        for line in self.page.picture(self.shown):
            self.say(line)

    def _log(self) -> None:
        for line in self.desk.feed():
            self.say(self.page.feed_line(line))

    def _save(self) -> None:
        trouble = self.play.trouble
        self.say(trouble or "Saved: every command is on disk when it is accepted.")

    def _quit(self) -> None:
        raise _LeaveError


def _can(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def converse(play: Play, seat: str, factor: float | None, *, fresh: bool) -> int:
    """Play until the end, the end of input, or until the player leaves."""
    talk = Conversation(play, seat, factor)
    scenario = play.setup.scenario
    try:
        if fresh:
            talk.say(f"{scenario.title}. {scenario.place}, {scenario.begins:%d %B %Y %H:%M}.")
            for line in briefing_lines(scenario):
                indent = "    " if line.startswith("  -") else ""
                for part in textwrap.wrap(line, 78, subsequent_indent=indent) or [""]:
                    talk.say(part)
            for line in talk.page.who():
                talk.say(line)
            talk.say(f"Seed {play.header['seed']}. Enter begins; help explains.")
            _read("")
        talk.ask(Wait() if fresh else Look())
        while not talk.over:
            talk.prompt()
            talk.obey(_read("> "))
    except (_LeaveError, EOFError):
        play.close()
        go_on = "Saved. Go on with: channel16 play --resume RECORD"
        talk.say(f"! Not all is saved: {play.trouble}" if play.trouble else go_on)
    except KeyboardInterrupt:
        play.close()
        talk.say(f"\n! Not all is saved: {play.trouble}" if play.trouble else "\nSaved.")
        return STOPPED
    finally:
        play.close()
        talk.say(f"Record: {play.file.path if play.file else '-'}")
    return OK


def _read(prompt: str) -> str:
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    print(prompt + line.rstrip("\n"))
    return line
