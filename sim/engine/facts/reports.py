"""Reports of acts, up a chain of seats."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import scene_of, sentence, vessel_name
from sim.engine.facts.acts import ActsKnown
from sim.engine.facts.beliefs import BeliefsState
from sim.model.rungs import rung_said

_ACCOUNT = ("rung", "read", "vessel", "target", "doubtful", "mishap", "shots", "public", "costly",
            "scene")  # fmt: skip


@dataclass(slots=True)
class ReportsState(Group):
    """How many reports were sent."""

    sent: dict[tuple[str, str, str, str], int] = field(default_factory=dict)
    """(Sender, to, side that acted, what it did) → how many reports."""


@dataclass(slots=True)
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
    scene: int
    seen: tuple[str, ...]
    unordered: bool
    wrong: bool
    due_ms: int

    @property
    def key(self) -> Key:
        return ("report", self.sender, self.to, self.side, self.what, self.nth)


declare(
    "report_sent",
    ReportSent,
    opens=True,
    secret=(*_ACCOUNT, "seen", "unordered", "wrong", "due_ms"),
)


@changes("reports", ReportSent)
def _sent(reports: ReportsState, event: Event, fact: ReportSent) -> None:
    add(reports.sent, (fact.sender, fact.to, fact.side, fact.what), 1)


@tells(ReportSent)
def _tell_report_sent(setup: Setup, seat: str, fact: ReportSent) -> str:
    return sentence(f"Reported to {setup.seats[fact.to].title}")


@dataclass(slots=True)
class ReportArrived(Fact):
    """A report is read: the act as it is told, which may be wrong."""

    sender: str
    to: str
    side: str
    what: str
    rung: int
    read: int
    vessel: str
    target: str
    doubtful: bool
    mishap: bool
    shots: bool
    public: bool
    costly: bool
    scene: int
    unordered: bool


declare("report_arrived", ReportArrived, secret=("unordered",))


@changes("beliefs", ReportArrived)
def _unordered(beliefs: BeliefsState, event: Event, fact: ReportArrived) -> None:
    if fact.unordered:
        beliefs.unordered[event.seq] = True


@learns("acts", ReportArrived)
def _read(acts: ActsKnown, reader: Reader, event: Event, fact: ReportArrived) -> None:
    acts.rungs[fact.side] = max(acts.rungs.get(fact.side, 0), fact.rung)
    if fact.shots:
        add(acts.tallies, "shots", 1)


_AT_SEA = {
    "close_pass": "{own} passes {other} inside the unsafe distance",
    "hulls_touched": "{own} and {other} touch",
}
"""What vessels do to each other, in words."""
_OTHERWISE = {"declined": "a call is declined", "shots": "shots"}
"""What is done by no move, in words."""


@tells(ReportArrived)
def _tell_report_arrived(setup: Setup, seat: str, fact: ReportArrived) -> str:
    done = _deed(setup, seat, fact)
    seen = f"{done}; " if done else "an act that is not named; "
    how = ""
    if fact.what == "act":  # what an effect brings about, beside a text of the scenario
        seen, how = "", "; the news has told of it"
    elif fact.mishap:
        how = "; nobody of ours ordered it"
    elif fact.doubtful:
        how = "; it may have been an accident"
    account = f"{seen}{setup.sides[fact.side].name}, {rung_said(fact.rung)}{how}"
    return f"Report of {setup.seats[fact.sender].title}: {account}."


def _deed(setup: Setup, seat: str, fact: ReportArrived) -> str:
    """Say what was done, where and by whom, as far as whoever saw it could tell.

    What was ordered has a name only to its own side: others see what a vessel does.
    """
    what = fact.what
    spec = setup.incidents.get(what) or setup.traffic.get(what.partition(".")[0])
    if spec is not None:
        return scene_of(spec.scenes, fact.scene) or spec.title
    if what in setup.activities:
        return setup.activities[what].title
    if what in _AT_SEA and fact.vessel and fact.target:
        own, other = (vessel_name(setup, each) for each in (fact.vessel, fact.target))
        return _AT_SEA[what].format(own=own, other=other)
    move = setup.moves.get(what)
    if move is not None and setup.seats[seat].side == fact.side:
        return move.title
    return vessel_name(setup, fact.vessel) if fact.vessel else _OTHERWISE.get(what, "")
