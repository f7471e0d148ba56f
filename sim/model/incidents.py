"""Incidents: acts that come at a rate, and of which nobody sees whether they were meant."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.model.effects import Effects
from sim.model.fields import Factor, Id, Rung, SeatRef, Service, SideRef, Text, YesNo
from sim.model.words import Sourced


class Incident(Sourced):
    """A near miss, a collision, a lost drone, a stray shot: by one side, against another.

    It happens as a mishap at the rate `a_true` and by order at `d_sq` or `d_rv`, as the side
    intends, each multiplied by `times`; both look alike. Its `scenes` name place, craft and act;
    one of them is drawn and told, the same whether it was ordered or not.
    """

    id: Id
    title: Text
    by: SideRef
    against: SideRef
    scenes: Annotated[tuple[Text, ...], Field(max_length=40)] = ()
    rungs: Annotated[tuple[Rung, ...], Field(min_length=1, max_length=11)]
    read_as: Annotated[dict[SideRef, Rung], Field(max_length=20)] = {}
    between: tuple[Service, Service] = ("navy", "navy")
    seen_by: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    public: YesNo = False
    times: Factor = 1.0
    effects: Effects = ()
