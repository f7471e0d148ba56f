"""The hint line of a guided game: the key it asks for, on the screen as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.play.seat import HintLine
from tui.base import keymap
from tui.base.screen import hint_line
from tui.base.text import Line
from tui.cards.answers import CallCard, Inbox
from tui.panes import decision, situation

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.screens.play import PlayScreen

_COMMANDS = {"vessels": "contacts", "options": "decide"}
"""What the screen calls a thing to do where a hint's own word for it is another."""
_YES, _NO = ("answer", "accept", "grant"), ("decline", "refuse", "deny")


def command(hint: HintLine) -> str:
    """Name the command of the screen that does what a hint asks for."""
    return _COMMANDS.get(hint.verb, hint.verb)


def written(play: PlayScreen, width: int) -> list[Line]:
    """Write the hint that is due on a play, if there is one."""
    hint = play.hint()
    return hint_line(*asked(play, hint), width) if hint else []


def asked(play: PlayScreen, hint: HintLine) -> tuple[str, str]:
    """Give the key that comes next on the way to what a hint asks for, and what it is for."""
    top = play.game.screen
    if top is not play:
        return _on_top(play, hint, top)
    if hint.verb == "choose":
        return _choosing(play, hint)
    if hint.verb == "call" and play.shown is not None:
        rows = situation.ordered(play.sheet, play.shown.view)
        number = next(n for n, row in enumerate(rows, 1) if row.channel == hint.subjects[0])
        return str(number), hint.text
    if play.deciding:
        return _key(play, "news", "decide"), "back to the news"
    if hint.verb in (*_YES, *_NO):
        return _key(play, "inbox", "play"), "see what waits"
    return _key(play, command(hint), "play"), hint.text


def _choosing(play: PlayScreen, hint: HintLine) -> tuple[str, str]:
    if not play.deciding:
        return _key(play, "decide", "play"), "open your options"
    rows = decision.listed(play.shown) if play.shown else []
    if play.marked and rows[play.cursor].move in hint.subjects:
        return decision.LETTERS[play.cursor], "once more, to order it"
    letters = [decision.letter(n, row) for n, row in enumerate(rows) if row.move in hint.subjects]
    return "/".join(letters), hint.text


def _on_top(play: PlayScreen, hint: HintLine, top: Screen[Any]) -> tuple[str, str]:
    """Give the key on a card that lies over the play; one of no use is put away."""
    if isinstance(top, CallCard) and hint.verb == "call" and top.row.channel == hint.subjects[0]:
        return _calling(top, hint)
    if isinstance(top, Inbox) and hint.verb in (*_YES, *_NO):
        return ("a" if hint.verb in _YES else "r"), hint.text
    return "Esc", "back"


def _calling(card: CallCard, hint: HintLine) -> tuple[str, str]:
    """Give the key on the call card: to the right vessel and form, then Enter."""
    if card.ends[card.to % len(card.ends)][0] != hint.to:
        return ("Right" if card.at == 0 else "Up"), "call somebody else"
    if card.row.forms[card.form] != hint.form:
        return ("Right" if card.at == 1 else "Down" if card.at == 0 else "Up"), "say something else"
    return "Enter", "call"


def _key(play: PlayScreen, name: str, where: str) -> str:
    table = keymap.of(where, play.game.table)
    return next(keymap.shown(each.keys[0]) for each in table if each.id == name)
