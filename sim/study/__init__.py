"""Many plays: arms and replicates, paired by draw address, with intervals on every number.

For notebooks and other tools::

    table = sim.study.runs("two-captains", arms={"none": SHUT, "all": {}}, n=200)
    table.to_pandas()                     # a row a run: arm, replicate, key, inputs, measures
    sim.study.evaluate("two-captains", {"parameters.honour": 1.5}, n=200, against=SHUT)["uf8"]

| name | what it is for |
|---|---|
| `runs` | the run table of a study, as an Arrow table |
| `evaluate` | inputs to outcomes with intervals: what samplers, optimizers and discovery call |
| `bounds` | between which numbers an input may lie, by docs/model.md |
"""

from __future__ import annotations

from importlib import import_module

__all__ = ["bounds", "evaluate", "runs"]


def __getattr__(name: str) -> object:
    """Load a public name's module when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"sim.study has no public name “{name}”")
    found: object = getattr(import_module("sim.study.api"), name)
    return found
