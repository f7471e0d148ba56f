"""Menus: which moves a seat could choose now, and why it may not choose another.

Everything here reads only what the seat knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.engine.base.setup import Setup
from sim.engine.kernel.conditions import Test, test
from sim.engine.kernel.knowledge import Known


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides whether a move may be chosen, read off its entry once."""

    move: str
    once: bool
    vessel: str
    free: bool
    leave: bool
    when: Test | None

    def is_free(self, known: Known) -> bool:
        """Say whether it needs no window now: words do not, nor does asking for leave."""
        return self.free or (self.leave and self.move not in known.moves.leave)

    def could(self, known: Known, now_ms: int) -> bool:
        """Say whether a seat could choose the move now if it had a window."""
        moves, move, when = known.moves, self.move, self.when
        return (
            not known.run.ended
            and move not in moves.pending
            and not (self.once and move in moves.done)
            and self.vessel not in known.vessels.gone
            and moves.leave.get(move, "given") == "given"
            and (when is None or when(known, now_ms))
        )

    def block(self, known: Known, now_ms: int) -> str:
        """Give the code of why a seat may not choose the move now, "" if it may."""
        if self.could(known, now_ms):
            has_window = known.windows.window is not None
            return "" if has_window or self.is_free(known) else "no_window"
        if known.run.ended:
            return "over"
        if self.move in known.moves.pending:
            return "under_way"
        if self.once and self.move in known.moves.done:
            return "done"
        if self.vessel in known.vessels.gone:
            return "gone"
        leave = known.moves.leave.get(self.move, "given")
        return "not_now" if leave == "given" else f"leave_{leave}"


def allowed(menu: Iterable[Terms], known: Known, now_ms: int) -> list[str]:
    """List those of some moves that a seat may choose now."""
    window = known.windows.window is not None
    return [t.move for t in menu if (window or t.is_free(known)) and t.could(known, now_ms)]


def terms_of(setup: Setup, move: str) -> Terms:
    """Give what decides whether a move may be chosen."""
    return setup.once("terms", _all_terms)[move]


def _all_terms(setup: Setup) -> dict[str, Terms]:
    found = {}
    for m in setup.moves.values():
        when = None if m.when is None else test(setup, m.when)
        found[m.id] = Terms(
            m.id, m.once, vessel=m.vessel or "", free=m.free, leave=m.leave is not None, when=when
        )
    return found


def menu_of(setup: Setup, seat: str, *, acts_only: bool = False) -> tuple[Terms, ...]:
    """Give the terms of the moves of a seat, or of its acts alone, in the document's order."""
    menus = setup.once("menus", lambda _: dict[tuple[str, bool], tuple[Terms, ...]]())
    key = seat, acts_only
    if key not in menus:
        every = (terms_of(setup, move.id) for move in setup.moves_of[seat])
        menus[key] = tuple([terms for terms in every if not (acts_only and terms.free)])
    return menus[key]
