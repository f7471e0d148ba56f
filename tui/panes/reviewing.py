"""A review on the screen: every decision with its mark, one laid open with all its ways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.columns import fit, padded
from tui.base.text import Line, line, rule, wrap

Review = Mapping[str, Any]
"""The review of a seat, as `channel16 review --json` gives it."""
MARKS = {
    "!": ("! ", "good"),
    "best": ("= ", "good"),
    "fine": (". ", ""),
    "inaccuracy": ("?!", "warn"),
    "mistake": ("? ", "bad"),
    "blunder": ("??", "bad"),
}
"""The sign and the look of each mark; its word stands beside them."""
EXPLAINED = (
    "Quality is foresight: what the seat could know, imagined. Luck is what happened less what was "
    "to be expected of the same decision. Marks stand only where an interval supports them; sizes "
    "of effects rest on assumed parameters."
)
_OPTION_LEAST = 24


def waiting(width: int, complaint: str, passed_s: float) -> list[Line]:
    """Write what is done until the first marks come, and for how long, or what went wrong."""
    if complaint:
        return wrap(complaint, width, "bad")
    text = (
        "The play is gone through again for its decisions; then every way that was open is rolled "
        "out to the end, ten times each at first, the earliest decisions first. The first marks "
        "come within some seconds, on a busy machine within some minutes. You can leave meanwhile: "
        "what was rolled out is kept."
    )
    return [*wrap(text, width, "dim"), (), line((f"At work for {passed_s:.0f} s.", "warn"))]


def head(review: Review, width: int, *, done: bool) -> list[Line]:
    """Write how far the review is, and what it rests on."""
    text = f"In every roll-out the seat goes on by its doctrine “{review['doctrine']}”."
    lines = [*wrap(EXPLAINED, width, "dim"), *wrap(text, width, "dim")]
    return [*lines, ()] if done else [*lines, *wrap(_so_far(review), width, "warn"), ()]


def _so_far(review: Review) -> str:
    """Say what the marks rest on that are shown before the review is done."""
    found: Sequence[Mapping[str, Any]] = review["decisions"]
    counts = [option["foresight"]["n"] for each in found for option in each["options"]]
    many = f"{len(found)} decision{'' if len(found) == 1 else 's'}"
    least, most = min(counts, default=0), max(counts, default=0)
    rests = f", {least if least == most else f'{least} to {most}'} roll-outs of each way"
    return f"Provisional: {many} so far{rests}. Marks may change, and more may come."


def asked(decision: Mapping[str, Any], width: int) -> list[Line]:
    """Ask whether to play on from a decision."""
    text = f"Enter again: play on from {decision['clock']}, as a new record; this play stays."
    return wrap(text, width, "warn")


def rows(review: Review, at: int, width: int, height: int) -> list[Line]:
    """List the decisions, the one that is laid open under the cursor; turning points with “*”."""
    found: Sequence[Mapping[str, Any]] = review["decisions"]
    if not found:
        return wrap("The seat had no decision with more than one way.", width, "dim")
    first = max(0, min(at - height // 2, len(found) - height))
    shown = found[first : first + height]
    turning = set(review["turning_points"])
    return [_row(d, width, d["number"] in turning, marked=d is found[at]) for d in shown]


def _row(decision: Mapping[str, Any], width: int, turning: bool, *, marked: bool) -> Line:
    sign, role = MARKS[decision["mark"]]
    left = f"{'>' if marked else ' '}{'*' if turning else ' '} {decision['clock']:>9} "
    mark = f"{sign} {padded(decision['mark'], 11)}"
    cost = f"{decision['quality']:>6.1f}" if decision["quality"] else "      "
    room = max(8, width - len(left) - len(mark) - len(cost) - 1)
    look = "cursor" if marked else role
    title = padded(fit(decision["title"], room), room)
    return line((left, look or "dim"), (mark, look), (title, "cursor" if marked else ""),
                (f" {cost}", look))  # fmt: skip


def in_full(decision: Mapping[str, Any], width: int) -> list[Line]:
    """Write a decision with the reason and the loss of every way in both lenses."""
    luck = decision["luck"]
    cost = (
        f"{decision['quality']:.1f} [{decision['quality_low']:.1f}, {decision['quality_high']:.1f}]"
    )
    parts = [decision["mark"], f"quality {cost}"]
    parts += [] if luck is None else [f"luck {luck:+.1f}"]
    lines = [
        rule(f" {decision['clock']} ", width),
        *wrap(decision["title"], width, "head"),
        *wrap("; ".join(parts), width, MARKS[decision["mark"]][1]),
        *wrap(decision["reason"], width),
        (),
    ]
    column = max(_OPTION_LEAST, width - 2 * 19)
    names = padded("way", column) + padded("loss, foresight", 19) + "hindsight"
    lines.append(line((names, "dim")))
    ways = sorted(decision["options"], key=lambda option: option["foresight"]["loss"])
    for option in ways:
        role = "bold" if option["id"] == decision["chosen"] else ""
        text = padded(fit(option["title"], column - 1), column)
        numbers = padded(_loss(option["foresight"]), 19) + _loss(option["hindsight"])
        lines.append(line((text, role), (numbers, role)))
    return lines


def _loss(found: Mapping[str, Any]) -> str:
    return f"{found['loss']:.0f} [{found['low']:.0f}, {found['high']:.0f}]"
