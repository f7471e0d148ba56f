"""The white cell's console at a host: its view by questions, its lines by acts."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from sim.cli.exercise_console import RiskBeside
from sim.cli.thinker import Thinker
from sim.errors import Refusal
from sim.exercise.console import ConsoleSeat, ConsoleView, view_of
from sim.exercise.console_lines import LineError, order_of
from sim.exercise.desk import LineDone
from sim.exercise.join.watched import WatchedHost
from sim.exercise.risk import rolled_again

if TYPE_CHECKING:
    from sim.exercise.join.link import Link
    from sim.play.seat import Session

_EVERY_S = 0.4
"""How often a console asks what is new."""


class HostLink:
    """A console's way to a play at a host; several consoles may have one each."""

    def __init__(self, link: Link) -> None:
        """Use a link that was let in as the white cell.

        Args:
            link: Open.
        """
        self._link, self._closed = link, Event()
        self._seats = WatchedHost(link)
        self._view, self._begun = _waiting(link), False
        self._risk: RiskBeside | None = None
        self._refresh()
        self._thread = Thread(target=self._poll, name="channel16-console", daemon=True)

    def start(self) -> None:
        """Ask what is new again and again, so that no key waits for it."""
        self._thread.start()

    def tick(self) -> bool:
        """Take in what happened, where nothing else does."""
        if not self._thread.is_alive():
            self._refresh()
        return True

    @property
    def passed_s(self) -> float:
        """Give how long the exercise has gone in the room."""
        return float(self._link.peer.clock.get("exercise_s", 0))

    @property
    def wall(self) -> str:
        """Give the time of the room."""
        return time.strftime("%H:%M:%S")

    @property
    def risk(self) -> str:
        """Say what is known of the risk that was asked for, or that the host is gone."""
        if self._link.peer.gone is not None:
            return self._link.peer.gone.sentence
        if self._link.cut:
            return "The host cannot be reached; it is tried again."
        return self._risk.words if self._risk else ""

    def view(self) -> ConsoleView:
        """Show the play as it stood when the host last said."""
        pace = self._link.peer.clock.get("pace", self._view.pace)
        return replace(self._view, pace=float(pace)) if self._begun else self._view

    def do(self, line: str) -> LineDone:
        """Do what a line asks for; before the begin the clock is let go by STARTEX."""
        if self._link.cut:
            return LineDone("The host cannot be reached; nothing was done.", refused=True)
        if line.split()[:1] in (["open"], ["shut"]):
            return self._open(line)
        begins = line.strip() == "resume" and not self._begun
        away = [title for title, here in self._link.peer.lobby if not here]
        done = self._link.act("begin") if begins else self._link.act("line", line=line)
        if isinstance(done, Refusal):
            return LineDone(done.sentence, refused=True)
        if done is None:  # of the begin, or of what was said again after a cut
            said = _begun(away) if begins else "Done."
            done = {"text": said, "page": [], "risk": ""}
        if done["risk"]:
            self._ask_risk(done["risk"], done["text"])
        self._refresh()
        return LineDone(done["text"], page=tuple(done["page"]), risk=done["risk"])

    def look(self, seat: str) -> Session | str:
        """Look at a seat; a sentence says why one may not."""
        return self._seats.look(seat)

    def still(self, seat: str) -> bool:
        """Say whether the seat that is looked at may be looked at any longer."""
        return self._seats.still(seat)

    def _open(self, line: str) -> LineDone:
        """Let observers look at a seat, or no longer."""
        try:
            order = order_of(self._view, line)
        except LineError as error:
            return LineDone(str(error), refused=True)
        done = self._link.act("open", seat=order.text, open=order.kind == "open")
        if isinstance(done, Refusal):
            return LineDone(done.sentence, refused=True)
        self._refresh()
        titles = [s.title for s in self._view.seats if s.seat in (done or ())]
        return LineDone(f"Observers may look at: {'; '.join(titles) or 'no seat'}.")

    def close(self) -> None:
        """Leave the host."""
        self._closed.set()
        if self._risk is not None:
            self._risk.stop()
        self._link.close()

    def _ask_risk(self, measure: str, name: str) -> None:
        run = self._link.query("run")
        if isinstance(run, Refusal):
            return
        if self._risk is None:
            self._risk = RiskBeside(Thinker(run["header"]["scenario"]))
        self._risk.ask(rolled_again, json.dumps(run), measure, name)

    def _poll(self) -> None:
        while not self._closed.wait(_EVERY_S):
            self._refresh()

    def _refresh(self) -> None:
        """Ask how the play stands; a host that cannot be reached leaves what is known."""
        found: Any = self._link.query("console")
        if not isinstance(found, Refusal):
            self._view, self._begun = view_of(found), True
        elif not self._begun:
            self._view = _waiting(self._link)


def _begun(away: list[str]) -> str:
    """Say that the exercise has begun, and for whom nobody sat there."""
    held = f" Nobody sat there, so doctrines hold: {'; '.join(away)}." if away else ""
    return f"STARTEX: the exercise has begun.{held}"


def _waiting(link: Link) -> ConsoleView:
    """Show who is here before the begin."""
    ids = {title: seat for seat, title in link.peer.welcome.get("seats", {}).items()}
    seats = [
        ConsoleSeat(
            ids.get(title, ""),
            title,
            "",
            "here" if there else "not connected",
            doing="",
            taken=False,
        )
        for title, there in link.peer.lobby
    ]
    return ConsoleView(
        title=str(link.peer.welcome.get("title", "")),
        now_ms=0,
        horizon_ms=0,
        story="before STARTEX",
        begins="2000-01-01T00:00:00+00:00",
        paused=True,
        pace=1.0,
        ended="",
        events=0,
        branches=0,
        seats=tuple(seats),
        injects=(),
        log=(),
        rungs="",
    )
