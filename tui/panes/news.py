"""News: the lines of a seat's feed, the newest at the bottom, what calls for attention marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sim.play.seat import FeedLine
from tui.base.text import Line, clip, rule, wrap
from tui.panes.echo import MARKED, OWN


def news(
    lines: Sequence[FeedLine],
    fresh: int,
    width: int,
    height: int,
    *,
    key: str = "l",
    came: Collection[int] = (),
) -> list[Line]:
    """Write the newest lines of the feed, the last at the bottom; `fresh` of them are new.

    A key shows those above, "" for none that works now. `came` are the numbers of the lines that
    came of what the seat did last.
    """
    body: list[Line] = []
    whole, since, marked = 0, len(lines) - fresh, False
    for number in range(len(lines) - 1, -1, -1):
        room = height - 1 - len(body)
        if room <= 0:
            break
        own = lines[number].number in came
        marked = marked or own
        block = feed_lines(lines[number], width, old=number < since, own=own)
        whole += len(block) <= room
        body = block[-room:] + body
    more = f", {fresh - whole} above" if fresh > whole else ""
    more += f": {key}" if more and key else ""
    title = f" NEWS  {MARKED} " if marked else " NEWS "
    return [rule(title, width, f" {fresh} new{more} " if fresh else ""), *body]


def feed_lines(item: FeedLine, width: int, *, old: bool = False, own: bool = False) -> list[Line]:
    """Write one line of the feed; “!” marks what calls for attention, “<” one's own doing."""
    stamp = f"{item.clock:>5} "
    indent = len(stamp) + 2
    role = "dim" if old else "alert" if item.alert else ""
    texts = wrap(item.text, width - indent, role)
    mark = ("! ", "alert") if item.alert else ("  ", "")
    time: Line = ((stamp, "dim" if old else "time"),)
    if own:
        time = ((stamp[:-1], "dim" if old else "time"), (OWN, "own"))
    head: Line = (*time, mark, *texts[0])
    rest: list[Line] = [((" " * indent, ""), *part) for part in texts[1:]]
    return [clip(row, width) for row in (head, *rest)]
