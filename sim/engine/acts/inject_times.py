"""How an inject stands now: its words, who reads it, and when it is due."""

from __future__ import annotations

from sim.engine.kernel.engine import Engine


def title_of(engine: Engine, inject: str) -> str:
    """Give an inject's title as it is now."""
    state, spec = engine.state.injects, engine.setup.injects.get(inject)
    if inject in state.words:
        return state.words[inject][0]
    return spec.title if spec else state.improvised[inject].title


def text_of(engine: Engine, inject: str) -> str:
    """Give an inject's text as it is now, "" if nobody is to read it."""
    state, spec = engine.state.injects, engine.setup.injects.get(inject)
    if inject in state.words:
        return state.words[inject][1]
    return (spec.text or "") if spec else state.improvised[inject].text


def readers_of(engine: Engine, inject: str) -> tuple[str, ...]:
    """Name the seats that read an inject."""
    spec = engine.setup.injects.get(inject)
    return spec.to if spec else engine.state.injects.improvised[inject].to


def waiting(engine: Engine, inject: str) -> tuple[int, int | None] | None:
    """Give when an inject is due and when its time is over, ms; None if it waits for no moment."""
    opened = engine.state.opened(("inject", inject))
    if opened is not None:
        return opened.fact.due_ms, opened.fact.until_ms
    held = engine.state.injects.held.get(inject)
    return held if held is not None and held[0] >= 0 else None


def shifted(engine: Engine, first: str, by_ms: int) -> dict[str, tuple[int, int | None]]:
    """Give the new moments of every inject to come at or after one, or of all if it is "".

    What has been due and waits for its condition stays; nothing moves into the past.
    """
    found, now = {}, engine.now_ms
    start = waiting(engine, first) if first else (now, None)
    for inject in (*engine.setup.injects, *engine.state.injects.improvised):
        times = waiting(engine, inject)
        if times is not None and start is not None and times[0] >= max(start[0], now + 1):
            due, until = max(now, times[0] + by_ms), times[1]
            found[inject] = due, None if until is None else max(due, until + by_ms)
    return found
