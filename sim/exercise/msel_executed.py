"""The list of events as executed: when each came in a run, by three clocks, and its outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.exercise.adjustments import Adjustment
from sim.exercise.effect_words import seats
from sim.exercise.evidence import Evidence
from sim.exercise.injects import InjectRelease, releases
from sim.exercise.journalled import StoryClock
from sim.units import clock, elapsed

ACTUAL = (
    *("actual_story_time", "actual_exercise_clock", "actual_wall_time", "outcome"),
    "actual_player_action",
)
"""Columns that a run fills; planners do not write in them."""
IMPROVISED = "improvised"
"""The kind of a row that the white cell made up on the day."""
Cells = dict[str, str]


@dataclass(slots=True)
class Executed:
    """What a run did with each row, by its own name or control number; and rows of its own."""

    cells: dict[str, Cells] = field(default_factory=dict)
    more: dict[str, Cells] = field(default_factory=dict)


def executed(
    evidence: Evidence, clocks: StoryClock, begin: str, adjustments: Iterable[Adjustment]
) -> Executed:
    """Say when each row of the list came in a run.

    Args:
        evidence: The run.
        clocks: How story and exercise time go together as planned, where nobody wrote down how
            they went.
        begin: The own name of the first row.
        adjustments: What planners had changed: an inject that they added has its row already.
    """
    found = Executed()
    own = [each for each in adjustments if not each.inject]
    for release in releases(evidence.setup, evidence.log):
        key = f"injects.{release.inject}"
        if release.inject not in evidence.setup.injects:
            key = _row_of(release, own) or f"{IMPROVISED}.{release.inject}"
            if key.startswith(f"{IMPROVISED}."):
                found.more[key] = _improvised(evidence, release)
        found.cells[key] = _came(evidence, clocks, release.at_ms, release.seq)
        found.cells[key]["outcome"] = _outcome(release)
        found.cells[key]["actual_player_action"] = " ".join(
            evidence.answers(release.seq, release.to)
        )
    if evidence.log:
        found.cells[begin] = _came(evidence, clocks, 0, 1)
    if evidence.ended:
        found.cells["end"] = _came(evidence, clocks, evidence.now_ms, len(evidence.log))
    return found


def _came(evidence: Evidence, clocks: StoryClock, at_ms: int | None, seq: int | None) -> Cells:
    if at_ms is None:
        return dict.fromkeys(ACTUAL, "")
    story = f"{clock(evidence.setup.scenario.begins, at_ms)} ({elapsed(at_ms)})"
    ran = evidence.ran or clocks
    planned = "" if evidence.ran else " (planned)"
    passed = f"{elapsed(ran.exercise_ms(at_ms))}{planned}"
    wall = evidence.wall_instant(seq or 0)
    shown = f"{wall:%Y-%m-%d %H:%M:%S}Z" if wall else ""
    return dict(zip(ACTUAL, (story, passed, shown, "came", ""), strict=True))


def _outcome(release: InjectRelease) -> str:
    white = f", {release.white} by the white cell" if release.white else ""
    if release.at_ms is not None:
        return f"came{white}"
    if release.withdrawn_ms is not None:
        return f"given up at {elapsed(release.withdrawn_ms)}{white}"
    return f"did not come{white}"


def _row_of(release: InjectRelease, own: list[Adjustment]) -> str:
    """Find the row from which an improvised inject was made; each row makes one."""
    for each in own:
        if (each.title, each.text) == (release.title, release.text):
            own.remove(each)
            return each.control_no
    return ""


def _improvised(evidence: Evidence, release: InjectRelease) -> Cells:
    number = release.inject.rpartition("-")[2]
    return {
        "control_no": f"W-{number}",
        "kind": IMPROVISED,
        "inject_type": "improvised on the day",
        "from": release.sender,
        "to": seats(evidence.setup, release.to),
        "title": release.title,
        "description": release.text,
        "status": "As executed",
    }
