"""How soon an act of the white cell is on every screen: `python -m benchmarks.white_cell`.

Nothing is asserted. A screen is what a seat is sent (its view, options and news); the console's own
view and its painting are timed as well. The bar is 200 ms with 20 screens.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from sim.cli.records import header
from sim.engine import Setup
from sim.exercise.desk import Desk
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.seat import Look, SeatSession

SCREENS = 20
LINES = (
    "hold 7",
    "lift 7",
    "text 9 Other words.",
    "time 14 13:50",
    "pause",
    "resume",
    "pace 30",
    "improvise A storm; all; A storm is coming.",
    'improvise Calm; ; ; effects [{"tell": {"seats": ["us_captain"], "text": "Calm."}}]',
    "take us_captain",
    "as us_captain note Hm.",
    "give us_captain",
    "skip 15",
    "release 16",
    "withdraw 16 in error",
    "back 13:30 a mistake",
)


def _ms(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Play an hour, then act; print a row for each act."""
    setup = Setup(load("handshake"))
    filled = {seat: occupant(setup, seat, "firm") for seat in setup.seats}
    head = header(setup.scenario, 1, 0, filled, played=True)
    play = Play(setup, 1, filled, header=head)
    play.advance(75 * 60_000)
    desk, seats = Desk(play), list(setup.seats)
    screens = [SeatSession(play, seats[n % len(seats)]) for n in range(SCREENS)]

    def shown() -> None:
        for screen in screens:
            screen.handle(Look())

    print(f"{len(play.engine.log)} events, {SCREENS} screens; ms of CPU: act, all screens, console")
    took = []
    for line in LINES:
        act = _ms(lambda line=line: desk.do(line))  # type: ignore[misc]
        pushed, own = _ms(shown), _ms(desk.view)
        took.append(act + pushed + own)
        print(f"{act:8.1f} {pushed:8.1f} {own:8.1f}  {line[:60]}")
    print(f"together: median {median(took):.1f} ms, most {max(took):.1f} ms")


if __name__ == "__main__":
    main()
