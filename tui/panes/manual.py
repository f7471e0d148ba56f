"""The pages to learn from: what is worth knowing before a game, a page for each subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sim.columns import padded
from sim.model.rungs import RUNGS
from tui.base import keymap
from tui.base.keycommand import KeyCommand
from tui.base.start import MEANING, SIGNS
from tui.base.text import Line, line, wrap
from tui.panes.home import short
from tui.panes.words import CHANNELS, DIRECTIONS, PROMISES

_WORD = 15
"""Columns of a word that is explained."""

PLAYING = """\
Two vessels close. You sit in one seat, with what that seat can know: its sensors, its reports,
what is said to it. Others sit elsewhere and know other things.

Time stands still until you go on. When something calls for you a decision opens, with its time
on the clock; what stands after “else” is done when that time is up.

An option says what it is: how long it takes, what it spends, how each side may read it. It
never says what it will bring about, for that hangs on how the other side reads it.

Say what you mean, ask what they mean, promise what you can keep. Nobody is the villain: after
the end, play the same morning from the other bridge."""
RUNGS_MEAN = (
    "nothing out of the ordinary",
    "hostile words or warnings",
    "a penalty: protest, sanction, a line shut",
    "shadowing, or a show of presence",
    "an unsafe manoeuvre or a close pass",
    "a threat of force",
    "force without fire: ramming, water cannon, hulls that touch",
    "people or vessels seized",
    "fire, warning shots included",
    "fire that is meant to hit",
    "open battle",
)
LADDER = """\
What happens stands on a ladder. Each side reads an act on a rung, and not always on the same
one: “read as” beside an option names both. The ladder pane shows the highest rung of each side
so far; | marks a firebreak.

An act may have been an accident. Whoever sees it cannot know; asking and explaining helps."""
KINDS = {
    "radio": "from bridge to bridge; everybody in reach hears it",
    "line": "rings at a desk; whoever lifts it may have to ask above",
    "relay": "a message from office to office: late, if it arrives at all",
    "meeting": "people at one table on a day that was announced",
    "rules": "an agreement that binds some services; nothing is said on it",
    "public": "what is said to everybody; shown only",
}
CHANNELS_TEXT = """\
1 to 7 call on a channel of the board; c lists them with all that is known. A line that is down
rings out like one that nobody lifts. A word stands beside each:"""
PROMISES_TEXT = """\
Words bind. A form says what it promises or asks: not to go beyond a rung, not to come closer
than a range, to do something, to call, each until a time. Left and Right change the limit.

A request waits for a reply: will, will not, a counter with another limit, or stand by. Silence
is a reply too. p shows what binds whom; only whom it was given to can release you.

A promise that was kept under test earns credit; one broken costs more, even by an accident. It
stands as one of these:"""
PROMISES_MEAN = {
    "": "it binds",
    "kept": "its time is over, and it was put to the test",
    "broken": "what was not to be was done, or what was to be was not",
    "never put to the test": "its time is over, and nobody had cause to break it",
    "released": "whom it was given to has let it go",
    "void": "it was given for another, which was broken",
}
OPPONENTS_TEXT = """\
Seats without a person are held by a policy; o in menu and briefing changes who decides. Doctrines
know only what their seat knows, weigh what you do and say, promise what they mean to keep for a
price, and remember whether you kept your word."""
RESULTS_TEXT = """\
Each side scores from 0 to 100 by its own objectives: the account shows where every point comes
from, and what caps it. Two sides can both do well.

The daily game is the same for everybody: one scenario, seat and seed a day, one try, and
nothing is taken back. Every game that ends stays among the records.

Three signs tell a result without telling the story, so that it can be shared:"""


def manual(
    page: str, table: Iterable[KeyCommand], policies: Mapping[str, str], width: int
) -> list[Line]:
    """Write a page."""
    match page:
        case "Playing":
            return _texts(PLAYING, width)
        case "Keys":
            play = keymap.page("play", table, width)
            return [
                *play,
                (),
                line((" With the options open", "head")),
                *keymap.page("decide", table, width),
            ]
        case "Ladder":
            rungs = {f"{n:>2} {name}": RUNGS_MEAN[n] for n, name in enumerate(RUNGS)}
            signs = {f"{sign} {word}": "" for sign, word, _ in DIRECTIONS.values()}
            return [*_texts(LADDER, width), *_terms(rungs, width), (), *_terms(signs, width)]
        case "Channels":
            board = [(f"{sign} {word}", role) for sign, word, role in CHANNELS.values()]
            return [*_terms(KINDS, width), (), *_texts(CHANNELS_TEXT, width), *_signs(board)]
        case "Promises":
            states = {f"{PROMISES[s][0]} {PROMISES[s][1]}": m for s, m in PROMISES_MEAN.items()}
            return [*_texts(PROMISES_TEXT, width), *_terms(states, width)]
        case "Opponents":
            return [
                *_texts(OPPONENTS_TEXT, width),
                *_terms({short(name): text for name, text in policies.items()}, width),
            ]
    meaning = {f"{SIGNS['+']} {name}": what for name, what in zip(MEANING, SIGNS_MEAN, strict=True)}
    return [*_texts(RESULTS_TEXT, width), *_terms(meaning, width)]


SIGNS_MEAN = (
    "at least half of what mattered most to your side",
    "your side broke no promise",
    "nobody died, and nobody went as far as force",
)


def _texts(text: str, width: int) -> list[Line]:
    return [row for part in text.split("\n\n") for row in (*wrap(part, width), ())]


def _terms(terms: Mapping[str, str], width: int) -> list[Line]:
    """Write words with what they mean."""
    lines: list[Line] = []
    for word, meaning in terms.items():
        head, *rest = wrap(meaning, max(20, width - _WORD - 1))
        lines.append((*line((f"{padded(word, _WORD)} ", "bold")), *head))
        lines += [(*line(" " * (_WORD + 1)), *row) for row in rest]
    return lines


def _signs(signs: Iterable[tuple[str, str]]) -> list[Line]:
    return [line((f"  {text}", role)) for text, role in signs]
