"""How a play ended, on one page: what happened, the guess, the score, promises, key moments."""

from __future__ import annotations

from sim.play.seat import MOMENTS, PROMISED, Debrief, OrdersEnd, Sheet, SideEnd, sentence
from tui.base.text import Line, beside, ends, line, rule, wrap
from tui.panes.debriefing import across
from tui.panes.moments import titles
from tui.panes.scores import scored

PAGES = (
    "Ending",
    "Moments",
    "Deeds",
    "Both accounts",
    "Scores",
    "Orders",
    "Calls",
    "Promises",
    "History",
)
ASK, TOLD = -1, -2
"""Instead of a guess: it is still to be made; it is not asked for, since it was told before."""
GUESS = "Up, Down and Enter: your guess, before the truth is shown."
_FEW = 5
"""So many promises are told on the first page whatever became of them."""
_WIDE = 118
"""From so many columns on the page is written in two."""


def other_orders(debrief: Debrief, sheet: Sheet, people: tuple[str, ...]) -> OrdersEnd | None:
    """Find the seat whose orders the player did not know and may guess, the one across first."""
    hidden = [o for o in debrief.orders if o.seat not in people and len(o.candidates) > 1]
    other = across(debrief, sheet)
    near = [o for o in hidden if other is not None and o.seat == other.seat]
    facing = [o for o in hidden if o.side == sheet.faces]
    return next(iter(near + facing + hidden), None)


def own_side(debrief: Debrief, sheet: Sheet) -> SideEnd:
    """Give what came of the side a seat belongs to."""
    return next(side for side in debrief.sides if side.name == sheet.sides[sheet.side])


def question(asked: OrdersEnd | None, guess: int, mark: int, width: int) -> list[Line]:
    """Ask what orders the other side held; once that was guessed, say whether it was right."""
    if asked is None:
        return []
    if guess != ASK:
        drawn = next(order for order in asked.candidates if order.id == asked.drawn)
        held = f"{sentence(f'{asked.title} held: {drawn.title}')} {sentence(drawn.text)}"
        if guess == TOLD:
            return [*wrap(held, width), ()]
        guessed = asked.candidates[guess]
        right = guessed.id == asked.drawn
        verdict = f"Your guess of their orders was {'right' if right else 'wrong'}"
        verdict += "" if right else f" ({guessed.title})"
        return [*wrap(f"{sentence(verdict)} {held}", width, "good" if right else "warn"), ()]
    lines = [rule(f" What were the orders of {asked.title}? ", width)]
    for index, order in enumerate(asked.candidates):
        role = "cursor" if index == mark else ""
        text = f": {order.text}" if index == mark else ""
        head = f"{'>' if index == mark else ' '} {index + 1} {order.title}{text}"
        lines += wrap(head, width, role, first="", rest="    ")
    return [*lines, line((GUESS, "warn")), ()]


def happened(
    debrief: Debrief, sheet: Sheet, asked: OrdersEnd | None, guess: int, *, mark: int, width: int
) -> list[Line]:
    """Write how it ended: what happened, the guess, the own score, promises, key moments."""
    own, outcome = own_side(debrief, sheet), debrief.outcome
    room = width if width < _WIDE else (width - 3) // 2
    score = line((f"your side: {own.score:.0f} of 100", "bold"))
    head = [ends(line((outcome.title, "head")), score, width), *wrap(outcome.text, width)]
    for text in debrief.marks:
        head += wrap(text, width, "warn")
    story = [part for text in debrief.story for part in wrap(text, room, "", first="- ", rest="  ")]
    known, wide = asked is None or guess != ASK, room < width
    left = question(asked, guess, mark, room)  # first, so that it is seen in a small terminal
    if known and debrief.thought:
        left = [*left[:-1], *wrap(debrief.thought, room), ()]
    left += [*story, ()]
    points = [*scored(own, room), ()]
    right = list[Line]()
    if wide and known:
        faced = (side for side in debrief.sides if side.name == sheet.sides.get(sheet.faces))
        left += [*points, *(row for side in faced for row in scored(side, room))]
    else:
        right += points
    right += _words(debrief, room, why=known)
    if known and debrief.moments:
        right += [rule(f" {MOMENTS} ", room), *titles(debrief, room, why=wide)]
    return [*head, (), *(beside(left, right, room) if wide else [*left, *right])]


def _words(debrief: Debrief, width: int, *, why: bool) -> list[Line]:
    """Write what became of promises: of all if they are few, else of those that mattered."""
    if not debrief.promises:
        return []
    shown = debrief.promises if len(debrief.promises) <= _FEW else debrief.words
    lines: list[Line] = [rule(f" {PROMISED} ", width)]
    for promise in shown:
        role = {"broken": "bad", "kept": "good"}.get(promise.outcome, "")
        text = promise.sentence if why else promise.course
        lines += wrap(text, width, role, first="", rest="  ")
    left = len(debrief.promises) - len(shown)
    if left:
        lines.append(line((f"{left} more on the page Promises.", "dim")))
    return [*lines, ()]
