"""The status line: time, what is banked, the seed, and what presses now."""

from __future__ import annotations

from collections import Counter

from sim.play.seat import Sheet, Shown, waiting
from sim.units import so_far
from tui.base.text import Line, cells, ends, fit, line


def status(sheet: Sheet, shown: Shown, seed: int, mode: str, width: int) -> Line:
    """Write time, what is banked, the seed, and at the right what presses now."""
    view = shown.view
    banked = [
        f"{sheet.counters[c].title} {n}/{sheet.counters[c].most}"
        for c, n in view.counters
        if c in sheet.counters and sheet.counters[c].banked
    ]
    parts = [f" {view.clock} {so_far(sheet.begins, view.at_ms)}", *banked, f"seed {seed}", mode]
    presses = pressing(shown)
    right = f"{presses or 'nothing waits'} "
    text = fit("   ".join(part for part in parts if part), max(0, width - cells(right) - 1))
    return ends(line((text, "bar")), line((right, "press" if presses else "bar")), width, "bar")


def pressing(shown: Shown) -> str:
    """Say what waits for the seat now, the most pressing first; "" if nothing does."""
    view = shown.view
    kinds = Counter(item.kind for item in waiting(view))
    rings = kinds["call"]
    words = [f"{rings} RING" if rings > 1 else "RINGS"] if rings else []
    words += ["OFFER"] if kinds["offer"] else []
    words += ["LEAVE ASKED"] if kinds["leave"] else []
    if view.window is not None:
        words.append(f"DECISION {time_left(view.window.closes_ms - view.at_ms)}")
    return " ".join(words)


def time_left(ms: int) -> str:
    """Write how long something lasts yet: ``4:00``, ``2h15``, ``3d4h``.

    >>> time_left(240_000), time_left(8_100_000), time_left(273_600_000)
    ('4:00', '2h15', '3d4h')
    """
    seconds = max(0, ms) // 1000
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02d}"
    hours = seconds // 3600
    if hours < 48:
        return f"{hours}h{seconds // 60 % 60:02d}"
    return f"{hours // 24}d{hours % 24}h"
