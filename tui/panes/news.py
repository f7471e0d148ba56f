"""News: the lines of a seat's feed, the newest at the bottom, what calls for attention marked."""

from __future__ import annotations

from collections.abc import Sequence

from sim.play.seat import FeedLine
from tui.base.text import Line, clip, rule, wrap


def news(
    lines: Sequence[FeedLine], fresh: int, width: int, height: int, *, key: str = "l"
) -> list[Line]:
    """Write the newest lines of the feed, the last at the bottom; `fresh` of them are new.

    A key shows those above, "" for none that works now.
    """
    body: list[Line] = []
    whole, since = 0, len(lines) - fresh
    for number in range(len(lines) - 1, -1, -1):
        room = height - 1 - len(body)
        if room <= 0:
            break
        block = feed_lines(lines[number], width, old=number < since)
        whole += len(block) <= room
        body = block[-room:] + body
    more = f", {fresh - whole} above" if fresh > whole else ""
    more += f": {key}" if more and key else ""
    return [rule(" NEWS ", width, f" {fresh} new{more} " if fresh else ""), *body]


def feed_lines(item: FeedLine, width: int, *, old: bool = False) -> list[Line]:
    """Write one line of the feed; what calls for attention is marked with “!”."""
    stamp = f"{item.clock:>5} "
    indent = len(stamp) + 2
    role = "dim" if old else "alert" if item.alert else ""
    texts = wrap(item.text, width - indent, role)
    mark = ("! ", "alert") if item.alert else ("  ", "")
    head: Line = ((stamp, "dim" if old else "time"), mark, *texts[0])
    rest: list[Line] = [((" " * indent, ""), *part) for part in texts[1:]]
    return [clip(row, width) for row in (head, *rest)]
