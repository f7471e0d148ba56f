"""Calls: asked for, begun, ringing, ended."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("call_asked", opens=True, secret=("due_ms", "nth"))
class CallAsked(Fact):
    """A seat asks its own side's leave to call; the line is rung at `due_ms`."""

    call: str
    channel: str
    caller: str
    callee: str
    form: str
    text: str
    clauses: tuple[str, ...]
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"call:{self.call}"


@fact("call_begun", opens=True, secret=("due_ms", "may_ms", "effect", "nth"))
class CallBegun(Fact):
    """A seat calls another: by radio, vessel to vessel `to`, heard by whoever listens, or by line.

    Nobody may answer before `may_ms`.
    """

    call: str
    channel: str
    caller: str
    callee: str
    vessel: str
    to: str
    form: str
    text: str
    clauses: tuple[str, ...]
    effect: str
    nth: int
    may_ms: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"call:{self.call}"


@fact("call_rings")
class CallRings(Fact):
    """A call on a line has reached the desk of the seat that is called."""

    call: str
    channel: str
    caller: str
    callee: str
    form: str
    text: str
    clauses: tuple[str, ...]


@fact("call_ended")
class CallEnded(Fact):
    """A call ended: answered, declined, rang_out, cut or withdrawn, after `wait_ms`."""

    call: str
    channel: str
    caller: str
    callee: str
    outcome: str
    wait_ms: int
