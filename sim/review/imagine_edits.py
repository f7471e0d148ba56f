"""Edits: the few places at which an imagined state is written by another hand than the fold's.

The state is nobody's but the imagination's: no log leads to it, and whoever resumes from it begins
a log of their own.
"""

from __future__ import annotations

from dataclasses import replace

from sim.engine import State, evolve
from sim.engine.base.log import Event, copied, worked_out
from sim.engine.kernel.knowledge import Known, inform


def edit(state: State, seq: int, opened: Event | None) -> None:
    """Have an open interval be another, or not opened at all."""
    if opened is not None:
        state.running[seq] = opened
        if opened.fact.key:
            state.open[opened.fact.key] = seq
        return
    gone = state.running.pop(seq, None)
    if gone is not None and state.open.get(gone.fact.key) == seq:
        del state.open[gone.fact.key]


def take_in(state: State, event: Event, only_for: str) -> None:
    """Let a state take an event in; if only a seat knows of it, it is true for nobody else."""
    if not only_for:
        evolve(state, event)
        return
    state.seq, state.at_ms = event.seq, event.at_ms
    inform(state.known, event, (only_for,), worked_out(event))


def set_line(state: State, opened: Event, *, works: bool) -> None:
    """Have a line work or not, until the instant at which its state is due to change."""
    state.channels.down[opened.fact.channel] = not works
    state.running[opened.seq] = opened


def ask_nothing(state: State, seat: str) -> None:
    """Put nothing to a seat's policy at this instant: whoever imagines decides for it."""
    state.windows.due.pop(seat, None)
    for request, of in list(state.requests.due.items()):
        if of == seat:
            del state.requests.due[request]


def lay_over(state: State, known: Known) -> None:
    """Lay over what a seat knows, with the state's own events for those of its feed."""
    events = state.known[known.seat].feed
    own = copied(replace(known, feed=events))
    own.feed = events
    for group in ("calls", "requests", "offers"):
        opened = getattr(known, group).open
        by_name = {name: events[opened[name].seq - 1] for name in opened}
        getattr(own, group).open = by_name
    state.known[known.seat] = own
