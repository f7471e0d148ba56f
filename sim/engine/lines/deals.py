"""Deals: what accepted clauses say comes about; and whom rules bind."""

from __future__ import annotations

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.facts.channels import RulesBound
from sim.engine.facts.offers import OfferMade
from sim.engine.kernel.engine import Engine
from sim.engine.seat.reach import on_channel
from sim.model import effects as e
from sim.model.channels import Clause


def settle(engine: Engine, offer: OfferMade, cause: int) -> None:
    """Bring about what an accepted offer says."""
    for name in offer.clauses:
        clause = engine.setup.clauses[name]
        fx.apply(engine, clause.effects, Origin(offer.to, cause, f"clauses.{name}.effects"))
        _narrow(engine, clause, cause)


def _narrow(engine: Engine, clause: Clause, cause: int) -> None:
    """Let rules that a clause opens count only between the services it covers."""
    for effect in clause.effects if clause.covers else ():
        if (
            isinstance(effect, e.SetChannel)
            and effect.political == "open"
            and effect.channel in engine.state.channels.bound
        ):
            bind(engine, effect.channel, clause.covers, cause)


def bind(engine: Engine, channel: str, services: tuple[str, ...], cause: int) -> None:
    """Say whom rules bind from now on."""
    if set(engine.state.channels.bound[channel]) != set(services):
        spec = engine.setup.channels[channel]
        informed = tuple(s for s in engine.setup.everybody if on_channel(spec, s))
        bound = RulesBound(channel, tuple(sorted(services)))
        engine.emit(bound, cause=cause, audience=informed, alert=informed)


@fx.means(e.Bind)
def _bind(engine: Engine, spec: e.Bind, origin: Origin) -> None:
    already = engine.state.channels.bound[spec.channel]
    bind(engine, spec.channel, tuple({*already, *spec.services}), origin.cause)
