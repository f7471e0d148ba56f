"""Talks, and what is said of them in public."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("talk_begun", opens=True, secret=("due_ms",))
class TalkBegun(Fact):
    """Two seats talk; what is said counts when the talk is over."""

    call: str
    channel: str
    caller: str
    callee: str
    form: str
    text: str
    clauses: tuple[str, ...]
    due_ms: int

    @property
    def key(self) -> str:
        return f"talk:{self.call}"


@fact("talk_ended")
class TalkEnded(Fact):
    """A talk is over: done or cut; `restrains` if it asked for restraint or promised it."""

    call: str
    channel: str
    caller: str
    callee: str
    form: str
    restrains: bool
    outcome: str


@fact("readout_delayed", opens=True, secret=("due_ms",))
class ReadoutDelayed(Fact):
    """A side is writing what it will say in public of a talk."""

    side: str
    channel: str
    form: str
    due_ms: int


@fact("readout_published")
class ReadoutPublished(Fact):
    """A side said in public what a talk was about, by its own account."""

    side: str
    channel: str
    form: str


@fact("talk_leaked")
class TalkLeaked(Fact):
    """Everybody reads that two seats have talked, or that one has written to the other."""

    channel: str
    caller: str
    callee: str
