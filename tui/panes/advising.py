"""Advice in words: what looking ahead would do, what speaks against it, what is risked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.columns import fit, padded
from tui.base.text import Line, line, wrap

Advice = Mapping[str, Any]
"""Advice as an adviser gives it."""
OFFERED = (
    "An adviser looks ahead: every way that is open now is rolled out to the end, in worlds that "
    "fit what you know. It knows no more than you do. How often it was asked is told at the end."
)
WORKING = "Looking ahead from what you know. Esc leaves off."
_COLUMN = 16
"""Columns of a share with its interval."""


def advising(advice: Advice, width: int) -> list[Line]:
    """Write advice."""
    best, default = advice["best"], advice["default"]
    lines = [*wrap(f"{advice['about']}: the adviser would “{best}”", width, "head", rest="  ")]
    lines += [*wrap(_lead(advice), width), ()]
    lines += [*wrap(f"Against it: {advice['against']}", width), ()]
    risks = [row for row in advice["risks"] if row["best"]["mean"] or row["default"]["mean"]]
    if risks:
        lines += _risks(advice, risks, width)
    never = [row["what"] for row in advice["risks"] if row not in risks]
    if never:
        most = max(row["best"]["high"] for row in advice["risks"] if row not in risks)
        text = f"Never seen, so below {most:.0%} each: {', '.join(never)}."
        lines += wrap(text, width, "dim")
    rests = (
        f"{advice['rollouts']} roll-outs of each way; you go on by the doctrine "
        f"“{advice['doctrine']}”. No forecast: effects rest on assumed parameters."
    )
    again = [] if advice["is_default"] else [f"If you do nothing: “{default}”."]
    return [*lines, *(row for text in again for row in wrap(text, width, "dim")),
            *wrap(rests, width, "dim")]  # fmt: skip


def _lead(advice: Advice) -> str:
    """Say how far the advice is from what comes by itself."""
    lead = advice["lead"]
    if lead is None:
        return "That is also what comes if you do nothing."
    sure = "" if lead["low"] > 0 else " It is not sure to be better at all."
    span = f"{lead['low']:+.1f} to {lead['high']:+.1f}"
    return f"{lead['points']:+.1f} points over doing nothing, 95 % interval {span}.{sure}"


def _risks(advice: Advice, rows: list[Mapping[str, Any]], width: int) -> list[Line]:
    """List what may happen from now on, with the advice and without."""
    columns = 1 if advice["is_default"] else 2
    room = max(20, width - columns * _COLUMN)
    names = ["with it", "without"][:columns] if columns > 1 else ["chance"]
    lines = [
        line((padded("from now on", room) + "".join(padded(n, _COLUMN) for n in names), "dim"))
    ]
    for row in rows:
        shares = [_share(row[which]) for which in ("best", "default")[:columns]]
        text = padded(fit(row["what"], room - 1), room)
        lines.append(
            line((text, ""), ("".join(padded(share, _COLUMN) for share in shares), "bold"))
        )
    return lines


def _share(found: Mapping[str, Any]) -> str:
    return f"{found['mean']:.0%} [{100 * found['low']:.0f}, {100 * found['high']:.0f}]"
