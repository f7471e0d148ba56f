"""Doctrines: how seats without a person choose, as what sets each apart from the parameters."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.model.choice import Doctrine
from sim.model.fields import Factor, Id, Probability, Text, real
from sim.model.parameters import Parameters
from sim.model.words import Entry, Sourced


class DoctrineSpec(Sourced):
    """A doctrine: a name, and the parameters in which it differs."""

    id: Id
    title: Text
    rho: Factor | None = None
    r_base: Annotated[float, *real(0, 10)] | None = None
    s: Factor | None = None
    delta_call: Factor | None = None
    w_m: Annotated[float, *real(0.05, 20)] | None = None
    c_e_times: Factor = 1.0
    chi: Factor | None = None
    precision: Annotated[float, *real(0, 100)] | None = None
    calls: Probability | None = None


class Doctrines(Entry):
    """The document that lists doctrines."""

    doctrines: Annotated[tuple[DoctrineSpec, ...], Field(min_length=1, max_length=60)]


def doctrine(spec: DoctrineSpec | None, terms: Parameters, *, revisionist: bool) -> Doctrine:
    """Give the numbers a seat chooses by: the parameters, as the doctrine and intent have them.

    Without a doctrine they are the parameters as they stand: how others are expected to choose.
    """

    def own(name: str) -> float:
        given = None if spec is None else getattr(spec, name)
        return float(getattr(terms, name) if given is None else given)

    return Doctrine(
        rho=own("rho"),
        r_base=own("r_base"),
        s=own("s"),
        p_ref=terms.p_ref,
        eta=terms.eta_rv if revisionist else 0.0,
        delta_call=own("delta_call"),
        w_m=own("w_m"),
        c_e=(1.0 if spec is None else spec.c_e_times)
        * (terms.c_e_rv if revisionist else terms.c_e_sq),
        gamma=terms.gamma,
        chi=own("chi"),
        precision=own("precision"),
        calls=own("calls"),
        moral_hazard=terms.moral_hazard,
        honour=terms.honour,
    )
