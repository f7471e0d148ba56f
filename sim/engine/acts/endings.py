"""Endings: a run ends and is named by what happened."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.run import RunBegun, RunClosing, RunEnded
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.engine import LAST, Engine, process
from sim.engine.kernel.state import State


@process(RunBegun, RunClosing, places={"due": LAST})
def end_run(engine: Engine, opened: Event, tag: str) -> None:
    """End the run, its last instant being finished, and name it by what happened."""
    engine.emit(
        RunEnded(ending(engine.setup, engine.state, engine.now_ms)),
        cause=opened.seq,
        closes=opened.seq,
        audience=engine.setup.everybody,
        alert=engine.setup.everybody,
    )


def ending(setup: Setup, state: State, now_ms: int) -> str:
    """Name the first ending whose condition holds; the last always does."""
    return next(e.id for e in setup.scenario.endings if holds(setup, e.when, state, now_ms))
