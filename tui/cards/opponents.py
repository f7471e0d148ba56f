"""Who holds the seats that nobody sits in: a policy each, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sim.columns import fit, padded
from tui.base.card import CardScreen
from tui.base.start import Chair, PlayStarter, Poster
from tui.base.text import Line, ends, line, wrap
from tui.panes.home import in_words, short


def changeable(chair: Chair) -> bool:
    """Say whether another policy may decide here: not where a scenario tells its own part."""
    own = chair.occupant.partition(":")[0]
    return chair.playable or (bool(chair.decides) and own not in ("standing-orders", "script"))


class OpponentsCard(CardScreen[bool]):
    """The seats that decide without a person; Left and Right change the policy of the marked one.

    Attributes:
        chosen: The policies that differ from the scenario's own.
    """

    title_text = "OPPONENTS"
    WIDTH = 78

    def __init__(self, poster: Poster, people: Sequence[str], starter: PlayStarter) -> None:
        super().__init__()
        self.chairs = [c for c in poster.seats if changeable(c) and c.id not in people]
        self.poster, self.people, self.starter = poster, people, starter
        self.words = starter.policies()
        self.chosen, self.at = dict(starter.seating(poster.id)), 0

    @property
    def chair(self) -> Chair:
        """Give the seat that is marked."""
        return self.chairs[self.at]

    def _held(self, chair: Chair) -> str:
        return self.chosen.get(chair.id, chair.occupant)

    def text(self, width: int) -> list[Line]:
        """List the seats with who holds them, and below what the marked policy does."""
        lines: list[Line] = []
        for index, chair in enumerate(self.chairs):
            marked = index == self.at
            role = "cursor" if marked else ""
            held = short(self._held(chair))
            side = self.poster.sides.get(chair.side, "")
            arrows = f"< {held} >" if marked else f"  {held}  "
            right = line((padded(arrows, 20), role or "head"))
            left = f" {'>' if marked else ' '} {fit(f'{chair.title} ({side})', width - 25)}"
            lines.append(ends(line((left, role)), right, width, role))
        held = self._held(self.chair)
        own = "" if self.chair.id in self.chosen else " This is the scenario's own choice."
        said = in_words(held, self.words) or held
        lines += [(), *wrap(f"{said}. {self.chair.decides} for a decision.{own}", width)]
        if not self.people:
            lines += wrap("What is chosen for a seat that you take yourself is left aside.", width)
        return lines

    def keys(self) -> str:
        """Say which keys act."""
        return "Up Down seat   Left Right who decides   Enter done"

    def move(self, by: int) -> None:
        self.at = max(0, min(len(self.chairs) - 1, self.at + by))
        self.repaint()

    def _turn(self, by: int) -> None:
        chair = self.chair
        names = list(dict.fromkeys((chair.occupant, *self.words)))
        if self._held(chair) not in names:  # given on the command line, with numbers of its own
            names.append(self._held(chair))
        held = names[(names.index(self._held(chair)) + by) % len(names)]
        self.chosen.pop(chair.id, None)
        if held != chair.occupant:
            self.chosen[chair.id] = held
        self.repaint()

    def do_left(self) -> None:
        """Let the policy before decide."""
        self._turn(-1)

    def do_right(self) -> None:
        """Let the next policy decide."""
        self._turn(1)

    def do_choose(self) -> None:
        """Keep what was chosen."""
        self.starter.appoint(self.poster.id, self.chosen)
        self.dismiss(True)
