"""Law L24: in which words something is said changes nothing that anybody does."""

from __future__ import annotations

import dataclasses
from typing import Any

from sim.engine import Setup
from sim.loader import from_data
from sim.model.scenario import canonical
from sim.model.sentences import sayings
from sim.play.driver import Play
from sim.play.occupants import occupant
from tests.laws.worlds import World


def check_l24(world: World) -> None:
    """Other sentences, and another number of them, change no event but for its words."""
    data = canonical(world.setup.scenario)
    plain = _wordless(world, Setup(from_data(data)))
    for ways in (1, 5):
        own = [
            {"says": says, "ways": [_way(n, slots) for n in range(ways)]}
            for says, slots in sayings().items()
        ]
        other = _wordless(world, Setup(from_data({**data, "sentences": own})))
        for a, b in zip(plain, other, strict=False):
            assert a == b, f"other words change an event:\n  {a}\n  {b}"
        assert len(plain) == len(other), "other words add or take events"


def _way(n: int, slots: tuple[str, ...]) -> str:
    return "So. " + "And so on. " * n + ("{words}" if "words" in slots else "")


def _wordless(world: World, setup: Setup) -> list[tuple[Any, ...]]:
    """Play with the scenario's own policies and leave out what was said."""
    filled = {s: occupant(setup, s, spec.occupant) for s, spec in setup.seats.items()}
    play = Play(setup, world.seed, filled)
    play.advance()
    found = []
    for event in play.engine.log:
        fact: Any = event.fact
        for words in ("text", "said"):
            if hasattr(fact, words):
                fact = dataclasses.replace(fact, **{words: ""})
        found.append((event.at_ms, fact, event.audience, event.alert))
    return found
