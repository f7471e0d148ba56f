"""Facts about channels, calls, talks, offers and readouts."""

from __future__ import annotations

from sim.engine.log import Fact, fact


@fact("line_changed", opens=True, secret=("due_ms",))
class LineChanged(Fact):
    """A line works or is down, until `due_ms`; nobody is told."""

    channel: str
    works: bool
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"line:{self.channel}"


@fact("channel_changed")
class ChannelChanged(Fact):
    """A channel was opened, suspended or given up, and this was announced."""

    channel: str
    political: str


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


@fact("offer_made", opens=True, secret=("nth",))
class OfferMade(Fact):
    """A seat offers another a list of clauses, to be answered until `due_ms`."""

    offer: str
    by: str
    to: str
    clauses: tuple[str, ...]
    counter: bool
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"offer:{self.offer}"

    @property
    def address(self) -> str:
        """Name its draws: who offers to whom and, where it went by relay, on which."""
        return self.offer.rpartition(".")[0].replace(">", ".")


@fact("offer_answered")
class OfferAnswered(Fact):
    """An offer was accepted, countered or refused."""

    offer: str
    by: str
    to: str
    answer: str


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
