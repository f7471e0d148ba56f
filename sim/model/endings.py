"""Endings: how a run may be named once it is over."""

from __future__ import annotations

from sim.model.conditions import Condition
from sim.model.fields import Id, Text
from sim.model.words import Sourced


class Ending(Sourced):
    """How a run may be named at its end; the first whose condition holds is taken."""

    id: Id
    title: Text
    text: Text
    when: Condition | None = None
