"""The studies behind docs/validation.md: what is compared, how often, and what is expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sim.engine import Setup
from sim.loader import from_data, library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Arm, Plan, Study
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.pool import processors
from sim.study.run_table import RunTable
from sim.study.summary import summary
from sim.study.workers import run_chunks

RADIO, LINE = "channels.bridge_radio.start=suspended", "channels.staff_line.start=suspended"
CHANNELS = (
    Arm("none", (RADIO, LINE)),
    Arm("radio only", (LINE,)),
    Arm("line only", (RADIO,)),
    Arm("all", ()),
)
"""Four arms of channels; the first is what the others are compared with."""
REVISIONIST = "sides.south.intent=revisionist"
FIRM = (("ccg_scene", "firm"), ("ph_mission", "firm"))


@dataclass(frozen=True)
class Case:
    """One study of the page."""

    title: str
    scenario: str
    arms: tuple[Arm, ...]
    n: int
    sets: tuple[str, ...] = ()
    seats: tuple[tuple[str, str], ...] = ()


def worth(preset: str, n: int, *, revisionist: bool) -> Case:
    """Make the study of what channels are worth under a preset."""
    sides = "one side revisionist" if revisionist else "both sides status quo"
    sets = (f"preset={preset}", *((REVISIONIST,) if revisionist else ()))
    return Case(f"{sides}, {preset}", "two-captains", CHANNELS, n, sets)


WORTH = (
    worth("middle", 4000, revisionist=False),
    worth("optimist", 1000, revisionist=False),
    worth("pessimist", 1000, revisionist=False),
    worth("middle", 600, revisionist=True),
    worth("optimist", 300, revisionist=True),
    worth("pessimist", 300, revisionist=True),
)
MORNING = Case(
    "the morning of 16 September 2025, both on-scene commanders firm",
    "twenty-nine-minutes",
    (
        Arm("as it was", ()),
        Arm("coast guard line open", ("channels.ph_ccg_jcc.start=open",)),
        Arm(
            "both lines open",
            ("channels.ph_ccg_jcc.start=open", "channels.ph_mfa_hotline_2023.start=open"),
        ),
    ),
    100,
    seats=FIRM,
)


@dataclass(frozen=True)
class Direction:
    """What the equations lead one to expect of a change: the sign of a paired difference."""

    name: str
    change: str
    against: str
    measure: str
    sign: int
    why: str


DIRECTIONS = (
    Direction("slower answers", "parameters.h0=0.25 per h", "", "uf8", +1,
              "contact comes after the decision"),
    Direction("nobody may answer at once", "parameters.u=0", "", "first_reply_min", +1,
              "asking above takes an hour or more"),
    Direction("words explain nothing", "parameters.x_vhf=0,parameters.x_call=0", "", "uf8", +1,
              "blame stays where it was"),
    Direction("promises bind nobody", "parameters.honour=0", "", "uf8", +1,
              "what was promised is done all the same"),
    Direction("a dear word", "parameters.honour=3", "", "uf8", -1,
              "what was promised is left undone"),
    Direction("quicker decisions", "north,south", "", "peak_rung", +1,
              "a median of 15 minutes in place of 90: less is heard before"),
    Direction("a hostile bias", "parameters.b0=1.2", "", "uf8", +1,
              "accidents are read as orders"),
    Direction("a distrustful prior", "parameters.p0=0.5", "", "uf8", +1,
              "everything is read darkly from the start"),
    Direction("a trusting prior", "parameters.p0=0.1", "", "uf8", -1,
              "the same, the other way round"),
    Direction("cautious captains", "cautious", "", "uf8", -1, "a lower answer to everything"),
    Direction("hawkish captains", "hawkish", "", "uf8", +1, "a full answer to everything"),
)  # fmt: skip
"""Each against `all` channels under the middle preset; only the change differs."""
QUICK = "{lognormal: {median: 15 min, sigma: 1.0}}"
DIRECTIONS_N = 600


def change_of(direction: Direction) -> Arm:
    """Give the arm of a direction check."""
    name, change = direction.name, direction.change
    if change == "north,south":
        return Arm(name, tuple(f"seats.{s}_captain.decision={QUICK}" for s in change.split(",")))
    if change in ("cautious", "hawkish"):
        return Arm(name, tuple(f"seats.{s}_captain.occupant={change}" for s in ("north", "south")))
    return Arm(name, tuple(change.split(",")))


def directions() -> Case:
    """Make the one study that holds all direction checks against the scenario as it is."""
    arms = (Arm("as it is"), *(change_of(d) for d in DIRECTIONS))
    return Case("direction checks", "two-captains", arms, DIRECTIONS_N)


@cache
def run(case: Case) -> dict[str, Any]:
    """Run a study of the page; the same numbers on any number of workers."""
    made = planned(case)
    table = RunTable(made, measures_of(Setup(from_data(made.scenarios[0]))))
    for chunk, rows in run_chunks(made, made.chunks(case.n), processors()):
        table.add(chunk, rows)
    return summary(table, case.n)


def planned(case: Case) -> Plan:
    """Plan a study of the page."""
    path = library.find(case.scenario)
    document = parse(read_text(path), library.shown(path))
    return plan(Study(document, case.arms, case.seats, case.sets, n=case.n))


def compared(result: dict[str, Any], arm: str, measure: str) -> dict[str, Any]:
    """Find the paired difference of an arm in a measure."""
    rows: Sequence[dict[str, Any]] = result["comparisons"]
    return next(r for r in rows if r["arm"] == arm and r["measure"] == measure)
