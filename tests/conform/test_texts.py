"""What people read of a shipped scenario: no names of files or ids, sentences closed once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sim.engine import Setup
from sim.engine.seat.telling import tell
from sim.loader import library, load
from sim.model.scenario import Scenario
from sim.model.words import entries
from sim.play.driver import Play
from sim.play.occupants import occupant

SHIPPED = library.shipped()
INTERNAL = re.compile(r"[a-z0-9]+_[a-z0-9_]+|\.txt\b|\b[A-Z]{2}-\d{4}-\d\d\b")
"""An id in snake case, a file, or the row of a table."""
CLOSED_TWICE = re.compile(r"(?<!\.)[.?!…]\.(?!\.)")


def _texts(scenario: Scenario) -> Iterator[str]:
    """Yield what is shown: all texts of several words but sources, and the briefing with these."""
    brief = {id(entry) for _, entry in entries(scenario.briefing)}
    for _, entry in entries(scenario):
        for field, value in vars(entry).items():
            shown = field != "source" or id(entry) in brief
            if isinstance(value, str) and " " in value and shown:
                yield value
            elif isinstance(value, tuple) and field != "articles":
                yield from (text for text in value if isinstance(text, str) and " " in text)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_read_names_no_file_and_no_id(name: str) -> None:
    """A reader would be sent to a file or a row that only its authors have."""
    assert [text for text in _texts(load(name)) if INTERNAL.search(text)] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_sentence_is_closed_once(name: str) -> None:
    """A title that asks would be followed by a full stop."""
    setup = Setup(load(name))
    told = set()
    for policy in ("random", "firm"):
        play = Play(setup, 3, {seat: occupant(setup, seat, policy) for seat in setup.seats})
        play.advance()
        told |= {tell(setup, seat, event) for event in play.engine.log for seat in event.audience}

    assert [text for text in sorted(told) if CLOSED_TWICE.search(text)] == []
