"""Reports of acts, up a chain of seats."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact

_ACCOUNT = ("rung", "read", "vessel", "target", "doubtful", "mishap", "shots", "public", "costly")


@fact("report_sent", opens=True, secret=(*_ACCOUNT, "seen", "unordered", "wrong", "due_ms"))
class ReportSent(Fact):
    """A seat reports an act to one that did not see it; what will be read there is secret.

    `rung` and `read` are the rung by what happened and as the side reads it, as they are told;
    `mishap` is an own act that nobody ordered and that is told as such. `seen` are the seats
    that saw the act themselves, `unordered` says of the act itself that nobody ordered it, and
    `wrong` whether this account leaves the one it rests on.
    """

    sender: str
    to: str
    side: str
    what: str
    nth: int
    rung: int
    read: int
    vessel: str
    target: str
    doubtful: bool
    mishap: bool
    shots: bool
    public: bool
    costly: bool
    seen: tuple[str, ...]
    unordered: bool
    wrong: bool
    due_ms: int

    @property
    def key(self) -> str:
        return f"report:{self.sender}>{self.to}.{self.side}.{self.what}.{self.nth}"


@fact("report_arrived", secret=("unordered",))
class ReportArrived(Fact):
    """A report is read: the act as it is told, which may be wrong."""

    sender: str
    to: str
    side: str
    what: str
    rung: int
    read: int
    doubtful: bool
    mishap: bool
    shots: bool
    public: bool
    costly: bool
    unordered: bool
