"""The status line: time, what is banked, the seed, and what presses now."""

from __future__ import annotations

from collections import Counter

from sim.columns import cells, fit
from sim.play.seat import Sheet, Shown, waiting
from sim.readings import countdown
from sim.units import so_far
from tui.base.text import Line, ends, line


def status(sheet: Sheet, shown: Shown, seed: int | None, mode: str, width: int) -> Line:
    """Write time, what is banked, the seed, and at the right what presses now."""
    view = shown.view
    banked = [
        f"{sheet.counters[c].title} {n}/{sheet.counters[c].most}"
        for c, n in view.counters
        if c in sheet.counters and sheet.counters[c].banked
    ]
    of_seed = "" if seed is None else f"seed {seed}"
    parts = [f" {view.clock} {so_far(sheet.begins, view.at_ms)}", *banked, of_seed, mode]
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
    words += ["REPLY DUE"] if kinds["request"] else []
    words += ["OFFER"] if kinds["offer"] else []
    words += ["LEAVE ASKED"] if kinds["leave"] else []
    if view.window is not None:
        words.append(f"DECISION {countdown(view.window.closes_ms - view.at_ms)}")
    return " ".join(words)
