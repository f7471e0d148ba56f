"""What can happen: deterministic, without clock, files or dice of its own."""

from sim.engine import acts, lines, sea  # noqa: F401  # each registers what it brings about
from sim.engine.base.draws import Draws
from sim.engine.base.setup import Setup
from sim.engine.commands import begin, submit
from sim.engine.kernel.engine import Engine
from sim.engine.kernel.state import State, evolve, fold, initial

__all__ = ["Draws", "Engine", "Setup", "State", "begin", "evolve", "fold", "initial", "submit"]
