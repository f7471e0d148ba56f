"""Play in lines: one command a line, all in plain text, spoken to one seat."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.cli import OK, STOPPED, WRONG, complain, plainadvice, plainend, plainwords, signals
from sim.cli.plainprint import columns, writable
from sim.cli.plainview import LOOKS, Page
from sim.columns import cells, wrapped
from sim.play.seat import (
    Debrief,
    Ended,
    Guide,
    HintLine,
    Look,
    Marked,
    NotSaved,
    Push,
    Refused,
    Request,
    Session,
    Shown,
    Submit,
    Undo,
    Wait,
    may_hang,
    meaning,
    must_decide,
    waiting,
)
from sim.printable import shown
from sim.units import parse_duration

if TYPE_CHECKING:
    from sim.cli.starter import Starter

_SLEEP_MOST_S = 3600.0
_NOTHING = {
    "call": "No call rings here.",
    "offer": "No offer waits for you.",
    "leave": "Nobody asks your leave.",
}
"""What is said to somebody who answers where nothing waits."""


class _LeaveError(Exception):
    """The player leaves."""


class Conversation:
    """Reads commands, speaks to the seat's session, prints what comes back."""

    def __init__(
        self, session: Session, factor: float | None, starter: Starter | None = None
    ) -> None:
        self.session, self.starter = session, starter
        self.seat = next(iter(session.seats.values()))
        self.width = columns()
        self.page = Page(self.seat.sheet, self.width)
        self.factor = factor
        self.over, self.trouble, self.sure = False, "", ""
        self.shown: Shown | None = None
        self.menu: list[str] = []
        self.clock: Callable[[], float] = time.monotonic
        self.guide = Guide()
        self.hinted: tuple[HintLine, str] | None = None

    def say(self, text: str = "", *, whole: bool = False) -> None:
        """Print lines in what the terminal can write, none wider than it unless it is `whole`."""
        for line in writable(text).split("\n"):
            if whole or cells(line) <= self.width:
                print(shown(line), flush=True)
                continue
            rest = " " * (len(line) - len(line.lstrip()) + 4)
            for part in wrapped(line, self.width, rest=rest):
                print(part, flush=True)

    def show(self, pushes: list[Push]) -> None:
        """Print what the session pushed."""
        for push in pushes:
            match push:
                case Refused():
                    self.say(f"Not accepted: {push.refusal.sentence}")
                case Marked():
                    self.say(push.text)
                case NotSaved() if push.text != self.trouble:
                    self.trouble = push.text
                    self.say(f"! {push.text}" if self.session.hosted else f"! Saving: {push.text}")
                case Ended():
                    self.over = True
                    self._end(self.seat.debrief())
                case Shown():
                    self._pace(push)
                    self.shown = push
                    for line in self.page.news(push):
                        self.say(line)
                    if push.stopped:
                        self.say(f"-- {push.stopped}")

    def _end(self, debrief: Debrief) -> None:
        lines = [*self.page.ending(debrief)]
        lines += self.page.theirs(debrief) if self.session.daily else []
        across = () if self.session.hosted else self.page.across(debrief, self.session.seed)
        for line in (*lines, *across):
            self.say(line)

    def _pace(self, push: Shown) -> None:
        """At a pace, let as much real time pass as the factor asks."""
        if self.factor is not None and self.shown is not None:
            passed_ms = push.view.at_ms - self.shown.view.at_ms
            time.sleep(min(max(passed_ms, 0) / 1000 / self.factor, _SLEEP_MOST_S))

    def ask(self, request: Request) -> None:
        """Ask something for the seat; go on by itself once nothing is left to decide here."""
        had_to = self._must_decide()
        pushes = self.seat.handle(request)
        self.show(pushes)
        if any(isinstance(push, Refused) for push in pushes) or self.over:
            return
        assert self.shown is not None
        if isinstance(request, Submit) and had_to and not self._must_decide():
            self.show(self.seat.handle(Wait()))

    def _must_decide(self) -> bool:
        """Say whether something waits for the player now."""
        return self.shown is not None and must_decide(self.shown.view)

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
        self.guide.take_in(shown.view, wall_s)
        hint = self.guide.hint(shown.view, wall_s)
        if hint is not None and hint.verb == "options":  # they stand right above
            self.guide.looked(shown.view, [hint.verb])
            hint = self.guide.hint(shown.view, wall_s)
        self.hinted = (hint, self.page.hint(shown, hint)) if hint else None
        if self.hinted is not None:
            self.say(f">> type {self.hinted[1]}: {self.hinted[0].text}")

    def obey(self, line: str) -> None:
        """Carry one line out."""
        word, _, rest = line.strip().partition(" ")
        rest, verb = rest.strip(), word.lower()
        if self.shown is not None:
            shows = [glance for glance, shown_by in LOOKS.items() if shown_by == verb]
            self.guide.looked(self.shown.view, [*shows, verb])
        self.sure = self.sure if verb == "undo" else ""
        command = self.commands().get(verb)
        if command is not None:
            command(rest)
        elif word:
            self._choose(word)
        elif self.session.hosted:
            self.ask(Look())

    def commands(self) -> dict[str, Callable[[str], None]]:
        """Name every word a player may type; at a host some of a game are not there."""
        found = self._words_of_games()
        if self.session.hosted:
            found = {word: do for word, do in found.items() if word not in plainwords.AT_HOME}
            found["because"] = self._because
        return found

    def _words_of_games(self) -> dict[str, Callable[[str], None]]:
        return {
            "wait": self._wait,
            "call": self._call,
            "answer": lambda _: self._answer("call", "answer"),
            "decline": lambda _: self._answer("call", "decline"),
            "hang": lambda _: self._hang(),
            "accept": lambda _: self._answer("offer", "accept"),
            "refuse": lambda _: self._answer("offer", "refuse"),
            "counter": lambda rest: self._answer("offer", "counter", rest),
            "reply": self._reply,
            "promises": lambda _: self._promises(),
            "advise": lambda rest: plainadvice.advise(self, rest),
            "release": self._release,
            "say": self._say,
            "grant": lambda rest: self._answer("leave", "grant", rest),
            "deny": lambda rest: self._answer("leave", "deny", rest),
            "note": lambda rest: self.ask(Submit("note", text=rest)),
            "options": lambda _: self._options(),
            "view": lambda _: self._view(),
            "log": lambda _: self._log(),
            "undo": lambda _: self._undo(),
            "save": lambda _: self._save(),
            "quit": lambda _: self._quit(),
            "words": self._words,
            "help": lambda _: self.say(plainwords.help_page(hosted=self.session.hosted)),
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
        self._ask_or_say(self.page.call(self.shown, rest.split(), self.seat.terms))

    def _ask_or_say(self, found: Submit | str) -> None:
        """Ask what a line means, or say why it means nothing."""
        if isinstance(found, str):
            self.say(found)
        else:
            self.ask(found)

    def _say(self, rest: str) -> None:
        """List what can be said on a channel; of a form that is named, the words themselves."""
        assert self.shown is not None
        words = rest.split()
        lines = self.page.say(self.shown, words, self.seat.terms)
        if len(words) > 1:
            call = self.page.call(self.shown, words, self.seat.terms)
            found = call if isinstance(call, str) else self.seat.ahead(call)
            lines = plainwords.ahead(found, self.width)
        for line in lines:
            self.say(line)

    def _answer(self, kind: str, verb: str, rest: str = "") -> None:
        """Answer the first thing of a kind that waits; `rest` names clauses or a request."""
        assert self.shown is not None
        items = [item for item in waiting(self.shown.view) if item.kind == kind]
        if kind == "leave":
            items = [item for item in items if rest in item.id]
        clauses = tuple(rest.replace(",", " ").split()) if kind == "offer" else ()
        if items:
            self.ask(Submit(verb, items[0].id, clauses=clauses))
        else:
            self.say(_NOTHING[kind])

    def _reply(self, rest: str) -> None:
        """Reply to the first request that waits, by the number or the name of a reply."""
        assert self.shown is not None
        self._ask_or_say(plainwords.reply(self.shown, rest))

    def _promises(self) -> None:
        assert self.shown is not None
        for line in plainwords.promises(self.page.sheet, self.shown, self.width):
            self.say(line)

    def _release(self, rest: str) -> None:
        """Release another from a promise, by its number."""
        assert self.shown is not None
        self._ask_or_say(plainwords.release(self.shown, rest))

    def _hang(self) -> None:
        assert self.shown is not None
        calls = [call for call in self.shown.view.calls if may_hang(call)]
        if calls:
            self.ask(Submit("hang", calls[0].call))
        else:
            self.say("You have no call open.")

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
        for line in self.seat.feed():
            self.say(self.page.feed_line(line))

    def _undo(self) -> None:
        """Take the last command back; where that goes far, once undo has been said twice."""
        far = self.seat.far_back()
        if far and self.sure != far:
            self.sure = far
            self.say(f"{far} Type undo again to do it.")
        else:
            self.ask(Undo())

    def _save(self) -> None:
        self.say(self.session.trouble or "Saved: every command is on disk when it is accepted.")

    def _words(self, rest: str) -> None:
        """Say what a word means; without one, all of them."""
        found = meaning(rest)
        for word, text in found.items():
            self.say(f"   {word}: {text}")
        if not found:
            self.say(f"“{rest}” is none of the words explained here; type words for all of them.")

    def _because(self, rest: str) -> None:
        """Keep why the next order is given; it goes to the others in the seat and the journal."""
        self.seat.because = rest
        self.say("It goes with your next order." if rest else "No reason is given.")

    def _quit(self) -> None:
        raise _LeaveError


def converse(
    session: Session, factor: float | None, *, fresh: bool, starter: Starter | None = None
) -> int:
    """Play until the end, the end of input, or until the player leaves.

    Args:
        session: The play.
        factor: At which pace, None without one.
        fresh: Whether it has just begun.
        starter: Writes the report of a play that has ended and goes on from its moments, if given.

    Returns:
        The exit code: what was accepted and could not be saved outweighs all else.
    """
    talk = Conversation(session, factor, starter)
    code = _conversed(talk, fresh=fresh)
    while starter is not None and talk.over and code == OK:
        next_one = plainend.follow_up(talk.session, starter, talk.say, _read)
        if next_one is None:
            break
        talk = Conversation(next_one, factor, starter)
        code = _conversed(talk, fresh=False)
    return code


def _conversed(talk: Conversation, *, fresh: bool) -> int:
    """Play one play in lines, and close its record."""
    session = talk.session
    code, farewell = OK, ""
    try:
        with signals.heard():
            _play(talk, fresh=fresh)
    except (_LeaveError, EOFError):
        farewell = "Saved. Go on with: channel16 play --resume RECORD"
    except KeyboardInterrupt:
        code, farewell = STOPPED, "\nSaved."
    except signals.EndAsked as stop:
        code, farewell = stop.code, "\nSaved."
    finally:
        trouble = session.close()
    if trouble:
        complain(f"not all is saved: {trouble}")
    elif farewell and session.record:
        talk.say(farewell)
    if not session.hosted:
        talk.say(f"Record: {session.record or '-'}", whole=True)
    return WRONG if trouble else code


def _play(talk: Conversation, *, fresh: bool) -> None:
    if fresh:
        for line in talk.page.introduction(talk.session.seed):
            talk.say(line)
        _read("")
    talk.ask(Wait() if fresh else Look())
    while not talk.over:
        talk.prompt()
        talk.obey(_read("> "))


def _read(prompt: str) -> str:
    if sys.stdin.isatty():
        return input(prompt)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    print(prompt + shown(line.rstrip("\n")))
    return line
